"""The media benchmark: what passes, what fails and why, and what it writes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from benchmarks import media
from benchmarks.__main__ import COMMANDS, main
from tests.media_factory import damage, make

HEADER = ("name", "verdict", "special", *media.COLUMNS, "note")
RIGHT = {
    "name": "right.mp4",
    "verdict": "inspect",
    "codec": "mpeg4",
    "frames": "24|25",
    "first_pts": "0",
    "last_pts": "12288",
    "time_base": "1/12800",
    "rotated_size": "64x48",
    "display_size": "64x48",
    "avg_frame_rate": "25/1",
    "vfr": "no",
}


def _folder(tmp_path: Path, *rows: dict[str, str]) -> Path:
    (tmp_path / "files").mkdir()
    make(tmp_path / "files" / "right.mp4", "-c:v", "mpeg4")
    damage(tmp_path / "files" / "right.mp4", tmp_path / "files" / "damaged.mp4", 0.4, 400)
    (tmp_path / "files" / "letter.mp4").write_text("Dear reader")
    lines = ["\t".join(HEADER), *("\t".join(row.get(column, "-") for column in HEADER) for row in rows)]
    (tmp_path / "manifest.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return tmp_path


def test_a_folder_that_holds_what_its_manifest_says(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = _folder(
        tmp_path,
        RIGHT,
        {"name": "letter.mp4", "verdict": "refuse"},
        {"name": "damaged.mp4", "verdict": "warn"},
        {"name": "letter.mp4", "verdict": "either"},
        {"name": "right.mp4", "verdict": "either"},
    )
    assert main(["media", str(folder), "--out", str(tmp_path / "out")]) == 0
    assert "5 of 5 pass" in capsys.readouterr().out
    assert "5 of 5 pass" in (tmp_path / "out" / "media.md").read_text(encoding="utf-8")
    written = json.loads((tmp_path / "out" / "media.json").read_text(encoding="utf-8"))
    assert [item["faults"] for item in written["files"]] == [[]] * 5


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        ({**RIGHT, "frames": "26"}, "frames is 25, not 26"),
        ({**RIGHT, "last_pts": "12800"}, "last_pts is 12288, not 12800"),
        ({**RIGHT, "vfr": "yes"}, "vfr is constant, not variable"),
        ({**RIGHT, "start_timecode": "01:00:00:00"}, "start_timecode is -, not 01:00:00:00"),
        ({**RIGHT, "verdict": "refuse"}, "should be refused"),
        ({**RIGHT, "verdict": "warn"}, "nothing warns"),
        ({**RIGHT, "name": "letter.mp4"}, "refused"),
    ],
)
def test_what_differs_fails_with_its_reason(
    row: dict[str, str], fault: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert media.main([str(_folder(tmp_path, row))]) == 1
    said = capsys.readouterr().out
    assert "0 of 1 pass" in said
    assert fault in said


def test_a_folder_without_a_manifest(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["media", str(tmp_path)]) == 2
    assert "manifest.tsv" in capsys.readouterr().err


def test_an_unknown_benchmark_is_told_which_there_are(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["meda"]) == 2
    said = capsys.readouterr().err
    assert all(name in said for name in COMMANDS)
