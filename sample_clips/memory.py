"""What Mara remembers: the warm room, the funeral."""

from __future__ import annotations

import math
from functools import lru_cache

import numpy as np

from sample_clips.camera import rain, shake, shoot, smoke
from sample_clips.cast import DANIEL, MARA
from sample_clips.paint import Picture, bokeh, f32, filled, glow, gradient, lay, noise, place, soft, spline, stroked
from sample_clips.portrait import person
from sample_clips.sprites import Light


@lru_cache(maxsize=2)
def _room(height: int, width: int) -> Picture:
    """A room in late sun: window, curtains, shelf, pictures."""
    canvas = gradient(height, width, [(0, (0.42, 0.25, 0.13)), (0.7, (0.34, 0.19, 0.10)), (1, (0.16, 0.08, 0.05))])
    canvas *= 1 + 0.05 * noise(height, width, 40, 3, 51)[..., None]
    pane = filled(height, width, place([(-0.25, 0.08), (0.10, 0.08), (0.10, 0.55), (-0.25, 0.55)], height, width))
    lay(
        canvas,
        pane,
        gradient(
            height,
            width,
            [(0, (1.2, 0.95, 0.62)), (0.35, (1.5, 1.05, 0.55)), (0.55, (0.85, 0.6, 0.35)), (1, (0.5, 0.4, 0.2))],
        ),
    )
    for line in ([(-0.075, 0.08), (-0.075, 0.55)], [(-0.25, 0.30), (0.10, 0.30)]):
        lay(canvas, stroked(height, width, place(line, height, width), height * 0.010), (0.30, 0.17, 0.09))
    for x, wide in ((-0.30, 0.11), (0.08, 0.11)):
        curtain = filled(
            height,
            width,
            place(
                spline([(x, 0.04), (x + wide, 0.04), (x + wide * 0.8, 0.3), (x + wide, 0.64), (x, 0.64)], steps=5),
                height,
                width,
            ),
        )
        columns = 0.75 + 0.25 * np.sin(np.arange(width) / height * 190)
        lay(canvas, curtain * 0.92, (columns[None, :, None] * f32((0.85, 0.50, 0.24))).astype(np.float32))
    lay(
        canvas,
        filled(height, width, place([(0.13, 0.40), (0.60, 0.40), (0.60, 0.412), (0.13, 0.412)], height, width)),
        (0.20, 0.10, 0.05),
    )
    for k, (wide, tall, tint) in enumerate(
        (
            (0.02, 0.09, (0.45, 0.2, 0.12)),
            (0.016, 0.075, (0.2, 0.3, 0.28)),
            (0.022, 0.085, (0.55, 0.42, 0.2)),
            (0.06, 0.08, (0.7, 0.6, 0.45)),
        )
    ):
        x = 0.15 + 0.03 * k
        lay(
            canvas,
            filled(
                height,
                width,
                place([(x, 0.40 - tall), (x + wide, 0.40 - tall), (x + wide, 0.40), (x, 0.40)], height, width),
            ),
            tint,
        )
    return soft(canvas, height * 0.004)


def room(u: int, height: int, width: int) -> Picture:
    """Mara and Daniel by the window, years ago."""
    canvas = _room(height, width).copy()
    lights = [
        Light(towards=(-0.5, -0.5, 0.6), colour=(1.15, 0.80, 0.45)),
        Light(towards=(-0.8, -0.3, 0.1), colour=(2.2, 1.5, 0.8), rim=True),
        Light(towards=(0.9, 0.0, 0.3), colour=(0.25, 0.14, 0.08)),
    ]
    person(
        canvas,
        DANIEL,
        u,
        x=0.105,
        y=0.40,
        size=0.078,
        turn=-0.6,
        lights=lights,
        ambient=(0.34, 0.23, 0.16),
        mood=-0.3,
        seed=3,
    )
    person(
        canvas,
        MARA,
        u,
        x=-0.085,
        y=0.47,
        size=0.074,
        turn=0.6,
        lights=lights,
        ambient=(0.34, 0.23, 0.16),
        mood=-0.2,
        seed=6,
        talk=10 < u < 24,
    )
    beam = soft(
        filled(height, width, place([(-0.22, 0.08), (0.08, 0.08), (0.42, 1.0), (-0.05, 1.0)], height, width)),
        height * 0.03,
    )
    canvas += beam[..., None] * f32((0.20, 0.13, 0.06)) * np.float32(1 + 0.15 * math.sin(u / 6))
    rng = np.random.default_rng(7)
    for _ in range(40):
        x, y, s = rng.uniform(-0.3, 0.35), rng.uniform(0, 1), rng.uniform(0.4, 1.2)
        px, py = place([(x + 0.02 * math.sin(u / 20 + y * 9), (y + 0.0012 * u * s) % 1)], height, width)[0]
        bokeh(canvas, px, py, 0.0035 * height * s, (0.30, 0.21, 0.11))
    sx, sy, roll = shake(u, 12)
    return shoot(canvas, zoom=1.05 + 0.001 * u, x=sx, y=sy, roll=roll)


