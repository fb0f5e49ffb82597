"""Stretches of time as stretches of frames."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from timeline.model.clock import FrameClock


def frames_within(clock: FrameClock, start: Fraction, stop: Fraction) -> tuple[int, int]:
    """Frames ``[first, last)`` shown at any time within ``[start, stop)`` seconds from the start of frame 0."""
    first, last = clock.frame_at(start), clock.frame_at(stop)
    if last < clock.frames and clock.time(last) < stop:
        last += 1
    return first, max(first, last) if start < stop else first


def joined(spans: Iterable[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """The spans in order, those that overlap or touch as one, empty ones left out."""
    out: list[tuple[int, int]] = []
    for start, stop in sorted(spans):
        if start >= stop:
            continue
        if out and start <= out[-1][1]:
            out[-1] = out[-1][0], max(stop, out[-1][1])
        else:
            out.append((start, stop))
    return tuple(out)
