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
"""Frames before or after a link at which pictures must be alike as well."""
LIKE, UNLIKE, STRAYING = 6, 20, 4
"""Codes by which cells of small pictures differ; how many of 64 may, which is what an overlay covers; and in how many
the difference may be another one over BESIDE frames: another take moves otherwise."""
CHUNK = 100_000
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
    """Which links join small pictures that are alike and, to one side at least, go on being so cell by cell."""
    small = np.concatenate([each.small for each in episodes])
    begin = np.cumsum([0, *(len(each.small) for each in episodes)])

    def gaps(part: Ints, step: int) -> npt.NDArray[np.int16]:
        a, b = begin[one[part]] + at[part] + step, begin[other[part]] + there[part] + step
        return np.asarray(np.subtract(small[a], small[b], dtype=np.int16))

    def beside(step: int) -> npt.NDArray[np.bool_]:
        a, b = at + step, there + step
        inside = (a >= 0) & (b >= 0) & (a < begin[one + 1] - begin[one]) & (b < begin[other + 1] - begin[other])
        same = np.zeros(len(at), np.bool_)
        for part in np.array_split(np.flatnonzero(inside), 1 + len(at) // CHUNK):
            here, near = gaps(part, 0), gaps(part, step)
            alike = [(np.abs(gap) > LIKE).sum(axis=1) <= UNLIKE for gap in (here, near)]
            same[part] = alike[0] & alike[1] & ((np.abs(near - here) > LIKE).sum(axis=1) <= STRAYING)
        return same

    return beside(-BESIDE) | beside(BESIDE)
