"""The timeline laid against the render: pairs of edit points, the offset of every edge, what was left out or put in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from timeline.analyse.conform.align import Pair, align
from timeline.analyse.conform.changes import Change, changes
from timeline.analyse.conform.drift import NOTHING, Point, drift, points
from timeline.analyse.conform.footage import Footage
from timeline.analyse.conform.marks import Mark, seen_marks, wanted_marks
from timeline.analyse.conform.scale import Scale
from timeline.model.conformity import Exhibit
from timeline.model.edit import Timeline

ALMOST = 0.002
"""Share by which two rates may differ and still be told apart by name only (24 and 23.976)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Laid:
    """One way of laying a timeline against a render.

    ``edges``: 0 is the timeline's start, then its edit points, then its end. ``points``: edges and shots whose place
    was seen, with the offset of their stretch. ``offsets``: of every edge, whether or not it was found.
    """

    timeline: Timeline
    footage: Footage
    scale: Scale
    wanted: tuple[Mark, ...]
    seen: tuple[Mark, ...]
    pairs: tuple[Pair, ...]
    points: tuple[Point, ...] = ()
    changes: tuple[Change, ...] = ()
    offsets: tuple[int, ...] = ()

    @property
    def edges(self) -> tuple[Point, ...]:
        """Points that are edges, from the timeline's start to its end."""
        return tuple(point for point in self.points if point.edge is not None)

    @property
    def matched(self) -> Mapping[int, int]:
        """The render's mark of every edge that has one."""
        return {point.place // 2: point.seen for point in self.points if point.seen is not None}

    @property
    def contents(self) -> Mapping[int, int]:
        """Offset of the stretch that a shot's own pictures lie in, where they were found."""
        return {point.place // 2: point.offset for point in self.points if point.shot is not None}

    @property
    def leader(self) -> int:
        """Frames of the render before the timeline's first."""
        return max(0, self.offsets[0])

    @property
    def tail(self) -> int:
        """Frames of the render after the timeline's last, where they are no longer the last shot."""
        last = self.edges[-1].seen
        assert last is not None
        return self.footage.frames - self.seen[last].at

    @property
    def kept(self) -> int:
        """Edit points that stand where they should, the distance to their neighbour included."""
        moved = {change.shots[1] for change in self.changes}
        return sum(not edge.off and edge.edge not in moved for edge in self.edges[1:-1])

    def around(self, shot: int) -> tuple[int, int]:
        """Offsets that the beginning and the end of a shot lie at."""
        return self.offsets[shot], self.offsets[shot + 1]

    def within(self, shot: int) -> tuple[int, ...]:
        """Offsets that the pictures of a shot may lie at."""
        return (self.contents[shot],) if shot in self.contents else self.around(shot)


def lay(timeline: Timeline, footage: Footage) -> Laid:
    """Lay the timeline against the render by frame, and where rates differ by whichever of frame and time fits."""
    ways = [_lay(timeline, footage, "frames")]
    rate, other = timeline.clock.rate, footage.clock.rate
    uneven = footage.clock.regularity == "variable" and footage.frames != timeline.frames
    if uneven or abs(rate / other - 1) > ALMOST:
        ways.append(_lay(timeline, footage, "time"))
    return max(ways, key=lambda way: (way.kept - len(way.changes), -_ends_apart(way)))


def exhibit(laid: Laid, what: str, *frames: int) -> Exhibit:
    """Those of some frames that the render has, once each, in order."""
    return Exhibit(what=what, frames=tuple(sorted({f for f in frames if 0 <= f < laid.footage.frames})))


def _ends_apart(way: Laid) -> int:
    return abs(way.wanted[-1].at - way.footage.frames)


def _lay(timeline: Timeline, footage: Footage, basis: str) -> Laid:
    scale = Scale(basis="time" if basis == "time" else "frames", rate=timeline.clock.rate, clock=footage.clock)
    wanted = wanted_marks(timeline, scale)
    seen = seen_marks(
        footage.frames,
        footage.transitions,
        footage.near_misses,
        footage.events,
        footage.steps,
        footage.prominence,
    )
    laid = Laid(
        timeline=timeline,
        footage=footage,
        scale=scale,
        wanted=tuple(wanted),
        seen=tuple(seen),
        pairs=tuple(align(wanted, seen, scale.allowance)),
    )
    return settled(laid)


def realigned(laid: Laid, contents: Mapping[int, int]) -> Laid:
    """Lay the edit points anew, now that it is known where the pictures of shots are."""
    pairs = align(laid.wanted, laid.seen, laid.scale.allowance, contents)
    return settled(replace(laid, pairs=tuple(pairs)), contents=contents)


def settled(laid: Laid, exact: Mapping[int, int] = NOTHING, contents: Mapping[int, int] = NOTHING) -> Laid:
    """Tell the offsets; ``exact``: how far edges, ``contents``: how far shots lie from their place, where known."""
    wanted, seen, allowance = laid.wanted, laid.seen, laid.scale.allowance
    placed = drift(points(laid.pairs, wanted, seen, allowance, exact, contents))
    found = changes(placed, wanted, seen, allowance)
    placed, found = _outside(laid.timeline, placed, found)
    offsets = _offsets(len(wanted), placed, found)
    return replace(laid, points=tuple(placed), changes=tuple(found), offsets=tuple(offsets))


def _outside(timeline: Timeline, placed: Sequence[Point], found: Sequence[Change]) -> tuple[list[Point], list[Change]]:
    """What was put in before the first or after the last frame of the timeline is leader or tail, not a shot of it.

    Black before a first shot that is black itself too: nothing shows where the one becomes the other.
    """
    made, rest = list(placed), list(found)
    if rest and rest[0].shots[0] == 0 and rest[0].before == 0 and rest[0].frames > 0:
        first = rest[0]
        if first.inserted is not None and first.inserted[0] == 0:
            made[0] = replace(made[0], seen=first.inserted[1], offset=first.after)
            del rest[0]
        elif timeline.shots[0].kind == "black" and first.shots == (0, 1):
            made[0] = replace(made[0], offset=first.after)
            del rest[0]
    last = rest[-1] if rest else None
    if last is not None and last.inserted is not None and last.inserted[1] == made[-1].seen:
        made[-1] = replace(made[-1], seen=last.inserted[0], gap=last.before, offset=last.before)
        del rest[-1]
    return made, rest


def _offsets(edges: int, placed: Sequence[Point], found: Sequence[Change]) -> list[int]:
    """Offset of every edge: its own; else that of the last point before it, beyond a removed run that of the next."""
    known = {point.place: point.offset for point in placed}
    known[2 * (edges - 1)] = placed[-1].offset + placed[-1].off
    beyond = {
        2 * edge: change.after
        for change in found
        for edge in range(change.removed[0][1] if change.removed else change.shots[1], change.shots[1] + 1)
    }
    offsets, last = [], 0
    for place in range(2 * edges - 1):
        last = known.get(place, beyond.get(place, last))
        if place % 2 == 0:
            offsets.append(last)
    return offsets
