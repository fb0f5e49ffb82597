"""Paint on float pictures: curves, soft shapes, gradients, noise, glows and blending.

Pictures are ``(height, width, 3)`` float32 RGB, 0 black to 1 white (more than 1 is kept until the grade rolls it off).
Places are given in heights of the picture: ``x`` from the middle, ``y`` from the top, so one drawing fits any shape.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any, TypeAlias

import cv2
import numpy as np
from numpy.typing import ArrayLike, NDArray

Picture: TypeAlias = NDArray[np.float32]
Points: TypeAlias = Sequence[tuple[float, float]] | NDArray[Any]
Colour: TypeAlias = tuple[float, float, float]

# cv2 splits work over threads by default; one thread keeps the picture the same on every machine.
cv2.setNumThreads(1)
SHIFT = 4


def f32(values: ArrayLike) -> Picture:
    """Values as a float32 array."""
    return np.asarray(values, np.float32)


def spline(points: Points, *, closed: bool = True, steps: int = 10) -> NDArray[np.float64]:
    """Catmull-Rom curve through ``points`` (n, 2), ``steps`` samples a segment."""
    p = np.asarray(points, float)
    ends = (p[-1:], p[:1], p[1:2]) if closed else (p[:1], p[-1:], p[-1:])
    q = np.concatenate([ends[0], p, ends[1], ends[2]]) if closed else np.concatenate([ends[0], p, ends[1]])
    t = np.linspace(0, 1, steps, endpoint=False)[:, None]
    pieces = []
    for a, b, c, d in zip(q[:-3], q[1:-2], q[2:-1], q[3:], strict=True):
        pieces.append(0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3))
    curve: NDArray[np.float64] = np.concatenate(pieces if closed else [*pieces, p[-1:]])
    return curve


def place(points: Points, height: int, width: int) -> NDArray[np.float64]:
    """Pixel positions of points given in picture heights from the middle of the top edge."""
    return np.asarray(points, float) * height + (width / 2, 0)


def filled(height: int, width: int, *shapes: Points) -> Picture:
    """Antialiased mask, 0..1, of closed shapes given in pixels."""
    mask = np.zeros((height, width), np.uint8)
    for shape in shapes:
        cv2.fillPoly(mask, [fixed(shape)], 255, cv2.LINE_AA, SHIFT)
    return mask.astype(np.float32) / np.float32(255)


def stroked(height: int, width: int, line: Points, thick: float) -> Picture:
    """Antialiased mask, 0..1, of an open line given in pixels."""
    mask = np.zeros((height, width), np.uint8)
    cv2.polylines(mask, [fixed(line)], False, 255, max(1, round(thick)), cv2.LINE_AA, SHIFT)
    return mask.astype(np.float32) / np.float32(255)


def fixed(points: Points) -> NDArray[np.int32]:
    """Points in cv2's fixed-point form."""
    return np.round(np.asarray(points, float) * (1 << SHIFT)).astype(np.int32)


