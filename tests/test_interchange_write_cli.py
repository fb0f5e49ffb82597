"""``timeline export`` and ``inspect --markers`` as users meet them: files, lines, exit codes, nothing half-written."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

import cli
from tests.cuts import variable
from tests.videos import cut_video
from timeline import exporting
from timeline.model import wire

Run = Callable[..., Result]


@pytest.fixture(scope="module")
def media(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return cut_video(tmp_path_factory.mktemp("media") / "ep01.mp4")


@pytest.fixture
def episode(media: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(media, tmp_path / "ep01.mp4"))


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache")


@pytest.fixture
def run(cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setenv("TIMELINE_CACHE", str(cache))
    monkeypatch.chdir(tmp_path)

    def call(*arguments: object) -> Result:
        return CliRunner().invoke(cli.app, [str(a) for a in arguments], catch_exceptions=False)

    return call


def only_line(done: Result) -> str:
    (line,) = done.stderr.strip().splitlines()
    return str(line)


def test_a_video_becomes_as_many_files_as_are_asked_for(run: Run, episode: Path, tmp_path: Path) -> None:
    done = run("export", "ep01.mp4", "--to", "out/cut.edl", "--to", "out/cut.otio", "--start-tc", "01:00:00:00")
    assert done.exit_code == 0, done.stderr
    assert done.stdout.splitlines() == [
        "wrote out/cut.edl: CMX3600 EDL, 3 shots",
        "wrote out/cut.otio: OpenTimelineIO, 3 shots",
    ]
    assert done.stderr == ""
    lines = [line.split()[-4:] for line in (tmp_path / "out/cut.edl").read_text().splitlines() if line[:1] == "0"]
    assert lines[1] == ["00:00:00:20", "00:00:02:05", "01:00:00:20", "01:00:02:05"]
    url = json.loads((tmp_path / "out/cut.otio").read_text())["tracks"]["children"][0]["children"][0]
    assert url["media_references"]["DEFAULT_MEDIA"]["target_url"] == episode.as_uri()
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["cut.edl", "cut.otio"]


def test_a_document_gives_the_same_file_as_its_video(run: Run, episode: Path, tmp_path: Path) -> None:
    assert run("inspect", "ep01.mp4", "--json", "docs.inspection.json", "--quiet").exit_code == 0
    for name in ("a.xml", "b.xml"):
        source = "ep01.mp4" if name == "a.xml" else "docs.inspection.json"
        assert run("export", source, "--to", name).exit_code == 0
    assert (tmp_path / "a.xml").read_bytes() == (tmp_path / "b.xml").read_bytes()


def test_a_document_is_moved_with_its_video(run: Run, episode: Path, tmp_path: Path) -> None:
    """The path in a document may be of another machine: a file of that name beside the document is meant."""
    run("inspect", "ep01.mp4", "--json", "x.json", "--quiet")
    (tmp_path / "moved").mkdir()
    for name in ("ep01.mp4", "x.json"):
        (tmp_path / name).rename(tmp_path / "moved" / name)
    run("export", "moved/x.json", "--to", "cut.edl")
    assert f"* SOURCE FILE: {tmp_path / 'moved' / 'ep01.mp4'}" in (tmp_path / "cut.edl").read_text()


def test_findings_of_a_profile_become_markers_and_speak_of_the_same_timecode(
    run: Run, episode: Path, tmp_path: Path
) -> None:
    (tmp_path / "house.toml").write_text(
        '[profile]\nname = "house"\ntitle = "House"\nsource = "made for a test"\n\n'
        '[[shot]]\nmax_seconds = 1\nseverity = "error"\nsource = "made for a test"\n'
    )
    wish = ("--profile", "house.toml", "--start-tc", "10:00:00:00")
    done = run("export", "ep01.mp4", "--to", "-", "--format", "resolve-markers", *wish)
    assert done.exit_code == 0, done.stderr
    assert "10:00:00:20 10:00:00:21" in done.stdout
    assert "Shot 2 (10:00:00:20) runs 10 frames" in done.stdout
    assert "|C:ResolveColorRed |M:" in done.stdout


def test_text_goes_to_stdout_and_nothing_else_with_it(run: Run, episode: Path, tmp_path: Path) -> None:
    assert run("export", "ep01.mp4", "--to", "cut.tsv").exit_code == 0
    done = run("export", "ep01.mp4", "--to", "-", "--format", "tsv")
    assert done.stdout_bytes == (tmp_path / "cut.tsv").read_bytes()
    assert "says no format" in only_line(run("export", "ep01.mp4", "--to", "-"))
    assert "is no text" in only_line(run("export", "ep01.mp4", "--to", "-", "--format", "aaf"))


def test_what_a_format_loses_is_one_line(run: Run, episode: Path) -> None:
    done = run("export", "ep01.mp4", "--to", "cut.llc", "--to", "cut.fcpxml", "--markers", "cuts", "--quiet")
    assert (done.exit_code, done.stdout) == (0, "")
    assert done.stderr.splitlines() == ["lost in LosslessCut project: 2 markers", "lost in FCPXML: marker colours"]


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (["ep01.mp4", "--to", "cut.prproj"], 2, "says no format"),
        (["ep01.mp4", "--to", "ep01.mp4", "--format", "edl"], 2, "is what is read here"),
        (["doc.json", "--to", "./doc.json", "--format", "otio"], 2, "is what is read here"),
        (["doc.json", "--to", "cut.edl"], 2, "'doc.json': this is no JSON document"),
        (["bytes.json", "--to", "cut.edl"], 2, "is not UTF-8 text"),
        (["gone.json", "--to", "cut.edl"], 3, "'gone.json' cannot be read"),
        (["gone.mp4", "--to", "cut.edl"], 3, "does not exist"),
        (["doc.json", "--to", "cut.edl", "--profile", "film"], 2, "--profile judges a video"),
        (["ep01.mp4", "--to", "cut.edl", "--rate", "fast"], 2, "no frame rate"),
        (["ep01.mp4", "--to", "cut.edl", "--rate", "30"], 2, "this one runs at 25"),
        (["ep01.mp4", "--to", "cut.edl", "--start-tc", "01:00:00;00"], 2, "--start-tc"),
        (["ep01.mp4", "--to", "cut.edl", "--reel", "BL"], 2, "stands for black"),
        (["ep01.mp4", "--to", "ep01.mp4/cut.edl"], 2, "cannot write"),
        (["varies.json", "--to", "cut.edl"], 2, "its frame rate varies"),
    ],
)
def test_a_refusal_is_one_line_and_leaves_nothing(
    run: Run, episode: Path, tmp_path: Path, arguments: list[str], code: int, says: str
) -> None:
    (tmp_path / "doc.json").write_text("{")
    (tmp_path / "bytes.json").write_bytes(b"\xff\xfe")
    (tmp_path / "varies.json").write_text(wire.dumps(variable()))
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    done = run("export", *arguments)
    assert (done.exit_code, says in only_line(done)) == (code, True), done.stderr
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_a_rate_that_varies_goes_onto_the_one_that_is_stated(run: Run, tmp_path: Path) -> None:
    (tmp_path / "varies.json").write_text(wire.dumps(variable()))
    done = run("export", "varies.json", "--to", "cut.edl", "--rate", "29.97", "--markers", "none")
    assert done.exit_code == 0
    moved = [line for line in done.stderr.splitlines() if "moved" in line]
    assert moved == ["CMX3600 EDL: edit points moved onto the constant rate by at most 0.42 frame"]


def test_a_document_too_large_to_be_one_is_not_read(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exporting, "MOST_BYTES", 10)
    (tmp_path / "big.json").write_text("{" + " " * 20 + "}")
    assert "so it was not read" in only_line(run("export", "big.json", "--to", "cut.edl"))


def test_when_one_of_several_formats_cannot_hold_the_cut_none_is_written(run: Run, tmp_path: Path) -> None:
    (tmp_path / "varies.json").write_text(wire.dumps(variable()))
    assert run("export", "varies.json", "--to", "cut.csv", "--to", "cut.edl").exit_code == 2
    assert [path.name for path in tmp_path.iterdir()] == ["varies.json"]


@pytest.mark.parametrize(
    ("name", "holds"),
    [
        ("m.edl", "|C:ResolveColorRed |M:"),
        ("m.csv", "Marker Name\tDescription\tIn"),
        ("m.srt", "00:00:00,800 -->"),
        ("m.vtt", "WEBVTT"),
    ],
)
def test_inspect_writes_markers_too(run: Run, episode: Path, tmp_path: Path, name: str, holds: str) -> None:
    (tmp_path / "house.toml").write_text(
        '[profile]\nname = "house"\ntitle = "House"\nsource = "made for a test"\n\n'
        '[[shot]]\nmax_seconds = 1\nseverity = "error"\nsource = "made for a test"\n'
    )
    done = run("inspect", "ep01.mp4", "--profile", "house.toml", "--markers", name)
    assert done.exit_code == 1, done.stderr
    assert f"wrote {name}" in done.stdout
    assert holds in (tmp_path / name).read_text()


def test_markers_without_a_finding_say_so(run: Run, episode: Path) -> None:
    done = run("inspect", "ep01.mp4", "--markers", "m.vtt", "--quiet")
    assert (done.exit_code, "a profile makes findings" in only_line(done)) == (0, True)


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["ep01.mp4", "--markers", "m.otio"], "'m.otio' says no format; files end in .srt, .vtt, .edl, .csv"),
        (["ep01.mp4", "ep01.mp4", "--markers", "m.edl"], "--markers takes one input"),
        (["film.srt", "--markers", "film.srt"], "--markers film.srt is the video itself"),
    ],
)
def test_markers_that_cannot_be_written_are_refused_first(
    run: Run, episode: Path, tmp_path: Path, arguments: list[Any], says: str
) -> None:
    (tmp_path / "film.srt").write_bytes(episode.read_bytes())
    done = run("inspect", *arguments)
    assert (done.exit_code, says in only_line(done)) == (2, True), done.stderr
