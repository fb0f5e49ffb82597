"""Sprites with a surface: colour, cover and normals, so that any light can fall on them later."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import ArrayLike

from sample_clips.paint import Colour, Picture, bounds, f32, over, soft, warp


@dataclass(frozen=True, slots=True, kw_only=True)
class Light:
    """A direction (x right, y down, z to the viewer), a colour, and whether it only grazes the edges."""

    towards: tuple[float, float, float]
    colour: Colour
    rim: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Sprite:
    """Albedo (h, w, 3) times cover, cover (h, w), normals (h, w, 3), shine (h, w); ``origin`` in pixels."""

    albedo: Picture
    cover: Picture
    normal: Picture
    shine: Picture
    origin: tuple[float, float]

    def above(self, row: float) -> Sprite:
        """The part above ``row`` pixels under the origin: what lies below the picture need not be lit."""
        keep = max(1, min(self.cover.shape[0], math.ceil(self.origin[1] + row)))
        return replace(
            self, albedo=self.albedo[:keep], cover=self.cover[:keep], normal=self.normal[:keep], shine=self.shine[:keep]
        )

    def lit(self, ambient: Colour, lights: Sequence[Light]) -> Picture:
        """Premultiplied RGBA under ``ambient`` and ``lights`` (Lambert, a soft highlight, rim by grazing angle)."""
        broad, rims = [x for x in lights if not x.rim], [x for x in lights if x.rim]
        # cv2.transform runs in one thread; a matrix product of such thin matrices waits for its own threads.
        total = cv2.transform(np.maximum(cv2.transform(self.normal, _ways(broad)), 0), _colours(broad)) + f32(ambient)
        out = np.empty((*self.cover.shape, 4), np.float32)
        np.multiply(self.albedo, total, out=out[..., :3])
        if rims:
            graze = np.square(1 - self.normal[..., 2]) * self.cover
            facing = np.maximum(cv2.transform(self.normal, _ways(rims)), 0) * graze[..., None]
            out[..., :3] += cv2.transform(facing, _colours(rims))
        if self.shine.any():
            half = _ways(broad) + f32((0, 0, 1))
            gleam = np.maximum(cv2.transform(self.normal, half / np.linalg.norm(half, axis=1, keepdims=True)), 0)
            gleam = np.square(np.square(np.square(gleam * gleam * gleam))) * self.shine[..., None]
            out[..., :3] += cv2.transform(gleam, _colours(broad))
        out[..., 3] = self.cover
        return out


def _ways(lights: Sequence[Light]) -> Picture:
    """Unit directions, a row a light (two rows at least: one channel alone would lose its axis)."""
    ways = np.array([light.towards for light in lights] + [(0.0, 0.0, 1.0)] * (2 - len(lights)), np.float32)
    unit: Picture = ways / np.linalg.norm(ways, axis=1, keepdims=True)
    return unit


def _colours(lights: Sequence[Light]) -> Picture:
    """Colours, a column a light, black for the rows that fill up."""
    return np.ascontiguousarray(
        np.array([light.colour for light in lights] + [(0.0, 0.0, 0.0)] * (2 - len(lights)), np.float32).T
    )


def put(
    canvas: Picture,
    layer: Picture,
    origin: tuple[float, float],
    x: float,
    y: float,
    *,
    zoom: float = 1.0,
    turn: float = 0.0,
) -> None:
    """Lay a premultiplied RGBA layer with its ``origin`` at pixel ``(x, y)``, zoomed and turned (radians), in place."""
    c, s = zoom * math.cos(turn), zoom * math.sin(turn)
    m = np.array([[c, -s], [s, c]])
    shift = np.array([x, y]) - m @ np.array(origin)
    height, width = layer.shape[:2]
    corners = np.array([(0, 0), (width, 0), (0, height), (width, height)]) @ m.T + shift
    low = np.floor(np.maximum(corners.min(0) - 1, 0)).astype(int)
    high = np.ceil(np.minimum(corners.max(0) + 1, canvas.shape[1::-1])).astype(int)
    if (high <= low).any():
        return
    target = canvas[low[1] : high[1], low[0] : high[0]]
    over(target, warp(layer, np.column_stack([m, shift - low]), *target.shape[:2]))


class Model:
    """A sprite in the making: parts are laid one over another, each with its colour and its relief."""

    def __init__(self, left: float, top: float, right: float, foot: float, unit: float) -> None:
        """A board from ``(left, top)`` to ``(right, foot)`` in units of ``unit`` pixels."""
        self.unit = unit
        self.left, self.top = left, top
        self.height, self.width = max(4, round((foot - top) * unit)), max(4, round((right - left) * unit))
        yy, xx = np.mgrid[: self.height, : self.width].astype(np.float32)
        self.x, self.y = xx / unit + left, yy / unit + top
        self.albedo = np.zeros((self.height, self.width, 3), np.float32)
        self.cover = np.zeros((self.height, self.width), np.float32)
        self.relief = np.zeros_like(self.cover)
        self.shine = np.zeros_like(self.cover)
        self.normal = np.zeros_like(self.albedo)
        self.normal[..., 2] = 1

    def shape(self, points: ArrayLike, blur: float = 0.0) -> Picture:
        """Mask of a closed curve given in units."""
        mask = np.zeros((self.height, self.width), np.uint8)
        at = (np.asarray(points, float) - (self.left, self.top)) * self.unit
        cv2.fillPoly(mask, [np.round(at * 16).astype(np.int32)], 255, cv2.LINE_AA, 4)
        return soft(mask.astype(np.float32) / np.float32(255), blur * self.unit)

    def line(self, points: ArrayLike, thick: float, blur: float = 0.0) -> Picture:
        """Mask of an open line, tapered at both ends, given in units."""
        at = (np.asarray(points, float) - (self.left, self.top)) * self.unit
        away = np.full((self.height, self.width), np.inf, np.float32)
        reach = thick * self.unit + 2
        for k in range(len(at) - 1):
            a, b = at[k], at[k + 1]
            taper = math.sin(math.pi * (k + 0.7) / (len(at) + 0.4)) ** 0.6
            x0, y0 = np.maximum(np.floor(np.minimum(a, b) - reach), 0).astype(int)
            x1, y1 = np.ceil(np.maximum(a, b) + reach).astype(int) + 1
            yy, xx = np.mgrid[y0 : max(y0, min(y1, self.height)), x0 : max(x0, min(x1, self.width))].astype(np.float32)
            span = b - a
            t = np.clip(((xx - a[0]) * span[0] + (yy - a[1]) * span[1]) / max(float(span @ span), 1e-6), 0, 1)
            far = np.hypot(xx - a[0] - t * span[0], yy - a[1] - t * span[1]) - np.float32(
                0.5 * thick * taper * self.unit
            )
            part = away[y0 : y0 + far.shape[0], x0 : x0 + far.shape[1]]
            np.minimum(part, far, out=part)
        return soft(np.clip(0.5 - away, 0, 1).astype(np.float32), blur * self.unit)

    def blob(self, x: float, y: float, rx: float, ry: float) -> Picture:
        """Gaussian bump of half-widths ``rx``, ``ry``."""
        out: Picture = np.exp(-(((self.x - x) / rx) ** 2) - ((self.y - y) / ry) ** 2)
        return out

    def dome(self, mask: Picture, radius: float) -> Picture:
        """Relief that rises from the rim of ``mask`` like a ball of ``radius`` units."""
        inside = cv2.distanceTransform((np.pad(mask, 1) > 0.5).astype(np.uint8), cv2.DIST_L2, 5)[1:-1, 1:-1]
        d = np.clip(inside / (self.unit * radius), 0, 1)
        return soft((radius * np.sqrt(1 - (1 - d) ** 2)).astype(np.float32), 0.05 * radius * self.unit + 0.5)

    def part(self, mask: Picture, colour: ArrayLike, relief: Picture | None = None, shine: float = 0.0) -> None:
        """Lay a part over what is there; with ``relief`` (units) it gets a surface of its own."""
        box = bounds(mask)
        m = mask[box]
        paint = np.asarray(colour, np.float32)
        albedo, cover = self.albedo[box], self.cover[box]
        albedo += ((paint if paint.ndim == 1 else paint[box]) - albedo) * m[..., None]
        cover += (1 - cover) * m
        if relief is not None and m.size and min(m.shape) > 1:
            # Gradients are per unit; the sign turns heights into normals that face the viewer.
            gy, gx = np.gradient(relief[box] * self.unit)
            n = np.dstack([-gx, -gy, np.ones_like(gx)]).astype(np.float32)
            n /= np.sqrt(1 + gx * gx + gy * gy)[..., None]
            hard = np.clip(m * 4 - 1.5, 0, 1)
            normal, gloss = self.normal[box], self.shine[box]
            normal += (n - normal) * hard[..., None]
            gloss += (shine - gloss) * hard

    def tint(self, mask: Picture, colour: ArrayLike) -> None:
        """Stain what is there (multiply towards ``colour``) without adding cover."""
        box = bounds(np.where(mask > 0.004, mask, 0))
        albedo = self.albedo[box]
        albedo *= 1 - mask[box][..., None] * (1 - np.asarray(colour, np.float32))

    def done(self) -> Sprite:
        """The finished sprite, cut to its cover, with its origin where the board has ``(0, 0)``."""
        box = bounds(self.cover)
        cover = self.cover[box]
        return Sprite(
            albedo=self.albedo[box] * cover[..., None],
            cover=cover,
            normal=np.ascontiguousarray(self.normal[box]),
            shine=self.shine[box] * cover,
            origin=(-self.left * self.unit - box[1].start, -self.top * self.unit - box[0].start),
        )
