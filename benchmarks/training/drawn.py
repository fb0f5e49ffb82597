"""Drawn shots: flat shapes that move over a shaded ground, as in animation and motion graphics."""

from __future__ import annotations

import numpy as np

from benchmarks.training.joins import Rng
from benchmarks.training.material import SIDE, Pictures

Mask = np.ndarray[tuple[int, ...], np.dtype[np.bool_]]


def _colour(rng: Rng) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
    luma = rng.uniform(20, 230)
    return np.array([luma, *(128 + rng.normal(0, 28, 2))], np.float32)[:, None, None]


def _shape(rng: Rng, x: np.ndarray, y: np.ndarray, cx: float, cy: float, size: float, flat: float, round_: bool) -> Mask:  # type: ignore[type-arg]
    across, down = np.abs(x - cx) / size, np.abs(y - cy) / (size * flat)
    return np.asarray(across**2 + down**2 < 1 if round_ else np.maximum(across, down) < 1)


def drawn_shot(rng: Rng, frames: int) -> Pictures:
    """A shot of shapes that drift, swing and grow over a shaded ground, (frames, 3, SIDE, SIDE) uint8."""
    y, x = np.mgrid[0:SIDE, 0:SIDE].astype(np.float32) / SIDE
    ground = _colour(rng) + (_colour(rng) - _colour(rng)) * 0.5 * (x * rng.uniform(-1, 1) + y * rng.uniform(-1, 1))
    if rng.random() < 0.5:
        ground = np.where(y > rng.uniform(0.4, 0.8), _colour(rng), ground)
    shapes = [
        dict(
            at=rng.uniform(0, 1, 2),
            speed=rng.normal(0, 0.006, 2) * (rng.random() < 0.7),
            swing=rng.uniform(0, 0.06) * (rng.random() < 0.5),
            period=rng.uniform(8, 60),
            size=rng.uniform(0.02, 0.3),
            grow=rng.normal(0, 0.003) * (rng.random() < 0.3),
            flat=rng.uniform(0.3, 3),
            colour=_colour(rng),
            round=bool(rng.integers(2)),
        )
        for _ in range(int(rng.integers(2, 14)))
    ]
    pan = rng.normal(0, 0.004, 2) * (rng.random() < 0.4)
    out = np.empty((frames, 3, SIDE, SIDE), np.uint8)
    grain = rng.standard_normal((4, 3, SIDE, SIDE), dtype=np.float32) * rng.uniform(0, 3)
    for t in range(frames):
        frame = ground
        for s in shapes:
            cx, cy = s["at"] + (s["speed"] + pan) * t + s["swing"] * np.sin(2 * np.pi * t / s["period"])
            size = max(0.01, s["size"] * (1 + s["grow"] * t))
            frame = np.where(_shape(rng, x, y, cx, cy, size, s["flat"], s["round"]), s["colour"], frame)
        out[t] = np.clip(frame + grain[t % 4], 0, 255)
    return out
