"""A render of each sample timeline conforms; each change to it is reported exactly, and nothing else."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from sample_clips.cutting import Cutting, render
from sample_clips.timelines import TIMELINES

ROOT = Path(__file__).parents[1]
CLIPS = ROOT / "sample_clips"
EDL = "night-bus-recap.edl"


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache")


def conformed(cutting: Cutting, name: str, folder: Path, cache: Path, *more: str) -> tuple[int, dict[str, Any], str]:
    """Exit code, document and terminal of a render of ``cutting`` held against the sample timeline ``name``."""
    video = render(cutting, CLIPS, folder / "render.mp4")
    command = [sys.executable, str(ROOT / "cli.py"), "conform", str(video), str(CLIPS / name), "--out", str(folder)]
    rate = ["--rate", str(cutting.rate)] if name.endswith(".edl") else []
    env = os.environ | {"TIMELINE_CACHE": str(cache)}
    done = subprocess.run([*command, *rate, *more], capture_output=True, text=True, env=env, timeout=120)
    assert done.stderr == ""
    document = json.loads((folder / "render.conformity.json").read_text(encoding="utf-8"))
    return done.returncode, document, done.stdout


def told(document: dict[str, Any]) -> list[tuple[str, list[int], int | None]]:
    return [(found["kind"], found["shots"], found["frames"]) for found in document["differences"]]


@pytest.mark.parametrize("name", TIMELINES)
def test_a_render_of_each_sample_timeline_conforms(name: str, tmp_path: Path, cache: Path) -> None:
    code, document, words = conformed(TIMELINES[name], name, tmp_path, cache)
    assert (code, told(document)) == (0, [])
    assert "Conforms" in words
    assert (tmp_path / "render.conform.html").stat().st_size > 5000
    assert "<testsuite" in (tmp_path / "render.conform.junit.xml").read_text(encoding="utf-8")


RECAP = TIMELINES[EDL]


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        (RECAP.trimmed(1, tail=1), [("shot shorter", [1], -1)]),
        (RECAP.trimmed(4, head=1), [("shot shorter", [4], -1)]),
        (RECAP.removed(2), [("shot removed", [2], -14)]),
        (RECAP.replaced(4, "night-bus-ep01.mp4", 900), [("shot replaced", [4], None)]),
        (RECAP.mixed(3, 14), [("transition length", [2, 3], 4)]),
    ],
    ids=["tail", "head", "removed", "replaced", "dissolve"],
)
def test_one_change_is_reported_exactly_and_nothing_else(
    changed: Cutting, expected: list[tuple[str, list[int], int | None]], tmp_path: Path, cache: Path
) -> None:
    code, document, _ = conformed(changed, EDL, tmp_path, cache)
    assert (code, told(document)) == (1, expected)


def test_a_leader_is_found_first_and_is_no_mismatch(tmp_path: Path, cache: Path) -> None:
    code, document, words = conformed(replace(RECAP, leader=8), EDL, tmp_path, cache)
    assert (code, told(document)) == (0, [("head", [], 8)])
    assert "8 frames of leader" in words


def test_a_frame_within_the_tolerance_fails_no_run(tmp_path: Path, cache: Path) -> None:
    assert conformed(RECAP.rolled(2, 1), EDL, tmp_path, cache)[0] == 1
    assert conformed(RECAP.rolled(2, 1), EDL, tmp_path, cache, "--tolerance", "1")[0] == 0
