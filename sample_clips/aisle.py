"""The night bus from behind: the aisle, its passengers, its lights."""

from __future__ import annotations

import math
from functools import cache, lru_cache

import numpy as np

from sample_clips.camera import LAMPS, shake, shoot, sweep
from sample_clips.cast import MARA
from sample_clips.paint import (
    Picture,
    bokeh,
    f32,
    filled,
    glow,
    lay,
    noise,
    soft,
    spline,
    stroked,
)
from sample_clips.sprites import Light, Model, Sprite, put


def project(x: float, y: float, z: float, height: int, width: int, horizon: float) -> tuple[float, float]:
    """Pixel of a point ``z`` in front of the camera (one unit off the axis at ``z`` 1 is half a height)."""
    return width / 2 + 0.5 * height * x / z, horizon * height + 0.5 * height * y / z


@lru_cache(maxsize=4)
def _cabin(height: int, width: int) -> tuple[Picture, Picture]:
    """The aisle in perspective: its paint, and the mask of its windows."""

    def quad(*corners: tuple[float, float, float]) -> Picture:
        return filled(height, width, [project(*c, height, width, 0.40) for c in corners])

    canvas = np.zeros((height, width, 3), np.float32)
    lay(canvas, quad((-1, -0.85, 0.5), (1, -0.85, 0.5), (1, -0.85, 7), (-1, -0.85, 7)), (0.16, 0.20, 0.21))
    lay(canvas, quad((-1, 1.15, 0.5), (1, 1.15, 0.5), (1, 1.15, 7), (-1, 1.15, 7)), (0.055, 0.06, 0.065))
    glass = np.zeros((height, width), np.float32)
    for side in (-1, 1):
        lay(
            canvas, quad((side, -0.85, 0.4), (side, 1.15, 0.4), (side, 1.15, 7), (side, -0.85, 7)), (0.10, 0.135, 0.145)
        )
        for k in range(6):
            near, far = 0.5 + k * 1.1, 1.45 + k * 1.1
            glass = np.maximum(
                glass, quad((side, -0.55, near), (side, 0.28, near), (side, 0.28, far), (side, -0.55, far))
            )
        for k in range(60):
            z = 0.6 + k * 0.11
            a, b = project(side * 0.34, 1.15, z, height, width, 0.4), project(side * 0.30, 1.15, z, height, width, 0.4)
            if k % 2:
                lay(canvas, stroked(height, width, [a, b], 1) * 0.25, (0.2, 0.22, 0.22))
    front = quad((-1, -0.85, 7), (1, -0.85, 7), (1, 1.15, 7), (-1, 1.15, 7))
    lay(canvas, front, (0.05, 0.07, 0.08))
    pane = quad((-0.85, -0.6, 7), (0.85, -0.6, 7), (0.85, 0.45, 7), (-0.85, 0.45, 7))
    lay(canvas, pane, (0.10, 0.17, 0.26))
    canvas *= 1 + 0.04 * noise(height, width, 3, 3, 41)[..., None]
    return canvas, soft(glass, 0.7)


@cache
def _row_seat(unit: int) -> Sprite:
    """A seat seen from behind, for the aisle."""
    m = Model(-0.5, -0.15, 0.5, 1.5, unit)
    back = m.shape(
        spline([(-0.34, 0.2), (-0.30, 0.02), (0, -0.03), (0.30, 0.02), (0.34, 0.2), (0.36, 1.5), (-0.36, 1.5)])
    )
    m.part(back, (0.10, 0.17, 0.28), m.dome(back, 0.2))
    for y in (0.22, 0.5, 0.78):
        m.tint(m.line([(-0.3, y), (0.3, y)], 0.02) * 0.8, (0.4, 0.4, 0.4))
    rail = m.line(spline([(-0.3, 0.12), (-0.24, -0.06), (0.24, -0.06), (0.3, 0.12)], closed=False), 0.045)
    m.part(rail, (0.75, 0.52, 0.1), m.dome(rail, 0.03), 0.6)
    return m.done()


