"""A cut as an editing system takes it: clips of one file, what leads from one to the next, and marks over them."""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction
from pathlib import PurePosixPath, PureWindowsPath
from typing import Literal, TypeAlias

from timeline.model.clock import FrameClock
from timeline.model.edit import Kind
from timeline.timecode import TimecodeBasis

Shape: TypeAlias = Literal["cut", "dissolve", "wipe", "fade"]
Colour: TypeAlias = Literal["red", "yellow", "blue", "green"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Footage:
    """The one file that every clip is cut from.

    ``path``: absolute, as the editing system sees it. ``basis``: labels of its own frames, from its own start timecode.
    ``channels`` and ``sample_rate``: of its first sound, 0 where it has none. ``content``: what names its bytes.
    """

    name: str
    path: str
    frames: int
    basis: TimecodeBasis
    width: int
    height: int
    aspect: Fraction
    channels: int
    sample_rate: int
    content: str
    reel: str | None = None

    @property
    def url(self) -> str:
        """``file:///`` address of the path, percent-encoded; of a Windows path too, on any system."""
        if is_windows(self.path):
            return PureWindowsPath(self.path).as_uri()
        return PurePosixPath(self.path).as_uri()


def is_windows(path: str) -> bool:
    """Whether a path is written as Windows writes absolute ones."""
    return path.startswith("\\\\") or (path[1:2] == ":" and path[:1].isascii() and path[:1].isalpha())


@dataclass(frozen=True, slots=True, kw_only=True)
class Clip:
    """Shot ``number`` (from 1) over frames ``[start, stop)`` of the cut; ``source``: frame of the file at ``start``.

    ``black``: the picture is black, so that an editing system shows nothing there; sound goes on.
    """

    number: int
    start: int
    stop: int
    source: int
    black: bool = False

    @property
    def frames(self) -> int:
        """Length in frames."""
        return self.stop - self.start


@dataclass(frozen=True, slots=True, kw_only=True)
class Join:
    """What leads into a clip over ``[start, stop)`` of the cut, or out of black at its head and into it at its tail.

    ``kind``: what was found. ``shape``: what an editing system makes of it; a cut starts and stops at its edit point.
    ``edit``: where the next clip begins; ``None`` for a fade at head or tail. ``found``: the span ``[start, stop)``
    that was found, which a shape that a format lacks does not take away.
    """

    kind: Kind
    shape: Shape
    start: int
    stop: int
    edit: int | None
    confidence: float
    found: tuple[int, int]

    @property
    def frames(self) -> int:
        """Length in frames; 0 for a cut."""
        return self.stop - self.start

    @property
    def point(self) -> int:
        """Where one picture gives way to the next: the edit point, or the black side of a fade at head or tail."""
        if self.edit is not None:
            return self.edit
        return self.stop if self.kind is Kind.FADE_OUT else self.start

    @property
    def name(self) -> str:
        """``cut``, ``fade through``."""
        return self.kind.value.replace("_", " ")

    @property
    def told(self) -> str:
        """``dissolve of 13 frames, confidence 0.97``; never 1.00 for what is not certain."""
        frames = self.found[1] - self.found[0]
        length = f" of {frames} frame{'' if frames == 1 else 's'}" if frames else ""
        return f"{self.name}{length}, confidence {decided(self.confidence)}"


def decided(confidence: float) -> str:
    """A probability with two decimals, rounded down: only what is certain is 1.00."""
    return f"{math.floor(confidence * 100 + 1e-9) / 100:.2f}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A note over frames ``[start, stop)`` of the cut, one frame at least."""

    start: int
    stop: int
    colour: Colour
    title: str
    note: str

    @property
    def frames(self) -> int:
        """Length in frames."""
        return self.stop - self.start

    @property
    def says_title(self) -> bool:
        """Whether the note begins with the title, so that both together would say it twice."""
        return self.note.casefold().startswith(self.title.casefold())

    @property
    def text(self) -> str:
        """Title and note in one line, for formats with one field; a note that begins with its title says both."""
        return self.note if self.says_title else f"{self.title}: {self.note}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Everything that is written, in frames of the cut, which count from 0 at its first clip.

    ``basis``: labels of the cut's frames. ``clock``: when each frame of the file is shown; ``origin``: the file's frame
    at frame 0 of the cut. ``joins``: in order, one into each clip but the first, and fades at head and tail.
    """

    title: str
    basis: TimecodeBasis
    clock: FrameClock
    origin: int
    footage: Footage
    clips: tuple[Clip, ...]
    joins: tuple[Join, ...]
    marks: tuple[Mark, ...]

    @property
    def rate(self) -> Fraction:
        """Frames a second."""
        return self.basis.rate

    @property
    def frames(self) -> int:
        """Length in frames."""
        return self.clips[-1].stop

    def time(self, frame: int) -> Fraction:
        """Seconds from the start of the file to the start of a frame of the cut."""
        return self.clock.time(self.origin + frame)

    def into(self, clip: Clip) -> Join | None:
        """What leads into a clip; for the first one the fade at the head, where there is one."""
        if clip.start == 0:
            return next((join for join in self.joins if join.edit is None and join.kind is Kind.FADE_IN), None)
        return next((join for join in self.joins if join.edit == clip.start), None)

    def tail(self) -> Join | None:
        """The fade that ends the cut, where there is one."""
        return next((join for join in self.joins if join.edit is None and join.kind is Kind.FADE_OUT), None)
