"""Doubtful cuts: those counted with little confidence and those that narrowly were not."""

from __future__ import annotations

from dataclasses import dataclass

from timeline.model.edit import Transition
from timeline.model.inspection import Inspection

# Below this a counted transition is shown to be checked by eye.
SURE = 0.8


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
    """Doubtful cuts in programme order."""
    counted = [Doubt(transition=t, counted=True) for t in inspection.timeline.transitions if t.confidence < SURE]
    missed = [Doubt(transition=t, counted=False) for t in inspection.near_misses]
    return tuple(sorted([*counted, *missed], key=lambda doubt: (doubt.frame, doubt.counted)))
