"""What a run writes and shows: golden files of one made-up suite, hostile names, and the way back from JSON."""

from __future__ import annotations

import io
import json
import re
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from tests import golden_files
from tests.suites import clip, cuts, results
from timeline.errors import DocumentError
from timeline.suite import report_json, report_terminal
from timeline.suite.report import RENDERERS, Report, render, write
from timeline.suite.report_text import main_detectors
from timeline.suite.results import Results
from timeline.suite.scoring import Mark
from timeline.suite.tables import to_dense_json
from timeline.suite.truth import Ignored

MADE_ON = {"commit": "0123456789", "system": "a test"}
GOLDEN = {
    "results.json": "bench.results.json",
    "results.md": "bench.results.md",
    "junit.xml": "bench.junit.xml",
}


WHIP = Mark(60, 66, "whip", edit_point=63)
CLIPS = (
    clip("ep01", [*cuts(10, 30), Mark(40, 40, "jump"), WHIP], genre="drama"),
    clip("ep02", [*cuts(25, 50), Mark(70, 80, "dissolve")], genre="drama", ignore=[Ignored(90, 95, "dark")]),
    clip("walk", genre="take"),
    clip("advert", cuts(*range(4, 96, 3)), genre="advert"),
)


@pytest.fixture(scope="module")
def scored() -> Results:
    ours = {
        "ep01": [*cuts(10, confidence=0.98), *cuts(30, confidence=0.31), Mark(40, 40, "jump", 0.7, 40), WHIP],
        "ep02": [*cuts(25, 50, confidence=0.9), Mark(71, 79, "wipe", 0.6, 75), Mark(91, 91, "cut", 0.8)],
        "walk": cuts(33, confidence=0.55),
        "advert": cuts(*range(4, 96, 3), confidence=0.99),
    }
    deaf = {"ep01": cuts(11, 30), "ep02": cuts(25), "walk": (), "advert": ()}
    return results(CLIPS, temporal=ours, peer=deaf)


def report(of: Results) -> Report:
    return Report(results=of, clips=CLIPS, made_on=MADE_ON)


@pytest.mark.parametrize("name", GOLDEN)
def test_golden_files(scored: Results, name: str) -> None:
    golden_files.check(GOLDEN[name], render(name, report(scored)))


def test_the_terminal(scored: Results) -> None:
    out = io.StringIO()
    report_terminal.show(scored, out)
    golden_files.check("bench.terminal.txt", out.getvalue())


def test_every_renderer_is_written_whole(scored: Results, tmp_path: Path) -> None:
    paths = write(report(scored), tmp_path)
    assert [path.name for path in paths] == list(RENDERERS)
    assert all(path.read_text(encoding="utf-8").strip() for path in paths)


def test_json_reads_back_equal_and_holds_no_machine(scored: Results, tmp_path: Path) -> None:
    path = tmp_path / "results.json"
    path.write_text(report_json.render(report(scored)))
    assert report_json.read_results(path) == scored
    assert "a test" not in path.read_text().replace("made for a test", "")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("{", "not readable as JSON"),
        ("[]", "it names no schema"),
        ('{"schema": "timeline.bench/9"}', "its schema is 'timeline.bench/9'; this version reads timeline.bench/1"),
        ('{"schema": "timeline.bench/1"}', "'suite' is missing"),
    ],
)
def test_what_is_no_results_is_refused(tmp_path: Path, content: str, words: str) -> None:
    (tmp_path / "r.json").write_text(content)
    with pytest.raises(DocumentError, match=words):
        report_json.read_results(tmp_path / "r.json")


def test_a_field_that_is_wrong_is_named_by_its_path(scored: Results, tmp_path: Path) -> None:
    document = json.loads(report_json.render(report(scored)))
    document["detectors"][1]["clips"][0]["figures"]["cuts"][0]["hits"] = "two"
    (tmp_path / "r.json").write_text(json.dumps(document))
    with pytest.raises(DocumentError, match=r"detectors\[1\]\.clips\[0\]\.figures\.cuts\[0\]\.hits: expected int"):
        report_json.read_results(tmp_path / "r.json")
    (tmp_path / "r.json").write_text(json.dumps({**document, "detectors": []}))
    with pytest.raises(DocumentError, match="it holds no scored clip"):
        report_json.read_results(tmp_path / "r.json")


def test_names_from_files_stay_text() -> None:
    name = "<img src=x onerror=alert(1)>\x1b[31m|`*"
    hostile = results([clip(name, cuts(10), genre=name)], **{name: {name: cuts(11)}})
    root = ET.fromstring(render("junit.xml", report(hostile)))
    assert root.find("testsuite/testcase/failure") is not None
    out = io.StringIO()
    report_terminal.show(hostile, out)
    assert "\x1b[31m" not in out.getvalue()
    text = render("results.md", report(hostile))
    assert "<img" not in re.sub("`[^`]*`", "", text)  # in a code span nothing is markup
    assert "\x1b" not in text


def test_a_detector_wrong_everywhere_does_not_drown_the_others(scored: Results) -> None:
    text = render("results.md", report(scored))
    line = next(line for line in text.splitlines() if line.startswith("- advert: missed"))
    assert line == "- advert: missed 4, 7, 10, 13, 16, 19, 22, 25, 28, 31, 34, 37 and 19 more"


def test_narrow_tables_hold_the_first_row_and_the_best_others() -> None:
    said = {f"d{n}": {"a": cuts(*range(10, 10 + n))} for n in range(1, 7)}
    scored = results([clip("a", cuts(*range(10, 16)))], **said)
    assert [each.detector for each in main_detectors(scored)] == ["d1", "d4", "d5", "d6"]


def test_dense_json_is_the_same_data() -> None:
    data = {"a": [1, 2.5, None, "ü"], "b": {"c": [list(range(60)), {}], "d": []}, "e": [{"f": "x" * 170}]}
    text = to_dense_json(data)
    assert json.loads(text) == data
    assert ' "a": [1, 2.5, null, "ü"],' in text.splitlines()
