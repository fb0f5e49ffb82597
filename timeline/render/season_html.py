"""A season as one offline page: what to open first, who strays, every episode a row, its sections as a heat map."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import timeline
from timeline.analyse.case import PROGRAMME
from timeline.analyse.metrics import BY_NAME
from timeline.analyse.season import Entry, Season
from timeline.analyse.season_change import LEVEL
from timeline.analyse.season_heat import Cell
from timeline.analyse.season_unlike import FAR_OUT
from timeline.model.inspection import Inspection
from timeline.render.page import asset, environment, policy
from timeline.render.season_marks import GRID, seconds_at, stairs_path, strip_path
from timeline.render.season_plots import plot_of
from timeline.render.season_text import ranges, since_text
from timeline.render.shared_text import NOTHING, Told
from timeline.render.text import decimal, figure_value, labels_of
from timeline.render.words import SEVERITY

SHOWN = ("duration", "cuts", "cuts_per_minute", "median_shot_length", "longest_shot")
STRAYS = 10
BLOCK = 10
"""Episodes side by side in the heat map."""
SHORT = {"cuts_per_minute": "Cuts / min", "median_shot_length": "Median shot"}


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
class Block:
    """Some episodes of the heat map side by side: their numbers, and each section's cells."""

    numbers: tuple[int, ...]
    rows: tuple[tuple[str, tuple[Cell, ...]], ...]


def page(name: str, number: int, season: Season, links: Mapping[int, str], shared: Told = NOTHING) -> str:
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
        shown=[SHORT.get(figure, BY_NAME[figure].title) for figure in SHOWN],
        strays=strays,
        first=[(entry, _why(entry), links.get(entry.number, "")) for entry in season.first],
        missing=ranges(season.missing),
        behind=ranges(season.behind),
        longest=_longest(season),
        most=_most_cuts(season),
        again=[entry for entry in season.entries if entry.version > 1],
        rules=season.rules[:STRAYS],
        more_rules=len(season.rules) - STRAYS,
        ranges=ranges,
        since_text=since_text,
        blocks=_blocks(season),
        tone=tone,
        cell_text=cell_text,
        plots=[plot for figure in _plotted(season) if (plot := plot_of(season, figure))],
        first_of=lambda change: season.entries[change.first].number,
        level=f"{100 * LEVEL:g} %",
        far_out=FAR_OUT,
        severity=SEVERITY,
        shared=shared,
        version=timeline.__version__,
        style=style,
        script=script,
        policy=policy(style, script),
    )


def _why(entry: Entry) -> list[str]:
    return [finding.sentence for finding in entry.strays[:2]]


def _rows(season: Season, links: Mapping[int, str]) -> Iterator[Row]:
    longest, most = _longest(season), _most_cuts(season)
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


def _plotted(season: Season) -> list[str]:
    """Figures that are plotted: those in every row, and those of the programme that the profile has a band for."""
    banded = {band.figure for band in season.profile.bands if band.section == PROGRAMME}
    return [*SHOWN, *(name for name in BY_NAME if name in banded and name not in SHOWN)]


def _blocks(season: Season) -> list[Block]:
    """The heat map in blocks of nearly the same width, none wider than a phone; sections without a band left out."""
    heated = [n for n in range(len(season.columns)) if any(row[n].value is not None for row in season.heat)]
    count = len(season.entries)
    blocks = -(-count // BLOCK)
    edges = [count * n // blocks for n in range(blocks + 1)]
    return [
        Block(
            numbers=tuple(entry.number for entry in season.entries[first:last]),
            rows=tuple((season.columns[n], tuple(row[n] for row in season.heat[first:last])) for n in heated),
        )
        for first, last in itertools.pairwise(edges)
        if heated
    ]


def _longest(season: Season) -> float:
    return max(float(entry.inspection.timeline.duration) for entry in season.entries)


def _most_cuts(season: Season) -> float:
    return max(1, *(_most(entry.inspection) for entry in season.entries))


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
