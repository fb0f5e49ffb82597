"""Where the offset changes for good: a shot shorter or longer, left out or put in; each told once."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from timeline.analyse.conform.align import ROUGHLY
from timeline.analyse.conform.drift import Placed
from timeline.analyse.conform.marks import SEEN, Mark


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
    """Every change of offset along the pairs; an end that lies elsewhere than the last stretch has it is one too."""
    found = []
    for old, new in itertools.pairwise(placed):
        after = new.offset + (new.off if new.wanted == len(wanted) - 1 else 0)
        if after == old.offset:
            continue
        change = Change(wanted=(old.wanted, new.wanted), seen=(old.seen, new.seen), before=old.offset, after=after)
        found += _explained(change, wanted, seen, allowance)
    return found


def _explained(change: Change, wanted: Sequence[Mark], seen: Sequence[Mark], allowance: int) -> list[Change]:
    """A change told by whole shots left out or put in where that explains it, with what is left of it beside it."""
    if change.frames > 0:
        inserted = next(_runs(seen, change.seen, change.frames, allowance), None)
        known = inserted if inserted is not None and _begins_and_ends(seen, inserted) else None
        return [replace(change, inserted=known)]
    removed = tuple(_runs(wanted, change.wanted, -change.frames, allowance))
    if removed:
        return [replace(change, removed=removed)]
    rough = _roughly(change, wanted)
    return [change] if rough is None else _parted(change, rough, wanted)


def _roughly(change: Change, wanted: Sequence[Mark]) -> tuple[int, int] | None:
    """The run of shots whose absence explains most of a loss between edits that are missing as well."""
    first, last = change.wanted
    if not any(mark.skip >= SEEN for mark in wanted[first + 1 : last]):
        return None
    runs = [(a, b) for a in range(first, last) for b in range(a + 1, last + 1) if b - a < last - first]
    off = {run: abs(wanted[run[1]].at - wanted[run[0]].at + change.frames) for run in runs}
    best = min(runs, key=lambda run: (off[run], run))
    return best if off[best] <= ROUGHLY * (wanted[best[1]].at - wanted[best[0]].at) else None


def _parted(change: Change, run: tuple[int, int], wanted: Sequence[Mark]) -> list[Change]:
    first, last = change.wanted
    lost = wanted[run[1]].at - wanted[run[0]].at
    if run[0] == first:
        gone = replace(change, wanted=(first, run[1]), after=change.before - lost, removed=(run,))
        return [gone, replace(change, wanted=(run[1], last), before=gone.after)]
    gone = replace(change, wanted=(run[0], last), before=change.after + lost, removed=(run,))
    return [replace(change, wanted=(first, run[0]), after=gone.before), gone]


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
