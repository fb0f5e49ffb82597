"""A season that was never filmed, as signatures: the same sets in every episode, and what is shared known to the frame.

Every shot is a take: a set, which all takes of it show from one camera, and a figure that moves its own way in each.
So most of the picture of most shots comes again and again all season, and none of it is shared material.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cache

import numpy as np
import numpy.typing as npt

from timeline.model.shared import SharedKind

RATE = Fraction(25)
SIDE, CHROMA = 32, 8
SETS = 12
TITLE, CARD = (30, 9, 21, 15), 60
"""Lengths of the title's shots, and of the end card, in frames."""
COLD_OPEN = 220

Planes = npt.NDArray[np.float32]
Codes = npt.NDArray[np.uint8]
Truth = tuple[int, SharedKind, int, int]
"""Episode, kind, first frame, the frame after the last."""


@dataclass(frozen=True, kw_only=True)
class Part:
    """Frames ``start`` to ``start + frames`` of a take."""

    take: int
    start: int
    frames: int


@dataclass(frozen=True, kw_only=True)
class Script:
    """What an episode is made of: takes (0: black, below 0: the title's and the end card), and what is shared."""

    number: int
    parts: tuple[Part, ...]
    truth: tuple[Truth, ...]

    @property
    def frames(self) -> int:
        """Length."""
        return sum(part.frames for part in self.parts)


@dataclass(kw_only=True)
class _Draft:
    number: int
    parts: list[Part] = field(default_factory=list)
    truth: list[Truth] = field(default_factory=list)

    @property
    def frames(self) -> int:
        return sum(part.frames for part in self.parts)

    def add(self, parts: list[Part], kind: SharedKind | None = None) -> None:
        start = self.frames
        self.parts += parts
        if kind:
            self.truth.append((self.number, kind, start, self.frames))


def scripts(episodes: int, seconds: int = 90, seed: int = 1) -> Iterator[Script]:
    """Episodes one after the other: recap (from the second on), cold open in every third, title, shots, end card."""
    before = list[Part]()
    for number in range(1, episodes + 1):
        rng = np.random.default_rng((seed, number))
        draft = _Draft(number=number)
        shots = [_shot(number, n, rng) for n in range(200)]
        if before:
            draft.add(_recap(before, rng), "recap")
        if number % 3 == 0:
            draft.add([_shot(number, 500, rng, COLD_OPEN)])
        if before or number % 3 == 0:
            draft.add([Part(take=0, start=0, frames=int(rng.integers(2, 15)))])
        draft.add([Part(take=-1 - n, start=0, frames=frames) for n, frames in enumerate(TITLE)], "title")
        body = list[Part]()
        while draft.frames + sum(part.frames for part in body) < seconds * RATE - CARD:
            body.append(shots.pop())
        draft.add(body)
        draft.add([Part(take=0, start=0, frames=int(rng.integers(2, 15)))])
        draft.add([Part(take=-100, start=0, frames=CARD)], "endcard")
        before = body
        yield Script(number=number, parts=tuple(draft.parts), truth=tuple(draft.truth))


def _shot(number: int, take: int, rng: np.random.Generator, frames: int = 0) -> Part:
    return Part(take=1000 * number + take, start=int(rng.integers(0, 20)), frames=frames or int(rng.integers(15, 90)))


def _recap(body: list[Part], rng: np.random.Generator) -> list[Part]:
    """Pieces of shots of the episode before, in its order; none goes on where the one before it ended."""
    long = [n for n, part in enumerate(body) if part.frames >= 40]
    chosen = sorted(rng.choice(long, size=min(4, len(long)), replace=False).tolist())
    found = []
    for n in chosen:
        frames = int(rng.integers(20, 38))
        found.append(Part(take=body[n].take, start=body[n].start + int(rng.integers(0, 3)), frames=frames))
    return found


def signatures(script: Script, seed: int = 0) -> Codes:
    """The signatures of an episode, uint8 (frames, 1152), as an encoding leaves them; with an episode number."""
    planes = luma(script)
    rng = np.random.default_rng((seed, script.number, 7))
    planes = planes + rng.normal(0, 0.9, planes.shape).astype(np.float32)
    chroma = 128 + 0.3 * (planes.reshape(-1, CHROMA, 4, CHROMA, 4).mean(axis=(2, 4)) - 128)
    rows = [planes.reshape(len(planes), -1), *(sign * chroma.reshape(len(planes), -1) for sign in (1, 1))]
    return np.asarray(np.clip(np.rint(np.concatenate(rows, axis=1)), 0, 255), np.uint8)


def luma(script: Script) -> Planes:
    """Its pictures without any encoding, (frames, 32, 32) in limited-range codes."""
    return np.concatenate([_part(part, script.number) for part in script.parts])


def _part(part: Part, episode: int) -> Planes:
    if part.take == 0:
        return np.full((part.frames, SIDE, SIDE), 16, np.float32)
    if part.take == -100:
        return np.repeat(_picture(99)[None], part.frames, axis=0)
    planes = _take(part.take, part.start + part.frames)[part.start :]
    if part.take < 0:
        planes = planes.copy()
        planes[:, 26:29, 3 : 5 + len(str(episode)) + episode % 4] = 235 if episode % 2 else 16
    return planes


@cache
def _picture(number: int) -> Planes:
    """A soft picture with edges, (32, 32) in limited-range codes."""
    rng = np.random.default_rng((number, 5))
    plane = np.zeros((SIDE, SIDE))
    for cells in (2, 4, 8, 16):
        coarse = rng.normal(size=(cells, cells))
        plane += np.kron(coarse, np.ones((SIDE // cells, SIDE // cells))) / cells**0.35
    return np.asarray(np.clip(120 + 45 * plane / plane.std(), 16, 235), np.float32)


def _take(take: int, frames: int) -> Planes:
    """A figure that walks and turns before its set, (frames, 32, 32)."""
    rng = np.random.default_rng((abs(take), 11 + (take < 0)))
    back = _picture(200 - take if take < 0 else int(rng.integers(SETS)))
    t = np.arange(frames) / float(RATE)
    across, down = (0.5 + 0.22 * np.sin(2 * np.pi * (t * rng.uniform(0.15, 0.5) + rng.uniform())) for _ in range(2))
    rows, columns = np.mgrid[0:SIDE, 0:SIDE] / SIDE
    width, height = rng.uniform(0.12, 0.22), rng.uniform(0.25, 0.4)
    near = ((columns - across[:, None, None]) / width) ** 2 + ((rows - down[:, None, None]) / height) ** 2
    mask = np.clip((1.2 - near) * 4, 0, 1).astype(np.float32)
    front = 60 + 50 * rng.random() + 40 * np.sin(8 * (columns - across[:, None, None]) + rng.uniform(0, 6))
    return np.asarray(back * (1 - mask) + front * mask, np.float32)
