"""The strip as text: cells true to the shots, with sections above and marks below."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from rich.cells import cell_len

from timeline.model.edit import Timeline
from timeline.model.inspection import Inspection
from timeline.render.axis import TimeAxis
from timeline.render.doubt import Doubt
from timeline.render.strip import row_count
from timeline.render.text import clean, minutes

# Glyphs for odd shots, even shots, black, and cells in which more than one shot begins.
UNICODE = "█▒·│"
ASCII = "#=.|"


@dataclass(frozen=True, slots=True, kw_only=True)
class BarRow:
    """One row of the strip: the time it begins at, and lines of equal width; ``names`` where shots have sources."""

    time: str
    sections: str
    cells: str
    names: str
    marks: str


def bar_rows(
    inspection: Inspection, doubts: Iterable[Doubt], told: int, width: int, glyphs: str = UNICODE
) -> list[BarRow]:
    """Lay the strip out over rows of ``width`` cells; the first ``told`` findings are numbered under it."""
    timeline = inspection.timeline
    count = row_count(float(timeline.duration))
    length = timeline.duration / count
    axes = [TimeAxis(timeline=timeline, begin=length * n, end=length * (n + 1)) for n in range(count)]
    return [
        BarRow(
            time=minutes(axis.begin),
            sections=_sections(inspection, axis, width),
            cells=_cells(timeline, axis, width, glyphs),
            names=_names(timeline, axis, width),
            marks=_marks(inspection, list(doubts), told, axis, width),
        )
        for axis in axes
    ]


def _cell(axis: TimeAxis, frame: int, width: int) -> int:
    return round(axis.share(frame) * width / 100)


def _cells(timeline: Timeline, axis: TimeAxis, width: int, glyphs: str) -> str:
    """Each shot from its first cell to the next one's; what is narrower than a cell is marked, never lost."""
    line = [" "] * width
    for index, shot in enumerate(timeline.shots):
        first, last = _cell(axis, shot.start, width), _cell(axis, shot.stop, width)
        glyph = glyphs[2] if shot.kind == "black" else glyphs[index % 2]
        if first == last and axis.holds(shot.start, shot.stop):
            line[min(first, width - 1)] = glyphs[3]
        for cell in range(max(0, first), min(width, last)):
            line[cell] = glyph if line[cell] != glyphs[3] else line[cell]
    return "".join(line)


def _names(timeline: Timeline, axis: TimeAxis, width: int) -> str:
    """The name of each shot's source under its cells, cut to them; no line where no shot has one."""
    line = [" "] * width
    for shot in timeline.shots:
        first, last = _cell(axis, shot.start, width), _cell(axis, shot.stop, width)
        room = range(max(0, first), min(width, last - 1))
        name = clean(shot.source.name) if shot.source else ""
        for cell, letter in zip(room, name if cell_len(name) == len(name) else "", strict=False):
            line[cell] = letter
    return "".join(line).rstrip()


def _sections(inspection: Inspection, axis: TimeAxis, width: int) -> str:
    """Section numbers and names, each cut to its own width."""
    line = [" "] * width
    for number, part in enumerate(inspection.judgement.sections if inspection.judgement else (), start=1):
        first, last = _cell(axis, part.start, width), _cell(axis, part.stop, width)
        for cell, letter in zip(range(max(0, first), min(width, last)), f"{number} {clean(part.name)} ", strict=False):
            line[cell] = letter
    return "".join(line).rstrip()


def _marks(inspection: Inspection, doubts: list[Doubt], told: int, axis: TimeAxis, width: int) -> str:
    """A question mark under each doubtful cut, its number under each finding told."""
    line = [" "] * width
    whole = inspection.timeline.frames
    places = [(doubt.frame, "?") for doubt in doubts]
    for number, finding in reversed(list(enumerate(inspection.findings[:told], start=1))):
        if finding.stop - finding.start < whole:
            places.append((finding.start, str(number)))
    for frame, mark in places:
        cell = _cell(axis, frame, width)
        if 0 <= cell < width:
            line[cell] = mark
    return "".join(line).rstrip()
