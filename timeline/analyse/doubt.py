"""The range of a figure over whichever way the doubtful cuts fall: every subset of them, exactly.

A subset of the doubtful edit points is a path through the edit points from programme start to stop that visits every
sure one; its steps are the shots. So counts follow from the two extremes, longest and shortest shot are bottleneck
paths, and whether a median at most v can be had is a path of greatest (shots <= v) minus (shots > v). Only what has no
such form is tried subset by subset, up to ``TRIALS`` of them.
"""

from __future__ import annotations

import itertools
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias

from timeline.analyse.metrics import Metric, value_of
from timeline.analyse.sample import Layout
from timeline.model.edit import Transition
from timeline.model.rhythm import Number, Section

# Confidence in this closed band is doubt: the cut may be there or not.
DOUBT = (0.2, 0.8)
TRIALS = 256

Step: TypeAlias = tuple[int, int, int | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Extent:
    """Least and greatest value over all subsets; ``None``: open on that side. ``known``: whether it could be found."""

    low: Number | None = None
    high: Number | None = None
    known: bool = True
    note: str = ""


def doubtful_of(*groups: Iterable[Transition]) -> tuple[Transition, ...]:
    """Transitions, of the timeline or near misses, whose confidence lies in the ``DOUBT`` band, in order.

    A near miss on an edit point that another transition makes sure casts no doubt on it.
    """
    low, high = DOUBT
    all_told = [t for group in groups for t in group if t.edit_point is not None]
    firm = {t.edit_point for t in all_told if t.confidence > high}
    found = [t for t in all_told if low <= t.confidence <= high and t.edit_point not in firm]
    return tuple(sorted(dict.fromkeys(found), key=lambda t: (t.start, t.stop)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """A programme's edit points split into those that stand and those that may or may not.

    ``frames``: whether figures of time are counted in frames instead of seconds.
    """

    layout: Layout
    sure: tuple[int, ...]
    maybe: tuple[int, ...]
    frames: bool = False

    @property
    def all(self) -> tuple[int, ...]:
        """Every edit point that may be there."""
        return tuple(sorted(self.sure + self.maybe))

    @property
    def _unit(self) -> Fraction:
        """One tick in seconds, or one frame in frames."""
        return Fraction(1) if self.frames else self.layout.timeline.clock.time_base

    def value(self, metric: Metric, points: Sequence[int], section: Section | None = None) -> Number | None:
        """Value of ``metric`` for one set of edit points."""
        return value_of(metric, self.layout.sample(points, section, frames=self.frames))

    def extent(self, metric: Metric, section: Section | None = None) -> Extent:
        """Range of ``metric`` over every subset of ``maybe`` in which it has a value."""
        if not self.maybe or metric.extremes == "fixed":
            value = self.value(metric, self.sure, section)
            return Extent(low=value, high=value)
        if metric.extremes == "monotone":
            return self._ends(metric, section)
        if metric.extremes in {"longest", "shortest"}:
            return self._bottleneck(metric, section)
        relevant = self._relevant(section)
        if 2 ** len(relevant) <= TRIALS:
            return self._trial(metric, section, relevant)
        if metric.extremes == "median":
            return self._median(section)
        return Extent(known=False, note=f"{len(relevant)} doubtful cuts are too many to try every way they may fall")

    def _ends(self, metric: Metric, section: Section | None) -> Extent:
        """Bounds of a figure that only rises or only falls as edit points are added."""
        values = [self.value(metric, points, section) for points in (self.sure, self.all)]
        found = [value for value in values if value is not None]
        if not found:
            return Extent()
        return Extent(low=min(found), high=max(found) if len(found) == 2 else None)

    def _relevant(self, section: Section | None) -> tuple[int, ...]:
        """Doubtful points that can change a shot beginning in ``section``: up to the sure one after it."""
        start, stop = self.layout.section(section)
        after = bisect_left(self.sure, stop)
        end = self.sure[after] if after < len(self.sure) else self.layout.timeline.stop
        return tuple(point for point in self.maybe if start <= point < end)

    def _trial(self, metric: Metric, section: Section | None, relevant: Sequence[int]) -> Extent:
        values = []
        for points in subsets(self.sure, relevant):
            value = self.value(metric, points, section)
            if value is not None:
                values.append(value)
        return Extent(low=min(values), high=max(values)) if values else Extent()

    def _steps(self, section: Section | None) -> list[Step]:
        """Every shot that some subset has, as (start, stop, length), by start; length ``None``: not counted."""
        start, stop = self.layout.section(section)
        timeline = self.layout.timeline
        nodes = [timeline.start, *self.all, timeline.stop]
        place = self.layout.places(nodes, self.frames)
        fixed = {*self.sure, timeline.stop}
        steps: list[Step] = []
        for n, a in enumerate(nodes):
            for b in nodes[n + 1 :]:
                counted = start <= a < stop and not self.layout.is_black(a, b)
                steps.append((a, b, place[b] - place[a] if counted else None))
                if b in fixed:
                    break
        return steps

    def _bottleneck(self, metric: Metric, section: Section | None) -> Extent:
        steps = self._steps(section)
        counted = [length for _, _, length in steps if length is not None]
        if not counted:
            return Extent()
        if metric.extremes == "longest":
            least = self._worst(steps, max, min)
            return Extent(low=least * self._unit, high=max(counted) * self._unit)
        most = self._worst(steps, min, max)
        return Extent(low=min(counted) * self._unit, high=most * self._unit)

    def _worst(self, steps: Sequence[Step], along: Callable[[int, int], int], across: Callable[[int, int], int]) -> int:
        """Best over all paths (``across``) of the extreme counted step on each (``along``)."""
        origin = self.layout.timeline.start
        empty, some = {origin}, dict[int, int]()
        for a, b, length in steps:
            if a in empty and length is None:
                empty.add(b)
            reached = [length] if a in empty and length is not None else []
            if a in some:
                reached.append(some[a] if length is None else along(some[a], length))
            for value in reached:
                some[b] = across(some[b], value) if b in some else value
        return some[self.layout.timeline.stop]

    def _median(self, section: Section | None) -> Extent:
        """Proven bounds: least lower and greatest upper median; the mean of the two middle shots lies between."""
        steps = self._steps(section)
        lengths = sorted({length for _, _, length in steps if length is not None})
        if not lengths:
            return Extent()
        low = next(v for v in lengths if self._balance(steps, v.__ge__))
        high = next(v for v in reversed(lengths) if self._balance(steps, v.__le__))
        note = "bounds: too many doubtful cuts to try every way"
        return Extent(low=low * self._unit, high=high * self._unit, note=note)

    def _balance(self, steps: Sequence[Step], hit: Callable[[int], bool]) -> bool:
        """Whether some path has as many counted steps that hit as miss, or more, and at least one."""
        origin = self.layout.timeline.start
        empty, some = {origin}, dict[int, int]()
        for a, b, length in steps:
            if a in empty and length is None:
                empty.add(b)
            gain = 0 if length is None else 1 if hit(length) else -1
            reached = [gain] if a in empty and length is not None else []
            if a in some:
                reached.append(some[a] + gain)
            for value in reached:
                some[b] = max(some.get(b, value), value)
        return some.get(self.layout.timeline.stop, -1) >= 0


def doubt_of(layout: Layout, doubtful: Iterable[Transition]) -> Doubt:
    """Split a programme's edit points by whether a doubtful transition has its edit point there."""
    timeline = layout.timeline
    edits = (t.edit_point for t in doubtful if t.edit_point is not None)
    inside = {edit for edit in edits if timeline.start < edit < timeline.stop}
    sure = tuple(point for point in timeline.edit_points if point not in inside)
    return Doubt(layout=layout, sure=sure, maybe=tuple(sorted(inside)))


def subsets(sure: Sequence[int], maybe: Sequence[int]) -> Iterator[list[int]]:
    """Every set of edit points there may be: ``sure`` and each subset of ``maybe``, sorted."""
    for size in range(len(maybe) + 1):
        for chosen in itertools.combinations(maybe, size):
            yield sorted([*sure, *chosen])
