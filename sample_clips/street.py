"""The street at night in the rain: the city, neon, the wet road, the stop where Mara runs in."""

from __future__ import annotations

import math
from functools import lru_cache

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from sample_clips.camera import rain, shake, shoot, smoke
from sample_clips.paint import (
    Colour,
    Picture,
    bokeh,
    ease,
    f32,
    filled,
    glow,
    glow_at,
    gradient,
    lay,
    noise,
    place,
    soft,
    spline,
    stroked,
)

KERB = 0.72


@lru_cache(maxsize=4)
def city(height: int, width: int, seed: int) -> Picture:
    """Sky and house fronts with lit windows, above the kerb."""
    canvas = gradient(
        height,
        width,
        [(0, (0.015, 0.03, 0.075)), (0.45, (0.05, 0.075, 0.13)), (KERB, (0.13, 0.12, 0.15)), (1, (0.02, 0.025, 0.035))],
    )
    canvas += smoke(height, width, 0, 61)[..., None] * f32((0.015, 0.02, 0.035))
    rng = np.random.default_rng(seed)
    for layer, (tone, low) in enumerate((((0.06, 0.08, 0.125), 0.22), ((0.03, 0.042, 0.068), 0.36))):
        x = -1.0
        while x < 1.0:
            wide, top = rng.uniform(0.10, 0.22), low + rng.uniform(-0.10, 0.12)
            block = filled(
                height, width, place([(x, top), (x + wide, top), (x + wide, KERB), (x, KERB)], height, width)
            )
            lay(canvas, block, f32(tone) * rng.uniform(0.8, 1.2))
            for wx in np.arange(x + 0.015, x + wide - 0.02, 0.026):
                for wy in np.arange(top + 0.02, KERB - 0.05, 0.036):
                    if rng.random() < 0.30 - 0.08 * layer:
                        px, py = place([(wx, wy)], height, width)[0]
                        tint = (0.85, 0.60, 0.28) if rng.random() < 0.75 else (0.4, 0.6, 0.75)
                        a, b = max(1, round(0.011 * height)), max(1, round(0.017 * height))
                        if 0 <= px < width - a:
                            canvas[int(py) : int(py) + b, int(px) : int(px) + a] = f32(tint) * rng.uniform(0.3, 0.9)
            x += wide
    return soft(canvas, height * 0.0012)


def sign(canvas: Picture, text: str, x: float, y: float, size: float, colour: Colour, power: float) -> None:
    """A neon sign with its glow, in place."""
    height, width = canvas.shape[:2]
    mask = _letters(text, height, width, x, y, size)
    canvas += soft(mask, height * 0.014)[..., None] * f32(colour) * np.float32(1.6 * power)
    canvas += soft(mask, height * 0.0015)[..., None] * (f32(colour) * 0.9 + 0.35) * np.float32(power)


@lru_cache(maxsize=16)
def _letters(text: str, height: int, width: int, x: float, y: float, size: float) -> Picture:
    """Mask of a line of text around a point, in picture heights."""
    image = Image.new("L", (width, height))
    at = place([(x, y)], height, width)[0]
    ImageDraw.Draw(image).text(
        (at[0], at[1]),
        text,
        255,
        ImageFont.load_default(size * height),
        "mm",
        stroke_width=max(0, round(size * height / 22)),
    )
    return np.asarray(image, np.float32) / np.float32(255)


def wet_road(canvas: Picture, u: int, kerb: float) -> None:
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
    canvas[row:] = mirror * fade + f32((0.008, 0.011, 0.017))


