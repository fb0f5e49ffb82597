"""A comparison of versions in every form: terminal, document, page in a browser, two tracks of OpenTimelineIO."""

from __future__ import annotations

import io
import itertools
import re
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import get_args

import opentimelineio as otio
import pytest
from rich.console import Console

from tests import differences, golden_files, inspections
from tests.browser import browser
from tests.test_render import settled
from timeline.errors import DocumentError
from timeline.interchange.write.changes import write
from timeline.model.difference import ChangeKind, VersionDiff
from timeline.model.difference_wire import dumps, loads
from timeline.render.diff_html import page
from timeline.render.diff_terminal import show

HOSTILE = 'cuts/"><img src=x onerror=alert(1)>\x1b[31m</title>.mp4'


def terminal(diff: VersionDiff, *, full: bool = False) -> str:
    out = io.StringIO()
    show(diff, Console(file=out, width=110), full=full)
    return out.getvalue()


def written(diff: VersionDiff) -> str:
    return page(diff, differences.sides(), (inspections.Stub(), inspections.Stub()))


def test_every_kind_of_change_is_among_those_shown() -> None:
    assert {change.kind for change in differences.changes()} == set(get_args(ChangeKind))


def test_each_form_keeps_to_its_golden_file() -> None:
    diff, _ = differences.difference()
    golden_files.check("diff.terminal.txt", terminal(diff))
    golden_files.check("diff.json", dumps(diff))
    golden_files.check("diff.html", re.sub(r"sha256-[\w+/=]+", "sha256", settled(written(diff))))


def test_the_terminal_is_as_short_as_a_stat() -> None:
    diff, _ = differences.difference()
    lines = terminal(diff).splitlines()
    assert len(lines) <= len(diff.changes) + 14
    assert max(map(len, lines)) <= 110
    many = replace(diff, changes=diff.changes * 20)
    assert "200 more; --full lists all" in terminal(many)
    assert "more; --full" not in terminal(many, full=True)


def test_a_scene_that_was_dropped_is_one_line_unless_all_are_asked_for() -> None:
    diff, _ = differences.difference()
    first = diff.changes[0]
    start, stop = first.before
    went = [
        replace(first, old=(1 + n,), before=(start + 10 * n, start + 10 * n + 10), frames=-10, sentence=f"{n}")
        for n in range(3)
    ]
    apart = replace(first, old=(6,), before=(stop + 50, stop + 60), frames=-10)
    dropped = replace(diff, changes=(*went, apart))
    assert re.findall(r"-  (shot \S+) +removed +(\S+) f", terminal(dropped)) == [("shot 2–4", "−30"), ("shot 7", "−10")]
    assert "4 removed" in terminal(dropped)
    assert len(re.findall("-  shot", terminal(dropped, full=True))) == 4


def test_two_different_videos_are_said_to_be_so_without_lines_between() -> None:
    diff, _ = differences.unrelated()
    assert "Two different videos" in terminal(diff)
    assert "→" not in terminal(diff)
    assert "<polygon" not in written(diff)


def test_the_document_reads_back_and_a_wrong_one_is_refused() -> None:
    diff, _ = differences.difference()
    assert loads(dumps(diff)) == diff
    for wrong, said in (
        ("{", "no JSON"),
        ("[]", "schema is 'list'"),
        (dumps(diff).replace("/difference/1", "/2"), "/2"),
    ):
        with pytest.raises(DocumentError, match=said):
            loads(wrong)


def test_names_are_text_on_the_page_and_in_the_terminal() -> None:
    diff, _ = differences.difference()
    hostile = replace(diff, after=replace(diff.after, path=HOSTILE))
    assert "<img" not in written(hostile)
    assert "\x1b" not in written(hostile) + terminal(hostile)


@pytest.mark.parametrize(("width", "height"), [(1280, 900), (390, 844)])
def test_chromium_draws_both_strips_with_lines_between_and_asks_for_nothing(
    width: int, height: int, tmp_path: Path
) -> None:
    diff, _ = differences.difference()
    path = tmp_path / "diff.html"
    path.write_text(written(diff), encoding="utf-8")
    problems: list[str] = []
    with browser() as opened:
        tab = opened.new_page(viewport={"width": width, "height": height})
        tab.on("console", lambda message: problems.append(message.text))
        tab.on("pageerror", lambda error: problems.append(str(error)))
        tab.on("request", lambda request: problems.append(request.url) if request.url != path.as_uri() else None)
        tab.goto(path.as_uri())
        assert tab.evaluate("document.documentElement.scrollWidth") <= width
        assert tab.locator(".changes li").count() == len(diff.changes)
        frames = tab.locator(".changes .pic:not(.none)")
        assert frames.count() == sum(len(side) for change in diff.changes for side in change.shown)
        box = frames.first.bounding_box()
        assert box is not None
        assert abs(box["width"] / box["height"] - 9 / 16) < 0.02
        assert tab.locator("polygon.tie").count() >= len(diff.ties)
        assert tab.locator("polygon.speed").count() >= 1
        # A line leads from where a shot was to where it is.
        assert tab.evaluate(LINES_MEET_TILES) == []
        tab.get_by_role("link", name="Both strips").click()
    assert problems == []


LINES_MEET_TILES = """() => {
  const off = [];
  for (const strips of document.querySelectorAll('svg.both')) {
    const seams = [...strips.querySelectorAll(':scope > svg > rect.seam')].map(r => r.getBoundingClientRect().left);
    const box = strips.getBoundingClientRect();
    for (const tie of strips.querySelectorAll('polygon.kept')) {
      const points = [...tie.points].map(p => box.left + p.x / 100 * box.width);
      for (const x of [points[0], points[3]])
        if (x > box.left + 1 && x < box.right - 1 && !seams.some(seam => Math.abs(seam - x) < 1.5)) off.push(x);
    }
  }
  return off;
}"""


def test_two_tracks_and_markers_are_read_back() -> None:
    diff, both = differences.difference()
    made = otio.adapters.read_from_string(write(diff, (both[0].timeline, both[1].timeline)), "otio_json")
    tracks = made.video_tracks()
    assert [track.name for track in tracks] == ["before", "after"]
    for track, side in zip(tracks, (diff.before, diff.after), strict=True):
        spans = [(clip.source_range.start_time.value, clip.source_range.duration.value) for clip in track]
        assert spans == [(a, b - a) for a, b in itertools.pairwise(side.edges)]
        assert {clip.media_reference.target_url for clip in track} == {side.path}
    for number, track in enumerate(tracks):
        spans = [(change.before, change.after)[number] for change in diff.changes]
        found = [(marker.marked_range.start_time.value, marker.marked_range.duration.value) for marker in track.markers]
        last = (diff.before, diff.after)[number].edges[-1]
        assert found == [(min(a, last - 1), max(1, min(b, last) - min(a, last - 1))) for a, b in spans]
        assert [marker.comment for marker in track.markers] == [change.sentence for change in diff.changes]
    assert Counter(marker.color for marker in tracks[0].markers)["RED"] == 1
