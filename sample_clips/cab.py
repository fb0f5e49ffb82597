"""The road through the windscreen, the driver from behind, his eyes in the mirror."""

from __future__ import annotations

import math
from functools import cache

import numpy as np

from sample_clips.aisle import project
from sample_clips.camera import LAMPS, shake, shoot, wet_glass
from sample_clips.cast import DRIVER
from sample_clips.paint import (
    Picture,
    bokeh,
    f32,
    filled,
    glow,
    gradient,
    lay,
    place,
    soft,
    spline,
    stroked,
)
from sample_clips.people import head
from sample_clips.portrait import blinking, bus_lights
from sample_clips.sprites import Light, Model, Sprite, put


def windscreen(u: int, height: int, width: int, *, seed: int = 6, speed: float = 1.0, stare: float = 0.0) -> Picture:
    """The road through the windscreen, the driver's back against it, his eyes in the mirror."""
    canvas = gradient(
        height,
        width,
        [
            (0, (0.02, 0.035, 0.075)),
            (0.42, (0.10, 0.10, 0.15)),
            (0.45, (0.20, 0.14, 0.10)),
            (0.5, (0.08, 0.07, 0.075)),
            (0.7, (0.035, 0.038, 0.05)),
            (1, (0.01, 0.01, 0.012)),
        ],
    )
    rng = np.random.default_rng(seed)
    for k in range(44):
        side, y, z0, lamp = (-1 if k % 2 else 1), rng.uniform(-1.1, -0.1), rng.uniform(0, 10), rng.integers(0, 3)
        z = (z0 - 0.11 * speed * u) % 10 + 0.6
        px, py = project(side * rng.uniform(1.0, 2.0), y, z, height, width, 0.45)
        bokeh(canvas, px, py, min(0.04, 0.03 / z) * height + 1.5, f32(LAMPS[lamp]) * min(1.0, 2.4 / z))
        gx, gy = project(side * 0.8, 0.5, z, height, width, 0.45)
        glow(canvas, gx, gy, 0.10 * height / z, f32(LAMPS[lamp]) * 0.22)
    for k in range(12):
        z = (k * 0.8 - 0.11 * speed * u) % 9.6 + 0.7
        a, b = project(-0.25, 0.6, z, height, width, 0.45), project(-0.25, 0.6, z + 0.35, height, width, 0.45)
        lay(canvas, stroked(height, width, [a, b], max(1.0, 0.014 * height / z)) * 0.7, (0.5, 0.5, 0.45))
    canvas = wet_glass(soft(canvas, height * 0.0022), u * 3, seed)
    angle = 0.75 * math.sin(u / 9)
    for pivot in (-0.22, 0.16):
        foot, tip = (pivot, 0.66), (pivot + 0.36 * math.sin(angle), 0.66 - 0.36 * math.cos(angle))
        lay(
            canvas,
            stroked(height, width, place([foot, tip], height, width), max(1, height * 0.007)),
            (0.004, 0.004, 0.005),
        )
    dash = filled(
        height,
        width,
        place(
            spline([(-1.2, 0.70), (-0.3, 0.655), (0.1, 0.66), (1.2, 0.70), (1.2, 1.1), (-1.2, 1.1)], steps=6),
            height,
            width,
        ),
    )
    lay(canvas, dash, (0.014, 0.017, 0.02))
    for x, colour in ((-0.12, (0.9, 0.4, 0.1)), (-0.06, (0.2, 0.8, 0.5)), (0.19, (0.8, 0.15, 0.1))):
        px, py = place([(x, 0.70)], height, width)[0]
        glow(canvas, px, py, 0.02 * height, f32(colour) * (0.6 + 0.4 * math.sin(u / 5 + x * 40)))
    unit = max(4, round(0.095 * height))
    back = _cabman(unit)
    rim = [
        Light(towards=(-0.7, -0.5, 0.15), colour=(1.0, 1.8, 2.2), rim=True),
        Light(towards=(0.9, -0.3, 0.12), colour=(2.6, 1.6, 0.8), rim=True),
        Light(towards=(0.5, -0.6, 0.3), colour=(0.5, 0.36, 0.22)),
    ]
    put(
        canvas,
        back.lit((0.20, 0.25, 0.28), rim),
        back.origin,
        width / 2 + 0.06 * height + 0.004 * height * math.sin(u / 15),
        0.60 * height,
    )
    _mirror(canvas, u, stare)
    sx, sy, roll = shake(u, seed, 1.3)
    return shoot(canvas, zoom=1.06, x=sx, y=sy, roll=roll)


