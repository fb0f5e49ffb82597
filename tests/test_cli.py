"""The command as its users meet it: real processes, real files, exit codes, and nothing half-written."""

from __future__ import annotations

import json
import os
import resource
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.videos import cut_video
from timeline.library.content import content_id
from timeline.model import wire

ROOT = Path(__file__).parents[1]
Run = subprocess.CompletedProcess[str]


@pytest.fixture(scope="module")
def episode(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return cut_video(tmp_path_factory.mktemp("media") / "ep01.mp4")


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache")


@pytest.fixture
def timeline(cache: Path, tmp_path: Path) -> Callable[..., Run]:
    def run(*arguments: object, env: dict[str, str] | None = None, **options: object) -> Run:
        return subprocess.run(
            [sys.executable, str(ROOT / "cli.py"), *map(str, arguments)],
            capture_output=True,
            text=True,
            cwd=tmp_path,
            env=os.environ | {"TIMELINE_CACHE": str(cache), "PYTHONWARNINGS": "error"} | (env or {}),
            timeout=120,
            **options,  # type: ignore[call-overload]  # handed on as they come
        )

    return run


def profile(folder: Path, severity: str) -> Path:
    """A profile that no 4-second episode can meet."""
    path = folder / f"{severity}.toml"
    path.write_text(
        '[profile]\nname = "house"\ntitle = "House"\nsource = "made for a test"\n\n'
        f'[[band]]\nfigure = "shortest_shot"\nmin_seconds = 5\nseverity = "{severity}"\nsource = "made for a test"\n'
    )
    return path


def only_line(run: Run) -> str:
    """The one line of a refusal."""
    assert "Traceback" not in run.stderr
    (line,) = run.stderr.strip().splitlines()
    return line


def test_facts_of_an_episode_without_a_profile(timeline: Callable[..., Run], episode: Path, tmp_path: Path) -> None:
    done = timeline("inspect", episode)
    assert done.returncode == 0, done.stderr
    assert "ep01.mp4" in done.stdout
    assert "3 shots" in done.stdout
    assert "Median shot length" in done.stdout
    assert "\x1b" not in done.stdout
    assert done.stderr == ""
    assert list(tmp_path.iterdir()) == []


def test_the_document_and_nothing_else_on_stdout(timeline: Callable[..., Run], episode: Path) -> None:
    done = timeline("inspect", episode, "--json", "-")
    inspection = wire.loads(done.stdout)
    assert [t.edit_point for t in inspection.timeline.transitions] == [20, 55]
    assert json.loads(done.stdout)["media"]["frames"] == 100
    assert done.stderr == ""


def test_page_and_document_are_written_where_out_says(
    timeline: Callable[..., Run], episode: Path, tmp_path: Path
) -> None:
    done = timeline("inspect", episode, "--profile", "micro-drama", "--out", "reports", "--fail-on", "never")
    assert done.returncode == 0, done.stderr
    written = sorted(path.name for path in (tmp_path / "reports").iterdir())
    assert written == ["ep01.inspection.json", "ep01.report.html"]
    assert wire.loads((tmp_path / "reports" / "ep01.inspection.json").read_text()).judgement is not None
    assert os.listdir(tmp_path) == ["reports"]


def test_many_inputs_one_table_distinct_names_and_the_highest_exit_code(
    timeline: Callable[..., Run], episode: Path, tmp_path: Path
) -> None:
    (tmp_path / "b").mkdir()
    shutil.copy(episode, tmp_path / "b" / "ep01.mp4")
    (tmp_path / "broken.mp4").write_text("no video")
    done = timeline("inspect", episode, "broken.mp4", "b/ep01.mp4", "--out", "reports")
    assert done.returncode == 3
    assert only_line(done) == "timeline: 'broken.mp4' is a text file, not a video"
    names = sorted(path.name for path in (tmp_path / "reports").glob("*.html"))
    assert names == ["ep01-2.report.html", "ep01.report.html"]
    assert done.stdout.count("ep01.mp4") == 2
    assert "broken.mp4" in done.stdout


@pytest.mark.parametrize(
    ("severity", "fail_on", "code"),
    [
        ("error", "error", 1),
        ("warning", "error", 0),
        ("warning", "warning", 1),
        ("error", "never", 0),
        ("info", "warning", 0),
    ],
)
def test_findings_fail_from_the_severity_asked_for(
    timeline: Callable[..., Run], episode: Path, tmp_path: Path, severity: str, fail_on: str, code: int
) -> None:
    done = timeline("inspect", episode, "--profile", profile(tmp_path, severity), "--fail-on", fail_on, "--quiet")
    assert (done.returncode, done.stdout, done.stderr) == (code, "", "")


def test_frame_numbers_stay_those_of_the_file_inside_a_range(timeline: Callable[..., Run], episode: Path) -> None:
    done = timeline("inspect", episode, "--json", "-", "--from", "10", "--to", "00:00:03:00")
    inspection = wire.loads(done.stdout)
    assert [(shot.start, shot.stop) for shot in inspection.timeline.shots] == [(10, 20), (20, 55), (55, 75)]


def test_the_programme_is_applied_only_when_it_is_named(timeline: Callable[..., Run], episode: Path) -> None:
    done = timeline("inspect", episode, "--json", "-", "--program", "20-100")
    inspection = wire.loads(done.stdout)
    assert (inspection.timeline.start, inspection.timeline.stop) == (20, 100)
    assert [(s.label, s.start, s.stop) for s in inspection.timeline.spans] == [("outside the programme", 0, 20)]


def test_a_stretch_says_that_it_is_one(timeline: Callable[..., Run], episode: Path, tmp_path: Path) -> None:
    done = timeline("inspect", episode, "--from", "10", "--to", "75", "--out", "reports")
    assert "frames 10 to 74 of the file's 100" in done.stdout
    assert "frames 10 to 74 of the file&#39;s 100" in (tmp_path / "reports" / "ep01.report.html").read_text()
    assert "of the file's" not in timeline("inspect", episode).stdout


def test_the_video_itself_and_what_is_no_file_are_never_written_over(
    timeline: Callable[..., Run], episode: Path, tmp_path: Path
) -> None:
    before = episode.read_bytes()
    done = timeline("inspect", episode, "--json", episode)
    assert (done.returncode, "the video itself" in only_line(done)) == (2, True)
    assert episode.read_bytes() == before
    os.mkfifo(tmp_path / "pipe")
    done = timeline("inspect", episode, "--json", "pipe")
    assert (done.returncode, "no regular file" in only_line(done)) == (2, True)
    assert (tmp_path / "pipe").is_fifo()
    (tmp_path / "link.json").symlink_to("real.json")
    assert timeline("inspect", episode, "--json", "link.json").returncode == 0
    assert (tmp_path / "link.json").is_symlink()
    assert wire.loads((tmp_path / "real.json").read_text())


@pytest.mark.parametrize("arguments", [["--full"], ["--json", "-"]])
def test_an_output_that_is_full_is_one_line_and_2(episode: Path, cache: Path, arguments: list[str]) -> None:
    command = [sys.executable, str(ROOT / "cli.py"), "inspect", str(episode), *arguments]
    with open("/dev/full", "w") as full:
        done = subprocess.run(
            command, stdout=full, stderr=subprocess.PIPE, text=True, env=os.environ | {"TIMELINE_CACHE": str(cache)}
        )
    assert (done.returncode, "cannot write to the output" in only_line(done)) == (2, True)


def test_an_output_that_knows_only_ascii_is_enough(timeline: Callable[..., Run], episode: Path, tmp_path: Path) -> None:
    shutil.copy(episode, tmp_path / "épisode 日本.mp4")
    done = timeline("inspect", "épisode 日本.mp4", "--out", "reports", env={"PYTHONIOENCODING": "ascii"})
    assert done.returncode == 0, done.stderr


def test_start_timecode_labels_frame_zero(timeline: Callable[..., Run], episode: Path) -> None:
    done = timeline("inspect", episode, "--start-tc", "01:00:00:00")
    assert "01:00:00:20" in done.stdout


@pytest.mark.parametrize("detector", ["adaptive", "content", "hash", "histogram", "threshold"])
def test_pyscenedetects_detectors_by_name(timeline: Callable[..., Run], episode: Path, detector: str) -> None:
    done = timeline("inspect", episode, "--json", "-", "--detector", detector)
    inspection = wire.loads(done.stdout)
    assert inspection.made_by.detector == detector
    assert {t.edit_point for t in inspection.timeline.transitions} <= {20, 55}


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["{ep}", "--profile", "nope"], "nope"),
        (["{ep}", "--detector", "nope"], "no detector is called 'nope'"),
        (["{ep}", "--from", "400"], "file ends at frame 100"),
        (["{ep}", "--tc", "df"], "drop-frame exists at"),
        (["{ep}", "{ep}", "--json", "-"], "--json takes one input"),
        (["{ep}", "--out", "{ep}"], "cannot write"),
        (["{ep}", "--out", "/proc/nowhere"], "cannot write"),
        (["{ep}", "--json", "{ep}/x.json"], "cannot write"),
    ],
)
def test_a_wrong_command_is_one_line_and_2(
    timeline: Callable[..., Run], episode: Path, arguments: list[str], says: str
) -> None:
    done = timeline("inspect", *(argument.format(ep=episode) for argument in arguments))
    assert done.returncode == 2
    assert says in only_line(done)


