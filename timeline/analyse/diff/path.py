"""Which frame of the one version each frame of the other shows: the cheapest path through both (Viterbi).

A state is a frame of the earlier version, or none of them. Going on to the next frame costs nothing; going anywhere
else costs, less where either version has an edit. So a run of alike shots is told by what lies around it, and a trim by
every frame of the shot (Viterbi, "Error bounds for convolutional codes", IEEE Trans. Inf. Theory 13, 1967).
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from timeline.kernels.pooling import Floats

NEW = 0.4
"""Cost of a frame that shows nothing of the earlier version."""
LEAP, LEAP_AT_EDIT = 1.6, 0.6
"""Cost of going elsewhere within a shot of the later version, and at an edit of it."""
OFF_EDIT = 0.4
"""Cost of leaving or entering the earlier version elsewhere than at an edit of it."""
LATER = 0.002
"""By how much a trim is rather at the tail than at the head where the pictures do not say."""
BLOCK = 64
NONE = -1

Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """Frames ``[start, stop)`` of the later version that show the earlier one's from ``source`` on, frame by frame."""

    start: int
    stop: int
    source: int

    @property
    def frames(self) -> int:
        """Length."""
        return self.stop - self.start

    @property
    def source_stop(self) -> int:
        """The earlier version's frame after the last one shown."""
        return self.source + self.frames

    @property
    def shift(self) -> int:
        """Later frame less earlier frame."""
        return self.start - self.source


def follow(old: Floats, new: Floats, old_edits: Iterable[int], new_edits: Iterable[int]) -> list[Run]:
    """Runs of the later version found in the earlier one, in the later one's order.

    ``old`` (n, d), ``new`` (m, d): prints. Edits: frames on which a shot begins.
    """
    n, m = len(old), len(new)
    if not n or not m:
        return []
    enter, leave = np.full(n, OFF_EDIT, np.float32), np.full(n, OFF_EDIT - LATER, np.float32)
    for edit in {0, *old_edits}:
        enter[edit if edit < n else n - 1] = 0
        leave[edit - 1] = 0
    leave[n - 1] = 0
    at_edit = {0, *new_edits}
    stayed = np.empty((m, (n + 7) // 8), np.uint8)
    origin, from_new = np.empty(m, np.int64), np.zeros((m, 2), np.bool_)
    cost, none = enter.copy(), 0.0
    for first in range(0, m, BLOCK):
        away = 1 - np.clip(new[first : first + BLOCK] @ old.T, 0, 1)
        for k in range(len(away)):
            j = first + k
            if j == 0:
                stayed[0], origin[0] = 0, 0
                cost, none = away[0] + enter, NEW
                continue
            leap = LEAP_AT_EDIT if j in at_edit else LEAP
            left = cost + leave
            origin[j] = int(np.argmin(left))
            best = float(left[origin[j]])
            from_new[j, 0] = none < best
            moved = enter + (leap + min(best, none))
            ahead = np.concatenate([[np.float32(np.inf)], cost[:-1]])
            stay = ahead <= moved
            stayed[j] = np.packbits(stay)
            from_new[j, 1] = none <= best + leap / 2
            none = NEW + min(none, best + leap / 2)
            cost = away[k] + np.where(stay, ahead, moved)
    return _runs(_back(cost, none, stayed, origin, from_new))


def _back(
    cost: Floats,
    none: float,
    stayed: npt.NDArray[np.uint8],
    origin: Ints,
    from_new: npt.NDArray[np.bool_],
) -> Ints:
    """The earlier version's frame for each frame of the later one, NONE where there is none."""
    path = np.empty(len(origin), np.int64)
    at = int(np.argmin(cost))
    state = at if float(cost[at]) <= none else NONE
    for j in range(len(origin) - 1, -1, -1):
        path[j] = state
        if state == NONE:
            state = NONE if from_new[j, 1] else int(origin[j])
        elif stayed[j, state >> 3] >> (7 - (state & 7)) & 1:
            state -= 1
        else:
            state = NONE if from_new[j, 0] else int(origin[j])
    return path


def _runs(path: Ints) -> list[Run]:
    shift = np.where(path == NONE, np.iinfo(np.int64).max, np.arange(len(path)) - path)
    edges = [0, *(np.flatnonzero(np.diff(shift)) + 1).tolist(), len(path)]
    return [Run(start=a, stop=b, source=int(path[a])) for a, b in itertools.pairwise(edges) if path[a] != NONE]
