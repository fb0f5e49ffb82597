"""What the published scores share: transitions as pairs of frames, and counts that become rates."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from typing import TypeAlias

from timeline.suite.bootstrap import figure
from timeline.suite.results import Figure
from timeline.suite.scoring import Mark

JudgedMarks: TypeAlias = tuple[Sequence[Mark], Sequence[Mark], int]
"""Predicted and true transitions of one clip, and its frames (0 where nobody says)."""
Pair: TypeAlias = tuple[int, int]
"""The last frame of the old shot and the first of the new: (c - 1, c) for a cut, (start - 1, stop) for a span."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """How many events are true, how many were reported, and how many of each other's are matched."""

    true: int = 0
    reported: int = 0
    matched: int = 0

    def __add__(self, other: Tally) -> Tally:
        """Counts of both."""
        return Tally(**{f.name: getattr(self, f.name) + getattr(other, f.name) for f in fields(Tally)})


def pairs(marks: Iterable[Mark]) -> list[Pair]:
    """Transitions as pairs of frames, in order."""
    return sorted((mark.start - 1, mark.stop) for mark in marks)


def rates(name: str, tally: Tally) -> tuple[Figure, Figure, Figure]:
    """Precision, recall and F1 of a tally; None where there is nothing to divide by."""
    both = tally.true + tally.reported
    return (
        Figure(name=f"{name} precision", value=_quotient(tally.matched, tally.reported)),
        Figure(name=f"{name} recall", value=_quotient(tally.matched, tally.true)),
        Figure(name=f"{name} F1", value=_quotient(2 * tally.matched, both)),
    )


def _quotient(upper: float, lower: float) -> float | None:
    return figure(upper / lower) if lower else None
