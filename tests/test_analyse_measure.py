"""Measuring: exact figures of programme and sections, and curves that say how they were made."""

from __future__ import annotations

import itertools
import math
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.programmes import clocks, cut, programme, variable_clock
from timeline.analyse import assemble, measure
from timeline.analyse.metrics import BY_NAME, METRICS, Metric
from timeline.analyse.times import first_at_or_after, least_frames, most_frames
from timeline.model.clock import FrameClock, constant_clock
from timeline.model.edit import Event
from timeline.model.rhythm import Number, Section

EPISODE = programme(1500, [50, 125, 200, 260, 300, 700, 710])


def value(name: str) -> Number | None:
    return measure(EPISODE).figure(name).value


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("duration", 60),
        ("cuts", 7),
        ("first_edit_point", 2),
        ("cuts_by_3s", 1),
        ("cuts_by_5s", 2),  # a cut exactly at 5 s is a cut by 5 s
        ("cuts_by_10s", 3),
        ("longest_shot", Fraction(790, 25)),
        ("shortest_shot", Fraction(10, 25)),
        ("median_shot_length", Fraction(135, 50)),
        ("last_shot", Fraction(790, 25)),
        ("shots", 8),
        ("average_shot_length", Fraction(15, 2)),
        ("cuts_per_minute", 7),
        ("lower_quartile", Fraction(475, 250)),
    ],
)
def test_figures_by_hand(name: str, expected: object) -> None:
    assert value(name) == expected


def test_figures_in_seconds_say_themselves_in_frames() -> None:
    rhythm = measure(EPISODE)
    assert rhythm.figure("longest_shot").frames == 790
    assert rhythm.figure("median_shot_length").frames == Fraction(135, 2)
    assert rhythm.figure("cuts").frames is None


def test_on_a_variable_clock_the_longest_shot_is_the_longest_in_time() -> None:
    timeline = assemble(variable_clock([10] * 30 + [100] * 10), [cut(30)])
    longest = measure(timeline).figure("longest_shot")
    assert longest.value == 1
    assert longest.frames == 30  # the most frames, which here are another shot's


def test_black_holds_are_no_shots() -> None:
    timeline = programme(300, [100, 200], black=[Event(kind="black", start=100, stop=200)])
    rhythm = measure(timeline)
    assert rhythm.figure("shots").value == 2
    assert rhythm.figure("average_shot_length").value == 4
    assert rhythm.figure("cuts").value == 2


def test_a_programme_of_black_has_no_shot_lengths_and_says_so() -> None:
    rhythm = measure(programme(100, [], black=[Event(kind="black", start=0, stop=100)]))
    longest = rhythm.figure("longest_shot")
    assert (longest.value, longest.reason) == (None, "takes one picture shot or more; there are 0")


@pytest.mark.parametrize("metric", [m for m in METRICS if m.minimum > 1], ids=lambda m: m.name)
def test_what_few_shots_cannot_support_is_not_reported(metric: Metric) -> None:
    n = metric.minimum
    few, enough = (programme(40 * n, [40 * k + k % 7 for k in range(1, m)]) for m in (n - 1, n))
    short = measure(few).figure(metric.name)
    assert short.value is None
    assert str(n) in short.reason or "picture shots" in short.reason
    assert measure(enough).figure(metric.name).value is not None


@given(clocks(), st.sets(st.integers(1, 59)), st.data())
def test_sections_that_partition_the_programme_add_up(clock: FrameClock, cuts: set[int], data: st.DataObject) -> None:
    timeline = assemble(clock, [cut(f) for f in cuts])
    edges = sorted({0, clock.frames, *data.draw(st.sets(st.integers(0, clock.frames), max_size=4))})
    sections = [Section(name=str(n), start=a, stop=b, anchor="") for n, (a, b) in enumerate(itertools.pairwise(edges))]
    rhythm = measure(timeline, sections=sections)
    for name in ("cuts", "duration"):
        parts = [rhythm.figure(name, s.name).value for s in sections]
        assert sum(part or 0 for part in parts) == rhythm.figure(name).value
    longest = [v for s in sections if (v := rhythm.figure("longest_shot", s.name).value) is not None]
    assert max(longest) == rhythm.figure("longest_shot").value


