"""The table of metrics: a row adds a figure, with its name, unit, what it needs and the formula that gives it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal, TypeAlias

from timeline.analyse import statistics
from timeline.analyse.sample import Sample
from timeline.model.profile import FigureName
from timeline.model.rhythm import Number, Unit

# How the range over doubtful cuts is found; see timeline.analyse.doubt.
Extremes: TypeAlias = Literal["fixed", "monotone", "longest", "shortest", "median", "trial"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Metric:
    """One figure: ``function`` maps a sample to its value in the sample's unit, ``None`` where there is none.

    ``minimum``: picture shots it takes to mean something. ``sections``: whether it exists for a section as well.
    ``extremes``: which method bounds it over the doubtful cuts.
    """

    name: str
    title: str
    unit: Unit
    function: Callable[[Sample], Number | None]
    minimum: int = 0
    judged: bool = False
    sections: bool = True
    extremes: Extremes = "trial"
    without: str = ""

    @property
    def timed(self) -> bool:
        """Whether the value scales with the unit of time."""
        return self.unit in {"seconds", "seconds_per_shot"}


def _duration(sample: Sample) -> int:
    """Length of the programme or section, end of the last frame minus start of the first."""
    return sample.duration


def _cuts(sample: Sample) -> int:
    """Edit points e with start <= e < stop; the programme's first frame is none."""
    return len(sample.edits)


def _shots(sample: Sample) -> int:
    """Picture shots that begin there; black holds do not count."""
    return len(sample.lengths)


def _first_edit(sample: Sample) -> int | None:
    """Time from programme start to the first edit point."""
    return sample.edits[0] if sample.edits else None


def _cuts_by(seconds: int) -> Callable[[Sample], int]:
    def cuts_by(sample: Sample) -> int:
        """Edit points that far from programme start or nearer, a cut exactly there included."""
        return bisect_right(sample.edits, seconds * sample.second)

    return cuts_by


def _longest(sample: Sample) -> int | None:
    """Longest picture shot."""
    return max(sample.lengths, default=None)


def _shortest(sample: Sample) -> int | None:
    """Shortest picture shot."""
    return min(sample.lengths, default=None)


def _last(sample: Sample) -> int | None:
    """Length of the last picture shot: how long the episode holds before its end."""
    return sample.last


def _cuts_per_minute(sample: Sample) -> Fraction:
    """60 c / T: edit points c over the time T of the programme or section (cutting rate)."""
    return 60 * len(sample.edits) * sample.second / sample.duration


def _of_lengths(function: Callable[[Sequence[int]], Number | None]) -> Callable[[Sample], Number | None]:
    return lambda sample: function(sample.lengths)


def _quartile(share: Fraction) -> Callable[[Sample], Fraction]:
    return lambda sample: statistics.quantile(sample.lengths, share)


def _median_to_mean(sample: Sample) -> Fraction:
    """MSL / ASL: 1 for symmetrical lengths, lower the more a few long shots weigh (Cinemetrics)."""
    return statistics.median(sample.lengths) / statistics.mean(sample.lengths)