def aisle(
    u: int,
    height: int,
    width: int,
    *,
    power: float = 1.0,
    walk: float = 0.0,
    stander: bool = True,
    seed: int = 2,
    rush: float = 1.0,
) -> Picture:
    """The whole bus from behind: ``power`` of its ceiling light, the camera ``walk``-ing forward."""
    paint, glass = _cabin(height, width)
    strength, _ = sweep(u, 30)
    canvas = paint * np.float32(0.25 + 1.25 * power + 0.3 * strength)
    street = np.zeros((height, width, 3), np.float32)
    street[:] = (0.012, 0.022, 0.04)
    rng = np.random.default_rng(seed)
    for _ in range(34):
        side, y, z0, lamp = rng.choice([-1, 1]), rng.uniform(-0.5, 0.35), rng.uniform(0, 8), rng.integers(0, len(LAMPS))
        z = (z0 - 0.09 * rush * u) % 8 + 0.45
        px, py = project(side * 1.7, y * 1.4, z, height, width, 0.40)
        bokeh(street, px, py, min(0.05, 0.035 / z) * height + 1, f32(LAMPS[lamp]) * 0.9)
    lay(canvas, glass, street)
    for side in (-1, 1):
        for k in range(18):
            px, py = project(side * 0.42, -0.84, 0.7 + 0.36 * k, height, width, 0.40)
            glow(canvas, px, py, height * 0.06 / (0.7 + 0.36 * k), f32((0.75, 0.98, 1.0)) * (1.1 * power), 1.4)
            fx, fy = project(side * 0.30, 1.14, 0.8 + 0.36 * k, height, width, 0.40)
            glow(canvas, fx, fy, height * 0.05 / (0.8 + 0.36 * k), f32((0.10, 0.14, 0.15)) * power)
    lights = [
        Light(towards=(0, -0.9, 0.35), colour=(0.9 * power, 1.05 * power, 1.1 * power)),
        Light(towards=(-1, -0.2, 0.2), colour=(1.4 * strength, 0.9 * strength, 0.5 * strength), rim=True),
    ]
    for k in range(5, -1, -1):
        z = 1.0 + 0.95 * k
        _aisle_row(canvas, k, z, u, lights, power)
        if stander and k == 3:
            _stander(canvas, u, z - 0.3, lights)
    sx, sy, roll = shake(u, seed, 1.6)
    return shoot(canvas, zoom=1.07 + walk * u, x=sx, y=sy, roll=roll)


def _aisle_row(canvas: Picture, k: int, z: float, u: int, lights: list[Light], power: float) -> None:
    """One row of seats with its passengers, poles and swinging straps."""
    height, width = canvas.shape[:2]
    unit = max(4, round(0.5 * height / z))
    dim = (0.10 + 0.12 * power, 0.13 + 0.15 * power, 0.16 + 0.16 * power)
    seat = _row_seat(unit)
    shown = seat.lit(dim, lights)
    for side in (-1, 1):
        px, py = project(side * 0.68, 0.30, z, height, width, 0.40)
        if (k * 2 + (side > 0)) in (2, 5, 8, 11):
            _passenger(canvas, px, py + 0.004 * height * math.sin(u / 7 + k), unit, k, lights)
        put(canvas, shown, seat.origin, px, py)
        top, foot = (
            project(side * 0.36, -0.85, z, height, width, 0.40),
            project(side * 0.36, 1.15, z, height, width, 0.40),
        )
        if k % 2 == 0:
            lay(
                canvas,
                stroked(height, width, [top, foot], max(1.0, 0.035 * unit)),
                f32((0.75, 0.52, 0.12)) * (0.25 + 0.8 * power),
            )
        swing = 0.09 * math.sin(u / 6 + k)
        strap = [project(side * 0.36 + d, y, z, height, width, 0.40) for d, y in ((0.0, -0.8), (swing * 0.5, -0.62))]
        lay(canvas, stroked(height, width, strap, max(1.0, 0.02 * unit)), (0.04, 0.05, 0.06))
        cx, cy = strap[1]
        ring = spline(
            [
                (cx + 0.05 * unit * math.cos(a), cy + 0.06 * unit + 0.07 * unit * math.sin(a))
                for a in np.linspace(0, 6.28, 9)
            ],
            closed=False,
        )
        lay(canvas, stroked(height, width, ring, max(1.0, 0.02 * unit)), f32((0.35, 0.4, 0.4)) * (0.3 + power))


