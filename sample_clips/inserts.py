"""Inserts: the phone in the hand, the stop button."""

from __future__ import annotations

import math
from functools import cache, lru_cache
from typing import Literal

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from sample_clips.camera import shake, shoot, sweep
from sample_clips.cast import DANIEL, MARA
from sample_clips.paint import Picture, f32, filled, glow, lay, place, soft, spline
from sample_clips.people import bust, head
from sample_clips.portrait import bus_lights
from sample_clips.seats import outside
from sample_clips.sprites import Light, Model, Sprite, put

ShowsOn = Literal["message", "photo", "call"]
TALL, WIDE = 640, 312


@cache
def _hand(unit: int) -> Sprite:
    """A hand around a phone: palm behind, fingers on one edge, thumb on the other."""
    m = Model(-1.6, -1.4, 1.6, 3.4, unit)
    skin = f32(MARA.skin)
    palm = m.shape(
        spline([(-0.85, 0.6), (-0.9, 1.4), (-0.55, 2.2), (-0.6, 3.6), (0.75, 3.6), (0.7, 2.3), (1.0, 1.5), (0.95, 0.5)])
    )
    m.part(palm, skin * 0.85, m.dome(palm, 0.5))
    sleeve = m.shape(spline([(-0.85, 2.75), (0.95, 2.75), (1.2, 3.6), (-1.1, 3.6)], steps=4))
    m.part(sleeve, MARA.coat, m.dome(sleeve, 0.4))
    return m.done()


@cache
def _fingers(unit: int) -> Sprite:
    """What lies over the phone's edges: four finger tips and the thumb."""
    m = Model(-1.6, -1.4, 1.6, 3.4, unit)
    skin = f32(MARA.skin)
    for k, y in enumerate((0.35, 0.72, 1.08, 1.40)):
        tip = m.shape(
            spline(
                [
                    (-1.12, y - 0.16),
                    (-0.80, y - 0.15),
                    (-0.66 + 0.03 * k, y),
                    (-0.80, y + 0.15),
                    (-1.12, y + 0.16),
                    (-1.22, y),
                ]
            )
        )
        m.tint(soft(tip, 0.05 * unit) * 0.5, (0.3, 0.25, 0.25))
        m.part(tip, skin, m.dome(tip, 0.17) * 1.2, 0.1)
        m.part(
            m.shape(
                spline(
                    [(-0.83, y - 0.07), (-0.70 + 0.03 * k, y - 0.05), (-0.70 + 0.03 * k, y + 0.05), (-0.83, y + 0.07)]
                )
            )
            * 0.8,
            (0.75, 0.24, 0.27),
            None,
        )
    thumb = m.shape(
        spline(
            [(1.05, 1.75), (1.0, 1.1), (0.85, 0.55), (0.70, 0.35), (0.58, 0.45), (0.62, 0.9), (0.66, 1.4), (0.7, 1.95)]
        )
    )
    m.tint(soft(thumb, 0.06 * unit) * 0.5, (0.3, 0.25, 0.25))
    m.part(thumb, skin, m.dome(thumb, 0.22) * 1.2, 0.1)
    m.part(
        m.shape(spline([(0.63, 0.46), (0.70, 0.40), (0.78, 0.52), (0.76, 0.70), (0.67, 0.66)])) * 0.8,
        (0.75, 0.24, 0.27),
        None,
    )
    return m.done()


