"""Strips show exactly the frames around each error, marked on the right ones; bench show says why."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import av
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from typer.testing import CliRunner

from cli import app
from tests.suites import clip, cuts, lay_suite, lay_truth, results
from tests.videos import cut_video
from timeline.decode import read_stills
from timeline.suite.pictures import AREA, pictures
from timeline.suite.results import ClipResult, Event
from timeline.suite.scoring import Mark
from timeline.suite.strips import MOST, Lane, frames_of, strips, troubles

BITS = 8


@pytest.fixture(scope="module")
def numbered(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Each of 150 frames carries its own number as a row of black and white blocks; B-frames, 128x64."""
    path = tmp_path_factory.mktemp("show") / "numbered.mp4"
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=25, options={"crf": "20", "bf": "3", "preset": "veryfast"})
        stream.width, stream.height, stream.pix_fmt = 16 * BITS, 64, "yuv420p"
        for number in range(150):
            bits = np.array([255 * (number >> bit & 1) for bit in range(BITS)], np.uint8)
            picture = np.repeat(np.tile(bits.repeat(16), (64, 1))[..., None], 3, axis=2)
            container.mux(stream.encode(av.VideoFrame.from_ndarray(picture, format="rgb24")))
        container.mux(stream.encode())
    return path


def number_in(picture: np.ndarray[tuple[int, ...], np.dtype[np.uint8]]) -> int:
    blocks = picture.mean((0, 2)).reshape(BITS, -1).mean(1)
    return sum(int(block > 128) << bit for bit, block in enumerate(blocks))


def test_a_still_is_the_frame_of_that_number(numbered: Path) -> None:
    wanted = [149, 0, 7, 8, 73, 100, 150, 900]
    read = dict(read_stills(numbered, wanted, area=16 * BITS * 64))
    assert list(read) == [0, 7, 8, 73, 100, 149]
    assert all(number_in(picture) == number for number, picture in read.items())


def test_pictures_are_small_and_stand_upright(tmp_path: Path) -> None:
    (tall,) = pictures(cut_video(tmp_path / "tall.mp4"), [20])
    assert (tall.width, tall.height) == (71, 126)
    assert tall.width * tall.height <= AREA
    assert tall.uri.startswith("data:image/jpeg;base64,/9j/")


def judged(
    truth: Sequence[Mark], said: Sequence[Mark], frames: int = 100
) -> tuple[ClipResult, tuple[tuple[str, str], ...]]:
    of = clip("a", truth, frames=frames)
    (result,) = results([of], ours={"a": said}).detectors[0].clips
    return result, tuple((each.sort, each.words) for each in troubles(of, result))


def test_every_error_is_told_with_what_lies_beside_it() -> None:
    truth = [*cuts(10, 30), Mark(50, 50, "jump"), Mark(60, 70, "dissolve"), Mark(80, 90, "fade_out")]
    said = [*cuts(12, confidence=0.75), *cuts(30, confidence=0.3), Mark(40, 44, "wipe", 0.6), Mark(79, 90, "dissolve")]
    _, told = judged(truth, said)
    assert told == (
        ("missed", "missed cut 10, 2 frames before the reported cut 12"),
        ("false alarm", "false cut 12, confidence 0.75, 2 frames after the true cut 10"),
        ("missed", "missed cut 30, weighed 0.30, 10 frames before the reported wipe 40 to 44"),
        ("false alarm", "false wipe 40 to 44, confidence 0.60, 6 frames before the true jump 50"),
        ("missed jump", "missed jump 50, 6 frames after the reported wipe 40 to 44"),
        ("missed", "missed dissolve 60 to 70, 9 frames before the reported dissolve 79 to 90"),
    )


def test_with_what_is_right_a_gradual_one_says_as_what_it_was_reported() -> None:
    of = clip("a", [*cuts(10), Mark(80, 90, "fade_out")])
    (result,) = results([of], ours={"a": [*cuts(10), Mark(79, 90, "dissolve")]}).detectors[0].clips
    assert troubles(of, result) == ()
    assert [each.words for each in troubles(of, result, found=True)] == [
        "found cut 10",
        "found fade out 80 to 90, reported as dissolve 79 to 90",
    ]


