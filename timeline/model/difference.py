"""What changed between two versions of a cut: every change once, which shots carried on, and how the figures moved."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal, TypeAlias

from timeline.model.finding import Severity
from timeline.model.notice import Notice
from timeline.model.rhythm import Number, Unit
from timeline.model.waiver import WaiverStanding

SCHEMA = "https://timeline-inspector.invalid/schema/difference/1"

ChangeKind: TypeAlias = Literal[
    "removed",
    "added",
    "replaced",
    "moved",
    "trimmed",
    "extended",
    "split",
    "joined",
    "retimed",
    "re-graded",
    "re-captioned",
    "transition",
]
Edge: TypeAlias = Literal["head", "tail", ""]
VersionOutcome: TypeAlias = Literal["same", "differs", "unrelated"]
VersionBasis: TypeAlias = Literal["frames", "time"]
FindingState: TypeAlias = Literal["mended", "new", "left"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One version. ``edges``: frames where its shots begin, and its end. ``start``: its start timecode, if stated."""

    path: str
    identity: str
    frames: int
    rate: Fraction
    duration: Fraction
    edges: tuple[int, ...]
    width: int
    height: int
    varies: bool = False
    start: str | None = None

    @property
    def shots(self) -> int:
        """Number of shots."""
        return len(self.edges) - 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Tie:
    """A stretch of a shot that both versions show, frame by frame: frames ``[start, stop)`` before and after.

    ``old`` and ``new``: the shots, from 0. ``unlike``: median distance of its pictures, 0 the same, about 0.9 another.
    ``speed``: frames before for each frame after.
    """

    old: int
    new: int
    before: tuple[int, int]
    after: tuple[int, int]
    unlike: float
    speed: Fraction = Fraction(1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One way in which the later version is not the earlier one.

    ``before``, ``after``: frames ``[start, stop)`` that it is about in either version; an empty range names a place.
    ``old``, ``new``: shots from 0. ``edge``: of a trim or an extension. ``frames``: won (positive) or lost, where that
    means something. ``speed``: of a shot retimed. ``shown``: frames before and after that show it.
    """

    kind: ChangeKind
    sentence: str
    before: tuple[int, int]
    after: tuple[int, int]
    old: tuple[int, ...] = ()
    new: tuple[int, ...] = ()
    edge: Edge = ""
    frames: int | None = None
    speed: Fraction | None = None
    shown: tuple[tuple[int, ...], tuple[int, ...]] = ((), ())


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureChange:
    """A judged figure before and after; ``None`` where it is not reported."""

    name: str
    title: str
    unit: Unit
    before: Number | None
    after: Number | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingChange:
    """A finding and what became of it: mended, new or left. ``id``: in the version where it stands."""

    state: FindingState
    id: str
    rule: str
    severity: Severity
    title: str
    before: tuple[int, int] | None
    after: tuple[int, int] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionDiff:
    """Two versions held against each other. ``waivers``: those beside either file, as they stand in the later one."""

    version: str
    outcome: VersionOutcome
    summary: str
    basis: VersionBasis
    before: Side
    after: Side
    ties: tuple[Tie, ...]
    changes: tuple[Change, ...]
    profile: str = ""
    figures: tuple[FigureChange, ...] = ()
    findings: tuple[FindingChange, ...] = ()
    waivers: tuple[WaiverStanding, ...] = ()
    notices: tuple[Notice, ...] = ()
