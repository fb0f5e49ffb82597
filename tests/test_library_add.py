"""timeline library add and what follows it, as a producer meets them: real processes on rendered episodes."""

from __future__ import annotations

import csv
import io
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from benchmarks import kills
from cli import app
from tests.shelves import NIGHT_BUS, ROOT, environment, held, library, remark, season
from tests.videos import cut_video
from timeline.catalogue import open_library
from timeline.catalogue.layout import Layout


def told(*arguments: object) -> Result:
    """What a command that neither works long nor caps its process says, run in this one."""
    return CliRunner().invoke(app, ["library", *map(str, arguments)])


def rows(folder: Path, sql: str) -> list[dict[str, object]]:
    with open_library(folder) as found:
        return found.rows(sql)


def test_a_season_is_added_moved_cut_anew_and_taken_out(tmp_path: Path) -> None:
    files = season(tmp_path / "in", 3)
    lib = tmp_path / "lib"
    asked = ("--library", lib, *NIGHT_BUS)

    done = library(tmp_path, "add", *files, *asked, "--workers", 2)
    assert (done.returncode, done.stderr) == (0, "")
    assert re.fullmatch(r"3 files: 3 new episodes; 90 frames at [\d,]+ a second\n", done.stdout)
    assert len({path.stat().st_mode for path in lib.rglob("*") if path.is_file()}) == 1, "readable to the same people"
    kept = held(lib)
    assert kept == [(1, 1, "ep01.mp4"), (2, 1, "ep02.mp4"), (3, 1, "ep03.mp4")]

    moved = tmp_path / "archive" / "Episode 2 final.mp4"
    moved.parent.mkdir()
    files[1].rename(moved)
    newer = cut_video(tmp_path / "in" / "ep03.mp4", frames=40, cuts=(10, 20))
    done = library(tmp_path, "add", files[0], newer, *asked)
    assert done.stdout.startswith("2 files: 1 new version, 1 there already; 40 frames")
    done = library(tmp_path, "add", moved, *asked)
    assert done.stdout == "1 file: 1 there already\n"
    assert held(lib) == [*kept, (3, 2, "ep03.mp4")]

    sql = "select episode, version, latest, cuts, file_frames from versions order by all"
    done = library(tmp_path, "query", sql, "--library", lib, "--csv")
    _, *answer = csv.reader(io.StringIO(done.stdout))
    assert answer == [
        ["1", "1", "True", "1", "30"],
        ["2", "1", "True", "1", "30"],
        ["3", "1", "False", "1", "30"],
        ["3", "2", "True", "2", "40"],
    ]
    done = told("list", "Night Bus", "--library", lib)
    assert [line.split()[:3] for line in done.stdout.splitlines()[1:]] == [["1", n, v] for n, v in ("11", "21", "32")]
    done = told("info", "Night Bus", "--season", 1, "--episode", 3, "--library", lib)
    assert [line.split()[0] for line in done.stdout.splitlines() if line.startswith("      ")] == ["1", "2"]
    assert str(newer) in done.stdout

    done = told("remove", "Night Bus", "--season", 1, "--episode", 3, "--version", 1, "--library", lib)
    assert (done.exit_code, done.stdout) == (0, "removed Night Bus S01E03 version 1\n")
    assert [number for number, _, _ in held(lib)] == [1, 2, 3]
    done = told("verify", "--library", lib)
    assert (done.exit_code, done.stdout) == (0, "3 versions, their documents and records: all whole\n")


def test_files_that_fail_are_told_at_the_end_and_the_others_go_on(tmp_path: Path) -> None:
    good, other = season(tmp_path / "in", 2)
    text, short = tmp_path / "ep07.mp4", tmp_path / "ep08.mp4"
    text.write_text("a note to self\n")
    short.write_bytes(other.read_bytes()[:600])
    lib = tmp_path / "lib"
    asked = ("--library", lib, *NIGHT_BUS)
    done = library(tmp_path, "add", text, short, good, tmp_path / "ep09.mp4", other, *asked, "--workers", 3)
    assert done.returncode == 3
    lines = sorted(done.stderr.splitlines())
    assert len(lines) == 3
    assert lines[0].startswith(f"timeline: '{text}' is a text file")
    assert lines[1].startswith(f"timeline: '{short}' is not a video that can be read")
    assert lines[2] == f"timeline: '{tmp_path / 'ep09.mp4'}' cannot be read: No such file or directory"
    assert done.stdout.startswith("5 files: 2 new episodes, 3 refused")
    assert [number for number, _, _ in held(lib)] == [1, 2]


