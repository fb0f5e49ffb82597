"""A person before the lens: breathing, blinking, speaking, in the light of the night bus."""

from __future__ import annotations

import math

from sample_clips.camera import sweep
from sample_clips.cast import Look
from sample_clips.paint import (
    Colour,
    Picture,
)
from sample_clips.people import bust, head
from sample_clips.sprites import Light, put

NIGHT: Colour = (0.17, 0.22, 0.27)
LAMP: Colour = (1.25, 0.82, 0.42)
CEILING: Colour = (0.30, 0.42, 0.44)


def speaking(u: int, seed: int) -> float:
    """How far a speaking mouth is open at frame ``u``: a few set shapes, held two or three frames."""
    beat = (u // 3 * 7 + seed * 5) % 11
    return (0.0, 0.7, 0.35, 1.0, 0.35, 0.0, 0.7, 0.35, 0.7, 0.0, 0.35)[beat]


def blinking(u: int, seed: int) -> float:
    """Eyelids at frame ``u``: a blink of five frames every two seconds or so."""
    phase = (u + seed * 17) % 53
    return {0: 0.4, 1: 0.9, 2: 0.9, 3: 0.4}.get(phase, 0.0)


def person(
    canvas: Picture,
    look: Look,
    u: int,
    *,
    x: float,
    y: float,
    size: float,
    turn: float,
    lights: list[Light],
    ambient: Colour = NIGHT,
    talk: bool = False,
    mood: float = 0.0,
    gaze: float | None = None,
    seed: int = 1,
    nod: float = 1.0,
) -> None:
    """Lay a person in bust on the canvas (in place): breathing, blinking, speaking; ``size`` is half a head's width."""
    height, width = canvas.shape[:2]
    unit = max(4, round(size * height))
    px, py = width / 2 + x * height, y * height
    sway = math.sin(u / 11 + seed)
    # The margin covers the sway, which turns and lifts what is laid.
    body = bust(look, unit, turn).above(height - py + 0.25 * unit)
    put(
        canvas,
        body.lit(ambient, lights),
        body.origin,
        px + 0.02 * unit * sway,
        py + 0.03 * unit * math.sin(u / 9),
        turn=0.008 * sway,
    )
    mouth = speaking(u, seed) if talk else 0.0
    face = head(look, unit, turn, blinking(u, seed), mouth, mood, turn * 0.9 if gaze is None else gaze)
    tilt = nod * (0.022 * math.sin(u / 13 + seed * 2) + (0.012 * math.sin(u / 2.7) if talk else 0))
    put(
        canvas,
        face.lit(ambient, lights),
        face.origin,
        px + 0.05 * unit * math.sin(u / 12 + seed),
        py + 0.035 * unit * math.sin(u / 8 + 1),
        turn=tilt,
    )


def bus_lights(u: int, side: int, warm: float = 1.0) -> list[Light]:
    """The bus's ceiling, a passing lamp from the window on ``side``, and the cool edge behind."""
    strength, way = sweep(u)
    lamp = warm * (0.35 + 1.15 * strength)
    return [
        Light(
            towards=(side * (0.75 + 0.25 * way), -0.15, 0.45 + 0.3 * way * side),
            colour=(LAMP[0] * lamp, LAMP[1] * lamp, LAMP[2] * lamp),
        ),
        Light(towards=(-side * 0.35, -0.8, 0.6), colour=CEILING),
        Light(towards=(side, -0.25, 0.1), colour=(1.3, 0.85, 0.5), rim=True),
        Light(towards=(-side, -0.3, 0.15), colour=(0.35, 1.0, 1.25), rim=True),
    ]
