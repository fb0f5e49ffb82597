"""Turns the stamps that frames carry into a clock that rises strictly, changing as few of them as can be."""

from __future__ import annotations

import itertools
import statistics
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from timeline.model.clock import FrameClock, clock_from_pts


@dataclass(slots=True)
class BestEffort:
    """FFmpeg's ``best_effort_timestamp``, frame by frame, from pts and dts (``guess_correct_pts`` in libavcodec).

    The pts is taken unless pts have run backwards more often than dts have.
    """

    _faulty_pts: int = 0
    _faulty_dts: int = 0
    _last_pts: int = field(default=-(1 << 63))
    _last_dts: int = field(default=-(1 << 63))

    def stamp(self, pts: int | None, dts: int | None) -> int | None:
        """Stamp of the next frame in output order, in ticks; ``None`` where it carries neither pts nor dts."""
        if dts is not None:
            self._faulty_dts += dts <= self._last_dts
            self._last_dts = dts
        elif pts is not None:
            self._last_dts = pts
        if pts is not None:
            self._faulty_pts += pts <= self._last_pts
            self._last_pts = pts
        elif dts is not None:
            self._last_pts = dts
        if pts is not None and (self._faulty_pts <= self._faulty_dts or dts is None):
            return pts
        return dts


def in_decode_order(stamps: Sequence[int | None], packet_dts: Sequence[int]) -> list[int | None]:
    """Stamps of a stream that carries no pts at all (AVI): the n-th frame is shown at the n-th packet's dts.

    Left as they are where packets are fewer than frames or their dts do not rise.
    """
    rising = all(a < b for a, b in itertools.pairwise(packet_dts))
    if len(packet_dts) < len(stamps) or not rising:
        return list(stamps)
    return list(packet_dts[: len(stamps)])


def mend(stamps: Sequence[int | None], step: int) -> list[int]:
    """Give every frame a stamp so that stamps rise strictly; stamps that already do are returned as they are.

    Rule: as many stamps as possible stay (the longest series that rises by at least a tick a frame); the frames
    between two that stay are spread evenly between them; those before the first and after the last follow at ``step``.

    Args:
        stamps: ticks, one a frame in presentation order, ``None`` where missing.
        step: nominal frame duration in ticks, at least 1.
    """
    kept = _longest_rise(stamps)
    if not kept:
        return [frame * step for frame in range(len(stamps))]
    first, last = kept[0], kept[-1]
    mended = [_at(stamps, first) - (first - frame) * step for frame in range(first)]
    for left, right in itertools.pairwise(kept):
        start, span = _at(stamps, left), _at(stamps, right) - _at(stamps, left)
        mended += [start + span * n // (right - left) for n in range(right - left)]
    return mended + [_at(stamps, last) + n * step for n in range(len(stamps) - last)]


def _at(stamps: Sequence[int | None], frame: int) -> int:
    stamp = stamps[frame]
    assert stamp is not None  # only frames with a stamp are kept
    return stamp


def _longest_rise(stamps: Sequence[int | None]) -> list[int]:
    """Frames of the longest subsequence whose stamps leave a tick for every frame in between (patience sorting)."""
    tails: list[int] = []
    ends: list[int] = []
    before: dict[int, int | None] = {}
    for frame, stamp in enumerate(stamps):
        if stamp is None:
            continue
        slack = stamp - frame
        place = bisect_right(tails, slack)
        before[frame] = ends[place - 1] if place else None
        tails[place : place + 1] = [slack]
        ends[place : place + 1] = [frame]
    chain: list[int] = []
    frame_or_none = ends[-1] if ends else None
    while frame_or_none is not None:
        chain.append(frame_or_none)
        frame_or_none = before[frame_or_none]
    return chain[::-1]


def nominal_step(stamps: Sequence[int | None], rate: Fraction | None, time_base: Fraction) -> int:
    """Frame duration in ticks: the middle step between neighbours that rise, else that of ``rate``; at least 1."""
    steps = [b - a for a, b in itertools.pairwise(stamps) if a is not None and b is not None and b > a]
    if steps:
        return max(1, int(statistics.median_low(steps)))
    return max(1, round(1 / (rate * time_base))) if rate else max(1, round(Fraction(1, 25) / time_base))


def settle_rate(stated: Sequence[Fraction | None], clock: FrameClock) -> Fraction:
    """Nominal rate: the first stated rate that agrees with the clock over its whole length, else the clock's own.

    Args:
        stated: rates that the container states, the most trusted first.
        clock: every frame's time; its own ``rate`` is not looked at.
    """
    known = [rate for rate in stated if rate and rate > 0]
    steps = max(1, clock.frames - 1)
    mean = clock.span(0, steps) / steps
    for rate in known:
        if abs(1 / rate - mean) * steps <= 2 * clock.time_base:
            return rate
    if clock.regularity != "variable":
        return _plain(1 / mean, clock.time_base, steps)
    return known[0] if known and known[0] <= 1 / clock.time_base else 1 / mean


def _plain(rate: Fraction, time_base: Fraction, steps: int) -> Fraction:
    """The whole or NTSC rate that a clock rounded to ticks cannot be told from, else the rate itself."""
    whole = max(1, round(rate))
    for candidate in (Fraction(whole), Fraction(max(1, round(rate * Fraction(1001, 1000))) * 1000, 1001)):
        if abs(1 / candidate - 1 / rate) * steps <= 2 * time_base:
            return candidate
    return rate


def build_clock(pts: Sequence[int], last: int, time_base: Fraction, stated: Sequence[Fraction | None]) -> FrameClock:
    """Clock of rising ``pts`` (ticks), ``last`` frame's duration, and the rate settled among those ``stated``."""
    unsettled = clock_from_pts(pts, last, time_base, Fraction(1))
    return clock_from_pts(pts, last, time_base, settle_rate(stated, unsettled))


def whole_frame_ticks(clock: FrameClock) -> FrameClock:
    """The same constant clock in ticks of one frame, as raw DV counts; any other clock as it is."""
    steps = {step for _, step in clock.runs}
    if len(steps) != 1 or clock.first_pts % (step := steps.pop()):
        return clock
    return FrameClock(
        time_base=clock.time_base * step,
        first_pts=clock.first_pts // step,
        runs=((clock.frames, 1),),
        rate=clock.rate,
    )
