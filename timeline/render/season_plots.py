"""A season's figures as plots: each over its values and over the episodes, with the profile's band and the change."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from fractions import Fraction

from timeline.analyse.metrics import BY_NAME
from timeline.analyse.season import Season
from timeline.analyse.season_change import Change
from timeline.analyse.words import plain
from timeline.model.profile import Band
from timeline.model.rhythm import Number
from timeline.render.axis import Tick, ValueAxis, share, value_axis
from timeline.render.text import quantity

BIN = 1.6
"""Per cent of the width on which values stand on one another."""
STACK = 10
"""Dots that stand on one another at their full distance; more move closer together."""
SIGN: dict[str, str] = {"seconds": " s", "per_minute": " /min"}
EPISODES = (1, 2, 5, 10, 20, 50, 100, 200, 500)


@dataclass(frozen=True, slots=True, kw_only=True)
class Dot:
    """One episode's value: its place over the values (``x``, ``y``) and over the episodes (``across``, ``down``)."""

    number: int
    x: str
    y: str
    across: str
    down: str
    out: bool
    told: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """The median of one side of a change: from where to where over the episodes, how far down."""

    left: str
    right: str
    down: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Plot:
    """One figure of all episodes. ``band``: from and length along the axis of values; ``change``: place of it."""

    title: str
    band_text: str
    change_text: str
    values: tuple[Tick, ...]
    down: tuple[Tick, ...]
    episodes: tuple[Tick, ...]
    dots: tuple[Dot, ...]
    band: tuple[str, str] | None
    band_down: tuple[str, str] | None
    change: str
    levels: tuple[Level, ...]


def plot_of(season: Season, name: str) -> Plot | None:
    """The plot of a figure of the programme; none where no episode has it, or one alone and nothing beside it."""
    metric, band = BY_NAME[name], _band(season, name)
    found = [(entry.number, entry.inspection.rhythm.figure(name).value) for entry in season.entries]
    values = [(number, value) for number, value in found if value is not None]
    if len(values) < (1 if band else 2):
        return None
    edges = [float(edge) for edge in (band.low, band.high) if edge is not None] if band else []
    reach = [float(value) for _, value in values] + edges
    axis = value_axis(min(reach), max(reach), most=5, least_step=1 if metric.unit == "count" else 0.01)
    change = next((each for each in season.changes.changes if each.figure == metric.title), None)
    low, high = (None, None) if band is None else (band.low, band.high)
    return Plot(
        title=metric.title,
        band_text="" if band is None else f"{_limits(low, high)}{SIGN.get(metric.unit, '')}",
        change_text="" if change is None else _told(season, change, name),
        values=tuple(Tick(place=share(100 - _share(tick)), label=tick.label) for tick in axis.ticks()),
        down=axis.ticks(),
        episodes=_numbers(season),
        dots=_dots(season, values, axis, band, name),
        band=None if band is None else _span(axis, low, high, upright=False),
        band_down=None if band is None else _span(axis, low, high, upright=True),
        change="" if change is None else share(_seam(season, change)),
        levels=() if change is None else _levels(season, change, axis),
    )


def _band(season: Season, name: str) -> Band | None:
    """The band of a figure of the programme, in the figure's own unit."""
    found = (b for b in season.profile.bands if (b.figure, b.section) == (name, "programme") and b.unit != "frames")
    return next(found, None)


def _dots(
    season: Season, values: list[tuple[int, Number]], axis: ValueAxis, band: Band | None, name: str
) -> tuple[Dot, ...]:
    bins = Counter(_bin(axis, value) for _, value in values)
    step = min(9.0, 82 / max(1, max(bins.values()) - 1)) if max(bins.values()) > STACK else 9.0
    stands = Counter[int]()
    dots = []
    for number, value in values:
        place = _bin(axis, value)
        down = axis.down(float(value))
        dots.append(
            Dot(
                number=number,
                x=share(min(100 - down, 100)),
                y=share(91 - step * stands[place]),
                across=share(_across(season, number)),
                down=share(down),
                out=band is not None and _outside(value, band),
                told=f"Episode {number}: {quantity(value, BY_NAME[name].unit)}",
            )
        )
        stands[place] += 1
    return tuple(dots)


def _bin(axis: ValueAxis, value: Number) -> int:
    return round((100 - axis.down(float(value))) / BIN)


def _outside(value: Number, band: Band) -> bool:
    return (band.low is not None and value < band.low) or (band.high is not None and value > band.high)


def _across(season: Season, number: int) -> float:
    first, last = season.entries[0].number, season.entries[-1].number
    return 50.0 if first == last else 2 + 96 * (number - first) / (last - first)


def _seam(season: Season, change: Change) -> float:
    """Half way between the last episode before a change and the first after it."""
    before, after = (season.entries[n].number for n in (change.first - 1, change.first))
    return (_across(season, before) + _across(season, after)) / 2


def _levels(season: Season, change: Change, axis: ValueAxis) -> tuple[Level, ...]:
    seam = _seam(season, change)
    return tuple(
        Level(left=share(left), right=share(right), down=share(axis.down(value)))
        for left, right, value in ((0.0, seam, change.before), (seam, 100.0, change.after))
    )


def _numbers(season: Season) -> tuple[Tick, ...]:
    """Numbers of episodes at round steps, the first and the last always."""
    first, last = season.entries[0].number, season.entries[-1].number
    step = next((s for s in EPISODES if (last - first) / s <= 10), 1000)
    inner = [n for n in range(-(-first // step) * step, last + 1, step) if min(n - first, last - n) * 3 > step]
    shown = sorted({first, *inner, last})
    return tuple(Tick(place=share(_across(season, number)), label=str(number)) for number in shown)


def _told(season: Season, change: Change, name: str) -> str:
    unit = BY_NAME[name].unit
    number = season.entries[change.first].number
    return f"from episode {number} on {quantity(change.after, unit)}, before {quantity(change.before, unit)} (medians)"


def _share(tick: Tick) -> float:
    return float(tick.place.rstrip("%"))


def _span(axis: ValueAxis, low: Fraction | None, high: Fraction | None, *, upright: bool) -> tuple[str, str]:
    """A band along the axis of values: where it begins from the left (``upright``: from the top), and its length."""
    bottom = 100.0 if low is None else axis.down(float(low))
    top = 0.0 if high is None else axis.down(float(high))
    return share(top if upright else 100 - bottom), share(max(bottom - top, 0.5))


def _limits(low: Fraction | None, high: Fraction | None) -> str:
    if low is None or high is None:
        return f"up to {plain(high)}" if high is not None else f"at least {plain(low)}" if low is not None else ""
    return f"{plain(low)} to {plain(high)}"
