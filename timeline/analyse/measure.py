"""A timeline into its rhythm: every figure of the metrics table for the programme and each section, and the curves."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from fractions import Fraction

from timeline.analyse.curves import cutting_rate, staircase
from timeline.analyse.doubt import Doubt, Extent, doubt_of
from timeline.analyse.metrics import METRICS, Metric, value_of
from timeline.analyse.sample import Sample, layout_of
from timeline.analyse.words import count
from timeline.model.edit import Timeline, Transition
from timeline.model.rhythm import Figure, Number, Rhythm, Section

# Details that are shown for sections too; all others only for the programme, where there are shots enough.
IN_SECTIONS = frozenset({"average_shot_length", "cuts_per_minute"})


def measure(
    timeline: Timeline,
    *,
    sections: Sequence[Section] = (),
    doubtful: Iterable[Transition] = (),
    activity: Sequence[float] | None = None,
) -> Rhythm:
    """Measure a timeline, exact to the last step.

    ``sections``: as ``place_sections`` lays them. ``doubtful``: transitions that may or may not be there, those of the
    timeline and near misses alike (``doubtful_of``); judged figures carry their range over every way these may fall.
    ``activity``: one value a frame of the clock, 1 minus the correlation with the frame before the last (nan where
    there is none), from which the visual activity index is taken.
    """
    doubt = doubt_of(layout_of(timeline), doubtful)
    figures = [figure(doubt, metric) for metric in METRICS]
    figures += _in_sections(doubt, sections)
    figures.append(_activity(timeline, activity))
    return Rhythm(
        sections=tuple(sections), figures=tuple(figures), curves=(staircase(timeline), cutting_rate(timeline))
    )


def by_other_sections(
    rhythm: Rhythm, timeline: Timeline, sections: Sequence[Section], doubtful: Iterable[Transition]
) -> Rhythm:
    """The rhythm of the same timeline and doubts by other sections; what is the programme's is not measured again."""
    if tuple(sections) == rhythm.sections:
        return rhythm
    own = [each for each in rhythm.figures if each.section == "programme"]
    parts = _in_sections(doubt_of(layout_of(timeline), doubtful), sections)
    return replace(rhythm, sections=tuple(sections), figures=(*own[:-1], *parts, own[-1]))


def _in_sections(doubt: Doubt, sections: Sequence[Section]) -> list[Figure]:
    return [
        figure(doubt, metric, section)
        for section in sections
        for metric in METRICS
        if metric.sections and (metric.judged or metric.name in IN_SECTIONS)
    ]


def figure(doubt: Doubt, metric: Metric, section: Section | None = None, *, ranged: bool = False) -> Figure:
    """Measure one figure; ``ranged``: with its range over the doubtful cuts even where it is a detail."""
    sample = doubt.layout.own(section)
    value = value_of(metric, sample)
    extent = doubt.extent(metric, section) if metric.judged or ranged else Extent()
    return Figure(
        name=metric.name,
        title=metric.title,
        value=value,
        unit=metric.unit,
        section=section.name if section else "programme",
        judged=metric.judged,
        low=extent.low,
        high=extent.high,
        frames=_in_frames(doubt, metric, section) if metric.unit == "seconds" and value is not None else None,
        reason=_reason(metric, sample) if value is None else extent.note,
    )


def _in_frames(doubt: Doubt, metric: Metric, section: Section | None) -> int | Fraction | None:
    """Take a figure in seconds again in frames; ``None`` for one that is no rational (a standard deviation)."""
    value: Number | None = metric.function(doubt.layout.own(section, frames=True))
    if value is None or isinstance(value, float):
        return None
    return int(value) if Fraction(value).denominator == 1 else value


def _reason(metric: Metric, sample: Sample) -> str:
    found = len(sample.lengths)
    if found < metric.minimum:
        return f"takes {count(metric.minimum, 'picture shot')} or more; there {'is' if found == 1 else 'are'} {found}"
    return metric.without


def _activity(timeline: Timeline, activity: Sequence[float] | None) -> Figure:
    """Visual activity index: 1 minus the median correlation of near-adjacent frames (Cutting, DeLong, Brunick 2011)."""
    values = sorted(v for v in (activity or ())[timeline.start : timeline.stop] if v == v)
    middle = (values[len(values) // 2] + values[(len(values) - 1) // 2]) / 2 if values else None
    reason = "" if values else "no picture features"
    return Figure(name="visual_activity", title="Visual activity index", value=middle, unit="ratio", reason=reason)
