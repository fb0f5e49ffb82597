"""Loading annotated clips: where truth is looked for, and how a wrong one is named."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from timeline.errors import UsageError
from timeline.suite.clips import TruthError, load_clips
from timeline.suite.scoring import Mark


def lay(folder: Path, truth_folder: Path, name: str = "a.mp4", **changes: Any) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    truth_folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(b"video " + name.encode())
    document = {"clip": name, "frames": 100, "transitions": [{"start": 5, "stop": 5, "kind": "cut"}]} | changes
    path = truth_folder / f"{Path(name).stem}.json"
    path.write_text(json.dumps(document))
    return path


@pytest.mark.parametrize("where", ["clips", "truth"])
def test_truth_beside_the_clips_or_next_door(tmp_path: Path, where: str) -> None:
    lay(tmp_path / "clips", tmp_path / where, ignore=[{"start": 9, "stop": 12, "why": "blur"}], genre="film")
    (tmp_path / "clips" / "other.json").write_text("[1]")
    (clip,), notes = load_clips(tmp_path / "clips")
    assert notes == []
    assert (clip.name, clip.genre, clip.frames) == ("a", "film", 100)
    assert clip.truth == (Mark(5, 5, "cut"),)
    assert (clip.ignore[0].start, clip.ignore[0].stop) == (9, 12)
    assert clip.digest == hashlib.sha256(b"video a.mp4").hexdigest()


def test_a_truth_folder_that_is_named(tmp_path: Path) -> None:
    lay(tmp_path / "clips", tmp_path / "elsewhere")
    assert len(load_clips(tmp_path / "clips", tmp_path / "elsewhere")[0]) == 1


def test_what_has_no_partner_is_said(tmp_path: Path) -> None:
    lay(tmp_path, tmp_path)
    lay(tmp_path, tmp_path, "gone.mp4")
    (tmp_path / "gone.mp4").unlink()
    (tmp_path / "lonely.mkv").write_bytes(b"")
    clips, notes = load_clips(tmp_path)
    assert [clip.name for clip in clips] == ["a"]
    assert len(notes) == 2
    assert "gone.mp4" in notes[0]
    assert "lonely.mkv" in notes[1]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"transitions": [{"start": 5}]}, r"a\.json: transitions\[0\]: 'start' and 'stop' are needed"),
        ({"transitions": [{"start": 5, "stop": 5.0}]}, r"transitions\[0\]: .* whole frame numbers, not 5 and 5\.0"),
        ({"transitions": [{"start": 7, "stop": 5}]}, r"7 to 5 runs backwards"),
        ({"transitions": [{"start": 90, "stop": 101}]}, r"out of the clip's 100 frames"),
        ({"transitions": [{"start": 9, "stop": 9}, {"start": 8, "stop": 8}]}, r"transitions\[1\]: begins at 8, before"),
        ({"transitions": 3}, r"transitions: a list is needed"),
        ({"ignore": [{"start": -1, "stop": 2}]}, r"ignore\[0\]: -1 to 2"),
        ({"sha256": "0" * 64}, r"a\.json: made for another file"),
    ],
)
def test_a_wrong_truth_is_named_with_file_entry_and_reason(tmp_path: Path, changes: dict[str, Any], words: str) -> None:
    lay(tmp_path, tmp_path, **changes)
    with pytest.raises(TruthError, match=words):
        load_clips(tmp_path)


def test_broken_json_is_named(tmp_path: Path) -> None:
    lay(tmp_path, tmp_path).write_text('{"transitions": [')
    with pytest.raises(TruthError, match=r"a\.json: not readable as JSON"):
        load_clips(tmp_path)


def test_folders_that_hold_nothing(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="is no folder"):
        load_clips(tmp_path / "none")
    with pytest.raises(UsageError, match="no clip of"):
        load_clips(tmp_path)
