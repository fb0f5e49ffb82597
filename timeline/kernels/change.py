"""Where in the picture two frames differ: quantiles and centre of the change over a grid of blocks."""

from __future__ import annotations

import numpy as np

from timeline.kernels.pooling import Floats, shrink

BLOCK = 8
QUANTILES = (0.1, 0.25, 0.5, 0.75, 0.9)


def block_change(before: Floats, after: Floats) -> Floats:
    """Mean absolute difference of each 8 x 8 block of cells: (n, r, c) twice to (n, r // 8, c // 8)."""
    return shrink(np.abs(after - before), BLOCK)


def quantiles(blocks: Floats) -> Floats:
    """The blocks' values at the QUANTILES (nearest rank), (n, 5)."""
    ranked = np.sort(blocks.reshape(len(blocks), -1), axis=1)
    ranks = [round(q * (ranked.shape[1] - 1)) for q in QUANTILES]
    return ranked[:, ranks]


def centre(blocks: Floats) -> Floats:
    """Centre of the change from -1 (left, top) to 1 (right, bottom), (n, 2) as x, y; 0, 0 where nothing changes."""
    _, rows, columns = blocks.shape
    total = blocks.sum(axis=(1, 2)) + 1e-3
    x = blocks.sum(axis=1) @ np.linspace(-1, 1, columns, dtype=np.float32)
    y = blocks.sum(axis=2) @ np.linspace(-1, 1, rows, dtype=np.float32)
    return np.stack([x / total, y / total], axis=1)
