"""The people: faces and busts built as relief, with eyes that blink and mouths that speak."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from sample_clips.cast import Look
from sample_clips.dress import cap, hair, long_hair, scarf, short_hair, suit
from sample_clips.paint import Picture, f32, noise, soft, spline
from sample_clips.sprites import Model, Sprite


@lru_cache(maxsize=64)
def head(look: Look, unit: int, turn: float, blink: float, mouth: float, brow: float, gaze: float) -> Sprite:
    """A head of half-width ``unit`` pixels.

    ``turn`` -1..1 to the viewer's left or right, ``blink`` 0 open to 1 shut, ``mouth`` 0 shut to 1 open, ``brow`` -1
    worried to 1 angry, ``gaze`` -1..1. Its origin is the middle of the face.
    """
    m = Model(-1.75, -2.05, 1.75, 1.75, unit)
    jaw, lean = look.jaw, 0.13 * turn
    face = m.shape(
        spline(
            [
                (0, -1.42),
                (0.58, -1.26),
                (0.90, -0.72),
                (0.93 - 0.04 * turn, -0.05),
                (0.86 * jaw + 0.18 + lean, 0.62),
                (0.42 * jaw + 0.06 + 1.3 * lean, 1.18),
                (1.7 * lean, 1.33 + 0.08 * (jaw - 0.66)),
                (-0.42 * jaw - 0.06 + 1.3 * lean, 1.18),
                (-0.86 * jaw - 0.18 + lean, 0.62),
                (-0.93 - 0.04 * turn, -0.05),
                (-0.90, -0.72),
                (-0.58, -1.26),
            ]
        )
    )
    _ear(m, look, turn)
    _skin(m, look, face, turn)
    for side in (-1, 1):
        _eye(m, look, side, turn, blink, gaze)
        _brow(m, look, side, turn, brow)
    _nose(m, look, turn)
    _mouth(m, look, turn, mouth)
    (long_hair if look.long_hair else short_hair)(m, look, turn)
    if look.cap:
        cap(m, turn)
    return m.done()


def _ear(m: Model, look: Look, turn: float) -> None:
    """The ear on the near side (both where the face looks straight)."""
    for side in (-1, 1):
        if side * turn > 0.35 or look.long_hair:
            continue
        ear = m.shape(spline([(side * 0.90, -0.25), (side * 1.10, -0.28), (side * 1.08, 0.12), (side * 0.92, 0.36)]))
        m.part(ear, f32(look.skin) * 0.86, m.dome(ear, 0.12))
        m.tint(m.blob(side * 1.0, 0.02, 0.05, 0.18) * ear * 0.6, (0.55, 0.35, 0.3))


def _skin(m: Model, look: Look, face: Picture, turn: float) -> None:
    """The face's relief and its stains: sockets, cheeks, stubble, scar."""
    cx, nose, lips = 0.30 * turn, 0.50 * turn, 0.36 * turn
    relief = m.dome(face, 0.95) * 0.95
    relief += 0.15 * m.blob(cx + 0.02 * turn, -0.62, 0.62, 0.26) + 0.05 * m.blob(cx, -0.38, 0.60, 0.16)
    relief += 0.20 * m.blob(nose - 0.08 * turn, 0.12, 0.14, 0.44) + 0.21 * m.blob(nose, 0.37, 0.17, 0.13)
    relief += 0.07 * (m.blob(nose - 0.17, 0.42, 0.10, 0.08) + m.blob(nose + 0.17, 0.42, 0.10, 0.08))
    for side in (-1, 1):
        relief -= 0.16 * m.blob(cx + side * 0.43, -0.14, 0.25, 0.17)
        relief += 0.09 * m.blob(cx + side * 0.42, -0.11, 0.17, 0.11)
        relief += 0.12 * m.blob(cx + side * 0.56, 0.26, 0.24, 0.24)
    relief += 0.13 * m.blob(lips, 0.78, 0.30, 0.20) + 0.12 * m.blob(0.28 * turn, 1.14, 0.22, 0.16)
    relief -= 0.05 * m.blob(lips, 0.97, 0.20, 0.07)
    m.part(face, look.skin, relief, 0.10)
    for side in (-1, 1):
        m.tint(m.blob(cx + side * 0.42, -0.17, 0.28, 0.20) * 0.55, (0.72, 0.52, 0.48))
        m.tint(m.blob(cx + side * 0.55, 0.34, 0.26, 0.20) * 0.45 * face, (1.0, 0.66, 0.62))
        m.tint(m.blob(cx + side * 0.20 + 0.1 * turn, -0.06, 0.09, 0.18) * 0.5, (0.74, 0.56, 0.52))
    m.tint(m.blob(lips, 1.0, 0.26, 0.08) * 0.4, (0.74, 0.56, 0.52))
    m.tint(face * np.clip(m.y - 1.0, 0, 1) * 0.8, (0.6, 0.45, 0.42))
    grain = noise(m.height, m.width, 1.6, 1.6, 5)
    m.tint(np.clip(0.04 + 0.03 * grain, 0, 1) * face, (0.7, 0.5, 0.45))
    if look.stubble:
        beard = np.clip((m.y - 0.38) * 2.0, 0, 1) * face * (1 - m.blob(lips, 0.74, 0.30, 0.14))
        beard = beard * np.clip(0.55 + 0.35 * grain, 0, 1) * (0.55 + 0.45 * np.clip(np.abs(m.x) * 1.2, 0, 1))
        m.tint(np.clip(beard, 0, 1) * look.stubble, (0.42, 0.38, 0.40))
    if look.scar:
        m.tint(
            m.line([(cx - 0.66, -0.52), (cx - 0.56, -0.2), (cx - 0.60, 0.1), (cx - 0.50, 0.42)], 0.05, 0.012),
            (0.6, 0.3, 0.3),
        )


