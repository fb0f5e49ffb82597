"""Edit points of a timeline laid against those of a render, by dynamic programming.

A path of pairs (i, j): edit point i of the timeline is edit point j of the render. Between two neighbouring pairs the
render keeps the timeline's distance (free), or is shifted from there on (a trim, a removed or inserted shot), and
edit points in between are missing or extra. The path of least cost is taken: an edit distance over shot lengths after
Needleman and Wunsch, "A general method applicable to the search for similarities in the amino acid sequence of two
proteins", Journal of Molecular Biology 48 (1970), with a cost for every change of the offset instead of for letters.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from timeline.analyse.conform.marks import Mark

Doubles = npt.NDArray[np.float64]

SHIFT, SHIFT_GROWTH = 0.5, 0.12
"""Cost of a change of offset, and how it grows with each doubling of the frames."""
WHOLE_SHOTS = 0.9
"""Cost of a shift that is exactly the length of shots left out or put in."""
OTHER_KIND = 0.25
FLAT_END, OTHER_END, WITHIN = 0.45, 1.5, 0.3
"""Cost of frames before the first or after the last of the timeline, where they end in black or one colour, or not, and
of every edit among them."""
ROUGHLY = 0.25
"""Share of a removed run by which what is left of it may be off: one of its neighbours was trimmed as well."""
LEAP = 3.0
"""Cost of starting anew anywhere: long stretches removed or inserted."""
NEAR = 6
"""Edit points that may be left out on one side between two pairs, without a leap."""

Pair = tuple[int, int]


def align(
    wanted: Sequence[Mark], seen: Sequence[Mark], allowance: int = 0, contents: Mapping[int, int] | None = None
) -> list[Pair]:
    """Pairs in order, from the start of both to their ends.

    ``wanted`` and ``seen`` begin and end with the two ends. The first pair is the timeline's start (with a leader: on a
    later frame of the render), the last one its end. ``contents``: how far the pictures of shots lie from their place,
    where that is known: an edge lies as far as one of its shots, or is off.
    """
    return _Table(wanted, seen, allowance, contents or {}).best()


@dataclass(slots=True)
class _Table:
    """Least cost of every pair; rows by the timeline's edit points, made one after the other."""

    wanted: Sequence[Mark]
    seen: Sequence[Mark]
    allowance: int
    contents: Mapping[int, int]
    cost: Doubles = field(init=False)
    origin: npt.NDArray[np.int64] = field(init=False)
    at: npt.NDArray[np.int64] = field(init=False)
    slack: npt.NDArray[np.int64] = field(init=False)
    skipped: Doubles = field(init=False)
    left_out: Doubles = field(init=False)

    def __post_init__(self) -> None:
        n, m = len(self.wanted), len(self.seen)
        self.cost = np.full((n, m), np.inf)
        self.origin = np.full((n, m), -1, np.int64)
        self.at = np.array([mark.at for mark in self.seen], np.int64)
        self.slack = np.array([mark.slack for mark in self.seen], np.int64)
        self.skipped = np.concatenate([[0.0], np.cumsum([mark.skip for mark in self.seen])])
        self.left_out = np.concatenate([[0.0], np.cumsum([mark.skip for mark in self.wanted])])
        self._begin()
        best, place = np.full(m, np.inf), np.zeros(m, np.int64)
        for i in range(1, n):
            self._row(i, best, place)
            better = self.cost[i] < best
            best[better], place[better] = self.cost[i][better], i * m + np.flatnonzero(better)

    def _begin(self) -> None:
        for j, mark in enumerate(self.seen[:-1]):
            self.cost[0, j] = 0.0 if j == 0 else _end_cost(mark, mark.at, self.seen[1:j])

    def _row(self, i: int, best: Doubles, place: npt.NDArray[np.int64]) -> None:
        """Costs of pairs with edit point ``i``. ``best``, ``place``: least cost and place of the rows before, by j."""
        m = len(self.seen)
        for k in range(1, min(i, NEAR) + 1):
            for span in range(1, min(NEAR, m - 1) + 1):
                if min(k, span) <= 2:
                    self._step(i, k, span)
        sooner = np.minimum.accumulate(best)
        if i > 1 and m > 2:
            leap = np.concatenate([[np.inf], sooner[:-1]]) + LEAP
            at = np.concatenate([[0], _last_better(best, sooner)[:-1]])
            better = leap < self.cost[i]
            self.cost[i][better] = leap[better]
            self.origin[i][better] = place[at][better]
        self.cost[i] += self._pair_cost(i)

    def _step(self, i: int, k: int, span: int) -> None:
        """From pairs ``k`` and ``span`` back to pairs with ``i``, wherever that is cheaper than what is known."""
        before, here = slice(0, len(self.seen) - span), slice(span, None)
        old, new = self.wanted[i - k], self.wanted[i]
        gap = self.at[here] - self.at[before]
        shift = np.abs(gap - (new.at - old.at))
        loose = np.maximum(self.slack[here], new.slack) + np.maximum(self.slack[before], old.slack) + self.allowance
        moved = np.where(shift <= loose, 0.0, SHIFT + SHIFT_GROWTH * np.log2(1.0 + shift))
        missing = self.left_out[i] - self.left_out[i - k + 1]
        extra = self.skipped[:-1][here] - self.skipped[1:][before]
        price = moved + missing + extra
        if span == 1 and k > 1:
            price = np.minimum(price, self._removed(i, k, (new.at - old.at) - gap, missing, loose))
        elif k == 1 and span > 1:
            price = np.minimum(price, self._inserted(new.at - old.at, span, extra, loose))
        total = self.cost[i - k][before] + price
        better = total < self.cost[i][here]
        self.cost[i][here][better] = total[better]
        self.origin[i][here][better] = ((i - k) * len(self.seen) + np.arange(len(self.seen) - span))[better]

    def _removed(
        self, i: int, k: int, short: npt.NDArray[np.int64], missing: float, loose: npt.NDArray[np.int64]
    ) -> Doubles:
        """Price where the shortfall is the length of neighbouring shots between; their own edges are not missing."""
        price = np.full(len(short), np.inf)
        edges = range(i - k, i + 1)
        for first in edges:
            for last in range(first + 1, i + 1):
                if last - first == k:
                    continue
                length = self.wanted[last].at - self.wanted[first].at
                own = sum(self.wanted[edge].skip for edge in range(max(first, i - k + 1), min(last, i - 1) + 1))
                away = np.abs(short - length)
                rest = np.where(away <= loose, 0.0, SHIFT + SHIFT_GROWTH * np.log2(1.0 + away))
                hit = (away <= loose) | (away <= ROUGHLY * length)
                price[hit] = np.minimum(price, WHOLE_SHOTS + 0.02 * (last - first) + missing - own + rest)[hit]
        return price

    def _inserted(self, gap: int, span: int, extra: Doubles, loose: npt.NDArray[np.int64]) -> Doubles:
        """Price where the excess is the length of neighbouring shots of the render between."""
        m = len(self.seen) - span
        price = np.full(m, np.inf)
        start = np.arange(m)
        whole = self.at[start + span] - self.at[start]
        for first in range(span):
            for last in range(first + 1, span + 1):
                if last - first == span:
                    continue
                length = self.at[start + last] - self.at[start + first]
                low, high = max(first, 1), min(last, span - 1)
                own = self.skipped[start + high + 1] - self.skipped[start + low]
                hit = np.abs(whole - length - gap) <= loose
                price[hit] = np.minimum(price[hit], (WHOLE_SHOTS + 0.02 * (last - first) + extra - own)[hit])
        return price

    def _pair_cost(self, i: int) -> Doubles:
        mark, last = self.wanted[i], len(self.wanted) - 1
        if i == last:
            frames = self.seen[-1].at
            return np.array(
                [
                    0.0 if s.at == frames else _end_cost(s, frames - s.at, self.seen[j + 1 : -1])
                    for j, s in enumerate(self.seen)
                ]
            )
        cost = np.array([s.doubt + (OTHER_KIND if s.gradual != mark.gradual else 0.0) for s in self.seen])
        beside = [self.contents[shot] for shot in (i - 1, i) if shot in self.contents]
        if beside:
            gaps = self.at - mark.at
            away = np.min([np.abs(gaps - gap) for gap in beside], axis=0)
            cost += np.where(away <= self.slack + mark.slack + self.allowance, 0.0, np.minimum(1.0, 0.15 + 0.05 * away))
        cost[0] = cost[-1] = np.inf
        cost[[s.transition is None for s in self.seen]] = np.inf
        return cost

    def best(self) -> list[Pair]:
        """The pairs of the cheapest path."""
        m, i = len(self.seen), len(self.wanted) - 1
        j = int(np.argmin(self.cost[i]))
        pairs = [(i, j)]
        while i > 0:
            i, j = divmod(int(self.origin[i, j]), m)
            pairs.append((i, j))
        return pairs[::-1]


def _end_cost(mark: Mark, frames: int, others: Sequence[Mark]) -> float:
    edits = WITHIN * sum(other.sure for other in others)
    return (FLAT_END if mark.flat else OTHER_END + mark.doubt) + 0.02 * math.log2(1 + frames) + edits


def _last_better(best: Doubles, sooner: Doubles) -> npt.NDArray[np.int64]:
    """For each place the latest one up to it where the running minimum was reached."""
    hit = np.where(best <= sooner, np.arange(len(best)), 0)
    return np.asarray(np.maximum.accumulate(hit), np.int64)