METRICS: tuple[Metric, ...] = (
    Metric(name="duration", title="Length", unit="seconds", function=_duration, judged=True, extremes="fixed"),
    Metric(name="cuts", title="Cuts", unit="count", function=_cuts, judged=True, extremes="monotone"),
    Metric(name="first_edit_point", title="First edit point", unit="seconds", function=_first_edit, judged=True,
           sections=False, extremes="monotone", without="no edit point in the programme"),
    Metric(name="cuts_by_3s", title="Cuts by 3 s", unit="count", function=_cuts_by(3), judged=True, sections=False,
           extremes="monotone"),
    Metric(name="cuts_by_5s", title="Cuts by 5 s", unit="count", function=_cuts_by(5), judged=True, sections=False,
           extremes="monotone"),
    Metric(name="cuts_by_10s", title="Cuts by 10 s", unit="count", function=_cuts_by(10), judged=True, sections=False,
           extremes="monotone"),
    Metric(name="longest_shot", title="Longest shot", unit="seconds", function=_longest, minimum=1, judged=True,
           extremes="longest"),
    Metric(name="shortest_shot", title="Shortest shot", unit="seconds", function=_shortest, minimum=1, judged=True,
           extremes="shortest"),
    Metric(name="median_shot_length", title="Median shot length", unit="seconds", judged=True, minimum=1,
           function=_of_lengths(statistics.median), extremes="median"),
    Metric(name="last_shot", title="Last shot before the end", unit="seconds", function=_last, judged=True,
           sections=False, extremes="monotone", without="no picture shot"),
    Metric(name="shots", title="Picture shots", unit="count", function=_shots),
    Metric(name="average_shot_length", title="Average shot length (ASL)", unit="seconds", minimum=1,
           function=_of_lengths(statistics.mean)),
    Metric(name="median_to_average", title="MSL / ASL", unit="ratio", function=_median_to_mean, minimum=5),
    Metric(name="lower_quartile", title="Lower quartile", unit="seconds", minimum=8,
           function=_quartile(Fraction(1, 4))),
    Metric(name="upper_quartile", title="Upper quartile", unit="seconds", minimum=8,
           function=_quartile(Fraction(3, 4))),
    Metric(name="standard_deviation", title="Standard deviation", unit="seconds", minimum=5,
           function=_of_lengths(statistics.deviation)),
    Metric(name="median_absolute_deviation", title="Median absolute deviation (MAD)", unit="seconds", minimum=5,
           function=_of_lengths(statistics.median_deviation)),
    Metric(name="coefficient_of_variation", title="Coefficient of variation (CV)", unit="ratio", minimum=5,
           function=_of_lengths(statistics.variation)),
    Metric(name="cuts_per_minute", title="Cuts per minute", unit="per_minute", function=_cuts_per_minute,
           extremes="monotone"),
    Metric(name="trend", title="Trend of shot length (Theil-Sen slope)", unit="seconds_per_shot", minimum=10,
           function=_of_lengths(statistics.trend)),
    Metric(name="npvi", title="Contrast between neighbours (nPVI)", unit="ratio", minimum=6,
           function=_of_lengths(statistics.npvi)),
    Metric(name="autocorrelation", title="Lag-1 autocorrelation", unit="ratio", minimum=20,
           function=_of_lengths(statistics.autocorrelation), without="all shots are of one length"),
    Metric(name="autocorrelation_band", title="Lag-1 autocorrelation says nothing within plus or minus", unit="ratio",
           minimum=20, function=_of_lengths(statistics.autocorrelation_band)),
    Metric(name="burstiness", title="Burstiness (Kim and Jo)", unit="ratio", minimum=10,
           function=_of_lengths(statistics.burstiness)),
    Metric(name="longest_run_of_long", title="Longest run of shots above the median", unit="count", minimum=10,
           function=lambda sample: statistics.longest_run(sample.lengths, above=True)),
    Metric(name="longest_run_of_short", title="Longest run of shots below the median", unit="count", minimum=10,
           function=lambda sample: statistics.longest_run(sample.lengths, above=False)),
)  # fmt: skip

BY_NAME = {metric.name: metric for metric in METRICS}


def value_of(metric: Metric, sample: Sample) -> Number | None:
    """Value of ``metric`` in seconds, counts or ratios; ``None`` below its minimum or where it does not exist."""
    if len(sample.lengths) < metric.minimum:
        return None
    value = metric.function(sample)
    if value is None or not metric.timed:
        return value
    return value / float(sample.second) if isinstance(value, float) else Fraction(value) / sample.second


def figure_names() -> tuple[FigureName, ...]:
    """Every figure that a profile may name."""
    return tuple(
        FigureName(name=m.name, title=m.title, unit=m.unit, judged=m.judged, sections=m.sections) for m in METRICS
    )