def runner(canvas: Picture, u: int, x: float, foot: float, size: float, way: int = 1) -> None:
    """Mara running, a figure with swinging limbs, scarf and rim light, in place; ``size`` is her height."""
    height, width = canvas.shape[:2]
    swing = math.sin(u / 2.6)
    bob = abs(math.cos(u / 2.6)) * 0.03

    def at(px: float, py: float) -> tuple[float, float]:
        return x + way * px * size, foot - (py + bob) * size

    hip, neck = at(0, 0.50), at(0.06, 0.84)
    coat = filled(
        height,
        width,
        place(
            [
                neck,
                at(0.13, 0.80),
                at(0.14, 0.55),
                at(0.20 - 0.05 * swing, 0.30),
                at(-0.17 - 0.04 * swing, 0.32),
                at(-0.10, 0.6),
                at(-0.03, 0.82),
            ],
            height,
            width,
        ),
    )
    limbs = np.zeros((height, width), np.float32)
    for phase, thick in ((swing, 0.075), (-swing, 0.075)):
        knee = at(0.14 * phase + 0.06, 0.27)
        ankle = at(0.22 * phase - 0.10 * (1 - phase) * 0.6, 0.03 + 0.10 * max(0.0, -phase))
        limbs = np.maximum(
            limbs, stroked(height, width, place([hip, knee, ankle], height, width), max(1, thick * size * height))
        )
    arms = np.zeros((height, width), np.float32)
    for phase in (swing, -swing):
        arms = np.maximum(
            arms,
            stroked(
                height,
                width,
                place([at(0.05, 0.78), at(0.05 - 0.16 * phase, 0.60), at(0.14 - 0.20 * phase, 0.52)], height, width),
                max(1, 0.06 * size * height),
            ),
        )
    hx, hy = at(0.09, 0.93)
    skull = filled(
        height,
        width,
        place(
            spline(
                [
                    (hx + 0.055 * size * math.cos(a), hy + 0.07 * size * math.sin(a))
                    for a in np.linspace(0, 6.28, 8, endpoint=False)
                ]
            ),
            height,
            width,
        ),
    )
    hair = filled(
        height,
        width,
        place(
            spline(
                [
                    at(0.08, 1.01),
                    at(0.0, 1.0),
                    at(-0.10 - 0.03 * swing, 0.86),
                    at(-0.14 - 0.04 * swing, 0.76),
                    at(0.0, 0.83),
                    at(0.05, 0.9),
                ]
            ),
            height,
            width,
        ),
    )
    scarf = filled(
        height,
        width,
        place(
            spline(
                [
                    at(0.10, 0.86),
                    at(0.02, 0.87),
                    at(-0.16, 0.80 + 0.02 * swing),
                    at(-0.34, 0.82 - 0.04 * swing),
                    at(-0.16, 0.74),
                    at(0.04, 0.80),
                ]
            ),
            height,
            width,
        ),
    )
    for mask, colour in (
        (limbs, (0.02, 0.022, 0.03)),
        (arms, (0.16, 0.10, 0.05)),
        (coat, (0.24, 0.145, 0.06)),
        (skull, (0.30, 0.2, 0.15)),
        (hair, (0.03, 0.02, 0.02)),
        (scarf, (0.42, 0.05, 0.07)),
    ):
        edge = np.clip(
            mask - np.roll(soft(mask, height * 0.002), (round(height * 0.002), -way * round(height * 0.003)), (0, 1)),
            0,
            1,
        )
        lay(canvas, mask, colour)
        canvas += edge[..., None] * f32((0.75, 0.6, 0.4))