def test_marks_lie_on_the_first_frame_of_the_new_shot_and_along_the_frames_of_a_span() -> None:
    of = clip("a", [*cuts(20), Mark(60, 63, "wipe")])
    said = [*cuts(21), Mark(61, 64, "wipe")]
    (result,) = results([of], ours={"a": said}).detectors[0].clips
    (strip,) = strips(of, result, troubles(of, result))
    assert [cell.frame for cell in strip.cells] == list(range(16, 25))
    marked = {cell.frame: (cell.truth, cell.said) for cell in strip.cells}
    assert marked.pop(20) == (Lane(cut=True, wrong=True), Lane())
    assert marked.pop(21) == (Lane(), Lane(cut=True, wrong=True))
    assert set(marked.values()) == {(Lane(), Lane())}
    found = strips(of, result, troubles(of, result, found=True))[-1]
    lanes = {cell.frame: (cell.truth.span, cell.said.span, cell.said.wrong) for cell in found.cells}
    assert [lanes[f] for f in range(59, 65)] == [
        (False, False, False),
        (True, False, False),
        (True, True, False),
        (True, True, False),
        (False, True, False),
        (False, False, False),
    ]


def test_what_was_reported_but_excused_is_drawn_where_it_is_known() -> None:
    of = clip("a", [*cuts(20), Mark(22, 30, "wipe")])
    said = [*cuts(25), Mark(20, 30, "wipe")]
    (result,) = results([of], ours={"a": said}).detectors[0].clips
    told = troubles(of, result)
    assert [each.words for each in told] == ["missed cut 20, over the reported wipe 20 to 30"]
    kept, reported = (
        {cell.frame for cell in strips(of, result, told, given)[0].cells if cell.said.cut} for given in (None, said)
    )
    assert (kept, reported) == (set(), set())
    assert all(cell.said.span == (cell.frame >= 20) for cell in strips(of, result, told, said)[0].cells)


MARKS = st.lists(
    st.one_of(
        st.builds(lambda at: Mark(at, at), st.integers(1, 199)),
        st.builds(lambda at, n: Mark(at, min(200, at + n), "dissolve"), st.integers(1, 190), st.integers(1, 60)),
    ),
    max_size=12,
    unique_by=lambda mark: mark.start,
)


@settings(max_examples=60, deadline=None)
@given(MARKS, MARKS)
def test_every_error_is_in_one_strip_with_both_ends_frame_by_frame(truth: list[Mark], said: list[Mark]) -> None:
    of = clip("a", truth, frames=200)
    (result,) = results([of], ours={"a": said}).detectors[0].clips
    told = troubles(of, result)
    laid = strips(of, result, told)
    assert [each for strip in laid for each in strip.troubles] == list(told)
    for strip in laid:
        frames = [cell.frame for cell in strip.cells]
        assert frames == sorted(set(frames))
        assert frames[0] >= 0
        assert frames[-1] < 200
        assert len(frames) <= MOST
        assert [cell.gap for cell in strip.cells[1:]] == [b != a + 1 for a, b in pairwise(frames)]
        for each in strip.troubles:
            ends = {at + step for at in (each.event.start, each.event.stop) for step in (-2, -1, 0, 1)}
            assert ends & set(range(200)) <= set(frames)


def test_a_long_span_is_thinned_in_the_middle_alone() -> None:
    frames = frames_of(Event(start=100, stop=200, kind="dissolve"))
    assert frames == [*range(96, 102), 126, 150, 174, *range(198, 204)]
    assert frames_of(Event(start=100, stop=110, kind="wipe")) == list(range(96, 114))


def bench(*words: str | Path) -> tuple[int, str, str]:
    run = CliRunner().invoke(app, ["bench", "show", *map(str, words)])
    return run.exit_code, run.stdout, run.stderr


