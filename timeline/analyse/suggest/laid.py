"""A programme with its trims still open: where every edge would lie, as sums of what each shot loses.

On a constant rate a shot's length is its frames, so one whole variable a shot says all. Where the rate varies it
matters which frames go: each number of frames is taken where the shot is stillest and is a variable of its own, of
which a shot has one or none.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from timeline.analyse.suggest.linear import Model, Sum, total
from timeline.analyse.suggest.place import Cut, place
from timeline.analyse.suggest.room import Room
from timeline.model.clock import FrameClock
from timeline.model.edit import Shot, Timeline

NONE = Sum()


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """One way to trim one shot, and the flag that takes it."""

    cut: Cut
    units: int
    step: Fraction
    flag: Sum


@dataclass(frozen=True, slots=True, kw_only=True)
class Open:
    """The programme with its trims open. All lengths in units, of which a second has ``second``.

    By shot: ``taken`` frames, length left in ``frames`` and in ``units``, ``last`` frame's length, ``touched`` (0 or
    1), and, where the rate varies, its ``ways``. ``edges``: position of every edge, the end included; ``rests``: what
    lies behind it. Both are variables of their own, so that rows stay short.
    """

    timeline: Timeline
    model: Model
    second: Fraction
    constant: bool
    taken: tuple[Sum, ...]
    frames: tuple[Sum, ...]
    units: tuple[Sum, ...]
    last: tuple[Sum, ...]
    touched: tuple[Sum, ...]
    edges: tuple[Sum, ...]
    rests: tuple[Sum, ...]
    ways: tuple[tuple[Way, ...], ...]

    @property
    def end(self) -> Sum:
        """Length of the programme."""
        return self.edges[-1]


def unit_of(clock: FrameClock) -> tuple[int, bool]:
    """Ticks that lengths are counted in, and whether every frame but the last is one of them long."""
    steps = {step for count, step in clock.runs[:-1]} | {step for count, step in clock.runs[-1:] if count > 1}
    if len(steps) == 1:
        return steps.pop(), True
    return math.gcd(*(step for _, step in clock.runs)), False


@dataclass(frozen=True, slots=True, kw_only=True)
class _Piece:
    """One shot with its trims open: frames and units that go, the last frame's length, whether it is touched."""

    taken: Sum = NONE
    removed: Sum = NONE
    last: Sum
    touched: Sum = NONE
    ways: tuple[Way, ...] = ()


def lay_open(timeline: Timeline, rooms: Sequence[Room], activity: Sequence[float] | None) -> Open:
    """Open the trims of a programme within ``rooms``."""
    clock, model = timeline.clock, Model()
    unit, constant = unit_of(clock)
    pieces = []
    for shot, room in zip(timeline.shots, rooms, strict=True):
        step = Sum(_units(clock, shot.stop - 1, shot.stop, unit))
        if not room.most:
            pieces.append(_Piece(last=step))
        elif constant:
            pieces.append(_even(model, room, step))
        else:
            pieces.append(_uneven(model, _ways(clock, shot, room, unit, activity, model), step))
    units = [Sum(_units(clock, s.start, s.stop, unit)) - p.removed for s, p in zip(timeline.shots, pieces, strict=True)]
    return Open(
        timeline=timeline,
        model=model,
        second=1 / (clock.time_base * unit),
        constant=constant,
        taken=tuple(piece.taken for piece in pieces),
        frames=tuple(Sum(s.frames) - p.taken for s, p in zip(timeline.shots, pieces, strict=True)),
        units=tuple(units),
        last=tuple(piece.last for piece in pieces),
        touched=tuple(piece.touched for piece in pieces),
        edges=tuple(_chain(model, units)),
        rests=tuple(_chain(model, units[::-1])[::-1]),
        ways=tuple(piece.ways for piece in pieces),
    )


def _even(model: Model, room: Room, step: Sum) -> _Piece:
    """A shot whose frames are all as long."""
    taken, touched = model.variable(0, room.most), model.flag()
    model.at_most(taken, touched * room.most)
    return _Piece(taken=taken, removed=taken, last=step, touched=touched)


def _uneven(model: Model, ways: tuple[Way, ...], step: Sum) -> _Piece:
    """A shot that takes one of several ways, or none."""
    touched = total(way.flag for way in ways)
    model.at_most(touched, 1)
    return _Piece(
        taken=total(way.flag * way.cut.frames for way in ways),
        removed=total(way.flag * way.units for way in ways),
        last=total([step, *(way.flag * (way.step - step.constant) for way in ways)]),
        touched=touched,
        ways=ways,
    )


def _chain(model: Model, lengths: Sequence[Sum]) -> list[Sum]:
    """Running sums of lengths, a variable each where a length is open."""
    sums = [Sum()]
    for length in lengths:
        reached = sums[-1] + length
        if not length.terms:
            sums.append(reached)
            continue
        sums.append(model.variable(model.least(reached) or 0, model.most(reached), whole=False))
        model.equal(sums[-1], reached)
    return sums


def _units(clock: FrameClock, start: int, stop: int, unit: int) -> Fraction | int:
    ticks = clock.pts(stop) - clock.pts(start)
    return ticks // unit if ticks % unit == 0 else Fraction(ticks, unit)


def _ways(
    clock: FrameClock, shot: Shot, room: Room, unit: int, activity: Sequence[float] | None, model: Model
) -> tuple[Way, ...]:
    """For every number of frames the stillest way to take them."""
    found = []
    for frames in range(1, room.most + 1):
        cut = place(shot, room, frames, activity)
        head = _units(clock, shot.start, shot.start + cut.head, unit)
        tail = _units(clock, shot.stop - cut.tail, shot.stop, unit)
        last = Fraction(_units(clock, shot.stop - cut.tail - 1, shot.stop - cut.tail, unit))
        found.append(Way(cut=cut, units=int(head + tail), step=last, flag=model.flag()))
    return tuple(found)
