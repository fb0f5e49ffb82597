"""Signatures as vectors whose inner product says how alike two pictures are, whatever their grade."""

from __future__ import annotations

import numpy as np

from timeline.kernels.pooling import Floats
from timeline.kernels.signature import LUMA_SIDE, Signatures, luma_blocks

SIDE = 16
REACH = 2
"""Cells on either side that a cell is held against: what a caption covers stays near the caption."""
NOISE = 6.0
"""Contrast, in 8-bit codes, below which a cell says little: coding noise is not picture."""
FLAT = 4.0
"""Weight of the one component that all pictures share, by which pictures without contrast are alike."""


def prints(signatures: Signatures) -> Floats:
    """Unit vectors (n, SIDE ** 2 + 1) of local contrast: each cell's luma less the mean around it, by its spread.

    A grade is about linear within a few cells, so it leaves them as they are (local contrast normalisation after
    Jarrett et al., "What is the best multi-stage architecture for object recognition?", ICCV 2009).
    """
    n = len(signatures)
    fold = LUMA_SIDE // SIDE
    luma = luma_blocks(signatures).astype(np.float32).reshape(n, SIDE, fold, SIDE, fold).mean(axis=(2, 4))
    near = _near()
    mean = near @ luma @ near.T
    spread = np.maximum(near @ (luma * luma) @ near.T - mean * mean, 0)
    cells = ((luma - mean) / np.sqrt(spread + NOISE**2)).reshape(n, -1)
    rows = np.concatenate([cells, np.full((n, 1), FLAT, np.float32)], axis=1)
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), np.float32)


def _near() -> Floats:
    """Means over the cells up to REACH away along an axis, (SIDE, SIDE)."""
    places = np.arange(SIDE)
    inside = (np.abs(places[:, None] - places[None, :]) <= REACH).astype(np.float32)
    return np.asarray(inside / inside.sum(axis=1, keepdims=True), np.float32)


def unlike(one: Floats, other: Floats) -> Floats:
    """Distance of pairs of prints, (n,): 0 the same picture, about 0.9 another."""
    return np.asarray(1 - np.einsum("nd,nd->n", one, other), np.float32)
