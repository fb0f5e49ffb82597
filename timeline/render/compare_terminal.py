"""Episodes side by side in the terminal."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from rich.console import Console
from rich.text import Text

from timeline.analyse.season_compare import Line
from timeline.render.compare_text import difference_text, standing
from timeline.render.text import figure_range, figure_value
from timeline.render.voice import Voice

_STYLE = {"sure": "bold", "doubtful": "yellow", "same": "dim", "none": "dim"}


def show(names: Sequence[str], lines: Sequence[Line], notes: Sequence[str], console: Console) -> None:
    """Print a table for the programme and one for each section; differences are from the first episode."""
    voice = Voice(console)
    for number, name in enumerate(names, start=1):
        voice.put(voice.say(f"{number} ", "bold"), name)
    for section, rows in itertools.groupby(lines, key=lambda line: line.section):
        voice.head(section.capitalize())
        heads = ["", *(str(n) for n in range(1, len(names) + 1)), *(f"{n} - 1" for n in range(2, len(names) + 1))]
        voice.columns([_row(voice, line) for line in rows], heads, "l" + "r" * (2 * len(names) - 1))
    console.print()
    voice.put("In brackets: where it would lie if the doubtful cuts fell otherwise. Bold: a difference whichever way.")
    for note in notes:
        voice.put(note)


def _row(voice: Voice, line: Line) -> list[str | Text]:
    cells: list[str | Text] = [line.title]
    for figure in line.figures:
        span = figure_range(figure)
        cells.append(f"{figure_value(figure)} ({span})" if span else figure_value(figure))
    for number, difference in enumerate(line.differences):
        cells.append(voice.say(difference_text(difference, line.figures[0].unit), _STYLE[standing(line, number)]))
    return cells
