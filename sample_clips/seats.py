"""On the night bus: close-ups at the window, over a shoulder, and the pan between two seats."""

from __future__ import annotations

import math
from functools import cache, lru_cache

import cv2
import numpy as np

from sample_clips.camera import passing, shake, shoot, sweep, wet_glass
from sample_clips.cast import DANIEL, MARA, Look
from sample_clips.paint import (
    Picture,
    f32,
    filled,
    gradient,
    lay,
    noise,
    place,
    soft,
    spline,
)
from sample_clips.portrait import NIGHT, bus_lights, person
from sample_clips.sprites import Light, Model, Sprite, put

SEAT = 0.40


def outside(u: int, height: int, width: int, seed: int, speed: float = 0.012) -> Picture:
    """The street behind the glass, far out of focus; drawn at half size, which its blur hides."""
    h, w = height // 2, width // 2
    sky = gradient(
        h,
        w,
        [(0, (0.010, 0.020, 0.045)), (0.45, (0.03, 0.055, 0.09)), (0.62, (0.07, 0.06, 0.07)), (1, (0.02, 0.02, 0.03))],
    )
    passing(sky, u, seed=seed, speed=speed, y=0.42, count=30, size=0.036)
    passing(sky, u, seed=seed + 50, speed=speed * 2.2, y=0.36, count=6, size=0.06)
    out: Picture = cv2.resize(soft(sky, h * 0.006), (width, height), interpolation=cv2.INTER_LINEAR)
    return out


