"""Drawn shots: flat shapes that move over a shaded ground, as in animation and motion graphics."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from timeline.suite.synth.joins import Rng
from timeline.suite.synth.material import SIDE, Pictures
from timeline.suite.synth.optics import Frame, streak

_PLACES = np.mgrid[0:SIDE, 0:SIDE].astype(np.float32) / SIDE


@dataclass(frozen=True, slots=True, kw_only=True)
class _Shape:
    """An ellipse or a box that drifts, swings and grows."""

    x: float
    y: float
    dx: float
    dy: float
    swing: float
    period: float
    size: float
    grow: float
    flat: float
    colour: Frame
    is_round: bool

    @classmethod
    def random(cls, rng: Rng) -> _Shape:
        moves, swings, grows = rng.random(3) < (0.7, 0.5, 0.3)
        return cls(
            x=rng.uniform(-1.2, 2.2),
            y=rng.random(),
            dx=rng.normal(0, 0.006) * moves,
            dy=rng.normal(0, 0.006) * moves,
            swing=rng.uniform(0, 0.06) * swings,
            period=rng.uniform(8, 60),
            size=rng.uniform(0.02, 0.3),
            grow=rng.normal(0, 0.003) * grows,
            flat=rng.uniform(0.3, 3),
            colour=_colour(rng),
            is_round=bool(rng.integers(2)),
        )

    def mask(self, t: int, camera: float) -> npt.NDArray[np.bool_]:
        y, x = _PLACES
        sway = self.swing * np.sin(2 * np.pi * t / self.period)
        size = max(0.01, self.size * (1 + self.grow * t))
        across = np.abs(x + camera - self.x - self.dx * t - sway) / size
        down = np.abs(y - self.y - self.dy * t - sway) / (size * self.flat)
        return np.asarray(across**2 + down**2 < 1 if self.is_round else np.maximum(across, down) < 1)


def _colour(rng: Rng) -> Frame:
    return np.array([rng.uniform(20, 230), *(128 + rng.normal(0, 28, 2))], np.float32)[:, None, None]


def _pan(rng: Rng, frames: int) -> npt.NDArray[np.float64]:
    """Where a camera stands that whips across the scene once, in widths of the picture."""
    length, reach = int(rng.integers(3, 16)), rng.uniform(-1, 1)
    begin = int(rng.integers(0, max(1, frames - length)))
    share = np.clip((np.arange(frames) - begin) / length, 0, 1)
    return np.asarray(reach * share * share * (3 - 2 * share))


def drawn_shot(rng: Rng, frames: int) -> Pictures:
    """A shot of shapes that move over a shaded ground, (frames, 3, SIDE, SIDE) uint8."""
    y, x = _PLACES
    shade = 0.5 * (x * rng.uniform(-1, 1) + y * rng.uniform(-1, 1))
    ground = _colour(rng) + (_colour(rng) - _colour(rng)) * shade
    if rng.random() < 0.5:
        ground = np.where(y > rng.uniform(0.4, 0.8), _colour(rng), ground)
    shapes = [_Shape.random(rng) for _ in range(int(rng.integers(5, 34)))]
    camera = _pan(rng, frames) if rng.random() < 0.3 else np.zeros(frames)
    grain = rng.standard_normal((4, 3, SIDE, SIDE), dtype=np.float32) * rng.uniform(0, 3)
    out = np.empty((frames, 3, SIDE, SIDE), np.uint8)
    for t in range(frames):
        frame = ground
        for shape in shapes:
            frame = np.where(shape.mask(t, float(camera[t])), shape.colour, frame)
        frame = streak(frame.astype(np.float32), abs(float(camera[t] - camera[max(0, t - 1)])) * 0.8, -1)
        out[t] = np.clip(frame + grain[t % 4], 0, 255)
    return out
