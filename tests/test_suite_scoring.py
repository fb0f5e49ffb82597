"""The scorer against a plain restatement of its rules, and its sums."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from timeline.suite.scoring import MISSED, NOTHING, Mark, Score, SpanError, judge, overlap

POINTS = st.builds(lambda at, kind: Mark(at, at, kind), st.integers(0, 40), st.sampled_from(["cut", "jump"]))
SPANS = st.builds(lambda at, n: Mark(at, at + n, "dissolve"), st.integers(0, 40), st.integers(1, 12))
EVENTS = st.lists(st.one_of(POINTS, POINTS, SPANS), max_size=9)


@dataclass
class Plain:
    """The counts that the rules lead to, found the slow way."""

    hits: int
    misses: list[int]
    false: list[tuple[int, int]]
    gradual_found: int
    jumps_found: int


def restated(predicted: list[Mark], truth: list[Mark], ignore: list[Mark], tolerance: int) -> Plain:
    left = sorted((p.start, p.stop) for p in predicted)
    kinds = {t.start: t.kind for t in truth if t.start == t.stop}
    open_points, taken = sorted(kinds), []
    used = [False] * len(left)
    while True:
        best = None
        for i, (a, b) in enumerate(left):
            for c in open_points:
                fits = a - tolerance <= c <= b + tolerance and b - a <= 2 * tolerance + 1
                if not used[i] and fits and (best is None or abs((a + b) / 2 - c) < best[0]):
                    best = (abs((a + b) / 2 - c), i, c)
        if best is None:
            break
        used[best[1]] = True
        open_points.remove(best[2])
        taken.append(best[2])
    gradual = {(t.start, t.stop) for t in truth if t.start != t.stop}
    excusing = [(a - 2, b + 2) for a, b in gradual] + [(i.start - 1, i.stop + 1) for i in ignore]
    false = []
    for i, (a, b) in enumerate(left):
        if not used[i] and not any(b >= first and a <= last for first, last in excusing):
            false.append((a, b))
    return Plain(
        hits=sum(kinds[c] == "cut" for c in taken),
        misses=[c for c in open_points if kinds[c] == "cut"],
        false=false,
        gradual_found=sum(any(b >= g[0] - 2 and a <= g[1] + 2 for a, b in left) for g in gradual),
        jumps_found=sum(kinds[c] == "jump" for c in taken),
    )


@settings(deadline=None)
@given(EVENTS, EVENTS, st.lists(SPANS, max_size=2), st.integers(0, 3))
def test_agrees_with_the_rules_restated(
    predicted: list[Mark], truth: list[Mark], ignore: list[Mark], tolerance: int
) -> None:
    verdict = judge(predicted, truth, ignore, tolerance=tolerance)
    plain = restated(predicted, truth, ignore, tolerance)
    score = verdict.score
    assert (score.hits, score.gradual_found, score.jumps_found) == (plain.hits, plain.gradual_found, plain.jumps_found)
    assert sorted(mark.start for mark in verdict.missed) == sorted(plain.misses)
    assert [(mark.start, mark.stop) for mark in verdict.false_alarms] == plain.false
    assert score.false_alarms == len(plain.false)
    assert score.misses == len(plain.misses)


@settings(deadline=None)
@given(st.lists(st.one_of(POINTS, SPANS), max_size=9, unique_by=lambda mark: (mark.start, mark.stop)))
def test_the_truth_itself_is_flawless(truth: list[Mark]) -> None:
    score = judge(truth, truth).score
    assert (score.misses, score.false_alarms, score.clean_clips) == (0, 0, 1)
    assert score.jumps_found == score.jumps
    assert all(span == SpanError(1.0, 0, 0) for span in score.spans)


@settings(deadline=None)
@given(EVENTS, EVENTS)
def test_every_event_has_its_kinds(predicted: list[Mark], truth: list[Mark]) -> None:
    verdict = judge(predicted, truth)
    kinds = verdict.score.kinds
    assert sum(true == NOTHING for true, _ in kinds) == verdict.score.false_alarms
    missed = len(verdict.missed) + len(verdict.missed_gradual) + len(verdict.missed_jumps)
    assert sum(told == MISSED for _, told in kinds) == missed


@pytest.mark.parametrize(
    ("predicted", "tolerance", "expected"),
    [
        (Mark(10, 10), 0, (1, 0)),
        (Mark(11, 11), 0, (0, 1)),
        (Mark(11, 11), 1, (1, 0)),
        (Mark(10, 11), 0, (1, 0)),  # one frame of span is allowed at tolerance 0
        (Mark(9, 11), 0, (0, 1)),
        (Mark(9, 12), 1, (1, 0)),
        (Mark(8, 12), 1, (0, 1)),
    ],
)
def test_where_a_cut_at_frame_10_is_hit(predicted: Mark, tolerance: int, expected: tuple[int, int]) -> None:
    score = judge([predicted], [Mark(10, 10)], tolerance=tolerance).score
    assert (score.hits, score.false_alarms) == expected


def test_the_nearest_prediction_takes_the_cut() -> None:
    verdict = judge([Mark(9, 9), Mark(10, 10), Mark(12, 12)], [Mark(10, 10), Mark(11, 11)], tolerance=2)
    assert verdict.score.hits == 2
    assert [mark.start for mark in verdict.false_alarms] == [9]


def test_margins_of_gradual_and_ignored_spans() -> None:
    truth, ignore = [Mark(20, 30, "dissolve")], [Mark(50, 52)]
    outcomes = {at: judge([Mark(at, at)], truth, ignore).score for at in (17, 18, 32, 33, 48, 49, 53, 54)}
    assert {at for at, score in outcomes.items() if score.gradual_found} == {18, 32}
    assert {at for at, score in outcomes.items() if score.false_alarms} == {17, 33, 48, 54}


def test_span_errors_come_from_the_best_covering_prediction() -> None:
    score = judge([Mark(18, 18), Mark(21, 32, "wipe")], [Mark(20, 30, "dissolve")]).score
    assert score.spans == (SpanError(9 / 12, 1, 2),)
    assert score.kinds == (("dissolve", "wipe"),)


def test_overlap_of_empty_and_apart_spans_is_none() -> None:
    assert overlap(Mark(3, 3), Mark(3, 3)) == 0.0
    assert overlap(Mark(3, 5), Mark(7, 9)) == 0.0


def test_scores_add_up_to_micro_averages() -> None:
    one = judge([Mark(5, 5)], [Mark(5, 5)], frames=100).score
    two = judge([Mark(1, 1), Mark(2, 2)], [Mark(1, 1), Mark(8, 8), Mark(9, 9)], frames=50).score
    both = one + two
    assert (both.clips, both.clean_clips, both.frames) == (2, 1, 150)
    assert (both.cuts, both.hits, both.misses, both.false_alarms) == (4, 2, 2, 1)
    assert (both.precision, both.recall) == (2 / 3, 2 / 4)
    assert both.f1 == pytest.approx(4 / 7)
    assert sum((one, two), Score()) == both


def test_f1_where_there_is_nothing_to_find() -> None:
    assert judge([], []).score.f1 == 1.0
    assert judge([Mark(4, 4)], []).score.f1 == 0.0
    assert judge([], [Mark(4, 4)]).score.f1 == 0.0
