"""A profile as the TOML that a person would write, in the order of docs/profiles.md; the same value, the same bytes."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from fractions import Fraction

from timeline.model.profile import HOUSE_DEFAULT, LimitUnit, Profile, SectionRule
from timeline.profiles.checks import MAX_TEXT
from timeline.profiles.limits import PROGRAMME

_WIDTH = 118


def dumps(profile: Profile, comment: Sequence[str] = ()) -> str:
    """Text of a profile file that ``parse`` reads back to the same rules; ``comment``: paragraphs on top of it."""
    return "\n".join([*_wrapped(comment), *_head(profile), *_lines(profile)]) + "\n"


def line_text(text: str) -> str:
    """Text that a profile may hold: on one line, printable, not too long."""
    safe = "".join(c if c.isprintable() else "?" for c in text).strip() or "?"
    return safe if len(safe) <= MAX_TEXT else safe[: MAX_TEXT - 3] + "..."


def _wrapped(paragraphs: Sequence[str]) -> Iterator[str]:
    for number, paragraph in enumerate(paragraphs):
        if number and not paragraph.startswith("- "):
            yield "#"
        line = "#"
        for word in "".join(c if c.isprintable() else "?" for c in paragraph).split():
            if len(line) + len(word) >= _WIDTH and line != "#":
                yield line
                line = "#"
            line += f" {word}"
        yield line
    if paragraphs:
        yield ""


def _head(profile: Profile) -> Iterator[str]:
    yield "[profile]"
    for key in ("name", "title", "source"):
        yield f"{key} = {_text(getattr(profile, key))}"
    if profile.exclude:
        yield f"exclude = {_list(profile.exclude)}"


def _lines(profile: Profile) -> Iterator[str]:
    for rule in profile.delivery:
        limits = [(key, _number(value)) for key, value in rule.limits]
        allowed = [("allowed", _list(rule.allowed))] if rule.allowed else []
        yield from _table(
            "delivery", [("fact", _text(rule.fact)), *limits, *allowed, *_weight(profile, rule.severity, rule.source)]
        )
    for section in profile.sections:
        yield from _table("section", _section(section))
    for band in profile.bands:
        given = [("figure", _text(band.figure)), *_within(band.section), *_limits(band.unit, band.low, band.high)]
        yield from _table("band", [*given, *_weight(profile, band.severity, band.source)])
    for shot in profile.shots:
        given = [*_within(shot.section), *_limits(shot.unit, shot.low, shot.high)]
        yield from _table("shot", [*given, *_weight(profile, shot.severity, shot.source)])
    for kinds in profile.transitions:
        given = [*_within(kinds.section), ("allowed", _list(kinds.allowed))]
        yield from _table("transition", [*given, *_weight(profile, kinds.severity, kinds.source)])
    for event in profile.events:
        given = [("kind", _text(event.kind)), *_within(event.section), *_limits(event.unit, None, event.high)]
        yield from _table("event", [*given, *_weight(profile, event.severity, event.source)])
    yield from _corridor(profile)


def _corridor(profile: Profile) -> Iterator[str]:
    if profile.corridor is None:
        return
    corridor = profile.corridor
    place = "percent" if corridor.anchor == "percent_of_programme" else "seconds"
    yield from ("", "[corridor]")
    yield from (f"{key} = {value}" for key, value in _weight(profile, corridor.severity, corridor.source))
    yield "points = ["
    for where, low, high in corridor.points:
        yield f"  {{ {place} = {_number(where)}, min = {_number(low)}, max = {_number(high)} }},"
    yield "]"


def _table(name: str, keys: Iterable[tuple[str, str]]) -> Iterator[str]:
    yield from ("", f"[[{name}]]", *(f"{key} = {value}" for key, value in keys))


def _section(section: SectionRule) -> list[tuple[str, str]]:
    keys = [("name", _text(section.name))]
    keys.append((section.anchor, f"[{_number(section.first)}, {_number(section.last)}]"))
    return keys if section.source == HOUSE_DEFAULT else [*keys, ("source", _text(section.source))]


def _within(section: str) -> list[tuple[str, str]]:
    return [] if section == PROGRAMME else [("section", _text(section))]


def _limits(unit: LimitUnit, low: Fraction | None, high: Fraction | None) -> list[tuple[str, str]]:
    end = "" if unit == "plain" else f"_{unit}"
    pairs = ((f"min{end}", low), (f"max{end}", high))
    return [(key, _number(value)) for key, value in pairs if value is not None]


def _weight(profile: Profile, severity: str, source: str) -> list[tuple[str, str]]:
    own = [("source", _text(source))] if source != profile.source else []
    return [("severity", _text(severity)), *own]


def _list(texts: Sequence[str]) -> str:
    return f"[{', '.join(map(_text, texts))}]"


def _text(text: str) -> str:
    return json.dumps(line_text(text), ensure_ascii=False)


def _number(value: Fraction) -> str:
    """A decimal as it is, or to nine places where it never ends."""
    if value.denominator == 1:
        return str(int(value))
    return f"{(Decimal(value.numerator) / Decimal(value.denominator)):.9f}".rstrip("0")
