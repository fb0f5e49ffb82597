"""Signatures as they would be had the picture been cropped, padded or enlarged first."""

from __future__ import annotations

import numpy as np

from timeline.kernels.pooling import Floats
from timeline.kernels.signature import CHROMA_SIDE, LUMA_SIDE, Signatures, chroma_blocks, luma_blocks

Way = tuple[float, float]
"""Scale and shift along an axis: place ``u`` of the new picture, 0..1, shows place ``scale * u + shift`` of the old."""
SAME: Way = (1.0, 0.0)
BLACK, NEUTRAL = 16, 128
FINE = 4
"""Samples of the old picture for each cell of the new one, along an axis."""


def refit(signatures: Signatures, across: Way, down: Way) -> Signatures:
    """Signatures uint8 (n, S) of the pictures seen through another frame; what lies outside them is black."""
    if across == SAME and down == SAME:
        return signatures
    n = len(signatures)
    luma = _through(luma_blocks(signatures).astype(np.float32), across, down, BLACK)
    chroma = chroma_blocks(signatures).reshape(2 * n, CHROMA_SIDE, CHROMA_SIDE).astype(np.float32)
    colour = _through(chroma, across, down, NEUTRAL)
    rows = np.concatenate([luma.reshape(n, LUMA_SIDE**2), colour.reshape(n, 2 * CHROMA_SIDE**2)], axis=1)
    return np.asarray(np.clip(np.rint(rows), 0, 255), np.uint8)


def _through(planes: Floats, across: Way, down: Way, outside: int) -> Floats:
    side = planes.shape[1]
    rows, columns = _weights(side, *down), _weights(side, *across)
    return np.asarray(rows @ (planes - outside) @ columns.T + outside, np.float32)


def _weights(side: int, scale: float, shift: float) -> Floats:
    """How much of each old cell is in each new one, (side, side): means of samples taken between cell centres."""
    places = scale * (np.arange(side * FINE) + 0.5) / (side * FINE) + shift
    at = places * side - 0.5
    low = np.floor(at).astype(np.int64)
    part = at - low
    weights = np.zeros((side * FINE, side), np.float32)
    rows = np.arange(side * FINE)
    inside = (places >= 0) & (places <= 1)
    for cell, share in ((low, 1 - part), (low + 1, part)):
        np.add.at(weights, (rows[inside], np.clip(cell, 0, side - 1)[inside]), share[inside])
    return np.asarray(weights.reshape(side, FINE, side).mean(axis=1), np.float32)


def then(first: Way, second: Way) -> Way:
    """One way after the other: places go through ``first``, what comes out through ``second``."""
    return second[0] * first[0], second[0] * first[1] + second[1]


def within(low: float, high: float) -> Way:
    """A picture that shows the part ``[low, high)`` of the old one."""
    return high - low, low


def around(low: float, high: float) -> Way:
    """A picture in which the old one fills the part ``[low, high)``."""
    return 1 / (high - low), -low / (high - low)


def centred(share: float) -> tuple[float, float]:
    """The middle ``share`` of an axis."""
    return (1 - share) / 2, (1 + share) / 2
