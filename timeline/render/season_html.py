"""A season as one offline page: what to open first, who strays, every episode a row, its sections as a heat map."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

import timeline
from timeline.analyse.metrics import BY_NAME
from timeline.analyse.season import FAR_OUT, Cell, Entry, Season
from timeline.analyse.season_change import LEVEL
from timeline.analyse.words import listed, plain
from timeline.model.inspection import Inspection
from timeline.render.axis import Tick, ValueAxis, value_axis
from timeline.render.page import asset, environment, policy
from timeline.render.season_marks import GRID, seconds_at, stairs_path, strip_path
from timeline.render.text import decimal, figure_value, labels_of, quantity, whole
from timeline.render.words import SEVERITY

SHOWN = ("duration", "cuts", "cuts_per_minute", "median_shot_length", "longest_shot")
STRAYS = 10
BINS = (-2.0, -1.0, -0.5, 0.5, 1.0, 2.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One episode as drawn."""

    entry: Entry
    name: str
    length: str
    strip: str
    stairs: str
    corridor: str
    figures: tuple[str, ...]
    strays: tuple[str, ...]
    link: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Dot:
    """One episode's value on a line or over the season, in per cent."""

    number: int
    x: str
    y: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """One figure of all episodes: over its values, and over the episodes; ``band``: left and width in per cent."""

    title: str
    ticks: tuple[Tick, ...]
    over: tuple[Tick, ...]
    dots: tuple[Dot, ...]
    trend: tuple[Dot, ...]
    band: tuple[str, str] | None
    band_text: str
    change: str
    change_text: str


def page(name: str, number: int, season: Season, links: Mapping[int, str]) -> str:
    """Write the page. ``links``: where the single reports of episodes lie, by number, relative to the page.

    Every text from outside is escaped and freed of control characters; the content security policy allows the page's
    own script and style by their hashes, and nothing else.
    """
    style, script = asset("report.css") + asset("season.css"), asset("season.js")
    template = environment("timeline.render").get_template("season.html.j2")
    strays = [entry for entry in season.entries if entry.strays]
    return template.render(
        series=name,
        number=number,
        season=season,
        rows=list(_rows(season, links)),
        shown=[BY_NAME[figure].title for figure in SHOWN],
        strays=strays,
        first=[(entry, _why(entry), links.get(entry.number, "")) for entry in season.first],
        missing=ranges(season.missing),
        again=[entry for entry in season.entries if entry.version > 1],
        rules=season.rules[:STRAYS],
        more_rules=len(season.rules) - STRAYS,
        ranges=ranges,
        heat=list(zip(season.entries, season.heat, strict=True)),
        heated=[n for n in range(len(season.columns)) if any(row[n].value is not None for row in season.heat)],
        tone=tone,
        cell_text=cell_text,
        spreads=[_spread(season, figure) for figure in SHOWN],
        first_of=lambda change: season.entries[change.first].number,
        level=f"{100 * LEVEL:g} %",
        far_out=FAR_OUT,
        severity=SEVERITY,
        version=timeline.__version__,
        style=style,
        script=script,
        policy=policy(style, script),
    )


def ranges(numbers: Iterable[int]) -> str:
    """Such as ``1, 4 to 7 and 9``."""
    runs = []
    for _, run in itertools.groupby(enumerate(numbers), key=lambda pair: pair[1] - pair[0]):
        held = [number for _, number in run]
        runs.append(str(held[0]) if len(held) == 1 else f"{held[0]} to {held[-1]}")
    return listed(runs) if runs else ""


def _why(entry: Entry) -> list[str]:
    return [finding.sentence for finding in entry.strays[:2]]


def _rows(season: Season, links: Mapping[int, str]) -> Iterator[Row]:
    longest = max(float(entry.inspection.timeline.duration) for entry in season.entries)
    most = max(1, *(_most(entry.inspection) for entry in season.entries))
    for entry in season.entries:
        each = entry.inspection
        figures = [
            next((f for f in each.rhythm.figures if (f.name, f.section) == (n, "programme")), None) for n in SHOWN
        ]
        yield Row(
            entry=entry,
            name=each.media.path,
            length=labels_of(each).long_length(each.timeline.start, each.timeline.stop),
            strip=strip_path(each.timeline, longest),
            stairs=stairs_path(each.timeline, longest, most),
            corridor=_corridor(each, longest, most),
            figures=tuple("–" if figure is None else figure_value(figure) for figure in figures),
            strays=tuple(finding.title for finding in entry.strays),
            link=links.get(entry.number, ""),
        )


