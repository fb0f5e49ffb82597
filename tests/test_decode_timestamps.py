"""Clocks out of stamps that are missing, repeated or run backwards."""

from __future__ import annotations

import itertools
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from timeline.decode.timestamps import BestEffort, build_clock, mend, nominal_step, whole_frame_ticks
from timeline.model.clock import FrameClock


@given(st.lists(st.none() | st.integers(-1000, 1000), min_size=1, max_size=60), st.integers(1, 50))
def test_mended_stamps_rise_strictly(stamps: list[int | None], step: int) -> None:
    mended = mend(stamps, step)
    assert len(mended) == len(stamps)
    assert all(a < b for a, b in itertools.pairwise(mended))


@given(st.sets(st.integers(-(10**12), 10**12), min_size=1, max_size=60))
def test_stamps_that_rise_are_left_alone(stamps: set[int]) -> None:
    assert mend(sorted(stamps), 7) == sorted(stamps)


@pytest.mark.parametrize(
    ("stamps", "mended"),
    [
        ([0, 10, None, 30], [0, 10, 20, 30]),
        ([0, 10, 20, None], [0, 10, 20, 30]),
        ([None, None, 20, 30], [0, 10, 20, 30]),
        ([None, None, None], [0, 10, 20]),
        ([0, 10, 1000, 30, 40], [0, 10, 20, 30, 40]),
        ([0, 10, 10, 30], [0, 10, 20, 30]),
        ([0, 40, 40, 42, 60], [0, 40, 41, 42, 60]),
        ([50, 0, 10, 20], [-10, 0, 10, 20]),
        ([0, 10, 20, 0, 10, 20], [0, 10, 20, 30, 40, 50]),
    ],
)
def test_mending_by_the_rule(stamps: list[int | None], mended: list[int]) -> None:
    assert mend(stamps, 10) == mended


def test_best_effort_prefers_pts_until_they_run_backwards() -> None:
    guess = BestEffort()
    assert [guess.stamp(pts, dts) for pts, dts in [(0, -2), (1, -1), (2, 0)]] == [0, 1, 2]
    guess = BestEffort()
    assert [guess.stamp(pts, dts) for pts, dts in [(5, 0), (4, 1), (3, 2)]] == [5, 1, 2]
    guess = BestEffort()
    assert [guess.stamp(pts, dts) for pts, dts in [(None, 0), (None, 1), (7, None), (None, None)]] == [0, 1, 7, None]


def test_nominal_step() -> None:
    tick = Fraction(1, 1000)
    assert nominal_step([0, 40, 80, 1000], Fraction(30), tick) == 40
    assert nominal_step([None, None], Fraction(30000, 1001), tick) == 33
    assert nominal_step([None], None, tick) == 40
    assert nominal_step([5], Fraction(1_000_000), tick) == 1


@pytest.mark.parametrize("rate", [Fraction(24000, 1001), Fraction(25), Fraction(30000, 1001), Fraction(60000, 1001)])
@pytest.mark.parametrize("tick", [Fraction(1, 1000), Fraction(1, 90000)])
def test_the_rate_behind_rounded_ticks_is_found(rate: Fraction, tick: Fraction) -> None:
    pts = [round(frame / rate / tick) for frame in range(300)]
    clock = build_clock(pts, pts[1] - pts[0], tick, (None, None))
    assert clock.rate == rate


def test_a_stated_rate_that_disagrees_with_a_steady_clock_is_not_believed() -> None:
    clock = build_clock(range(0, 1000, 40), 40, Fraction(1, 1000), (Fraction(60000), Fraction(50), None))
    assert clock.rate == 25


def test_a_variable_clock_takes_the_stated_rate_that_fits_its_middle_step() -> None:
    pts = [0, 40, 80, 120, 240, 280, 320]
    clock = build_clock(pts, 40, Fraction(1, 1000), (Fraction(21), Fraction(25)))
    assert (clock.rate, clock.regularity) == (25, "variable")


def test_a_clock_counts_in_frames_only_where_it_is_steady() -> None:
    steady = FrameClock(time_base=Fraction(1, 60000), first_pts=4800, runs=((5, 2400),), rate=Fraction(25))
    counted = whole_frame_ticks(steady)
    assert (counted.time_base, counted.first_pts, counted.runs) == (Fraction(1, 25), 2, ((5, 1),))
    assert counted.duration == steady.duration
    uneven = FrameClock(time_base=Fraction(1, 60000), first_pts=0, runs=((5, 2400), (1, 1200)), rate=Fraction(25))
    assert whole_frame_ticks(uneven) == uneven
