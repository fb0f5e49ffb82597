"""The timeline laid against the render: pairs of edit points, the offset of every edge, what was left out or put in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from timeline.analyse.conform.align import Pair, align
from timeline.analyse.conform.changes import Change, changes
from timeline.analyse.conform.drift import Placed, drift
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

    ``edges``: 0 is the timeline's start, then its edit points, then its end. ``matched``: edge to mark of the render.
    ``offsets``: of every edge, whether or not it was found.
    """

    timeline: Timeline
    footage: Footage
    scale: Scale
    wanted: tuple[Mark, ...]
    seen: tuple[Mark, ...]
    pairs: tuple[Pair, ...]
    placed: tuple[Placed, ...]
    changes: tuple[Change, ...]
    offsets: tuple[int, ...]

    @property
    def matched(self) -> Mapping[int, Placed]:
        """Pairs by edge of the timeline."""
        return {each.wanted: each for each in self.placed}

    @property
    def leader(self) -> int:
        """Frames of the render before the timeline's first."""
        return max(0, self.offsets[0])

    @property
    def tail(self) -> int:
        """Frames of the render after the timeline's last, where they are no longer the last shot."""
        return self.footage.frames - self.seen[self.placed[-1].seen].at

    @property
    def kept(self) -> int:
        """Edit points that stand where they should, the distance to their neighbour included."""
        moved = {change.wanted[1] for change in self.changes}
        return sum(not each.off and each.wanted not in moved for each in self.placed[1:-1])


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
        placed=(),
        changes=(),
        offsets=(),
    )
    return settled(laid, {})


def settled(laid: Laid, known: Mapping[int, int]) -> Laid:
    """Tell the offsets anew, where ``known`` says exactly how far an edge lies from its place."""
    wanted, seen, allowance = laid.wanted, laid.seen, laid.scale.allowance
    placed = drift(laid.pairs, wanted, seen, allowance, known)
    found = changes(placed, wanted, seen, allowance)
    placed, found = _outside(laid.timeline, placed, found)
    offsets = _offsets(len(wanted), placed, found)
    return replace(laid, placed=tuple(placed), changes=tuple(found), offsets=tuple(offsets))


def _outside(
    timeline: Timeline, placed: Sequence[Placed], found: Sequence[Change]
) -> tuple[list[Placed], list[Change]]:
    """What was put in before the first or after the last frame of the timeline is leader or tail, not a shot of it.

    Black before a first shot that is black itself too: nothing shows where the one becomes the other.
    """
    pairs, rest = list(placed), list(found)
    if rest and rest[0].wanted[0] == 0 and rest[0].before == 0 and rest[0].frames > 0:
        first = rest[0]
        if first.inserted is not None and first.inserted[0] == 0:
            pairs[0] = replace(pairs[0], seen=first.inserted[1], offset=first.after)
            del rest[0]
        elif timeline.shots[0].kind == "black" and first.wanted == (0, 1):
            pairs[0] = replace(pairs[0], offset=first.after)
            del rest[0]
    if rest and rest[-1].wanted[1] == pairs[-1].wanted and rest[-1].inserted is not None:
        last = rest[-1]
        if last.inserted is not None and last.inserted[1] == pairs[-1].seen:
            pairs[-1] = replace(pairs[-1], seen=last.inserted[0], offset=last.before, off=0)
            del rest[-1]
    return pairs, rest


def _offsets(edges: int, placed: Sequence[Placed], found: Sequence[Change]) -> list[int]:
    """Offset of every edge: its pair's; between pairs that of the last one, beyond a removed run that of the next."""
    known = {each.wanted: each.offset for each in placed} | {edges - 1: placed[-1].offset + placed[-1].off}
    beyond = {
        edge: change.after
        for change in found
        for edge in range(change.removed[0][1] if change.removed else change.wanted[1], change.wanted[1] + 1)
    }
    offsets, last = [], 0
    for edge in range(edges):
        last = known.get(edge, beyond.get(edge, last))
        offsets.append(last)
    return offsets
