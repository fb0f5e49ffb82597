"""The set-ups of the episode by name: which place, who, in what light."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from sample_clips import arrivals, inserts, memory, seats, street
from sample_clips.aisle import aisle
from sample_clips.cab import windscreen
from sample_clips.camera import shake, shoot
from sample_clips.cast import DANIEL, DRIVER, MARA
from sample_clips.edit import Scene
from sample_clips.paint import Picture, ease, filled, glow_at, lay, place, soft, spline
from sample_clips.portrait import person
from sample_clips.sprites import Light

FLASH = (1.0, 0.62, 0.30, 0.12)
FLASH_AT = 18
STROBE = (14, 40)
DIM = (12, 30)
PASSER = (10, 21)
PAN = (24, 8)


def _photographed(u: int, height: int, width: int) -> Picture:
    """Daniel, and the flash of Mara's phone on him."""
    burst = FLASH[u - FLASH_AT] if 0 <= u - FLASH_AT < len(FLASH) else 0.0
    return seats.seat_shot(DANIEL, u, height, width, side=1, size=0.100, mood=0.2, seed=4, flash=burst, push=0.001)


def _strobe(u: int, height: int, width: int) -> Picture:
    """The ceiling lights fail: on and off every two frames, then out, then back."""
    on = 1.0
    if STROBE[0] <= u < STROBE[1]:
        on = 0.06 if (u - STROBE[0]) // 2 % 2 == 0 else 1.25
    return aisle(u, height, width, power=on, walk=0.001, seed=9, rush=1.5)


def _dimmed(u: int, height: int, width: int) -> Picture:
    """The light leaves Daniel's face while he speaks."""
    dark = 1 - 0.85 * ease((u - DIM[0]) / (DIM[1] - DIM[0]))
    return seats.seat_shot(
        DANIEL, u, height, width, side=1, size=0.112, mood=0.7, seed=7, dark=dark, talk=True, push=0.001
    )


def _passed(u: int, height: int, width: int) -> Picture:
    """Daniel, and a passenger who walks through between him and the lens."""
    canvas = seats.seat_shot(DANIEL, u, height, width, side=1, mood=0.1, seed=2)
    t = (u - PASSER[0]) / (PASSER[1] - PASSER[0])
    if -0.1 < t < 1.1:
        x = -0.62 + 1.24 * t
        body = spline(
            [
                (x - 0.05, 0.16),
                (x + 0.06, 0.14),
                (x + 0.10, 0.30),
                (x + 0.26, 0.42),
                (x + 0.30, 1.2),
                (x - 0.28, 1.2),
                (x - 0.25, 0.42),
                (x - 0.09, 0.32),
            ]
        )
        mask = soft(filled(height, width, place(body, height, width)), height * 0.012)
        lay(canvas, mask, (0.012, 0.016, 0.022))
    return canvas


def _cab(u: int, height: int, width: int) -> Picture:
    """The driver turned to the camera: the face Mara knows, with a scar."""
    canvas = seats.outside(u, height, width, 61, 0.02) * np.float32(0.8)
    for x in (-0.2, 0.24):
        glow_at(canvas, (x, 0.30), 0.2 * height, (0.20, 0.06, 0.05), 2)
    lights = [
        Light(towards=(-0.2, 0.9, 0.5), colour=(0.55, 0.75, 0.62)),
        Light(towards=(0.9, -0.1, 0.3), colour=(0.55, 0.10, 0.07)),
        Light(towards=(-0.9, -0.3, 0.1), colour=(0.5, 1.3, 1.5), rim=True),
        Light(towards=(0.9, -0.3, 0.1), colour=(1.8, 0.4, 0.25), rim=True),
    ]
    person(
        canvas,
        DRIVER,
        u,
        x=0.0,
        y=0.42,
        size=0.118,
        turn=0.0,
        lights=lights,
        ambient=(0.09, 0.11, 0.12),
        mood=0.9,
        seed=3,
        talk=8 < u < 30,
    )
    sx, sy, roll = shake(u, 15)
    return shoot(canvas, zoom=1.05 + 0.003 * u, x=sx, y=sy, roll=roll)


SCENES: Mapping[str, Scene] = {
    "stop": lambda u, h, w: street.stop(u, h, w, bolt=20),
    "waiting": arrivals.waiting,
    "window": arrivals.at_window,
    "title": arrivals.title,
    "drive-by": arrivals.drive_by,
    "crash": arrivals.crash,
    "aisle": lambda u, h, w: aisle(u, h, w, walk=0.0015),
    "strobe": _strobe,
    "mara": lambda u, h, w: seats.seat_shot(MARA, u, h, w, side=-1, mood=-0.6),
    "mara-speaks": lambda u, h, w: seats.seat_shot(MARA, u, h, w, side=-1, mood=-0.7, talk=True),
    "mara-leans": lambda u, h, w: seats.seat_shot(
        MARA, u, h, w, side=-1, mood=-0.9, talk=True, x=0.028, y=0.425, size=0.114
    ),
    "mara-ducks": lambda u, h, w: seats.seat_shot(
        MARA, u, h, w, side=-1, size=0.122, mood=-1.0, x=-0.045, y=0.47, seed=6, push=0.0015
    ),
    "mara-afraid": lambda u, h, w: seats.seat_shot(
        MARA, u, h, w, side=-1, size=0.122, mood=-1.0, y=0.42, seed=6, push=0.0015
    ),
    "daniel": lambda u, h, w: seats.seat_shot(DANIEL, u, h, w, side=1, mood=0.2, seed=2),
    "daniel-passed": _passed,
    "daniel-photographed": _photographed,
    "daniel-dimmed": _dimmed,
    "over-mara": lambda u, h, w: seats.over_shoulder(DANIEL, MARA, u, h, w, side=1, talk=True, mood=0.2),
    "over-daniel": lambda u, h, w: seats.over_shoulder(MARA, DANIEL, u, h, w, side=-1, talk=True, mood=-0.8, seed=5),
    "eyes-mara": lambda u, h, w: seats.eyes(MARA, u, h, w, side=-1, mood=-0.9),
    "eyes-daniel": lambda u, h, w: seats.eyes(DANIEL, u, h, w, side=1, mood=0.8, seed=2),
    "pan": lambda u, h, w: seats.pan(u, h, w, start=PAN[0], length=PAN[1]),
    "windscreen": lambda u, h, w: windscreen(u, h, w),
    "mirror": lambda u, h, w: windscreen(u, h, w, stare=min(1.0, u / 20), speed=1.6),
    "cab": _cab,
    "room": memory.room,
    "funeral": memory.funeral,
    "rings": memory.ring,
    "phone-message": lambda u, h, w: inserts.phone(u, h, w, shows="message", beats=(16, 34)),
    "phone-photo": lambda u, h, w: inserts.phone(u, h, w, shows="photo", beats=(26,), seed=2),
    "phone-call": lambda u, h, w: inserts.phone(u, h, w, shows="call", seed=3),
    "button": inserts.button,
}
