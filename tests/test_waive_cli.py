"""`timeline waive` on rendered versions: what is meant fails no more, until its shot is replaced."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from playwright.sync_api import Browser
from typer.testing import CliRunner

import cli
from tests import cut_versions as cut
from tests.browser import browser
from timeline.errors import UsageError
from timeline.model import wire
from timeline.session import console
from timeline.waiving.asked import WaiveJob
from timeline.waiving.job import run as run_waive

Line = Callable[..., Result]
HELD = f"shot.max@{cut.START}"
HOSTILE = "<script>alert(1)</script> [red]held[/] \u200b on purpose"


@pytest.fixture(scope="module")
def clips(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("versions")
    cut.video(folder / "ep_v3.mp4")
    cut.video(folder / "ep_v4.mp4", cut.others_trimmed(), crf=32)
    cut.video(folder / "ep_v5.mp4", cut.replaced())
    cut.video(folder / "ep_v6.mp4", cut.held_longer())
    return folder


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache")


@pytest.fixture
def desk(clips: Path, tmp_path: Path) -> Path:
    for clip in clips.iterdir():
        shutil.copy(clip, tmp_path)
    (tmp_path / "house.toml").write_text(cut.PROFILE)
    return tmp_path


@pytest.fixture
def timeline(cache: Path, desk: Path, monkeypatch: pytest.MonkeyPatch) -> Line:
    monkeypatch.chdir(desk)
    monkeypatch.setenv("TIMELINE_CACHE", str(cache))
    return lambda *arguments: CliRunner().invoke(cli.app, [*map(str, arguments)])


def inspected(timeline: Line, name: str) -> dict[str, Any]:
    run = timeline("inspect", name, "--profile", "house.toml", "--json", "-")
    assert not run.stderr
    wire.loads(run.stdout)
    found: dict[str, Any] = json.loads(run.stdout)
    return found


def findings(document: dict[str, Any]) -> list[str]:
    return sorted(finding["id"] for finding in document["findings"])


def standings(document: dict[str, Any]) -> list[tuple[str, str, int, int]]:
    return [(each["id"], each["state"], each["start"], each["stop"]) for each in document["waivers"]]


def test_a_waived_finding_is_shown_apart_and_no_longer_fails(timeline: Line, desk: Path) -> None:
    before = inspected(timeline, "ep_v3.mp4")
    first = timeline("inspect", "ep_v3.mp4", "--profile", "house.toml", "--full").stdout
    assert all(name in first for name in findings(before))
    done = timeline(
        "waive", "ep_v3.mp4", *findings(before), "--note", "all meant", "--by", "anna", "--profile", "house.toml"
    )
    assert (done.exit_code, done.stderr) == (0, "")
    after = timeline("inspect", "ep_v3.mp4", "--profile", "house.toml")
    assert after.exit_code == 0
    assert "On target" in after.stdout
    assert f"{len(findings(before))} waived." in after.stdout
    assert "all meant" in after.stdout
    assert timeline("inspect", "ep_v3.mp4", "--profile", "house.toml", "--no-waivers").exit_code == 1
    listed = timeline("waive", "--list").stdout
    assert all(name in listed for name in findings(before))
    back = timeline("waive", "ep_v3.mp4", HELD, "--remove")
    assert back.exit_code == 0
    assert findings(inspected(timeline, "ep_v3.mp4")) == [HELD]


def test_waivers_are_listed_of_what_is_there(timeline: Line, desk: Path) -> None:
    assert timeline("waive", "ep_v3.mp4", "--list").stdout == "nothing is waived here\n"
    timeline("waive", "ep_v3.mp4", HELD, "--note", "held on purpose")
    (desk / "ep_v3.mp4").unlink()
    assert HELD in timeline("waive", "ep_v3.mp4", "--list").stdout
    mistyped = timeline("waive", "ep_v33.mp4", "--list")
    assert mistyped.exit_code == 3
    assert "'ep_v33.mp4' does not exist" in mistyped.stderr
    (desk / "folder.waivers.toml").mkdir()
    assert HELD in timeline("waive", "--list").stdout


@pytest.mark.parametrize("overwritten", [False, True])
def test_a_waiver_survives_a_version_with_other_shots_trimmed(timeline: Line, desk: Path, overwritten: bool) -> None:
    timeline("waive", "ep_v3.mp4", HELD, "--note", "held on purpose")
    assert HELD not in findings(inspected(timeline, "ep_v3.mp4"))
    moved = cut.START - 8
    if overwritten:  # as an editing system does it
        os.replace(desk / "ep_v4.mp4", desk / "ep_v3.mp4")
        expected = (HELD, "applies", moved, moved + cut.STOP - cut.START)
    else:
        run = timeline("waive", "--from", "ep_v3.mp4", "ep_v4.mp4")
        assert run.stdout == f"carried {HELD} as shot.max@{moved}\nwrote ep_v4.waivers.toml\n"
        expected = (f"shot.max@{moved}", "applies", moved, moved + cut.STOP - cut.START)
    document = inspected(timeline, "ep_v3.mp4" if overwritten else "ep_v4.mp4")
    assert standings(document) == [expected]
    assert f"shot.max@{moved}" not in findings(document)
    (waived,) = document["waivers"]
    assert (waived["note"], waived["finding"]["id"]) == ("held on purpose", f"shot.max@{moved}")


@pytest.mark.parametrize(
    ("name", "reason"),
    [("ep_v5.mp4", "its shot was taken out or replaced"), ("ep_v6.mp4", "its shot grew: only 50 % of it was there")],
)
def test_a_waiver_falls_where_its_shot_is_another(timeline: Line, desk: Path, name: str, reason: str) -> None:
    timeline("waive", "ep_v3.mp4", HELD, "--note", "held on purpose")
    told = timeline("diff", "ep_v3.mp4", name, "--profile", "house.toml", "--out", "d").stdout
    page = (desk / "d" / f"ep_v3-{name.removesuffix('.mp4')}.diff.html").read_text()
    assert f"{HELD} is no longer waived: {reason} (held on purpose)" in page
    assert "1 waiver dropped" in told
    assert f"{HELD} is no longer waived: {reason}" in told
    brought = timeline("waive", "--from", "ep_v3.mp4", name).stdout
    assert brought == f"dropped {HELD}: {reason}\nnothing came along\n"
    os.replace(desk / name, desk / "ep_v3.mp4")
    document = inspected(timeline, "ep_v3.mp4")
    assert HELD in findings(document)
    assert [(each["state"], each["words"]) for each in document["waivers"]] == [("dropped", reason)]


def test_diff_tells_which_waivers_come_along_and_counts_them_neither_mended_nor_left(
    timeline: Line, desk: Path
) -> None:
    told = json.loads(timeline("diff", "ep_v3.mp4", "ep_v4.mp4", "--profile", "house.toml", "--json", "-").stdout)
    assert HELD in [each["id"] for each in told["findings"] if each["state"] == "left"] or told["findings"]
    timeline("waive", "ep_v3.mp4", HELD, "--note", "held on purpose")
    run = timeline("diff", "ep_v3.mp4", "ep_v4.mp4", "--profile", "house.toml", "--out", "d")
    assert "1 waiver comes along" in run.stdout
    document = json.loads((desk / "d" / "ep_v3-ep_v4.diff.json").read_text())
    assert [each["state"] for each in document["waivers"]] == ["applies"]
    assert len(document["findings"]) == len(told["findings"]) - 1
    timeline("waive", "--from", "ep_v3.mp4", "ep_v4.mp4")
    assert "1 waiver comes along" in timeline("diff", "ep_v3.mp4", "ep_v4.mp4", "--profile", "house.toml").stdout


V3 = Path("ep_v3.mp4")


@pytest.mark.parametrize(
    ("job", "words"),
    [
        (WaiveJob(episode=V3, findings=("shot.max@9",), note="x", profile="house.toml"), "'shot.max@9' here; there is"),
        (WaiveJob(episode=V3, findings=("band.cuts",), note="x"), "findings need --profile"),
        (WaiveJob(episode=V3, findings=(HELD,)), "say why it is meant"),
        (WaiveJob(episode=V3, findings=(HELD,), remove=True), "is not waived"),
        (WaiveJob(episode=Path("ep_v4.mp4"), source=V3), "there are no waivers beside"),
        (WaiveJob(episode=None), "name the episode"),
        (WaiveJob(episode=V3, findings=(HELD,), note="x", listed=True), "leave the findings and the note out"),
    ],
)
def test_what_cannot_be_waived_is_said_in_one_line(
    desk: Path, cache: Path, monkeypatch: pytest.MonkeyPatch, job: WaiveJob, words: str
) -> None:
    monkeypatch.chdir(desk)
    monkeypatch.setenv("TIMELINE_CACHE", str(cache))
    with pytest.raises(UsageError) as refused:
        run_waive(job, console())
    assert words in str(refused.value)
    assert "\n" not in str(refused.value)


def test_a_waiver_whose_version_is_gone_is_out_of_reach_until_its_file_is_named(
    timeline: Line, desk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    timeline("waive", "ep_v3.mp4", HELD, "--note", "held on purpose")
    shutil.copy(desk / "ep_v3.waivers.toml", desk / "export.waivers.toml")
    shutil.copy(desk / "ep_v4.mp4", desk / "export.mp4")
    monkeypatch.setenv("TIMELINE_CACHE", str(desk / "another cache"))
    document = inspected(timeline, "export.mp4")
    (standing,) = document["waivers"]
    assert standing["state"] == "idle"
    assert "nothing is kept here" in standing["words"]
    left = timeline("waive", "--from", "export.mp4", "export.mp4").stdout
    assert left.startswith(f"left {HELD}: given on version")
    assert "carried" in timeline("waive", "--from", "ep_v3.mp4", "export.mp4").stdout
    assert [each["state"] for each in inspected(timeline, "export.mp4")["waivers"]] == ["applies"]


def test_a_version_without_waivers_names_the_one_that_has_them(timeline: Line, desk: Path) -> None:
    assert "has waivers" not in timeline("inspect", "ep_v4.mp4").stdout
    timeline("waive", "ep_v3.mp4", HELD, "--note", "held on purpose")
    shown = timeline("inspect", "ep_v4.mp4").stdout.splitlines()
    assert shown[-1] == "ep_v3.mp4 has waivers; timeline waive --from 'ep_v3.mp4' 'ep_v4.mp4' brings them over"
    timeline("waive", "--from", "ep_v3.mp4", "ep_v4.mp4")
    assert "has waivers" not in timeline("inspect", "ep_v4.mp4").stdout


def test_a_damaged_file_stops_only_its_own_episode(timeline: Line, desk: Path) -> None:
    (desk / "ep_v3.waivers.toml").write_text("format = 1\n\n[[waiver]]\nfinding = 3\n")
    run = timeline("inspect", "ep_v3.mp4", "ep_v4.mp4", "--profile", "house.toml")
    assert run.exit_code == 2
    assert "ep_v3.waivers.toml, line 4: waiver[1].finding" in run.stderr
    assert "ep_v4.mp4" in run.stdout


@pytest.fixture(scope="module")
def opened() -> Iterator[Browser]:
    with browser() as found:
        yield found


def test_a_hostile_note_is_text_in_the_terminal_and_on_the_page(timeline: Line, desk: Path, opened: Browser) -> None:
    timeline("waive", "ep_v3.mp4", HELD, "--note", HOSTILE, "--by", "<b>me</b>")
    shown = timeline("inspect", "ep_v3.mp4", "--profile", "house.toml", "--out", "r").stdout
    assert "<script>alert(1)</script>" in shown
    assert "\u200b" not in shown
    context = opened.new_context(viewport={"width": 390, "height": 844})
    page, said = context.new_page(), list[str]()
    page.on("console", lambda message: said.append(message.text))
    page.on("dialog", lambda dialog: said.append(dialog.message))
    page.goto((desk / "r" / "ep_v3.report.html").as_uri())
    waived = page.locator(".waivers").inner_text()
    assert "<script>alert(1)</script> [red]held[/]" in waived
    assert "<b>me</b>" in waived
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.locator(".waivers .id").click()
    assert page.locator(".live").inner_text() == f"Copied {HELD}"
    assert page.locator(".told .id").count() >= 1
    assert said == []
    context.close()
