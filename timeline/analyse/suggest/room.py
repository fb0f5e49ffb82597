"""How much each shot may lose at its head and at its tail, and what holds the rest."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal, TypeAlias, get_args

from timeline.analyse.assemble import Range, merge_ranges
from timeline.analyse.times import least_frames, most_frames
from timeline.model.edit import SHORT_SHOT, Timeline

Guard: TypeAlias = Literal["max-trim", "share", "min-shot", "speech", "protect", "transitions", "ends", "sections"]
GUARDS: tuple[Guard, ...] = get_args(Guard)
ALL: frozenset[Guard] = frozenset(GUARDS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount:
    """A length as it was asked for: whole frames, or seconds."""

    frames: int | None = None
    seconds: Fraction | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """What a trim must keep to.

    ``max_trim``: the most that one shot may lose. ``share``: the largest part of itself that it may lose, 0 to 1.
    ``min_shot``: the shortest that a trimmed shot may become. ``speech`` and ``protected``: frames ``[start, stop)``
    of which none is taken.
    """

    max_trim: Amount | None = None
    share: Fraction = Fraction(1, 2)
    min_shot: Amount = Amount(seconds=Fraction(2, 5))
    speech: tuple[Range, ...] = ()
    protected: tuple[Range, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """Frames that a shot may lose at its ``head``, at its ``tail``, and in all; what stops it at either edge."""

    head: int = 0
    tail: int = 0
    most: int = 0
    head_stop: Guard | None = None
    tail_stop: Guard | None = None


def rooms_of(timeline: Timeline, bounds: Bounds, guards: frozenset[Guard] = ALL) -> tuple[Room, ...]:
    """Room of every shot under those ``guards``. A black hold has none: its length is meant.

    No frame of a transition is taken, nor one beside it: in a render its frames are mixed, and behind them lie no
    handles. The programme keeps its first and its last frame (``ends``).
    """
    walls = _walls(timeline, bounds, guards)
    return tuple(_room(timeline, number, bounds, guards, walls) for number in range(len(timeline.shots)))


def _walls(timeline: Timeline, bounds: Bounds, guards: frozenset[Guard]) -> list[tuple[int, int, Guard]]:
    """Stretches of which no frame is taken."""
    spans = [(t.start, t.stop) for t in timeline.transitions if t.start < t.stop]
    kinds: tuple[tuple[Guard, Iterable[Range]], ...] = (
        ("transitions", spans),
        ("protect", bounds.protected),
        ("speech", bounds.speech),
    )
    return [(a, b, guard) for guard, ranges in kinds if guard in guards for a, b in merge_ranges(ranges)]


def _room(
    timeline: Timeline, number: int, bounds: Bounds, guards: frozenset[Guard], walls: Sequence[tuple[int, int, Guard]]
) -> Room:
    shot, last = timeline.shots[number], len(timeline.shots) - 1
    if shot.kind != "picture":
        return Room()
    head, head_stop = _free(shot.start, shot.stop, walls, tail=False)
    tail, tail_stop = _free(shot.start, shot.stop, walls, tail=True)
    if "transitions" in guards:
        soft = {t.edit_point for t in timeline.transitions if t.start < t.stop}
        head, head_stop = (0, "transitions") if shot.start in soft else (head, head_stop)
        tail, tail_stop = (0, "transitions") if shot.stop in soft else (tail, tail_stop)
    if "ends" in guards:
        head, head_stop = (0, "ends") if number == 0 else (head, head_stop)
        tail, tail_stop = (0, "ends") if number == last else (tail, tail_stop)
    most = min(head + tail, *most_of(timeline, number, bounds, guards).values())
    return Room(head=head, tail=tail, most=max(0, most), head_stop=head_stop, tail_stop=tail_stop)


def most_of(timeline: Timeline, number: int, bounds: Bounds, guards: frozenset[Guard] = ALL) -> dict[Guard | None, int]:
    """Most frames that each limit lets a shot lose; under ``None`` what holds whatever is asked: a frame stays."""
    shot, clock = timeline.shots[number], timeline.clock
    least = bounds.min_shot
    kept = least.frames if least.seconds is None else least_frames(clock, shot.start, least.seconds)
    limits: dict[Guard | None, int] = {None: shot.frames - 1}
    if "min-shot" in guards:
        limits["min-shot"] = shot.frames - max(kept or 0, SHORT_SHOT + 1)
    if "share" in guards:
        limits["share"] = int(bounds.share * shot.frames)
    if "max-trim" in guards and bounds.max_trim is not None:
        most = bounds.max_trim
        limits["max-trim"] = (
            (most.frames or 0) if most.seconds is None else most_frames(clock, shot.start, most.seconds)
        )
    return limits


def _free(start: int, stop: int, walls: Sequence[tuple[int, int, Guard]], *, tail: bool) -> tuple[int, Guard | None]:
    """Frames from one edge of a shot to the first that is held, and by what."""
    found: tuple[int, Guard | None] = (stop - start, None)
    for a, b, guard in walls:
        if a < stop and start < b:
            free = stop - min(b, stop) if tail else max(a, start) - start
            if free < found[0]:
                found = free, guard
    return found


def shot_at(timeline: Timeline, frame: int) -> int:
    """Index of the shot that holds a frame."""
    return bisect_right([shot.start for shot in timeline.shots], frame) - 1
