"""Single shots against the shortest and longest a profile lets them be."""

from __future__ import annotations

import itertools
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from fractions import Fraction

from timeline.analyse.case import PROGRAMME, Case, Check, Miss, Pace, finding_id, shot_frames
from timeline.analyse.times import least_frames, most_frames
from timeline.analyse.words import count, plain, seconds_text
from timeline.model.edit import Shot
from timeline.model.finding import Finding, Target
from timeline.model.profile import ShotLimit


def check_shots(case: Case, limit: ShotLimit) -> Check:
    """Every picture shot that begins in the limit's section and is longer or shorter than it lets it be."""
    misses = tuple(_misses(case, limit))
    return Check(misses=misses, judged=bool(case.shots_in(limit.section)), swings=not misses and _swings(case, limit))


def frame_bounds(case: Case, limit: ShotLimit, start: int) -> tuple[int | None, int | None]:
    """Fewest and most frames that a shot beginning at ``start`` may have."""
    if limit.unit == "frames":
        return (None if limit.low is None else int(limit.low)), (None if limit.high is None else int(limit.high))
    clock = case.timeline.clock
    low = None if limit.low is None else least_frames(clock, start, limit.low)
    return low, None if limit.high is None else most_frames(clock, start, limit.high)


def _misses(case: Case, limit: ShotLimit) -> Iterator[Miss]:
    for n, shot in case.shots_in(limit.section):
        low, high = frame_bounds(case, limit, shot.start)
        if high is not None and limit.high is not None and shot.frames > high:
            yield _miss(case, limit, n, shot, shot.frames - high, limit.high, "slow")
        elif low is not None and limit.low is not None and shot.frames < low:
            yield _miss(case, limit, n, shot, shot.frames - low, limit.low, "fast")


def _miss(case: Case, limit: ShotLimit, n: int, shot: Shot, off: int, bound: Fraction, pace: Pace) -> Miss:
    at = shot.stop - off if off > 0 else shot.stop
    amount = case.amount(off, at)
    side = "max" if off > 0 else "min"
    name, wanted = f"shot {n + 1}", bound_text(limit, bound)
    place = "" if limit.section == PROGRAMME else f" in the {limit.section}"
    if off > 0:
        parts = -(-shot.frames // (shot.frames - off)) - 1 if shot.frames > off else 1
        sentence = f"Shot {n + 1} ({case.label(shot.start)}) runs {amount} past the {wanted} a shot may last{place}."
        remedy = f"Trim {amount} from {name}, or cut into it {_times(parts)}."
    else:
        length = case.amount(shot.frames, shot.start)
        sentence = f"Shot {n + 1} ({case.label(shot.start)}) lasts {length}, {amount} short of {wanted}{place}."
        remedy = f"Give {name} another {amount}, or take it out; leave it where the flash is meant."
    rule = f"shot.{side}" if limit.section == PROGRAMME else f"shot.{limit.section}.{side}"
    low, high = (None, bound) if off > 0 else (bound, None)
    in_seconds = limit.unit == "seconds"
    return Miss(
        pace=pace,
        short=f"{name} {amount} {'over' if off > 0 else 'short'}",
        need=f"{name} needs {amount} {'less' if off > 0 else 'more'}",
        finding=Finding(
            id=finding_id(rule, shot.start),
            rule=rule,
            severity=limit.severity,
            title=f"Shot {n + 1} too {'long' if off > 0 else 'short'}",
            sentence=sentence,
            remedy=remedy,
            start=shot.start,
            stop=shot.stop,
            shots=(n,),
            section=limit.section,
            target=Target(unit="seconds" if in_seconds else "frames", low=low, high=high),
            measured=case.timeline.clock.span(shot.start, shot.stop) if in_seconds else shot.frames,
            off_frames=off,
            off_seconds=case.seconds(off, at),
            holds=_holds(case, limit, shot, slow=off > 0),
            effect=abs(off),
            frames=shot_frames([(n, shot)]),
            source=limit.source,
        ),
    )


def bound_text(limit: ShotLimit, bound: Fraction) -> str:
    """One limit as an editor writes it: ``3.0 s``, ``4 frames``."""
    return seconds_text(bound) if limit.unit == "seconds" else f"{plain(bound)} {'frame' if bound == 1 else 'frames'}"


def _times(n: int) -> str:
    return {1: "once", 2: "twice"}.get(n, f"{count(n, 'time')}")


def _holds(case: Case, limit: ShotLimit, shot: Shot, *, slow: bool) -> bool:
    """Whether some shot there breaks the limit whichever way the doubtful cuts fall.

    A long shot only gets longer when a doubtful cut at its edge falls, so it holds unless doubtful cuts inside it can
    bring every piece within the limit; a short one unless a doubtful edge can join it to a long enough neighbour.
    Where the limit is a section's, a doubtful first frame may move the shot out of it.
    """
    doubt = case.doubt
    if limit.section != PROGRAMME and shot.start in doubt.maybe:
        return False
    edges = [case.timeline.start, *(doubt.all if slow else doubt.sure), case.timeline.stop]
    near = edges[bisect_right(edges, shot.start) - 1 : bisect_left(edges, shot.stop) + 1]
    for start, stop in itertools.pairwise(near):
        low, high = frame_bounds(case, limit, start)
        if slow and shot.start <= start and stop <= shot.stop and high is not None and stop - start > high:
            return True
        if not slow and start <= shot.start and shot.stop <= stop and low is not None and stop - start < low:
            return True
    return False


def _swings(case: Case, limit: ShotLimit) -> bool:
    """Whether a shot that some fall of the doubtful cuts makes would break a limit that all shots now keep."""
    doubt, (first, last) = case.doubt, case.range(limit.section)
    if not doubt.maybe:
        return False
    for points in (doubt.sure, doubt.all):
        edges = [case.timeline.start, *points, case.timeline.stop]
        for start, stop in itertools.pairwise(edges):
            if not first <= start < last or doubt.layout.is_black(start, stop):
                continue
            low, high = frame_bounds(case, limit, start)
            if (high is not None and stop - start > high) or (low is not None and stop - start < low):
                return True
    return False
