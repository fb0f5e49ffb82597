"""``timeline bench run`` and ``compare`` as typed: options of several words, exit codes, one line for a refusal."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.suites import clip, cuts, results
from timeline.commands.many import spread
from timeline.suite.report import Report
from timeline.suite.report_json import render

ROOT = Path(__file__).parents[1]
MANY = ("--detector", "--tolerance")


def bench(*arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(ROOT / "cli.py"), "bench", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, timeout=600)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("S --detector a b --out D", "S --detector a --detector b --out D"),
        ("S --detector a --tolerance 0 -1", "S --detector a --tolerance 0 --tolerance -1"),
        ("S --jobs 2 --detector a", "S --jobs 2 --detector a"),
        ("--detector a -- S T", "--detector a -- S T"),
        ("S --detector", "S --detector"),
        ("S --detector --out D", "S --out D --detector"),
    ],
)
def test_an_option_takes_every_word_up_to_the_next(typed: str, meant: str) -> None:
    assert spread(typed.split(), MANY) == meant.split()


def test_an_option_of_several_words_without_one_is_refused() -> None:
    done = bench("run", "suite", "--detector", "--out", "x")
    assert done.returncode == 2
    assert "'--detector' requires an argument" in done.stderr


def test_a_refusal_is_one_line_and_its_exit_code(tmp_path: Path) -> None:
    done = bench("run", tmp_path / "none", "--detector", "temporal", "hash", "--tolerance", "0", "1")
    assert (done.returncode, done.stdout) == (2, "")
    assert (
        done.stderr
        == f"timeline: {tmp_path / 'none'} is no folder; give the folder of a suite, or of clips with their truth\n"
    )
    done = bench("compare", tmp_path / "a.json", tmp_path / "b.json")
    assert done.returncode == 2
    assert done.stderr.startswith(f"timeline: {tmp_path / 'a.json'}: not readable as JSON")


def test_compare_is_a_gate(tmp_path: Path) -> None:
    for name, said in (("old", cuts(10, 30)), ("new", cuts(10, 31))):
        value = results([clip("a", cuts(10, 30))], ours={"a": said})
        (tmp_path / f"{name}.json").write_text(render(Report(results=value, clips=(), made_on={})))
    files = (tmp_path / "old.json", tmp_path / "new.json")
    done = bench("compare", *files, "--max-drop", "0.4", "--out", tmp_path / "out")
    assert done.returncode == 1
    assert "    a: cut missed 30, false alarm 31\n" in done.stdout
    assert json.loads((tmp_path / "out" / "comparison.json").read_text())["failed"] is True
    assert bench("compare", *files, "--max-drop", "0.6").returncode == 0
