"""One comparison of two videos from their stored records, with the seconds it took."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from timeline.differing.compare import Question, differ
from timeline.model.difference import VersionDiff
from timeline.pipeline import Progress


@dataclass(frozen=True, slots=True, kw_only=True)
class Timed:
    """An answer; ``wall`` and ``processor``: seconds of the whole comparison, both inspections included."""

    diff: VersionDiff
    wall: float
    processor: float


def timed(before: Path, after: Path) -> Timed:
    """Compare twice: once to make both records, then, measured, from them.

    Raises:
        TimelineError: one of them cannot be inspected.
    """
    question = Question(before=before, after=after)
    with differ(question, _silent):
        pass
    wall, processor = time.perf_counter(), time.process_time()
    with differ(question, _silent) as answer:
        return Timed(
            diff=answer.diff,
            wall=time.perf_counter() - wall,
            processor=time.process_time() - processor,
        )


@contextlib.contextmanager
def _silent(_: str) -> Iterator[Progress]:
    yield lambda done, expected: None
