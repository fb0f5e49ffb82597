"""Means over blocks of a picture: any plane size onto one fixed grid, cheaply."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]

SAMPLED_ROWS = 3


def sample_rows(height: int, rows: int) -> npt.NDArray[np.intp]:
    """Source rows that stand for each row of the grid: (SAMPLED_ROWS, rows), spread evenly over its share."""
    steps = np.arange(rows)[None, :] + (np.arange(SAMPLED_ROWS)[:, None] + 0.5) / SAMPLED_ROWS
    return np.minimum((steps * height / rows).astype(np.intp), height - 1)


@lru_cache(maxsize=64)
def column_weights(width: int, columns: int) -> Floats:
    """Share of each source column in each column of the grid: (width, columns), every grid column adding up to 1."""
    left = np.arange(columns) * width / columns
    right = left + width / columns
    edge = np.arange(width)[:, None]
    overlap = np.minimum(edge + 1, right) - np.maximum(edge, left)
    return np.asarray(np.clip(overlap, 0, None) * columns / width, dtype=np.float32)


def pool(planes: npt.NDArray[np.uint8], rows: int, columns: int) -> Floats:
    """Mean level of each cell of a ``rows`` x ``columns`` grid laid over each plane.

    ``planes`` (n, h, w) uint8; returns (n, rows, columns) float32. Across, a cell is the exact area mean; down, the
    mean of three sampled rows, since reading every row would cost ten times more and changes nothing that matters.
    """
    _, height, width = planes.shape
    picked = sample_rows(height, rows)
    total = planes[:, picked[0]].astype(np.uint16)
    for row in picked[1:]:
        total += planes[:, row]
    means: Floats = np.matmul(total.astype(np.float32), column_weights(width, columns) / SAMPLED_ROWS)
    return means


def shrink(cells: Floats, factor: int) -> Floats:
    """Mean of square groups of cells: (n, r, c) to (n, r // factor, c // factor), whole groups only."""
    n, rows, columns = cells.shape
    down, across = rows // factor, columns // factor
    kept = cells[:, : down * factor, : across * factor]
    folded = kept.reshape(n, down, factor, across * factor).sum(axis=2)
    return np.asarray(np.matmul(folded, column_weights(across * factor, across)) / factor, dtype=np.float32)