def test_a_shot_counts_in_the_section_where_it_begins_with_its_whole_length() -> None:
    section = Section(name="s", start=0, stop=60, anchor="")
    rhythm = measure(EPISODE, sections=[section])
    assert rhythm.figure("longest_shot", "s").frames == 75
    assert rhythm.figure("cuts", "s").value == 1


def test_every_metric_has_its_own_name_and_every_judged_one_is_exact() -> None:
    assert len(BY_NAME) == len(METRICS)
    rhythm = measure(programme(3000, [30 * k + k % 5 for k in range(1, 60)]))
    assert all(isinstance(f.value, (int, Fraction)) for f in rhythm.figures if f.judged)


def test_the_staircase_steps_once_a_cut() -> None:
    curve = next(c for c in measure(EPISODE).curves if c.name == "cumulative_cuts")
    assert curve.points == (
        (0, 0.0),
        (50, 1.0),
        (125, 2.0),
        (200, 3.0),
        (260, 4.0),
        (300, 5.0),
        (700, 6.0),
        (710, 7.0),
        (1500, 7.0),
    )


@given(st.sets(st.integers(1, 999), max_size=40))
def test_the_cutting_rate_integrates_to_about_the_number_of_cuts(cuts: set[int]) -> None:
    timeline = programme(1000, sorted(cuts))
    curve = next(c for c in measure(timeline).curves if c.name == "cutting_rate")
    inner = [f for f in cuts if 75 <= f < 925]  # the kernel of a cut nearer the ends is corrected, not preserved
    area = sum((b - a) / 25 / 60 * (p + q) / 2 for (a, p), (b, q) in zip(curve.points, curve.points[1:], strict=False))
    assert len(inner) * 0.98 <= area + 0.02
    assert "1.5 s" in curve.note


def test_the_cutting_rate_of_regular_cuts_is_level_to_both_ends() -> None:
    timeline = programme(1000, range(5, 1000, 10))
    curve = next(c for c in measure(timeline).curves if c.name == "cutting_rate")
    assert all(rate == pytest.approx(150, rel=0.04) for _, rate in curve.points)


def test_visual_activity_is_the_median_over_the_programme_without_nan() -> None:
    timeline = assemble(constant_clock(6, Fraction(25)), [], start=1, stop=6)
    rhythm = measure(timeline, activity=[9.0, math.nan, 0.1, 0.3, 0.2, 0.4])
    assert rhythm.figure("visual_activity").value == pytest.approx(0.25)
    assert measure(timeline).figure("visual_activity").reason == "no picture features"


@given(clocks(), st.fractions(0, 20, max_denominator=50), st.data())
def test_frames_for_seconds_go_through_the_clock(clock: FrameClock, seconds: Fraction, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, clock.frames - 1))
    most, least = most_frames(clock, start, seconds), least_frames(clock, start, seconds)
    if start + most < clock.frames:
        assert clock.span(start, start + most) <= seconds < clock.span(start, start + most + 1)
    if least > 0 and start + least <= clock.frames:
        assert clock.span(start, start + least - 1) < seconds <= clock.span(start, start + least)
    assert most <= least <= most + 1


def test_past_the_end_frames_last_as_long_as_the_last_one() -> None:
    clock = constant_clock(10, Fraction(25))
    assert (most_frames(clock, 5, Fraction(1)), least_frames(clock, 5, Fraction(1))) == (25, 25)
    assert most_frames(constant_clock(10, Fraction(24000, 1001)), 0, Fraction(1)) == 23
    assert least_frames(constant_clock(10, Fraction(24000, 1001)), 0, Fraction(1)) == 24


def test_first_frame_at_or_after_a_moment() -> None:
    clock = constant_clock(100, Fraction(24000, 1001))
    assert first_at_or_after(clock, Fraction(3)) == 72
    assert first_at_or_after(clock, Fraction(1001, 24000)) == 1
    assert first_at_or_after(clock, Fraction(99)) == 100
