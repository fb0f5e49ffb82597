"""A timeline as a file wrote it: tracks of clips and gaps and what leads from one to the next, nothing flattened."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal, TypeAlias

from timeline.model.edit import Kind

ItemKind: TypeAlias = Literal["clip", "gap", "nested"]
"""``nested``: a composition that stands on a track as itself, as OpenTimelineIO has them; elsewhere it is a clip."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where a clip's picture comes from, as stated; the path is text and is never opened.

    ``start``: source time in seconds of the clip's first frame, ``rate``: the source's own frame rate, both ``None``
    where nothing states them. ``speed``: source seconds a second; negative runs backwards, 0 holds one frame.
    """

    name: str
    reel: str = ""
    path: str = ""
    start: Fraction | None = None
    rate: Fraction | None = None
    speed: Fraction = Fraction(1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A clip, gap or nested composition over ``[start, stop)``, in frames of its sequence: whole, or the file strays.

    ``overlay``: lets the picture beneath through (a title, a key, an adjustment). ``black``: draws nothing but black.
    ``nested``: the sequence that plays inside, from ``inset`` seconds after its frame 0 at ``origin.speed``. ``where``:
    line or path in the file.
    """

    kind: ItemKind
    start: Fraction
    stop: Fraction
    name: str = ""
    origin: Origin | None = None
    enabled: bool = True
    overlay: bool = False
    black: bool = False
    nested: Sequence | None = None
    inset: Fraction = Fraction(0)
    where: str = ""

    def __post_init__(self) -> None:
        """Refuse an item that ends before it starts."""
        if self.stop < self.start:
            raise ValueError(f"item at {self.where or self.start} ends before it starts")


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenTransition:
    """A span ``[start, stop)`` of frames over which one item becomes the next; they meet at ``cut``."""

    kind: Kind
    start: Fraction
    cut: Fraction
    stop: Fraction
    name: str = ""
    where: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Track:
    """One layer of picture; items in the order of the file, which may overlap or leave holes."""

    items: tuple[Item, ...] = ()
    transitions: tuple[WrittenTransition, ...] = ()
    name: str = ""
    enabled: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenMarker:
    """A note over ``[start, stop)``; where both are equal it names a place."""

    start: Fraction
    stop: Fraction
    name: str = ""
    note: str = ""
    colour: str = ""
    where: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Oddity:
    """What a reader could not take as it stands, where it stands, and what was made of it.

    ``code`` is stable, ``message`` for people; ``frame`` of the sequence where it has one.
    """

    code: str
    message: str
    where: str = ""
    frame: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sequence:
    """One sequence of one file: picture tracks from the lowest up; sound is left out.

    ``main``: index of V1, the track that is counted as written. ``start``: label number of frame 0 at ``rate``,
    ``None`` where none is stated; ``drop``: whether its labels are drop-frame, ``None`` where nothing says.
    ``width`` and ``height``: 0 where none is stated; ``pixel_aspect``: width of a pixel over its height.
    """

    name: str
    format: str
    rate: Fraction
    tracks: tuple[Track, ...]
    main: int = 0
    start: int | None = None
    drop: bool | None = None
    width: int = 0
    height: int = 0
    pixel_aspect: Fraction = Fraction(1)
    markers: tuple[WrittenMarker, ...] = ()
    oddities: tuple[Oddity, ...] = ()

    @property
    def v1(self) -> Track:
        """The main video track."""
        return self.tracks[self.main] if self.tracks else Track()
