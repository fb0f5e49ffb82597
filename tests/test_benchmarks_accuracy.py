"""The accuracy command: the suite's core on a folder of clips, with the peers beside it and a report for the docs."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from benchmarks import accuracy
from tests.suites import CUTS, lay_truth
from tests.videos import cut_video
from timeline.errors import OutputError, UsageError
from timeline.suite import predictions


@pytest.fixture(scope="module")
def clips(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("clips")
    for name, seed in (("one", 1), ("two", 2)):
        cut_video(folder / f"{name}.mp4", frames=90, cuts=CUTS, seed=seed)
        marks = [{"start": cut, "stop": cut, "kind": "cut"} for cut in CUTS]
        if name == "two":
            marks.append({"start": 80, "stop": 80, "kind": "cut"})  # which is not there
        lay_truth(folder / "truth", name, frames=90, genre=name, transitions=marks)
    return folder


def run(clips: Path, tmp_path: Path, *more: str) -> dict[str, Any]:
    options = ["--truth", str(clips / "truth"), "--jobs", "1", "--cache", str(tmp_path / "cache")]
    assert accuracy.main([str(clips), *options, "--out", str(tmp_path / "out"), *more]) == 0
    document: dict[str, Any] = json.loads((tmp_path / "out" / "accuracy.json").read_text())
    return document


def test_figures_and_report(clips: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "held.json").write_text(json.dumps({"one": [[20, 20], [50, 60, "wipe"]], "two": []}))
    held = f"held-out={tmp_path / 'held.json'}"
    options = ("--detector", "content", "--min-scene-len-1", "--predicted", held, "--tolerance", "1", "0")
    document = run(clips, tmp_path, *options)
    assert [row["detector"] for row in document["detectors"]] == ["content", "held-out", "content-min1"]
    content, elsewhere = document["detectors"][0]["total"], document["detectors"][1]["total"]
    assert [each["tolerance"] for each in content["cuts"]] == [0, 1]
    assert (content["cuts"][0]["hits"], content["cuts"][0]["false_alarms"], content["clean_clips"]) == (4, 0, 1)
    assert (elsewhere["cuts"][0]["hits"], elsewhere["cuts"][0]["false_alarms"]) == (1, 1)
    report = (tmp_path / "out" / "accuracy.md").read_text()
    assert report.startswith("# Accuracy: ")
    assert "- two: missed 80\n" in report
    assert "| `content` | 1/2 | 0.8889 (" in report
    assert "Made by `python -m benchmarks accuracy` on commit" in report
    assert "content-min1" in capsys.readouterr().out


def test_every_detector_runs_unless_some_are_named(
    clips: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[str, ...]] = []

    def stop(suite: object, orders: Any, **_: object) -> None:
        asked.append(orders.names)
        raise UsageError("far enough")

    monkeypatch.setattr(accuracy, "run_suite", stop)
    for more in ((), ("--min-scene-len-1",)):
        with pytest.raises(UsageError, match="far enough"):
            run(clips, tmp_path, *more)
    assert asked[0][0] == predictions.DEFAULT
    assert {"adaptive", "content", "hash", "histogram", "threshold"} <= set(asked[0])
    assert not any(name.endswith("-min1") for name in asked[0])
    assert {"adaptive-min1", "threshold-min1"} <= set(asked[1])


def test_wrong_commands_are_refused_before_anything_runs(clips: Path, tmp_path: Path) -> None:
    for more, words in (
        (("--detector", "best"), r"no detector 'best'; there are \w+, "),
        (("--tolerance", "-1"), "0 frames or more"),
        (("--jobs", "0"), "--jobs is 1 or more"),
        (("--predicted", "held-out"), "takes NAME=FILE, not 'held-out'"),
    ):
        with pytest.raises(UsageError, match=words):
            accuracy.main([str(clips), *more])
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputError):
        accuracy.main([str(clips), "--out", str(tmp_path / "file" / "out")])