def _eye(m: Model, look: Look, side: int, turn: float, blink: float, gaze: float) -> None:
    """One eye: white, iris, catchlight, lids and lashes."""
    # The far eye of a turned face is seen narrower.
    squeeze = 1 - 0.22 * turn * side
    cx, cy = 0.30 * turn + side * 0.42 * (1 - 0.16 * turn * side), -0.12
    wide, tall = (0.235 if look.long_hair else 0.21) * squeeze, (0.135 if look.long_hair else 0.105) * (1 - blink)
    inner, outer = cx - side * wide, cx + side * wide
    upper = [
        (inner, cy + 0.03),
        (cx - side * 0.5 * wide, cy - 0.72 * tall),
        (cx, cy - tall),
        (cx + side * 0.6 * wide, cy - 0.72 * tall),
        (outer, cy - 0.015),
    ]
    lower = [
        (outer, cy - 0.015),
        (cx + side * 0.4 * wide, cy + 0.50 * tall + 0.02),
        (cx - side * 0.3 * wide, cy + 0.50 * tall + 0.025),
        (inner, cy + 0.03),
    ]
    if blink < 0.8:
        eye = m.shape(np.concatenate([spline(upper, closed=False), spline(lower, closed=False)]))
        m.part(eye, (0.86, 0.83, 0.80))
        ix, iy = cx + 0.075 * gaze, cy - 0.012
        r = np.hypot(m.x - ix, m.y - iy)
        disc = np.clip(((0.118 if look.long_hair else 0.105) - r) * m.unit + 0.5, 0, 1) * eye
        m.part(disc.astype(np.float32), f32(look.iris) * (0.55 + 1.3 * np.clip((r - 0.03) / 0.08, 0, 1))[..., None])
        m.tint((np.clip((r - 0.085) / 0.02, 0, 1) * disc).astype(np.float32) * 0.7, (0.1, 0.1, 0.1))
        m.part((np.clip((0.048 - r) * m.unit + 0.5, 0, 1) * eye).astype(np.float32), (0.01, 0.01, 0.015))
        m.tint(eye * np.clip(1 - (m.y - (cy - tall)) / 0.09, 0, 1) * 0.75, (0.25, 0.2, 0.22))
        spark = np.hypot(m.x - ix + 0.035, m.y - iy + 0.045)
        m.part((np.clip((0.026 - spark) * m.unit + 0.5, 0, 1) * eye).astype(np.float32), (2.2, 2.2, 2.2))
        m.part((m.blob(ix + 0.04, iy + 0.045, 0.03, 0.02) * eye * 0.35), (1.3, 1.3, 1.3))
    dark = (0.07, 0.045, 0.045)
    m.part(m.line(spline([(x, y - 0.006) for x, y in upper], closed=False, steps=4), look.lash + 0.02) * 0.95, dark)
    if look.lash > 0.04:
        m.part(m.line([(outer - side * 0.02, cy - 0.02), (outer + side * 0.05, cy - 0.07)], 0.04), dark)
    m.tint(
        m.line(spline([(x, y - 0.085 - 0.02 * blink) for x, y in upper], closed=False, steps=4), 0.03, 0.012) * 0.8,
        (0.5, 0.33, 0.3),
    )
    m.tint(m.line(spline(lower, closed=False, steps=4), 0.022, 0.008) * 0.6, (0.45, 0.3, 0.3))


