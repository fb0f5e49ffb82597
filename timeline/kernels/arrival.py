"""What is known of a frame as soon as it arrives: its reduced picture, and how it differs from frames before it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from timeline.kernels.change import block_change, centre, quantiles
from timeline.kernels.gram import band
from timeline.kernels.histogram import histogram, smooth_root
from timeline.kernels.pictures import PictureBatch
from timeline.kernels.pooling import Floats, pool, shrink
from timeline.kernels.shifts import match, profiles

SIDE, CHROMA_SIDE = 64, 16
REACH = 48
"""Frames that a product looks back."""
BLOCK_LAGS = (1, 2, 3)
SHIFT_LAGS = (1, 3)
KINDS = ("luma", "mean", "edges", "texture", "chroma", "tones")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reduced:
    """Frames cut down to what features need: cells of luma (n, 64, 64), Cb and Cr (n, 16, 16), levels about 0..255."""

    luma: Floats
    cb: Floats
    cr: Floats

    def __len__(self) -> int:
        """Number of frames."""
        return len(self.luma)

    def __getitem__(self, part: slice) -> Reduced:
        """A run of the frames."""
        return Reduced(luma=self.luma[part], cb=self.cb[part], cr=self.cr[part])

    def repeat(self, times: int) -> Reduced:
        """Each frame ``times`` times over."""
        luma, cb, cr = (np.repeat(cells, times, axis=0) for cells in (self.luma, self.cb, self.cr))
        return Reduced(luma=luma, cb=cb, cr=cr)


def join(*parts: Reduced) -> Reduced:
    """Runs of frames end to end."""
    return Reduced(
        luma=np.concatenate([part.luma for part in parts]),
        cb=np.concatenate([part.cb for part in parts]),
        cr=np.concatenate([part.cr for part in parts]),
    )


def reduce_batch(batch: PictureBatch) -> Reduced:
    """Pool a batch of pictures onto the fixed grids."""
    return Reduced(
        luma=pool(batch.luma, SIDE, SIDE),
        cb=pool(batch.cb, CHROMA_SIDE, CHROMA_SIDE),
        cr=pool(batch.cr, CHROMA_SIDE, CHROMA_SIDE),
    )


def signature(frames: Reduced) -> npt.NDArray[np.uint8]:
    """Block means, (n, SIGNATURE_BYTES) uint8: luma 32 x 32, then Cb and Cr 8 x 8 each, in rows from the top left."""
    blocks = (shrink(frames.luma, 2), shrink(frames.cb, 2), shrink(frames.cr, 2))
    flat = np.concatenate([block.reshape(len(frames), -1) for block in blocks], axis=1)
    return np.asarray(np.clip(np.rint(flat), 0, 255), dtype=np.uint8)


SIGNATURE_BYTES = 32 * 32 + 2 * 8 * 8


def vectors(frames: Reduced) -> dict[str, Floats]:
    """The vectors whose inner products over time are taken, each (n, d).

    Luma without its mean, that mean (scaled so that both add up to the whole picture), signed gradients along every
    other row and column, gradient energy in 9 x 9 blocks without its mean, chroma, and the root of the luma histogram.
    """
    n = len(frames)
    luma = frames.luma
    across, down = np.diff(luma, axis=2), np.diff(luma, axis=1)
    energy = shrink(np.abs(across[:, :-1]) + np.abs(down[:, :, :-1]), 7).reshape(n, -1)
    flat = luma.reshape(n, -1)
    means = flat.mean(axis=1, keepdims=True)
    return {
        "luma": flat - means,
        "mean": (means - 16) * SIDE,
        "edges": np.concatenate([across[:, ::2].reshape(n, -1), down[:, :, ::2].reshape(n, -1)], axis=1),
        "texture": energy - energy.mean(axis=1, keepdims=True),
        "chroma": np.concatenate([frames.cb.reshape(n, -1), frames.cr.reshape(n, -1)], axis=1) - 128,
        "tones": smooth_root(histogram(luma)),
    }


def products(new: int, history: dict[str, Floats]) -> Floats:
    """Bands of the last ``new`` frames, given vectors that reach REACH further back: (new, kinds, REACH + 1)."""
    return np.stack([band(history[kind], new, REACH) for kind in KINDS], axis=1)


def local_change(frames: Reduced, new: int) -> Floats:
    """Block and shift figures of the last ``new`` frames against those before them, (new, 23).

    For lags 1, 2, 3: five quantiles of block change; for lag 1 the centre of change (x, y); for lags 1 and 3: profile
    difference as it lies, at the best shift, and that shift, mean over the strips.
    """
    luma, columns = frames.luma, []
    strips = profiles(luma)
    for lag in BLOCK_LAGS:
        blocks = block_change(luma[-new - lag : -lag], luma[-new:])
        columns.append(np.log1p(quantiles(blocks)))
        if lag == 1:
            columns.append(centre(blocks))
    for lag in SHIFT_LAGS:
        stay, best, shift = match(strips[-new - lag : -lag], strips[-new:])
        figures = (np.log1p(stay.mean(axis=1)), np.log1p(best.mean(axis=1)), shift.mean(axis=1) / 16)
        columns.append(np.stack(figures, axis=1))
    return np.concatenate(columns, axis=1)


def still(frames: Reduced) -> Floats:
    """Figures of each frame alone, (n, 8), about 0..1.

    Mean, deviation, sharpness, shares near black and near white, mean Cb and Cr, deviation of chroma.
    """
    n = len(frames)
    flat = frames.luma.reshape(n, -1)
    sharp = np.log1p(np.abs(np.diff(frames.luma, axis=2)).mean(axis=(1, 2)))
    cb, cr = frames.cb.reshape(n, -1) - 128, frames.cr.reshape(n, -1) - 128
    figures = (
        (flat.mean(axis=1) - 16) / 219,
        flat.std(axis=1) / 64,
        sharp / 3,
        (flat < 32).mean(axis=1),
        (flat > 220).mean(axis=1),
        cb.mean(axis=1) / 32,
        cr.mean(axis=1) / 32,
        (cb.std(axis=1) + cr.std(axis=1)) / 32,
    )
    return np.stack(figures, axis=1).astype(np.float32)
