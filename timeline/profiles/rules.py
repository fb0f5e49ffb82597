"""The rules of a profile file, one reader a kind of table; a row in no table is ever ignored."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from fractions import Fraction
from typing import cast, get_args

from timeline.analyse.metrics import figure_names
from timeline.errors import TimecodeError
from timeline.model.edit import Kind
from timeline.model.profile import (
    Band,
    CorridorRule,
    DeliveryRule,
    EventRule,
    Fact,
    LimitUnit,
    ShotLimit,
    TransitionRule,
)
from timeline.profiles.checks import MAX_NUMBER, Place, Table
from timeline.profiles.limits import MAX_TABLES, PROGRAMME, read_limits, read_weight
from timeline.timebase import parse_rate

EVENT_KINDS = ("black", "colour", "freeze", "duplicate", "short_shot")
FACTS: tuple[Fact, ...] = get_args(Fact)
_TIMED: tuple[LimitUnit, ...] = ("seconds", "frames")
_RATIO = re.compile(r"[1-9]\d{0,4}:[1-9]\d{0,4}")
_SIZE = re.compile(r"[1-9]\d{0,4}x[1-9]\d{0,4}")


def read_bands(table: Table, sections: Sequence[str], source: str) -> tuple[Band, ...]:
    """Read ``[[band]]``: figure, section, limits."""
    known = {figure.name: figure for figure in figure_names()}
    bands = []
    for entry in table.tables("band", MAX_TABLES):
        figure = known[entry.choice("figure", known)]
        section = entry.choice("section", sections, PROGRAMME)
        severity, own = read_weight(entry, source)
        if section != PROGRAMME and not figure.sections:
            allowed = ", ".join(name for name, f in known.items() if f.sections)
            problem = f"{figure.name} exists for the whole programme only"
            entry.place.at("section").refuse(problem, f"per section: {allowed}")
        units: tuple[LimitUnit, ...] = _TIMED if figure.unit == "seconds" else ("plain",)
        lowest = Fraction(0) if figure.unit != "seconds_per_shot" and figure.name not in _SIGNED else -MAX_NUMBER
        unit, low, high = read_limits(entry, units, lowest)
        bands.append(
            Band(figure=figure.name, section=section, unit=unit, low=low, high=high, severity=severity, source=own)
        )
    return tuple(bands)


_SIGNED = frozenset({"autocorrelation", "burstiness"})


def read_shots(table: Table, sections: Sequence[str], source: str) -> tuple[ShotLimit, ...]:
    """Read ``[[shot]]``: the shortest and longest a single picture shot may be."""
    limits = []
    for entry in table.tables("shot", MAX_TABLES):
        section = entry.choice("section", sections, PROGRAMME)
        severity, own = read_weight(entry, source)
        unit, low, high = read_limits(entry, _TIMED)
        limits.append(ShotLimit(section=section, unit=unit, low=low, high=high, severity=severity, source=own))
    return tuple(limits)


def read_transitions(table: Table, sections: Sequence[str], source: str) -> tuple[TransitionRule, ...]:
    """Read ``[[transition]]``: the kinds that may occur."""
    rules = []
    for entry in table.tables("transition", MAX_TABLES):
        section = entry.choice("section", sections, PROGRAMME)
        severity, own = read_weight(entry, source)
        allowed = entry.choices("allowed", [kind.value for kind in Kind])
        entry.done()
        rules.append(TransitionRule(section=section, allowed=allowed, severity=severity, source=own))
    return tuple(rules)


def read_events(table: Table, sections: Sequence[str], source: str) -> tuple[EventRule, ...]:
    """Read ``[[event]]``: the longest that a kind of picture event may last, 0 for never."""
    rules = []
    for entry in table.tables("event", MAX_TABLES):
        kind = entry.choice("kind", EVENT_KINDS)
        section = entry.choice("section", sections, PROGRAMME)
        severity, own = read_weight(entry, source)
        unit, low, high = read_limits(entry, _TIMED)
        if low is not None or high is None:
            entry.place.refuse("an event has a longest length only", "give max_seconds or max_frames; 0 means never")
        rules.append(EventRule(kind=kind, section=section, unit=unit, high=high, severity=severity, source=own))
    return tuple(rules)


def read_delivery(table: Table, source: str) -> tuple[DeliveryRule, ...]:
    """Read ``[[delivery]]``: what the file itself must be."""
    rules = []
    for entry in table.tables("delivery", MAX_TABLES):
        fact = cast(Fact, entry.choice("fact", FACTS))
        severity, own = read_weight(entry, source)
        keys = _DELIVERY_LIMITS[fact]
        limits = tuple((key, value) for key in keys if (value := entry.number(key)) is not None)
        allowed = tuple(_check_value(fact, text, place) for text, place in entry.texts("allowed")) if (
            fact != "duration" and entry.has("allowed")
        ) else ()  # fmt: skip
        entry.done()
        if not limits and not allowed:
            entry.place.refuse("it sets no limit", f"give {', '.join((*keys, 'allowed'))}")
        _check_order(entry, dict(limits))
        rules.append(DeliveryRule(fact=fact, limits=limits, allowed=allowed, severity=severity, source=own))
    return tuple(rules)


_DELIVERY_LIMITS: dict[Fact, tuple[str, ...]] = {
    "duration": ("min_seconds", "max_seconds"),
    "rate": ("min", "max"),
    "size": ("min_width", "max_width", "min_height", "max_height"),
    "aspect": (),
}


def _check_value(fact: Fact, text: str, place: Place) -> str:
    """Check one allowed value of a delivery fact by its form."""
    if fact == "rate":
        try:
            parse_rate(text)
        except TimecodeError as error:
            place.refuse(str(error), 'write rates in quotes, such as ["25", "29.97"]')
    elif not (_RATIO if fact == "aspect" else _SIZE).fullmatch(text):
        form = '["9:16"]' if fact == "aspect" else '["1080x1920"]'
        place.refuse(f"{text[:40]!r} is no {fact}", f"write {form}")
    return text


def _check_order(entry: Table, limits: dict[str, Fraction]) -> None:
    for key, value in limits.items():
        if key.startswith("min") and value > limits.get(key.replace("min", "max"), value):
            entry.place.at(key).refuse("the least is above the most", "swap min and max")


def read_corridor(table: Table, source: str) -> CorridorRule | None:
    """Read ``[corridor]``: points of (place, least, most) cumulative cuts, straight between them."""
    if not table.has("corridor"):
        return None
    data, place = table.data["corridor"], table.place.at("corridor")
    if not isinstance(data, dict):
        place.refuse("this is no table", "write it under [corridor]")
    entry = Table(data, place)
    severity, own = read_weight(entry, source)
    points = entry.tables("points", MAX_TABLES)
    entry.done()
    if len(points) < 2:
        place.refuse("it has fewer than two points", "write points = [{ seconds = 0, min = 0, max = 1 }, ...]")
    anchor = "percent" if points[0].has("percent") else "seconds"
    read = [_point(point, anchor) for point in points]
    for n, (before, after) in enumerate(itertools.pairwise(read), start=1):
        if after[0] <= before[0]:
            points[n].place.refuse(f"its {anchor} do not rise", "write the points in order")
        if after[1] < before[1] or after[2] < before[2]:
            points[n].place.refuse("its cuts are fewer than those of the point before", "cumulative cuts never fall")
    return CorridorRule(
        anchor="percent_of_programme" if anchor == "percent" else "seconds_from_start",
        points=tuple(read),
        severity=severity,
        source=own,
    )


def _point(point: Table, anchor: str) -> tuple[Fraction, Fraction, Fraction]:
    values = [point.number(key) for key in (anchor, "min", "max")]
    point.done()
    where, low, high = values
    if where is None or low is None or high is None:
        point.place.refuse("a point needs three numbers", f"write {{ {anchor} = 45, min = 8, max = 20 }}")
    if low > high:
        point.place.refuse("the least is above the most", "swap min and max")
    if anchor == "percent" and where > 100:
        point.place.refuse("it goes past 100 %", "per cent run from 0 to 100")
    return where, low, high
