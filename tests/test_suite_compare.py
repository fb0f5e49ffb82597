"""Two results held against each other: which frames changed, what counts as a fall, and suites that differ."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from tests import golden_files
from tests.suites import clip, cuts, results
from timeline.errors import UsageError
from timeline.suite import compare as comparing
from timeline.suite.clips import Clip
from timeline.suite.comparison import Change, Comparison, compare
from timeline.suite.report import Report
from timeline.suite.report_json import render
from timeline.suite.results import Results
from timeline.suite.scoring import Mark

DISSOLVE = Mark(60, 70, "dissolve")


def clips() -> list[Clip]:
    return [clip("a", [*cuts(10, 30), DISSOLVE]), clip("b", [*cuts(20, 40), Mark(50, 50, "jump")])]


def said(a: Sequence[Mark], b: Sequence[Mark] = (*cuts(20, 40), Mark(50, 50, "jump"))) -> Results:
    return results(clips(), ours={"a": a, "b": b})


OLD = (*cuts(10, 30), Mark(60, 70, "wipe"))


def changes(new: Results, old: Results | None = None, max_drop: float = 0.001) -> Comparison:
    return compare(old or said(OLD), new, max_drop=max_drop)


def test_nothing_changed() -> None:
    told = changes(said(OLD))
    assert not told.failed
    assert (told.clips, told.tolerance, told.differences, told.detectors[0].clips) == (2, 0, (), ())


def test_every_change_is_named_with_its_frames() -> None:
    new = said((*cuts(10), *cuts(31, confidence=0.7), Mark(62, 70, "wipe")), cuts(20, 40))
    told = changes(new).detectors[0]
    assert [change.clip for change in told.clips] == ["a", "b"]
    assert told.clips[0].worse == (
        Change(what="cut missed", start=30, stop=30, kind="cut"),
        Change(what="false alarm", start=31, stop=31, kind="cut", confidence=0.7),
        Change(what="ends off", start=60, stop=70, kind="dissolve", was=(0, 0), now=(2, 0)),
    )
    assert told.clips[1].worse == (Change(what="jump missed", start=50, stop=50, kind="jump"),)
    back = changes(said(OLD), new).detectors[0]
    assert [change.what for change in back.clips[0].better] == ["cut found", "false alarm gone", "ends off"]
    assert back.clips[1].better == (Change(what="jump found", start=50, stop=50, kind="jump"),)
    assert not any(change.worse for change in back.clips)


def test_a_gradual_transition_lost_and_won() -> None:
    lost = changes(said(cuts(10, 30))).detectors[0]
    assert lost.clips[0].worse == (Change(what="gradual missed", start=60, stop=70, kind="dissolve"),)
    assert [(gate.figure, gate.old, gate.new, gate.failed) for gate in lost.gates] == [
        ("F1@0", 1.0, 1.0, False),
        ("gradual found", 1.0, 0.0, True),
    ]
    assert not changes(said(OLD), said(cuts(10, 30))).failed


@pytest.mark.parametrize(("max_drop", "failed"), [(0.0, True), (0.14, True), (0.143, False), (0.5, False)])
def test_the_gate_is_a_fall_of_f1(max_drop: float, failed: bool) -> None:
    told = changes(said((*cuts(10), Mark(60, 70, "wipe"))), max_drop=max_drop)
    assert (told.detectors[0].gates[0].old, told.detectors[0].gates[0].new) == (1.0, 0.857143)
    assert told.failed is failed


def test_a_fall_of_just_what_is_allowed_passes() -> None:
    many = [clip("a", cuts(*range(1, 100)))]
    old = results(many, ours={"a": cuts(*range(1, 100))})
    new = results(many, ours={"a": cuts(*range(1, 98))})  # 2 * 97 / 196, a fall of 1 / 98
    assert changes(new, old, 0.01).failed
    assert not changes(new, old, 0.0103).failed
    halved = results([clip("a", cuts(*range(1, 9)))], ours={"a": cuts(1, 2, 3)})  # 6 / 11, which no float holds
    assert not changes(halved, halved, 0.0).failed


def test_clips_that_differ_are_left_out_and_named() -> None:
    other = [clip("a", cuts(10)), clip("b", [*cuts(20, 40), Mark(50, 50, "jump")]), clip("c")]
    told = changes(results(other, ours={"a": (), "b": (), "c": ()}))
    assert told.clips == 1
    assert told.differences == ("only the new result holds c", "the truth was changed for a")
    assert [change.clip for change in told.detectors[0].clips] == ["b"]
    new = said(OLD)
    moved = replace(new, clips=(replace(new.clips[0], sha256="0" * 64), new.clips[1]))
    assert changes(moved).differences == ("another video is scored as a",)


def test_results_with_nothing_in_common_are_refused() -> None:
    with pytest.raises(UsageError, match="share no clip of the same video and truth: only the old result holds a, b"):
        changes(results([clip("c")], ours={"c": ()}))
    with pytest.raises(UsageError, match="no detector is in both results: ours there, theirs here"):
        changes(results(clips(), theirs={"a": (), "b": ()}))
    new = said(OLD)
    with pytest.raises(UsageError, match="share no tolerance"):
        changes(replace(new, tolerances=(5,)))
    more = results(clips(), ours={"a": OLD, "b": ()}, theirs={"a": (), "b": ()})
    assert changes(replace(more, min_confidence=0.7)).differences == (
        "only the new result holds detector theirs",
        "predictions counted from 0.5 there and from 0.7 here",
    )


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    worse = said((*cuts(10), *cuts(31, confidence=0.7), Mark(62, 70, "wipe")), (*cuts(20, 40), Mark(50, 50, "jump")))
    for name, value in (("old", said(OLD)), ("new", worse)):
        (tmp_path / f"{name}.json").write_text(render(Report(results=value, clips=(), made_on={})))
    return tmp_path / "old.json", tmp_path / "new.json"


def test_the_command_is_a_gate_and_names_the_frames(
    files: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    old, new = files
    assert comparing.run(old, new, max_drop=0.001, out=tmp_path / "out") == 1
    printed = capsys.readouterr().out
    assert (
        "    a: cut missed 30, false alarm 31 (0.70), ends of dissolve 60-70 off by +2 and +0, were +0 and +0\n"
        in printed
    )
    assert "worse than allowed (0.001): ours: F1@0 1.0000 to 0.7500 (-0.2500)" in printed
    assert json.loads((tmp_path / "out" / "comparison.json").read_text())["failed"] is True
    golden_files.check("bench.comparison.md", (tmp_path / "out" / "comparison.md").read_text())
    root = ET.parse(tmp_path / "out" / "comparison.junit.xml").getroot()
    (failure,) = root.iter("failure")
    assert failure.text is not None
    assert failure.text.startswith("a: cut missed 30, false alarm 31 (0.70)")
    assert comparing.run(new, old, max_drop=0.0, out=None) == 0
    assert "a: cut found 30, false alarm gone 31 (0.70)" in capsys.readouterr().out
