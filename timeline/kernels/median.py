"""Medians along rows, as numpy's, whose own load its masked arrays for a check that is not needed here."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from timeline.kernels.pooling import Floats


def median(rows: Floats) -> Floats:
    """Median along the last axis of floats without NaN, (..., n) to (...,); n at least 1."""
    n = rows.shape[-1]
    middle = np.partition(rows, ((n - 1) // 2, n // 2), axis=-1)[..., (n - 1) // 2 : n // 2 + 1]
    return np.asarray(middle.mean(axis=-1))


def median_where(rows: Floats, kept: npt.NDArray[np.bool_]) -> Floats:
    """Median of what is ``kept`` of each row, (n, m) twice to (n,); of each row something is kept."""
    ranked = np.sort(np.where(kept, rows, np.inf), axis=1)
    count, at = kept.sum(axis=1), np.arange(len(rows))
    return np.asarray((ranked[at, (count - 1) // 2] + ranked[at, count // 2]) / 2, dtype=rows.dtype)
