"""Published scores on events counted by hand; PySceneDetect's and TransNetV2's have a test of their own beside it."""

from __future__ import annotations

import pytest

from timeline.suite.published import STYLES, clipshots, published, trecvid
from timeline.suite.published.pairs import Tally
from timeline.suite.scoring import Mark


def told(style: str, predicted: list[Mark], true: list[Mark], frames: int = 1000) -> dict[str, float | None]:
    return {each.name: each.value for each in STYLES[style]([(predicted, true, frames)])}


@pytest.mark.parametrize(("at", "found"), [(100, 1), (94, 1), (93, 0), (106, 1), (107, 0)])
def test_trecvid_widens_true_cuts_by_five_frames(at: int, found: int) -> None:
    figures = told("TRECVID", [Mark(at, at)], [Mark(100, 100)])
    assert (figures["cut recall"], figures["all recall"]) == (found, found)


@pytest.mark.parametrize(("frames", "kind"), [(5, "cut"), (6, "gradual")])
def test_trecvid_takes_short_transitions_for_cuts(frames: int, kind: str) -> None:
    figures = told("TRECVID", [Mark(100, 100)], [Mark(100, 100 + frames, "wipe")])
    assert figures[f"{kind} recall"] == (1 if kind == "cut" else 0)
    assert figures["gradual precision"] is None


def test_trecvid_matches_like_with_like_one_to_one_by_most_frames() -> None:
    true = [Mark(100, 120, "dissolve"), Mark(300, 320, "wipe")]
    predicted = [Mark(90, 102, "wipe"), Mark(105, 125, "wipe"), Mark(310, 310)]
    figures = told("TRECVID", predicted, true)
    assert (figures["gradual recall"], figures["gradual precision"]) == (0.5, 0.5)
    assert (figures["frame recall"], figures["frame precision"]) == (15 / 20, 15 / 20)
    assert (figures["cut recall"], figures["cut precision"]) == (None, 0.0)


def test_trecvid_breaks_ties_by_frame_precision_then_by_order() -> None:
    long, short, later = trecvid.Frames(80, 110), trecvid.Frames(95, 110), trecvid.Frames(110, 125)
    true = [trecvid.Frames(100, 120)]
    assert trecvid.tally(true, [long, short])[1] == [(true[0], short)]
    assert trecvid.tally(true, [short, later])[1] == [(true[0], short)]


def test_clipshots_counts_true_events_that_meet_a_prediction_of_their_class() -> None:
    true = [Mark(50, 50), Mark(60, 60), Mark(100, 120, "wipe"), Mark(200, 210, "wipe")]
    predicted = [Mark(51, 51), Mark(110, 110), Mark(119, 205, "wipe")]
    figures = told("ClipShots", predicted, true)
    assert (figures["cut precision"], figures["cut recall"]) == (0.5, 0.5)  # 50 meets (50, 51), closed intervals
    assert (figures["gradual precision"], figures["gradual recall"]) == (2.0, 1.0)  # as published: not one to one
    assert figures["all recall"] == 0.75
    assert clipshots.tally([(49, 50)], [(51, 52)]) == Tally(true=1, reported=1, matched=0)


def test_every_style_tells_the_truth_from_nothing() -> None:
    true = [Mark(50, 50), Mark(70, 70, "jump"), Mark(100, 120, "wipe"), Mark(200, 203, "flash")]
    flawless = published([(true, true, 1000), (true, true, 1000)])
    assert [each.style for each in flawless] == list(STYLES)
    for style in flawless:
        assert {figure.value for figure in style.figures} == {1.0}, style
    for style in published([([], [], 1000)]):
        assert {figure.value for figure in style.figures} == {None}
    for style in published([([], true, 1000)]):
        assert {figure.value for figure in style.figures if figure.name.endswith("recall")} <= {0.0, None}
