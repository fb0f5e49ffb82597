"""``timeline bench import``: a suite out of annotations, with or without videos, and every refusal in words."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from cli import app
from tests.videos import cut_video
from timeline.suite.suite import load_suite
from timeline.suite.truth import read_truth

HEAD = "clip,start,stop,kind,frames\n"


@pytest.fixture(scope="module")
def clips(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("clips")
    cut_video(folder / "Night.mp4", frames=60, cuts=(20,))
    cut_video(folder / "day.mp4", frames=50, cuts=(30,))
    cut_video(folder / "spare.mp4", frames=5, cuts=())
    (folder / "torn.mp4").write_bytes(b"no video")
    (folder / "notes.txt").write_text("not a video")
    return folder


def bench(*arguments: str | Path) -> tuple[int, str, str]:
    result = CliRunner().invoke(app, ["bench", "import", *map(str, arguments)])
    return result.exit_code, result.stdout, result.stderr


def table(folder: Path, rows: str) -> Path:
    path = folder / "truth.csv"
    path.write_text(HEAD + rows)
    return path


def test_without_videos_the_suite_says_that_they_are_absent(tmp_path: Path) -> None:
    source = table(tmp_path, "a.mp4,10,10,cut,90\nb.mp4,5,9,wipe,\nb.mp4,x,9,wipe,\nb.mp4,20,20,cut,\n")
    code, out, err = bench("--format", "csv", source, "-o", tmp_path / "suite", "--report", tmp_path / "report.txt")
    assert code == 0
    assert "2 videos, 2 cuts, 1 gradual transitions\nlines: 1 refused\n1 videos without a number of frames\n" in out
    assert "2 videos not at hand" in out
    note = "truth.csv: line 4: 'b.mp4,x,9,wipe,' refused: start, stop and edit_point must be whole frame numbers\n"
    assert err == note
    assert (tmp_path / "report.txt").read_text() == note == (tmp_path / "suite" / "import-notes.txt").read_text()
    suite = load_suite(tmp_path / "suite")
    assert suite.absent == ("a.mp4", "b.mp4")
    assert suite.notes == ("no video is at hand; 1 refused: see import-notes.txt",)
    truth = read_truth(tmp_path / "suite" / "truth" / "b.json")
    assert (truth.frames, truth.rate, truth.sha256) == (None, None, None)  # what is missing stays missing


def test_videos_are_linked_where_they_fit_their_truth(tmp_path: Path, clips: Path) -> None:
    source = table(
        tmp_path,
        "night,20,20,cut,60\nday.mp4,30,30,cut,51\nspare,9,9,cut,\ntorn,1,1,cut,\ngone.mp4,3,3,cut,9\ngone.mkv,3,3,cut,9\n",
    )
    code, out, err = bench("--format", "csv", source, "-o", tmp_path / "suite", "--clips", clips)
    assert code == 0, err
    assert err.splitlines() == [
        "truth.csv: day.mp4 refused: made for 51 frames, but day.mp4 has 50: another video, or one that is damaged",
        "truth.csv: spare refused: runs to frame 9, but spare.mp4 has 5: another video, or one that is damaged",
        *[line for line in err.splitlines() if line.startswith("truth.csv: torn refused: ")],
        "truth.csv: gone.mkv refused: of one name with gone.mp4: a suite tells clips apart by their names",
        "truth.csv: 3 videos noted: no annotation for them was taken over: day.mp4, spare.mp4, torn.mp4",
    ]
    suite = load_suite(tmp_path / "suite")
    assert suite.absent == ("gone.mp4",)
    night = next(clip for clip in suite.clips if clip.name == "Night")
    assert night.path is not None
    assert night.path.resolve() == (clips / "Night.mp4").resolve()
    assert night.truth.sha256 == hashlib.sha256((clips / "Night.mp4").read_bytes()).hexdigest()
    assert "1 videos not at hand" in out


def test_frames_are_counted_where_only_the_video_knows_them(tmp_path: Path, clips: Path) -> None:
    source = table(tmp_path, "day,30,30,cut,\n")
    assert bench("--format", "csv", source, "-o", tmp_path / "suite", "--clips", clips)[0] == 0
    assert read_truth(tmp_path / "suite" / "truth" / "day.json").frames == 50


def test_many_notes_are_counted_and_the_rest_is_in_the_file(tmp_path: Path) -> None:
    source = table(tmp_path, "".join(f"a.mp4,{n},{n},cut,\na.mp4,{n},{n},cut,\n" for n in range(1, 16)))
    _, out, err = bench("--format", "csv", source, "-o", tmp_path / "suite")
    assert "lines: 15 mended" in out
    assert len(err.splitlines()) == 13
    assert err.endswith(f"... and 3 more: {tmp_path / 'suite' / 'import-notes.txt'}\n")
    assert len((tmp_path / "suite" / "import-notes.txt").read_text().splitlines()) == 15


def test_refusals(tmp_path: Path, clips: Path) -> None:
    good = table(tmp_path, "a.mp4,10,10,cut,\n")
    full = tmp_path / "full"
    full.mkdir()
    (full / "x").write_text("")
    autoshot = tmp_path / "shots.txt"
    autoshot.write_text("1.mp4\n5,6\n9,10\n12,13\n7,8\n6,7\n")
    cases: list[tuple[int, str, list[str | Path]]] = [
        (2, "there is no format 'edl'; there are clipshots, transnetv2", ["--format", "edl", good]),
        (3, "does not exist", ["--format", "csv", tmp_path / "nothing.csv"]),
        (2, "is no folder", ["--format", "csv", good, "--clips", good]),
        (3, "is it of another format?", ["--format", "bbc", table(tmp_path / "full", "x,1,1,cut,\n0 5\n")]),
        (
            3,
            "no video of it could be taken over",
            ["--format", "csv", table(clips, "torn,1,1,cut,\n"), "--clips", clips],
        ),
    ]
    for code, words, arguments in cases:
        found, _, err = bench(*arguments, "-o", tmp_path / "suite")
        assert (found, len(err.splitlines())) == (code, 1), err
        assert words in err
        assert not (tmp_path / "suite").exists()
    code, _, err = bench("--format", "csv", good, "-o", full)
    assert (code, err) == (2, f"timeline: {full} is not empty and nothing is overwritten; choose another folder\n")
    assert bench("--format", "autoshot", autoshot, "-o", tmp_path / "auto")[0] == 0


def test_names_that_could_act_are_written_out_or_refused(tmp_path: Path) -> None:
    names = ["../up.mp4", "a\u001b[2J.mp4", "n" * 300 + ".mp4", "ok.mp4"]
    document = {name: {"transitions": [[1, 2], [5, 4]], "frame_num": 9.0} for name in names}
    source = tmp_path / "x.json"
    source.write_text(json.dumps(document))
    code, _, err = bench("--format", "clipshots", source, "-o", tmp_path / "suite")
    assert code == 0
    assert "\x1b" not in err
    assert "x.json: '../up.mp4' refused: no file name" in err
    assert [path.name for path in (tmp_path / "suite" / "truth").iterdir()] == ["ok.json"]
