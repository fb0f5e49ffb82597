"""In the street: Mara waiting, Daniel behind glass, the bus going by, the title, the headlights of memory."""

from __future__ import annotations

import math
from functools import lru_cache

import cv2
import numpy as np

from sample_clips.aisle import project
from sample_clips.camera import passing, rain, shake, shoot, smoke, wet_glass
from sample_clips.cast import DANIEL, MARA
from sample_clips.paint import (
    Picture,
    bokeh,
    ease,
    f32,
    filled,
    glow,
    glow_at,
    gradient,
    lay,
    place,
    soft,
    spline,
    stroked,
)
from sample_clips.portrait import bus_lights, person
from sample_clips.seats import outside
from sample_clips.sprites import Light
from sample_clips.street import KERB, city, sign, wet_road


def waiting(
    u: int, height: int, width: int, *, mood: float = -0.7, talk: bool = False, seed: int = 1, size: float = 0.115
) -> Picture:
    """Mara in close-up at the stop, headlights rising on her face."""
    h, w = height // 2, width // 2
    behind = gradient(h, w, [(0, (0.02, 0.035, 0.08)), (0.6, (0.09, 0.09, 0.13)), (1, (0.03, 0.035, 0.05))])
    passing(behind, u // 3 + 40, seed=23, speed=0.002, y=0.40, count=24, size=0.055)
    canvas = np.asarray(cv2.resize(soft(behind, h * 0.008), (width, height)), np.float32)
    rain(canvas, u, strength=0.12, seed=3)
    rise = ease(u / 30)
    lights = [
        Light(towards=(0.8, 0.05, 0.5), colour=(0.35 + 1.1 * rise, 0.32 + 0.95 * rise, 0.25 + 0.65 * rise)),
        Light(towards=(-0.8, -0.4, 0.3), colour=(0.30, 0.10, 0.22)),
        Light(towards=(-0.9, -0.3, 0.1), colour=(1.6, 0.35, 0.8), rim=True),
        Light(towards=(0.9, -0.4, 0.1), colour=(1.3, 1.1, 0.8), rim=True),
    ]
    person(
        canvas,
        MARA,
        u,
        x=0.0,
        y=0.41,
        size=size,
        turn=0.45,
        lights=lights,
        ambient=(0.13, 0.16, 0.24),
        mood=mood,
        talk=talk,
        seed=seed,
    )
    rain(canvas, u, strength=0.16)
    sx, sy, roll = shake(u, seed + 0.5, 1.2)
    return shoot(canvas, zoom=1.05 + 0.0012 * u, x=sx, y=sy, roll=roll)


def at_window(u: int, height: int, width: int, *, stare: bool = False) -> Picture:
    """Daniel behind the bus's wet window, seen from the street; the bus rolls in."""
    inner = gradient(height, width, [(0, (0.16, 0.20, 0.19)), (0.5, (0.12, 0.16, 0.16)), (1, (0.05, 0.07, 0.07))])
    for x in (-0.18, 0.03, 0.24):
        glow_at(inner, (x, 0.12), 0.10 * height, (0.6, 0.72, 0.66), 2)
    lights = bus_lights(u, 1, 0.5)
    person(
        inner,
        DANIEL,
        u,
        x=0.01,
        y=0.40,
        size=0.105,
        turn=-0.25 if stare else -0.6,
        lights=lights,
        ambient=(0.24, 0.28, 0.28),
        mood=0.2,
        seed=5,
    )
    reflected = outside(u, height, width, 77, 0.02)
    canvas = wet_glass(inner * np.float32(0.85) + reflected * np.float32(0.55), u, 8)
    frame = filled(
        height,
        width,
        place([(-0.9, -0.1), (0.9, -0.1), (0.9, 0.08), (-0.9, 0.08)], height, width),
        place([(-0.9, 0.74), (0.9, 0.74), (0.9, 1.1), (-0.9, 1.1)], height, width),
    )
    paint = gradient(
        height,
        width,
        [
            (0, (0.42, 0.06, 0.05)),
            (0.08, (0.30, 0.04, 0.035)),
            (0.74, (0.50, 0.075, 0.06)),
            (0.85, (0.34, 0.045, 0.04)),
            (1, (0.16, 0.02, 0.02)),
        ],
    )
    lay(canvas, soft(np.asarray(cv2.dilate(frame, np.ones((9, 9), np.uint8))), 1.5), (0.01, 0.011, 0.012))
    lay(canvas, frame, paint)
    sx, sy, roll = shake(u, 6)
    rain(canvas, u, strength=0.18, seed=1)
    return shoot(canvas, zoom=1.06 + 0.001 * u, x=sx - 0.06 * ease(1 - u / 26), y=sy, roll=roll)


@lru_cache(maxsize=4)
def _coach(height: int, long: int) -> Picture:
    """The bus from the side as premultiplied RGBA, ``long`` pixels."""
    tall = round(0.40 * height)
    canvas = np.zeros((tall, long, 3), np.float32)
    body = filled(
        tall,
        long,
        spline([(6, 8), (long - 30, 4), (long - 8, tall * 0.30), (long - 4, tall * 0.82), (6, tall * 0.82)], steps=4),
    )
    lay(
        canvas,
        body,
        gradient(
            tall,
            long,
            [
                (0, (0.62, 0.56, 0.45)),
                (0.12, (0.55, 0.5, 0.42)),
                (0.56, (0.60, 0.54, 0.44)),
                (0.58, (0.45, 0.06, 0.05)),
                (0.72, (0.34, 0.04, 0.035)),
                (1, (0.12, 0.015, 0.015)),
            ],
        ),
    )
    for k in range(5):
        x = 0.03 + 0.185 * k
        pane = filled(
            tall,
            long,
            [
                (x * long, tall * 0.13),
                ((x + 0.165) * long, tall * 0.13),
                ((x + 0.165) * long, tall * 0.50),
                (x * long, tall * 0.50),
            ],
        )
        lay(
            canvas,
            pane,
            gradient(tall, long, [(0, (1.0, 1.05, 0.95)), (0.5, (0.45, 0.55, 0.52)), (1, (0.3, 0.35, 0.35))]),
        )
        for j in (0, 1):
            px, py, r = (x + 0.05 + 0.07 * j) * long, tall * 0.42, tall * 0.055
            if (k + j) % 3 != 1:
                rider = filled(
                    tall,
                    long,
                    spline(
                        [
                            (px + r * math.cos(a), py - r + 1.25 * r * math.sin(a))
                            for a in np.linspace(0, 6.28, 8, endpoint=False)
                        ]
                    ),
                    spline(
                        [
                            (px - 1.9 * r, tall * 0.5),
                            (px - 1.2 * r, py),
                            (px + 1.2 * r, py),
                            (px + 1.9 * r, tall * 0.5),
                        ],
                        steps=4,
                    ),
                )
                lay(canvas, rider * pane, (0.03, 0.04, 0.045))
        lay(
            canvas,
            stroked(tall, long, [((x + 0.085) * long, tall * 0.13), ((x + 0.085) * long, tall * 0.5)], 2),
            (0.05, 0.05, 0.05),
        )
    cover = body
    for x in (0.17, 0.80):
        yy, xx = np.mgrid[:tall, :long].astype(np.float32)
        r = np.hypot(xx - x * long, yy - tall * 0.83) / (tall * 0.13)
        wheel = np.clip((1 - r) * 20, 0, 1)
        lay(canvas, wheel, (0.012, 0.013, 0.015))
        lay(canvas, np.clip((0.55 - r) * 20, 0, 1), (0.16, 0.17, 0.18))
        cover = np.maximum(cover, wheel)
    glow(canvas, long - 10, tall * 0.68, tall * 0.16, (2.0, 1.9, 1.5), 2)
    glow(canvas, 10, tall * 0.66, tall * 0.10, (1.6, 0.1, 0.06), 2)
    return np.dstack([canvas * cover[..., None], cover])


def drive_by(u: int, height: int, width: int) -> Picture:
    """The bus going through the city, the camera keeping up with it."""
    wide = width * 2
    houses = city(height, wide, 19)
    shift = int((0.004 * height * (u + 60)) % width)
    canvas = np.ascontiguousarray(houses[:, shift : shift + width])
    long = round(0.78 * height)
    coach = _coach(height, long)
    x = width / 2 - long * 0.66 + 0.0030 * height * (u % 100 - 20)
    y = (KERB - 0.335) * height + 0.0018 * height * math.sin(u / 1.7)
    layer = cv2.warpAffine(coach, np.array([[1.0, 0, x], [0, 1, y]]), (width, height))
    canvas *= 1 - layer[..., 3:]
    canvas += layer[..., :3] * np.float32(0.82)
    wet_road(canvas, u * 3, KERB)
    for k in range(3):
        post = (k * 0.55 - 0.055 * u) % 1.65 - 0.5
        line = soft(
            stroked(height, width, place([(post, -0.1), (post, 1.1)], height, width), height * 0.022), height * 0.005
        )
        lay(canvas, line * 0.9, (0.012, 0.014, 0.018))
        glow_at(canvas, (post + 0.02, 0.10), 0.16 * height, (0.9, 0.6, 0.3), 3)
    spray = (
        smoke(height, width, u * 12, 66)
        * np.exp(-(((np.linspace(0, 1, height, dtype=np.float32) - KERB - 0.02) / 0.05) ** 2))[:, None]
    )
    canvas += spray[..., None] * f32((0.10, 0.11, 0.13))
    rain(canvas, u, strength=0.2)
    sx, sy, roll = shake(u, 9, 1.5)
    return shoot(canvas, zoom=1.06, x=sx, y=sy, roll=roll)


def title(u: int, height: int, width: int) -> Picture:
    """The series' title in neon over wet lights."""
    canvas = wet_glass(outside(u, height, width, 91, 0.004) * np.float32(0.9), u, 12)
    on = 0.25 if u in (3, 4, 8) else min(1.0, max(0.1, (u + 4) / 10))
    sign(canvas, "NIGHT", 0.0, 0.42, 0.115, (1.0, 0.20, 0.32), 0.8 * on)
    sign(canvas, "BUS", 0.0, 0.535, 0.115, (0.18, 0.80, 0.95), 0.8 * on)
    sign(canvas, "EPISODE 1", 0.0, 0.635, 0.03, (0.9, 0.85, 0.7), 0.5)
    return shoot(canvas, zoom=1.04 + 0.0015 * u)


def crash(u: int, height: int, width: int) -> Picture:
    """Headlights head-on, for a flash of memory."""
    canvas = gradient(height, width, [(0, (0.03, 0.03, 0.05)), (0.5, (0.10, 0.07, 0.06)), (1, (0.03, 0.025, 0.03))])
    for side in (-1, 1):
        px, py = project(side * (0.28 + 0.01 * u), 0.05, 1.0, height, width, 0.5)
        glow(canvas, px, py, 0.34 * height, (1.6, 1.4, 1.0), 2.2)
        bokeh(canvas, px, py, 0.055 * height, (2.5, 2.4, 2.0))
        band = np.exp(-(((np.arange(height) - py) / (0.006 * height)) ** 2)).astype(np.float32)
        canvas += band[:, None, None] * f32((0.25, 0.4, 0.8))
    rain(canvas, u * 2, strength=0.6)
    return shoot(canvas, zoom=1.1 + 0.02 * u, roll=0.12)
