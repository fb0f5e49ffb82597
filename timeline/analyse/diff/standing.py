"""Judged figures and findings before and after."""

from __future__ import annotations

from collections.abc import Sequence

from timeline.model.difference import FigureChange, FindingChange, Tie
from timeline.model.finding import Finding
from timeline.model.inspection import Inspection

PLACE = "@"
"""Stands before the frame in the id of a finding of which there may be several."""


def figures_of(first: Inspection, second: Inspection) -> tuple[FigureChange, ...]:
    """Every judged figure of the programme in both."""
    later = {figure.name: figure for figure in second.rhythm.figures if figure.section == "programme"}
    return tuple(
        FigureChange(
            name=figure.name,
            title=figure.title,
            unit=figure.unit,
            before=figure.value,
            after=later[figure.name].value,
        )
        for figure in first.rhythm.figures
        if figure.judged and figure.section == "programme" and figure.name in later
    )


def findings_of(first: Inspection, second: Inspection, ties: Sequence[Tie]) -> tuple[FindingChange, ...]:
    """Findings of both, those of one rule at one place paired: about the same shots, or about the whole programme.

    What is waived in the later version was neither mended nor left, and is not told.
    """
    free = list(second.findings)
    meant = [each.finding for each in second.waivers if each.finding is not None]
    found = []
    for finding in first.findings:
        if any(_same(finding, other, first, second, ties) for other in meant):
            continue
        pair = next((other for other in free if _same(finding, other, first, second, ties)), None)
        if pair is None:
            found.append(_told("mended", finding, finding, None))
        else:
            free.remove(pair)
            found.append(_told("left", pair, finding, pair))
    found += [_told("new", finding, None, finding) for finding in free]
    return tuple(found)


def _told(state: str, named: Finding, before: Finding | None, after: Finding | None) -> FindingChange:
    return FindingChange(
        state=state,  # type: ignore[arg-type]  # one of the three names
        id=named.id,
        rule=named.rule,
        severity=named.severity,
        title=named.title,
        before=None if before is None else (before.start, before.stop),
        after=None if after is None else (after.start, after.stop),
    )


def _same(one: Finding, other: Finding, first: Inspection, second: Inspection, ties: Sequence[Tie]) -> bool:
    if (one.rule, one.section) != (other.rule, other.section):
        return False
    if PLACE not in one.id:  # about a figure, of which there is one, whichever shots may show it
        return one.id == other.id
    if not one.shots or len(one.shots) == len(first.timeline.shots):
        return not other.shots or len(other.shots) == len(second.timeline.shots)
    return any((tie.old in one.shots) and (tie.new in other.shots) for tie in ties)