def soft(image: Picture, sigma: float) -> Picture:
    """Gaussian blur; wide blurs run at a quarter of the size, which the eye cannot tell."""
    if sigma < 0.3:
        return image
    height, width = image.shape[:2]
    if sigma < 8 or min(height, width) < 64:
        out: Picture = cv2.GaussianBlur(image, (0, 0), sigma)
        return out
    small = cv2.resize(image, (width // 4, height // 4), interpolation=cv2.INTER_AREA)
    out = cv2.resize(cv2.GaussianBlur(small, (0, 0), sigma / 4), (width, height), interpolation=cv2.INTER_LINEAR)
    return out


@cache
def noise(height: int, width: int, scale_x: float, scale_y: float, seed: int) -> Picture:
    """Smooth noise of mean 0 and deviation 1; ``scale`` is the size of a blob in pixels."""
    shape = (max(2, round(height / scale_y) + 2), max(2, round(width / scale_x) + 2))
    grid = np.random.default_rng(seed).standard_normal(shape).astype(np.float32)
    out: Picture = cv2.resize(grid, (width, height), interpolation=cv2.INTER_CUBIC)
    out -= out.mean()
    out /= max(float(out.std()), 1e-6)
    return out


def gradient(height: int, width: int, stops: Sequence[tuple[float, Colour]]) -> Picture:
    """Vertical gradient through ``(place 0..1, colour)`` stops."""
    y = np.linspace(0, 1, height)
    where = [s[0] for s in stops]
    columns = np.stack([np.interp(y, where, [s[1][c] for s in stops]) for c in range(3)], -1)
    return np.repeat(columns[:, None].astype(np.float32), width, 1)


def bounds(mask: Picture) -> tuple[slice, slice]:
    """Rows and columns outside which ``mask`` is 0 (empty slices where it is 0 everywhere)."""
    rows = np.flatnonzero(mask.any(1))
    if not rows.size:
        return slice(0, 0), slice(0, 0)
    columns = np.flatnonzero(mask[rows[0] : rows[-1] + 1].any(0))
    return slice(int(rows[0]), int(rows[-1]) + 1), slice(int(columns[0]), int(columns[-1]) + 1)


def lay(canvas: Picture, mask: Picture, colour: ArrayLike) -> None:
    """Paint a colour (or a picture) over ``canvas`` in place where ``mask`` is."""
    box = bounds(mask)
    paint = np.asarray(colour, np.float32)
    m = mask[box][..., None]
    part = canvas[box]
    part += m * ((paint if paint.ndim == 1 else np.broadcast_to(paint, canvas.shape)[box]) - part)


def glow(canvas: Picture, x: float, y: float, radius: float, colour: ArrayLike, power: float = 2.0) -> None:
    """Add a round falling light at pixel ``(x, y)`` in place."""
    height, width = canvas.shape[:2]
    left, right = max(0, int(x - radius)), min(width, int(x + radius) + 1)
    top, foot = max(0, int(y - radius)), min(height, int(y + radius) + 1)
    if left >= right or top >= foot:
        return
    yy, xx = np.ogrid[top:foot, left:right]
    fall = np.clip(1 - ((xx - x) ** 2 + (yy - y) ** 2) / radius**2, 0, None).astype(np.float32) ** np.float32(power)
    canvas[top:foot, left:right] += fall[..., None] * np.asarray(colour, np.float32)


def glow_at(canvas: Picture, at: tuple[float, float], radius: float, colour: ArrayLike, power: float = 2.0) -> None:
    """Add a round falling light at a place given in picture heights, in place; ``radius`` in pixels."""
    height, width = canvas.shape[:2]
    glow(canvas, width / 2 + at[0] * height, at[1] * height, radius, colour, power)


@cache
def _disc(radius: int, squash: int) -> Picture:
    """One out-of-focus highlight: a disc with a brighter rim."""
    size = 2 * radius + 5
    yy, xx = np.mgrid[:size, :size].astype(np.float32) - size // 2
    r = np.hypot(xx, yy * (1 + squash / 100)) / max(1, radius)
    disc: Picture = np.clip((1 - r) * radius + 0.5, 0, 1) * (0.55 + 0.45 * np.clip(r, 0, 1) ** 3)
    return disc.astype(np.float32)


def bokeh(canvas: Picture, x: float, y: float, radius: float, colour: ArrayLike) -> None:
    """Add an out-of-focus light at pixel ``(x, y)`` in place, at a fraction of a pixel."""
    disc = _disc(max(1, round(radius)), 0)
    size = disc.shape[0]
    left, top = int(np.floor(x)) - size // 2, int(np.floor(y)) - size // 2
    height, width = canvas.shape[:2]
    if left < 0 or top < 0 or left + size > width or top + size > height:
        x0, y0, x1, y1 = max(0, -left), max(0, -top), min(size, width - left), min(size, height - top)
        if x0 >= x1 or y0 >= y1:
            return
    else:
        x0, y0, x1, y1 = 0, 0, size, size
    shift = np.array([[1, 0, x - np.floor(x)], [0, 1, y - np.floor(y)]])
    moved = cv2.warpAffine(disc, shift, (size, size))[y0:y1, x0:x1]
    canvas[top + y0 : top + y1, left + x0 : left + x1] += moved[..., None] * np.asarray(colour, np.float32)


def warp(image: Picture, matrix: ArrayLike, height: int, width: int) -> Picture:
    """Affine warp with transparent surroundings; ``matrix`` (2, 3) maps source to target pixels."""
    out: Picture = cv2.warpAffine(image, np.asarray(matrix, np.float64), (width, height), flags=cv2.INTER_LINEAR)
    return out


def over(canvas: Picture, layer: Picture) -> None:
    """Lay a premultiplied RGBA layer of the same size over ``canvas`` in place."""
    box = bounds(layer[..., 3])
    part, top = canvas[box], layer[box]
    part *= 1 - top[..., 3:]
    part += top[..., :3]


def mix(a: ArrayLike, b: ArrayLike, t: float) -> Picture:
    """Blend of ``a`` and ``b``, ``t`` = 0 all ``a``."""
    return (np.asarray(a, np.float32) * np.float32(1 - t) + np.asarray(b, np.float32) * np.float32(t)).astype(
        np.float32
    )


def ease(t: float) -> float:
    """Smoothstep of ``t`` clipped to 0..1."""
    t = min(1.0, max(0.0, t))
    return t * t * (3 - 2 * t)
