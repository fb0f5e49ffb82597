"""``python -m benchmarks shared`` on a small scale: what it finds, writes and draws."""

from __future__ import annotations

import json
from pathlib import Path
from xml.etree import ElementTree

import pytest

from benchmarks.__main__ import main
from benchmarks.shared import Point, drawing, exponent


def test_small_seasons_are_measured_and_drawn(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["shared", "--sizes", "4", "5", "--seconds", "24", "--out", str(tmp_path)]) == 0
    out = capsys.readouterr().out
    assert "4 episodes" in out
    assert "0 invented" in out
    points = json.loads((tmp_path / "shared.json").read_text(encoding="utf-8"))["points"]
    assert [(point["episodes"], point["missed"], point["invented"]) for point in points] == [(4, [], []), (5, [], [])]
    assert "| episodes | frames |" in (tmp_path / "shared.md").read_text(encoding="utf-8")
    assert ElementTree.parse(tmp_path / "shared-growth.svg").getroot().tag.endswith("svg")


def test_growth_is_told_as_a_power() -> None:
    points = [
        Point(episodes=n, frames=1, there=0, exact=0, missed=(), invented=(), seconds=n**1.5, peak=1) for n in (10, 40)
    ]
    assert exponent(points) == pytest.approx(1.5)
    assert drawing(points).count("<polyline") == 3
