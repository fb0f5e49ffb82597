"""Cumulative cuts against a corridor: where the cut falls furthest behind, or runs furthest ahead."""

from __future__ import annotations

import itertools
import math
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from fractions import Fraction

from timeline.analyse.case import Case, Check, Miss, Pace, finding_id
from timeline.analyse.times import first_at_or_after
from timeline.analyse.words import count, plain
from timeline.model.edit import Timeline
from timeline.model.finding import CorridorPoint, Finding, Target
from timeline.model.profile import CorridorRule

Point = tuple[Fraction, Fraction, Fraction]


def place_corridor(timeline: Timeline, rule: CorridorRule) -> tuple[Point, ...]:
    """Corridor points (seconds from programme start, low, high) as far as the programme reaches."""
    scale = timeline.duration / 100 if rule.anchor == "percent_of_programme" else Fraction(1)
    points = [(where * scale, low, high) for where, low, high in rule.points]
    kept = [point for point in points if point[0] <= timeline.duration]
    if len(kept) < len(points) and kept:
        kept.append((timeline.duration, *allowed_at(points, timeline.duration)))
    return tuple(kept)


def allowed_at(points: Sequence[Point], seconds: Fraction) -> tuple[Fraction, Fraction]:
    """Least and most cumulative cuts at a moment between the first and the last point: straight between points."""
    for (t0, low0, high0), (t1, low1, high1) in itertools.pairwise(points):
        if t0 <= seconds <= t1:
            share = (seconds - t0) / (t1 - t0)
            return low0 + share * (low1 - low0), high0 + share * (high1 - high0)
    raise ValueError(f"{seconds} s lies outside the corridor")


def least_whole(low: Fraction) -> int:
    """Cuts that a lower bound asks for: the nearest whole number, the smaller of two equally near."""
    return math.ceil(low - Fraction(1, 2))


def most_whole(high: Fraction) -> int:
    """Cuts that an upper bound allows: the nearest whole number, the larger of two equally near."""
    return math.floor(high + Fraction(1, 2))


def corridor_points(timeline: Timeline, rule: CorridorRule) -> tuple[CorridorPoint, ...]:
    """Points of the corridor as drawn: by frame, cuts as decimals."""
    base = timeline.clock.time(timeline.start)
    return tuple(
        CorridorPoint(
            frame=min(first_at_or_after(timeline.clock, base + where), timeline.stop), low=float(low), high=float(high)
        )
        for where, low, high in place_corridor(timeline, rule)
    )


def check_corridor(case: Case, rule: CorridorRule) -> Check:
    """The frame at which the cuts so far are furthest below the corridor, and the one where they are furthest above."""
    points = place_corridor(case.timeline, rule)
    if len(points) < 2:
        return Check(judged=False, note="The corridor begins after the end of this programme, so it was not held.")
    edits = case.timeline.edit_points
    misses, swings = [], False
    least, most = case.doubt.sure, case.doubt.all
    for behind, kindest, harshest in ((True, most, least), (False, least, most)):
        worst = furthest(case.timeline, points, edits, behind=behind)
        if worst:
            holds = furthest(case.timeline, points, kindest, behind=behind) is not None
            misses.append(_miss(case, rule, points, worst, behind=behind, holds=holds))
        elif furthest(case.timeline, points, harshest, behind=behind):
            swings = True
    return Check(misses=tuple(misses), swings=swings)


def furthest(
    timeline: Timeline, points: Sequence[Point], edits: Sequence[int], *, behind: bool
) -> tuple[int, int] | None:
    """Frame at which the staircase is furthest outside and by how many whole cuts; ``None`` where it never is.

    The corridor never falls, so the cuts are furthest behind on the last frame before an edit point, and furthest ahead
    on an edit point's own frame; beside these the corridor's own first and last frame are tried, and no other need be.
    The earliest of equals is taken.
    """
    base = timeline.clock.time(timeline.start)
    frames = [point - 1 for point in edits] if behind else list(edits)
    ends = first_at_or_after(timeline.clock, base + points[0][0]), timeline.clock.frame_at(base + points[-1][0])
    worst: tuple[int, int] | None = None
    for frame in sorted({*frames, *(min(end, timeline.stop - 1) for end in ends)}):
        moment = timeline.clock.time(frame) - base
        if not points[0][0] <= moment <= points[-1][0]:
            continue
        low, high = allowed_at(points, moment)
        cuts = bisect_right(edits, frame)
        off = least_whole(low) - cuts if behind else cuts - most_whole(high)
        if off > 0 and (worst is None or off > worst[1]):
            worst = frame, off
    return worst


def _miss(
    case: Case, rule: CorridorRule, points: Sequence[Point], worst: tuple[int, int], *, behind: bool, holds: bool
) -> Miss:
    frame, off = worst
    timeline, label = case.timeline, case.label(frame)
    low, high = allowed_at(points, timeline.clock.time(frame) - timeline.clock.time(timeline.start))
    cuts = bisect_right(timeline.edit_points, frame)
    shift = _shift(timeline.edit_points, frame, off, behind=behind)
    at = frame if behind else frame - (shift or 0)
    word = "behind" if behind else "ahead"
    wanted = f"at least {plain(least_whole(low))}" if behind else f"at most {plain(most_whole(high))}"
    amount = case.amount(shift, at) if shift else ""
    name = "corridor.min" if behind else "corridor.max"
    pace: Pace = "slow" if behind else "fast"
    need = f"the programme needs {count(off, 'cut', more=behind)}{'' if behind else ' fewer'} by {label}"
    return Miss(
        pace=pace,
        short=f"{count(off, 'cut')} {word} by {label}",
        need=need.replace("needs", f"needs {amount} {'less' if behind else 'more'} or") if amount else need,
        finding=Finding(
            id=finding_id(name),
            rule=name,
            severity=rule.severity,
            title=f"{count(off, 'cut').capitalize()} {word} by {label}",
            sentence=f"{count(off, 'cut').capitalize()} {word} by {label}: {count(cuts, 'cut')} so far, where the "
            f"corridor has {wanted}.",
            remedy=_remedy(off, label, amount, behind=behind),
            start=timeline.start,
            stop=frame + 1,
            target=Target(unit="count", low=low if behind else None, high=None if behind else high),
            measured=cuts,
            off_frames=None if shift is None else shift if behind else -shift,
            off_seconds=None if shift is None else case.seconds(shift if behind else -shift, at),
            holds=holds,
            effect=shift or case.worth(off),
            frames=(frame,),
            source=rule.source,
        ),
    )


def _shift(edits: Sequence[int], frame: int, off: int, *, behind: bool) -> int | None:
    """Frames by which the edit that would set things right comes late or early; ``None`` where there is none."""
    n = bisect_left(edits, frame + 1)
    if behind:
        return edits[n + off - 1] - frame if n + off <= len(edits) else None
    return frame + 1 - edits[n - off] if n >= off else None


def _remedy(off: int, label: str, amount: str, *, behind: bool) -> str:
    if behind:
        text = f"Add {count(off, 'cut')} before {label}"
        return f"{text}, or take {amount} out before it." if amount else f"{text}."
    text = f"Take {count(off, 'cut')} out before {label}"
    return f"{text}, or hold the shots before it {amount} longer." if amount else f"{text}."
