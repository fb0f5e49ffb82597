"""Printing to a terminal that may know colour or not, Unicode or not, and must not be told what to do by a name."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.segment import Segment, Segments
from rich.table import Table
from rich.text import Text

from timeline.render import text

STYLE = {"error": "bold red", "warning": "bold yellow", "info": "bold blue", "good": "bold green", "none": "bold"}
SIGN = {"error": "✖", "warning": "▲", "info": "●", "good": "✔", "none": "■", "doubt": "?"}
ASCII_SIGN = {"error": "x", "warning": "!", "info": "i", "good": "ok", "none": "-", "doubt": "?"}


class Voice:
    """Prints to one console: cleaned, without markup, in ASCII where the output knows nothing else."""

    def __init__(self, console: Console) -> None:
        self.console = console
        self.ascii = console.options.ascii_only

    def say(self, words: str, style: str = "") -> Text:
        """Text from anywhere, made safe to print."""
        safe = text.clean(words)
        return Text(text.to_ascii(safe) if self.ascii else safe, style=style)

    def sign(self, name: str) -> Text:
        """The sign of a severity."""
        return Text((ASCII_SIGN if self.ascii else SIGN)[name], style=STYLE.get(name, ""))

    def put(self, *parts: Text | str, indent: int = 0) -> None:
        """Print one paragraph, wrapped and indented as a whole."""
        line = Text.assemble(*(self.say(part) if isinstance(part, str) else part for part in parts))
        self._print(Padding(line, (0, 0, 0, indent)))

    def line(self, *parts: Text | str) -> None:
        """Print one line whose cells mean something: cut at the edge, never wrapped."""
        line = Text.assemble(*(self.say(part) if isinstance(part, str) else part for part in parts))
        self.console.print(line, no_wrap=True, overflow="crop", highlight=False)

    def head(self, title: str, aside: str = "") -> None:
        """Print a heading after an empty line."""
        self.console.print()
        self.put(self.say(title, "bold"), self.say(f"  {aside}" if aside else "", "dim"))

    def columns(self, rows: Iterable[Sequence[str | Text]], heads: Sequence[str], right: str = "") -> None:
        """Print rows under heads; columns whose letter in ``right`` is ``r`` are set to the right."""
        table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), show_header=any(heads), header_style="dim")
        for n, head in enumerate(heads):
            right_set = right[n : n + 1] == "r"
            table.add_column(self.say(head), justify="right" if right_set else "left", overflow="fold")
        for row in rows:
            table.add_row(*(self.say(cell) if isinstance(cell, str) else cell for cell in row))
        self._print(Padding(table, (0, 0, 0, 2)))

    def _print(self, block: RenderableType) -> None:
        """Print without the blanks that fill lines up: a pipe would carry them on."""
        for line in self.console.render_lines(block, pad=False):
            while line and not line[-1].text.strip():
                line.pop()
            ended = [Segment(line[-1].text.rstrip(), line[-1].style)] if line else []
            self.console.print(Segments([*line[:-1], *ended, Segment.line()]), end="")