@lru_cache(maxsize=2)
def _hill(height: int, width: int) -> Picture:
    """A grey sky over a bare hill."""
    canvas = gradient(
        height,
        width,
        [(0, (0.34, 0.37, 0.41)), (0.45, (0.50, 0.52, 0.54)), (0.62, (0.40, 0.42, 0.43)), (1, (0.12, 0.13, 0.13))],
    )
    canvas += 0.03 * noise(height, width, width * 0.5, height * 0.05, 55)[..., None]
    hill = filled(
        height,
        width,
        place(
            spline([(-1.2, 0.62), (-0.3, 0.545), (0.2, 0.56), (1.2, 0.60), (1.2, 1.2), (-1.2, 1.2)], steps=8),
            height,
            width,
        ),
    )
    lay(canvas, soft(hill, 1.5), gradient(height, width, [(0.5, (0.24, 0.26, 0.25)), (1, (0.06, 0.075, 0.065))]))
    rng = np.random.default_rng(4)

    def branch(x: float, y: float, angle: float, size: float, depth: int) -> None:
        tip = (x + size * math.sin(angle), y - size * math.cos(angle))
        lay(
            canvas,
            stroked(height, width, place([(x, y), tip], height, width), max(1.0, size * height * 0.09)) * 0.9,
            (0.13, 0.14, 0.15),
        )
        if depth:
            for _ in range(3):
                branch(*tip, angle + rng.uniform(-0.7, 0.7), size * rng.uniform(0.55, 0.78), depth - 1)

    branch(0.19, 0.60, -0.05, 0.13, 4)
    for x in (-0.22, 0.02, 0.10):
        stone = filled(
            height,
            width,
            place(
                spline([(x - 0.02, 0.60), (x - 0.02, 0.565), (x, 0.55), (x + 0.02, 0.565), (x + 0.02, 0.60)], steps=4),
                height,
                width,
            ),
        )
        lay(canvas, stone, (0.22, 0.24, 0.25))
    return canvas


def _mourner(canvas: Picture, x: float, foot: float, size: float, u: int, seed: int, tone: float) -> None:
    """Someone in black under an umbrella, in place."""
    height, width = canvas.shape[:2]
    lean = 0.01 * math.sin(u / 13 + seed)
    outline = ((0.13, 0.14), (0.15, 0.30), (0.15, 0.44), (0.13, 0.50), (0.05, 0.55))
    body = filled(
        height,
        width,
        place(
            spline(
                [(x - a * size, foot - b * size) for a, b in outline]
                + [(x + a * size, foot - b * size) for a, b in outline[::-1]],
                steps=5,
            ),
            height,
            width,
        ),
        *(
            place(
                [
                    (x + (k - 0.035) * size, foot - 0.2 * size),
                    (x + (k + 0.035) * size, foot - 0.2 * size),
                    (x + (k + 0.025) * size, foot),
                    (x + (k - 0.025) * size, foot),
                ],
                height,
                width,
            )
            for k in (-0.055, 0.055)
        ),
    )
    hx, hy = x + lean * 0.3, foot - 0.60 * size
    skull = filled(
        height,
        width,
        place(
            spline(
                [
                    (hx + 0.055 * size * math.cos(a), hy + 0.075 * size * math.sin(a))
                    for a in np.linspace(0, 6.28, 8, endpoint=False)
                ]
            ),
            height,
            width,
        ),
    )
    ux, uy = x + 0.05 * size + lean, foot - 0.74 * size
    shade = filled(
        height,
        width,
        place(
            spline(
                [
                    (ux - 0.36 * size, uy + 0.08 * size),
                    (ux - 0.28 * size, uy - 0.08 * size),
                    (ux, uy - 0.18 * size),
                    (ux + 0.28 * size, uy - 0.08 * size),
                    (ux + 0.36 * size, uy + 0.08 * size),
                    (ux + 0.18 * size, uy + 0.03 * size),
                    (ux, uy + 0.07 * size),
                    (ux - 0.18 * size, uy + 0.03 * size),
                ],
                steps=6,
            ),
            height,
            width,
        ),
    )
    dark = f32((0.022, 0.025, 0.03)) + np.float32(tone)
    lay(
        canvas,
        stroked(
            height,
            width,
            place([(ux, uy), (x + 0.10 * size, foot - 0.36 * size)], height, width),
            max(1.0, 0.012 * size * height),
        ),
        dark,
    )
    for mask in (body, skull, shade):
        edge = np.clip(mask - np.roll(mask, max(1, round(height * 0.0025)), 0), 0, 1)
        lay(canvas, mask, dark)
        canvas += edge[..., None] * f32((0.30, 0.33, 0.36))


