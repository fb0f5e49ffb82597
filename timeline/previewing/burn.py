"""Burns words into a strip above the picture, so that nothing of the picture is covered."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt

from timeline.previewing.cut import Beside

Picture = npt.NDArray[np.uint8]

NARROWEST = 256
_SIZE = 13
_LINE = 17
STRIP = 2 * _LINE + 4
_PAPER, _INK, _LEAST = 0.8, 1.8, 12.0
"""Words are written that many deviations of the picture above its mean, on a strip as many below, at least so much."""
_WHITE, _ORANGE = (1.0, 1.0, 1.0), (1.1, 0.7, 0.1)


def framed(picture: Picture, label: str, beside: Beside | None) -> Picture:
    """The picture below a strip with words, even in width and height, at least ``NARROWEST`` wide.

    The strip has the picture's own mean colour and contrast. So one that is all black or white stays so, and a preview
    that is inspected again shows the edits of its pictures, neither more nor fewer.

    Args:
        picture: RGB (h, w, 3).
        label: source timecode and frame number.
        beside: the edit that the frame stands beside.
    """
    height, width = picture.shape[:2]
    wide = max(NARROWEST, width + width % 2)
    mean, spread = _look(picture)
    out = np.empty((STRIP + height + height % 2, wide, 3), np.uint8)
    out[:] = _codes(mean - _PAPER * spread)
    left = (wide - width) // 2
    out[STRIP : STRIP + height, left : left + width] = picture
    pen = _Pen(out[:STRIP], mean - _PAPER * spread, (_PAPER + _INK) * spread + _LEAST)
    pen.write("ROUGH PREVIEW", 0, _WHITE)
    pen.write(label, 1, _WHITE)
    if beside is not None:
        words = " + ".join(beside.labels)
        pen.write(f"{words} |" if beside.ahead else f"| {words}", 0, _ORANGE, right=True)
    return out


def _look(picture: Picture) -> tuple[npt.NDArray[np.float32], float]:
    """Mean colour, and standard deviation of the light, in codes."""
    few = picture[::4, ::4].astype(np.float32)
    return few.mean(axis=(0, 1), dtype=np.float32), float(few.mean(axis=2).std())


def _codes(values: npt.NDArray[np.float32]) -> Picture:
    return np.clip(np.rint(values), 0, 255).astype(np.uint8)


@dataclass(frozen=True, slots=True)
class _Pen:
    """Writes on a strip of one colour, ``gain`` codes above it."""

    strip: Picture
    paper: npt.NDArray[np.float32]
    gain: float

    def write(self, words: str, line: int, colour: tuple[float, float, float], *, right: bool = False) -> None:
        """Write words on a line, from the left or up to the right; what has no room is left out."""
        cover = _cover(words)[:, : self.strip.shape[1] - 8]
        left = self.strip.shape[1] - 4 - cover.shape[1] if right else 4
        ink = self.paper + cover[:, :, None] * (self.gain * np.array(colour, np.float32))
        self.strip[2 + line * _LINE : 2 + (line + 1) * _LINE, left : left + cover.shape[1]] = _codes(ink)


@lru_cache(maxsize=256)
def _cover(words: str) -> npt.NDArray[np.float32]:
    """How much of each pixel words cover, (rows, columns) 0..1, in Pillow's own font, so that the system needs none."""
    from PIL import Image, ImageDraw

    font = _font()
    image = Image.new("L", (max(1, round(font.getlength(words)) + 1), _LINE))
    ImageDraw.Draw(image).text((0, 0), words, font=font, fill=255)
    return np.asarray(image, np.float32) / np.float32(255)


@lru_cache(maxsize=1)
def _font() -> Any:
    from PIL import ImageFont

    return ImageFont.load_default(_SIZE)
