"""The street at night in the rain: the stop, the bus coming in, the bus going by, the title."""

from __future__ import annotations

import math
from functools import lru_cache

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from sample_clips.camera import passing, rain, shake, shoot, smoke, wet_glass
from sample_clips.bus import bus_lights, outside, person, project
from sample_clips.paint import Colour, Picture, bokeh, ease, filled, glow, gradient, lay, noise, place, soft, spline, stroked
from sample_clips.people import DANIEL, MARA
from sample_clips.sprites import Light

KERB = 0.72


@lru_cache(maxsize=4)
def _city(height: int, width: int, seed: int) -> Picture:
    """Sky and house fronts with lit windows, above the kerb."""
    canvas = gradient(height, width, [(0, (0.015, 0.03, 0.075)), (0.45, (0.05, 0.075, 0.13)), (KERB, (0.13, 0.12, 0.15)), (1, (0.02, 0.025, 0.035))])
    canvas += smoke(height, width, 0, 61)[..., None] * np.float32((0.015, 0.02, 0.035))
    rng = np.random.default_rng(seed)
    for layer, (tone, low) in enumerate((((0.045, 0.06, 0.095), 0.22), ((0.022, 0.03, 0.05), 0.36))):
        x = -1.0
        while x < 1.0:
            wide, top = rng.uniform(0.10, 0.22), low + rng.uniform(-0.10, 0.12)
            block = filled(height, width, place([(x, top), (x + wide, top), (x + wide, KERB), (x, KERB)], height, width))
            lay(canvas, block, np.float32(tone) * rng.uniform(0.8, 1.2))
            for wx in np.arange(x + 0.015, x + wide - 0.02, 0.026):
                for wy in np.arange(top + 0.02, KERB - 0.05, 0.036):
                    if rng.random() < 0.30 - 0.08 * layer:
                        px, py = place([(wx, wy)], height, width)[0]
                        tint = (0.85, 0.60, 0.28) if rng.random() < 0.75 else (0.4, 0.6, 0.75)
                        a, b = max(1, round(0.011 * height)), max(1, round(0.017 * height))
                        if 0 <= px < width - a:
                            canvas[int(py) : int(py) + b, int(px) : int(px) + a] = np.float32(tint) * rng.uniform(0.25, 0.8)
            x += wide
    return soft(canvas, height * 0.0012)


def _sign(canvas: Picture, text: str, x: float, y: float, size: float, colour: Colour, power: float) -> None:
    """A neon sign with its glow, in place."""
    height, width = canvas.shape[:2]
    mask = _letters(text, height, width, x, y, size)
    canvas += soft(mask, height * 0.014)[..., None] * np.float32(colour) * np.float32(1.6 * power)
    canvas += soft(mask, height * 0.0015)[..., None] * (np.float32(colour) * 0.9 + 0.35) * np.float32(power)


@lru_cache(maxsize=16)
def _letters(text: str, height: int, width: int, x: float, y: float, size: float) -> Picture:
    """Mask of a line of text around a point, in picture heights."""
    image = Image.new("L", (width, height))
    at = place([(x, y)], height, width)[0]
    ImageDraw.Draw(image).text((at[0], at[1]), text, 255, ImageFont.load_default(size * height), "mm", stroke_width=max(0, round(size * height / 22)))
    return np.asarray(image, np.float32) / np.float32(255)


