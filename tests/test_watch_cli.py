"""`timeline watch` in a real process and a real browser: each overwrite reported once and rightly, the page in step."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from itertools import cycle, islice, pairwise
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from benchmarks.diff_edit import head, tail
from tests import cut_versions as cut
from tests.browser import browser
from tests.watched import PATIENCE, Watch

ROOT = Path(__file__).parent.parent
WAIT = 0.3


def watching(folder: Path, cache: Path, *arguments: object) -> Watch:
    command = [sys.executable, str(ROOT / "cli.py"), "watch", *map(str, arguments), "--wait", str(WAIT)]
    return Watch(command, folder, os.environ | {"TIMELINE_CACHE": str(cache), "PYTHONWARNINGS": "error"})


def version_of(path: Path) -> str:
    """How a version is named."""
    return hashlib.sha256(path.read_bytes()).hexdigest()[:12]


@pytest.fixture(scope="module")
def clips(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder, edit = tmp_path_factory.mktemp("clips"), cut.EPISODE[:3]
    return {
        "a": cut.video(folder / "a.mp4", edit),
        "b": cut.video(folder / "b.mp4", tail(edit, 0, 22)[0]),  # 24 frames: one shot is short enough now
        "c": cut.video(folder / "c.mp4", head(tail(edit, 0, 22)[0], 1, 28)[0]),  # and another
    }


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache")


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    (tmp_path / "house.toml").write_text(cut.PROFILE.split("[[band]]")[0])
    return tmp_path


@pytest.fixture(scope="module")
def opened() -> Iterator[Browser]:
    with browser() as found:
        yield found


def copied(source: Path, target: Path) -> None:
    shutil.copyfile(source, target)


def renamed(source: Path, target: Path) -> None:
    shutil.copyfile(source, target.with_suffix(".tmp"))
    os.replace(target.with_suffix(".tmp"), target)


def slowly(source: Path, target: Path) -> None:
    data = source.read_bytes()
    with target.open("wb") as file:
        for part in range(8):
            file.write(data[part * len(data) // 8 : (part + 1) * len(data) // 8])
            file.flush()
            time.sleep(WAIT / 4)


def with_a_pause(source: Path, target: Path) -> None:
    """The writer rests for longer than the watch waits, before it is done."""
    data = source.read_bytes()
    with target.open("wb") as file:
        file.write(data[: len(data) // 2])
        file.flush()
        time.sleep(4 * WAIT)
        file.write(data[len(data) // 2 :])


def taken_away_first(source: Path, target: Path) -> None:
    target.unlink()
    time.sleep(2 * WAIT)
    shutil.copyfile(source, target)


WAYS = (copied, renamed, slowly, with_a_pause, taken_away_first)
STANDING = {
    ("a", "b"): "2 to look at  1 of 3 mended",
    ("b", "c"): "1 to look at  1 of 2 mended",
    ("c", "a"): "3 to look at  0 of 1 mended, 2 new",
}


def test_each_of_twenty_overwrites_is_reported_once_and_rightly(
    desk: Path, cache: Path, clips: dict[str, Path]
) -> None:
    export = desk / "EXPORT.mp4"
    shutil.copyfile(clips["a"], export)
    order = list(islice(cycle("abc"), 21))
    with watching(desk, cache, "EXPORT.mp4", "--profile", "house.toml") as watch:
        watch.until(version_of(clips["a"]))
        for number, (last, name) in enumerate(pairwise(order)):
            WAYS[number % len(WAYS)](clips[name], export)
            line = watch.until(f"version {version_of(clips[name])}")
            assert STANDING[last, name] in line
        watch.until("wrote")
        assert watch.stop() == 130
    told = [line.split("version ")[1][:12] for line in watch.lines if "  version " in line]
    assert told == [version_of(clips[name]) for name in order]
    assert not [line for line in watch.lines if "cannot" in line or "Traceback" in line]
    assert sum("looked at again" in line for line in watch.lines) == 0
    assert watch.lines[-1] == "timeline: interrupted; nothing half-written was left"
    left = {"EXPORT.mp4", "EXPORT.report.html", "EXPORT.inspection.json", "EXPORT.live.js", "house.toml"}
    assert {path.name for path in desk.iterdir()} == left


def test_an_open_page_shows_the_new_version_where_it_was_read(
    desk: Path, cache: Path, clips: dict[str, Path], opened: Browser
) -> None:
    export = desk / "EXPORT 50% #1.mp4"
    shutil.copyfile(clips["a"], export)
    with watching(desk, cache, export.name, "--profile", "house.toml") as watch:
        watch.until("wrote")
        context = opened.new_context(viewport={"width": 900, "height": 500})
        context.set_default_timeout(1000 * PATIENCE)
        page, said = context.new_page(), list[str]()
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.goto((desk / "EXPORT 50% #1.report.html").as_uri())
        assert page.locator(".verdict h2").inner_text() == "3 to look at"
        page.locator(".verdict").evaluate("(part) => { part.dataset.kept = 'yes'; }")
        page.evaluate("document.querySelectorAll('details').forEach((part) => { part.open = true; })")
        page.evaluate("scrollTo(0, 700)")
        page.wait_for_timeout(2500)  # it asks, and nothing is new
        assert page.locator(".verdict").get_attribute("data-kept") == "yes"
        renamed(clips["b"], export)
        page.get_by_text("2 to look at").first.wait_for()
        page.wait_for_function("scrollY > 0")
        assert page.evaluate("scrollY") == 700
        assert page.evaluate("[...document.querySelectorAll('details')].every((part) => part.open)")
        since = page.locator(".since").inner_text()
        assert since.startswith(f"Since version {version_of(clips['a'])}: 1 of 3 mended; ")
        assert said == []
        waived = subprocess.run(
            [sys.executable, str(ROOT / "cli.py"), "waive", export.name, "shot.max@24", "--note", "held"],
            cwd=desk,
            env=os.environ | {"TIMELINE_CACHE": str(cache)},
            capture_output=True,
        )
        assert waived.returncode == 0
        page.get_by_text("1 to look at").first.wait_for()
        assert "held" in page.locator(".waivers").inner_text()
        assert page.locator(".since").inner_text().startswith(f"Since version {version_of(clips['a'])}: 1 of 2 mended")
        context.close()
        assert watch.stop() == 130


def test_an_inbox_is_filed_in_the_library_whose_history_tells_each_step(
    desk: Path, cache: Path, clips: dict[str, Path]
) -> None:
    inbox = desk / "in"
    inbox.mkdir()
    shutil.copyfile(clips["a"], inbox / "ep04_v1.mp4")
    arguments = ("in", "--library", "lib", "--series", "Night Bus", "--season", "1", "--profile", "house.toml")
    with watching(desk, cache, *arguments) as watch:
        watch.until("ep04_v1.mp4  Night Bus S01E04 version 1  3 to look at")
        with_a_pause(clips["b"], inbox / "ep04_v2.mp4")
        watch.until("ep04_v2.mp4  Night Bus S01E04 version 2  2 to look at")
        assert "1 of 3 mended" in watch.until("3 → 3 shots")
        (inbox / "ep05.mp4").write_bytes(b"nothing that is a video" * 100)
        watch.until("ep05.mp4")
        renamed(clips["c"], inbox / "ep04_v3.mp4")
        watch.until("Night Bus S01E04 version 3  1 to look at")
        assert watch.stop() == 130
    assert sorted(path.name for path in inbox.iterdir()) == ["ep04_v1.mp4", "ep04_v2.mp4", "ep04_v3.mp4", "ep05.mp4"]
    for named in (["Night Bus S01E04"], ["in/ep04_v2.mp4"], ["Night Bus", "--season", "1", "--episode", "4"]):
        told = history(desk, cache, *named)
        assert told[0] == "Night Bus S01E04  3 versions, newest first"
    heads = [line for line in told if ".mp4" in line]
    assert [line.split()[0] for line in heads] == ["3", "2", "1"]
    assert [line.split("  ")[-1].split(" ", 1)[1] for line in heads] == ["1 to look at", "2 to look at", "3 to look at"]
    assert told[2].strip() == "3 → 3 shots, 1 trimmed, −28 f; 1 of 2 mended"
    assert any("Median shot length" in line and "→" in line for line in told)
    refused = subprocess.run(command(["Night Bus S01E09"]), cwd=desk, capture_output=True, text=True)
    assert refused.returncode == 2
    assert "the library has no 'Night Bus' season 1 episode 9" in refused.stderr


def command(named: list[str]) -> list[str]:
    return [sys.executable, str(ROOT / "cli.py"), "library", "history", *named, "--library", "lib"]


def history(desk: Path, cache: Path, *named: str) -> list[str]:
    done = subprocess.run(command(list(named)), cwd=desk, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout.splitlines()
