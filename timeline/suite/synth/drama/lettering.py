"""Burnt-in words: subtitles, titles and banners, in Pillow's own font, so that the system needs none."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any

import numpy as np

from timeline.suite.synth.drama.pictures import Picture

Rng = np.random.Generator

_LINES = (
    "you never told me why she left him here so late tonight we have to go now what did the doctor say about my son "
    "I know everything stop it please listen wait who is that man at the door forgive me once more no one will know"
)
_WORDS = tuple(_LINES.split())
_COLOURS = ((255, 255, 255), (255, 255, 255), (80, 230, 255), (255, 220, 60), (120, 255, 140))


def random_words(rng: Rng, count: int) -> str:
    """Some words as a line of dialogue has them."""
    return " ".join(str(rng.choice(_WORDS)) for _ in range(count))


def written(rng: Rng, words: str, *, large: bool) -> Callable[[Picture], Picture]:
    """Lays ``words`` over a picture: at the height subtitles stand, or ``large`` and anywhere, perhaps on a banner."""
    size = float(rng.uniform(0.06, 0.13)) if large else float(rng.uniform(0.045, 0.06))
    place = float(rng.uniform(0.08, 0.85)) if large else 0.72
    colour = _COLOURS[int(rng.integers(len(_COLOURS)))] if large else _COLOURS[0]
    banner = bool(large and rng.random() < 0.3)
    return lambda picture: _laid(picture, words, size, place, colour, banner)


def _laid(
    picture: Picture, words: str, size: float, place: float, colour: tuple[int, int, int], banner: bool
) -> Picture:
    height, width = picture.shape[:2]
    ink, cover = _strip(words, width, max(8, round(size * width)), colour, banner)
    top = min(max(0, round(place * height)), height - 1)
    rows = min(len(ink), height - top)
    out = picture.copy()
    part, weight = out[top : top + rows].astype(np.uint16), cover[:rows].astype(np.uint16)
    out[top : top + rows] = (part * (255 - weight) + ink[:rows].astype(np.uint16) * weight + 127) // 255
    return out


@lru_cache(maxsize=64)
def _strip(words: str, width: int, size: int, colour: tuple[int, int, int], banner: bool) -> tuple[Picture, Picture]:
    """Lettering as wide as the picture, and its opacity, both (rows, width, 3) or broadcast to it."""
    from PIL import Image, ImageDraw, ImageFont

    font: Any = ImageFont.load_default(size)
    lines, line = [], ""
    for word in words.split():
        longer = f"{line} {word}".strip()
        if line and font.getlength(longer) > 0.9 * width:
            lines.append(line)
            longer = word
        line = longer
    lines.append(line)
    step, outline = round(size * 1.25), max(1, size // 12)
    image = Image.new("RGBA", (width, step * len(lines) + size // 2), (0, 0, 0, 150) if banner else (0, 0, 0, 0))
    draw = ImageDraw.Draw(image)
    for number, text in enumerate(lines):
        at = ((width - font.getlength(text)) / 2, size // 5 + number * step)
        draw.text(at, text, font=font, fill=(*colour[::-1], 255), stroke_width=outline, stroke_fill=(0, 0, 0, 255))
    drawn = np.asarray(image)
    return np.ascontiguousarray(drawn[..., 2::-1]), np.ascontiguousarray(drawn[..., 3:])