def funeral(u: int, height: int, width: int) -> Picture:
    """Umbrellas on a hill; one red scarf."""
    canvas = _hill(height, width).copy()
    for x, foot, size, seed in (
        (-0.19, 0.66, 0.22, 1),
        (-0.09, 0.655, 0.21, 2),
        (0.21, 0.665, 0.22, 3),
        (0.13, 0.66, 0.20, 4),
    ):
        _mourner(canvas, x, foot, size, u, seed, 0.05)
    mist = (
        smoke(height, width, u, 57, 0.003)
        * np.exp(-(((np.linspace(0, 1, height, dtype=np.float32) - 0.63) / 0.07) ** 2))[:, None]
    )
    lay(canvas, np.clip(mist * 0.75, 0, 1), (0.48, 0.50, 0.52))
    for x, foot, size, seed in ((-0.16, 0.80, 0.36, 5), (0.19, 0.82, 0.37, 6)):
        _mourner(canvas, x, foot, size, u, seed, 0.0)
    _mourner(canvas, 0.015, 0.90, 0.50, u, 7, 0.0)
    scarf = filled(
        height,
        width,
        place(
            spline(
                [
                    (-0.035, 0.635),
                    (0.015, 0.65),
                    (0.065, 0.635),
                    (0.06, 0.66),
                    (0.05, 0.76),
                    (0.03, 0.76),
                    (0.03, 0.67),
                    (-0.03, 0.662),
                ],
                steps=5,
            ),
            height,
            width,
        ),
    )
    lay(canvas, scarf, (0.50, 0.05, 0.07))
    rain(canvas, u, strength=0.16, colour=(0.8, 0.85, 0.9), seed=2)
    sx, sy, roll = shake(u, 13, 0.7)
    return shoot(canvas, zoom=1.05 + 0.0018 * u, x=sx, y=sy, roll=roll)


def ring(u: int, height: int, width: int) -> Picture:
    """Two rings in warm light, for a flash of memory."""
    canvas = soft(_room(height, width), height * 0.02) * np.float32(0.8)
    for k, x in enumerate((-0.07, 0.07)):
        yy, xx = np.mgrid[:height, :width].astype(np.float32)
        r = np.hypot(xx - (width / 2 + x * height), (yy - 0.5 * height) * 1.25) / height
        band = np.clip(1 - np.abs(r - 0.115) / 0.016, 0, 1)
        sheen = 0.55 + 0.45 * np.sin(np.arctan2(yy - 0.5 * height, xx - width / 2 - x * height) * 3 + u / 3 + k)
        lay(canvas, np.clip(band * 3, 0, 1), sheen[..., None] * f32((1.4, 1.0, 0.4)))
        glow(canvas, width / 2 + (x + 0.05) * height, 0.43 * height, 0.05 * height, (1.5, 1.3, 0.9), 4)
    return shoot(canvas, zoom=1.06)
