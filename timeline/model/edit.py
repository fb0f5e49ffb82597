"""Transitions, shots and the timeline: shots partition the programme at the edit points."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from typing import Literal, TypeAlias

from timeline.model.clock import FrameClock


class Kind(StrEnum):
    """How one shot becomes the next."""

    CUT = "cut"
    JUMP = "jump"
    DISSOLVE = "dissolve"
    WIPE = "wipe"
    SLIDE = "slide"
    ZOOM = "zoom"
    WHIP = "whip"
    FLASH = "flash"
    FADE_THROUGH = "fade_through"
    FADE_OUT = "fade_out"
    FADE_IN = "fade_in"
    OTHER = "other"


INSTANT = frozenset({Kind.CUT, Kind.JUMP})
LONGEST_DIP = 5
"""Frames that a dip through black or white may hold and still be one transition; longer, the hold is a shot."""
SHORT_SHOT = 3
"""Shots of at most this many frames are worth a check: a flash frame, or intended."""
CENTRED = frozenset({Kind.DISSOLVE, Kind.WIPE, Kind.SLIDE, Kind.OTHER})

ShotKind: TypeAlias = Literal["picture", "black"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """Why a transition was decided: named figures (name, value) and the frames that show it."""

    figures: tuple[tuple[str, float], ...] = ()
    frames: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Transition:
    """The change from one shot to the next.

    ``start``: first frame that is not purely the old shot; ``stop``: first frame purely the new one. Cuts and jumps
    have ``start == stop == edit_point``. A fade at the very head or tail of the programme has no edit point.
    ``confidence``: probability in [0, 1] that the transition is there.
    """

    kind: Kind
    start: int
    stop: int
    edit_point: int | None
    confidence: float = 1.0
    evidence: Evidence = Evidence()

    def __post_init__(self) -> None:
        """Check what its kind demands of it."""
        if not 0 <= self.start <= self.stop:
            raise ValueError(f"transition [{self.start}, {self.stop}) runs backwards or before frame 0")
        if not 0.0 <= self.confidence <= 1.0:
            raise ValueError(f"confidence {self.confidence} of the transition at {self.start} is outside 0..1")
        if self.kind in INSTANT and not self.start == self.stop == self.edit_point:
            raise ValueError(f"a {self.kind} at {self.start} must start, stop and edit on one frame")
        if self.edit_point is not None and not self.start <= self.edit_point <= self.stop:
            raise ValueError(f"edit point {self.edit_point} lies outside its transition [{self.start}, {self.stop}]")


def centre(start: int, stop: int) -> int:
    """Edit point of a transition that an editing system centres: the middle frame, rounded down."""
    return start + (stop - start) // 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where a timeline's shot comes from: a name, its first frame there if stated, and its speed (1 = as shot).

    ``start`` counts in the source's own frames, from its timecode 00:00:00:00 where it has timecode.
    """

    name: str
    start: int | None
    speed: Fraction = Fraction(1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shot:
    """Frames ``[start, stop)`` between two edit points; ``activity``: visual activity index, where features exist."""

    start: int
    stop: int
    kind: ShotKind = "picture"
    source: Source | None = None
    activity: float | None = None

    @property
    def frames(self) -> int:
        """Length in frames."""
        return self.stop - self.start


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A labelled stretch ``[start, stop)`` such as leader, bars, slate; ``proposed`` where it is not yet applied."""

    label: str
    start: int
    stop: int
    proposed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something in the picture worth a look, over frames ``[start, stop)``.

    ``kind``: black, colour, freeze, duplicate, short_shot. ``note`` says it in words.
    """

    kind: Literal["black", "colour", "freeze", "duplicate", "short_shot"]
    start: int
    stop: int
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """The programme ``[start, stop)`` of a clock, partitioned into shots at the edit points of its transitions.

    ``edit_points``: frames at which a new shot begins, in order.
    """

    clock: FrameClock
    start: int
    stop: int
    transitions: tuple[Transition, ...]
    shots: tuple[Shot, ...]
    spans: tuple[Span, ...] = ()
    edit_points: tuple[int, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Lay the edit points down once; check that the shots partition the programme exactly at them."""
        edits = sorted(t.edit_point for t in self.transitions if t.edit_point is not None)
        object.__setattr__(self, "edit_points", tuple(edits))
        if not 0 <= self.start < self.stop <= self.clock.frames:
            raise ValueError(f"programme [{self.start}, {self.stop}) is not inside the {self.clock.frames} frames")
        if any(t.stop > self.clock.frames for t in self.transitions):
            raise ValueError("a transition ends after the last frame")
        edges = [self.start, *(shot.stop for shot in self.shots)]
        if [shot.start for shot in self.shots] != edges[:-1] or edges[-1] != self.stop:
            raise ValueError("the shots do not partition the programme")
        if any(shot.frames < 1 for shot in self.shots):
            raise ValueError("a shot has at least one frame")
        if tuple(edges[1:-1]) != self.edit_points:
            raise ValueError("the shots do not meet at the edit points")

    @property
    def frames(self) -> int:
        """Length of the programme in frames."""
        return self.stop - self.start

    @property
    def duration(self) -> Fraction:
        """Length of the programme in seconds."""
        return self.clock.span(self.start, self.stop)
