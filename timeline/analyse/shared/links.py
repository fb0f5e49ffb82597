"""Frames of different episodes that have a key in common, and the stretches to which many of them point.

Keys are sorted once and each is linked with the next few that equal it: the work grows with the frames, whatever the
number of episodes. Two episodes that share something then hang together through a chain, if not directly.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from timeline.analyse.shared.keys import Keys

LINKS = 4
"""Further frames of the same key that each one is linked with."""
REPEATS = 3
"""Frames of one key and episode that count; the rest is a set-up that returns again and again."""
BESIDE = 6
"""Frames to either side at which pictures must be alike as well."""
LIKE, UNLIKE = 6, 20
"""Codes by which cells of small pictures differ, and how many of 64 may: what an overlay covers."""
Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Links:
    """Frames ``at`` of episode ``one`` that may be the pictures ``there`` of episode ``other``, (n,) each."""

    one: int
    other: int
    at: Ints
    there: Ints


def links(episodes: Sequence[Keys]) -> Iterator[Links]:
    """Links between each pair of episodes that has any, pairs in order."""
    one, at, other, there = _links(episodes)
    alike = _alike(episodes, one, at, other, there)
    order = np.lexsort((at[alike], other[alike], one[alike]))
    one, at, other, there = (values[alike][order] for values in (one, at, other, there))
    new = np.flatnonzero(np.diff(one) | np.diff(other)) + 1
    for part in np.split(np.arange(len(one)), new):
        if len(part):
            yield Links(one=int(one[part[0]]), other=int(other[part[0]]), at=at[part], there=there[part])


def _links(episodes: Sequence[Keys]) -> tuple[Ints, Ints, Ints, Ints]:
    """Episode and frame of either end of each link, the earlier episode first."""
    keys = np.concatenate([each.keys for each in episodes])
    frames = np.concatenate([each.frames for each in episodes]).astype(np.int64)
    numbers = np.repeat(np.arange(len(episodes)), [len(each.keys) for each in episodes])
    order = np.lexsort((frames, numbers, keys))
    keys, frames, numbers = keys[order], frames[order], numbers[order]
    again = np.append(False, (np.diff(keys) == 0) & (np.diff(numbers) == 0)) if len(keys) else np.empty(0, np.bool_)
    first = np.maximum.accumulate(np.where(again, 0, np.arange(len(keys)))) if len(keys) else np.empty(0, np.int64)
    kept = np.arange(len(keys)) - first < REPEATS
    keys, frames, numbers = keys[kept], frames[kept], numbers[kept]
    ends: list[tuple[Ints, Ints]] = []
    for step in range(1, LINKS * REPEATS + 1):
        low = np.flatnonzero((keys[:-step] == keys[step:]) & (numbers[:-step] < numbers[step:]))
        low = low[numbers[low + step] - numbers[low] > 0]
        ends.append((low, low + step))
    low, high = (np.concatenate(side) for side in zip(*ends, strict=True))
    return numbers[low], frames[low], numbers[high], frames[high]


def _alike(episodes: Sequence[Keys], one: Ints, at: Ints, other: Ints, there: Ints) -> npt.NDArray[np.bool_]:
    """Which links join small pictures that are alike, there and on at least one side."""
    small = np.concatenate([each.small for each in episodes])
    begin = np.cumsum([0, *(len(each.small) for each in episodes)])

    def near(step: int) -> npt.NDArray[np.bool_]:
        a, b = at + step, there + step
        inside = (a >= 0) & (b >= 0) & (a < begin[one + 1] - begin[one]) & (b < begin[other + 1] - begin[other])
        alike = np.zeros(len(at), np.bool_)
        for n in np.array_split(np.flatnonzero(inside), 1 + len(at) // 100_000):
            gap = np.abs(np.subtract(small[begin[one[n]] + a[n]], small[begin[other[n]] + b[n]], dtype=np.int16))
            alike[n] = (gap > LIKE).sum(axis=1) <= UNLIKE
        return alike

    return near(0) & (near(-BESIDE) | near(BESIDE))
