"""Curves over the programme: cumulative cuts as a staircase, and the cutting rate smoothed by a kernel."""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from fractions import Fraction

from timeline.model.edit import Timeline
from timeline.model.rhythm import Curve

# Half width of the kernel: short enough that a 3 s opening is not smeared over, long enough to hold a few cuts.
HALF_WIDTH = Fraction(3, 2)
POINTS = 240


def staircase(timeline: Timeline) -> Curve:
    """Cumulative cuts: (frame, cuts up to and with it), one point a step, from the programme's start to its end."""
    steps = [(point, float(n)) for n, point in enumerate(timeline.edit_points, start=1)]
    last = float(len(steps))
    return Curve(
        name="cumulative_cuts",
        title="Cumulative cuts",
        unit="count",
        points=((timeline.start, 0.0), *steps, (timeline.stop, last)),
        note="a staircase: each value holds from its frame until the next",
    )


def cutting_rate(timeline: Timeline) -> Curve:
    """Cuts a minute around each moment: 60/h sum K((t - t_i)/h) over the cut times t_i, as a kernel density.

    Redfern, Using kernel densities to analyse film style: f(x) = 1/(nh) sum K((x - x_i)/h), here times n and 60 s so
    that it reads as a rate. K is the Epanechnikov kernel 3/4 (1 - u^2), zero beyond h = ``HALF_WIDTH``: no cut counts
    further off than that. Near either end the mass that would fall outside the programme is given back (divided by
    the kernel's share inside), so a busy opening does not look calm.
    """
    base = timeline.clock.time(timeline.start)
    cuts = [float(timeline.clock.time(point) - base) for point in timeline.edit_points]
    end, half = float(timeline.duration), float(HALF_WIDTH)
    points = []
    for frame in _grid(timeline):
        t = float(timeline.clock.time(frame) - base)
        near = cuts[bisect_left(cuts, t - half) : bisect_right(cuts, t + half)]
        mass = math.fsum(0.75 * (1 - ((t - cut) / half) ** 2) for cut in near) / half
        share = _share((end - t) / half) - _share(-t / half)
        points.append((frame, 60 * mass / share))
    return Curve(
        name="cutting_rate",
        title="Cutting rate",
        unit="per_minute",
        points=tuple(points),
        note=f"Epanechnikov kernel, half width {float(HALF_WIDTH)} s, corrected at both ends",
    )


def _grid(timeline: Timeline) -> list[int]:
    """Frames at which a smooth curve is drawn: evenly spread, first and last included."""
    last = timeline.frames - 1
    count = min(POINTS, last + 1)
    return [timeline.start + (last * n // (count - 1) if count > 1 else 0) for n in range(count)]


def _share(u: float) -> float:
    """Integral of the Epanechnikov kernel up to ``u``."""
    u = max(-1.0, min(1.0, u))
    return 0.5 + 0.75 * (u - u**3 / 3)