@lru_cache(maxsize=48)
def _rider(unit: int, kind: int) -> Sprite:
    """A passenger's head and shoulders from behind."""
    m = Model(-0.5, -0.5, 0.5, 0.7, unit)
    coat = ((0.20, 0.10, 0.10), (0.10, 0.13, 0.12), (0.16, 0.14, 0.10), (0.12, 0.11, 0.18))[kind % 4]
    body = m.shape(spline([(-0.08, 0.05), (-0.3, 0.16), (-0.36, 0.8), (0.36, 0.8), (0.3, 0.16), (0.08, 0.05)]))
    m.part(body, coat, m.dome(body, 0.15))
    skull = m.shape(
        spline([(0, -0.28), (0.13, -0.2), (0.14, -0.02), (0.08, 0.13), (-0.08, 0.13), (-0.14, -0.02), (-0.13, -0.2)])
    )
    m.part(skull, ((0.10, 0.08, 0.07), (0.28, 0.27, 0.27), (0.16, 0.10, 0.06))[kind % 3], m.dome(skull, 0.15), 0.1)
    return m.done()


def _passenger(canvas: Picture, x: float, y: float, unit: int, kind: int, lights: list[Light]) -> None:
    """Lay a passenger behind a seat's back."""
    rider = _rider(unit, kind)
    put(canvas, rider.lit((0.10, 0.13, 0.15), lights), rider.origin, x, y - 0.02 * unit)


@lru_cache(maxsize=4)
def _standing(unit: int) -> Sprite:
    """Mara from behind, whole."""
    m = Model(-0.6, -0.9, 0.6, 1.2, unit)
    coat = m.shape(
        spline(
            [
                (-0.10, -0.42),
                (-0.27, -0.34),
                (-0.33, 0.3),
                (-0.36, 0.75),
                (0.36, 0.75),
                (0.33, 0.3),
                (0.27, -0.34),
                (0.10, -0.42),
            ]
        )
    )
    for side in (-1, 1):
        leg = m.shape([(side * 0.04, 0.7), (side * 0.22, 0.7), (side * 0.17, 1.16), (side * 0.05, 1.16)])
        m.part(leg, (0.05, 0.05, 0.07), m.dome(leg, 0.08))
    m.part(coat, MARA.coat, m.dome(coat, 0.2))
    m.tint(m.line([(0, -0.2), (0.02, 0.7)], 0.02) * 0.6, (0.5, 0.4, 0.3))
    hair = m.shape(
        spline(
            [
                (0, -0.80),
                (0.16, -0.72),
                (0.19, -0.5),
                (0.18, -0.12),
                (0, -0.05),
                (-0.18, -0.12),
                (-0.19, -0.5),
                (-0.16, -0.72),
            ]
        )
    )
    m.part(hair, f32(MARA.hair) * 1.2, m.dome(hair, 0.16), 0.2)
    return m.done()


def _stander(canvas: Picture, u: int, z: float, lights: list[Light]) -> None:
    """Mara in the aisle, swaying with the bus."""
    height, width = canvas.shape[:2]
    unit = max(4, round(0.5 * height / z))
    sprite = _standing(unit)
    px, py = project(0.02 + 0.02 * math.sin(u / 8), 0.05, z, height, width, 0.40)
    put(canvas, sprite.lit((0.13, 0.16, 0.18), lights), sprite.origin, px, py, turn=0.02 * math.sin(u / 8 + 1))
