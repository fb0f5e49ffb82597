"""The profile file (docs/profiles.md): TOML text into a ``Profile``, or a refusal in words."""

from __future__ import annotations

import hashlib
import math
import re
import tomllib
from fractions import Fraction
from typing import Any, get_args

from timeline.errors import ProfileError
from timeline.model.profile import HOUSE_DEFAULT, Anchor, Excluded, Profile, SectionRule
from timeline.profiles.checks import MAX_NUMBER, Place, Table
from timeline.profiles.limits import MAX_TABLES, PROGRAMME
from timeline.profiles.lines import key_lines
from timeline.profiles.rules import read_bands, read_corridor, read_delivery, read_events, read_shots, read_transitions

MAX_CHARACTERS = 256_000
_NAME = re.compile(r"\w[\w .+-]{0,39}")
_EXCLUDED: tuple[Excluded, ...] = get_args(Excluded)
_ANCHORS: tuple[Anchor, ...] = get_args(Anchor)


def parse(text: str, file: str) -> Profile:
    """Read a profile from the ``text`` of ``file`` (its name, for messages).

    Raises:
        ProfileError: with file, line, key, what is wrong and what is allowed.
    """
    table = Table(_decode(text, file), Place(file, key_lines(text)))
    head = _table(table, "profile")
    name, title, source = head.text("name"), head.text("title"), head.text("source")
    if not _NAME.fullmatch(name):
        head.place.at("name").refuse(f"{name!r} is no name", "use up to 40 letters, digits, spaces, or . + - _")
    exclude = head.choices("exclude", _EXCLUDED) if head.has("exclude") else ()
    head.done()
    sections = _sections(table)
    names = (PROGRAMME, *(section.name for section in sections))
    profile = Profile(
        name=name,
        title=title,
        source=source,
        digest=hashlib.sha256(text.encode()).hexdigest(),
        sections=sections,
        bands=read_bands(table, names, source),
        corridor=read_corridor(table, source),
        shots=read_shots(table, names, source),
        delivery=read_delivery(table, source),
        transitions=read_transitions(table, names, source),
        events=read_events(table, names, source),
        exclude=tuple(kind for kind in _EXCLUDED if kind in exclude),
    )
    table.done()
    return profile


def _decode(text: str, file: str) -> dict[str, Any]:
    if len(text) > MAX_CHARACTERS:
        raise ProfileError(f"{file}: {len(text):,} characters are too many for a profile; keep to {MAX_CHARACTERS:,}")
    try:
        return tomllib.loads(text, parse_float=_decimal)
    except RecursionError as error:
        raise ProfileError(f"{file}: its lists are nested too deep to be a profile; see docs/profiles.md") from error
    except ValueError as error:
        raise ProfileError(f"{file}: this is no TOML: {error}; see docs/profiles.md for the format") from error


def _decimal(text: str) -> Fraction | float:
    """Read a decimal exactly as written; what no profile means (nan, 1e999) stays a float and is refused at its key."""
    value = float(text)
    if not math.isfinite(value) or len(text) > 40 or abs(value) > MAX_NUMBER or 0 < abs(value) < 1e-9:
        return math.nan
    return Fraction(text.replace("_", "")) if value else Fraction(0)


def _table(parent: Table, key: str) -> Table:
    if not parent.has(key):
        parent.place.refuse(f"[{key}] is missing", f"begin the file with [{key}] and its name, title and source")
    value = parent.data[key]
    if not isinstance(value, dict):
        parent.place.at(key).refuse("this is no table", f"write it under [{key}]")
    return Table(value, parent.place.at(key))


def _sections(table: Table) -> tuple[SectionRule, ...]:
    placed: list[tuple[SectionRule, Place]] = []
    for entry in table.tables("section", MAX_TABLES):
        rule = _section(entry)
        for other, _ in placed:
            if other.name == rule.name:
                entry.place.at("name").refuse(f"there are two sections '{rule.name}'", "give each its own name")
            if other.anchor == rule.anchor and _overlap(other, rule):
                problem = f"it overlaps section '{other.name}'"
                entry.place.at(rule.anchor).refuse(problem, "sections may touch, not overlap")
        placed.append((rule, entry.place))
    return tuple(rule for rule, _ in placed)


def _section(entry: Table) -> SectionRule:
    name, source = entry.text("name"), entry.text("source", HOUSE_DEFAULT)
    if not _NAME.fullmatch(name) or name == PROGRAMME:
        entry.place.at("name").refuse(
            f"{name!r} is no section name", f"use up to 40 letters, digits, spaces, or . + - _; not '{PROGRAMME}'"
        )
    given = [anchor for anchor in _ANCHORS if entry.has(anchor)]
    entry.done()
    if len(given) != 1:
        entry.place.refuse(f"it has {len(given)} anchors", f"give exactly one of {', '.join(_ANCHORS)}")
    anchor = given[0]
    first, last = entry.pair(anchor)
    place = entry.place.at(anchor)
    if anchor == "seconds_before_end" and first <= last:
        place.refuse("it runs backwards", "the end is 0, so write the larger number first, such as [15, 0]")
    if anchor != "seconds_before_end" and first >= last:
        place.refuse("it runs backwards", "write the smaller number first, such as [0, 3]")
    if anchor.startswith("percent") and last > 100:
        place.refuse("it goes past 100 %", "per cent run from 0 to 100")
    return SectionRule(name=name, anchor=anchor, first=first, last=last, source=source)


def _overlap(a: SectionRule, b: SectionRule) -> bool:
    (a1, a2), (b1, b2) = sorted((a.first, a.last)), sorted((b.first, b.last))
    return a1 < b2 and b1 < a2
