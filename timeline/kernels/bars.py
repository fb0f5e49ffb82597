"""Standing bars: the black borders that a picture of another shape leaves around itself."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

BLACK = 32
"""Highest 8-bit limited-range luma code that still counts as black (16 plus compression noise)."""
FILLED = 0.6
"""Share of a picture's edge that must have been lit at some time; an edge of lettering is never that full."""
SMALLEST = 0.12
"""Least share of the frame that a picture inside bars may take (2.39:1 inside 9:16 takes 0.24)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """The picture inside its bars, as shares of the frame's height and width: ``[top, bottom)``, ``[left, right)``."""

    top: float = 0.0
    bottom: float = 1.0
    left: float = 0.0
    right: float = 1.0

    def crop(self, planes: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint8]:
        """The picture's part of ``planes`` (n, h, w), at least one sample each way; a view, nothing is copied."""
        _, height, width = planes.shape
        top, left = round(self.top * height), round(self.left * width)
        bottom, right = max(top + 1, round(self.bottom * height)), max(left + 1, round(self.right * width))
        return planes[:, top:bottom, left:right]


WHOLE = Box()


def is_lit(planes: npt.NDArray[np.uint8], share: float = 0.02) -> npt.NDArray[np.bool_]:
    """Which of ``planes`` (n, h, w) show anything: more than ``share`` of their samples above black. Shape (n,)."""
    return np.asarray((planes[:, ::4, ::4] > BLACK).mean(axis=(1, 2)) > share)


def find_box(brightest: npt.NDArray[np.uint8]) -> Box:
    """The picture's box from the brightest value that each sample of the luma plane has had, (h, w) uint8.

    Bars are rows and columns that were black in every frame. What is left counts as a picture only if it is large
    enough and lit nearly all along its edges: lettering on black is neither, and then nothing is cropped.
    """
    lit = brightest > BLACK
    rows, columns = np.flatnonzero(lit.any(axis=1)), np.flatnonzero(lit.any(axis=0))
    if rows.size == 0:
        return WHOLE
    top, bottom, left, right = int(rows[0]), int(rows[-1]) + 1, int(columns[0]), int(columns[-1]) + 1
    height, width = lit.shape
    inside = lit[top:bottom, left:right]
    cropped = (
        (top > 0, inside[0]),
        (bottom < height, inside[-1]),
        (left > 0, inside[:, 0]),
        (right < width, inside[:, -1]),
    )
    if inside.size < SMALLEST * lit.size or any(cut and edge.mean() < FILLED for cut, edge in cropped):
        return WHOLE
    return Box(top=top / height, bottom=bottom / height, left=left / width, right=right / width)
