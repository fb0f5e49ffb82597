"""``timeline diff`` as it is met: two renders of a sample timeline, real processes, every exit code and file."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import opentimelineio as otio
import pytest
from typer.testing import CliRunner

from cli import app
from sample_clips.cutting import Cutting, render
from sample_clips.timelines import TIMELINES
from tests import inspections
from tests.media_factory import ffmpeg
from timeline.differing.compare import hold
from timeline.kernels.features import SIGNATURE_BYTES
from timeline.model.difference_wire import loads
from timeline.model.notice import Notice

ROOT = Path(__file__).parents[1]
CLIPS = ROOT / "sample_clips"
RECAP = TIMELINES["night-bus-recap.edl"]
LATER = RECAP.trimmed(1, tail=3).removed(4)
RUN = CliRunner()


@pytest.fixture(scope="module", autouse=True)
def cache(tmp_path_factory: pytest.TempPathFactory) -> Any:
    with pytest.MonkeyPatch.context() as patch:
        folder = tmp_path_factory.mktemp("cache")
        patch.setenv("TIMELINE_CACHE", str(folder))
        yield folder


@pytest.fixture(scope="module")
def videos(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """V3, a V4 with two changes, V3 encoded again, V3 at twice the rate, and another film."""
    folder = tmp_path_factory.mktemp("videos")
    made = {name: render(cut, CLIPS, folder / f"{name}.mp4") for name, cut in (("v3", RECAP), ("v4", LATER))}
    made["other"] = CLIPS / "letterbox.mp4"
    made["small"], made["fifty"] = folder / "small.mp4", folder / "fifty.mp4"
    ffmpeg("-i", made["v3"], "-vf", "scale=54:96", "-c:v", "libx264", "-crf", "30", made["small"])
    ffmpeg("-i", made["v3"], "-vf", "fps=50", "-c:v", "libx264", "-crf", "20", made["fifty"])
    return made


def diff(*arguments: str | Path) -> tuple[int, str]:
    done = RUN.invoke(app, ["diff", *map(str, arguments)])
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done.exit_code, done.output


def told(text: str) -> list[tuple[str, str, tuple[int, ...], int | None]]:
    return [(change.kind, change.edge, change.old, change.frames) for change in loads(text).changes]


CHANGES = [("trimmed", "tail", (2,), -3), ("removed", "", (5,), -12)]
"""Shots are counted from 0; the first piece of the sample holds a cut of its own."""


def test_a_process_writes_the_document_and_nothing_else(videos: dict[str, Path]) -> None:
    command = [sys.executable, str(ROOT / "cli.py"), "diff", str(videos["v3"]), str(videos["v4"]), "--json", "-"]
    done = subprocess.run(command, capture_output=True, text=True, env=os.environ, timeout=120, check=False)
    assert (done.returncode, done.stderr) == (1, "")
    assert told(done.stdout) == CHANGES


def test_page_document_and_tracks_are_written_and_named(videos: dict[str, Path], tmp_path: Path) -> None:
    tracks = tmp_path / "changes.otio"
    code, words = diff(videos["v3"], videos["v4"], "--profile", "micro-drama", "--out", tmp_path, "--otio", tracks)
    assert code == 1
    assert "2 changes; 2 of 9 shots touched" in words
    assert "9 → 8 shots, 1 trimmed, 1 removed, −15 f" in words
    assert "Micro-drama" in words
    assert told((tmp_path / "v3-v4.diff.json").read_text(encoding="utf-8")) == CHANGES
    assert "The cut changed" in (tmp_path / "v3-v4.diff.html").read_text(encoding="utf-8")
    made = otio.adapters.read_from_file(str(tracks))
    assert [len(track) for track in made.video_tracks()] == [9, 8]
    assert [marker.name for marker in made.video_tracks()[0].markers] == ["trimmed tail", "removed"]


def test_the_same_cut_encoded_again_leaves_0(videos: dict[str, Path]) -> None:
    code, words = diff(videos["v3"], videos["small"])
    assert code == 0
    assert "The same cut: all 9 shots, frame by frame." in words


def test_another_rate_is_compared_in_time_and_said(videos: dict[str, Path]) -> None:
    code, words = diff(videos["v3"], videos["fifty"])
    assert code == 0
    assert "compared in time" in " ".join(words.split())
    code, words = diff(videos["fifty"], videos["v4"], "--json", "-")
    assert code == 1
    assert [(kind, edge, old) for kind, edge, old, _ in told(words)] == [change[:3] for change in CHANGES]
    document = json.loads(words)
    assert document["basis"] == "time"
    assert document["changes"][1]["before"] == [2 * edge for edge in (88, 100)]


def test_what_is_wrong_with_a_file_is_said_of_the_right_version() -> None:
    one = inspections.judged()
    two = replace(one, notices=(Notice(code="read_stopped", message="reading stopped early"),))
    frames = np.arange(one.timeline.clock.frames) % 251
    pictures = frames.astype(np.uint8)[:, None].repeat(SIGNATURE_BYTES, axis=1)
    assert hold(one, pictures, two, pictures).notices[-1].message == "after: reading stopped early"
    assert hold(two, pictures, one, pictures).notices[0].message == "before: reading stopped early"


def test_two_different_videos_are_not_forced_together(videos: dict[str, Path]) -> None:
    code, words = diff(videos["v3"], videos["other"])
    assert code == 1
    assert "Two different videos" in words
    assert "not two versions of one cut" in words


def test_a_document_stands_for_its_video_while_its_record_is_stored(
    videos: dict[str, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    inspected = RUN.invoke(app, ["inspect", str(videos["v3"]), "--out", str(tmp_path), "-q"])
    assert inspected.exit_code == 0
    document = tmp_path / "v3.inspection.json"
    code, words = diff(document, videos["v4"], "--json", "-")
    assert code == 1
    assert told(words) == CHANGES
    monkeypatch.setenv("TIMELINE_CACHE", str(tmp_path / "empty"))
    code, words = diff(document, videos["v4"])
    assert code == 3
    assert "has no pictures to compare" in " ".join(words.split())
    assert "Traceback" not in words


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["none.mp4", "v4"], 3, "does not exist"),
        ([CLIPS / "night-bus-recap.edl", "v4"], 2, "is a timeline"),
        (["v3", "v4", "--otio", "changes.xml"], 2, "ends in .otio"),
        (["v3", "v4", "--json", "v4"], 2, "is what is read here"),
    ],
)
def test_what_cannot_be_compared_is_refused_in_a_line(
    videos: dict[str, Path], arguments: list[str | Path], code: int, said: str
) -> None:
    found, words = diff(*(videos.get(str(each), each) for each in arguments))
    assert found == code
    assert said in " ".join(words.split())


def test_a_slower_film_is_compared_frame_by_frame(tmp_path: Path, videos: dict[str, Path]) -> None:
    slow: Cutting = replace(RECAP, rate=Fraction(24))
    code, words = diff(render(slow, CLIPS, tmp_path / "slow.mp4"), videos["v3"])
    assert code == 0
    assert "compared frame by frame" in " ".join(words.split())
