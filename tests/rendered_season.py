"""Twelve short episodes with known cuts, rendered with MoviePy: one opening, one end card, a new pace, two strays."""

from __future__ import annotations

import random
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt

EPISODES = range(1, 13)
RATE, WIDTH, HEIGHT = 25, 180, 320
OPENING, END_CARD = 50, 40
"""Frames that every episode begins and ends with: the same picture, encoded each time anew."""
FASTER_FROM = 7
HELD, LONG = 4, 9
"""The two that stray: one holds a look through seven shots, one runs half as long again."""
SHARED = 0
"""Episode whose pictures the opening and the end card are."""

Picture = npt.NDArray[np.uint8]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendered:
    """One episode as planned: the lengths of its shots in frames, opening and end card with them."""

    number: int
    lengths: tuple[int, ...]

    @property
    def cuts(self) -> tuple[int, ...]:
        """First frames of all shots but the first."""
        return tuple(accumulate(self.lengths[:-1]))

    @property
    def frames(self) -> int:
        """Frames in all."""
        return sum(self.lengths)

    @property
    def shared(self) -> tuple[tuple[int, int], tuple[int, int]]:
        """Opening and end card as ``[start, stop)``."""
        return (0, OPENING), (self.frames - END_CARD, self.frames)

    def picture(self, frame: int) -> Picture:
        """What a frame shows: a texture of the shot's own, drifting."""
        edges = [0, *self.cuts]
        shot = max(n for n, edge in enumerate(edges) if edge <= frame)
        own = shot not in (0, len(edges) - 1)
        return _drifting(self.number if own else SHARED, shot if own else min(shot, 1), frame - edges[shot])


def planned(number: int) -> Rendered:
    """An episode of about 26 seconds; 30 frames a shot, from ``FASTER_FROM`` on 20, each within 40 % of that."""
    rng = random.Random(number)
    usual = 20 if number >= FASTER_FROM else 30
    story, lengths = (850 if number == LONG else 550) + rng.randint(-10, 10), list[int]()
    while sum(lengths) < story - usual // 2:
        lengths.append(round(usual * rng.uniform(0.6, 1.4)))
    if number == HELD:
        lengths[5:12] = [sum(lengths[5:12])]
    return Rendered(number=number, lengths=(OPENING, *lengths, END_CARD))


def render(episode: Rendered, path: Path) -> Path:
    """Write the episode as H.264."""
    from moviepy import VideoClip

    # A quarter of a frame more, so that rounding never loses the last one.
    clip = VideoClip(lambda t: episode.picture(round(t * RATE)), duration=(episode.frames + 0.25) / RATE)
    clip.write_videofile(str(path), fps=RATE, codec="libx264", preset="ultrafast", audio=False, logger=None)
    return path


def _drifting(episode: int, shot: int, frame: int) -> Picture:
    wide = _texture(episode, shot)
    at = frame % (wide.shape[0] - HEIGHT)
    return wide[at : at + HEIGHT]


@cache
def _texture(episode: int, shot: int) -> Picture:
    """Blots of colour on three scales, taller than the frame by what it drifts; each shot's hue far from the last."""
    rng = np.random.default_rng([episode, shot])
    size = (WIDTH, HEIGHT + 240)
    turn = 2 * np.pi * (0.382 * shot + rng.uniform(0, 0.1) + np.arange(3) / 3)
    picture = np.full((size[1], size[0], 3), 120 + 60 * np.cos(turn), np.float32)
    for cells, weight in ((3, 40), (8, 30), (25, 18)):
        coarse = rng.normal(0, weight, (cells * 2, cells, 3)).astype(np.float32)
        picture += cv2.resize(coarse, size, interpolation=cv2.INTER_CUBIC)
    return np.clip(picture, 0, 255).astype(np.uint8)
