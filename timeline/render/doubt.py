"""Doubtful cuts: those counted with little confidence and those that narrowly were not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from timeline.analyse.doubt import DOUBT
from timeline.analyse.waiving import doubts_of
from timeline.model.edit import Transition
from timeline.model.inspection import Inspection

SURE = DOUBT[1]


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """A transition to be checked by eye, and whether it was counted."""

    transition: Transition
    counted: bool

    @property
    def frame(self) -> int:
        """Its edit point, or its start where it has none."""
        edit_point = self.transition.edit_point
        return self.transition.start if edit_point is None else edit_point


def doubtful(inspection: Inspection) -> tuple[Doubt, ...]:
    """Doubtful cuts in programme order that nobody waived, by the band that the figures' ranges rest on."""
    counted = set(inspection.timeline.transitions)
    return tuple(Doubt(transition=transition, counted=transition in counted) for transition in doubts_of(inspection))


def most_doubtful(doubts: Sequence[Doubt], most: int) -> tuple[tuple[Doubt, ...], tuple[Doubt, ...]]:
    """Part the doubts into the ``most`` whose confidence lies nearest to even and the rest, each in programme order."""
    nearest = sorted(doubts, key=lambda doubt: abs(doubt.transition.confidence - 0.5))[:most]
    return tuple(d for d in doubts if d in nearest), tuple(d for d in doubts if d not in nearest)
