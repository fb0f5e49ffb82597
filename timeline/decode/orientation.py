"""The display matrix: how stored pictures are turned and mirrored to stand upright."""

from __future__ import annotations

import math
import struct
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import av
import numpy as np
import numpy.typing as npt


@dataclass(frozen=True, slots=True, kw_only=True)
class Orientation:
    """Transpose first, then flip: one of the eight ways a picture can stand.

    ``rotation``: degrees clockwise, after a mirroring left to right where ``mirrored``. ``exact`` is false where the
    file asks for something else than quarter turns; the nearest is taken.
    """

    transposed: bool = False
    flip_x: bool = False
    flip_y: bool = False
    rotation: int = 0
    mirrored: bool = False
    exact: bool = True

    @property
    def upright(self) -> bool:
        """Whether the stored picture already stands right."""
        return not (self.transposed or self.flip_x or self.flip_y)

    def apply(self, pictures: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint8]:
        """Turn pictures (..., h, w) upright; a view where nothing changes, else a contiguous copy."""
        if self.upright:
            return pictures
        if self.transposed:
            pictures = pictures.swapaxes(-1, -2)
        return np.ascontiguousarray(pictures[..., :: -1 if self.flip_y else 1, :: -1 if self.flip_x else 1])

    def size(self, width: int, height: int) -> tuple[int, int]:
        """Width and height after turning."""
        return (height, width) if self.transposed else (width, height)


def from_matrix(matrix: tuple[int, ...]) -> Orientation:
    """Read nine 16.16 fixed-point numbers ``a b u c d v x y w`` (ISO/IEC 14496-12, 6.2.2).

    A point (x, y) is shown at (a x + c y, b x + d y). A matrix that flattens the picture is taken as none.
    """
    a, b, _, c, d = matrix[:5]
    determinant = a * d - b * c
    if determinant == 0:
        return Orientation(exact=not any((a, b, c, d)))
    mirrored = determinant < 0
    angle = math.degrees(math.atan2(-b, -a) if mirrored else math.atan2(b, a)) % 360
    transposed = abs(b) + abs(c) > abs(a) + abs(d)
    return Orientation(
        transposed=transposed,
        flip_x=(c if transposed else a) < 0,
        flip_y=(b if transposed else d) < 0,
        rotation=round(angle / 90) * 90 % 360,
        mirrored=mirrored,
        exact=abs(angle - round(angle / 90) * 90) < 1,
    )


_TURNS = {
    0: Orientation(),
    90: Orientation(transposed=True, flip_x=True, rotation=90),
    180: Orientation(flip_x=True, flip_y=True, rotation=180),
    270: Orientation(transposed=True, flip_y=True, rotation=270),
}


def orientation_of(frame: av.VideoFrame) -> Orientation:
    """Orientation that the container or the codec gives a decoded frame."""
    if frame.rotation == 0 and not _may_mirror(frame):
        return _TURNS[0]
    matrix = _display_matrix(frame)
    if matrix is not None:
        return from_matrix(matrix)
    return _TURNS.get(-frame.rotation % 360, Orientation(exact=False))


def _may_mirror(frame: av.VideoFrame) -> bool:
    matrix = _display_matrix(frame)
    return matrix is not None and matrix[0] * matrix[4] - matrix[1] * matrix[3] < 0


def _display_matrix(frame: av.VideoFrame) -> tuple[int, ...] | None:
    try:
        side_data: Iterable[Any] = frame.side_data  # PyAV's stub calls it a dictionary; it iterates over its values
        for item in side_data:
            if item.type.name == "DISPLAYMATRIX":
                return struct.unpack("<9i", bytes(item)[:36])
    except ValueError:  # PyAV knows no name for some kinds of side data, and then gives none at all
        return None
    return None