def test_one_content_is_one_episode_and_two_cuts_come_in_the_order_that_is_said(tmp_path: Path) -> None:
    first, second = season(tmp_path / "in", 2)
    lib = tmp_path / "lib"
    table = tmp_path / "in" / "cuts.csv"
    table.write_text(f"file,episode,version\n{second.name},5,2\n{first.name},5,1\n", encoding="utf-8")
    done = library(tmp_path, "add", "--table", table, "--library", lib, *NIGHT_BUS, cwd=tmp_path)
    assert done.stdout.startswith("2 files: 1 new episode, 1 new version")
    assert held(lib) == [(5, 1, "ep01.mp4"), (5, 2, "ep02.mp4")]
    done = library(tmp_path, "add", first, "--library", lib, *NIGHT_BUS, "--episode", 6)
    assert done.returncode == 2
    assert "is in the library already, as Night Bus S01E05 version 1" in done.stderr
    pattern = r"in/e(?P<series>p)(?P<episode>\d+)"
    done = library(tmp_path, "add", remark(first, tmp_path / "in" / "ep31.mp4", "31"), "--library", lib,
                   "--season", 4, "--pattern", pattern)  # fmt: skip
    assert done.returncode == 0
    assert {"series": "p", "season": 4, "episode": 31} in rows(lib, "select series, season, episode from episodes")


def test_another_profile_judges_again_without_reading_a_frame_and_verify_looks_at_the_row_that_counts(
    tmp_path: Path,
) -> None:
    (file,) = season(tmp_path / "in", 1)
    asked = ("--library", tmp_path / "lib", *NIGHT_BUS)
    library(tmp_path, "add", file, *asked)
    older = next((tmp_path / "lib" / "fresh").glob("*.parquet"))
    done = library(tmp_path, "add", file, *asked, "--profile", "micro-drama")
    assert (done.returncode, done.stdout) == (0, "1 file: 1 brought up to date\n")
    assert told("verify", "--library", tmp_path / "lib").exit_code == 0
    newer = next(path for path in (tmp_path / "lib" / "fresh").glob("*.parquet") if path != older)
    sql = "select profile, version from versions"
    assert rows(tmp_path / "lib", sql) == [{"profile": "micro-drama", "version": 1}]
    newer.unlink()
    assert rows(tmp_path / "lib", sql) == [{"profile": None, "version": 1}]


@pytest.mark.parametrize("workers", [1, 2])
def test_ctrl_c_keeps_what_was_done_and_the_same_command_goes_on(tmp_path: Path, workers: int) -> None:
    files = season(tmp_path / "in", 4, frames=200)
    lib = tmp_path / "lib"
    asked = ["add", *map(str, files), "--library", str(lib), *NIGHT_BUS, "--workers", str(workers)]
    process = subprocess.Popen(
        [sys.executable, str(ROOT / "cli.py"), "library", *asked],
        stderr=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=environment(tmp_path),
    )
    while process.poll() is None and not kills.named(Layout(lib)):
        time.sleep(0.005)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=60)
    assert (process.returncode, out, err) == (130, "", "timeline: interrupted; nothing half-written was left\n")
    assert list((lib / "working").iterdir()) == []
    before = held(lib)
    assert 1 <= len(before) < 4
    done = library(tmp_path, *asked)
    assert f"{len(before)} there already" in done.stdout
    assert [number for number, _, _ in held(lib)] == [1, 2, 3, 4]


def test_killed_at_random_moments_a_library_is_whole_and_loses_nothing(tmp_path: Path) -> None:
    """A few rounds of ``python -m benchmarks library --kills``, which holds the library after each and at the end."""
    done = list(kills.rounds(tmp_path, 4, seed=3, count=6))
    assert [each.number for each in done] == [1, 2, 3, 4]
    assert done[0].before == 0
