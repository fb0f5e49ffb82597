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
    """Frames of the longest series whose stamps leave a tick for every frame in between, the earliest if several.

    Patience sorting from the last frame to the first: O(n log n).
    """
    tails: list[int] = []
    ends: list[int] = []
    after: dict[int, int | None] = {}
    for frame in range(len(stamps) - 1, -1, -1):
        stamp = stamps[frame]
        if stamp is None:
            continue
        slack = frame - stamp
        place = bisect_right(tails, slack)
        after[frame] = ends[place - 1] if place else None
        tails[place : place + 1] = [slack]
        ends[place : place + 1] = [frame]
    chain: list[int] = []
    link = ends[-1] if ends else None
    while link is not None:
        chain.append(link)
        link = after[link]
    return chain


def nominal_step(stamps: Sequence[int | None], rate: Fraction | None, time_base: Fraction) -> int:
    """Frame duration in ticks: the middle step between neighbours that rise, else that of ``rate``; at least 1."""
    steps = [b - a for a, b in itertools.pairwise(stamps) if a is not None and b is not None and b > a]
    if steps:
        return max(1, int(statistics.median_low(steps)))
    return max(1, round(1 / (rate * time_base))) if rate else max(1, round(Fraction(1, 25) / time_base))


def settle_rate(stated: Sequence[Fraction | None], clock: FrameClock) -> Fraction:
    """Nominal rate: what the container states where the clock agrees, else what the clock itself shows.

    A steady clock agrees with a rate that it stays within a tick of over its whole length; whole and NTSC rates go
    before odd ones, which are averages of few frames. A variable clock is held against rates by its middle step.

    Args:
        stated: rates that the container states, the most trusted first.
        clock: every frame's time; its own ``rate`` is not looked at.
    """
    known = [_snap(rate) for rate in stated if rate and rate > 0]
    steps = max(1, clock.frames - 1)
    mean = clock.span(0, steps) / steps
    exact = [rate for rate in stated if rate and 1 / rate == mean]
    if exact and clock.regularity == "constant":
        return exact[0]
    own = _plain(1 / mean) if clock.regularity != "variable" else ()
    near = [rate for rate in (*known, *own) if abs(1 / rate - mean) * steps <= clock.time_base]
    if near:
        return next((rate for rate in near if rate.denominator in (1, 1001)), near[0])
    return _rate_of_the_middle(known, clock) if clock.regularity == "variable" else 1 / mean


def _plain(rate: Fraction) -> tuple[Fraction, ...]:
    """The nearest whole rate and the nearest rate a thousand-and-first slower (NTSC), the nearer first."""
    whole = Fraction(max(1, round(rate)))
    ntsc = Fraction(max(1, round(rate * Fraction(1001, 1000))) * 1000, 1001)
    return tuple(sorted((whole, ntsc), key=lambda plain: abs(plain - rate)))


def _snap(rate: Fraction) -> Fraction:
    """The plain rate that a rate was rounded from, as Matroska's nanoseconds are; 29.97 itself is left as it is."""
    plain = _plain(rate)[0]
    return plain if abs(plain / rate - 1) < Fraction(1, 2_000_000) else rate


def _rate_of_the_middle(known: Sequence[Fraction], clock: FrameClock) -> Fraction:
    middle = statistics.median_low(step for count, step in clock.runs for _ in range(count)) * clock.time_base
    fitting = [rate for rate in known if abs(1 / rate - middle) <= clock.time_base]
    return (fitting or [rate for rate in known if rate <= 1 / clock.time_base] or [1 / middle])[0]


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