def _brow(m: Model, look: Look, side: int, turn: float, mood: float) -> None:
    """One eyebrow; its inner end falls with anger and rises with worry."""
    cx, wide = 0.30 * turn + side * 0.44 * (1 - 0.16 * turn * side), 0.28 * (1 - 0.2 * turn * side)
    y = -0.42
    line = spline(
        [
            (cx - side * wide, y + 0.05 + 0.09 * mood),
            (cx - side * 0.25 * wide, y - 0.03 + 0.03 * mood),
            (cx + side * 0.4 * wide, y - 0.05 - 0.01 * mood),
            (cx + side * wide, y + 0.05 - 0.02 * mood),
        ],
        closed=False,
        steps=6,
    )
    hairs = np.clip(0.92 + 0.10 * noise(m.height, m.width, max(1.5, 0.02 * m.unit), max(3.0, 0.07 * m.unit), 8), 0.6, 1)
    m.part(m.line(line, look.brow + 0.035, 0.016) * hairs * 0.9, f32(look.hair) * 0.9)


def _nose(m: Model, look: Look, turn: float) -> None:
    """Nostrils and the shadow under the tip; the ridge is in the relief."""
    x = 0.50 * turn
    m.tint(m.blob(x - 0.03 * turn, 0.50, 0.17, 0.05) * 0.6, (0.5, 0.3, 0.27))
    for side in (-1, 1):
        m.tint(m.blob(x + side * 0.09 - 0.03 * turn, 0.475, 0.04, 0.026) * 0.9, (0.2, 0.09, 0.08))
        m.tint(
            m.line(
                spline([(x + side * 0.19, 0.34), (x + side * 0.225, 0.42), (x + side * 0.17, 0.48)], closed=False),
                0.025,
                0.012,
            )
            * 0.5,
            (0.5, 0.3, 0.27),
        )
    m.tint(m.blob(x, 0.6, 0.045, 0.07) * 0.25, (0.6, 0.4, 0.38))


