"""The accuracy command on small clips of known cuts: figures, errors with their frames, and nothing run twice."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from benchmarks import accuracy
from tests.videos import cut_video
from timeline.errors import OutputError, UsageError
from timeline.suite import predictions
from timeline.suite.clips import TruthError
from timeline.suite.scoring import Mark

CUTS = (20, 55)


@pytest.fixture(scope="module")
def suite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("suite")
    for name, seed in (("one", 1), ("two", 2)):
        cut_video(folder / f"{name}.mp4", frames=90, cuts=CUTS, seed=seed)
        marks = [{"start": cut, "stop": cut, "kind": "cut"} for cut in CUTS]
        if name == "two":
            marks.append({"start": 80, "stop": 80, "kind": "cut"})  # which is not there
        document = {"clip": f"{name}.mp4", "frames": 90, "genre": name, "transitions": marks}
        (folder / f"{name}.json").write_text(json.dumps(document))
    return folder


def run(suite: Path, tmp_path: Path, *more: str) -> dict[str, Any]:
    command = [str(suite), "--cache", str(tmp_path / "cache"), "--out", str(tmp_path / "out"), *more]
    assert accuracy.main(command) == 0
    document: dict[str, Any] = json.loads((tmp_path / "out" / "accuracy.json").read_text())
    return document


def test_figures_and_errors(suite: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    document = run(suite, tmp_path, "--detector", "content", "--min-scene-len-1", "--tolerance", "1", "0")
    assert [row["detector"] for row in document["detectors"]] == ["content", "content-min1"]
    content = document["detectors"][0]["tolerances"]
    assert list(content) == ["0", "1"]
    total = content["0"]["all"]
    assert (total["cuts"], total["hits"], total["false_alarms"], total["clean_clips"]) == (5, 4, 0, 1)
    assert content["0"]["genres"]["one"]["f1"] == 1.0
    assert content["0"]["clips"]["two"]["missed"] == [{"start": 80, "stop": 80, "kind": "cut"}]
    report = (tmp_path / "out" / "accuracy.md").read_text()
    assert "- two: missed 80\n" in report
    assert "| content | 1/2 | 0.8889 | 0.8889 | 1.0000 | 0.8000 | 1 | 0 |" in report
    assert "| content-min1 |" in capsys.readouterr().out


def test_the_projects_detector_comes_first_and_finds_the_cuts(suite: Path, tmp_path: Path) -> None:
    names = predictions.detector_names([], every_shot=True)
    assert names[0] == predictions.DEFAULT
    assert {"adaptive", "content", "hash", "histogram", "threshold", "adaptive-min1", "threshold-min1"} <= set(names)
    total = run(suite, tmp_path, "--detector", predictions.DEFAULT)["detectors"][0]["tolerances"]["0"]["all"]
    assert (total["hits"], total["false_alarms"]) == (4, 0)


def test_nothing_runs_twice_and_a_damaged_file_is_made_again(
    suite: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = run(suite, tmp_path, "--detector", "hash")
    kept = sorted((tmp_path / "cache").rglob("hash-*.json"))
    assert len(kept) == 2
    whole = kept[0].read_text()
    kept[0].write_text(whole[:20])
    assert run(suite, tmp_path, "--detector", "hash") == first
    assert kept[0].read_text() == whole

    def refuse(*_: object) -> None:
        raise AssertionError("decoded again")

    monkeypatch.setattr(predictions, "read_bgr", refuse)
    assert run(suite, tmp_path, "--detector", "hash") == first


def test_other_parameters_or_code_are_kept_apart(suite: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run(suite, tmp_path, "--detector", "content", "content-min1")
    assert len(list((tmp_path / "cache").rglob("content*.json"))) == 4
    monkeypatch.setattr(predictions, "version", lambda row: "another")
    run(suite, tmp_path, "--detector", "content")
    assert len(list((tmp_path / "cache").rglob("content*.json"))) == 6


def test_a_clip_of_another_length_than_its_truth_is_refused(tmp_path: Path) -> None:
    cut_video(tmp_path / "a.mp4")
    (tmp_path / "a.json").write_text('{"clip": "a.mp4", "frames": 99, "transitions": []}')
    with pytest.raises(TruthError, match="hash saw 100 frames, the truth says 99"):
        accuracy.main([str(tmp_path), "--detector", "hash", "--cache", str(tmp_path / "cache")])


def test_wrong_commands_are_refused_before_anything_runs(suite: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"no detector 'best'; there are \w+, "):
        accuracy.main([str(suite), "--detector", "best"])
    with pytest.raises(UsageError, match="0 frames or more"):
        accuracy.main([str(suite), "--tolerance", "-1"])
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputError):
        accuracy.main([str(suite), "--out", str(tmp_path / "file" / "out")])


def test_predictions_made_elsewhere_are_scored_beside(suite: Path, tmp_path: Path) -> None:
    file = tmp_path / "held.json"
    file.write_text(json.dumps({"one": [[20, 20], [50, 60, "wipe"]], "two": []}))
    document = run(suite, tmp_path, "--detector", "hash", "--predicted", f"held-out={file}")
    assert [row["detector"] for row in document["detectors"]] == ["hash", "held-out"]
    total = document["detectors"][1]["tolerances"]["0"]["all"]
    assert (total["hits"], total["misses"], total["false_alarms"]) == (1, 4, 1)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("{", "no JSON of clip name"),
        ('{"one": [5]}', "no JSON of clip name"),
        ('{"one": []}', "predicts nothing for two"),
    ],
)
def test_wrong_predictions_are_refused(suite: Path, tmp_path: Path, content: str, words: str) -> None:
    (tmp_path / "held.json").write_text(content)
    with pytest.raises(UsageError, match=words):
        accuracy.main([str(suite), "--detector", "hash", "--predicted", f"held-out={tmp_path / 'held.json'}"])
    with pytest.raises(UsageError, match="takes NAME=FILE, not 'held-out'"):
        accuracy.main([str(suite), "--detector", "hash", "--predicted", "held-out"])


def test_kept_predictions_read_back_equal(tmp_path: Path) -> None:
    prediction = predictions.Prediction(frames=9, marks=(Mark(3, 3), Mark(4, 7, "wipe")))
    predictions.keep(tmp_path / "x.json", prediction)
    assert predictions.kept(tmp_path / "x.json") == prediction
    assert predictions.kept(tmp_path / "absent.json") is None