@lru_cache(maxsize=8)
def _wall(height: int, width: int, side: int) -> tuple[Picture, Picture]:
    """The side of the bus around one window: its paint, and the mask of the glass."""
    x0, x1 = (-0.62, 0.14) if side < 0 else (-0.14, 0.62)
    corner = 0.03
    pane = [
        (x0 + corner, 0.06),
        (x1 - corner, 0.06),
        (x1, 0.06 + corner),
        (x1, 0.60),
        (x1 - corner, 0.63),
        (x0 + corner, 0.63),
        (x0, 0.6),
        (x0, 0.09),
    ]
    glass = filled(height, width, place(pane, height, width))
    rubber = soft(np.asarray(cv2.dilate(glass, np.ones((max(3, height // 60),) * 2, np.uint8))), 1.2)
    wall = gradient(
        height,
        width,
        [
            (0, (0.15, 0.19, 0.20)),
            (0.5, (0.11, 0.15, 0.16)),
            (0.66, (0.17, 0.21, 0.21)),
            (0.70, (0.06, 0.085, 0.09)),
            (1, (0.03, 0.045, 0.05)),
        ],
    )
    wall *= 1 + 0.05 * noise(height, width, 2, 60, 31)[..., None]
    lay(wall, rubber, (0.012, 0.014, 0.016))
    lip = np.clip(soft(glass, height * 0.012) - glass, 0, 1) * 0.5
    wall += lip[..., None] * f32((0.10, 0.13, 0.14))
    sill = filled(height, width, place([(-0.9, 0.655), (0.9, 0.655), (0.9, 0.672), (-0.9, 0.672)], height, width))
    lay(wall, soft(sill, 1.0), (0.26, 0.31, 0.31))
    return wall, soft(glass, 0.8)


@cache
def _seat(unit: int) -> Sprite:
    """A seat's back with its head-rest and checked cloth."""
    m = Model(-2.2, -1.2, 2.2, 5, unit)
    back = m.shape(
        spline(
            [
                (-1.55, 0.4),
                (-1.35, -0.2),
                (-0.75, -0.35),
                (0.75, -0.35),
                (1.35, -0.2),
                (1.55, 0.4),
                (1.75, 5.4),
                (-1.75, 5.4),
            ]
        )
    )
    check = np.sign(np.sin(m.x * 13)) * np.sign(np.sin(m.y * 13)) * 0.5 + 0.5
    cloth = f32((0.07, 0.13, 0.22)) + check[..., None].astype(np.float32) * f32((0.05, 0.07, 0.12))
    m.part(back, cloth, m.dome(back, 0.7) * 0.6)
    rim = m.line(
        spline(
            [
                (-1.72, 5.4),
                (-1.55, 0.4),
                (-1.35, -0.2),
                (-0.75, -0.35),
                (0.75, -0.35),
                (1.35, -0.2),
                (1.55, 0.4),
                (1.72, 5.4),
            ],
            closed=False,
        ),
        0.16,
    )
    m.part(rim, (0.10, 0.11, 0.12), m.dome(rim, 0.08), 0.4)
    return m.done()


def seat_shot(
    look: Look,
    u: int,
    height: int,
    width: int,
    *,
    side: int,
    size: float = 0.108,
    talk: bool = False,
    mood: float = 0.0,
    push: float = 0.0,
    x: float = 0.0,
    y: float = 0.40,
    seed: int = 1,
    dark: float = 1.0,
    flash: float = 0.0,
) -> Picture:
    """A close-up at the window on ``side`` (-1 left), looking across the aisle; ``flash``: a burst from the camera."""
    wall, glass = _wall(height, width, side)
    strength, _ = sweep(u)
    canvas = wall * f32((0.55 + 0.55 * strength) * dark)
    street = wet_glass(outside(u, height, width, seed + (5 if side < 0 else 9)), u, seed)
    lay(canvas, glass, street)
    lights = bus_lights(u, side, 0.85)
    if dark < 1:
        lights = [lights[0], lights[2], lights[3]]
    ambient = tuple(c * (0.35 + 0.65 * dark) for c in NIGHT)
    if flash:
        lights.append(Light(towards=(0.1, -0.1, 1), colour=(2.6 * flash, 2.7 * flash, 2.9 * flash)))
        canvas *= 1 + 2.2 * flash
        canvas += 0.12 * flash
    seat = _seat(max(4, round(size * height * 1.15))).above((1.03 - SEAT) * height + 2)
    put(
        canvas,
        seat.lit((ambient[0], ambient[1], ambient[2]), lights),
        seat.origin,
        width / 2 - side * 0.012 * height,
        (SEAT - 0.03) * height,
    )
    person(
        canvas,
        look,
        u,
        x=x,
        y=y,
        size=size,
        turn=-side * 0.5,
        lights=lights,
        ambient=(ambient[0], ambient[1], ambient[2]),
        talk=talk,
        mood=mood,
        seed=seed,
    )
    _pole(canvas, -side * 0.245, 0.016, strength)
    sx, sy, roll = shake(u, seed)
    return shoot(canvas, zoom=1.05 + push * u, x=sx, y=sy, roll=roll)


def _pole(canvas: Picture, x: float, wide: float, strength: float) -> None:
    """A yellow pole near the lens, out of focus."""
    height, width = canvas.shape[:2]
    across = (np.arange(width, dtype=np.float32) - width / 2) / height - x
    round_ = np.clip(1 - (across / wide) ** 2, 0, 1)
    mask = np.clip(round_ * 2.2, 0, 1) * 0.96
    shade = (0.25 + 0.75 * np.exp(-((((across / wide) + 0.35) / 0.45) ** 2))) * (0.35 + 0.45 * strength)
    canvas *= 1 - mask[None, :, None]
    canvas += (mask * shade)[None, :, None] * f32((0.95, 0.66, 0.12))


def over_shoulder(
    front: Look, back: Look, u: int, height: int, width: int, *, side: int, talk: bool, mood: float = 0.0, seed: int = 3
) -> Picture:
    """One person past the dark shoulder of the other."""
    canvas = seat_shot(
        front, u, height, width, side=side, size=0.083, talk=talk, mood=mood, x=side * 0.055, y=0.38, seed=seed
    )
    unit = max(4, round(0.125 * height))
    shoulder = _back(back, unit)
    dark = shoulder.lit(
        (0.10, 0.13, 0.16),
        [
            Light(towards=(side, -0.3, 0.25), colour=(0.5, 0.34, 0.2)),
            Light(towards=(side, -0.5, 0.1), colour=(2.4, 1.6, 0.9), rim=True),
            Light(towards=(-side, -0.5, 0.1), colour=(0.3, 0.8, 1.0), rim=True),
        ],
    )
    px = width / 2 - side * (0.20 * height) + 0.004 * height * math.sin(u / 14)
    put(canvas, dark, shoulder.origin, px, 0.68 * height + 0.003 * height * math.sin(u / 10), turn=side * 0.05)
    return canvas


@cache
def _back(look: Look, unit: int) -> Sprite:
    """Someone's head and shoulders from behind, a little out of focus."""
    m = Model(-2.8, -2.0, 2.8, 4.6, unit)
    body = m.shape(
        spline(
            [
                (-0.5, 1.25),
                (-1.3, 1.65),
                (-2.2, 2.1),
                (-2.6, 3.0),
                (-2.7, 5.2),
                (2.7, 5.2),
                (2.6, 3.0),
                (2.2, 2.1),
                (1.3, 1.65),
                (0.5, 1.25),
            ]
        ),
        0.03,
    )
    neck = m.shape([(-0.5, 0.6), (0.5, 0.6), (0.6, 1.7), (-0.6, 1.7)], 0.02)
    m.part(neck, f32(look.skin) * 0.7, m.dome(neck, 0.5))
    m.part(body, look.coat, m.dome(body, 0.9))
    if look.long_hair:
        skull = m.shape(
            spline(
                [
                    (0, -1.62),
                    (0.80, -1.42),
                    (1.22, -0.5),
                    (1.28, 0.6),
                    (1.34, 1.6),
                    (0.9, 2.15),
                    (-0.9, 2.15),
                    (-1.34, 1.6),
                    (-1.28, 0.6),
                    (-1.22, -0.5),
                    (-0.80, -1.42),
                ]
            ),
            0.02,
        )
    else:
        skull = m.shape(
            spline(
                [
                    (0, -1.62),
                    (0.72, -1.45),
                    (1.05, -0.7),
                    (0.98, 0.2),
                    (0.66, 0.95),
                    (-0.66, 0.95),
                    (-0.98, 0.2),
                    (-1.05, -0.7),
                    (-0.72, -1.45),
                ]
            ),
            0.02,
        )
    texture = 0.5 * noise(m.height, m.width, unit * 0.05, unit * 0.9, 15)
    m.part(
        skull,
        np.clip(f32(look.hair) * (1.3 + 0.5 * texture)[..., None], 0, 1),
        m.dome(skull, 0.9) + 0.02 * texture,
        0.15,
    )
    sprite = m.done()
    return sprite


def eyes(look: Look, u: int, height: int, width: int, *, side: int, seed: int = 1, mood: float = 0.0) -> Picture:
    """Extreme close-up of a face's eyes."""
    canvas = outside(u, height, width, seed + 30) * np.float32(0.8)
    person(
        canvas,
        look,
        u,
        x=-side * -0.02,
        y=0.53,
        size=0.30,
        turn=-side * 0.25,
        lights=bus_lights(u, side),
        mood=mood,
        seed=seed,
        nod=0.4,
    )
    sx, sy, roll = shake(u, seed, 0.8)
    return shoot(canvas, zoom=1.05 + 0.0016 * u, x=sx, y=sy, roll=roll)


def pan(u: int, height: int, width: int, *, start: int, length: int) -> Picture:
    """One take that whips from Mara's side of the bus to Daniel's: a pan over a wide picture, with motion blur."""
    from_, to = 0.0, 0.62
    t = min(1.0, max(0.0, (u - start) / length))
    at = from_ + (to - from_) * (t * t * (3 - 2 * t))
    before = min(1.0, max(0.0, (u - 0.7 - start) / length))
    moved = (to - from_) * (t * t * (3 - 2 * t) - before * before * (3 - 2 * before))
    wide = round(width + to * height + 2)
    canvas = gradient(height, wide, [(0, (0.13, 0.17, 0.18)), (0.6, (0.10, 0.13, 0.14)), (1, (0.03, 0.04, 0.045))])
    glass = filled(height, wide, [(0, height * 0.08), (wide, height * 0.08), (wide, height * 0.58), (0, height * 0.58)])
    lay(canvas, glass, wet_glass(outside(u, height, wide, 17), u, 5))
    for x in (0.22, 0.60, 0.98):
        lay(
            canvas,
            filled(
                height,
                wide,
                [(height * (x + dx), height * y) for dx, y in ((-0.0065, 0), (0.0065, 0), (0.0065, 1), (-0.0065, 1))],
            ),
            (0.02, 0.025, 0.03),
        )
    # Mara sits in the middle of the view as the take begins, Daniel as it ends.
    left = (width - wide) / height / 2
    for look, x, turn, seed in ((MARA, left, 0.5, 2), (DANIEL, to + left, -0.5, 4)):
        lights = bus_lights(u, -1 if turn > 0 else 1)
        seat = _seat(max(4, round(0.11 * height))).above(0.58 * height + 2)
        put(canvas, seat.lit(NIGHT, lights), seat.origin, wide / 2 + x * height, 0.42 * height)
        person(
            canvas,
            look,
            u,
            x=x,
            y=0.43,
            size=0.092,
            turn=turn,
            lights=lights,
            seed=seed,
            mood=-0.4 if look is MARA else 0.2,
        )
    if moved * height > 1:
        canvas = cv2.blur(canvas, (max(1, round(moved * height)), 1))
    sx, sy, _ = shake(u, 8)
    m = np.array(
        [[1.05, 0, -at * height * 1.0 - 0.025 * width + sx * height], [0, 1.05, -0.025 * height + sy * height]]
    )
    out: Picture = cv2.warpAffine(canvas, m, (width, height), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT)
    return out
