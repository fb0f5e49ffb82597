"""Plans an edit in numbers alone: which frames of which clips, joined how, under which words; truth follows from it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from timeline.suite.synth.drama.footage import Survey
from timeline.suite.synth.drama.joins import Event, Join
from timeline.suite.synth.drama.pictures import Framing

Rng = np.random.Generator


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """One shot of the edit: frames of one clip in the order shown, and what is done to them.

    ``drift``: zoom gained over the whole shot. ``trick``: name and seed of a trap inside it, whether it comes again and
    again. ``other``: (clip, frame) that a picture in the picture shows.
    """

    clip: int
    frames: tuple[int, ...]
    framing: Framing
    gain: float = 1.0
    drift: float = 0.0
    trick: tuple[str, int, bool] | None = None
    other: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """Words burnt in from frame ``start`` to ``stop`` of the finished edit."""

    start: int
    stop: int
    text: str
    seed: int
    large: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A whole edit: ``joins[i]`` stands between ``pieces[i]`` and the next.

    ``fade_in`` and ``fade_out`` are frames at the head and tail that come from black and go to it. ``repeats``: the
    edit was made at 24 frames a second and is shown at 30, each fourth frame twice.
    """

    pieces: tuple[Piece, ...]
    joins: tuple[Join, ...] = ()
    words: tuple[Words, ...] = ()
    fade_in: int = 0
    fade_out: int = 0
    repeats: bool = False

    def starts(self) -> list[int]:
        """The frame of the edit, before any repeats, at which each shot's first frame stands."""
        at = [0]
        for piece, join in zip(self.pieces, self.joins, strict=False):
            at.append(at[-1] + len(piece.frames) + (-join.out if join.overlaps else join.hold))
        return at

    def order(self) -> npt.NDArray[np.int64]:
        """Which frame of the edit each frame of the video shows."""
        made = self.starts()[-1] + len(self.pieces[-1].frames)
        if not self.repeats:
            return np.arange(made)
        return np.arange(made * 5 // 4) * 4 // 5

    def events(self) -> list[Event]:
        """Every transition, in frames of the finished video."""
        starts, found = self.starts(), list[Event]()
        last = starts[-1] + len(self.pieces[-1].frames)
        if self.fade_in:
            found.append(Event(kind="fade_in", start=0, stop=self.fade_in, middle=None))
        for piece, join, at in zip(self.pieces, self.joins, starts, strict=False):
            found += join.events(at + len(piece.frames) - join.out)
        if self.fade_out:
            found.append(Event(kind="fade_out", start=last - self.fade_out, stop=last, middle=None))
        order = self.order()

        def shown(frame: int) -> int:
            return int(np.searchsorted(order, frame))

        return [event.through(shown) for event in found]


UNLIKE = 10.0
"""Mean difference in codes from which two small pictures are surely different."""


def unlike(a: npt.NDArray[np.uint8], b: npt.NDArray[np.uint8]) -> bool:
    """Whether two small luma pictures differ so that a viewer sees the change, in the dark too."""
    x, y = a.astype(np.float32).ravel(), b.astype(np.float32).ravel()
    difference = float(np.abs(x - y).mean())
    if difference >= UNLIKE:
        return True
    spread = float(x.std() * y.std())
    likeness = float(((x - x.mean()) * (y - y.mean())).mean()) / spread if spread > 1 else 1.0
    return difference >= 5 and likeness < 0.6


def shows_something(thumbs: npt.NDArray[np.uint8]) -> bool:
    """Whether the middle of a stretch, which every framing keeps, holds a picture: neither black nor flat."""
    width = thumbs.shape[2]
    middle = thumbs[:, :, width // 4 : width - width // 4]
    return bool(middle.std(axis=(1, 2)).mean() >= 8 and middle.mean() >= 12)


def usable(surveys: Sequence[Survey], least: int = 12) -> list[tuple[int, int, int]]:
    """(clip, start, stop) of every clean shot that shows something and lasts ``least`` frames."""
    return [
        (number, start, stop)
        for number, found in enumerate(surveys)
        for start, stop in found.shots
        if stop - start >= least and shows_something(found.thumbs[start:stop])
    ]


def draw_window(rng: Rng, shots: Sequence[tuple[int, int, int]], wanted: int) -> tuple[int, int, int]:
    """About ``wanted`` frames in a row of some shot; clips weigh alike, and of a clip's shots the long enough ones."""
    clips = sorted({clip for clip, _, _ in shots})
    clip = clips[int(rng.integers(len(clips)))]
    own = [shot for shot in shots if shot[0] == clip]
    fitting = [shot for shot in own if shot[2] - shot[1] >= wanted] or [max(own, key=lambda s: (s[2] - s[1], -s[1]))]
    _, start, stop = fitting[int(rng.integers(len(fitting)))]
    length = min(wanted, stop - start)
    at = start + int(rng.integers(0, stop - start - length + 1))
    return clip, at, at + length


def jump_within(rng: Rng, found: Survey, shot: tuple[int, int], first: int, second: int) -> tuple[int, int] | None:
    """Where a shot may be cut short and taken up later, ``first`` and ``second`` frames being shown: (start, after).

    The leap must be clear of the motion around it, or nobody could call it a jump; None where no place is.
    """
    start, stop = shot
    for _ in range(6):
        gap = int(rng.integers(6, 45))
        room = stop - start - first - gap - second
        if room < 0:
            continue
        at = start + int(rng.integers(0, room + 1))
        old, new = at + first - 1, at + first + gap
        around = [
            float(np.abs(b - a).mean())
            for a, b in pairwise(found.thumbs[max(start, old - 5) : old + 1].astype(np.float32))
        ]
        leap = float(np.abs(found.thumbs[new].astype(np.float32) - found.thumbs[old]).mean())
        if leap >= 3.0 and leap >= 3 * max(around, default=0.5):
            return at, new
    return None
