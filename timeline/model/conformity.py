"""Whether a render is a timeline: every edit point's verdict, every difference once, and what it was compared by."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal, TypeAlias

from timeline.model.edit import Kind
from timeline.model.notice import Notice

SCHEMA = "https://timeline-inspector.invalid/schema/conformity/1"

PlaceVerdict: TypeAlias = Literal["in place", "off", "missing", "cannot be seen", "other transition", "removed"]
"""``removed``: it went with a shot that is not in the render."""
Witness: TypeAlias = Literal["detector", "pictures", "sources", "none"]
"""What a verdict rests on: the detector's list, the render's own pictures, or the pictures of the source media."""
PlaceFinding: TypeAlias = Literal["same", "off", "kind", "length"]
DifferenceKind: TypeAlias = Literal[
    "off",
    "missing",
    "extra",
    "transition kind",
    "transition length",
    "shot shorter",
    "shot longer",
    "shot removed",
    "shot inserted",
    "shot replaced",
    "shot slipped",
    "head",
    "tail",
    "rate",
    "unrelated",
]
Outcome: TypeAlias = Literal["conforms", "differs", "unrelated"]
Basis: TypeAlias = Literal["frames", "time"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Join:
    """A transition on either side: its kind, its span ``[start, stop)`` and its edit point (``None``: at an end)."""

    kind: Kind
    start: int
    stop: int
    edit_point: int | None

    @property
    def frames(self) -> int:
        """Mixed frames; 0 for a cut."""
        return self.stop - self.start


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One edit point of the timeline and what became of it.

    ``wanted``: the transition in the timeline's own frames. ``expected``: the render's frame on which it should lie,
    leader and the shifts told elsewhere taken in. ``found``: the transition in the render's frames, where there is one.
    ``off``: frames by which it lies late (negative: early).
    """

    number: int
    wanted: Join
    expected: int
    found: Join | None
    off: int
    verdict: PlaceVerdict
    finding: PlaceFinding
    witness: Witness
    confidence: float | None
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Exhibit:
    """Frames of the render side by side, and what they are in a word: expected, found, begins, ends, seam, ..."""

    what: str
    frames: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One way in which the render is not the timeline, told once.

    ``timeline``: frames ``[start, stop)`` of the timeline that it is about, ``render``: of the render; an empty range
    names a place. ``shots``: the timeline's, from 0. ``frames``: by how many frames, signed, where frames mean
    something. ``counted``: whether it is beyond the tolerance. ``evidence``: frames of the render that
    show it.
    """

    kind: DifferenceKind
    title: str
    sentence: str
    timeline: tuple[int, int]
    render: tuple[int, int]
    shots: tuple[int, ...] = ()
    frames: int | None = None
    witness: Witness = "detector"
    confidence: float | None = None
    counted: bool = True
    evidence: tuple[Exhibit, ...] = ()

    @property
    def frames_shown(self) -> tuple[int, ...]:
        """Every frame of the evidence, once, in order."""
        return tuple(sorted({frame for exhibit in self.evidence for frame in exhibit.frames}))


@dataclass(frozen=True, slots=True, kw_only=True)
class ShotLook:
    """How a shot's pictures compare with its source. ``apart``: 0 the same picture, about 1 an unrelated one."""

    shot: int
    source: str
    apart: float | None
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Leader:
    """Frames of the render before the timeline's first or after its last frame, and what they show."""

    frames: int
    shows: Literal["black", "one colour", "a still picture", "moving pictures", "nothing"] = "nothing"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reel:
    """One side of the comparison.

    ``start``: timecode of its frame 0, where stated. ``identity``: what tells versions apart.
    """

    path: str
    title: str
    format: str
    identity: str
    frames: int
    rate: Fraction
    duration: Fraction
    varies: bool = False
    start: str | None = None
    edges: tuple[int, ...] = ()
    """Frames where its shots begin, and its end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Conformity:
    """The answer to the question whether this render is that timeline."""

    version: str
    outcome: Outcome
    summary: str
    tolerance: int
    basis: Basis
    timeline: Reel
    render: Reel
    leader: Leader
    tail: Leader
    places: tuple[Place, ...]
    differences: tuple[Difference, ...]
    looks: tuple[ShotLook, ...] = ()
    pictures: str = ""
    """Whether the pictures were held against their sources, in words."""
    notices: tuple[Notice, ...] = ()

    @property
    def counted(self) -> tuple[Difference, ...]:
        """Differences beyond the tolerance."""
        return tuple(each for each in self.differences if each.counted)

    def count(self, verdict: PlaceVerdict) -> int:
        """Edit points of one verdict."""
        return sum(place.verdict == verdict for place in self.places)
