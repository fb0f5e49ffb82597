"""What a detector hands back."""

from __future__ import annotations

from dataclasses import dataclass

from timeline.model.edit import Transition


@dataclass(frozen=True, slots=True, kw_only=True)
class Detection:
    """Transitions in order, and those that were weighed and not counted (each below the confidence asked for)."""

    transitions: tuple[Transition, ...]
    near_misses: tuple[Transition, ...] = ()


def divide(found: list[Transition], min_confidence: float, floor: float = 0.1) -> Detection:
    """Set apart what reaches ``min_confidence`` from near misses down to ``floor``."""
    ordered = sorted(found, key=lambda t: (t.start, t.stop))
    return Detection(
        transitions=tuple(t for t in ordered if t.confidence >= min_confidence),
        near_misses=tuple(t for t in ordered if floor <= t.confidence < min_confidence),
    )
