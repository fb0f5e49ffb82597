"""Scores in others' styles: against plain references written from their rules, and figures their scripts gave."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks import evaluators
from benchmarks.__main__ import main
from tests.videos import cut_video
from timeline.suite.published import pyscenedetect, transnetv2
from timeline.suite.published.pairs import Tally, pairs
from timeline.suite.scoring import Mark
from timeline.suite.truth import Truth, write_truth

FRAMES = 90

Counts = tuple[int, int, int]


def spread(draws: list[tuple[int, int]]) -> list[Mark]:
    """Marks of an edit, in order: cuts, and spans that may touch."""
    marks: list[Mark] = []
    for start, length in sorted(draws):
        stop = min(FRAMES - 1, start + length)
        if not marks or start > marks[-1].stop or start == marks[-1].stop > marks[-1].start:
            marks.append(Mark(start, stop, "cut" if start == stop else "dissolve"))
    return marks


DRAWS = st.lists(st.tuples(st.integers(1, FRAMES - 1), st.sampled_from([0, 0, 0, 1, 2, 7, 20])), max_size=14)
EDITS = DRAWS.map(spread)


def told(tally: Tally) -> Counts:
    return tally.matched, tally.reported - tally.matched, tally.true - tally.matched


def by_hand_pyscenedetect(predicted: list[Mark], true: list[Mark], tolerance: int) -> tuple[Counts, Counts]:
    """(cuts, fades): a frame inside a fade is spent on the first such fade; the rest is matched nearest first."""
    fades = [(mark.start - 1, mark.stop) for mark in true if mark.start < mark.stop]
    cuts = [mark.start for mark in true if mark.start == mark.stop]
    found, false, left = set(), 0, []
    for frame in sorted((mark.start + mark.stop) // 2 for mark in predicted):
        inside = next((fade for fade in fades if fade[0] <= frame <= fade[1]), None)
        if inside is None:
            left.append(frame)
        elif inside in found:
            false += 1
        else:
            found.add(inside)
    free_frames, free_cuts, matched = list(left), list(cuts), 0
    for distance in range(tolerance + 1):
        for frame in list(free_frames):
            near = [cut for cut in free_cuts if abs(cut - frame) == distance]
            if near:
                free_cuts.remove(min(near))
                free_frames.remove(frame)
                matched += 1
    return (matched, len(left) - matched, len(cuts) - matched), (len(found), false, len(fades) - len(found))


def by_hand_transnetv2(predicted: list[Mark], true: list[Mark]) -> Counts:
    """Boundaries between listed scenes meet when they are at most the tolerance apart; each is used once, in order."""
    lists = []
    for marks in (true, predicted):
        scenes = evaluators.scenes(marks, FRAMES)
        lists.append([(last, first) for (_, last), (first, _) in pairwise(scenes)])
    (truth, found), matched = lists, 0
    unused = list(found)
    for last, first in truth:
        # The tolerance of 2 frames lets the gap between two boundaries be one frame.
        meeting = [each for each in unused if each[0] - first <= 1 and last - each[1] <= 1]
        if meeting:
            matched += 1
            unused = [each for each in unused if each > meeting[0]]
    return matched, len(found) - matched, len(truth) - matched


@given(EDITS, EDITS, st.integers(0, 3))
def test_pyscenedetect_style_is_its_rules(predicted: list[Mark], true: list[Mark], tolerance: int) -> None:
    cuts, fades = by_hand_pyscenedetect(predicted, true, tolerance)
    assert told(pyscenedetect.tally_cuts(predicted, true, tolerance)) == cuts
    assert told(pyscenedetect.tally_fades(predicted, true)) == fades


@given(EDITS, EDITS)
def test_transnetv2_style_is_its_rules(predicted: list[Mark], true: list[Mark]) -> None:
    ours = transnetv2.tally(*(transnetv2.boundaries(pairs(marks), FRAMES) for marks in (true, predicted)))
    assert told(ours) == by_hand_transnetv2(predicted, true)


@given(DRAWS)
def test_boundaries_are_the_gaps_between_runs_of_untouched_frames(draws: list[tuple[int, int]]) -> None:
    marks = [Mark(start, min(FRAMES, start + length), "other") for start, length in draws]  # overlapping, in no order
    scenes = evaluators.scenes(marks, FRAMES)
    gaps = [(last, first) for (_, last), (first, _) in pairwise(scenes)]
    assert transnetv2.boundaries(pairs(marks), FRAMES) == gaps


# (true, predicted, what the scripts say: cuts at 0 and at 1 frame, fades, TransNetV2's boundaries; each as matched,
# false, missed). Recorded with PySceneDetect's benchmark/evaluator.py of commit
# 131c5f60c9d40dd8fd281941d9b10a6a44fed4cc and TransNetV2's training/metrics_utils.py of commit
# 85cef72af9a916bdfd7cc94a670c9cdfbf12d1ed, each loaded by ``benchmarks.evaluators.load_script``.
Recorded = tuple[list[tuple[int, int]], list[tuple[int, int]], list[Counts]]
RECORDED: list[Recorded] = [
    (
        [(2, 2), (4, 11), (16, 16), (23, 23), (26, 46), (51, 51), (58, 65), (72, 79)],
        [(2, 11), (16, 16), (51, 51), (57, 66), (72, 72), (72, 81), (88, 88)],
        [(2, 1, 2), (2, 1, 2), (3, 1, 1), (5, 1, 3)],
    ),
    (
        [(3, 3), (13, 13), (43, 45), (64, 65), (73, 73), (81, 81), (85, 89)],
        [(4, 4), (13, 13), (25, 25), (44, 44), (45, 45), (73, 73), (81, 81), (84, 87)],
        [(3, 2, 1), (4, 1, 0), (2, 1, 1), (6, 2, 1)],
    ),
    (
        [(8, 8), (9, 10), (21, 21), (25, 25), (30, 37), (39, 41), (53, 55), (69, 89)],
        [(10, 10), (11, 11), (24, 24), (31, 39), (41, 41), (43, 43), (52, 55), (70, 87)],
        [(0, 3, 3), (1, 2, 2), (5, 0, 0), (7, 1, 1)],
    ),
    (
        [(4, 5), (7, 7), (9, 29), (30, 32), (51, 53), (68, 68), (74, 81)],
        [(3, 3), (5, 5), (8, 8), (10, 31), (28, 34), (43, 43), (50, 51), (70, 70), (72, 82)],
        [(0, 2, 2), (0, 2, 2), (5, 2, 0), (7, 1, 0)],
    ),
    (
        [(8, 8), (40, 41), (43, 43), (55, 75), (77, 78), (79, 89)],
        [(9, 9), (41, 43), (43, 43), (47, 47), (53, 74), (60, 60), (78, 78)],
        [(1, 3, 1), (2, 2, 0), (2, 1, 2), (4, 1, 2)],
    ),
    (
        [(2, 2), (5, 25), (25, 25), (40, 42), (44, 51), (55, 55), (66, 66), (68, 69), (87, 87)],
        [(3, 24), (4, 4), (26, 26), (45, 53), (54, 54), (66, 71), (79, 79), (80, 80), (87, 87)],
        [(1, 4, 4), (3, 2, 2), (3, 1, 1), (6, 2, 2)],
    ),
    (
        [(30, 37), (44, 46), (58, 58), (82, 84)],
        [(19, 19), (24, 24), (28, 39), (42, 46), (60, 60)],
        [(0, 3, 1), (0, 3, 1), (2, 0, 1), (3, 2, 1)],
    ),
    (
        [(5, 5), (20, 20), (26, 33), (48, 68), (71, 73), (73, 74), (78, 79)],
        [(7, 7), (19, 19), (28, 35), (40, 40), (46, 66), (57, 57), (71, 76), (78, 81)],
        [(0, 3, 2), (1, 2, 1), (4, 1, 1), (6, 1, 0)],
    ),
]


@pytest.mark.parametrize(("true", "predicted", "scores"), RECORDED)
def test_what_the_scripts_themselves_said(
    true: list[tuple[int, int]], predicted: list[tuple[int, int]], scores: list[Counts]
) -> None:
    both = [[Mark(start, stop) for start, stop in marks] for marks in (predicted, true)]
    ours = [pyscenedetect.tally_cuts(*both, tolerance) for tolerance in pyscenedetect.TOLERANCES]
    ours += [pyscenedetect.tally_fades(*both)]
    ours += [transnetv2.tally(*(transnetv2.boundaries(pairs(marks), FRAMES) for marks in reversed(both)))]
    assert [told(each) for each in ours] == scores


# Scripts with the interfaces of the real ones, written for this test.
PYSCENEDETECT = """
from dataclasses import dataclass