def _mouth(m: Model, look: Look, turn: float, gape: float) -> None:
    """Lips, the line between them, and teeth where the mouth is open."""
    x, y, wide, drop = 0.36 * turn, 0.765, 0.29 + 0.02 * (look.jaw - 0.66), 0.13 * gape
    full = 1.0 if look.long_hair else 0.72
    corner = [(x - wide, y), (x + wide, y)]
    top = [
        corner[0],
        (x - 0.12, y - 0.075 * full),
        (x - 0.01, y - 0.055 * full),
        (x + 0.10, y - 0.075 * full),
        corner[1],
    ]
    middle_up = [corner[1], (x + 0.1, y - 0.004), (x, y + 0.008), (x - 0.1, y - 0.004), corner[0]]
    upper = m.shape(np.concatenate([spline(top, closed=False), spline(middle_up, closed=False)]), 0.006)
    low_in = [corner[0], (x - 0.1, y + 0.01 + drop), (x + 0.1, y + 0.01 + drop), corner[1]]
    low_out = [
        corner[1],
        (x + 0.13, y + 0.10 * full + drop),
        (x, y + 0.125 * full + drop),
        (x - 0.13, y + 0.10 * full + drop),
        corner[0],
    ]
    lower = m.shape(np.concatenate([spline(low_in, closed=False), spline(low_out, closed=False)]), 0.006)
    if gape:
        inside = m.shape(np.concatenate([spline(middle_up[::-1], closed=False), spline(low_in[::-1], closed=False)]))
        m.part(inside, (0.13, 0.03, 0.03))
        m.part(inside * np.clip(1 - (m.y - y) / 0.05, 0, 1) * 0.85, (0.78, 0.74, 0.70))
    m.part(upper * 0.9, f32(look.lips) * 0.78)
    m.part(lower * 0.85, look.lips)
    m.part(m.blob(x - 0.04, y + 0.07 * full + drop, 0.09, 0.018) * 0.35, (1.0, 0.75, 0.72))
    line = m.line(spline(middle_up, closed=False, steps=4), 0.028, 0.006)
    m.tint(line * (0.9 if not gape else 0.4), (0.2, 0.07, 0.07))
    for side in (-1, 1):
        m.tint(m.blob(x + side * (wide + 0.01), y + 0.01, 0.04, 0.035) * 0.5, (0.5, 0.3, 0.28))


@lru_cache(maxsize=16)
def bust(look: Look, unit: int, turn: float) -> Sprite:
    """Neck, shoulders and clothes (and the hair behind), with the origin where the head's is."""
    m = Model(-3.0, -1.9, 3.0, 7.8, unit)
    if look.long_hair:
        back = m.shape(
            spline(
                [
                    (0, -1.7),
                    (0.95, -1.4),
                    (1.28, -0.4),
                    (1.42, 1.0),
                    (1.46, 2.0),
                    (1.1, 2.7),
                    (0.5, 2.3),
                    (-0.5, 2.3),
                    (-1.1, 2.7),
                    (-1.46, 2.0),
                    (-1.42, 1.0),
                    (-1.28, -0.4),
                    (-0.95, -1.4),
                ]
            )
        )
        hair(m, back, look, 0, -1.75, 9)
        m.tint(back, (0.6, 0.6, 0.6))
    slim = 0.86 if look.long_hair else 1.0
    neck = m.shape(
        spline(
            [
                (-0.46 * slim, 0.5),
                (-0.48 * slim, 1.4),
                (-0.75, 2.1),
                (0.75, 2.1),
                (0.48 * slim, 1.4),
                (0.46 * slim, 0.5),
            ]
        )
    )
    m.part(neck, f32(look.skin) * 0.92, m.dome(neck, 0.5), 0.05)
    m.tint(neck * np.clip(1.75 - m.y, 0, 1) * 0.9, (0.36, 0.26, 0.27))
    wide = 2.25 * (0.86 if look.long_hair else 1.04)
    body = m.shape(
        spline(
            [
                (-0.5, 1.66),
                (-1.2, 1.95),
                (-wide + 0.25, 2.35),
                (-wide - 0.1, 3.2),
                (-wide - 0.25, 8.4),
                (wide + 0.25, 8.4),
                (wide + 0.1, 3.2),
                (wide - 0.25, 2.35),
                (1.2, 1.95),
                (0.5, 1.66),
                (0, 2.0),
            ]
        )
    )
    folds = 0.10 * soft(noise(m.height, m.width, unit * 0.5, unit * 1.6, 12), unit * 0.08)
    weave = 1 + 0.05 * noise(m.height, m.width, 1.5, 1.5, 14)
    m.part(body, f32(look.coat) * weave[..., None], m.dome(body, 0.9) * 0.8 + folds, 0.03)
    (scarf if look.long_hair else suit)(m, look, turn)
    return m.done()
