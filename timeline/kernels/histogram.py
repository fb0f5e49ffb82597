"""Luma histograms and their likeness."""

from __future__ import annotations

import numpy as np

from timeline.kernels.pooling import Floats

BINS = 32


def histogram(cells: Floats) -> Floats:
    """Shares of 32 equal bins of luma 0..255 for each picture: (n, r, c) to (n, 32), each row adding up to 1."""
    n = len(cells)
    level = (np.clip(cells.reshape(n, -1), 0, 255).astype(np.uint8) // (256 // BINS)).astype(np.intp)
    level += np.arange(n)[:, None] * BINS
    counts = np.bincount(level.ravel(), minlength=n * BINS).reshape(n, BINS)
    return np.asarray(counts / (level.size / n), dtype=np.float32)


def smooth_root(shares: Floats) -> Floats:
    """Square roots of histograms smoothed over three bins, (n, b).

    Their inner product is the Bhattacharyya coefficient (Bull. Calcutta Math. Soc. 35, 1943); smoothing keeps a small
    change of light from emptying one bin into the next.
    """
    padded = np.pad(shares, ((0, 0), (1, 1)), mode="edge")
    return np.asarray(np.sqrt((padded[:, :-2] + 2 * padded[:, 1:-1] + padded[:, 2:]) / 4), dtype=np.float32)
