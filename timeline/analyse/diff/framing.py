"""Whether the later version shows the earlier one's pictures cropped, stretched or enlarged, and how."""

from __future__ import annotations

import dataclasses
import itertools
from typing import TYPE_CHECKING

import numpy as np

from timeline.analyse.diff.prints import prints
from timeline.kernels.pooling import Floats
from timeline.kernels.refit import SAME, Way, refit, then

if TYPE_CHECKING:
    from timeline.analyse.diff.compare import Version

SAMPLES, AMONG = 48, 480
"""Frames of the later version that are looked for, and of the earlier one among which."""
FITS = 0.03
"""Distance of the best matches up to which the pictures lie alike, and nothing is tried."""
BETTER = 0.7
"""Share of the distance that another way must bring it down to."""
PARTS = (0.95, 0.9, 0.85, 0.8, 0.75, 0.7, 0.65, 0.6, 0.5625)
"""Shares of an axis that a crop may show."""
FINER = (0.97, 0.985, 1.015, 1.03)


def reframed(before: Version, after: Version) -> Version:
    """The earlier version as if it lay in the later one's frame, where that makes their pictures more alike."""
    seen = prints(_some(after.signatures, SAMPLES))
    among = _some(before.signatures, AMONG)
    usual = _away(seen, prints(among))
    if usual <= FITS:
        return before
    best, way = min((_away(seen, prints(refit(among, *way))), n, way) for n, way in enumerate(_ways()))[0::2]
    for scale in FINER:
        finer = (_centred(way[0][0] * scale, way[0]), _centred(way[1][0] * scale, way[1]))
        away = _away(seen, prints(refit(among, *finer)))
        if away < best:
            best, way = away, finer
    if best > BETTER * usual:
        return before
    return dataclasses.replace(before, signatures=refit(before.signatures, *way), refitted=True)


def _some(rows: np.ndarray, count: int) -> np.ndarray:
    return rows[np.unique(np.linspace(0, len(rows) - 1, min(count, len(rows))).astype(np.int64))]


def _away(seen: Floats, among: Floats) -> float:
    """How far the nearest pictures are, for the better half of those looked for: the others may be new."""
    return float(np.quantile(1 - (seen @ among.T).max(axis=1), 0.3))


def _ways() -> list[tuple[Way, Way]]:
    """Crops and enlargements about the middle, on either axis or both."""
    shares = (1.0, *PARTS, *(round(1 / part, 4) for part in PARTS))
    ways = {(_centred(across, SAME), _centred(down, SAME)) for across, down in itertools.product(shares, (1.0,))}
    ways |= {(_centred(across, SAME), _centred(down, SAME)) for across, down in itertools.product((1.0,), shares)}
    ways |= {(_centred(part, SAME), _centred(part, SAME)) for part in shares}
    return sorted(ways)


def _centred(share: float, way: Way) -> Way:
    """A way about the same middle that shows ``share`` of the axis."""
    middle = way[1] + way[0] / 2
    return then((share, middle - share / 2), SAME)
