"""Figures over clips: sums, intervals, edit points, quiet takes; all the same on every run."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from tests.suites import clip, cuts, judged
from timeline.suite.bootstrap import ROUNDS, interval, ratio, resampled
from timeline.suite.metrics import figures
from timeline.suite.results import EditPoints, KindCount
from timeline.suite.scoring import Mark


def test_totals_are_micro_averages_with_intervals_over_clips() -> None:
    clips = [judged(clip(f"c{n}", cuts(20, 40)), cuts(20) if n < 3 else cuts(20, 40, 60)) for n in range(9)]
    first = figures(clips).cuts[0]
    assert (first.true, first.hits, first.misses, first.false_alarms) == (18, 15, 3, 6)
    assert (first.precision, first.recall) == (pytest.approx(15 / 21, abs=1e-6), pytest.approx(15 / 18, abs=1e-6))
    assert first.f1 == pytest.approx(30 / 39, abs=1e-6)
    for value, bounds in (
        (first.precision, first.precision_interval),
        (first.recall, first.recall_interval),
        (first.f1, first.f1_interval),
    ):
        assert bounds is not None
        assert 0 < bounds.low <= value <= bounds.high <= 1
    assert figures(clips) == figures(list(clips))


def test_tolerances_are_apart() -> None:
    told = figures([judged(clip("a", cuts(20, 40)), cuts(21, 42))])
    assert [(each.tolerance, each.hits) for each in told.cuts] == [(0, 0), (1, 1), (2, 2)]
    assert told.cuts[0].f1_interval is None


def test_nothing_to_find_is_one_hundred_percent_or_nothing() -> None:
    told = figures([judged(clip("a"), ()), judged(clip("b"), ())])
    assert (told.cuts[0].f1, told.clean_clips, told.gradual.share, told.gradual.overlap) == (1.0, 2, None, None)
    assert told.cuts[0].f1_interval is not None
    assert (told.cuts[0].f1_interval.low, told.cuts[0].precision_interval) == (1.0, None)


def test_gradual_transitions_and_their_ends() -> None:
    truth = clip("a", [Mark(20, 30, "wipe"), Mark(50, 60, "whip", edit_point=54), Mark(70, 80, "zoom", edit_point=75)])
    said = [Mark(22, 30, "wipe"), Mark(50, 61, "zoom", edit_point=54)]
    told = figures([judged(truth, said)])
    assert (told.gradual.true, told.gradual.found, told.gradual.share) == (3, 2, pytest.approx(2 / 3, abs=1e-6))
    assert (told.gradual.start_error, told.gradual.stop_error) == (1.0, 0.5)
    assert told.gradual.overlap == pytest.approx((0.8 + 10 / 11) / 2, abs=1e-6)
    assert told.edit_points == EditPoints(stated=2, exact=1, error=0.0)
    assert KindCount(true="whip", predicted="zoom", count=1) in told.kinds
    assert KindCount(true="zoom", predicted="missed", count=1) in told.kinds


def test_false_alarms_an_hour_on_takes_without_a_transition() -> None:
    quiet = [judged(clip("a", frames=90_000, rate=Fraction(25)), cuts(5, 9)), judged(clip("b", frames=90_000), ())]
    told = figures([*quiet, judged(clip("c", cuts(20)), cuts(50))]).quiet
    assert (told.clips, told.hours, told.false_alarms, told.per_hour) == (2, 2.0, 2, 1.0)
    unknown = figures([*quiet, judged(clip("d", rate=None), ())]).quiet
    assert (unknown.clips, unknown.per_hour) == (3, None)


def test_clips_are_drawn_alike_on_every_run() -> None:
    drawn = resampled(7)
    assert drawn.shape == (ROUNDS, 7)
    assert (drawn.sum(axis=1) == 7).all()
    assert resampled(7) is drawn
    assert resampled(3)[0].tolist() == np.bincount(np.random.default_rng(20).integers(0, 3, 3), minlength=3).tolist()


def test_an_interval_leaves_out_what_means_nothing() -> None:
    hits, of = np.array([0, 1]), np.array([0, 1])
    told = interval(2, lambda counts: ratio(counts @ hits, counts @ of))
    assert told is not None
    assert (told.low, told.high) == (1.0, 1.0)
    assert interval(2, lambda counts: ratio(counts @ hits * 0, counts @ of * 0)) is None
