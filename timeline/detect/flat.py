"""Stretches in which the picture is one flat colour: the holds of fades and dips, and black on its own."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from timeline.kernels.features import FeatureTable
from timeline.kernels.pooling import Floats

FLAT = 2.0
"""Largest standard deviation, in 8-bit codes, of a picture that is one colour."""

Run = tuple[int, int]


def runs(mask: npt.NDArray[np.bool_]) -> list[Run]:
    """Stretches ``[start, stop)`` of True."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], mask, [False]]).astype(np.int8)))
    return [(int(a), int(b)) for a, b in zip(edges[::2], edges[1::2], strict=True)]


def contrast(table: FeatureTable) -> Floats:
    """Standard deviation of luma of each frame in 8-bit codes, (frames,)."""
    return np.asarray(table.column("deviation") * 64, dtype=np.float32)


def flat_runs(table: FeatureTable) -> list[Run]:
    """Stretches of frames that show one colour only."""
    return runs((contrast(table) < FLAT) & (table.column("chroma_deviation") * 32 < 2 * FLAT))


def hold(table: FeatureTable, run: Run) -> Run:
    """The part of a flat run in which nothing of either shot is left: as even and as dark (or light) as it gets.

    A picture at a few per cent is nearly flat too, but it is part of the fade.
    """
    start, stop = run
    deviation, level = contrast(table)[start:stop], table.column("mean")[start:stop] * 219
    deepest = int(deviation.argmin())
    same = (deviation <= deviation[deepest] + 0.5) & (np.abs(level - level[deepest]) <= 0.75)
    first, end = next(part for part in runs(same) if part[0] <= deepest < part[1])
    return start + first, start + end
