"""A benchmark's results in the terminal: what was scored, the table, and the first row's errors."""

from __future__ import annotations

import sys
from typing import TextIO

from rich.console import Console
from rich.table import Table
from rich.text import Text

from timeline.render.text import clean
from timeline.suite.report_text import (
    NOTHING,
    Column,
    between,
    content,
    counted,
    cut_columns,
    errors_in_words,
    frames_off,
    other_columns,
    strictest,
    suite_name,
)
from timeline.suite.results import DetectorResult, Results

MOST_CLIPS = 20
MOST_OF_A_SORT = 8


def show(results: Results, stream: TextIO | None = None) -> None:
    """Print the results."""
    out = stream or sys.stdout
    console = Console(file=out, highlight=False, width=None if out.isatty() else 160)
    console.print(Text(clean(f"{suite_name(results)}: {content(results.clips)}"), style="bold"))
    for note in results.notes:
        console.print(Text(clean(note), style="dim"))
    tables = (
        (f"Cuts, {frames_off(results.tolerances[0])}", cut_columns(results.tolerances)),
        ("Gradual transitions, jumps, confidence", other_columns()),
    )
    for title, columns in tables:
        console.print(f"\n{title}", style="dim")
        console.print(_table(results, columns))
    console.print()
    for line in _errors(results.detectors[0]):
        console.print(Text(clean(line)), soft_wrap=True)


def _table(results: Results, columns: list[Column]) -> Table:
    """A row a detector; a column in which nobody has a figure is left out, F1 has its interval beside it."""
    table = Table(box=None, padding=(0, 1, 0, 0), header_style="dim", pad_edge=False)
    table.add_column("", no_wrap=True)
    rows: list[list[Text | str]] = [[Text(clean(each.detector))] for each in results.detectors]
    for column in columns:
        cells = [column.cell(each.total) for each in results.detectors]
        if all(cell == NOTHING for cell in cells):
            continue
        table.add_column(column.title, justify="right", no_wrap=True)
        for row, cell in zip(rows, cells, strict=True):
            row.append(cell)
        if column.title.startswith("F1") and len(rows[0]) == 3:
            table.add_column("95 %", no_wrap=True, style="dim")
            for row, each in zip(rows, results.detectors, strict=True):
                row.append(between(column.spread(each.total), 2).replace(" to ", "-"))
    for row in rows:
        table.add_row(*row)
    return table


def _errors(detector: DetectorResult) -> list[str]:
    told = [
        (clip.clip, errors_in_words(strictest(clip), MOST_OF_A_SORT))
        for clip in detector.clips
        if errors_in_words(strictest(clip))
    ]
    if not told:
        return [f"{detector.detector}: not one error"]
    lines = [f"{detector.detector}, errors by clip (in brackets: confidence)"]
    lines += [f"  {name}: {words}" for name, words in told[:MOST_CLIPS]]
    if len(told) > MOST_CLIPS:
        lines.append(f"  and on {counted(len(told) - MOST_CLIPS, 'more clip')}; --out writes all of them")
    return lines
