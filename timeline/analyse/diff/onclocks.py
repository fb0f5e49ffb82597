"""Two versions compared frame by frame where their frames go one for one, else in time."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from fractions import Fraction

from timeline.analyse.diff.compare import Compared, Version, compare
from timeline.analyse.diff.onclock import OnClock, common_rate, on_clock
from timeline.model.difference import Change, Tie

DRIFT = Fraction(1, 10)
"""Share by which steady rates may differ for one to be the other played faster, as films are for television."""

FINER = (1, 2, 4)


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """What was found, and the frames a second it was compared at; ``None``: frame by frame."""

    found: Compared
    rate: Fraction | None


def compare_in_time(before: Version, after: Version) -> Held:
    """Compare two versions of any rates; all places are frames of the versions themselves.

    Where the rates are near each other, both ways are tried and the one that leaves fewer changes is told.
    """
    one, other = before.timeline.clock, after.timeline.clock
    rate = common_rate(one, other)
    steady = "variable" not in (one.regularity, other.regularity)
    ways = [rate, None] if rate and steady and abs(one.rate / other.rate - 1) < DRIFT else [rate]
    held = [_held(before, after, way) for way in ways]
    return min(held, key=lambda each: (not each.found.related, len(each.found.changes)))


def _held(before: Version, after: Version, rate: Fraction | None) -> Held:
    """Compare at a rate, or at a multiple of it on which no shot of either version falls between two frames."""
    for finer in FINER:
        at = rate and rate * finer
        clocked = on_clock(before.timeline, at), on_clock(after.timeline, at)
        sides = tuple(zip((before, after), clocked, strict=True))
        if all(len(clock.timeline.shots) == len(side.timeline.shots) for side, clock in sides):
            break
    one, two = (Version(timeline=clock.timeline, signatures=side.signatures[clock.frames]) for side, clock in sides)
    return Held(found=_retold(compare(one, two), *clocked), rate=at)


def _retold(found: Compared, before: OnClock, after: OnClock) -> Compared:
    if not (before.converted or after.converted):
        return found
    return dataclasses.replace(
        found,
        ties=tuple(_own_tie(tie, before, after) for tie in found.ties),
        changes=tuple(_own_change(change, before, after) for change in found.changes),
    )


def _own_tie(tie: Tie, before: OnClock, after: OnClock) -> Tie:
    return dataclasses.replace(tie, before=before.own(tie.before), after=after.own(tie.after))


def _own_change(change: Change, before: OnClock, after: OnClock) -> Change:
    shown = (
        tuple(before.shown(frame) for frame in change.shown[0]),
        tuple(after.shown(frame) for frame in change.shown[1]),
    )
    return dataclasses.replace(change, before=before.own(change.before), after=after.own(change.after), shown=shown)
