"""Runs of frames that both versions show, made to meet the edits of the later one, and cut into pieces of shots."""

from __future__ import annotations

import itertools
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np
import numpy.typing as npt

from timeline.analyse.diff.path import Run
from timeline.model.edit import Timeline, Transition

AROUND = 2
"""Frames by which the bounds of a gradual transition may be told wrong."""
FEWEST = 3
"""Frames that a run has at least to be told from chance, unless it is a whole shot."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A run within one shot of the earlier version. ``speed``: frames before for each frame after."""

    old: int
    new: int
    source: int
    source_stop: int
    start: int
    stop: int
    speed: Fraction = Fraction(1)

    @property
    def frames(self) -> int:
        """Length in the later version."""
        return self.stop - self.start

    @property
    def shift(self) -> int:
        """Later frame less earlier frame, at its start."""
        return self.start - self.source

    def places(self) -> npt.NDArray[np.int64]:
        """Frames before that each of its frames shows, (frames,)."""
        steps = np.arange(self.frames) * self.speed.numerator // self.speed.denominator
        return np.minimum(self.source + steps, self.source_stop - 1)


def settle(runs: Sequence[Run], old: Timeline, new: Timeline) -> list[Run]:
    """Runs that end and begin at the later version's edits where the pictures between are mixtures of two shots."""
    kept = [run for run in runs if run.frames >= FEWEST or _whole(run, new)]
    for at in new.transitions:
        if at.edit_point is None:
            continue
        left = next((run for run in reversed(kept) if run.start < at.start - AROUND or run.stop <= at.edit_point), None)
        right = next((run for run in kept if run.stop > at.stop + AROUND or run.start >= at.edit_point), None)
        if left is None or right is None or left is right:
            continue
        low, high = _window(at, left, right, old)
        if left.stop < low or right.start > high or left.start >= at.edit_point or right.stop <= at.edit_point:
            continue
        between = [run for run in kept if run in (left, right) or not low <= run.start <= run.stop <= high]
        kept = [_met(run, at.edit_point, left, right) for run in between]
    return kept


def _whole(run: Run, new: Timeline) -> bool:
    return any(shot.start == run.start and shot.stop == run.stop for shot in new.shots)


def _window(at: Transition, left: Run, right: Run, old: Timeline) -> tuple[int, int]:
    """Frames around an edit that may be mixtures in either version."""
    low, high = at.start, at.stop
    for mixed in old.transitions:
        if mixed.start == mixed.stop:
            continue
        if mixed.start - AROUND <= left.source_stop <= mixed.stop + AROUND:
            low = min(low, mixed.start + left.shift)
        if mixed.start - AROUND <= right.source <= mixed.stop + AROUND:
            high = max(high, mixed.stop + right.shift)
    return low - AROUND * (at.start < at.stop), high + AROUND * (at.start < at.stop)


def _met(run: Run, edit: int, left: Run, right: Run) -> Run:
    if run is left:
        return replace(run, stop=edit)
    if run is right:
        return replace(run, start=edit, source=max(0, edit - run.shift))
    return run


def pieces_of(runs: Sequence[Run], old: Timeline, new: Timeline) -> list[Piece]:
    """Runs cut at the edits of the earlier version; what is left of a mixture beyond an edit is not a piece."""
    starts, entries = [shot.start for shot in old.shots], [shot.start for shot in new.shots]
    found = []
    for run in runs:
        inner = [edge for edge in starts if run.source < edge < run.source_stop]
        for a, b in itertools.pairwise([run.source, *inner, min(run.source_stop, old.stop)]):
            if b <= a:
                continue
            shot = bisect_right(starts, a) - 1
            if shot < 0 or (b - a < FEWEST and b - a < old.shots[shot].frames and len(inner)):
                continue
            start = a + run.shift
            middle = start + (b - a) // 2
            found.append(
                Piece(
                    old=shot,
                    new=max(0, bisect_right(entries, middle) - 1),
                    source=a,
                    source_stop=b,
                    start=start,
                    stop=b + run.shift,
                )
            )
    return found
