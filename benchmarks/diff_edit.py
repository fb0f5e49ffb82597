"""What a version of an episode is made of: clips of takes in an order, and the changes that must be named of it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Protocol

import numpy as np
import numpy.typing as npt

Picture = npt.NDArray[np.uint8]
Key = tuple[str, tuple[int, ...], int | None]
"""Kind, shots of the earlier version (of the later one where a shot was added), frames where they mean something."""
RATE = Fraction(25)


@dataclass(frozen=True, kw_only=True)
class Clip:
    """Frames of a take in an edit. ``set_up``: the room; ``take``: what moves in it; ``mix``: frames it is mixed in.

    ``grade``: gain about middle grey, level and warmth, in codes. ``caption``: its words, 0 for none.
    """

    set_up: int
    take: int = 0
    start: int
    frames: int
    speed: Fraction = Fraction(1)
    grade: tuple[float, float, float] = (1.0, 0.0, 0.0)
    caption: int = 0
    mix: int = 0
    still: bool = False


Edit = tuple[Clip, ...]


class Footage(Protocol):
    """Takes that an edit is cut from, all of one size."""

    @property
    def size(self) -> tuple[int, int]:
        """Height and width of its pictures."""

    def picture(self, clip: Clip, at: int) -> Picture:
        """Frame ``at`` of a clip's take, RGB uint8 (height, width, 3)."""


@dataclass(frozen=True, kw_only=True)
class Encoding:
    """How a version is written: height of the picture, quality, frame rate, bars, crop.

    ``height`` 0: as the footage is. ``bars`` and ``above``: black at either side, and above and below, in pixels.
    """

    height: int = 0
    crf: int = 20
    rate: Fraction = RATE
    bars: int = 0
    above: int = 0
    crop: float = 1.0
    codec: str = "libx264"


@dataclass(frozen=True, kw_only=True)
class Revision:
    """A version: its cut, how it is written, and the changes that must be named, no other.

    ``base``: what it is compared with, where that is not the episode; ``before``: how that is written.
    """

    name: str
    edit: Edit
    expected: frozenset[Key]
    encoding: Encoding = field(default_factory=Encoding)
    before: Encoding = field(default_factory=Encoding)
    base: Edit | None = None


def changed(edit: Edit, n: int, **fields: object) -> Edit:
    """The edit with one clip otherwise."""
    return (*edit[:n], replace(edit[n], **fields), *edit[n + 1 :])  # type: ignore[arg-type]  # fields of a Clip


def head(edit: Edit, n: int, frames: int) -> tuple[Edit, Key]:
    """A shot that begins later (earlier where negative)."""
    clip = edit[n]
    made = changed(edit, n, start=clip.start + frames, frames=clip.frames - frames)
    return made, ("trimmed head" if frames > 0 else "extended head", (n,), -frames)


def tail(edit: Edit, n: int, frames: int) -> tuple[Edit, Key]:
    """A shot that ends sooner (later where negative)."""
    made = changed(edit, n, frames=edit[n].frames - frames)
    return made, ("trimmed tail" if frames > 0 else "extended tail", (n,), -frames)


def without(edit: Edit, n: int) -> Edit:
    """The edit with one clip left out."""
    return (*edit[:n], *edit[n + 1 :])


def sped(edit: Edit, n: int, speed: Fraction) -> tuple[Edit, Key]:
    """A shot that shows the same frames at another speed."""
    frames = int(edit[n].frames / speed)
    return changed(edit, n, speed=speed, frames=frames), ("retimed", (n,), frames - edit[n].frames)


def rest(clip: Clip, at: int, lost: int = 0) -> Clip:
    """What is left of a clip from its frame ``at`` on, less the ``lost`` frames there."""
    return replace(clip, start=clip.start + at + lost, frames=clip.frames - at - lost, mix=0)
