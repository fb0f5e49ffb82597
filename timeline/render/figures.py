"""Figures as a table: one row a figure, one column for the programme and one for each section."""

from __future__ import annotations

from dataclasses import dataclass

from timeline.model.rhythm import Figure, Rhythm
from timeline.render.text import figure_range, figure_value, quantity

PROGRAMME = "programme"
MEDIAN = "median_shot_length"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A figure's value, its frames where it has them, and its range over the doubtful cuts where that matters."""

    value: str = ""
    frames: str = ""
    span: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureRow:
    """One figure over the columns; ``reason``: why the programme has no value, or how far its range may be trusted."""

    title: str
    cells: tuple[Cell, ...]
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureTable:
    """Figures of one standing: judged, or shown and never judged by default."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[FigureRow, ...]

    @property
    def reasoned(self) -> bool:
        """Whether any row has something to say on its values."""
        return any(row.reason for row in self.rows)


def figure_tables(rhythm: Rhythm) -> tuple[FigureTable, ...]:
    """Lay the figures out; tables and columns that would be empty are left out."""
    tables = (
        _table(rhythm, "What profiles judge", judged=True),
        _table(rhythm, "Details, never judged by default", judged=False),
    )
    return tuple(table for table in tables if table.rows)


def programme_figures(rhythm: Rhythm) -> tuple[Figure, ...]:
    """Judged figures of the whole programme that have a value."""
    return tuple(f for f in rhythm.figures if f.judged and f.section == PROGRAMME and f.value is not None)


def median_shot(rhythm: Rhythm) -> Figure | None:
    """Median shot length of the programme."""
    return next((f for f in rhythm.figures if f.name == MEDIAN and f.section == PROGRAMME), None)


def _table(rhythm: Rhythm, title: str, *, judged: bool) -> FigureTable:
    found = {(f.name, f.section): f for f in rhythm.figures if f.judged is judged}
    held = {section for _, section in found}
    names = [PROGRAMME, *(s.name for s in rhythm.sections if s.name != PROGRAMME)]
    columns = tuple(name for name in dict.fromkeys(names) if name in held)
    return FigureTable(title=title, columns=columns, rows=tuple(_rows(found, columns)))


def _rows(found: dict[tuple[str, str], Figure], columns: tuple[str, ...]) -> list[FigureRow]:
    rows = []
    for name in dict.fromkeys(name for name, _ in found):
        figures = [found.get((name, column)) for column in columns]
        first = next(figure for figure in figures if figure is not None)
        cells = tuple(_cell(figure) if figure else Cell() for figure in figures)
        rows.append(FigureRow(title=first.title, cells=cells, reason=first.reason))
    return rows


def _cell(figure: Figure) -> Cell:
    frames = "" if figure.frames is None or figure.value is None else quantity(figure.frames, "frames")
    return Cell(value=figure_value(figure), frames=frames, span=figure_range(figure))