@dataclass
class EventInterval:
    start: int
    end: int

@dataclass
class GroundTruth:
    hard_cuts: list
    fades: list

@dataclass
class Metrics:
    matched: int
    false_positives: int
    missed: int

@dataclass
class Video:
    hard_cuts: Metrics
    fades: Metrics

def score_video(predicted, truth, tolerance, elapsed):
    hits = len(set(predicted) & set(truth.hard_cuts))
    cuts = Metrics(hits, len(predicted) - hits + ODD, len(truth.hard_cuts) - hits)
    return Video(cuts, Metrics(0, 0, len(truth.fades)))
"""
TRANSNETV2 = """
import numpy as np
import tensorflow as tf
import matplotlib.pyplot as plt
plt.switch_backend("agg")

def evaluate_scenes(gt_scenes, pred_scenes):
    truth, found = ({tuple(b) for b in zip(s[:-1, 1], s[1:, 0])} for s in (gt_scenes, pred_scenes))
    return 0, 0, 0, (len(truth & found), len(found - truth), len(truth - found))
"""


@pytest.mark.parametrize("odd", [0, 1])
def test_the_command_sets_both_side_by_side(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, odd: int
) -> None:
    monkeypatch.setattr(evaluators, "JITTERED", 0)
    (tmp_path / "clips").mkdir()
    cut_video(tmp_path / "clips" / "a.mp4", frames=60, cuts=(30,))
    write_truth(tmp_path / "truth" / "a.json", Truth(clip="a.mp4", transitions=(Mark(30, 30),), frames=60))
    (tmp_path / "evaluator.py").write_text(PYSCENEDETECT.replace("ODD", str(odd)))
    (tmp_path / "metrics_utils.py").write_text(TRANSNETV2)
    arguments = ["evaluators", str(tmp_path / "clips"), "--detector", "content", "--jobs", "1"]
    arguments += ["--cache", str(tmp_path / "cache")]
    arguments += ["--pyscenedetect", str(tmp_path / "evaluator.py"), "--transnetv2", str(tmp_path / "metrics_utils.py")]
    code = main(arguments)
    out, err = capsys.readouterr()
    assert "| PySceneDetect, cuts at 0: content | 1 / " in out
    assert "| TransNetV2: content | 1 / 0 / 0, F1 100.00 | 1 / 0 / 0, F1 100.00 |" in out
    assert ("PySceneDetect, cuts at 0, content, a: theirs (1, 1, 0), ours (1, 0, 0)" in err) == bool(odd)
    assert code == odd
    assert f"4 comparisons on 1 clips, {2 * odd} differ" in out


def test_a_script_that_cannot_be_run_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "bad.py").write_text("import nowhere_at_all\n")
    assert main(["evaluators", str(tmp_path), "--pyscenedetect", str(tmp_path / "bad.py")]) == 2
    assert "does not run: No module named 'nowhere_at_all'" in capsys.readouterr().err
    assert main(["evaluators", str(tmp_path), "--pyscenedetect", str(tmp_path / "gone.py")]) == 2
    assert main(["evaluators", str(tmp_path)]) == 2


def test_jittered_truth_is_a_list_of_near_misses() -> None:
    rng = np.random.default_rng(1)
    marks = tuple(Mark(int(start), int(start)) for start in sorted(rng.choice(np.arange(5, 900), 40, replace=False)))
    clip = evaluators.Clip(truth=Truth(clip="a.mp4", transitions=marks), source=Path("a.json"), digest="0" * 64)
    found = evaluators.jittered(clip, 1000, seed=1)
    assert found == evaluators.jittered(clip, 1000, seed=1) != evaluators.jittered(clip, 1000, seed=2)
    exact = {mark.start for mark in found} & {mark.start for mark in marks}
    assert 0 < len(exact) < 25
    assert all(0 < mark.start <= mark.stop < 1000 for mark in found)
