"""Coarse pictures out of stored signatures, taken only where a decision needs them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from timeline.kernels.pooling import Floats
from timeline.kernels.signature import SignatureRows, chroma_blocks, luma_blocks

COARSE = 16
"""Side of the luma pictures."""
LUMA, CHROMA = COARSE * COARSE, 128


@dataclass(frozen=True, slots=True)
class Pictures:
    """Signatures uint8 (frames, S) read as float rows: luma 16 x 16 in 256 columns, chroma 2 x 8 x 8 in 128."""

    signatures: SignatureRows

    def luma(self, frames: npt.ArrayLike) -> Floats:
        """Luma of these frames, (*frames.shape, 256), in 8-bit codes."""
        at = np.asarray(frames, dtype=np.intp)
        blocks = luma_blocks(self.signatures[at.ravel()])
        total = blocks[:, ::2, ::2].astype(np.uint16)
        for row, column in ((0, 1), (1, 0), (1, 1)):
            total += blocks[:, row::2, column::2]
        return (total.reshape(*at.shape, LUMA) / np.float32(4)).astype(np.float32)

    def chroma(self, frames: npt.ArrayLike) -> Floats:
        """Chroma of these frames, (*frames.shape, 128), in 8-bit codes."""
        at = np.asarray(frames, dtype=np.intp)
        blocks = chroma_blocks(self.signatures[at.ravel()]).astype(np.float32)
        return blocks.reshape(*at.shape, CHROMA)


def apart(a: Floats, b: Floats) -> Floats:
    """Root mean square difference along the last axis, in codes."""
    return np.asarray(np.sqrt(np.mean((a - b) ** 2, axis=-1)), dtype=np.float32)


def unlike(a: Floats, b: Floats) -> Floats:
    """sqrt(1 - normalised cross-correlation) along the last axis: 0 alike but for light and contrast, 1 unrelated."""
    noise = np.float32(a.shape[-1])
    x, y = a - a.mean(axis=-1, keepdims=True), b - b.mean(axis=-1, keepdims=True)
    top = np.einsum("...i,...i->...", x, y) + noise
    sizes = (np.einsum("...i,...i->...", x, x) + noise) * (np.einsum("...i,...i->...", y, y) + noise)
    return np.asarray(np.sqrt(np.clip(1 - top / np.sqrt(sizes), 0, None)), dtype=np.float32)


SEEN, LIT = 2.0, 24.0
CELLS = 8
"""Cells across and down by which a change is placed."""


def changed_share(before: Floats, after: Floats) -> Floats:
    """Share of the lit cells of two pictures (n, 256) whose mean change is seen, (n,); 1 where nothing is lit.

    Black bars do not count, whatever is written on them: cells darker than LIT codes in both pictures.
    """
    side = COARSE // CELLS
    shape = (len(before), CELLS, side, CELLS, side)
    moved = np.abs(after - before).reshape(shape).mean(axis=(2, 4))
    lit = np.maximum(*(part.reshape(shape).mean(axis=(2, 4)) for part in (before, after))) > LIT
    count = lit.sum(axis=(1, 2))
    seen = ((moved > SEEN) & lit).sum(axis=(1, 2))
    return np.asarray(np.where(count > 0, seen / np.maximum(count, 1), 1.0), dtype=np.float32)
