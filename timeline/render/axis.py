"""Where things lie on a plot: shares of its width and height in per cent, and ticks at round values."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from fractions import Fraction

from timeline.model.edit import Timeline
from timeline.render.text import decimal, minutes

_SECONDS = (1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 1200, 1800, 3600, 7200)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tick:
    """A mark on an axis: its place in per cent from the left or the top, and its label."""

    place: str
    label: str
    anchor: str = "middle"


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeAxis:
    """Seconds ``[begin, end]`` from programme start, laid over the full width; widths follow exact time."""

    timeline: Timeline
    begin: Fraction
    end: Fraction
    _scale: tuple[int, int, int] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Lay the scale down: ticks from programme start times the first, less the second, over the third."""
        tick = 100 * self.timeline.clock.time_base / (self.end - self.begin)
        left = 100 * self.begin / (self.end - self.begin)
        scale = (
            tick.numerator * left.denominator,
            left.numerator * tick.denominator,
            tick.denominator * left.denominator,
        )
        object.__setattr__(self, "_scale", scale)

    def share(self, frame: int) -> float:
        """Place of the start of ``frame`` in per cent of the width; outside 0..100 where it lies outside."""
        clock, (tick, left, whole) = self.timeline.clock, self._scale
        held = min(max(frame, 0), clock.frames)
        return ((clock.pts(held) - clock.pts(self.timeline.start)) * tick - left) / whole

    def holds(self, start: int, stop: int) -> bool:
        """Whether any of ``[start, stop)`` lies on the axis."""
        return self.share(start) < 100 and self.share(stop) > 0

    def ticks(self, most: int) -> tuple[Tick, ...]:
        """Labels ``mm:ss`` at round seconds, at most about ``most`` of them."""
        length = self.end - self.begin
        step = next((s for s in _SECONDS if length / s <= most), _SECONDS[-1])
        first = -(-self.begin // step)
        marks = (Fraction(n * step) for n in range(int(first), int(self.end // step) + 1))
        return tuple(self._tick(mark) for mark in marks if mark < self.end)

    def _tick(self, mark: Fraction) -> Tick:
        place = float(100 * (mark - self.begin) / (self.end - self.begin))
        anchor = "start" if place < 4 else "end" if place > 96 else "middle"
        return Tick(place=share(place), label=minutes(mark), anchor=anchor)


def whole_axis(timeline: Timeline) -> TimeAxis:
    """The whole programme on one axis."""
    return TimeAxis(timeline=timeline, begin=Fraction(0), end=timeline.duration)


def share(value: float) -> str:
    """A share as SVG writes it: ``12.345%``."""
    return f"{value:.3f}%"


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueAxis:
    """Values ``[low, high]``, high at the top."""

    low: float
    high: float
    step: float

    def down(self, value: float) -> float:
        """Place of ``value`` in per cent from the top."""
        return 100 * (self.high - value) / (self.high - self.low)

    def ticks(self) -> tuple[Tick, ...]:
        """Labels at every step."""
        places = 0 if self.step >= 1 else 1 if self.step >= 0.1 else 2
        count = round((self.high - self.low) / self.step)
        values = (self.low + n * self.step for n in range(count + 1))
        return tuple(Tick(place=share(self.down(v)), label=decimal(v, places)) for v in values)


def value_axis(low: float, high: float, *, most: int = 4, least_step: float = 1e-9) -> ValueAxis:
    """Round the values out to an axis of at most about ``most`` steps of 1, 2 or 5 times a power of ten."""
    reach = max(high - low, least_step)
    step = least_step
    if reach / step > most:
        power = 10.0 ** math.floor(math.log10(reach / most))
        step = max(least_step, next(power * n for n in (1, 2, 5, 10) if reach / (power * n) <= most))
    first = math.floor(low / step + 1e-9)
    last = max(math.ceil(high / step - 1e-9), first + 1)
    return ValueAxis(low=first * step, high=last * step, step=step)
