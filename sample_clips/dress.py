"""Hair, caps and clothes, laid over a model."""

from __future__ import annotations

import numpy as np

from sample_clips.cast import Look
from sample_clips.paint import Picture, f32, soft, spline
from sample_clips.sprites import Model


def strands(m: Model, x: float, y: float, seed: int) -> Picture:
    """Hair texture that radiates from ``(x, y)``: dark and light strands, -1..1."""
    angle = np.arctan2(m.x - x, m.y - y)
    radius = np.hypot(m.x - x, m.y - y)
    table = np.random.default_rng(seed).standard_normal(720).astype(np.float32)
    table = np.convolve(table, [0.25, 0.5, 0.25], "same").astype(np.float32)
    wave = angle + 0.035 * np.sin(radius * 3.2 + seed)
    fine = np.interp(wave * 110 % 720, np.arange(720), table)
    broad = np.interp(wave * 26 % 720, np.arange(720), table)
    out: Picture = np.clip(0.55 * fine + 0.6 * broad, -1.5, 1.5).astype(np.float32)
    return out


def hair(m: Model, mask: Picture, look: Look, x: float, y: float, seed: int, shine: float = 0.3) -> None:
    """Lay hair: strands in the colour and in the relief, a soft edge."""
    texture = strands(m, x, y, seed)
    colour = f32(look.hair) * (1.15 + 0.55 * texture)[..., None] + np.float32(0.012)
    m.part(mask, np.clip(colour, 0.01, 1), m.dome(mask, 0.5) + 0.018 * texture, shine)


def long_hair(m: Model, look: Look, turn: float) -> None:
    """Hair parted on the side, falling past the cheeks in waves."""
    p, t = -0.22 + 0.12 * turn, 0.10 * turn
    left = spline(
        [
            (p + 0.02, -1.66),
            (-0.60, -1.68),
            (-1.12, -1.25),
            (-1.34, -0.45),
            (-1.30, 0.35),
            (-1.44, 1.0),
            (-1.36, 1.72),
            (-1.02, 1.74),
            (-0.78, 1.30),
            (-0.80, 0.75),
            (-0.90 + t, 0.30),
            (-0.86 + t, -0.25),
            (-0.72 + t, -0.72),
            (p - 0.1, -1.18),
            (p + 0.03, -1.36),
        ]
    )
    right = spline(
        [
            (p, -1.34),
            (p - 0.02, -1.66),
            (0.45, -1.76),
            (1.10, -1.32),
            (1.34, -0.45),
            (1.30, 0.35),
            (1.46, 1.0),
            (1.36, 1.72),
            (1.04, 1.74),
            (0.80, 1.35),
            (0.82, 0.8),
            (0.92 + t, 0.35),
            (0.90 + t, -0.15),
            (0.80 + t, -0.62),
            (0.42, -1.02),
            (0.12, -1.20),
        ]
    )
    for mask, seed in ((m.shape(left), 3), (m.shape(right), 4)):
        m.tint(soft(mask, 0.10 * m.unit) * 0.6, (0.35, 0.25, 0.25))
        hair(m, mask, look, p, -1.75, seed)


def short_hair(m: Model, look: Look, turn: float) -> None:
    """Short sides and a swept top."""
    sides = m.shape(
        spline(
            [
                (-0.99, 0.02),
                (-1.08, -0.7),
                (-0.85, -1.4),
                (0, -1.68),
                (0.85, -1.4),
                (1.08, -0.7),
                (0.99, 0.02),
                (0.88, -0.15),
                (0.84, -0.75),
                (0.5, -1.05),
                (-0.5, -1.05),
                (-0.84, -0.75),
                (-0.88, -0.15),
            ]
        ),
        0.03,
    )
    hair(m, sides * 0.94, look, 0, -0.3, 6, 0.12)
    top = m.shape(
        spline(
            [
                (-0.86, -0.98),
                (-1.0, -1.4),
                (-0.6, -1.78),
                (0.15, -1.92),
                (0.82, -1.72),
                (1.0, -1.25),
                (0.82, -0.85),
                (0.62 + 0.1 * turn, -1.06),
                (0.1 + 0.1 * turn, -0.98),
                (-0.4, -1.08),
            ]
        )
    )
    m.tint(soft(top, 0.08 * m.unit) * 0.5, (0.4, 0.3, 0.3))
    hair(m, top, look, -1.1, -0.6, 7, 0.3)