@pytest.fixture(scope="module")
def suite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Clip one is annotated with a cut at 70 that is not there; of clip two a cut that is there was forgotten."""
    folder = lay_suite(tmp_path_factory.mktemp("show") / "suite", one=[{"start": 70, "stop": 70, "kind": "cut"}])
    lay_truth(folder / "truth", "two", frames=90, transitions=[{"start": 20, "stop": 20, "kind": "cut"}])
    return folder


def test_a_false_alarm_is_told_with_the_figures_that_decided(suite: Path) -> None:
    code, out, _ = bench("two", "--errors", "--suite", suite)
    assert code == 0
    lines = out.splitlines()
    assert lines[0] == "two: 1 clip, 90 frames: 1 cut, 0 gradual transitions, 0 jumps"
    assert lines[1] == "temporal on two, at the exact frame: 1 false alarm"
    assert re.match("  false (cut|jump) 55", lines[2])
    assert re.match("      (cut|jump) 55, reported with ", lines[3])
    assert "change" in lines[3]
    assert len(lines) == 4


def test_a_miss_and_a_peer_that_says_no_more(suite: Path, tmp_path: Path) -> None:
    video = suite / "clips" / "one.mp4"
    for words in (["--suite", suite], ["--truth", suite / "truth" / "one.json"], []):
        code, out, _ = bench(video, "--errors", *words, "--detector", "content-min1", "--cache", tmp_path)
        assert (code, out.splitlines()[1:3]) == (
            0,
            ["content-min1 on one, at the exact frame: 1 cut missed", "  missed cut 70"],
        )
    assert len(list(tmp_path.rglob("*.json"))) == 1


def test_without_errors_everything_is_shown_and_a_file_of_predictions_will_do(suite: Path, tmp_path: Path) -> None:
    (tmp_path / "said.json").write_text('{"one": [[20, 20], [55, 55, "cut", 0.9]]}')
    code, out, _ = bench("one", "--suite", suite, "--predicted", f"mine={tmp_path / 'said.json'}", "--tolerance", "1")
    assert code == 0
    assert out.splitlines()[1:] == [
        "mine on one, at most 1 frame off: 1 cut missed",
        "  found cut 20",
        "  found cut 55",
        "  missed cut 70",
    ]


def test_strips_as_a_page_and_as_a_picture_repeat_to_the_byte(suite: Path, tmp_path: Path) -> None:
    digests = set()
    for n in (1, 2):
        for ending in ("html", "png"):
            out = tmp_path / f"{n}.{ending}"
            assert bench("two", "--errors", "--suite", suite, "--out", out)[0] == 0
            digests.add((ending, hashlib.sha256(out.read_bytes()).hexdigest()))
    assert len(digests) == 2
    page = (tmp_path / "1.html").read_text()
    assert page.count("data:image/jpeg;base64,") == 8
    assert 'alt="Frame 55, wrongly reported"' in page
    assert "<script" not in page
    with Image.open(tmp_path / "1.png") as sheet:
        assert sheet.width == 1240
        assert 200 < sheet.height < 500


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["one", "--suite", "SUITE", "--out", "x.txt"], 2, "--out x.txt: give a file that ends in .html or .png"),
        (["three", "--suite", "SUITE"], 2, "has no clip 'three'; there are one, two"),
        (["nowhere.mp4"], 2, "'nowhere.mp4' is no file"),
        (["one", "--suite", "SUITE", "--detector", "none"], 2, "there is no detector 'none'"),
        (["one", "--suite", "SUITE", "--detector", "all"], 2, "'all' is no one detector"),
        (["one", "--suite", "SUITE", "--predicted", "x"], 2, "--predicted takes NAME=FILE"),
        (["SUITE/clips/one.mp4", "--truth", "SUITE/other.json"], 3, "made for another file"),
        (["SUITE/clips/one.mp4", "--truth", "SUITE/long.json"], 3, "the truth says 95, temporal saw 90"),
        (["SUITE/lonely.mp4"], 2, "no truth for"),
    ],
)
def test_refusals_are_one_line(suite: Path, words: list[str], code: int, said: str) -> None:
    lay_truth(suite, "other", clip="one.mp4", sha256="0" * 64)
    lay_truth(suite, "long", clip="one.mp4", frames=95)
    (suite / "lonely.mp4").write_bytes((suite / "clips" / "one.mp4").read_bytes())
    exit_code, _, err = bench(*(word.replace("SUITE", str(suite)) for word in words))
    (suite / "lonely.mp4").unlink()
    assert (exit_code, err.count("\n")) == (code, 1)
    assert said in err
