"""Ranges over the doubtful cuts contain, and reach, what trying every subset of them gives."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.programmes import clocks, cut, programme
from timeline.analyse import assemble, doubt, doubtful_of, measure
from timeline.analyse.doubt import Doubt, Extent, doubt_of, subsets
from timeline.analyse.metrics import METRICS, Metric
from timeline.analyse.sample import layout_of
from timeline.model.clock import FrameClock, constant_clock
from timeline.model.edit import Event, Kind, Transition
from timeline.model.rhythm import Number, Section


@st.composite
def doubts(draw: st.DrawFn, most: int = 6) -> tuple[Doubt, Section | None]:
    clock: FrameClock = draw(clocks(40))
    assume(clock.frames > 3)
    frames = st.integers(1, clock.frames - 1)
    sure, maybe = draw(st.sets(frames, max_size=8)), draw(st.sets(frames, max_size=most))
    a, b = sorted(draw(st.tuples(frames, frames)))
    timeline = assemble(clock, [cut(f) for f in sure | maybe], black=[Event(kind="black", start=a, stop=b)])
    start = draw(st.integers(0, clock.frames - 1))
    section = Section(name="s", start=start, stop=draw(st.integers(start + 1, clock.frames)), anchor="")
    found = doubt_of(layout_of(timeline), [cut(f, 0.5) for f in maybe])
    return replace(found, frames=draw(st.booleans())), draw(st.sampled_from([None, section]))


def every_value(found: Doubt, metric: Metric, section: Section | None) -> list[Number]:
    values = (found.value(metric, points, section) for points in subsets(found.sure, found.maybe))
    return [value for value in values if value is not None]


@given(doubts(), st.sampled_from([m for m in METRICS if m.judged]))
def test_ranges_of_judged_figures_are_exactly_those_of_every_subset(
    case: tuple[Doubt, Section | None], metric: Metric
) -> None:
    found, section = case
    section = section if metric.sections else None
    values, extent = every_value(found, metric, section), found.extent(metric, section)
    assert extent.low == min(values, default=None)
    open_above = metric.name == "first_edit_point" and not found.sure and bool(found.maybe)
    assert extent.high == (None if open_above else max(values, default=None))


@given(doubts(), st.sampled_from([m for m in METRICS if not m.judged]))
def test_ranges_of_details_are_exactly_those_of_every_subset(
    case: tuple[Doubt, Section | None], metric: Metric
) -> None:
    found, section = case
    values, extent = every_value(found, metric, section), found.extent(metric, section)
    assert (extent.low, extent.high) == (min(values, default=None), max(values, default=None))


@given(doubts(most=8))
def test_bounds_of_the_median_hold_where_there_are_too_many_subsets_to_try(case: tuple[Doubt, Section | None]) -> None:
    found, section = case
    metric = next(m for m in METRICS if m.extremes == "median")
    values, extent = every_value(found, metric, section), found._median(section)
    if not values:
        assert extent == Extent()
        return
    assert extent.low is not None
    assert extent.high is not None
    assert extent.low <= min(values)
    assert max(values) <= extent.high
    odd = [v for points in subsets(found.sure, found.maybe) if (v := _odd_median(found, points, section)) is not None]
    assert not odd or extent.low <= min(odd)


def _odd_median(found: Doubt, points: list[int], section: Section | None) -> int | None:
    lengths = sorted(found.layout.sample(points, section).lengths)
    return lengths[len(lengths) // 2] if len(lengths) % 2 else None


def test_the_bounds_of_the_median_are_reached_by_odd_numbers_of_shots() -> None:
    timeline = programme(100, [10, 30])
    found = Doubt(layout=layout_of(timeline), sure=(10, 30), maybe=(50,))
    extent = found._median(None)
    assert extent.low is not None
    assert extent.high is not None
    assert (extent.low * 25, extent.high * 25) == (20, 20)


def test_many_doubtful_cuts_are_bounded_in_good_time_and_details_are_left_open() -> None:
    timeline = programme(6000, range(20, 6000, 20))
    doubtful = [cut(frame, 0.5) for frame in range(20, 6000, 40)]
    rhythm = measure(timeline, doubtful=doubtful)
    median = rhythm.figure("median_shot_length")
    assert (median.low, median.high) == (Fraction(4, 5), Fraction(8, 5))
    assert "bounds" in median.reason
    trend = next(m for m in METRICS if m.name == "trend")
    assert not doubt_of(layout_of(timeline), doubtful).extent(trend).known


def test_doubt_is_the_closed_middle_band_of_confidence() -> None:
    low, high = doubt.DOUBT
    found = doubtful_of([cut(1, low), cut(2, high), cut(3, high + 0.01)], [cut(4, low - 0.01), cut(5, 0.5)])
    assert [t.edit_point for t in found] == [1, 2, 5]


def test_without_doubt_low_and_high_are_the_value() -> None:
    for figure in measure(programme(500, [40, 90, 300])).figures:
        if figure.judged:
            assert figure.low == figure.high == figure.value


def test_a_near_miss_widens_the_range_on_the_side_where_it_is_not() -> None:
    rhythm = measure(programme(500, [100, 200]), doubtful=[cut(300, 0.3), cut(200, 0.7)])
    cuts, longest = rhythm.figure("cuts"), rhythm.figure("longest_shot")
    assert (cuts.low, cuts.value, cuts.high) == (1, 2, 3)
    assert (longest.low, longest.value, longest.high) == (8, 12, 16)


@pytest.mark.parametrize("frame", [0, 500, 700])
def test_doubt_outside_the_programme_does_not_count(frame: int) -> None:
    assert doubt_of(layout_of(programme(500, [100])), [cut(frame, 0.5)]).maybe == ()


def test_a_near_miss_on_a_sure_edit_point_casts_no_doubt_on_it() -> None:
    sure = Transition(kind=Kind.FADE_IN, start=40, stop=50, edit_point=50, confidence=0.97)
    missed = Transition(kind=Kind.CUT, start=50, stop=50, edit_point=50, confidence=0.25)
    timeline = assemble(constant_clock(100, Fraction(25)), (sure,))
    figure = measure(timeline, doubtful=doubtful_of(timeline.transitions, (missed,))).figure("cuts")
    assert (figure.value, figure.low, figure.high) == (1, 1, 1)
