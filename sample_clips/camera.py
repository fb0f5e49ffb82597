"""Camera moves and the light that passes: shakes, pushes, sweeping lamps, fields of moving lights."""

from __future__ import annotations

import math
from functools import cache

import cv2
import numpy as np
from numpy.typing import NDArray

from sample_clips.paint import Colour, Picture, bokeh, f32, noise

LAMPS: tuple[Colour, ...] = (
    (1.0, 0.62, 0.25),
    (1.0, 0.78, 0.5),
    (0.85, 0.95, 1.0),
    (1.0, 0.22, 0.16),
    (0.25, 0.85, 0.9),
    (0.95, 0.3, 0.75),
)


def shake(u: int, seed: float, size: float = 1.0) -> tuple[float, float, float]:
    """Hand-held drift at frame ``u``: x and y in picture heights, roll in radians."""
    t = u / 25 + seed * 7.3
    x = 0.0035 * math.sin(1.7 * t) + 0.0018 * math.sin(4.3 * t + 1) + 0.0008 * math.sin(11 * t)
    y = 0.0030 * math.sin(2.1 * t + 2) + 0.0016 * math.sin(5.2 * t) + 0.0010 * math.sin(9.0 * t + 1)
    return size * x, size * y, size * (0.004 * math.sin(1.3 * t + 1) + 0.0012 * math.sin(6 * t))


def shoot(canvas: Picture, *, zoom: float = 1.05, x: float = 0.0, y: float = 0.0, roll: float = 0.0) -> Picture:
    """The canvas through a camera; ``x`` and ``y`` move the picture, in picture heights."""
    height, width = canvas.shape[:2]
    c, s = zoom * math.cos(roll), zoom * math.sin(roll)
    m = np.array([[c, -s, 0.0], [s, c, 0.0]])
    middle = np.array([width / 2, height / 2])
    m[:, 2] = middle - m[:, :2] @ middle + np.array([x, y]) * height
    out: Picture = cv2.warpAffine(canvas, m, (width, height), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT)
    return out


def sweep(u: int, period: int = 34, sharp: float = 0.16) -> tuple[float, float]:
    """A street lamp passing: its strength 0..1 and the side it comes from, -1..1."""
    phase = (u % period) / period
    return math.exp(-(((phase - 0.5) / sharp) ** 2)), 1.2 - 2.4 * phase


@cache
def _lights(seed: int, count: int) -> NDArray[np.float64]:
    """Rows of (place 0..1, height, depth, lamp, strength)."""
    rng = np.random.default_rng(seed)
    return np.column_stack(
        [
            rng.random(count),
            rng.normal(0, 0.16, count),
            rng.uniform(1, 3.2, count),
            rng.integers(0, len(LAMPS), count),
            rng.uniform(0.35, 1, count),
        ]
    )


def passing(canvas: Picture, u: int, *, seed: int, speed: float, y: float, count: int = 26, size: float = 0.03) -> None:
    """Add out-of-focus street lights that drift by (in place); ``speed`` in heights a frame, near ones faster."""
    height, width = canvas.shape[:2]
    span = width / height + 0.3
    for start, dy, depth, lamp, strength in _lights(seed, count):
        x = (start * span - speed * u / depth) % span - 0.15
        bokeh(
            canvas,
            x * height,
            (y + dy * 0.8) * height,
            size * height / depth**0.6,
            f32(LAMPS[int(lamp)]) * strength * 0.5,
        )


@cache
def _streaks(height: int, width: int, seed: int, length: int, count: int) -> Picture:
    """A tile of falling rain that repeats downwards."""
    rng = np.random.default_rng(seed)
    tile = np.zeros((height, width), np.float32)
    for x, y, s in zip(
        rng.integers(0, width, count), rng.integers(0, height, count), rng.uniform(0.2, 1, count), strict=True
    ):
        rows = (y + np.arange(max(2, int(length * (0.5 + s))))) % height
        columns = (x - np.arange(rows.size) * 0.13).astype(int) % width
        tile[rows, columns] += np.float32(s)
    out: Picture = cv2.GaussianBlur(tile, (0, 0), 0.6)
    return out


def rain(canvas: Picture, u: int, *, strength: float = 0.25, colour: Colour = (0.7, 0.8, 0.95), seed: int = 0) -> None:
    """Add two layers of falling rain in place."""
    height, width = canvas.shape[:2]
    for layer, (fall, length, amount) in enumerate(((0.055, 0.05, 0.6), (0.095, 0.10, 1.0))):
        tile = _streaks(height, width, seed * 2 + layer, max(3, int(length * height)), int(240 / (layer + 1)))
        moved = np.roll(tile, (int(u * fall * height), int(-u * fall * 0.13 * height)), (0, 1))
        canvas += moved[..., None] * f32(colour) * np.float32(strength * amount)


@cache
def _drops(height: int, width: int, seed: int) -> tuple[Picture, Picture]:
    """Water on glass: where drops are (0..1) and how they bend what lies behind (x, y in pixels)."""
    rng = np.random.default_rng(seed)
    bump = np.zeros((height, width), np.float32)
    for _ in range(150):
        x, y, r = rng.uniform(0, width), rng.uniform(0, height), height * rng.uniform(0.002, 0.0085)
        cv2.ellipse(bump, ((x, y), (r * 2, r * rng.uniform(2, 3.4)), 0), 1.0, -1, cv2.LINE_AA)
    for _ in range(16):
        x, y = rng.uniform(0, width), rng.uniform(-0.2, 0.9) * height
        points = [(x + 1.5 * math.sin(k * 1.7), y + k * height * 0.02) for k in range(rng.integers(4, 14))]
        cv2.polylines(bump, [np.round(np.array(points) * 16).astype(np.int32)], False, 0.8, 1, cv2.LINE_AA, 4)
    bump = cv2.GaussianBlur(bump, (0, 0), max(0.6, height * 0.0013))
    gy, gx = np.gradient(bump)
    return np.clip(bump, 0, 1), np.dstack([gx, gy]).astype(np.float32) * np.float32(height * 0.05)


def wet_glass(behind: Picture, u: int, seed: int = 1) -> Picture:
    """What lies behind a pane with rain on it; the drops crawl down."""
    height, width = behind.shape[:2]
    cover, bend = _drops(height, width, seed)
    slide = int(u * 0.0006 * height)
    cover, bend = np.roll(cover, slide, 0), np.roll(bend, slide, 0)
    yy, xx = np.mgrid[:height, :width].astype(np.float32)
    seen: Picture = cv2.remap(
        behind, xx + bend[..., 0] * 6, yy + bend[..., 1] * 6, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT
    )
    edge = np.clip(bend[..., 1] * 0.8, -0.25, 0.6) * cover
    out: Picture = (
        np.maximum(seen + edge[..., None] * f32((0.5, 0.6, 0.65)), 0) * (1 - 0.12 * cover[..., None])
        + 0.015 * cover[..., None]
    )
    return out


def smoke(height: int, width: int, u: int, seed: int, speed: float = 0.002) -> Picture:
    """Drifting mist, 0..1."""
    wide = noise(height, width * 2, width * 0.35, height * 0.10, seed)
    shift = int(u * speed * height) % width
    out: Picture = np.clip(0.5 + 0.35 * wide[:, shift : shift + width], 0, 1)
    return out
