"""Seconds to frames through the clock, never through a rate, and on past its end where a target lies there."""

from __future__ import annotations

from fractions import Fraction

from timeline.model.clock import FrameClock


def first_at_or_after(clock: FrameClock, seconds: Fraction) -> int:
    """First frame that starts ``seconds`` or more after frame 0; the number of frames where none does."""
    frame = clock.frame_at(seconds)
    return frame if frame == clock.frames or clock.time(frame) >= seconds else frame + 1


def most_frames(clock: FrameClock, start: int, seconds: Fraction) -> int:
    """Most frames from ``start`` on that are shown for ``seconds`` or less.

    Past the last frame the clock says nothing; frames there count as long as the last one.
    """
    end = clock.time(start) + max(seconds, Fraction(0))
    if end <= clock.duration:
        return clock.frame_at(end) - start
    return clock.frames - start + int((end - clock.duration) // _last(clock))


def least_frames(clock: FrameClock, start: int, seconds: Fraction) -> int:
    """Fewest frames from ``start`` on that are shown for ``seconds`` or more; past the end as ``most_frames``."""
    end = clock.time(start) + max(seconds, Fraction(0))
    if end <= clock.duration:
        return first_at_or_after(clock, end) - start
    return clock.frames - start - int((clock.duration - end) // _last(clock))


def _last(clock: FrameClock) -> Fraction:
    return clock.runs[-1][1] * clock.time_base
