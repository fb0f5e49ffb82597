"""Studies files in this process, one after the other: for one file, or one processor."""

from __future__ import annotations

from collections.abc import Generator, Sequence

from timeline.cataloguing.pool import Event
from timeline.cataloguing.study import Task, attempt
from timeline.interrupts import Interrupts


def run(tasks: Sequence[Task], interrupts: Interrupts) -> Generator[Event]:
    """Study every task; an interrupt is looked for after every batch of frames."""
    for task in tasks:
        yield attempt(task, lambda frames: interrupts.check())
