"""Picture operations that edits are made of: framing, moves, blurs and light on BGR pictures, uint8 (h, w, 3)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

Picture = npt.NDArray[np.uint8]
Size = tuple[int, int]
"""(width, height) in pixels."""
Colour = tuple[int, int, int]
"""Blue, green, red, 0..255."""

BLACK: Colour = (0, 0, 0)
WHITE: Colour = (255, 255, 255)


@dataclass(frozen=True, slots=True, kw_only=True)
class Framing:
    """How a source picture is laid into the vertical frame.

    ``inset``: height of the picture inside the frame as a share, 1 where it fills it; ``blurred`` says whether what is
    left shows the picture out of focus, or black. ``zoom`` enlarges; ``x`` and ``y`` choose the part, -1..1.
    """

    inset: float = 1.0
    blurred: bool = False
    zoom: float = 1.0
    x: float = 0.0
    y: float = 0.0
    mirror: bool = False


def framed(picture: Picture, size: Size, framing: Framing) -> Picture:
    """The picture laid out in a frame of ``size``."""
    width, height = size
    inner = round(height * framing.inset)
    middle = _covering(picture, (width, inner), framing.zoom, framing.x, framing.y)
    if inner < height:
        top = (height - inner) // 2
        ground = _soft_ground(picture, size) if framing.blurred else np.zeros((height, width, 3), np.uint8)
        ground[top : top + inner] = middle
        middle = ground
    return np.ascontiguousarray(middle[:, ::-1]) if framing.mirror else middle


def _covering(picture: Picture, size: Size, zoom: float, x: float, y: float) -> Picture:
    import cv2

    width, height = size
    rows, columns = picture.shape[:2]
    scale = max(width / columns, height / rows) * zoom
    part_w, part_h = min(columns, max(1, round(width / scale))), min(rows, max(1, round(height / scale)))
    left, top = round((columns - part_w) * (x + 1) / 2), round((rows - part_h) * (y + 1) / 2)
    part = picture[top : top + part_h, left : left + part_w]
    return _u8(cv2.resize(part, size, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC))


def _soft_ground(picture: Picture, size: Size) -> Picture:
    import cv2

    width, height = size
    small = _covering(picture, (max(2, width // 8), max(2, height // 8)), 1.2, 0, 0)
    blurred = cv2.GaussianBlur(small, (0, 0), 2.5)
    return _u8(cv2.convertScaleAbs(cv2.resize(blurred, size, interpolation=cv2.INTER_LINEAR), alpha=0.6))


def moved(picture: Picture, *, zoom: float = 1.0, x: float = 0.0, y: float = 0.0, turn: float = 0.0) -> Picture:
    """The picture enlarged about its centre, shifted by shares of its size and turned by degrees; edges mirror."""
    import cv2

    height, width = picture.shape[:2]
    matrix = cv2.getRotationMatrix2D(((width - 1) / 2, (height - 1) / 2), turn, zoom)
    matrix[:, 2] += (x * width, y * height)
    return _u8(
        cv2.warpAffine(picture, matrix, (width, height), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT_101)
    )


def panned(picture: Picture, axis: int, along: float) -> Picture:
    """A window ``along`` pictures further down a strip on which every other copy is mirrored; axis 0 down, 1 across."""
    size = picture.shape[axis]
    at = np.mod(np.arange(size) + round(along * size), 2 * size)
    return np.asarray(np.take(picture, np.where(at < size, at, 2 * size - 1 - at), axis=axis))


def streaked(picture: Picture, axis: int, length: float) -> Picture:
    """Motion blur over ``length`` (a share of the size) along ``axis``: 0 down, 1 across."""
    import cv2

    pixels = max(1, round(length * picture.shape[axis]))
    if pixels == 1:
        return picture
    return _u8(cv2.blur(picture, (pixels, 1) if axis else (1, pixels), borderType=cv2.BORDER_REFLECT_101))


def rushed(picture: Picture, zoom: float, spread: float) -> Picture:
    """Zoom blur: the mean of views from ``zoom`` to ``zoom * (1 + spread)``."""
    views = [moved(picture, zoom=zoom * (1 + spread * i / 4)).astype(np.uint16) for i in range(5)]
    return np.asarray(sum(views) // 5, dtype=np.uint8)


def mixed(a: Picture, b: Picture, share: float) -> Picture:
    """``b`` over ``a`` with opacity ``share``."""
    import cv2

    return _u8(cv2.addWeighted(a, 1 - share, b, share, 0))


def toward(picture: Picture, colour: Colour, share: float) -> Picture:
    """The picture mixed with a flat colour."""
    return mixed(picture, flat(picture.shape[1], picture.shape[0], colour), share)


def flat(width: int, height: int, colour: Colour) -> Picture:
    """A picture of one colour."""
    return np.full((height, width, 3), colour, np.uint8)


def lit(picture: Picture, gain: float) -> Picture:
    """The picture under other light; what is too bright clips."""
    import cv2

    return _u8(cv2.convertScaleAbs(picture, alpha=gain)) if gain != 1 else picture


def masked(a: Picture, b: Picture, mask: npt.NDArray[np.float32]) -> Picture:
    """``b`` over ``a`` where ``mask`` (h, w), 0..1, says so."""
    import cv2

    return _u8(cv2.blendLinear(a, b, 1 - mask, mask))


def _u8(picture: Any) -> Picture:
    return np.asarray(picture, dtype=np.uint8)