def _wet(canvas: Picture, u: int, kerb: float) -> None:
    """The road mirrors what stands above the kerb, torn by ripples (in place)."""
    height, width = canvas.shape[:2]
    row = round(kerb * height)
    depth = height - row
    yy, xx = np.mgrid[:depth, :width].astype(np.float32)
    ripple = noise(depth, width, width * 0.06, max(2.0, height * 0.004), 71)
    ripple = np.roll(ripple, u // 2, 0)
    source_y = row - 1 - yy * 1.15 + ripple * 3 * height / 768
    source_x = xx + ripple * (2 + yy * 0.03) * height / 768
    mirror = cv2.remap(canvas, source_x, np.clip(source_y, 0, row - 1), cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT)
    mirror = cv2.blur(mirror, (1, max(1, round(height * 0.02))))
    fade = np.linspace(0.75, 0.35, depth, dtype=np.float32)[:, None, None]
    canvas[row:] = mirror * fade + np.float32((0.008, 0.011, 0.017))


def runner(canvas: Picture, u: int, x: float, foot: float, size: float, way: int = 1) -> None:
    """Mara running, a figure with swinging limbs, scarf and rim light, in place; ``size`` is her height."""
    height, width = canvas.shape[:2]
    swing = math.sin(u / 2.6)
    bob = abs(math.cos(u / 2.6)) * 0.03

    def at(px: float, py: float) -> tuple[float, float]:
        return x + way * px * size, foot - (py + bob) * size

    hip, neck = at(0, 0.50), at(0.06, 0.84)
    coat = filled(height, width, place([neck, at(0.13, 0.80), at(0.14, 0.55), at(0.20 - 0.05 * swing, 0.30), at(-0.17 - 0.04 * swing, 0.32), at(-0.10, 0.6), at(-0.03, 0.82)], height, width))
    limbs = np.zeros((height, width), np.float32)
    for phase, thick in ((swing, 0.075), (-swing, 0.075)):
        knee = at(0.14 * phase + 0.06, 0.27)
        ankle = at(0.22 * phase - 0.10 * (1 - phase) * 0.6, 0.03 + 0.10 * max(0.0, -phase))
        limbs = np.maximum(limbs, stroked(height, width, place([hip, knee, ankle], height, width), max(1, thick * size * height)))
    arms = np.zeros((height, width), np.float32)
    for phase in (swing, -swing):
        arms = np.maximum(arms, stroked(height, width, place([at(0.05, 0.78), at(0.05 - 0.16 * phase, 0.60), at(0.14 - 0.20 * phase, 0.52)], height, width), max(1, 0.06 * size * height)))
    hx, hy = at(0.09, 0.93)
    skull = filled(height, width, place(spline([(hx + 0.055 * size * math.cos(a), hy + 0.07 * size * math.sin(a)) for a in np.linspace(0, 6.28, 8, endpoint=False)]), height, width))
    hair = filled(height, width, place(spline([at(0.08, 1.01), at(0.0, 1.0), at(-0.10 - 0.03 * swing, 0.86), at(-0.14 - 0.04 * swing, 0.76), at(0.0, 0.83), at(0.05, 0.9)]), height, width))
    scarf = filled(height, width, place(spline([at(0.10, 0.86), at(0.02, 0.87), at(-0.16, 0.80 + 0.02 * swing), at(-0.34, 0.82 - 0.04 * swing), at(-0.16, 0.74), at(0.04, 0.80)]), height, width))
    for mask, colour in ((limbs, (0.02, 0.022, 0.03)), (arms, (0.16, 0.10, 0.05)), (coat, (0.24, 0.145, 0.06)), (skull, (0.30, 0.2, 0.15)), (hair, (0.03, 0.02, 0.02)), (scarf, (0.42, 0.05, 0.07))):
        edge = np.clip(mask - np.roll(soft(mask, height * 0.002), (round(height * 0.002), -way * round(height * 0.003)), (0, 1)), 0, 1)
        lay(canvas, mask, colour)
        canvas += edge[..., None] * np.float32((0.75, 0.6, 0.4))


def stop(u: int, height: int, width: int, *, run: float = 0.0045, near: float = 0.0, bolt: int | None = None) -> Picture:
    """The stop in the rain: Mara runs in, the bus's headlights grow; lightning strikes at frame ``bolt``."""
    canvas = _city(height, width, 11).copy()
    flash = 0.0 if bolt is None or u < bolt else (1.0, 0.5, 0.9, 0.6, 0.35, 0.2, 0.1)[u - bolt] if u - bolt < 7 else 0.0
    if flash:
        canvas += flash * np.float32((0.22, 0.28, 0.40)) * np.linspace(1, 0.4, height, dtype=np.float32)[:, None, None]
    _sign(canvas, "HOTEL", 0.20, 0.30, 0.05, (1.0, 0.16, 0.30), 0.35 + 0.35 * (u % 23 not in (3, 4, 9)))
    _sign(canvas, "24h", -0.235, 0.42, 0.03, (0.15, 0.8, 0.9), 0.6)
    far = ease((u + 14) / 110) + near
    bx, by, bs = 0.13 - 0.15 * far, 0.60 + 0.045 * far, 0.035 + 0.11 * far
    body = filled(height, width, place(spline([(bx - bs, by - 1.5 * bs), (bx + bs, by - 1.5 * bs), (bx + 1.05 * bs, by + 0.8 * bs), (bx - 1.05 * bs, by + 0.8 * bs)], steps=3), height, width))
    lay(canvas, body, (0.24, 0.04, 0.035))
    pane = filled(height, width, place([(bx - 0.85 * bs, by - 1.15 * bs), (bx + 0.85 * bs, by - 1.15 * bs), (bx + 0.88 * bs, by - 0.05 * bs), (bx - 0.88 * bs, by - 0.05 * bs)], height, width))
    lay(canvas, pane, (0.30, 0.36, 0.34))
    sx, sy = place([(bx, by - 1.38 * bs)], height, width)[0]
    glow(canvas, sx, sy, bs * 0.5 * height, (1.2, 0.6, 0.1), 3)
    for side in (-1, 1):
        px, py = place([(bx + side * 0.72 * bs, by + 0.42 * bs)], height, width)[0]
        glow(canvas, px, py, bs * 2.6 * height, (0.85, 0.80, 0.62), 3)
        bokeh(canvas, px, py, max(2.0, bs * 0.22 * height), (2.2, 2.1, 1.7))
    lamp_x, lamp_y = place([(-0.10, 0.20)], height, width)[0]
    lay(canvas, stroked(height, width, place(spline([(-0.20, KERB), (-0.20, 0.24), (-0.185, 0.19), (-0.10, 0.185)], closed=False), height, width), height * 0.009), (0.012, 0.014, 0.018))
    cone = soft(filled(height, width, place([(-0.11, 0.2), (-0.09, 0.2), (0.08, KERB), (-0.30, KERB)], height, width)), height * 0.02)
    canvas += cone[..., None] * np.float32((0.20, 0.14, 0.07)) * np.linspace(1.2, 0.3, height, dtype=np.float32)[:, None, None]
    glow(canvas, lamp_x, lamp_y, 0.14 * height, (1.1, 0.75, 0.38), 3)
    _shelter(canvas, u)
    _wet(canvas, u, KERB)
    for side in (-1, 1):
        px, py = place([(bx + side * 0.72 * bs, KERB + 0.02)], height, width)[0]
        streak = np.exp(-(((np.arange(width) - px) / (0.02 * height + bs * 0.16 * height)) ** 2)).astype(np.float32)
        fall = np.clip(np.linspace(-2.6, 1, height, dtype=np.float32), 0, 1)
        canvas += (streak[None, :, None] * (fall * (1 - fall) * 4)[:, None, None]) * np.float32((0.5, 0.45, 0.33)) * np.float32(0.5 + far)
    runner(canvas, u, -0.30 + run * (u + 8), 0.80, 0.30)
    canvas += (smoke(height, width, u, 63) * np.linspace(0, 1, height, dtype=np.float32)[:, None] ** 2)[..., None] * np.float32((0.025, 0.03, 0.04))
    rain(canvas, u, strength=0.20 + 0.5 * flash)
    sx, sy, roll = shake(u, 1, 0.8)
    return shoot(canvas, zoom=1.05 + 0.0012 * u, x=sx, y=sy + 0.01, roll=roll)


def _shelter(canvas: Picture, u: int) -> None:
    """The shelter with its lit poster."""
    height, width = canvas.shape[:2]
    roof = filled(height, width, place([(0.05, 0.47), (0.50, 0.455), (0.50, 0.475), (0.05, 0.49)], height, width))
    pane = filled(height, width, place([(0.07, 0.49), (0.5, 0.49), (0.5, KERB - 0.02), (0.07, KERB - 0.02)], height, width))
    lay(canvas, pane * 0.22, (0.30, 0.38, 0.42))
    lay(canvas, roof, (0.02, 0.024, 0.03))
    lay(canvas, filled(height, width, place([(0.07, 0.48), (0.08, 0.48), (0.08, KERB), (0.07, KERB)], height, width)), (0.02, 0.024, 0.03))
    poster = place([(0.12, 0.515), (0.235, 0.515), (0.235, 0.69), (0.12, 0.69)], height, width)
    lay(canvas, filled(height, width, poster), (0.75, 0.80, 0.78))
    lay(canvas, filled(height, width, place(spline([(0.178, 0.54), (0.215, 0.59), (0.205, 0.66), (0.15, 0.66), (0.14, 0.59)]), height, width)), (0.75, 0.25, 0.20))
    glow(canvas, *place([(0.178, 0.60)], height, width)[0], 0.16 * height, (0.16, 0.19, 0.20), 2)


def waiting(u: int, height: int, width: int, *, mood: float = -0.7, talk: bool = False, seed: int = 1, size: float = 0.115) -> Picture:
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
    person(canvas, MARA, u, x=0.0, y=0.41, size=size, turn=0.45, lights=lights, ambient=(0.13, 0.16, 0.24), mood=mood, talk=talk, seed=seed)
    rain(canvas, u, strength=0.16)
    sx, sy, roll = shake(u, seed + 0.5, 1.2)
    return shoot(canvas, zoom=1.05 + 0.0012 * u, x=sx, y=sy, roll=roll)


def at_window(u: int, height: int, width: int, *, stare: bool = False) -> Picture:
    """Daniel behind the bus's wet window, seen from the street; the bus rolls in."""
    inner = gradient(height, width, [(0, (0.16, 0.20, 0.19)), (0.5, (0.12, 0.16, 0.16)), (1, (0.05, 0.07, 0.07))])
    for x in (-0.18, 0.03, 0.24):
        glow(inner, *place([(x, 0.12)], height, width)[0], 0.10 * height, (0.6, 0.72, 0.66), 2)
    lights = bus_lights(u, 1, 0.5)
    person(inner, DANIEL, u, x=0.01, y=0.40, size=0.105, turn=-0.25 if stare else -0.6, lights=lights, ambient=(0.24, 0.28, 0.28), mood=0.2, seed=5)
    reflected = outside(u, height, width, 77, 0.02)
    canvas = wet_glass(inner * np.float32(0.85) + reflected * np.float32(0.55), u, 8)
    frame = filled(height, width, place([(-0.9, -0.1), (0.9, -0.1), (0.9, 0.08), (-0.9, 0.08)], height, width), place([(-0.9, 0.74), (0.9, 0.74), (0.9, 1.1), (-0.9, 1.1)], height, width))
    paint = gradient(height, width, [(0, (0.42, 0.06, 0.05)), (0.08, (0.30, 0.04, 0.035)), (0.74, (0.50, 0.075, 0.06)), (0.85, (0.34, 0.045, 0.04)), (1, (0.16, 0.02, 0.02))])
    lay(canvas, soft(np.asarray(cv2.dilate(frame, np.ones((9, 9), np.uint8))), 1.5), (0.01, 0.011, 0.012))
    lay(canvas, frame, paint)
    sx, sy, roll = shake(u, 6)
    rain(canvas, u, strength=0.18, seed=1)
    return shoot(canvas, zoom=1.06 + 0.001 * u, x=sx - 0.06 * ease(1 - u / 26) , y=sy, roll=roll)


@lru_cache(maxsize=4)
def _coach(height: int, long: int) -> Picture:
    """The bus from the side as premultiplied RGBA, ``long`` pixels."""
    tall = round(0.40 * height)
    canvas = np.zeros((tall, long, 3), np.float32)
    body = filled(tall, long, spline([(6, 8), (long - 30, 4), (long - 8, tall * 0.30), (long - 4, tall * 0.82), (6, tall * 0.82)], steps=4))
    lay(canvas, body, gradient(tall, long, [(0, (0.62, 0.56, 0.45)), (0.12, (0.55, 0.5, 0.42)), (0.56, (0.60, 0.54, 0.44)), (0.58, (0.45, 0.06, 0.05)), (0.72, (0.34, 0.04, 0.035)), (1, (0.12, 0.015, 0.015))]))
    for k in range(5):
        x = 0.03 + 0.185 * k
        pane = filled(tall, long, [(x * long, tall * 0.13), ((x + 0.165) * long, tall * 0.13), ((x + 0.165) * long, tall * 0.50), (x * long, tall * 0.50)])
        lay(canvas, pane, gradient(tall, long, [(0, (1.0, 1.05, 0.95)), (0.5, (0.45, 0.55, 0.52)), (1, (0.3, 0.35, 0.35))]))
        for j in (0, 1):
            px, py, r = (x + 0.05 + 0.07 * j) * long, tall * 0.42, tall * 0.055
            if (k + j) % 3 != 1:
                rider = filled(tall, long, spline([(px + r * math.cos(a), py - r + 1.25 * r * math.sin(a)) for a in np.linspace(0, 6.28, 8, endpoint=False)]), spline([(px - 1.9 * r, tall * 0.5), (px - 1.2 * r, py), (px + 1.2 * r, py), (px + 1.9 * r, tall * 0.5)], steps=4))
                lay(canvas, rider * pane, (0.03, 0.04, 0.045))
        lay(canvas, stroked(tall, long, [((x + 0.085) * long, tall * 0.13), ((x + 0.085) * long, tall * 0.5)], 2), (0.05, 0.05, 0.05))
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


def drive_by(u: int, height: int, width: int, *, speed: float = 0.010) -> Picture:
    """The bus going through the city, the camera keeping up with it."""
    wide = width * 2
    city = _city(height, wide, 19)
    shift = int((0.004 * height * (u + 60)) % width)
    canvas = np.ascontiguousarray(city[:, shift : shift + width])
    long = round(0.86 * height)
    coach = _coach(height, long)
    x = width / 2 - long * 0.56 + (speed * (u - 20)) * height * 0.35
    y = (KERB - 0.335) * height + 0.0018 * height * math.sin(u / 1.7)
    layer = cv2.warpAffine(coach, np.array([[1.0, 0, x], [0, 1, y]]), (width, height))
    canvas *= 1 - layer[..., 3:]
    canvas += layer[..., :3] * np.float32(0.82)
    _wet(canvas, u * 3, KERB)
    for k in range(3):
        post = ((k * 0.55 - 0.055 * u) % 1.65 - 0.5)
        line = soft(stroked(height, width, place([(post, -0.1), (post, 1.1)], height, width), height * 0.022), height * 0.005)
        lay(canvas, line * 0.9, (0.012, 0.014, 0.018))
        glow(canvas, *place([(post + 0.02, 0.10)], height, width)[0], 0.16 * height, (0.9, 0.6, 0.3), 3)
    spray = smoke(height, width, u * 12, 66) * np.exp(-(((np.linspace(0, 1, height, dtype=np.float32) - KERB - 0.02) / 0.05) ** 2))[:, None]
    canvas += spray[..., None] * np.float32((0.10, 0.11, 0.13))
    rain(canvas, u, strength=0.2)
    sx, sy, roll = shake(u, 9, 1.5)
    return shoot(canvas, zoom=1.06, x=sx, y=sy, roll=roll)


def title(u: int, height: int, width: int) -> Picture:
    """The series' title in neon over wet lights."""
    canvas = wet_glass(outside(u, height, width, 91, 0.004) * np.float32(0.9), u, 12)
    on = 0.25 if u in (3, 4, 8) else min(1.0, max(0.1, (u + 4) / 10))
    _sign(canvas, "NIGHT", 0.0, 0.42, 0.115, (1.0, 0.20, 0.32), 0.8 * on)
    _sign(canvas, "BUS", 0.0, 0.535, 0.115, (0.18, 0.80, 0.95), 0.8 * on)
    _sign(canvas, "EPISODE 1", 0.0, 0.635, 0.03, (0.9, 0.85, 0.7), 0.5)
    return shoot(canvas, zoom=1.04 + 0.0015 * u)


def crash(u: int, height: int, width: int) -> Picture:
    """Headlights head-on, for a flash of memory."""
    canvas = gradient(height, width, [(0, (0.03, 0.03, 0.05)), (0.5, (0.10, 0.07, 0.06)), (1, (0.03, 0.025, 0.03))])
    for side in (-1, 1):
        px, py = project(side * (0.28 + 0.01 * u), 0.05, 1.0, height, width, 0.5)
        glow(canvas, px, py, 0.34 * height, (1.6, 1.4, 1.0), 2.2)
        bokeh(canvas, px, py, 0.055 * height, (2.5, 2.4, 2.0))
        band = np.exp(-(((np.arange(height) - py) / (0.006 * height)) ** 2)).astype(np.float32)
        canvas += band[:, None, None] * np.float32((0.25, 0.4, 0.8))
    rain(canvas, u * 2, strength=0.6)
    return shoot(canvas, zoom=1.1 + 0.02 * u, roll=0.12)
