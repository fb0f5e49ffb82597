"""The offset of a render against its timeline, stretch by stretch: what moved once for all, and what is off alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from timeline.analyse.conform.align import Pair
from timeline.analyse.conform.marks import Mark

CHANGE = 0.75
"""Cost of a new offset from one edit point on. An edit point off its place costs OFF, so that two in a row are told one
by one and more are one shift; within what may be off it costs JITTER a frame."""
OFF, OFF_GROWTH, JITTER = 0.7, 0.001, 0.1


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """A pair with the offset that holds there and how far off it this edit point lies (0 within what it may)."""

    wanted: int
    seen: int
    offset: int
    off: int


def drift(
    pairs: Sequence[Pair],
    wanted: Sequence[Mark],
    seen: Sequence[Mark],
    allowance: int = 0,
    known: Mapping[int, int] = MappingProxyType({}),
) -> list[Placed]:
    """Give every pair the offset of its stretch: the cheapest row of stretches of constant offset (Viterbi).

    ``known``: how far edges lie from their place, where something better than the marks says so.
    """
    gaps = np.array([known.get(i, seen[j].at - wanted[i].at) for i, j in pairs])
    loose = np.array([allowance + (0 if i in known else max(wanted[i].slack, seen[j].slack)) for i, j in pairs])
    states = np.unique(gaps)
    away = np.abs(gaps[:, None] - states[None, :])
    beyond = away > loose[:, None]
    costs = np.where(beyond, OFF + OFF_GROWTH * np.minimum(away, 100), JITTER * away)
    total = costs[0] + np.where(states == gaps[0], 0.0, CHANGE)
    came = np.zeros(costs.shape, np.int64)
    for row in range(1, len(pairs)):
        cheapest = int(np.argmin(total))
        stays = total <= total[cheapest] + CHANGE
        came[row] = np.where(stays, np.arange(len(states)), cheapest)
        total = np.where(stays, total, total[cheapest] + CHANGE) + costs[row]
    chosen = [int(np.argmin(total))]
    for row in range(len(pairs) - 1, 0, -1):
        chosen.append(int(came[row][chosen[-1]]))
    chosen.reverse()
    return [
        Placed(
            wanted=i,
            seen=j,
            offset=int(states[state]),
            off=int(gap - states[state]) if hit else 0,
        )
        for (i, j), state, gap, hit in zip(
            pairs, chosen, gaps, (beyond[row, state] for row, state in enumerate(chosen)), strict=True
        )
    ]
