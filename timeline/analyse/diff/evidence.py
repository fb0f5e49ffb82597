"""How far apart pictures are cell by cell, which tells a frame from the one beside it where prints are too coarse."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from timeline.analyse.diff.looks import grade_of
from timeline.kernels.pooling import Floats
from timeline.kernels.signature import Signatures, luma_blocks

MOST = 144.0
"""Squared luma codes that a cell counts at most: a caption is not another moment."""
MOVING = 10
"""One cell in so many tells moments apart."""
FLOOR = 0.5
"""Squared codes that coding leaves of any picture."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """Cells of two stretches of pictures, the earlier ones under the later ones' grade: (n, cells) and (m, cells)."""

    before: Floats
    after: Floats

    def of(self, places: np.ndarray, frames: np.ndarray) -> Floats:
        """Mean squared distance of pairs of pictures, (k,), each cell counted up to MOST."""
        away = (self.before[places] - self.after[frames]) ** 2
        return np.asarray(np.minimum(away, MOST).mean(axis=1), np.float32)

    def moving(self) -> Evidence:
        """The tenth of the cells that moves most in the earlier pictures: still ones tell no moment from another."""
        if len(self.before) < 2:
            return self
        motion = (np.diff(self.before, axis=0) ** 2).mean(axis=0)
        most = np.argsort(motion, kind="stable")[-len(motion) // MOVING :]
        return Evidence(before=self.before[:, most], after=self.after[:, most])

    def all(self) -> Floats:
        """The same of every later picture with every earlier one, (m, n), cells counted in full."""
        squares = (self.after**2).mean(axis=1)[:, None] + (self.before**2).mean(axis=1)[None, :]
        apart = squares - 2 / self.before.shape[1] * (self.after @ self.before.T)
        return np.asarray(np.maximum(apart, 0), np.float32)


def evidence(before: Signatures, after: Signatures, paired: tuple[Signatures, Signatures]) -> Evidence:
    """Evidence on two stretches; ``paired``: pictures of both that show about the same, for the grade between them."""
    a, b = (_cells(rows) for rows in paired)
    gain, level = grade_of(a, b)
    return Evidence(before=gain * (_cells(before) - 128) + 128 + level, after=_cells(after))


def _cells(rows: Signatures) -> Floats:
    return luma_blocks(rows).reshape(len(rows), -1).astype(np.float32)


def weight(away: Floats) -> float:
    """What distances of n frames weigh: n times the logarithm of their mean, as under noise of unknown strength."""
    return len(away) * float(np.log(away.mean() + FLOOR)) if len(away) else 0.0
