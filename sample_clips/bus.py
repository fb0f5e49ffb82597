"""On the night bus: close-ups at the window, the aisle, the cab."""

from __future__ import annotations

import math
from functools import cache, lru_cache

import cv2
import numpy as np

from sample_clips.camera import LAMPS, passing, shake, shoot, sweep, wet_glass
from sample_clips.paint import Colour, Picture, bokeh, filled, glow, gradient, lay, noise, place, soft, spline, stroked
from sample_clips.people import DANIEL, DRIVER, MARA, Look, bust, head
from sample_clips.sprites import Light, Model, Sprite, put

NIGHT: Colour = (0.17, 0.22, 0.27)
LAMP: Colour = (1.25, 0.82, 0.42)
CEILING: Colour = (0.30, 0.42, 0.44)


def outside(u: int, height: int, width: int, seed: int, speed: float = 0.012) -> Picture:
    """The street behind the glass, far out of focus; drawn at half size, which its blur hides."""
    h, w = height // 2, width // 2
    sky = gradient(h, w, [(0, (0.010, 0.020, 0.045)), (0.45, (0.03, 0.055, 0.09)), (0.62, (0.07, 0.06, 0.07)), (1, (0.02, 0.02, 0.03))])
    passing(sky, u, seed=seed, speed=speed, y=0.42, count=30, size=0.036)
    passing(sky, u, seed=seed + 50, speed=speed * 2.2, y=0.36, count=6, size=0.06)
    out: Picture = cv2.resize(soft(sky, h * 0.006), (width, height), interpolation=cv2.INTER_LINEAR)
    return out


