"""How alike pictures are, from their signatures: steps from frame to frame, pairs, and mixtures of two."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from timeline.kernels.median import median_where
from timeline.kernels.pooling import Floats
from timeline.kernels.signature import CHROMA_SIDE, LUMA_SIDE, Signatures, chroma_blocks, luma_blocks

CELLS = LUMA_SIDE**2
LUMA_WEIGHT, CHROMA_WEIGHT = 0.8, 0.4
REACH = 3
"""Frames on either side that a step is held against."""
NOISE = 0.7
"""Mean step, in 8-bit codes, that coding alone leaves between two alike frames."""
CHUNK = 4096
DARK = 28
"""Luma code up to which a cell is taken as black."""


def steps(signatures: Signatures) -> Floats:
    """Mean absolute change of each frame from the one before, in 8-bit codes, (n,); frame 0 has none."""
    out = np.zeros(len(signatures), np.float32)
    for first in range(1, len(signatures), CHUNK):
        rows = signatures[first - 1 : first + CHUNK].astype(np.int16)
        change = np.abs(np.diff(rows, axis=0))
        means = LUMA_WEIGHT * change[:, :CELLS].mean(axis=1) + CHROMA_WEIGHT * change[:, CELLS:].mean(axis=1)
        out[first : first + len(means)] = means
    return out


def prominence(signal: Floats) -> Floats:
    """How many times each step is the second largest of those up to REACH away, (n,).

    The second largest, so that a cut close by does not hide one; 1 is motion, a cut is mostly above 3.
    """
    if not len(signal):
        return signal
    windows = np.lib.stride_tricks.sliding_window_view(np.pad(signal, REACH), 2 * REACH + 1).copy()
    windows[:, REACH] = 0
    return np.asarray(signal / (np.sort(windows, axis=1)[:, -2] + NOISE), dtype=np.float32)


def apart(one: Signatures, other: Signatures) -> Floats:
    """How unlike each pair of pictures is, (n,): 0 the same, about 1 unrelated; captions and grading count for little.

    Median over the cells of the difference in luma, its own median taken out, against the mean spread of both
    pictures. A median does not see what covers less than half of the picture; cells that are black in both, such as
    bars, are left out. Of two pictures without contrast the levels are held against each other.
    """
    a, b = (luma_blocks(rows).reshape(len(rows), CELLS).astype(np.float32) for rows in (one, other))
    lit = np.maximum(a, b) > DARK
    lit[lit.sum(axis=1) < CELLS // 16] = True
    gap = a - b
    level = median_where(gap, lit)
    spread = 0.5 * (_spread(a, lit) + _spread(b, lit))
    flat = np.clip(np.abs(level) - 24, 0, None) / 40 * (spread < 3)
    return np.asarray(median_where(np.abs(gap - level[:, None]), lit) / (spread + 2) + flat, dtype=np.float32)


def _spread(rows: Floats, kept: npt.NDArray[np.bool_]) -> Floats:
    """Mean distance from the median of what is kept of each row."""
    away = np.abs(rows - median_where(rows, kept)[:, None])
    return np.asarray(np.where(kept, away, 0).sum(axis=1) / kept.sum(axis=1), dtype=np.float32)


def vectors(signatures: Signatures) -> Floats:
    """Signatures as float rows in which distances are distances of whole pictures, (n, 1152)."""
    luma = luma_blocks(signatures).reshape(len(signatures), -1).astype(np.float32)
    chroma = chroma_blocks(signatures).reshape(len(signatures), -1).astype(np.float32)
    return np.concatenate([luma, chroma * (LUMA_SIDE / CHROMA_SIDE / 2)], axis=1)


def shares(seen: Floats, old: Floats, new: Floats) -> tuple[Floats, Floats]:
    """Of which share each picture is the new one of a pair, and how far the pair lies apart per cell: (n,) twice.

    ``seen``, ``old``, ``new`` (n, d): least squares of seen = (1 - a) old + a new, a not held inside 0..1.
    """
    way = new - old
    size = (way * way).sum(axis=1)
    share = ((seen - old) * way).sum(axis=1) / np.maximum(size, 1e-3)
    return np.asarray(share, np.float32), np.asarray(np.sqrt(size / way.shape[1]), np.float32)
