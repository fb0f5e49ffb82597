"""What misses its target: findings, the profile they were held against, and the verdict."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal, TypeAlias

from timeline.model.rhythm import Number, Unit

Severity: TypeAlias = Literal["error", "warning", "info"]
Outcome: TypeAlias = Literal["on target", "to look at", "cannot judge", "no profile"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A band ``[low, high]`` in ``unit``, open where ``None``; ``allowed`` names what may be where no number does."""

    unit: Unit | None = None
    low: Number | None = None
    high: Number | None = None
    allowed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One miss: what, where in frames, how far off, what would bring it back.

    ``id``: what `timeline waive` takes; the same for the same rule at the same frame, or of the same figure.
    ``rule``: the profile key it comes from. ``shots``: indices from 0.
    ``off_frames``: how far outside the target, in frames, signed (positive: too long or too many), where frames mean
    something. ``holds``: whether it stands whichever way the doubtful cuts fall. ``effect``: frames of deviation by
    which findings are ordered, largest first. ``frames``: pictures that show it.
    """

    id: str
    rule: str
    severity: Severity
    title: str
    sentence: str
    remedy: str
    start: int
    stop: int
    shots: tuple[int, ...] = ()
    section: str = "programme"
    target: Target | None = None
    measured: Number | None = None
    off_frames: int | None = None
    off_seconds: Fraction | None = None
    holds: bool = True
    effect: int = 0
    frames: tuple[int, ...] = ()
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionState:
    """A section as judged: where it lies and how far off it is, in words for the strip (empty: on target)."""

    name: str
    start: int
    stop: int
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CorridorPoint:
    """Cumulative cuts allowed by ``frame``: between ``low`` and ``high``."""

    frame: int
    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """A profile as it was applied to this programme, and what came of it.

    ``rests_on``: one line on where its figures come from. ``target_frames``: (low, high) programme length it wants.
    ``notes``: what the profile could not be held to, and why.
    """

    profile: str
    title: str
    digest: str
    rests_on: str
    outcome: Outcome
    summary: str
    target_frames: tuple[int | None, int | None] | None = None
    sections: tuple[SectionState, ...] = ()
    corridor: tuple[CorridorPoint, ...] = ()
    notes: tuple[str, ...] = ()
