"""Where the offset changes for good: a shot shorter or longer, left out or put in; each told once."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from timeline.analyse.conform.align import ROUGHLY
from timeline.analyse.conform.drift import Point
from timeline.analyse.conform.marks import SEEN, Mark


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """Somewhere in the timeline's shots ``[shots[0], shots[1])`` the render lost or won frames.

    ``free``: those of them that may be missing whole; ``all_free``: even all of them. ``seen``: marks of the render
    around it. ``removed``: runs ``[first, last)`` of shots whose length explains it, all alike where there are several.
    ``inserted``: the run of the render's shots that does, as its marks. ``end``: at which end of a lone shot.
    """

    shots: tuple[int, int]
    free: tuple[int, int]
    all_free: bool
    seen: tuple[int, int]
    before: int
    after: int
    removed: tuple[tuple[int, int], ...] = ()
    inserted: tuple[int, int] | None = None
    end: Literal["beginning", "end", ""] = ""

    @property
    def frames(self) -> int:
        """Frames won (positive) or lost."""
        return self.after - self.before


def changes(placed: Sequence[Point], wanted: Sequence[Mark], seen: Sequence[Mark], allowance: int) -> list[Change]:
    """Every change of offset along the points; an end that lies elsewhere than the last stretch has it is one too."""
    found, last = [], 2 * (len(wanted) - 1)
    for number, (old, new) in enumerate(itertools.pairwise(placed)):
        after = new.offset + (new.off if new.place == last else 0)
        if after != old.offset:
            change = _between(old, new, placed, number, after)
            found += _explained(change, wanted, seen, allowance)
    return found


def _between(old: Point, new: Point, placed: Sequence[Point], number: int, after: int) -> Change:
    """A change between two neighbouring points."""
    first, stop = old.place // 2, (new.place + 1) // 2
    free = (first + (old.shot is not None), new.place // 2)
    seen = (
        next(point.seen for point in reversed(placed[: number + 1]) if point.seen is not None),
        next(point.seen for point in placed[number + 1 :] if point.seen is not None),
    )
    end: Literal["beginning", "end", ""] = ""
    if stop - first == 1 and (old.shot is None) != (new.shot is None):
        end = "beginning" if old.shot is None else "end"
    all_free = old.shot is not None or new.shot is not None
    return Change(shots=(first, stop), free=free, all_free=all_free, seen=seen, before=old.offset, after=after, end=end)


def _explained(change: Change, wanted: Sequence[Mark], seen: Sequence[Mark], allowance: int) -> list[Change]:
    """A change told by whole shots left out or put in where that explains it, with what is left of it beside it."""
    if change.frames > 0:
        inserted = next(_runs(seen, change.seen, False, change.frames, allowance), None)
        known = inserted if inserted is not None and _begins_and_ends(seen, inserted) else None
        return [replace(change, inserted=known)]
    removed = tuple(_runs(wanted, change.free, change.all_free, -change.frames, allowance))
    if removed:
        return [replace(change, removed=removed)]
    rough = _roughly(change, wanted)
    return [change] if rough is None else _parted(change, rough, wanted)


def _all_runs(free: tuple[int, int], all_free: bool) -> Iterator[tuple[int, int]]:
    """Runs within a range of shots, the shortest first; not the whole range unless it may go."""
    first, last = free
    for count in range(1, last - first + all_free):
        for start in range(first, last - count + 1):
            yield start, start + count


def _runs(
    marks: Sequence[Mark], free: tuple[int, int], all_free: bool, frames: int, allowance: int
) -> Iterator[tuple[int, int]]:
    """Runs of whole shots that last so many frames."""
    for start, stop in _all_runs(free, all_free):
        if abs(marks[stop].at - marks[start].at - frames) <= allowance:
            yield start, stop


def _roughly(change: Change, wanted: Sequence[Mark]) -> tuple[int, int] | None:
    """The run of shots whose absence explains most of a loss between edits that are missing as well."""
    inner = wanted[change.shots[0] + 1 : change.shots[1]]
    if not any(mark.skip >= SEEN for mark in inner):
        return None
    off = {
        (start, stop): abs(wanted[stop].at - wanted[start].at + change.frames)
        for start, stop in _all_runs(change.free, change.all_free)
    }
    best = min(off, key=lambda run: (off[run], run), default=None)
    if best is None or off[best] > ROUGHLY * (wanted[best[1]].at - wanted[best[0]].at):
        return None
    return best


def _parted(change: Change, run: tuple[int, int], wanted: Sequence[Mark]) -> list[Change]:
    """A removed run and the rest of the change in the shots before or after it."""
    first, last = change.shots
    lost = wanted[run[1]].at - wanted[run[0]].at
    if run[1] < last:
        gone = replace(change, shots=(first, run[1]), after=change.before - lost, removed=(run,))
        return [gone, replace(change, shots=(run[1], last), before=gone.after)]
    gone = replace(change, shots=(run[0], last), before=change.after + lost, removed=(run,))
    return [replace(change, shots=(first, run[0]), after=gone.before), gone]


def _begins_and_ends(seen: Sequence[Mark], run: tuple[int, int]) -> bool:
    """Whether a run of the render's shots is one by edits that were counted, not by weak signs alone."""
    return any(seen[edge].sure for edge in run)