def cap(m: Model, turn: float) -> None:
    """A driver's peaked cap."""
    crown = m.shape(
        spline(
            [
                (-1.02, -0.86),
                (-1.3, -1.36),
                (-0.8, -1.84),
                (0, -1.95),
                (0.8, -1.84),
                (1.3, -1.36),
                (1.02, -0.86),
                (0, -0.98),
            ]
        )
    )
    m.part(crown, (0.10, 0.16, 0.17), m.dome(crown, 0.5))
    band = m.shape(spline([(-1.02, -0.86), (-1.0, -1.1), (0, -1.22), (1.0, -1.1), (1.02, -0.86), (0, -0.95)]))
    m.part(band, (0.05, 0.06, 0.07), m.dome(band, 0.15))
    x = 0.25 * turn
    m.part(m.blob(x, -1.32, 0.12, 0.12), (0.75, 0.62, 0.25))
    peak = m.shape(
        spline([(x - 0.88, -0.92), (x, -1.06), (x + 0.88, -0.92), (x + 0.62, -0.62), (x, -0.52), (x - 0.62, -0.62)])
    )
    m.tint(soft(np.roll(peak, round(0.16 * m.unit), 0), 0.08 * m.unit) * 0.75, (0.25, 0.2, 0.2))
    m.part(peak, (0.035, 0.04, 0.045), m.dome(peak, 0.25), 0.5)


def scarf(m: Model, look: Look, turn: float) -> None:
    """A wound scarf with a hanging end, over coat lapels and buttons."""
    for side in (-1, 1):
        lapel = m.shape(
            spline(
                [
                    (side * 0.25, 2.5),
                    (side * 1.05, 2.15),
                    (side * 1.40, 3.0),
                    (side * 1.05, 3.25),
                    (side * 0.5, 4.6),
                    (side * 0.06, 5.4),
                ]
            )
        )
        m.tint(soft(lapel, 0.06 * m.unit) * 0.6, (0.4, 0.35, 0.3))
        m.part(lapel, f32(look.coat) * 1.12, m.dome(lapel, 0.25))
    m.tint(m.line([(0.03, 5.0), (0.05, 8.0)], 0.05, 0.01) * 0.7, (0.4, 0.33, 0.3))
    hang = m.shape(spline([(0.10, 2.3), (0.62, 2.3), (0.80, 3.2), (0.86, 4.4), (0.34, 4.5), (0.30, 3.3)], steps=6))
    rolls = [
        hang,
        *(
            m.shape(
                spline(
                    [
                        (-w, y - 0.30),
                        (-0.55, y - 0.02),
                        (0.1, y + 0.06),
                        (0.6, y - 0.04),
                        (w, y - 0.34),
                        (w + 0.06, y + 0.0),
                        (0.62, y + h),
                        (0.05, y + h + 0.12),
                        (-0.62, y + h),
                        (-w - 0.06, y + 0.02),
                    ]
                )
            )
            for w, y, h in ((1.02, 2.28, 0.40), (0.92, 1.98, 0.40), (0.78, 1.72, 0.36))
        ),
    ]
    for k, roll in enumerate(rolls):
        rib = np.sin((m.x * (1.0 if k == 0 else 0.25) + (0.0 if k == 0 else 1.0) * (m.y - 0.22 * m.x**2)) * 34 + k)
        m.tint(soft(roll, 0.07 * m.unit) * 0.65, (0.35, 0.28, 0.28))
        m.part(
            roll,
            f32(look.collar) * (0.95 + 0.07 * rib)[..., None],
            m.dome(roll, 0.24) * 0.9 + 0.006 * rib.astype(np.float32),
        )


def suit(m: Model, look: Look, turn: float) -> None:
    """Shirt, tie, lapels."""
    shirt = m.shape(spline([(-0.52, 1.6), (0, 2.0), (0.52, 1.6), (0.7, 2.2), (0.1, 4.6), (-0.1, 4.6), (-0.7, 2.2)]))
    m.part(shirt, look.collar, m.dome(shirt, 0.5))
    tie = m.shape([(-0.13, 2.0), (0.13, 2.0), (0.1, 2.25), (0.24, 4.0), (0, 4.5), (-0.24, 4.0), (-0.1, 2.25)])
    m.tint(soft(tie, 0.05 * m.unit) * 0.6, (0.4, 0.4, 0.45))
    m.part(tie, (0.24, 0.06, 0.09), m.dome(tie, 0.2), 0.15)
    for side in (-1, 1):
        collar = m.shape([(side * 0.5, 1.45), (side * 0.1, 2.08), (side * 0.42, 2.42), (side * 0.78, 1.9)])
        m.tint(soft(collar, 0.05 * m.unit) * 0.5, (0.4, 0.4, 0.45))
        m.part(collar, f32(look.collar) * 1.05, m.dome(collar, 0.12))
        lapel = m.shape(
            spline(
                [
                    (side * 0.72, 1.85),
                    (side * 1.25, 2.1),
                    (side * 1.38, 2.75),
                    (side * 1.0, 3.0),
                    (side * 0.35, 4.6),
                    (side * 0.12, 4.6),
                    (side * 0.42, 3.0),
                ]
            )
        )
        m.tint(soft(lapel, 0.06 * m.unit) * 0.5, (0.4, 0.4, 0.45))
        m.part(lapel, f32(look.coat) * 1.25, m.dome(lapel, 0.2))
