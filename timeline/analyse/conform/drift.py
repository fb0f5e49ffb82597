"""The offset of a render against its timeline, stretch by stretch: what moved once for all, and what is off alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from timeline.analyse.conform.align import Pair
from timeline.analyse.conform.marks import Mark

CHANGE = 0.75
"""Cost of a new offset from one point on. A point off its place costs its weight, so that two edit points in a row are
told one by one and more are one shift; within what may be off it costs JITTER a frame."""
EDGE, CONTENT, GROWTH, JITTER = 0.7, 1.45, 0.001, 0.1
"""A shot's content weighs as two edit points do and less than two changes: a slip stays a slip."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """Something whose offset was seen: an edge of the timeline, or the pictures of a shot.

    ``place``: twice the edge's number, or one more than twice the shot's, so that points order as they lie. ``gap``:
    how far it was seen from its place. ``seen``: the render's mark of an edge. ``offset``: that of its stretch.
    """

    place: int
    gap: int
    loose: int
    seen: int | None = None
    offset: int = 0

    @property
    def edge(self) -> int | None:
        """Number of the edge, if it is one."""
        return None if self.place % 2 else self.place // 2

    @property
    def shot(self) -> int | None:
        """Number of the shot, if it is one."""
        return self.place // 2 if self.place % 2 else None

    @property
    def off(self) -> int:
        """Frames by which it lies off its stretch, 0 within what it may."""
        away = self.gap - self.offset
        return away if abs(away) > self.loose else 0


NOTHING: Mapping[int, int] = MappingProxyType({})


def points(
    pairs: Sequence[Pair],
    wanted: Sequence[Mark],
    seen: Sequence[Mark],
    allowance: int,
    exact: Mapping[int, int] = NOTHING,
    contents: Mapping[int, int] = NOTHING,
) -> list[Point]:
    """Points in order. ``exact``: gaps of edges, ``contents``: of shots, where the sources' pictures tell them."""
    made = [Point(place=2 * shot + 1, gap=gap, loose=allowance) for shot, gap in contents.items()]
    for i, j in pairs:
        loose = 0 if i in exact else max(wanted[i].slack, seen[j].slack)
        gap = exact.get(i, seen[j].at - wanted[i].at)
        made.append(Point(place=2 * i, gap=gap, loose=loose + allowance, seen=j))
    return sorted(made, key=lambda point: point.place)


def drift(seen: Sequence[Point]) -> list[Point]:
    """Give every point the offset of its stretch: the cheapest row of stretches of constant offset (Viterbi)."""
    gaps = np.array([point.gap for point in seen])
    states = np.unique(gaps)
    away = np.abs(gaps[:, None] - states[None, :])
    beyond = away > np.array([point.loose for point in seen])[:, None]
    weight = np.array([EDGE if point.shot is None else CONTENT for point in seen])[:, None]
    costs = np.where(beyond, weight + GROWTH * np.minimum(away, 100), JITTER * away)
    total = costs[0] + np.where(states == gaps[0], 0.0, CHANGE)
    came = np.zeros(costs.shape, np.int64)
    for row in range(1, len(seen)):
        cheapest = int(np.argmin(total))
        stays = total <= total[cheapest] + CHANGE
        came[row] = np.where(stays, np.arange(len(states)), cheapest)
        total = np.where(stays, total, total[cheapest] + CHANGE) + costs[row]
    chosen = [int(np.argmin(total))]
    for row in range(len(seen) - 1, 0, -1):
        chosen.append(int(came[row][chosen[-1]]))
    return [
        Point(place=point.place, gap=point.gap, loose=point.loose, seen=point.seen, offset=int(states[state]))
        for point, state in zip(seen, reversed(chosen), strict=True)
    ]
