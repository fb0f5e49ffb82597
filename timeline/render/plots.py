"""Geometry of the page's plots: places in per cent, paths on a grid of 1000 by 1000 that stretches with the page."""

from __future__ import annotations

import itertools
from dataclasses import dataclass

from timeline.model.edit import Shot
from timeline.model.inspection import Inspection
from timeline.model.rhythm import Curve
from timeline.render.axis import TimeAxis, ValueAxis, share, value_axis, whole_axis
from timeline.render.figures import median_shot


@dataclass(frozen=True, slots=True, kw_only=True)
class Staircase:
    """Cumulative edit points as a path, and the corridor around them as a closed path (empty without one)."""

    time: TimeAxis
    value: ValueAxis
    path: str
    corridor: str
    total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One shot's bar: where it stands in time and how high its length reaches, in per cent."""

    number: int
    shot: Shot
    x: str
    width: str
    y: str
    height: str
    marked: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """Shot lengths in seconds over the programme."""

    time: TimeAxis
    value: ValueAxis
    columns: tuple[Column, ...]
    median: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A curve over the programme."""

    time: TimeAxis
    value: ValueAxis
    path: str
    curve: Curve


def staircase(inspection: Inspection) -> Staircase:
    """Cumulative edit points against the profile's corridor."""
    timeline = inspection.timeline
    time = whole_axis(timeline)
    corridor = inspection.judgement.corridor if inspection.judgement else ()
    edits = timeline.edit_points
    value = value_axis(0, max(len(edits), *(point.high for point in corridor), 1.0), most=5, least_step=1)
    steps = "".join(f"H{10 * time.share(at):.1f}V{10 * value.down(n):.1f}" for n, at in enumerate(edits, start=1))
    high = [f"{10 * time.share(p.frame):.1f} {10 * value.down(p.high):.1f}" for p in corridor]
    low = [f"{10 * time.share(p.frame):.1f} {10 * value.down(p.low):.1f}" for p in reversed(corridor)]
    return Staircase(
        time=time,
        value=value,
        path=f"M0 {10 * value.down(0):.1f}{steps}H1000",
        corridor=f"M{'L'.join(high + low)}Z" if corridor else "",
        total=len(edits),
    )


def columns(inspection: Inspection) -> Columns:
    """Shot lengths as bars, those of single-shot findings marked, with the median where it is known."""
    timeline = inspection.timeline
    time = whole_axis(timeline)
    spans = [float(timeline.clock.span(shot.start, shot.stop)) for shot in timeline.shots]
    value = value_axis(0, max(spans))
    marked = {finding.shots[0] for finding in inspection.findings if len(finding.shots) == 1}
    edges = [time.share(shot.start) for shot in timeline.shots] + [100.0]
    bars = tuple(
        Column(
            number=index + 1,
            shot=shot,
            x=share(left),
            width=share(right - left),
            y=share(value.down(seconds)),
            height=share(100 - value.down(seconds)),
            marked=index in marked,
        )
        for index, (shot, seconds, (left, right)) in enumerate(
            zip(timeline.shots, spans, itertools.pairwise(edges), strict=True)
        )
    )
    return Columns(time=time, value=value, columns=bars, median=_median(inspection, value))


def _median(inspection: Inspection, value: ValueAxis) -> str:
    median = median_shot(inspection.rhythm)
    return "" if median is None or median.value is None else share(value.down(float(median.value)))


def lines(inspection: Inspection) -> tuple[Line, ...]:
    """Every curve of the rhythm that has points, but for the staircase, which has a plot of its own."""
    curves = (c for c in inspection.rhythm.curves if c.name != "cumulative_cuts" and len(c.points) > 1)
    return tuple(_line(inspection, curve) for curve in curves)


def _line(inspection: Inspection, curve: Curve) -> Line:
    time = whole_axis(inspection.timeline)
    values = [value for _, value in curve.points]
    value = value_axis(min(0.0, *values), max(values), most=3)
    places = (f"{10 * time.share(frame):.1f} {10 * value.down(v):.1f}" for frame, v in curve.points)
    return Line(time=time, value=value, path="M" + "L".join(places), curve=curve)