def stop(
    u: int, height: int, width: int, *, run: float = 0.0045, near: float = 0.0, bolt: int | None = None
) -> Picture:
    """The stop in the rain: Mara runs in, the bus's headlights grow; lightning strikes at frame ``bolt``."""
    canvas = city(height, width, 11).copy()
    flash = 0.0 if bolt is None or u < bolt else (1.0, 0.5, 0.9, 0.6, 0.35, 0.2, 0.1)[u - bolt] if u - bolt < 7 else 0.0
    if flash:
        canvas += flash * f32((0.22, 0.28, 0.40)) * np.linspace(1, 0.4, height, dtype=np.float32)[:, None, None]
    sign(canvas, "HOTEL", 0.135, 0.28, 0.048, (1.0, 0.16, 0.30), 0.35 + 0.35 * (u % 23 not in (3, 4, 9)))
    sign(canvas, "24h", -0.215, 0.44, 0.03, (0.15, 0.8, 0.9), 0.6)
    far = ease((u + 14) / 110) + near
    bx, by, bs = 0.035 - 0.03 * far, 0.585 + 0.02 * far, 0.045 + 0.085 * far
    body = filled(
        height,
        width,
        place(
            spline(
                [
                    (bx - bs, by - 1.5 * bs),
                    (bx + bs, by - 1.5 * bs),
                    (bx + 1.05 * bs, by + 0.8 * bs),
                    (bx - 1.05 * bs, by + 0.8 * bs),
                ],
                steps=3,
            ),
            height,
            width,
        ),
    )
    lay(canvas, body, (0.34, 0.05, 0.04))
    pane = filled(
        height,
        width,
        place(
            [
                (bx - 0.85 * bs, by - 1.15 * bs),
                (bx + 0.85 * bs, by - 1.15 * bs),
                (bx + 0.88 * bs, by - 0.05 * bs),
                (bx - 0.88 * bs, by - 0.05 * bs),
            ],
            height,
            width,
        ),
    )
    lay(canvas, pane, (0.30, 0.36, 0.34))
    sx, sy = place([(bx, by - 1.38 * bs)], height, width)[0]
    glow(canvas, sx, sy, bs * 0.5 * height, (1.2, 0.6, 0.1), 3)
    for side in (-1, 1):
        px, py = place([(bx + side * 0.72 * bs, by + 0.42 * bs)], height, width)[0]
        glow(canvas, px, py, bs * 2.6 * height, (0.85, 0.80, 0.62), 3)
        bokeh(canvas, px, py, max(2.0, bs * 0.22 * height), (2.2, 2.1, 1.7))
    lamp_x, lamp_y = place([(-0.10, 0.20)], height, width)[0]
    lay(
        canvas,
        stroked(
            height,
            width,
            place(spline([(-0.20, KERB), (-0.20, 0.24), (-0.185, 0.19), (-0.10, 0.185)], closed=False), height, width),
            height * 0.009,
        ),
        (0.012, 0.014, 0.018),
    )
    cone = soft(
        filled(height, width, place([(-0.11, 0.2), (-0.09, 0.2), (0.08, KERB), (-0.30, KERB)], height, width)),
        height * 0.02,
    )
    canvas += cone[..., None] * f32((0.20, 0.14, 0.07)) * np.linspace(1.2, 0.3, height, dtype=np.float32)[:, None, None]
    glow(canvas, lamp_x, lamp_y, 0.14 * height, (1.1, 0.75, 0.38), 3)
    _shelter(canvas, u)
    wet_road(canvas, u, KERB)
    for side in (-1, 1):
        px, py = place([(bx + side * 0.72 * bs, KERB + 0.02)], height, width)[0]
        streak = np.exp(-(((np.arange(width) - px) / (0.02 * height + bs * 0.16 * height)) ** 2)).astype(np.float32)
        fall = np.clip(np.linspace(-2.6, 1, height, dtype=np.float32), 0, 1)
        canvas += (
            (streak[None, :, None] * (fall * (1 - fall) * 4)[:, None, None])
            * f32((0.5, 0.45, 0.33))
            * np.float32(0.5 + far)
        )
    runner(canvas, u, -0.24 + run * (u + 6), 0.86, 0.36)
    canvas += (smoke(height, width, u, 63) * np.linspace(0, 1, height, dtype=np.float32)[:, None] ** 2)[
        ..., None
    ] * f32((0.025, 0.03, 0.04))
    rain(canvas, u, strength=0.20 + 0.5 * flash)
    sx, sy, roll = shake(u, 1, 0.8)
    return shoot(canvas, zoom=1.05 + 0.0012 * u, x=sx, y=sy + 0.01, roll=roll)


def _shelter(canvas: Picture, u: int) -> None:
    """The shelter with its lit poster."""
    height, width = canvas.shape[:2]
    roof = filled(height, width, place([(0.15, 0.47), (0.50, 0.455), (0.50, 0.475), (0.15, 0.49)], height, width))
    pane = filled(
        height, width, place([(0.17, 0.49), (0.5, 0.49), (0.5, KERB - 0.02), (0.17, KERB - 0.02)], height, width)
    )
    lay(canvas, pane * 0.22, (0.30, 0.38, 0.42))
    lay(canvas, roof, (0.02, 0.024, 0.03))
    lay(
        canvas,
        filled(height, width, place([(0.165, 0.48), (0.173, 0.48), (0.173, KERB), (0.165, KERB)], height, width)),
        (0.02, 0.024, 0.03),
    )
    poster = place([(0.19, 0.515), (0.275, 0.515), (0.275, 0.69), (0.19, 0.69)], height, width)
    lay(canvas, filled(height, width, poster), (0.42, 0.46, 0.45))
    lay(
        canvas,
        filled(
            height,
            width,
            place(spline([(0.232, 0.54), (0.258, 0.59), (0.25, 0.66), (0.212, 0.66), (0.205, 0.59)]), height, width),
        ),
        (0.75, 0.25, 0.20),
    )
    glow_at(canvas, (0.232, 0.60), 0.16 * height, (0.16, 0.19, 0.20), 2)
