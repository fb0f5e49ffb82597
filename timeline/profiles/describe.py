"""A profile as rows of text: what it asks for, how hard, and where that comes from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from timeline.analyse.metrics import BY_NAME
from timeline.analyse.sections import anchor_text
from timeline.analyse.words import plain, seconds_text
from timeline.model.profile import DeliveryRule, Excluded, LimitUnit, Profile

EXCLUDED: Mapping[Excluded, str] = {"recap": "recap", "title": "title sequence", "endcard": "end card"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line of a profile shown: group (section, delivery, band, ...), subject, target, severity, source."""

    group: str
    subject: str
    target: str
    severity: str
    source: str


def describe(profile: Profile) -> tuple[Row, ...]:
    """Lay a profile out as rows, in the order of its file's kinds of table."""
    return tuple(_rows(profile))


def _rows(profile: Profile) -> Iterator[Row]:
    if profile.exclude:
        target = ", ".join(EXCLUDED[kind] for kind in profile.exclude)
        subject = "of a season's episodes"
        yield Row(group="left out", subject=subject, target=target, severity="", source=profile.source)
    for section in profile.sections:
        target = anchor_text(section)
        yield Row(group="section", subject=section.name, target=target, severity="", source=section.source)
    for rule in profile.delivery:
        yield Row(
            group="delivery", subject=rule.fact, target=delivery_text(rule), severity=rule.severity, source=rule.source
        )
    for band in profile.bands:
        title = BY_NAME[band.figure].title + _within(band.section)
        target = limits_text(band.unit, band.low, band.high)
        yield Row(group="band", subject=title, target=target, severity=band.severity, source=band.source)
    for limit in profile.shots:
        target = limits_text(limit.unit, limit.low, limit.high)
        subject = "every shot" + _within(limit.section)
        yield Row(group="shot", subject=subject, target=target, severity=limit.severity, source=limit.source)
    if profile.corridor:
        corridor = profile.corridor
        first, last = plain(corridor.points[0][0]), plain(corridor.points[-1][0])
        unit = "%" if corridor.anchor == "percent_of_programme" else "s"
        target = f"{len(corridor.points)} points, from {first} to {last} {unit}"
        yield Row(
            group="corridor",
            subject="cumulative cuts",
            target=target,
            severity=corridor.severity,
            source=corridor.source,
        )
    for kinds in profile.transitions:
        subject = "transitions" + _within(kinds.section)
        target = "only " + ", ".join(kinds.allowed)
        yield Row(group="transition", subject=subject, target=target, severity=kinds.severity, source=kinds.source)
    for event in profile.events:
        subject = event.kind.replace("_", " ") + _within(event.section)
        target = limits_text(event.unit, None, event.high) if event.high else "none"
        yield Row(group="event", subject=subject, target=target, severity=event.severity, source=event.source)


def _within(section: str) -> str:
    return "" if section == "programme" else f" in {section}"


def limits_text(unit: LimitUnit, low: Fraction | None, high: Fraction | None) -> str:
    """Such as ``1.0 s to 4.0 s``, ``up to 8.0 s``, ``at least 4 frames``."""
    low_text, high_text = (None if value is None else value_text(unit, value) for value in (low, high))
    if low_text and high_text:
        return low_text if low == high else f"{low_text} to {high_text}"
    return f"at least {low_text}" if low_text else f"up to {high_text}"


def value_text(unit: LimitUnit, value: Fraction) -> str:
    """One limit in its unit."""
    if unit == "seconds":
        return seconds_text(value)
    return f"{plain(value)} {'frame' if value == 1 else 'frames'}" if unit == "frames" else plain(value)


def delivery_text(rule: DeliveryRule) -> str:
    """What a delivery fact must be, in words."""
    parts = [", ".join(rule.allowed)] if rule.allowed else []
    if rule.fact == "duration":
        parts.append(limits_text("seconds", rule.limit("min_seconds"), rule.limit("max_seconds")))
    elif rule.fact == "rate" and rule.limits:
        parts.append(limits_text("plain", rule.limit("min"), rule.limit("max")) + " frames a second")
    elif rule.fact == "size" and rule.limits:
        sides = ((side, rule.limit(f"min_{side}"), rule.limit(f"max_{side}")) for side in ("width", "height"))
        parts += [f"{side} {limits_text('plain', a, b)}" for side, a, b in sides if a is not None or b is not None]
    return ", ".join(parts)
