"""Where the offset changes for good: a shot shorter or longer, left out or put in; each told once."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from timeline.analyse.conform.drift import Placed
from timeline.analyse.conform.marks import Mark


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """From edge ``wanted[0]`` to edge ``wanted[1]`` of the timeline (its shots between them) the render lost or won
    ``frames``.

    ``removed``: runs ``[first, last)`` of the timeline's shots whose length explains it, all alike where there are
    several. ``inserted``: the run of the render's shots that does, as edges of the render.
    """

    wanted: tuple[int, int]
    seen: tuple[int, int]
    before: int
    after: int
    removed: tuple[tuple[int, int], ...] = ()
    inserted: tuple[int, int] | None = None

    @property
    def frames(self) -> int:
        """Frames won (positive) or lost."""
        return self.after - self.before


def changes(placed: Sequence[Placed], wanted: Sequence[Mark], seen: Sequence[Mark], allowance: int) -> list[Change]:
    """Every change of offset along the pairs."""
    found = []
    for old, new in itertools.pairwise(placed):
        shift = new.offset - old.offset
        if shift == 0:
            continue
        edges, marks = (old.wanted, new.wanted), (old.seen, new.seen)
        removed = tuple(_runs(wanted, edges, -shift, allowance)) if shift < 0 else ()
        inserted = next(_runs(seen, marks, shift, allowance), None) if shift > 0 else None
        if inserted is not None and not _begins_and_ends(seen, inserted):
            inserted = None
        found.append(
            Change(wanted=edges, seen=marks, before=old.offset, after=new.offset, removed=removed, inserted=inserted)
        )
    return found


def _runs(marks: Sequence[Mark], edges: tuple[int, int], frames: int, allowance: int) -> Iterator[tuple[int, int]]:
    """Runs of whole shots between two edges, not all of them, that last so many frames; the shortest runs first."""
    first, last = edges
    for count in range(1, last - first):
        for start in range(first, last - count + 1):
            if abs(marks[start + count].at - marks[start].at - frames) <= allowance:
                yield start, start + count


def _begins_and_ends(seen: Sequence[Mark], run: tuple[int, int]) -> bool:
    """Whether a run of the render's shots is one by edits that were counted, not by weak signs alone."""
    return any(seen[edge].sure for edge in run)
