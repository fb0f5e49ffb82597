"""Sprites with a surface: colour, cover and normals, so that any light can fall on them later."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import ArrayLike

from sample_clips.paint import Colour, Picture, over, soft, warp


@dataclass(frozen=True, slots=True, kw_only=True)
class Light:
    """A direction (x right, y down, z to the viewer), a colour, and whether it only grazes the edges."""

    towards: tuple[float, float, float]
    colour: Colour
    rim: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Sprite:
    """Albedo ``(h, w, 3)`` times cover, cover ``(h, w)``, normals ``(h, w, 3)``, shine ``(h, w)``; ``origin`` in pixels."""

    albedo: Picture
    cover: Picture
    normal: Picture
    shine: Picture
    origin: tuple[float, float]

    def lit(self, ambient: Colour, lights: Sequence[Light]) -> Picture:
        """Premultiplied RGBA under ``ambient`` and ``lights`` (Lambert, a soft highlight, rim by grazing angle)."""
        total = np.empty(self.albedo.shape, np.float32)
        total[:] = np.float32(ambient)
        edge = np.zeros_like(total)
        for light in lights:
            way = np.float32(light.towards)
            way = way / np.linalg.norm(way)
            facing = np.maximum(self.normal @ way, 0)
            if light.rim:
                graze = (1 - self.normal[..., 2]) ** 2 * facing * self.cover
                edge += graze[..., None] * np.float32(light.colour)
            else:
                total += facing[..., None] * np.float32(light.colour)
                half = way + np.float32((0, 0, 1))
                gleam = np.maximum(self.normal @ (half / np.linalg.norm(half)), 0) ** 24 * self.shine
                edge += gleam[..., None] * np.float32(light.colour)
        return np.dstack([self.albedo * total + edge, self.cover])


def put(canvas: Picture, layer: Picture, origin: tuple[float, float], x: float, y: float, *, zoom: float = 1.0,
        turn: float = 0.0, flip: bool = False, fade: float = 1.0) -> None:
    """Lay a premultiplied RGBA layer with its ``origin`` at pixel ``(x, y)``, zoomed, turned (radians), mirrored."""
    c, s = zoom * math.cos(turn), zoom * math.sin(turn)
    m = np.array([[c, -s], [s, c]]) @ np.diag([-1.0 if flip else 1.0, 1.0])
    shift = np.array([x, y]) - m @ np.array(origin)
    over(canvas, warp(layer, np.column_stack([m, shift]), *canvas.shape[:2]), fade)


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
        mask = np.zeros((self.height, self.width), np.float32)
        at = (np.asarray(points, float) - (self.left, self.top)) * self.unit
        for k in range(len(at) - 1):
            taper = math.sin(math.pi * (k + 0.7) / (len(at) + 0.4)) ** 0.6
            piece = np.zeros((self.height, self.width), np.uint8)
            ends = np.round(at[k : k + 2] * 16).astype(np.int32)
            # Below one pixel a line keeps its width and loses strength instead.
            wide = thick * taper * self.unit
            cv2.line(piece, ends[0].tolist(), ends[1].tolist(), 255, max(1, round(wide)), cv2.LINE_AA, 4)
            np.maximum(mask, piece.astype(np.float32) / 255 * np.float32(min(1.0, wide)), out=mask)
        return soft(mask, blur * self.unit)

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
        m = mask[..., None]
        self.albedo += (np.asarray(colour, np.float32) - self.albedo) * m
        self.cover += (1 - self.cover) * mask
        if relief is not None:
            # Gradients are per unit; the sign turns heights into normals that face the viewer.
            gy, gx = np.gradient(relief * self.unit)
            n = np.dstack([-gx, -gy, np.ones_like(gx)]).astype(np.float32)
            n /= np.linalg.norm(n, axis=2, keepdims=True)
            hard = np.clip(mask * 4 - 1.5, 0, 1)[..., None]
            self.normal += (n - self.normal) * hard
            self.shine += (shine - self.shine) * hard[..., 0]

    def tint(self, mask: Picture, colour: ArrayLike) -> None:
        """Stain what is there (multiply towards ``colour``) without adding cover."""
        self.albedo *= 1 - mask[..., None] * (1 - np.asarray(colour, np.float32))

    def done(self) -> Sprite:
        """The finished sprite, its origin at ``(0, 0)`` units."""
        return Sprite(albedo=self.albedo * self.cover[..., None], cover=self.cover, normal=self.normal,
                      shine=self.shine * self.cover, origin=(-self.left * self.unit, -self.top * self.unit))
