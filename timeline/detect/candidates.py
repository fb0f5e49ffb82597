"""A cheap scorer with a low threshold: which frames may lie at a transition and are worth a small picture."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from timeline.kernels.features import COLUMNS
from timeline.kernels.median import median
from timeline.kernels.pooling import Floats

LEAST_CHANGE = 2.5
"""Mean change, in 8-bit codes, below which two neighbouring frames are taken as one shot's."""
LEAST_CONTRAST = 1.3
"""How far a change must stand out of those around it."""
NEIGHBOURS = 4
PEAK = 8
"""Rows on either side over which a gradual change must be the largest."""

_AT = {name: i for i, name in enumerate(COLUMNS)}


def change(values: Floats) -> Floats:
    """Change from the frame before, (n,), in 8-bit codes: half mean, half median over blocks, a little of chroma."""
    rms, middle, chroma = (values[:, _AT[name]] for name in ("luma_rms_1", "block_q50_1", "chroma_rms_1"))
    return np.asarray(0.35 * np.expm1(rms) + 0.5 * np.expm1(middle) + 0.3 * np.expm1(chroma), dtype=np.float32)


def around(signal: Floats, reach: int) -> Floats:
    """The ``reach`` values on either side of each value, sorted upwards, (n, 2 * reach); 0 past the ends."""
    padded = np.pad(signal, reach)
    if not len(signal):
        return np.empty((0, 2 * reach), np.float32)
    windows = np.lib.stride_tricks.sliding_window_view(padded, 2 * reach + 1)
    return np.sort(np.delete(windows, reach, axis=1), axis=1)


def candidate_frames(values: Floats) -> npt.NDArray[np.intp]:
    """Rows of a window of the feature table whose pictures should be kept, ascending.

    ``values`` (n, len(COLUMNS)). For a possible cut at c: c - 1 and c; for a possible gradual change around g: the
    frames 8 before and after its middle. Windows should overlap by 24 rows, since a change is judged by those around.
    """
    signal = change(values)
    level = median(around(signal, NEIGHBOURS))
    cuts = np.flatnonzero((signal > LEAST_CHANGE) & (signal > LEAST_CONTRAST * level + 1))
    size, misfit = values[:, _AT["mix_size_8"]], values[:, _AT["mix_misfit_8"]]
    mixed = (np.expm1(size) > 8) & (misfit < 0.35)
    gradual = np.flatnonzero(mixed & (size >= around(size, PEAK)[:, -1]))
    wanted = np.concatenate([cuts - 1, cuts, gradual - 8, gradual + 8])
    return np.unique(wanted[(wanted >= 0) & (wanted < len(values))])
