"""Hypothesis strategies for the model: clocks, timelines, and inspections out of nothing but their types."""

from __future__ import annotations

import dataclasses
import itertools
import types
import typing
from enum import StrEnum
from fractions import Fraction
from typing import Any

from hypothesis import strategies as st

from timeline.model.clock import FrameClock
from timeline.model.codec import field_types
from timeline.model.edit import Event, Kind, Shot, Timeline, Transition, centre
from timeline.model.finding import Finding
from timeline.model.inspection import Inspection
from timeline.timecode import TimecodeBasis, can_drop

RATES = [Fraction(n) for n in (24, 25, 30, 48, 50, 60, 100, 120)] + [
    Fraction(n * 1000, 1001) for n in (24, 30, 48, 60, 120)
]
rates = st.sampled_from(RATES)
rationals = st.fractions(max_denominator=100_000, min_value=-1000, max_value=1000)


@st.composite
def clocks(draw: st.DrawFn, min_frames: int = 1) -> FrameClock:
    """Clocks of constant, rounded and variable rates with early, late and negative first pts."""
    runs = draw(st.lists(st.tuples(st.integers(1, 40), st.integers(1, 5000)), min_size=1, max_size=6))
    if sum(count for count, _ in runs) < min_frames:
        runs.append((min_frames, 512))
    return FrameClock(
        time_base=Fraction(1, draw(st.sampled_from([25, 1000, 12800, 90000, 24000]))),
        first_pts=draw(st.integers(-10_000, 2**33)),
        runs=tuple(runs),
        rate=draw(rates),
    )


@st.composite
def timelines(draw: st.DrawFn) -> Timeline:
    """Timelines whose shots partition a programme inside the clock."""
    clock = draw(clocks(min_frames=3))
    start = draw(st.integers(0, clock.frames - 2))
    stop = draw(st.integers(start + 2, clock.frames))
    points = sorted(draw(st.sets(st.integers(start + 1, stop - 1), max_size=12)))
    edges = [start, *points, stop]
    return Timeline(
        clock=clock,
        start=start,
        stop=stop,
        transitions=tuple(draw(transitions_at(point, clock.frames)) for point in points),
        shots=tuple(Shot(start=a, stop=b) for a, b in itertools.pairwise(edges)),
    )


@st.composite
def transitions_at(draw: st.DrawFn, point: int, frames: int) -> Transition:
    """A cut at ``point``, or a dissolve centred on it."""
    confidence = draw(st.floats(0, 1))
    half = draw(st.integers(0, min(point, frames - point, 8)))
    if half == 0:
        return Transition(kind=Kind.CUT, start=point, stop=point, edit_point=point, confidence=confidence)
    start, stop = point - half, point + half
    return Transition(kind=Kind.DISSOLVE, start=start, stop=stop, edit_point=centre(start, stop), confidence=confidence)


@st.composite
def bases(draw: st.DrawFn) -> TimecodeBasis:
    """Timecode bases at every rate, drop-frame where it exists."""
    rate = draw(rates)
    basis = TimecodeBasis(rate=rate, drop=draw(st.booleans()) and can_drop(rate))
    return dataclasses.replace(basis, start=draw(st.integers(0, basis.day - 1)))


def of_type(kind: Any) -> st.SearchStrategy[Any]:
    """Any value of a model type, from its hints alone."""
    origin, args = typing.get_origin(kind), typing.get_args(kind)
    if kind in _LEAVES:
        return _LEAVES[kind]
    if origin in (typing.Union, types.UnionType):
        return st.one_of([of_type(arg) for arg in args])
    if origin is typing.Literal:
        return st.sampled_from(args)
    if origin is tuple and args[1:] == (Ellipsis,):
        return st.lists(of_type(args[0]), max_size=3).map(tuple)
    if origin is tuple:
        return st.tuples(*[of_type(arg) for arg in args])
    if issubclass(kind, StrEnum):
        return st.sampled_from(list(kind))
    return st.builds(kind, **{name: of_type(hint) for name, hint in field_types(kind).items()})


@st.composite
def any_transition(draw: st.DrawFn) -> Transition:
    """A transition anywhere."""
    return draw(transitions_at(draw(st.integers(0, 5000)), 6000))


_LEAVES: dict[Any, st.SearchStrategy[Any]] = {
    int: st.integers(-(2**40), 2**40),
    float: st.floats(-1e9, 1e9),
    str: st.text(max_size=12),
    bool: st.booleans(),
    type(None): st.none(),
    Fraction: rationals,
    TimecodeBasis: bases(),
    Timeline: timelines(),
    Transition: any_transition(),
}


@st.composite
def inspections(draw: st.DrawFn) -> Inspection:
    """Whole inspections with anything in every field that has no place on the clock, and the rest on it."""
    timeline = draw(timelines())
    fields = {name: of_type(hint) for name, hint in field_types(Inspection).items()}
    placed = {"timeline": st.just(timeline), "near_misses": st.just(timeline.transitions[:2])}
    for name, cls in (("events", Event), ("findings", Finding)):
        inside = {"start": st.just(timeline.start), "stop": st.just(timeline.stop)}
        hints = {field: of_type(hint) for field, hint in field_types(cls).items()}
        placed[name] = st.lists(st.builds(cls, **(hints | inside)), max_size=2).map(tuple)
    return draw(st.builds(Inspection, **(fields | placed)))
