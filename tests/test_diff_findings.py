"""Findings of two versions: a figure's is one whichever shots show it, one about a shot goes with its shot."""

from __future__ import annotations

import dataclasses

from tests.inspections import judged
from timeline.analyse.diff.standing import findings_of
from timeline.model.difference import Tie
from timeline.model.finding import Finding
from timeline.model.inspection import Inspection


def _with(*findings: Finding) -> Inspection:
    return dataclasses.replace(judged(), findings=findings)


def _finding(name: str, *shots: int) -> Finding:
    return dataclasses.replace(judged().findings[0], id=name, rule=name.split("@")[0], section=None, shots=shots)


def _states(before: Finding, after: Finding, *ties: Tie) -> list[str]:
    return [change.state for change in findings_of(_with(before), _with(after), ties)]


def _tie(old: int, new: int) -> Tie:
    return Tie(old=old, new=new, before=(0, 10), after=(0, 10), unlike=0.0)


def test_a_finding_of_a_figure_is_left_whichever_shots_show_it() -> None:
    assert _states(_finding("band.cuts", 3, 4), _finding("band.cuts", 7)) == ["left"]
    assert _states(_finding("band.cuts", 3, 4), _finding("band.last_shot", 3, 4), _tie(3, 3)) == ["mended", "new"]


def test_a_finding_of_a_shot_goes_with_the_shot() -> None:
    one, other = _finding("shot.max@100", 3), _finding("shot.max@90", 2)
    assert _states(one, other, _tie(3, 2)) == ["left"]
    assert _states(one, other, _tie(3, 5)) == ["mended", "new"]
