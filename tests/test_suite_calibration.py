"""Calibration: what counts as right, bins of equal mass, and the error against a plain restatement."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.suites import clip, cuts, judged
from timeline.suite.calibration import (
    calibration_error,
    calibrations,
    gather,
    label_cuts,
    label_gradual,
    reliability,
)
from timeline.suite.scoring import Mark
from timeline.suite.truth import Ignored


def dissolve(start: int, stop: int, confidence: float) -> Mark:
    return Mark(start, stop, "dissolve", confidence)


def test_a_cut_is_right_on_its_frame_alone_and_unjudged_where_no_verdict_is_fair() -> None:
    truth = clip("a", [Mark(10, 10), Mark(20, 20, "jump"), Mark(40, 50, "wipe")], ignore=[Ignored(70, 72)])
    said = [Mark(at, at, "cut", 0.3) for at in (10, 11, 20, 38, 45, 53, 69, 80)]
    assert {mark.start: right for mark, right in label_cuts(judged(truth, said))} == {
        10: True, 11: False, 20: True, 53: False, 80: False
    }  # fmt: skip


def test_a_gradual_one_is_right_when_it_covers_best_or_is_as_short_as_a_cut() -> None:
    truth = clip("a", [Mark(10, 10), Mark(40, 50, "wipe")])
    said = [dissolve(10, 11, 0.9), dissolve(20, 30, 0.2), dissolve(38, 44, 0.6), dissolve(44, 50, 0.4)]
    labels = {mark.start: right for mark, right in label_gradual(judged(truth, said))}
    assert labels == {10: True, 20: False, 44: True}  # 44 covers six of the ten frames; 38, which touches, is unjudged


def test_candidates_below_the_floor_do_not_count() -> None:
    said = [Mark(10, 10, "cut", 0.019), Mark(20, 20, "cut", 0.02), Mark(30, 30, "cut", 0.9)]
    assert len(gather([judged(clip("a", cuts(30)), said)], "cut").clip) == 2


def test_no_calibration_of_those_who_are_always_sure() -> None:
    assert calibrations([judged(clip("a", cuts(30)), cuts(30, 50))]) == ()


def test_equal_mass_and_equal_error_by_hand() -> None:
    confidence = np.array([0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0, 1.0, 1.0])
    right = np.array([0, 0, 1, 0, 1, 1, 0, 1, 1, 1, 1, 1], bool)
    bins = reliability(confidence, right)
    assert [count for count, _, _ in bins] == [1, 1, 1, 1, 2, 1, 1, 1, 1, 2]
    by_hand = sum(n * abs(c - r) for n, c, r in bins) / 12
    assert calibration_error(confidence, right) == pytest.approx(by_hand)
    assert by_hand == pytest.approx((0.1 + 0.2 + 0.7 + 0.4 + 2 * abs(0.55 - 1) + 0.7 + 0.2 + 0.1) / 12)


@settings(deadline=None)
@given(st.lists(st.tuples(st.floats(0.02, 1), st.booleans()), min_size=1, max_size=60))
def test_error_is_the_weighted_gap_of_the_bins(candidates: list[tuple[float, bool]]) -> None:
    ordered = sorted(candidates, key=lambda each: each[0])
    confidence, right = np.array([c for c, _ in ordered]), np.array([r for _, r in ordered])
    bins = reliability(confidence, right)
    assert len(bins) == min(10, len(ordered))
    assert max(n for n, _, _ in bins) - min(n for n, _, _ in bins) <= 1
    error = calibration_error(confidence, right)
    assert error == pytest.approx(sum(n * abs(c - r) for n, c, r in bins) / len(ordered))
    assert 0 <= error <= 1


def test_ten_equal_candidates_right_as_often_as_they_say_are_calibrated() -> None:
    clips = [judged(clip(f"c{n}", cuts(30) if n % 2 else ()), [Mark(30, 30, "cut", 0.5)]) for n in range(200)]
    (calibration,) = calibrations(clips)
    assert (calibration.kind, calibration.candidates) == ("cut", 200)
    assert calibration.ece == 0
    assert calibration.interval is not None
    assert 0 < calibration.interval.low < calibration.interval.high < 0.2


def test_kinds_are_calibrated_apart() -> None:
    said = [*cuts(30, confidence=0.8), dissolve(50, 60, 0.4)]
    cut, gradual = calibrations([judged(clip("a", [Mark(30, 30), Mark(50, 60, "wipe")]), said)])
    assert (cut.kind, gradual.kind) == ("cut", "gradual")
    assert (cut.ece, gradual.ece) == (pytest.approx(0.2), pytest.approx(0.6))
    assert cut.interval is None  # of one clip nothing can be drawn anew