@lru_cache(maxsize=12)
def _screen(shows: ShowsOn, step: int) -> Picture:
    """What the phone shows at ``step``, ``(TALL, WIDE, 3)``."""
    image = Image.new("RGB", (WIDE, TALL), (13, 17, 26))
    draw = ImageDraw.Draw(image)
    if shows == "photo":
        return _photo(step)
    draw.text((22, 16), "23:47", (235, 240, 245), ImageFont.load_default(19), "lm")
    draw.rounded_rectangle((WIDE - 50, 10, WIDE - 22, 22), 4, outline=(200, 210, 220), width=2)
    draw.rectangle((WIDE - 47, 13, WIDE - 40, 19), (230, 70, 60))
    if shows == "message":
        draw.rectangle((0, 34, WIDE, 92), (24, 30, 42))
        draw.ellipse((20, 42, 62, 84), (90, 96, 110))
        draw.text((76, 62), "Unknown", (240, 244, 248), ImageFont.load_default(24), "lm")
        bubbles = (
            ("Don't look up.", 120),
            ("The man in seat 14", 196),
            ("died three years ago.", 242),
            ("GET OFF. NOW.", 326),
        )
        for text, y in bubbles[: (1, 3, 4)[step]]:
            wide = ImageFont.load_default(23).getlength(text)
            draw.rounded_rectangle((20, y - 4, 44 + wide, y + 40), 18, (52, 62, 84) if y < 300 else (170, 38, 48))
            draw.text((32, y + 18), text, (245, 247, 250), ImageFont.load_default(23), "lm")
    else:
        draw.ellipse((WIDE // 2 - 62, 120, WIDE // 2 + 62, 244), (44, 54, 72))
        draw.text((WIDE // 2, 182), "D", (235, 240, 245), ImageFont.load_default(64), "mm")
        draw.text((WIDE // 2, 296), "DANIEL", (250, 250, 250), ImageFont.load_default(44), "mm")
        draw.text(
            (WIDE // 2, 340),
            "calling . . ." if step % 2 else "calling",
            (150, 165, 185),
            ImageFont.load_default(22),
            "mm",
        )
        for x, tint in ((84, (214, 52, 60)), (WIDE - 84, (52, 190, 96))):
            r = 38 + (4 if step % 2 else 0)
            draw.ellipse((x - r, 500 - r, x + r, 500 + r), tint)
            draw.arc((x - 18, 486, x + 18, 522), 200, 340, (255, 255, 255), 7)
    return np.asarray(image, np.float32) / np.float32(255)


def _photo(step: int) -> Picture:
    """The photo Mara took: step 0 as she aimed, step 1 what was kept, a seat with nobody on it."""
    canvas = np.zeros((TALL, WIDE, 3), np.float32)
    canvas[:] = (0.10, 0.13, 0.14)
    lay(canvas, filled(TALL, WIDE, [(30, 60), (280, 60), (280, 360), (30, 360)]), outside(3, TALL, WIDE, 71))
    m = Model(-1.6, -1.0, 1.6, 4.2, 96)
    back = m.shape(spline([(-1.05, 0.3), (-0.9, -0.25), (0.9, -0.25), (1.05, 0.3), (1.15, 4.4), (-1.15, 4.4)]))
    check = np.sign(np.sin(m.x * 13)) * np.sign(np.sin(m.y * 13)) * 0.5 + 0.5
    m.part(
        back, f32((0.10, 0.18, 0.30)) + check[..., None].astype(np.float32) * f32((0.06, 0.09, 0.14)), m.dome(back, 0.5)
    )
    seat = m.done()
    flash = [Light(towards=(0.1, -0.2, 1), colour=(1.3, 1.35, 1.4))]
    put(canvas, seat.lit((0.2, 0.2, 0.2), flash), seat.origin, WIDE / 2, 250)
    if step == 0:
        body, face = bust(DANIEL, 62, -0.4), head(DANIEL, 62, -0.4, 0.0, 0.0, 0.3, -0.3)
        put(canvas, body.lit((0.2, 0.2, 0.2), flash), body.origin, WIDE / 2, 250)
        put(canvas, face.lit((0.2, 0.2, 0.2), flash), face.origin, WIDE / 2, 250)
    canvas[TALL - 90 :] *= 0.25
    for k in range(5):
        lay(
            canvas,
            filled(
                TALL,
                WIDE,
                [
                    (16 + 58 * k, TALL - 70),
                    (62 + 58 * k, TALL - 70),
                    (62 + 58 * k, TALL - 24),
                    (16 + 58 * k, TALL - 24),
                ],
            ),
            (0.3 + 0.1 * (k % 2), 0.32, 0.34),
        )
    return canvas


def phone(u: int, height: int, width: int, *, shows: ShowsOn, beats: tuple[int, ...] = (), seed: int = 1) -> Picture:
    """The phone in Mara's hand; what it shows moves on at each of ``beats``."""
    step = sum(u >= b for b in beats)
    if shows == "call":
        step = u // 6 % 2
    strength, _ = sweep(u)
    canvas = outside(u, height, width, 45 + seed) * np.float32(0.7)
    lay(
        canvas,
        soft(
            filled(height, width, place([(-0.9, 0.55), (0.9, 0.62), (0.9, 1.1), (-0.9, 1.1)], height, width)),
            height * 0.03,
        ),
        (0.05, 0.06, 0.07),
    )
    unit = max(4, round(0.19 * height))
    buzz = 0.0022 * height * math.sin(u * 2.4) if shows == "call" else 0.0
    px, py = width / 2 + 0.006 * height * math.sin(u / 9) + buzz, 0.40 * height + 0.006 * height * math.sin(u / 7 + 1)
    lights = [*bus_lights(u, -1, 0.5), Light(towards=(0, -0.5, 0.7), colour=(0.40, 0.48, 0.58))]
    palm, tips = _hand(unit), _fingers(unit)
    put(canvas, palm.lit((0.10, 0.13, 0.16), lights), palm.origin, px, py)
    turn = -0.05 + 0.012 * math.sin(u / 12)
    _slab(canvas, px, py, unit, turn, _screen(shows, step), 0.16 * strength)
    put(canvas, tips.lit((0.14, 0.17, 0.22), lights), tips.origin, px, py)
    sx, sy, roll = shake(u, 20 + seed)
    return shoot(canvas, zoom=1.05 + 0.0008 * u, x=sx, y=sy, roll=roll)


def _slab(canvas: Picture, x: float, y: float, unit: int, turn: float, screen: Picture, gleam: float) -> None:
    """The phone itself with its glowing screen, in place."""
    height, width = canvas.shape[:2]
    tall, wide, edge = 3.26 * unit, 1.6 * unit, 0.075 * unit
    c, s = math.cos(turn), math.sin(turn)

    def corner(px: float, py: float) -> tuple[float, float]:
        return x + c * px - s * py, y + 0.22 * unit + s * px + c * py

    def slab(grow: float) -> Picture:
        w, h, r = wide / 2 + grow, tall / 2 + grow, 0.16 * unit
        return filled(
            height,
            width,
            [
                corner(*p)
                for p in (
                    (-w + r, -h),
                    (w - r, -h),
                    (w - r * 0.3, -h + r * 0.3),
                    (w, -h + r),
                    (w, h - r),
                    (w - r * 0.3, h - r * 0.3),
                    (w - r, h),
                    (-w + r, h),
                    (-w + r * 0.3, h - r * 0.3),
                    (-w, h - r),
                    (-w, -h + r),
                    (-w + r * 0.3, -h + r * 0.3),
                )
            ],
        )

    body = slab(edge)
    glow(canvas, x, y, 3.0 * unit, (0.05, 0.07, 0.10), 2)
    lay(canvas, body, (0.012, 0.013, 0.016))
    rim = np.clip(body - slab(edge * 0.55), 0, 1)
    canvas += rim[..., None] * f32((0.25, 0.30, 0.34))
    m: NDArray[np.float64] = np.array(
        [[c * wide / WIDE, -s * tall / TALL, 0.0], [s * wide / WIDE, c * tall / TALL, 0.0]]
    )
    m[:, 2] = corner(-wide / 2, -tall / 2)
    shown = cv2.warpAffine(screen, m, (width, height), flags=cv2.INTER_AREA if unit < 100 else cv2.INTER_LINEAR)
    lay(canvas, slab(0), shown * np.float32(1.05) + np.float32(0.02 + gleam * 0.3))


@cache
def _finger(unit: int) -> Sprite:
    """A pointing finger with the sleeve behind it."""
    m = Model(-0.8, -0.4, 2.4, 3.2, unit)
    sleeve = m.shape(spline([(1.2, 1.6), (2.1, 1.3), (3.0, 3.6), (1.4, 3.6)], steps=5))
    m.part(sleeve, MARA.coat, m.dome(sleeve, 0.5))
    fist = m.shape(spline([(0.55, 0.95), (1.15, 0.75), (1.75, 1.2), (1.95, 1.9), (1.4, 2.3), (0.8, 1.9)]))
    m.part(fist, f32(MARA.skin) * 0.95, m.dome(fist, 0.5), 0.1)
    for k in range(3):
        curl = m.shape(
            spline(
                [
                    (0.55 + 0.12 * k, 1.15 + 0.28 * k),
                    (0.95 + 0.12 * k, 1.05 + 0.28 * k),
                    (1.15 + 0.1 * k, 1.3 + 0.28 * k),
                    (0.7 + 0.12 * k, 1.45 + 0.28 * k),
                ]
            )
        )
        m.tint(soft(curl, 0.05 * unit) * 0.4, (0.4, 0.3, 0.3))
        m.part(curl, MARA.skin, m.dome(curl, 0.2))
    finger = m.shape(
        spline(
            [
                (-0.12, 0.02),
                (0.02, -0.14),
                (0.2, -0.08),
                (0.75, 0.55),
                (1.2, 0.95),
                (0.95, 1.35),
                (0.45, 0.85),
                (0.05, 0.3),
            ]
        )
    )
    m.tint(soft(finger, 0.06 * unit) * 0.5, (0.4, 0.3, 0.3))
    m.part(finger, MARA.skin, m.dome(finger, 0.24) * 1.2, 0.15)
    m.part(
        m.shape(spline([(-0.08, 0.0), (0.02, -0.10), (0.14, -0.04), (0.22, 0.08), (0.10, 0.14)])) * 0.85,
        (0.75, 0.24, 0.27),
    )
    return m.done()


def button(u: int, height: int, width: int, *, press: int = 12) -> Picture:
    """A finger presses the stop button at frame ``press``; the sign above lights up."""
    strength, _ = sweep(u)
    canvas = outside(u, height, width, 81) * np.float32(0.6)
    across = (np.arange(width, dtype=np.float32) - width / 2) / height
    round_ = np.clip(1 - (across / 0.085) ** 2, 0, 1)
    pole = np.clip(round_ * 6, 0, 1)
    shade = (
        0.22
        + 0.55 * np.exp(-(((across + 0.03) / 0.035) ** 2))
        + 0.25 * strength * np.exp(-(((across - 0.05) / 0.02) ** 2))
    )
    lay(canvas, np.repeat(pole[None], height, 0), (shade[None, :, None] * f32((0.95, 0.66, 0.12))).astype(np.float32))
    on = u >= press
    box = filled(
        height,
        width,
        place(
            spline(
                [
                    (-0.125, 0.33),
                    (0.125, 0.33),
                    (0.135, 0.34),
                    (0.135, 0.66),
                    (0.125, 0.67),
                    (-0.125, 0.67),
                    (-0.135, 0.66),
                    (-0.135, 0.34),
                ],
                steps=4,
            ),
            height,
            width,
        ),
    )
    lay(canvas, soft(np.roll(box, round(0.012 * height), 0), 0.012 * height) * 0.7, (0.01, 0.01, 0.01))
    lay(canvas, box, (0.10, 0.115, 0.125))
    canvas += np.clip(box - np.roll(box, 3, 0), 0, 1)[..., None] * f32((0.2, 0.24, 0.25))
    down = 0.9 if on and u < press + 8 else 1.0
    yy, xx = np.mgrid[:height, :width].astype(np.float32)
    r = np.hypot(xx - width / 2, yy - 0.53 * height) / height
    cap = np.clip((0.085 * down - r) * height * 0.5, 0, 1)
    lay(canvas, np.clip((0.098 - r) * height * 0.5, 0, 1), (0.02, 0.022, 0.025))
    sheen = np.clip(1.1 - r / 0.11 - (yy / height - 0.53) * 4, 0.25, 2)
    lay(canvas, cap, sheen[..., None] * f32((0.95, 0.08, 0.07) if on else (0.55, 0.04, 0.04)))
    label = _plate(height, width)
    canvas += label[..., None] * (f32((2.0, 0.35, 0.18)) if on else f32((0.10, 0.04, 0.03)))
    if on:
        glow(
            canvas, width / 2, 0.40 * height, 0.30 * height, f32((0.38, 0.06, 0.04)) * min(1.0, (u - press + 1) / 4), 2
        )
    near = min(1.0, max(0.0, (u - press + 12) / 12)) if not on else max(0.0, 1 - max(0, u - press - 6) / 16)
    finger = _finger(max(4, round(0.17 * height)))
    gap = 0.36 * (1 - near) ** 1.5
    lit = finger.lit(
        (0.13, 0.16, 0.19),
        [*bus_lights(u, 1, 0.7), *([Light(towards=(-0.6, -0.5, 0.4), colour=(0.9, 0.15, 0.1))] if on else [])],
    )
    put(canvas, lit, finger.origin, width / 2 + (0.012 + gap) * height, (0.54 + gap) * height)
    sx, sy, roll = shake(u, 25)
    return shoot(canvas, zoom=1.05, x=sx, y=sy, roll=roll)


@cache
def _plate(height: int, width: int) -> Picture:
    """The word above the button."""
    image = Image.new("L", (width, height))
    ImageDraw.Draw(image).text(
        (width / 2, 0.39 * height),
        "STOP",
        255,
        ImageFont.load_default(0.07 * height),
        "mm",
        stroke_width=max(1, round(height / 400)),
    )
    return np.asarray(image, np.float32) / np.float32(255)