def test_a_wrong_profile_is_refused_with_its_line(timeline: Callable[..., Run], episode: Path, tmp_path: Path) -> None:
    path = profile(tmp_path, "error")
    path.write_text(path.read_text().replace("min_seconds = 5", 'min_seconds = "five"'))
    done = timeline("inspect", episode, "--profile", path)
    assert done.returncode == 2
    assert "line 8" in only_line(done)


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("missing.mp4", None, "does not exist"),
        ("empty.mp4", b"", "is empty"),
        ("notes.mp4", b"shot list\n", "is a text file"),
        ("list.m3u8", b"#EXTM3U\nhttp://192.0.2.1/x.ts\n", "playlist"),
        ("list.ffconcat", b"ffconcat version 1.0\nfile 'ep01.mp4'\n", "concat script"),
        ("-dash.mp4", b"no video", "-dash.mp4"),
    ],
)
def test_what_cannot_be_inspected_is_one_line_and_3(
    timeline: Callable[..., Run], tmp_path: Path, name: str, content: bytes | None, says: str
) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    done = timeline("inspect", "--", name)
    assert done.returncode == 3
    assert says in only_line(done)


def test_a_folder_and_half_a_file(timeline: Callable[..., Run], episode: Path, tmp_path: Path) -> None:
    done = timeline("inspect", tmp_path)
    assert (done.returncode, "is a folder" in only_line(done)) == (3, True)
    (tmp_path / "half.mp4").write_bytes(episode.read_bytes()[: episode.stat().st_size // 2])
    done = timeline("inspect", "half.mp4")
    assert (done.returncode, "half.mp4" in only_line(done)) == (3, True)


def test_a_full_disk_is_one_line_and_leaves_nothing(
    timeline: Callable[..., Run], episode: Path, tmp_path: Path
) -> None:
    fresh = tmp_path / "cache"
    done = timeline(
        "inspect",
        episode,
        "--out",
        "reports",
        env={"TIMELINE_CACHE": str(fresh)},
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (4000, 4000)),
    )
    assert done.returncode == 2
    unkept, refused = done.stderr.splitlines()
    assert unkept.startswith("timeline: what is decoded is not kept: cannot write")
    assert refused.startswith("timeline: cannot write")
    assert list(fresh.iterdir()) == list((tmp_path / "reports").iterdir()) == []


def test_a_second_look_comes_from_the_stored_record(timeline: Callable[..., Run], episode: Path, cache: Path) -> None:
    timeline("inspect", episode)
    (record,) = cache.glob("*.record")
    before = record.stat().st_ino
    timeline("inspect", episode, "--profile", "micro-drama")
    assert record.stat().st_ino == before
    record.write_bytes(record.read_bytes()[:-500])
    assert timeline("inspect", episode).returncode == 0
    assert record.stat().st_mtime_ns != before


def test_no_cache_neither_uses_nor_keeps(timeline: Callable[..., Run], episode: Path, tmp_path: Path) -> None:
    done = timeline("inspect", episode, "--no-cache", env={"TIMELINE_CACHE": str(tmp_path / "none")})
    assert done.returncode == 0
    assert not (tmp_path / "none").exists()


def test_an_interrupt_leaves_nothing_half_written_and_no_process(tmp_path: Path) -> None:
    long = cut_video(tmp_path / "long.mp4", frames=6000, cuts=(20, 55))
    fresh = tmp_path / "cache"
    process = subprocess.Popen(
        [sys.executable, str(ROOT / "cli.py"), "inspect", str(long), "--out", "reports"],
        cwd=tmp_path,
        env=os.environ | {"TIMELINE_CACHE": str(fresh)},
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    until = time.monotonic() + 60
    while not list(fresh.glob("*.partial")) and time.monotonic() < until:
        time.sleep(0.01)
    os.killpg(process.pid, signal.SIGINT)
    _, said = process.communicate(timeout=60)
    assert process.returncode == 130
    assert said.strip() == "timeline: interrupted; nothing half-written was left"
    assert list(fresh.iterdir()) == list((tmp_path / "reports").iterdir()) == []
    with pytest.raises(ProcessLookupError):
        os.killpg(process.pid, 0)


def test_a_file_that_is_still_being_written_is_refused_and_not_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from timeline import pipeline
    from timeline.errors import MediaError
    from timeline.library import content

    video = cut_video(tmp_path / "ep.mp4")
    other = cut_video(tmp_path / "other.mp4", frames=60, cuts=(30,))
    monkeypatch.setenv("TIMELINE_CACHE", str(tmp_path / "cache"))

    def swapped(path: Path) -> str:
        digest = content_id(path)
        shutil.copy(other, path)
        return digest

    monkeypatch.setattr(content, "content_id", swapped)
    for cached in (True, False):
        cut_video(video)
        request = pipeline.Request(cached=cached)
        with pytest.raises(MediaError, match="changed while it was read"), pipeline.inspect(video, request):
            pass
        assert list((tmp_path / "cache").iterdir()) == []


def test_a_range_that_one_file_is_too_short_for_stops_only_that_file(
    timeline: Callable[..., Run], episode: Path, tmp_path: Path
) -> None:
    cut_video(tmp_path / "short.mp4", frames=30, cuts=(10,))
    done = timeline("inspect", "short.mp4", episode, "--to", "80")
    assert done.returncode == 2
    assert only_line(done).startswith("timeline: 'short.mp4': --from/--to")
    assert "ep01.mp4" in done.stdout


def test_hostile_names_are_only_text(timeline: Callable[..., Run], episode: Path, tmp_path: Path) -> None:
    name = "<script>alert(1)</script>[red]\x1b[31m.mp4".replace("/", "_")
    shutil.copy(episode, tmp_path / name)
    done = timeline("inspect", name, "--out", "reports")
    assert done.returncode == 0, done.stderr
    assert "\x1b" not in done.stdout
    assert "\x1b" not in timeline("inspect", f"no{name}").stderr
    page = next((tmp_path / "reports").glob("*.html")).read_text()
    assert "<script>alert(1)" not in page


def test_colons_in_names_are_no_pictures(timeline: Callable[..., Run], episode: Path, tmp_path: Path) -> None:
    shutil.copy(episode, tmp_path / "a:smile:.mp4")
    done = timeline("inspect", "a:smile:.mp4", "--out", "reports")
    assert f"wrote {Path('reports') / 'a:smile:.report.html'}" in done.stdout


def test_profiles_are_listed_and_shown(timeline: Callable[..., Run]) -> None:
    listed = timeline("profile", "list")
    assert {"micro-drama", "short-video", "film"} <= set(listed.stdout.split())
    shown = timeline("profile", "show", "micro-drama")
    assert "house default, no published source" in " ".join(shown.stdout.split())
    assert timeline("profile", "show", "nope").returncode == 2


def test_help_names_every_command_and_needs_nothing_heavy(timeline: Callable[..., Run]) -> None:
    done = timeline("--help")
    assert {"inspect", "profile"} <= set(done.stdout.split())
    loaded = subprocess.run(
        [sys.executable, "-X", "importtime", str(ROOT / "cli.py"), "--help"], capture_output=True, text=True
    ).stderr
    assert not [name for name in ("numpy", "rich", "av", "jinja2", "cv2", "PIL") if f" {name}\n" in loaded]
