"""The frame clock: which frame is shown when, exactly, for constant and variable rates."""

from __future__ import annotations

import itertools
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal, TypeAlias

Regularity: TypeAlias = Literal["constant", "rounded", "variable"]


@dataclass(frozen=True, slots=True, kw_only=True)
class FrameClock:
    """Presentation times of frames 0..frames-1 and the end of the last one, in ticks of ``time_base``.

    ``runs`` is a run-length list of (count, step): ``count`` frames, each shown ``step`` ticks; the last frame's
    duration is a step like any other, so the end of the programme is exact. ``rate`` is the nominal rate: for
    labels and timecode only, never for times.
    """

    time_base: Fraction
    first_pts: int
    runs: tuple[tuple[int, int], ...]
    rate: Fraction
    _starts: tuple[int, ...] = field(init=False, repr=False, compare=False)
    _ticks: tuple[int, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Check the invariants and lay the running sums down once."""
        if self.time_base <= 0 or self.rate <= 0:
            raise ValueError("a clock needs a time base and a rate above 0")
        if any(count < 1 or step < 1 for count, step in self.runs):
            raise ValueError("every run of a clock has at least one frame of at least one tick")
        starts = itertools.accumulate((count for count, _ in self.runs), initial=0)
        ticks = itertools.accumulate((count * step for count, step in self.runs), initial=self.first_pts)
        object.__setattr__(self, "_starts", tuple(starts))
        object.__setattr__(self, "_ticks", tuple(ticks))

    @property
    def frames(self) -> int:
        """Number of frames."""
        return self._starts[-1]

    @property
    def end_pts(self) -> int:
        """End of the last frame, in ticks."""
        return self._ticks[-1]

    @property
    def duration(self) -> Fraction:
        """Seconds from the start of frame 0 to the end of the last frame."""
        return self.span(0, self.frames)

    @property
    def regularity(self) -> Regularity:
        """``constant``; ``rounded``: unequal by one of several ticks, as a coarse container rounds; or ``variable``."""
        steps = {step for _, step in self.runs[:-1]} | {step for count, step in self.runs[-1:] if count > 1}
        if len(steps) <= 1:
            return "constant"
        return "rounded" if max(steps) - min(steps) <= 1 < min(steps) else "variable"

    def pts(self, frame: int) -> int:
        """Ticks at which ``frame`` is first shown; ``frame == frames`` gives the end."""
        if not 0 <= frame <= self.frames:
            raise IndexError(f"frame {frame} is outside 0..{self.frames}")
        if len(self.runs) == 1:
            return self.first_pts + frame * self.runs[0][1]
        run = min(bisect_right(self._starts, frame) - 1, len(self.runs) - 1)
        return self._ticks[run] + (frame - self._starts[run]) * self.runs[run][1] if self.runs else self.first_pts

    def time(self, frame: int) -> Fraction:
        """Seconds from the start of frame 0 to the start of ``frame`` (``frame == frames``: to the end)."""
        return (self.pts(frame) - self.first_pts) * self.time_base

    def span(self, start: int, stop: int) -> Fraction:
        """Seconds that frames ``[start, stop)`` are shown."""
        return (self.pts(stop) - self.pts(start)) * self.time_base

    def frame_at(self, seconds: Fraction) -> int:
        """Frame shown ``seconds`` after the start of frame 0, held inside ``[0, frames]``."""
        ticks = self.first_pts + seconds // self.time_base  # frames begin at whole ticks
        if ticks < self.first_pts:
            return 0
        if ticks >= self.end_pts:
            return self.frames
        run = bisect_right(self._ticks, ticks) - 1
        return self._starts[run] + (ticks - self._ticks[run]) // self.runs[run][1]


def clock_from_pts(pts: Sequence[int], last_duration: int, time_base: Fraction, rate: Fraction) -> FrameClock:
    """Build a clock from every frame's pts, rising, and the last frame's duration, all in ticks.

    Raises:
        ValueError: no frame, pts that do not rise, or a duration below 1.
    """
    if not pts:
        raise ValueError("a clock needs at least one frame")
    steps = [later - earlier for earlier, later in itertools.pairwise(pts)]
    return FrameClock(time_base=time_base, first_pts=pts[0], runs=run_lengths([*steps, last_duration]), rate=rate)


def constant_clock(frames: int, rate: Fraction) -> FrameClock:
    """Build the clock of ``frames`` frames at a constant ``rate``: one tick a frame."""
    return FrameClock(time_base=1 / rate, first_pts=0, runs=((frames, 1),) if frames else (), rate=rate)


def run_lengths(steps: Iterable[int]) -> tuple[tuple[int, int], ...]:
    """Run-length code a series of steps as (count, step)."""
    return tuple((len(list(group)), step) for step, group in itertools.groupby(steps))
