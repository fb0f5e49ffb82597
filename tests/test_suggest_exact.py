"""Suggested trims on cuts drawn by lot, against plain rules: kept, met, nothing broken, nothing smaller."""

from __future__ import annotations

import pytest

from benchmarks.suggest import cases, check
from benchmarks.suggest_rules import Case

DRAWN = [case for case in cases(60, 7, sizes=(3, 4, 5, 6, 7, 8, 12)) if not case.uneven or len(case.shots) <= 8][:50]


@pytest.mark.parametrize("case", DRAWN, ids=lambda case: f"{len(case.shots)} shots, seed {case.seed}")
def test_no_answer_breaks_a_rule_and_none_is_smaller(case: Case) -> None:
    assert check(case, most=80).wrong == ()


def test_the_cuts_drawn_come_to_everything_that_can_come_of_one() -> None:
    outcomes = {check(case, most=0).outcome for case in DRAWN[:16]}
    assert outcomes >= {"nothing to mend", "mended", "out of reach"}
