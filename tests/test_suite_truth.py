"""Truth files: what is written reads back equal, and every wrong entry is named with file, place and reason."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.suites import lay_truth
from timeline.suite.scoring import Mark
from timeline.suite.truth import Ignored, Truth, TruthError, parse_truth, read_truth, truth_document, write_truth

CUT = {"start": 5, "stop": 5, "kind": "cut"}


def test_all_that_a_truth_may_say(tmp_path: Path) -> None:
    path = lay_truth(
        tmp_path,
        "a",
        rate="30000/1001",
        sha256="AB" * 32,
        genre="film",
        series="s",
        notes="kept",
        transitions=[CUT, {"start": 9, "stop": 14, "kind": "whip", "edit_point": 11}],
        ignore=[{"start": 40, "stop": 44, "why": "blur"}],
    )
    assert read_truth(path) == Truth(
        clip="a.mp4",
        transitions=(Mark(5, 5, "cut"), Mark(9, 14, "whip", edit_point=11)),
        ignore=(Ignored(40, 44, "blur"),),
        frames=100,
        rate=Fraction(30000, 1001),
        sha256="ab" * 32,
        genre="film",
        series="s",
        more={"notes": "kept"},
    )


def test_a_kind_left_out_is_read_off_the_span(tmp_path: Path) -> None:
    entries = [{"start": 5, "stop": 5}, {"start": 7, "stop": 9}]
    truth = read_truth(lay_truth(tmp_path, "a", transitions=entries))
    assert [mark.kind for mark in truth.transitions] == ["cut", "other"]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"transitions": [{"start": 5}]}, r"a\.json: transitions\[0\]: 'start' and 'stop' are needed"),
        ({"transitions": ["cut"]}, r"transitions\[0\]: 'start' and 'stop' are needed"),
        ({"transitions": [{"start": 5, "stop": 5.0}]}, r"transitions\[0\]: .* whole frame numbers, not 5 and 5\.0"),
        ({"transitions": [{"start": True, "stop": 5}]}, r"whole frame numbers, not True and 5"),
        ({"transitions": [{"start": 7, "stop": 5}]}, r"7 to 5 runs backwards"),
        ({"transitions": [{"start": 90, "stop": 101}]}, r"90 to 101 runs past the end: the clip has 100 frames"),
        ({"transitions": [CUT | {"start": 9, "stop": 9}, CUT]}, r"transitions\[1\]: begins at 5, before the one above"),
        ({"transitions": [CUT, CUT]}, r"transitions\[1\]: 5 to 5 is there twice"),
        (
            {"transitions": [{"start": 5, "stop": 9}, {"start": 8, "stop": 12}]},
            r"transitions\[1\]: 8 to 12 overlaps the one above it, 5 to 9",
        ),
        ({"transitions": [CUT | {"kind": "swirl"}]}, r"no kind 'swirl'; there are cut, jump, dissolve"),
        ({"transitions": [{"start": 5, "stop": 8, "kind": "jump"}]}, r"a jump has one frame, .* 5 to 8 is a span"),
        ({"transitions": [CUT | {"kind": "wipe"}]}, r"a wipe at 5 takes no frame"),
        ({"transitions": [CUT | {"start": 0, "stop": 0}]}, r"a cut at 0 parts nothing: .* before frame 0"),
        ({"transitions": [CUT | {"start": 100, "stop": 100}]}, r"a cut at 100 parts nothing: .* from frame 100 on"),
        ({"transitions": [CUT | {"edit_point": 6}]}, r"edit_point: a frame from 5 to 5 is needed, not 6"),
        ({"transitions": 3}, r"transitions: a list is needed, not int"),
        ({"ignore": [{"start": -1, "stop": 2}]}, r"ignore\[0\]: -1 to 2 begins before frame 0"),
        ({"ignore": [{"start": 1, "stop": 2, "why": 3}]}, r"ignore\[0\]: why: a text is needed, not 3"),
        ({"frames": "many"}, r"a\.json: frames: a number of frames from 1 is needed, not 'many'"),
        ({"rate": "25/0"}, r"a\.json: rate: .* not '25/0'"),
        ({"rate": 29.97}, r"a\.json: rate: .* not 29\.97"),
        ({"rate": "90000"}, r"a\.json: rate: .* not '90000'"),
        ({"sha256": "12"}, r"a\.json: sha256: 64 hexadecimal digits are needed, not '12'"),
        ({"clip": "../a.mp4"}, r"a\.json: clip: the file name of a video is needed, without a folder"),
        ({"genre": 5}, r"a\.json: genre: a text is needed, not 5"),
    ],
)
def test_a_wrong_truth_is_named_with_file_entry_and_reason(tmp_path: Path, changes: dict[str, Any], words: str) -> None:
    with pytest.raises(TruthError, match=words):
        read_truth(lay_truth(tmp_path, "a", **changes))


@pytest.mark.parametrize("content", ['{"transitions": [', "[" * 100_000, "[1]", "{}"])
def test_what_is_no_truth_file_is_named(tmp_path: Path, content: str) -> None:
    path = tmp_path / "a.json"
    path.write_text(content)
    with pytest.raises(TruthError, match=r"a\.json: (not readable as JSON|no truth file)"):
        read_truth(path)


@st.composite
def truths(draw: st.DrawFn) -> Truth:
    """Truth that is right, of any shape."""
    edges = sorted(draw(st.sets(st.integers(1, 400), max_size=8)))
    marks = []
    for start, stop in zip(edges[::2], edges[1::2], strict=False):
        if draw(st.booleans()):
            marks.append(Mark(start, start, draw(st.sampled_from(["cut", "jump"]))))
        else:
            point = draw(st.none() | st.integers(start, stop))
            marks.append(Mark(start, stop, draw(st.sampled_from(["wipe", "flash", "other"])), edit_point=point))
    return Truth(
        clip=draw(st.sampled_from(["a.mp4", "ü b.mkv"])),
        transitions=tuple(marks),
        ignore=tuple(
            Ignored(a, a + 2, draw(st.sampled_from(["", "dark"]))) for a in draw(st.lists(st.integers(0, 90)))
        ),
        frames=draw(st.none() | st.just(500)),
        rate=draw(st.none() | st.sampled_from([Fraction(25), Fraction(24000, 1001)])),
        sha256=draw(st.none() | st.just("0f" * 32)),
        genre=draw(st.sampled_from(["", "film"])),
        more=draw(st.sampled_from([{}, {"source": {"path": "x"}, "width": 3}])),
    )


@settings(deadline=None)
@given(truths())
def test_what_is_written_reads_back_equal(truth: Truth) -> None:
    document = json.loads(json.dumps(truth_document(truth)))
    again = parse_truth(document, "a.json")
    assert again == truth
    assert again.digest == truth.digest


def test_a_written_file_reads_back_equal(tmp_path: Path) -> None:
    truth = Truth(
        clip="a.mp4", transitions=(Mark(3, 3), Mark(4, 9, "wipe", edit_point=6)), ignore=(Ignored(1, 2, "x"),)
    )
    write_truth(tmp_path / "a.json", truth)
    assert read_truth(tmp_path / "a.json") == truth
    with pytest.raises(TruthError, match=r"b\.json: transitions\[1\]: begins at 3"):
        write_truth(tmp_path / "b.json", Truth(clip="b.mp4", transitions=(Mark(4, 4), Mark(3, 3))))
    assert not (tmp_path / "b.json").exists()


def test_the_digest_is_of_what_is_scored() -> None:
    one = Truth(clip="a.mp4", transitions=(Mark(3, 3),), frames=9)
    assert one.digest == Truth(clip="b.mp4", transitions=(Mark(3, 3),), frames=9, genre="film").digest
    assert one.digest != Truth(clip="a.mp4", transitions=(Mark(3, 3, "jump"),), frames=9).digest
    assert one.digest != Truth(clip="a.mp4", transitions=(Mark(3, 3),), frames=9, ignore=(Ignored(1, 2),)).digest
