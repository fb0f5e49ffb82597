"""A profile's bands and corridor drawn in the terminal: bars on one scale a unit, the corridor as a filled curve."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from fractions import Fraction

from timeline.analyse.corridor import allowed_at
from timeline.analyse.metrics import BY_NAME
from timeline.analyse.words import plain
from timeline.model.profile import Band, CorridorRule, Profile
from timeline.profiles.describe import limits_text
from timeline.render.voice import Voice

BAR = 40
WIDTH, HEIGHT = 60, 12


def draw(profile: Profile, voice: Voice) -> None:
    """Draw every band, those of one unit under one another, and the corridor."""
    groups: dict[str, list[Band]] = {}
    for band in profile.bands:
        unit = str(BY_NAME[band.figure].unit if band.unit == "plain" else band.unit)
        groups.setdefault(f"length, {unit}" if band.figure == "duration" else unit, []).append(band)
    for unit, bands in groups.items():
        most = _round_up(max(edge for band in bands for edge in (band.low, band.high) if edge is not None))
        voice.head("Bands", f"{unit.replace('_', ' ')}, 0 to {plain(most)}")
        fill = ("#", ".") if voice.ascii else ("█", "·")
        voice.columns([[_name(band), _bar(band, most, *fill), _limits(band)] for band in bands], ["", "", ""])
    if profile.corridor:
        _corridor(profile.corridor, voice)


def _name(band: Band) -> str:
    title = BY_NAME[band.figure].title
    return title if band.section == "programme" else f"{title}, {band.section}"


def _limits(band: Band) -> str:
    return limits_text(band.unit, band.low, band.high)


def _bar(band: Band, most: Fraction, full: str, empty: str) -> str:
    """The band on a line from 0 to ``most``; at least one cell wide."""
    left = 0 if band.low is None else min(BAR - 1, math.floor(band.low / most * BAR)) if most else 0
    right = BAR if band.high is None else max(left + 1, math.ceil(band.high / most * BAR)) if most else 1
    return empty * left + full * (right - left) + empty * (BAR - right)


def _round_up(value: Fraction) -> Fraction:
    """The next of 1, 2, 5 times a power of ten."""
    if value <= 0:
        return Fraction(1)
    power = Fraction(10) ** math.floor(math.log10(value))
    return next(step * power for step in (1, 2, 5, 10, 20) if step * power >= value)


def _corridor(corridor: CorridorRule, voice: Voice) -> None:
    first, last = corridor.points[0][0], corridor.points[-1][0]
    most = _round_up(corridor.points[-1][2])
    unit = "% of the programme" if corridor.anchor == "percent_of_programme" else "s"
    voice.head("Corridor", f"cumulative cuts, from {plain(first)} to {plain(last)} {unit}")
    full, empty = ("#", ".") if voice.ascii else ("█", "·")
    columns = [allowed_at(corridor.points, first + (last - first) * n / (WIDTH - 1)) for n in range(WIDTH)]
    labels = len(plain(most))
    for label, cells in _rows(columns, most, full, empty):
        voice.line(f"  {label:>{labels}} ", cells)
    left, right = plain(first), f"{plain(last)} {unit}"
    voice.line(" " * (labels + 3), left, " " * max(1, WIDTH - len(left) - len(right)), right)


def _rows(
    columns: Sequence[tuple[Fraction, Fraction]], most: Fraction, full: str, empty: str
) -> Iterator[tuple[str, str]]:
    """Lines from the top: the label of every third one, and a cell for each column, full within the corridor."""
    for row in reversed(range(HEIGHT)):
        floor, top = most * row / HEIGHT, most * (row + 1) / HEIGHT
        cells = "".join(full if low < top and high > floor else empty for low, high in columns)
        yield (plain(top) if row % 3 == 2 else ""), cells