@cache
def _cabman(unit: int) -> Sprite:
    """The driver from behind."""
    m = Model(-2.6, -2.2, 2.6, 4.8, unit)
    body = m.shape(spline([(-0.5, 1.2), (-2.2, 1.9), (-2.5, 4.9), (2.5, 4.9), (2.2, 1.9), (0.5, 1.2)]))
    m.part(body, DRIVER.coat, m.dome(body, 0.9))
    skull = m.shape(
        spline(
            [
                (0, -1.2),
                (0.85, -0.9),
                (0.92, -0.1),
                (0.66, 0.6),
                (0.52, 1.0),
                (0.6, 1.7),
                (-0.6, 1.7),
                (-0.52, 1.0),
                (-0.66, 0.6),
                (-0.92, -0.1),
                (-0.85, -0.9),
            ]
        )
    )
    m.part(skull, f32(DRIVER.skin) * 0.7, m.dome(skull, 0.6))
    nape = m.shape(spline([(-0.93, -0.4), (0.93, -0.4), (0.9, 0.1), (0.5, 0.55), (-0.5, 0.55), (-0.9, 0.1)]), 0.03)
    m.part(nape, DRIVER.hair, m.dome(nape, 0.5))
    for side in (-1, 1):
        ear = m.shape(spline([(side * 0.88, -0.2), (side * 1.08, -0.2), (side * 1.04, 0.2), (side * 0.86, 0.3)]))
        m.part(ear, f32(DRIVER.skin) * 0.7, m.dome(ear, 0.12))
    cap = m.shape(spline([(-1.0, -0.35), (-1.25, -1.0), (-0.7, -1.5), (0.7, -1.5), (1.25, -1.0), (1.0, -0.35)]))
    m.part(cap, (0.10, 0.15, 0.16), m.dome(cap, 0.5), 0.1)
    return m.done()


def _mirror(canvas: Picture, u: int, stare: float) -> None:
    """The rear-view mirror with a strip of the driver's face in it."""
    height, width = canvas.shape[:2]
    h, w = round(0.115 * height) // 2 * 2, round(0.33 * height) // 2 * 2
    face = np.zeros((h, w, 3), np.float32)
    face[:] = (0.03, 0.04, 0.05)
    unit = max(4, round(0.105 * height))
    sprite = head(DRIVER, unit, 0.0, blinking(u, 4), 0.0, 0.9 * stare, -0.9 + 0.9 * stare)
    lit = sprite.lit((0.16, 0.2, 0.22), bus_lights(u, -1, 0.6))
    put(face, lit, sprite.origin, w / 2 + 0.1 * unit * math.sin(u / 10), 0.62 * h)
    left, top = width // 2 - w // 2 - round(0.02 * height), round(0.135 * height)
    edge = 0.014
    frame = place(
        [
            (-0.02 - 0.165 - edge, 0.135 - edge),
            (-0.02 + 0.165 + edge, 0.135 - edge),
            (-0.02 + 0.165 + edge, 0.25 + edge),
            (-0.02 - 0.165 - edge, 0.25 + edge),
        ],
        height,
        width,
    )
    lay(canvas, soft(filled(height, width, frame), 1.0), (0.006, 0.007, 0.008))
    lay(
        canvas,
        stroked(height, width, place([(-0.02, 0.12), (0.0, -0.02)], height, width), height * 0.014),
        (0.006, 0.007, 0.008),
    )
    x0, x1 = max(0, left), min(width, left + w)
    canvas[top : top + h, x0:x1] = face[:, x0 - left : x1 - left] * np.float32(1.15)
