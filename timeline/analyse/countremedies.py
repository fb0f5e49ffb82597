"""Remedies of counts and rates: how many cuts, or how many frames instead."""

from __future__ import annotations

import math
from bisect import bisect_left
from fractions import Fraction

from timeline.analyse.case import PROGRAMME, Case, within
from timeline.analyse.telling import Off, Remedy, extreme, in_frames, other
from timeline.analyse.times import least_frames, most_frames
from timeline.analyse.words import count, number_word, plain, seconds_text


def cuts(off: Off) -> Remedy:
    """Too few or too many cuts: how many, and the frames that would move the nearest ones across the boundary."""
    case, (start, stop) = off.case, off.case.range(off.band.section)
    if off.metric.name.startswith("cuts_by_"):
        limit = Fraction(off.metric.name.removeprefix("cuts_by_").removesuffix("s"))
        stop = case.timeline.start + most_frames(case.timeline.clock, case.timeline.start, limit) + 1
        where, until = f"by {seconds_text(limit)}", f"before {case.label(min(stop, case.timeline.stop))}"
    else:
        where, until = within(off.band.section), f"before {case.label(stop)}"
    n = math.ceil(abs(Fraction(off.value) - off.bound))
    shift = _shift(off, stop, n)
    amount = case.amount(shift, stop) if shift else ""
    found = "no cut" if off.value == 0 else count(int(off.value), "cut")
    told = f"{found[0].upper()}{found[1:]} {where}, where at {'most' if off.above else 'least'} {off.limit} "
    told += f"{'is' if off.bound == 1 else 'are'} wanted: {number_word(n)} too {'many' if off.above else 'few'}"
    if off.above:
        remedy = f"take out {count(n, 'cut')}" + (f", or hold the shots {until} {amount} longer" if amount else "")
        need = (f"{amount} more or " if amount else "") + f"{count(n, 'cut')} fewer"
    else:
        follow = "the next one falls" if n == 1 else f"the next {number_word(n)} fall"
        remedy = f"make {count(n, 'cut', more=True)}" + (
            f", or take {amount} out {until} so that {follow} inside" if amount else ""
        )
        need = (f"{amount} less or " if amount else "") + count(n, "cut", more=True)
    subject = off.where if off.band.section != PROGRAMME else "the programme"
    return Remedy(
        title=f"{count(n, 'cut').capitalize()} {'too many' if off.above else 'short'} {where}",
        sentence=told,
        remedy=remedy,
        short=f"{count(n, 'cut')} {'too many' if off.above else 'short'}",
        need=f"{subject} needs {need}",
        pace="fast" if off.above else "slow",
        off_frames=(-shift if off.above else shift) if shift else None,
        off_seconds=case.seconds(-shift if off.above else shift, stop) if shift else None,
        cuts=n,
        shots=extreme(off, longest=not off.above),
        place=(start, min(stop, case.timeline.stop)),
    )


def _shift(off: Off, stop: int, n: int) -> int | None:
    """Frames by which the n-th edit point beyond a fixed boundary must move to cross it; ``None`` where there is none.

    Only a boundary that is anchored from the start stays where it is when frames before it are taken out.
    """
    rule = off.case.rule(off.band.section)
    if not off.metric.name.startswith("cuts_by_") and (rule is None or rule.anchor != "seconds_from_start"):
        return None
    edits = off.case.timeline.edit_points
    first = bisect_left(edits, stop)
    if off.above:
        return stop - edits[first - n] if first >= n else None
    return edits[first + n - 1] - (stop - 1) if first + n <= len(edits) else None


def rate(off: Off) -> Remedy:
    """Average shot length and cutting rate: time over number, so frames out or cuts in, whichever is preferred."""
    case, (start, stop) = off.case, off.case.range(off.band.section)
    shots = case.shots_in(off.band.section)
    span = sum((case.timeline.clock.span(s.start, s.stop) for _, s in shots), Fraction(0))
    if off.metric.name == "cuts_per_minute":
        number, time, slow = cuts_in(case, start, stop), case.timeline.clock.span(start, stop), not off.above
        each = 60 / off.bound if off.bound else None
    else:
        number, time, slow = len(shots), span, off.above
        each = off.bound if off.band.unit == "seconds" else off.bound * time / sum(s.frames for _, s in shots)
    if not each:
        return other(off)
    wanted = each * number
    frames = (
        stop
        - start
        - (most_frames if slow else least_frames)(
            case.timeline.clock, start, case.timeline.clock.span(start, stop) + wanted - time
        )
    )
    change = math.ceil(time / each) - number if slow else number - math.floor(time / each)
    amount = case.amount(frames, stop - max(frames, 0))
    title = off.metric.title.lower() if off.metric.name == "cuts_per_minute" else "average shot length"
    value = plain(off.value) if off.metric.name == "cuts_per_minute" else in_frames(off)
    if slow:
        need = f"{amount} less or {count(change, 'cut', more=True)}"
        mend = f"take out {amount}, or make {count(change, 'cut', more=True)}"
    else:
        need = f"{amount} more or {count(change, 'cut')} fewer"
        mend = f"give the shots {amount} more, or take out {count(change, 'cut')}"
    side = f"at {'most' if off.above else 'least'}"
    return Remedy(
        title=f"{title.capitalize()} {'high' if off.above else 'low'} {within(off.band.section)}",
        sentence=f"{title} {within(off.band.section)}: {value}; wanted: {side} {off.limit}",
        remedy=f"{mend} {within(off.band.section)}",
        short=need,
        need=f"{off.where} needs {need}",
        pace="slow" if slow else "fast",
        off_frames=frames,
        off_seconds=case.seconds(frames, stop - max(frames, 0)),
        cuts=change,
        shots=extreme(off, longest=slow),
    )


def cuts_in(case: Case, start: int, stop: int) -> int:
    """Edit points in ``[start, stop)``."""
    edits = case.timeline.edit_points
    return bisect_left(edits, stop) - bisect_left(edits, start)