@lru_cache(maxsize=8)
def _wall(height: int, width: int, side: int) -> tuple[Picture, Picture]:
    """The side of the bus around one window: its paint, and the mask of the glass."""
    x0, x1 = (-0.62, 0.14) if side < 0 else (-0.14, 0.62)
    corner = 0.03
    pane = [(x0 + corner, 0.06), (x1 - corner, 0.06), (x1, 0.06 + corner), (x1, 0.60), (x1 - corner, 0.63), (x0 + corner, 0.63), (x0, 0.6), (x0, 0.09)]
    glass = filled(height, width, place(pane, height, width))
    rubber = soft(np.asarray(cv2.dilate(glass, np.ones((max(3, height // 60),) * 2, np.uint8))), 1.2)
    wall = gradient(height, width, [(0, (0.15, 0.19, 0.20)), (0.5, (0.11, 0.15, 0.16)), (0.66, (0.17, 0.21, 0.21)), (0.70, (0.06, 0.085, 0.09)), (1, (0.03, 0.045, 0.05))])
    wall *= 1 + 0.05 * noise(height, width, 2, 60, 31)[..., None]
    lay(wall, rubber, (0.012, 0.014, 0.016))
    lip = np.clip(soft(glass, height * 0.012) - glass, 0, 1) * 0.5
    wall += lip[..., None] * np.float32((0.10, 0.13, 0.14))
    sill = filled(height, width, place([(-0.9, 0.655), (0.9, 0.655), (0.9, 0.672), (-0.9, 0.672)], height, width))
    lay(wall, soft(sill, 1.0), (0.26, 0.31, 0.31))
    return wall, soft(glass, 0.8)


@cache
def _seat(unit: int) -> Sprite:
    """A seat's back with its head-rest and checked cloth."""
    m = Model(-2.2, -1.2, 2.2, 5, unit)
    back = m.shape(spline([(-1.55, 0.4), (-1.35, -0.2), (-0.75, -0.35), (0.75, -0.35), (1.35, -0.2), (1.55, 0.4), (1.75, 5.4), (-1.75, 5.4)]))
    check = np.sign(np.sin(m.x * 13)) * np.sign(np.sin(m.y * 13)) * 0.5 + 0.5
    cloth = np.float32((0.07, 0.13, 0.22)) + check[..., None].astype(np.float32) * np.float32((0.05, 0.07, 0.12))
    m.part(back, cloth, m.dome(back, 0.7) * 0.6)
    rest = m.shape(spline([(-0.95, -0.55), (-0.6, -0.85), (0.6, -0.85), (0.95, -0.55), (0.95, 0.0), (0.5, 0.2), (-0.5, 0.2), (-0.95, 0.0)]))
    m.tint(soft(rest, 0.1 * unit) * 0.6, (0.4, 0.4, 0.4))
    m.part(rest, (0.11, 0.12, 0.14), m.dome(rest, 0.4) * 0.8, 0.3)
    return m.done()


def speaking(u: int, seed: int) -> float:
    """How far a speaking mouth is open at frame ``u``: a few set shapes, held two or three frames."""
    beat = (u // 3 * 7 + seed * 5) % 11
    return (0.0, 0.7, 0.35, 1.0, 0.35, 0.0, 0.7, 0.35, 0.7, 0.0, 0.35)[beat]


def blinking(u: int, seed: int) -> float:
    """Eyelids at frame ``u``: a blink of five frames every two seconds or so."""
    phase = (u + seed * 17) % 53
    return {0: 0.4, 1: 0.9, 2: 0.9, 3: 0.4}.get(phase, 0.0)


def person(canvas: Picture, look: Look, u: int, *, x: float, y: float, size: float, turn: float, lights: list[Light], ambient: Colour = NIGHT,
           talk: bool = False, mood: float = 0.0, gaze: float | None = None, seed: int = 1, nod: float = 1.0) -> None:
    """Lay a person in bust on the canvas (in place): breathing, blinking, speaking; ``size`` is half a head's width."""
    height, width = canvas.shape[:2]
    unit = max(4, round(size * height))
    px, py = width / 2 + x * height, y * height
    sway = math.sin(u / 11 + seed)
    body = bust(look, unit, turn)
    put(canvas, body.lit(ambient, lights), body.origin, px + 0.02 * unit * sway, py + 0.03 * unit * math.sin(u / 9), turn=0.008 * sway)
    mouth = speaking(u, seed) if talk else 0.0
    face = head(look, unit, turn, blinking(u, seed), mouth, mood, turn * 0.9 if gaze is None else gaze)
    tilt = nod * (0.022 * math.sin(u / 13 + seed * 2) + (0.012 * math.sin(u / 2.7) if talk else 0))
    put(canvas, face.lit(ambient, lights), face.origin, px + 0.05 * unit * math.sin(u / 12 + seed), py + 0.035 * unit * math.sin(u / 8 + 1), turn=tilt)


def bus_lights(u: int, side: int, warm: float = 1.0) -> list[Light]:
    """The bus's ceiling, a passing lamp from the window on ``side``, and the cool edge behind."""
    strength, way = sweep(u)
    lamp = warm * (0.35 + 1.15 * strength)
    return [
        Light(towards=(side * (0.75 + 0.25 * way), -0.15, 0.45 + 0.3 * way * side), colour=(LAMP[0] * lamp, LAMP[1] * lamp, LAMP[2] * lamp)),
        Light(towards=(-side * 0.35, -0.8, 0.6), colour=CEILING),
        Light(towards=(side, -0.25, 0.1), colour=(1.3, 0.85, 0.5), rim=True),
        Light(towards=(-side, -0.3, 0.15), colour=(0.35, 1.0, 1.25), rim=True),
    ]


def seat_shot(look: Look, u: int, height: int, width: int, *, side: int, size: float = 0.108, talk: bool = False, mood: float = 0.0,
              push: float = 0.0, x: float = 0.0, y: float = 0.40, seed: int = 1, dark: float = 1.0, flash: float = 0.0) -> Picture:
    """A close-up at the window on ``side`` (-1 left), looking across the aisle; ``flash`` adds a burst from the camera."""
    wall, glass = _wall(height, width, side)
    strength, _ = sweep(u)
    canvas = wall * np.float32((0.55 + 0.55 * strength) * dark)
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
    seat = _seat(max(4, round(size * height * 1.15)))
    put(canvas, seat.lit((ambient[0], ambient[1], ambient[2]), lights), seat.origin, width / 2 + (x - side * 0.03) * height, (y - 0.015) * height + 0.5)
    person(canvas, look, u, x=x, y=y, size=size, turn=-side * 0.5, lights=lights, ambient=(ambient[0], ambient[1], ambient[2]), talk=talk, mood=mood, seed=seed)
    _pole(canvas, -side * 0.245, 0.016, strength)
    sx, sy, roll = shake(u, seed)
    return shoot(canvas, zoom=1.05 + push * u, x=sx, y=sy, roll=roll)


def _pole(canvas: Picture, x: float, wide: float, strength: float) -> None:
    """A yellow pole near the lens, out of focus."""
    height, width = canvas.shape[:2]
    across = (np.arange(width, dtype=np.float32) - width / 2) / height - x
    round_ = np.clip(1 - (across / wide) ** 2, 0, 1)
    mask = np.clip(round_ * 2.2, 0, 1) * 0.96
    shade = (0.25 + 0.75 * np.exp(-(((across / wide) + 0.35) / 0.45) ** 2)) * (0.35 + 0.45 * strength)
    canvas *= 1 - mask[None, :, None]
    canvas += (mask * shade)[None, :, None] * np.float32((0.95, 0.66, 0.12))


def over_shoulder(front: Look, back: Look, u: int, height: int, width: int, *, side: int, talk: bool, mood: float = 0.0, seed: int = 3) -> Picture:
    """One person past the dark shoulder of the other."""
    canvas = seat_shot(front, u, height, width, side=side, size=0.083, talk=talk, mood=mood, x=side * 0.055, y=0.38, seed=seed)
    unit = max(4, round(0.15 * height))
    shoulder = _back(back, unit)
    dark = shoulder.lit((0.05, 0.065, 0.08), [Light(towards=(side, -0.3, 0.12), colour=(1.4, 0.9, 0.5), rim=True)])
    px = width / 2 - side * (0.235 * height) + 0.004 * height * math.sin(u / 14)
    put(canvas, dark, shoulder.origin, px, 0.60 * height + 0.003 * height * math.sin(u / 10))
    return canvas


@cache
def _back(look: Look, unit: int) -> Sprite:
    """Someone's head and shoulder from behind, out of focus."""
    m = Model(-2.6, -2.2, 2.6, 4.6, unit)
    body = m.shape(spline([(-0.5, 1.2), (-2.3, 1.9), (-2.6, 4.9), (2.6, 4.9), (2.3, 1.9), (0.5, 1.2)]), 0.05)
    m.part(body, look.coat, m.dome(np.asarray(body), 0.9))
    skull = m.shape(spline([(0, -1.6), (0.95, -1.2), (1.1, -0.2), (0.95, 0.9), (0.6, 1.9 if look.long_hair else 1.3), (-0.6, 1.9 if look.long_hair else 1.3),
                            (-0.95, 0.9), (-1.1, -0.2), (-0.95, -1.2)]), 0.04)
    m.part(skull, look.hair, m.dome(np.asarray(skull), 0.9))
    return m.done()


def eyes(look: Look, u: int, height: int, width: int, *, side: int, seed: int = 1, mood: float = 0.0) -> Picture:
    """Extreme close-up of a face's eyes."""
    canvas = outside(u, height, width, seed + 30) * np.float32(0.8)
    person(canvas, look, u, x=-side * -0.02, y=0.53, size=0.30, turn=-side * 0.25, lights=bus_lights(u, side), mood=mood, seed=seed, nod=0.4)
    sx, sy, roll = shake(u, seed, 0.8)
    return shoot(canvas, zoom=1.05 + 0.0016 * u, x=sx, y=sy, roll=roll)


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
        lay(canvas, quad((side, -0.85, 0.4), (side, 1.15, 0.4), (side, 1.15, 7), (side, -0.85, 7)), (0.10, 0.135, 0.145))
        for k in range(6):
            near, far = 0.5 + k * 1.1, 1.45 + k * 1.1
            glass = np.maximum(glass, quad((side, -0.55, near), (side, 0.28, near), (side, 0.28, far), (side, -0.55, far)))
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
    back = m.shape(spline([(-0.34, 0.2), (-0.30, 0.02), (0, -0.03), (0.30, 0.02), (0.34, 0.2), (0.36, 1.5), (-0.36, 1.5)]))
    m.part(back, (0.10, 0.17, 0.28), m.dome(back, 0.2))
    for y in (0.22, 0.5, 0.78):
        m.tint(m.line([(-0.3, y), (0.3, y)], 0.02) * 0.8, (0.4, 0.4, 0.4))
    rail = m.line(spline([(-0.3, 0.12), (-0.24, -0.06), (0.24, -0.06), (0.3, 0.12)], closed=False), 0.045)
    m.part(rail, (0.75, 0.52, 0.1), m.dome(rail, 0.03), 0.6)
    return m.done()


def aisle(u: int, height: int, width: int, *, power: float = 1.0, walk: float = 0.0, stander: bool = True, seed: int = 2, rush: float = 1.0) -> Picture:
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
        bokeh(street, px, py, min(0.05, 0.035 / z) * height + 1, np.float32(LAMPS[lamp]) * 0.9)
    lay(canvas, glass, street)
    for side in (-1, 1):
        for k in range(18):
            px, py = project(side * 0.42, -0.84, 0.7 + 0.36 * k, height, width, 0.40)
            glow(canvas, px, py, height * 0.06 / (0.7 + 0.36 * k), np.float32((0.75, 0.98, 1.0)) * (1.1 * power), 1.4)
            fx, fy = project(side * 0.30, 1.14, 0.8 + 0.36 * k, height, width, 0.40)
            glow(canvas, fx, fy, height * 0.05 / (0.8 + 0.36 * k), np.float32((0.10, 0.14, 0.15)) * power)
    lights = [Light(towards=(0, -0.9, 0.35), colour=(0.9 * power, 1.05 * power, 1.1 * power)), Light(towards=(-1, -0.2, 0.2), colour=(1.4 * strength, 0.9 * strength, 0.5 * strength), rim=True)]
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
    for side in (-1, 1):
        px, py = project(side * 0.68, 0.30, z, height, width, 0.40)
        if (k * 2 + (side > 0)) in (2, 5, 8, 11):
            _passenger(canvas, px, py + 0.004 * height * math.sin(u / 7 + k), unit, k, lights)
        put(canvas, seat.lit(dim, lights), seat.origin, px, py)
        top, foot = project(side * 0.36, -0.85, z, height, width, 0.40), project(side * 0.36, 1.15, z, height, width, 0.40)
        if k % 2 == 0:
            lay(canvas, stroked(height, width, [top, foot], max(1.0, 0.035 * unit)), np.float32((0.75, 0.52, 0.12)) * (0.25 + 0.8 * power))
        swing = 0.09 * math.sin(u / 6 + k)
        strap = [project(side * 0.36 + d, y, z, height, width, 0.40) for d, y in ((0.0, -0.8), (swing * 0.5, -0.62))]
        lay(canvas, stroked(height, width, strap, max(1.0, 0.02 * unit)), (0.04, 0.05, 0.06))
        cx, cy = strap[1]
        ring = spline([(cx + 0.05 * unit * math.cos(a), cy + 0.06 * unit + 0.07 * unit * math.sin(a)) for a in np.linspace(0, 6.28, 9)], closed=False)
        lay(canvas, stroked(height, width, ring, max(1.0, 0.02 * unit)), np.float32((0.35, 0.4, 0.4)) * (0.3 + power))


@lru_cache(maxsize=48)
def _rider(unit: int, kind: int) -> Sprite:
    """A passenger's head and shoulders from behind."""
    m = Model(-0.5, -0.5, 0.5, 0.7, unit)
    coat = ((0.20, 0.10, 0.10), (0.10, 0.13, 0.12), (0.16, 0.14, 0.10), (0.12, 0.11, 0.18))[kind % 4]
    body = m.shape(spline([(-0.08, 0.05), (-0.3, 0.16), (-0.36, 0.8), (0.36, 0.8), (0.3, 0.16), (0.08, 0.05)]))
    m.part(body, coat, m.dome(body, 0.15))
    skull = m.shape(spline([(0, -0.28), (0.13, -0.2), (0.14, -0.02), (0.08, 0.13), (-0.08, 0.13), (-0.14, -0.02), (-0.13, -0.2)]))
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
    coat = m.shape(spline([(-0.10, -0.42), (-0.27, -0.34), (-0.33, 0.3), (-0.36, 0.75), (0.36, 0.75), (0.33, 0.3), (0.27, -0.34), (0.10, -0.42)]))
    for side in (-1, 1):
        leg = m.shape([(side * 0.04, 0.7), (side * 0.22, 0.7), (side * 0.17, 1.16), (side * 0.05, 1.16)])
        m.part(leg, (0.05, 0.05, 0.07), m.dome(leg, 0.08))
    m.part(coat, MARA.coat, m.dome(coat, 0.2))
    m.tint(m.line([(0, -0.2), (0.02, 0.7)], 0.02) * 0.6, (0.5, 0.4, 0.3))
    hair = m.shape(spline([(0, -0.80), (0.16, -0.72), (0.19, -0.5), (0.18, -0.12), (0, -0.05), (-0.18, -0.12), (-0.19, -0.5), (-0.16, -0.72)]))
    m.part(hair, np.float32(MARA.hair) * 1.2, m.dome(hair, 0.16), 0.2)
    return m.done()


def _stander(canvas: Picture, u: int, z: float, lights: list[Light]) -> None:
    """Mara in the aisle, swaying with the bus."""
    height, width = canvas.shape[:2]
    unit = max(4, round(0.5 * height / z))
    sprite = _standing(unit)
    px, py = project(0.02 + 0.02 * math.sin(u / 8), 0.05, z, height, width, 0.40)
    put(canvas, sprite.lit((0.13, 0.16, 0.18), lights), sprite.origin, px, py, turn=0.02 * math.sin(u / 8 + 1))


def windscreen(u: int, height: int, width: int, *, seed: int = 6, speed: float = 1.0, stare: float = 0.0) -> Picture:
    """The road through the windscreen, the driver's back against it, his eyes in the mirror."""
    canvas = gradient(height, width, [(0, (0.012, 0.02, 0.045)), (0.44, (0.05, 0.06, 0.10)), (0.46, (0.10, 0.075, 0.06)), (0.7, (0.02, 0.022, 0.03)), (1, (0.01, 0.01, 0.012))])
    rng = np.random.default_rng(seed)
    for k in range(44):
        side, y, z0, lamp = (-1 if k % 2 else 1), rng.uniform(-1.1, -0.1), rng.uniform(0, 10), rng.integers(0, 3)
        z = (z0 - 0.11 * speed * u) % 10 + 0.6
        px, py = project(side * rng.uniform(1.0, 2.0), y, z, height, width, 0.45)
        bokeh(canvas, px, py, min(0.04, 0.03 / z) * height + 1.5, np.float32(LAMPS[lamp]) * min(1.0, 2.4 / z))
        gx, gy = project(side * 0.8, 0.5, z, height, width, 0.45)
        glow(canvas, gx, gy, 0.10 * height / z, np.float32(LAMPS[lamp]) * 0.10)
    for k in range(12):
        z = (k * 0.8 - 0.11 * speed * u) % 9.6 + 0.7
        a, b = project(-0.25, 0.6, z, height, width, 0.45), project(-0.25, 0.6, z + 0.35, height, width, 0.45)
        lay(canvas, stroked(height, width, [a, b], max(1.0, 0.014 * height / z)) * 0.7, (0.5, 0.5, 0.45))
    canvas = wet_glass(soft(canvas, height * 0.0022), u * 3, seed)
    angle = 0.75 * math.sin(u / 9)
    for pivot in (-0.22, 0.16):
        foot, tip = (pivot, 0.66), (pivot + 0.36 * math.sin(angle), 0.66 - 0.36 * math.cos(angle))
        lay(canvas, stroked(height, width, place([foot, tip], height, width), max(1, height * 0.007)), (0.004, 0.004, 0.005))
    dash = filled(height, width, place(spline([(-1.2, 0.70), (-0.3, 0.655), (0.1, 0.66), (1.2, 0.70), (1.2, 1.1), (-1.2, 1.1)], steps=6), height, width))
    lay(canvas, dash, (0.014, 0.017, 0.02))
    for x, colour in ((-0.12, (0.9, 0.4, 0.1)), (-0.06, (0.2, 0.8, 0.5)), (0.19, (0.8, 0.15, 0.1))):
        px, py = place([(x, 0.70)], height, width)[0]
        glow(canvas, px, py, 0.02 * height, np.float32(colour) * (0.6 + 0.4 * math.sin(u / 5 + x * 40)))
    unit = max(4, round(0.095 * height))
    back = _cabman(unit)
    rim = [Light(towards=(-0.7, -0.5, 0.15), colour=(0.5, 0.9, 1.2), rim=True), Light(towards=(0.9, -0.3, 0.12), colour=(1.5, 0.9, 0.45), rim=True)]
    put(canvas, back.lit((0.10, 0.13, 0.15), rim), back.origin, width / 2 + 0.06 * height + 0.004 * height * math.sin(u / 15), 0.60 * height)
    _mirror(canvas, u, stare)
    sx, sy, roll = shake(u, seed, 1.3)
    return shoot(canvas, zoom=1.06, x=sx, y=sy, roll=roll)


@cache
def _cabman(unit: int) -> Sprite:
    """The driver from behind."""
    m = Model(-2.6, -2.2, 2.6, 4.8, unit)
    body = m.shape(spline([(-0.5, 1.2), (-2.2, 1.9), (-2.5, 4.9), (2.5, 4.9), (2.2, 1.9), (0.5, 1.2)]))
    m.part(body, DRIVER.coat, m.dome(body, 0.9))
    skull = m.shape(spline([(0, -1.2), (0.85, -0.9), (0.9, 0.2), (0.62, 1.5), (-0.62, 1.5), (-0.9, 0.2), (-0.85, -0.9)]))
    m.part(skull, np.float32(DRIVER.skin) * 0.5, m.dome(skull, 0.7))
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
    frame = place([(-0.02 - 0.165 - edge, 0.135 - edge), (-0.02 + 0.165 + edge, 0.135 - edge), (-0.02 + 0.165 + edge, 0.25 + edge), (-0.02 - 0.165 - edge, 0.25 + edge)], height, width)
    lay(canvas, soft(filled(height, width, frame), 1.0), (0.006, 0.007, 0.008))
    lay(canvas, stroked(height, width, place([(-0.02, 0.12), (0.0, -0.02)], height, width), height * 0.014), (0.006, 0.007, 0.008))
    x0, x1 = max(0, left), min(width, left + w)
    canvas[top : top + h, x0:x1] = face[:, x0 - left : x1 - left] * np.float32(1.15)


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
        lay(canvas, filled(height, wide, [(x * height - 5, 0), (x * height + 5, 0), (x * height + 5, height), (x * height - 5, height)]), (0.02, 0.025, 0.03))
    half = wide / height / 2
    for look, x, turn, seed in ((MARA, width / height / 2 - half, 0.5, 2), (DANIEL, to + width / height / 2 - half, -0.5, 4)):
        lights = bus_lights(u, -1 if turn > 0 else 1)
        seat = _seat(max(4, round(0.11 * height)))
        put(canvas, seat.lit(NIGHT, lights), seat.origin, wide / 2 + x * height, 0.42 * height)
        person(canvas, look, u, x=x, y=0.43, size=0.092, turn=turn, lights=lights, seed=seed, mood=-0.4 if look is MARA else 0.2)
    if moved * height > 1:
        canvas = cv2.blur(canvas, (max(1, round(moved * height)), 1))
    sx, sy, roll = shake(u, 8)
    m = np.array([[1.05, 0, -at * height * 1.0 - 0.025 * width + sx * height], [0, 1.05, -0.025 * height + sy * height]])
    out: Picture = cv2.warpAffine(canvas, m, (width, height), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT)
    return out
