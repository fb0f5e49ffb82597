"""What is learnt of a programme, as columns of a matrix: its judged figures, overall and by section, and its cuts."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal, TypeAlias

import numpy as np
import numpy.typing as npt

from timeline.analyse.case import PROGRAMME
from timeline.analyse.metrics import BY_NAME, METRICS, value_of
from timeline.analyse.sample import layout_of
from timeline.analyse.sections import place_sections
from timeline.analyse.words import listed
from timeline.model.edit import Timeline
from timeline.model.profile import SectionRule

GRID = tuple(range(5, 101, 5))
"""Per cent of the programme at which cumulative cuts are learnt."""

Scale: TypeAlias = Literal["count", "seconds"]
Matrix: TypeAlias = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One number of each programme: a figure of the programme or a section, or cuts by ``percent`` of its length."""

    figure: str
    section: str
    scale: Scale
    percent: int | None = None

    @property
    def title(self) -> str:
        """In words, such as ``Cuts in the hook``."""
        if self.percent is not None:
            return f"Cuts by {self.percent} % of the programme"
        return BY_NAME[self.figure].title + ("" if self.section == PROGRAMME else f" in the {self.section}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """Values (programmes, columns), float64, in seconds and counts; ``notes``: what could not be learnt, and why."""

    columns: tuple[Column, ...]
    values: Matrix
    notes: tuple[str, ...]


def measure_all(timelines: Sequence[Timeline], sections: Sequence[SectionRule]) -> Measured:
    """Measure every programme by every column that all of them have."""
    columns = [*_figures(sections), *_staircase()]
    rows = [_row(timeline, sections, columns) for timeline in timelines]
    kept, notes = [], []
    for number, column in enumerate(columns):
        lacking = sum(row[number] is None for row in rows)
        if lacking:
            notes.append(
                f"{column.title}: {lacking} of {len(rows)} references {'has' if lacking == 1 else 'have'} none"
            )
        else:
            kept.append(number)
    values = np.array([[float(row[number] or 0) for number in kept] for row in rows], np.float64)
    return Measured(
        columns=tuple(columns[number] for number in kept),
        values=values.reshape(len(rows), len(kept)),
        notes=tuple(_by_section(notes, columns, rows, sections)),
    )


def _figures(sections: Sequence[SectionRule]) -> list[Column]:
    """Every judged figure; a section's length follows from where it is anchored and is none."""
    judged = [metric for metric in METRICS if metric.judged]
    scales: dict[str, Scale] = {m.name: "count" if m.unit == "count" else "seconds" for m in judged}
    columns = [Column(figure=m.name, section=PROGRAMME, scale=scales[m.name]) for m in judged]
    for rule in sections:
        parts = [m for m in judged if m.sections and m.name != "duration"]
        columns += [Column(figure=m.name, section=rule.name, scale=scales[m.name]) for m in parts]
    return columns


def _staircase() -> list[Column]:
    return [Column(figure="cumulative_cuts", section=PROGRAMME, scale="count", percent=p) for p in GRID]


def _row(
    timeline: Timeline, rules: Sequence[SectionRule], columns: Sequence[Column]
) -> list[Fraction | float | int | None]:
    placed, _ = place_sections(timeline, rules)
    layout, points = layout_of(timeline), timeline.edit_points
    samples = {section.name: layout.sample(points, section) for section in placed}
    samples[PROGRAMME] = layout.sample(points)
    cuts = cuts_by(timeline, GRID)
    row: list[Fraction | float | int | None] = []
    for column in columns:
        if column.percent is not None:
            row.append(cuts[GRID.index(column.percent)])
        else:
            sample = samples.get(column.section)
            row.append(None if sample is None else value_of(BY_NAME[column.figure], sample))
    return row


def cuts_by(timeline: Timeline, percents: Sequence[int]) -> list[int]:
    """Edit points up to each per cent of the programme, one exactly there included."""
    base = timeline.clock.time(timeline.start)
    times = [timeline.clock.time(point) - base for point in timeline.edit_points]
    return [bisect_right(times, timeline.duration * percent / 100) for percent in percents]


def _by_section(
    notes: list[str],
    columns: Sequence[Column],
    rows: Sequence[Sequence[object]],
    rules: Sequence[SectionRule],
) -> list[str]:
    """One line for a section of which nothing could be learnt, in place of one for each of its figures."""
    empty = []
    for rule in rules:
        own = [n for n, column in enumerate(columns) if column.section == rule.name]
        if own and all(any(row[n] is None for row in rows) for n in own):
            empty.append(rule.name)
    told = [note for note in notes if not any(f" in the {name}: " in note for name in empty)]
    if empty:
        told.append(f"{listed([f'the {name}' for name in empty])}: not in every reference")
    return told