def _most(inspection: Inspection) -> float:
    corridor = inspection.judgement.corridor if inspection.judgement else ()
    return max(len(inspection.timeline.edit_points), *(point.high for point in corridor), 0)


def _corridor(inspection: Inspection, longest: float, most: float) -> str:
    """The corridor as a closed path on the grid of the stairs; empty without one."""
    points = inspection.judgement.corridor if inspection.judgement else ()
    if not points:
        return ""
    across = [round(GRID * seconds_at(inspection.timeline, point.frame) / longest) for point in points]
    high = [f"{x} {round(GRID * (1 - point.high / most))}" for x, point in zip(across, points, strict=True)]
    low = [f"{x} {round(GRID * (1 - point.low / most))}" for x, point in zip(across, points, strict=True)]
    return f"M{'L'.join([*high, *reversed(low)])}Z"


def tone(cell: Cell) -> str:
    """Class of a cell: ``n`` no band, ``in`` and ``edge`` within it, ``f1``, ``f2`` faster, ``s1``, ``s2`` slower."""
    value = cell.value
    if value is None:
        return "n"
    if abs(value) <= 1:
        return "in" if abs(value) <= 0.5 else "edge"
    return ("s" if value > 0 else "f") + ("2" if abs(value) > 2 else "1")


def cell_text(cell: Cell) -> str:
    """Shown only where an episode is out of its band: half widths from the middle."""
    return "" if cell.value is None or abs(cell.value) <= 1 else decimal(cell.value, 1)


def _spread(season: Season, name: str) -> Spread:
    metric = BY_NAME[name]
    band = next((b for b in season.profile.bands if (b.figure, b.section) == (name, "programme")), None)
    band = None if band is None or band.unit == "frames" else band
    values = [(e.number, v) for e in season.entries if (v := e.inspection.rhythm.figure(name).value) is not None]
    edges = [float(edge) for edge in (band.low, band.high) if edge is not None] if band else []
    axis = value_axis(0, max([float(v) for _, v in values] + edges + [1e-3]), most=5)
    numbers = [entry.number for entry in season.entries]
    first, last = numbers[0], numbers[-1]
    change = next((c for c in season.changes.changes if c.figure == metric.title), None)
    dots, trend, seen = [], [], dict[float, int]()
    for number, value in values:
        x = round(100 - axis.down(float(value)), 1)
        seen[x] = seen.get(x, 0) + 1
        told = f"Episode {number}: {quantity(value, metric.unit)}"
        dots.append(Dot(number=number, x=f"{x}%", y=f"{max(6, 88 - 9 * (seen[x] - 1))}%", value=told))
        trend.append(Dot(number=number, x=_over(number, first, last), y=f"{axis.down(float(value)):.1f}%", value=told))
    return Spread(
        title=metric.title,
        ticks=tuple(Tick(place=_across(axis, tick), label=tick.label, anchor="middle") for tick in axis.ticks()),
        over=axis.ticks(),
        dots=tuple(dots),
        trend=tuple(trend),
        band=_band(axis, None if band is None else band.low, None if band is None else band.high) if band else None,
        band_text="" if band is None else _limits(band.low, band.high),
        change="" if change is None else _over(season.entries[change.first].number, first, last),
        change_text=""
        if change is None
        else f"from episode {season.entries[change.first].number} on: {quantity(change.after, metric.unit)}, "
        f"before {quantity(change.before, metric.unit)} (medians)",
    )


def _over(number: int, first: int, last: int) -> str:
    return f"{50 if first == last else 2 + 96 * (number - first) / (last - first):.1f}%"


def _across(axis: ValueAxis, tick: Tick) -> str:
    return f"{100 - float(tick.place.rstrip('%')):.1f}%"


def _band(axis: ValueAxis, low: Fraction | None, high: Fraction | None) -> tuple[str, str]:
    left = 0.0 if low is None else max(0.0, 100 - axis.down(float(low)))
    right = 100.0 if high is None else min(100.0, 100 - axis.down(float(high)))
    return f"{left:.1f}%", f"{max(right - left, 0.3):.1f}%"


def _limits(low: Fraction | None, high: Fraction | None) -> str:
    if low is None or high is None:
        return f"up to {plain(high)}" if high is not None else f"at least {plain(low)}" if low is not None else ""
    return f"{plain(low)} to {plain(high)}"


def told_counts(season: Season) -> str:
    """One line: how many episodes, how many stray."""
    strays = sum(bool(entry.strays) for entry in season.entries)
    return f"{whole(strays)} of {whole(len(season.entries))} episodes stray"


def names(entries: Sequence[Entry]) -> str:
    """Numbers of episodes as ranges."""
    return ranges(entry.number for entry in entries)
