"""How an addition is getting on: a bar over all its files, and in the end what became of them."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from timeline.cataloguing.add import Tally
from timeline.render.text import clean

if TYPE_CHECKING:
    from rich.console import Console


@contextmanager
def bar(*, quiet: bool) -> Iterator[Callable[[Tally], None]]:
    """A bar on a terminal, and nothing in a pipe."""
    if quiet or not sys.stderr.isatty():
        yield lambda tally: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn

    text = TextColumn("{task.fields[words]}", markup=False)
    shown = Progress(BarColumn(), text, console=Console(stderr=True), transient=True)
    with shown:
        task = shown.add_task("", total=None, words="looking at the files")

        def tell(tally: Tally) -> None:
            shown.update(task, total=tally.files, completed=tally.done, words=words(tally))

        yield tell


def words(tally: Tally) -> str:
    """As ``12/80 episodes, 1,240 frames/s, 3 min 20 s left``."""
    parts = [f"{tally.done}/{tally.files} episodes", f"{tally.rate:,.0f} frames/s"]
    if 0 < tally.bytes_done < tally.bytes_total:
        spent = time.monotonic() - tally.begun
        parts.append(f"{_length(spent * (tally.bytes_total - tally.bytes_done) / tally.bytes_done)} left")
    return ", ".join(parts)


def _length(seconds: float) -> str:
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    minutes, rest = divmod(whole, 60)
    if minutes < 60:
        return f"{minutes} min {rest:02} s"
    return f"{minutes // 60} h {minutes % 60:02} min"


def report(tally: Tally, console: Console, *, quiet: bool) -> None:
    """Say what was refused, a line each on stderr, and sum the rest up."""
    for _, reason, _ in tally.refused:
        print(clean(f"timeline: {reason}"), file=sys.stderr)
    if quiet:
        return
    counts = (
        (tally.episodes, "new episode"),
        (tally.versions, "new version"),
        (tally.renewed, "brought up to date"),
        (tally.there, "there already"),
        (len(tally.refused), "refused"),
    )
    said = [f"{n} {word}{'s' if n != 1 and word.startswith('new') else ''}" for n, word in counts if n]
    speed = f"; {tally.frames:,} frames at {tally.rate:,.0f} a second" if tally.frames else ""
    files = "1 file" if tally.files == 1 else f"{tally.files} files"
    console.print(f"{files}: {', '.join(said)}{speed}", markup=False, highlight=False, soft_wrap=True)
