"""The benchmark's page: what it says, how large it may be, and that Chromium draws it in full without asking anyone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route

from tests import golden_files
from tests.browser import browser
from tests.suites import clip, cuts, lay_suite, results
from timeline.suite import report_markdown, shown
from timeline.suite.html import confusion, render
from timeline.suite.reliability import reliability_plot
from timeline.suite.report import Report
from timeline.suite.results import Bin, Calibration
from timeline.suite.scoring import Mark
from timeline.suite.suite import load_suite

MADE_ON = {"commit": "0123456789", "system": "a test"}
SIZES = {
    "phone": {"viewport": {"width": 390, "height": 844}, "device_scale_factor": 2, "has_touch": True},
    "desktop": {"viewport": {"width": 1280, "height": 900}},
    "dark": {"viewport": {"width": 1280, "height": 900}, "color_scheme": "dark"},
}
EXAMPLE = (
    clip("ep01", [*cuts(10, 30), Mark(40, 40, "jump"), Mark(60, 66, "whip", edit_point=63)]),
    clip("ep02", [*cuts(25, 50), Mark(70, 80, "fade_out")], genre="advert"),
    clip("walk", genre="take"),
)
SAID = {
    "ep01": [*cuts(10, confidence=0.98), *cuts(30, confidence=0.31), Mark(60, 66, "zoom", 0.8, 63)],
    "ep02": [*cuts(25, 51, confidence=0.9), Mark(71, 79, "wipe", 0.6, 75), Mark(91, 91, "cut", 0.8)],
    "walk": cuts(33, confidence=0.55),
}
PEER = {"ep01": cuts(10, 30), "ep02": [*cuts(25, 50), Mark(70, 79, "other")], "walk": ()}


def example() -> Report:
    """Clips without videos: strips are numbered, not pictured."""
    return Report(results=results(EXAMPLE, temporal=SAID, peer=PEER), clips=EXAMPLE, made_on=MADE_ON)


def filmed(folder: Path) -> Report:
    """Two clips with videos, one error on each."""
    suite = load_suite(lay_suite(folder))
    said = {"one": cuts(20, 56, confidence=0.9), "two": [*cuts(20, 55, confidence=0.95), Mark(70, 85, "dissolve", 0.6)]}
    return Report(results=results(suite.clips, temporal=said), clips=suite.clips, made_on=MADE_ON)


def test_golden_page_without_its_style() -> None:
    page = re.sub(r"<style>.*?</style>", "<style></style>", render(example()), flags=re.DOTALL)
    page = re.sub(r"sha256-[^&]+", "sha256-...", page)
    golden_files.check("bench.html", re.sub(r"timeline \d+\.\d+\.\d+", "timeline 0", page))


def test_every_error_of_the_first_row_has_its_strip_and_peers_ahead_are_linked_to_it() -> None:
    page = render(example())
    for words in (
        "missed cut 30, weighed 0.31",
        "missed jump 40",
        "missed cut 50, 1 frame before the reported cut 51",
        "false cut 51, confidence 0.90, 1 frame after the true cut 50",
        "false cut 91, confidence 0.80, 11 frames after the true fade out 70 to 80",
        "false cut 33, confidence 0.55",
    ):
        assert f"{words}</p>" in page
    assert page.count('class="strip"') == 5  # 50 and 51 share one
    assert re.search(r'<a href="#clip-2">ep02</a></th><td>errors</td><td class="num">3</td>.*peer 0', page)
    assert re.search(r'<h3 id="clip-2"[^>]*><bdi>ep02</bdi>', page)
    assert "the video is not at hand" in page
    assert "1 of 3 clips clean" not in page
    assert "0 of 3 clips clean" in page


def test_the_markdown_says_it_too() -> None:
    assert "| ep02 | errors | 3 | `peer` 0 |  | 50, 51 (0.90), 91 (0.80) |" in report_markdown.render(example())


def test_names_are_escaped_and_cannot_turn_the_page_around() -> None:
    name = "<b>ep\u202e\x1b'\""
    of = clip(name, cuts(10), genre="<i>")
    report = Report(results=results([of], **{"x<script>": {name: cuts(12)}}), clips=[of], made_on={"cpu": "<u>"})
    page = render(report)
    assert not re.search("<b>ep|<i>|x<script>|<u>|\u202e|\x1b", page)
    assert "&lt;b&gt;ep\\u202e\\x1b&#39;&#34;" in page


def test_a_page_has_room_for_so_much_and_says_what_it_leaves_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    report = filmed(tmp_path / "suite")
    whole = render(report)
    first = next(shown.all_shown(report.clips, report.results.detectors[0].clips))
    size = sum(len(picture.jpeg) for picture in first.pictures.values())
    assert whole.count("data:image/jpeg") > len(first.pictures) > 5
    assert "Pictures:" not in whole
    for room, kept, said in (
        (size, len(first.pictures), "left out to keep the page small"),
        (size - 1, 0, "some were left out to keep the page small"),
    ):
        told = list(shown.all_shown(report.clips, report.results.detectors[0].clips, room=room))
        assert [len(each.pictures) for each in told] == [kept, 0]
        assert said in [each.without for each in told]
    monkeypatch.setattr(shown, "pictures", lambda video, frames: iter(()))
    assert "data:image/jpeg" not in render(report)


def test_a_video_that_is_gone_costs_the_pictures_alone(tmp_path: Path) -> None:
    report = filmed(tmp_path / "suite")
    (tmp_path / "suite" / "clips" / "one.mp4").unlink()
    page = render(report)
    assert "does not exist" in page
    assert 'aria-label="Frame 56, wrongly reported"' in page
    assert "data:image/jpeg" in page


def test_a_calibration_plot_puts_each_bin_where_it_belongs() -> None:
    bins = (Bin(count=40, confidence=0.1, right=0.05), Bin(count=40, confidence=0.9, right=0.95))
    plot = reliability_plot(Calibration(kind="cut", candidates=80, ece=0.05, interval=None, bins=bins))
    assert [(dot.x, dot.y) for dot in plot.dots] == [("10.000%", "95.000%"), ("90.000%", "5.000%")]
    assert plot.path == "M100.0 950.0L900.0 50.0"
    assert plot.dots[0].words == "40 of confidence 0.100: 5.0 % right"
    assert [tick.label for tick in plot.confidence.ticks(5)] == ["0", "0.25", "0.5", "0.75", "1"]
    assert [tick.label for tick in plot.right.ticks()] == ["0", "0.25", "0.5", "0.75", "1"]


def test_kinds_are_told_in_words_and_only_by_those_who_tell_them_apart() -> None:
    ours, peer = example().results.detectors
    table = confusion(ours)
    assert table is not None
    assert table.head == ("true, predicted", "cut", "wipe", "zoom", "missed")
    assert {row[0]: row[1:] for row in table.rows} == {
        "cut": ("2", "", "", "2"),
        "fade out": ("", "1", "", ""),
        "jump": ("", "", "", "1"),
        "whip": ("", "", "1", ""),
        "nothing": ("3", "", "", ""),
    }
    plain = replace(peer, total=replace(peer.total, kinds=()))
    assert confusion(plain) is None


@pytest.fixture(scope="module")
def opened() -> Iterator[Browser]:
    with browser() as found:
        yield found


@pytest.fixture(scope="module")
def page_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("page")
    made = filmed(folder / "suite")
    both = (*EXAMPLE, *made.clips)
    said = SAID | {
        "one": cuts(20, 56, confidence=0.9),
        "two": [*cuts(20, 55, confidence=0.6), Mark(70, 85, "dissolve", 0.7)],
    }
    peer = PEER | {"one": cuts(20, 55), "two": cuts(20, 55)}
    report = Report(results=results(both, temporal=said, peer=peer), clips=both, made_on=MADE_ON)
    path = folder / "report.html"
    path.write_text(render(report), encoding="utf-8")
    return path


@pytest.mark.parametrize("view", SIZES)
def test_chromium_draws_it_in_full_and_silent(opened: Browser, page_file: Path, view: str) -> None:
    context = opened.new_context(**SIZES[view])  # type: ignore[arg-type]  # a table of options
    page: Page = context.new_page()
    said: list[str] = []
    asked: list[str] = []

    def route(each: Route) -> None:
        if each.request.url != page_file.as_uri() and not each.request.url.startswith("data:"):
            asked.append(each.request.url)
        each.continue_()

    page.on("console", lambda message: said.append(message.text))
    page.route("**/*", route)
    page.goto(page_file.as_uri())
    assert (said, asked) == ([], [])
    assert page.evaluate("document.documentElement.scrollWidth") <= SIZES[view]["viewport"]["width"]  # type: ignore[index]
    pictures = page.evaluate("[...document.images].map((i) => [i.naturalWidth, i.getBoundingClientRect().width])")
    assert len(pictures) >= 16
    assert all(natural == 71 and drawn > 50 for natural, drawn in pictures)
    marks = """(part) => [...document.querySelectorAll('.strip ' + part)].map((cell) => {
        const style = getComputedStyle(cell, part.includes('truth') ? '::before' : '::after');
        return [style.content, parseFloat(style.width), parseFloat(style.height)]; })"""
    for part in (".truth-cut", ".said-cut", ".said-span"):
        drawn = page.evaluate(marks, part)
        assert drawn
        assert all(content == '""' and width > 3 and height > 3 for content, width, height in drawn)
    assert page.evaluate("document.querySelectorAll('circle.dot').length") >= 10
    page.locator("nav a", has_text="Errors").click()
    assert page.evaluate("Math.abs(document.getElementById('errors').getBoundingClientRect().top)") < 100
    context.close()
