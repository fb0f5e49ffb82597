"""The benchmark of seasons: what it draws, what it counts, what it writes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from benchmarks import season
from benchmarks.season_chance import claims, passing


def test_a_plain_change_is_found_and_no_change_is_not() -> None:
    found = claims(30, 1.0, 0.0, 5, 1)
    assert (found.claimed, found.near) == (1.0, 1.0)
    assert claims(12, 0.0, 0.0, 10, 1).claimed <= 0.2


def test_learnt_bands_are_tried_on_further_episodes() -> None:
    tried = passing(6, 2, 1)
    assert tried.promised == pytest.approx((6 / 7 + 5 / 7) / 2)  # one of the two sets has an outlier, which counts
    assert tried.separate < tried.passing <= 1


def test_tables_are_written_beside_their_figures(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(season, "EPISODES", (1,))
    assert season.main(["page", "--out", str(tmp_path)]) == 0
    data = json.loads((tmp_path / "season-page.json").read_text(encoding="utf-8"))
    assert [each["episodes"] for each in data["results"]] == [1]
    assert "| episodes | processor s | page, kB |" in (tmp_path / "season-page.md").read_text(encoding="utf-8")


def test_a_part_that_is_none_is_refused() -> None:
    with pytest.raises(SystemExit):
        season.main(["everything"])
