"""Whether one version shows the other's pictures cropped, stretched or enlarged; both cut to what they share."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
import numpy.typing as npt

from timeline.analyse.diff.prints import prints, unlike
from timeline.kernels.refit import SAME, Way, refit, then, within
from timeline.kernels.signature import LUMA_SIDE, Signatures, luma_blocks

if TYPE_CHECKING:
    from timeline.analyse.diff.compare import Version

Ways: TypeAlias = tuple[Way, Way]
"""Across and down: where the later picture lies in the earlier one."""
SAMPLES, AMONG = 32, 256
"""Frames of the later version that are looked for, and of the earlier one among which."""
FITS = 0.03
"""Distance of the best matches up to which the pictures lie alike, and nothing is tried."""
BETTER = 0.7
"""Share of the distance that another way must bring it down to."""
PARTS = (0.95, 0.9, 0.85, 0.8, 0.75, 0.7, 0.65, 0.6, 0.5625)
"""Shares of an axis that a crop may show."""
LIT = 26
"""Luma of a cell, at its brightest, from which it is no standing bar."""
ROUNDS, STEP, CLOSE = 12, 0.005, 2e-4
"""Of the search for the exact way: rounds at most, and shares of an axis by which slopes are told and it ends."""
CUT = 0.004
"""Share of an axis that either may lack without being cut."""


def reframed(before: Version, after: Version) -> tuple[Version, Version]:
    """Both versions as if they showed the same part of the picture, where that makes them more alike."""
    seen = _some(after.signatures, SAMPLES)
    among = _some(before.signatures, AMONG)
    looked_for = prints(seen)
    usual, _ = _nearest(looked_for, prints(among))
    if usual <= FITS:
        return before, after
    boxes = _box(before.signatures), _box(after.signatures)
    tried = [(_nearest(looked_for, prints(refit(among, *way)))[0], n, way) for n, way in enumerate(_ways(*boxes))]
    best, _, way = min(tried)
    if best > BETTER * usual:
        return before, after
    exact = _exact(seen, among, way)
    (across, later_across), (down, later_down) = (_shared(each) for each in exact)
    return (
        dataclasses.replace(before, signatures=refit(before.signatures, across, down), refitted=True),
        dataclasses.replace(after, signatures=refit(after.signatures, later_across, later_down), refitted=True),
    )


def _some(rows: Signatures, count: int) -> Signatures:
    return rows[np.unique(np.linspace(0, len(rows) - 1, min(count, len(rows))).astype(np.int64))]


def _nearest(
    looked_for: npt.NDArray[np.float32], among: npt.NDArray[np.float32]
) -> tuple[float, npt.NDArray[np.int64]]:
    """How far the nearest pictures are, for the better part of those looked for, as others may be new; and which."""
    alike = looked_for @ among.T
    return float(np.quantile(1 - alike.max(axis=1), 0.3)), np.asarray(alike.argmax(axis=1), np.int64)


def _box(signatures: Signatures) -> Ways:
    """The part of the picture, across and down, that is lit in some frame."""
    lit = _some(luma_blocks(signatures), AMONG).max(axis=0) > LIT
    return _lit_part(lit.any(axis=0)), _lit_part(lit.any(axis=1))


def _lit_part(lit: npt.NDArray[np.bool_]) -> Way:
    places = np.flatnonzero(lit)
    if not len(places):
        return SAME
    return within(places[0] / LUMA_SIDE, (places[-1] + 1) / LUMA_SIDE)


def _ways(before: Ways, after: Ways) -> list[Ways]:
    """Crops and enlargements about the middle, on either axis or both; the same between the lit parts."""
    shares = (1.0, *PARTS, *(round(1 / part, 4) for part in PARTS))
    plain = {(_centred(share), SAME) for share in shares} | {(SAME, _centred(share)) for share in shares}
    plain |= {(_centred(share), _centred(share)) for share in shares}
    lit = tuple(then(_inverse(late), early) for early, late in zip(before, after, strict=True))
    between = {(then(across, lit[0]), then(down, lit[1])) for across, down in plain} if lit != (SAME, SAME) else set()
    return sorted(plain | between)


def _centred(share: float) -> Way:
    """A way about the middle that shows ``share`` of the axis."""
    return share, (1 - share) / 2


def _inverse(way: Way) -> Way:
    return 1 / way[0], -way[1] / way[0]


def _exact(seen: Signatures, among: Signatures, way: Ways) -> Ways:
    """The way near a first one on which pairs of pictures are most alike, by least squares (Gauss and Newton)."""
    looked_for = prints(seen)
    _, nearest = _nearest(looked_for, prints(refit(among, *way)))
    away = unlike(looked_for, prints(refit(among[nearest], *way)))
    best = np.argsort(away, kind="stable")[: max(4, len(away) // 3)]
    wanted, rows = looked_for[best], among[nearest[best]]

    def rest(at: npt.NDArray[np.float64]) -> npt.NDArray[np.float32]:
        return (prints(refit(rows, *_way_of(at))) - wanted).ravel()

    at = np.array([way[0][0], sum(_ends(way[0])) / 2, way[1][0], sum(_ends(way[1])) / 2])
    left = rest(at)
    for _ in range(ROUNDS):
        slope = np.stack([(rest(at + unit) - left) / STEP for unit in STEP * np.eye(4)], axis=1)
        step = np.asarray(np.linalg.lstsq(slope, -left, rcond=None)[0], np.float64)
        nearer = next(_better(rest, at, step, float(left @ left)), None)
        if nearer is None:
            break
        at, left = nearer
    return _way_of(at)


def _better(
    rest: Callable[[npt.NDArray[np.float64]], npt.NDArray[np.float32]],
    at: npt.NDArray[np.float64],
    step: npt.NDArray[np.float64],
    now: float,
) -> Iterator[tuple[npt.NDArray[np.float64], npt.NDArray[np.float32]]]:
    """Places along a step, ever nearer, that leave less than is left now, and what they leave."""
    while np.abs(step).max() > CLOSE:
        left = rest(at + step)
        if left @ left < now:
            yield at + step, left
        step = step / 2


def _ends(way: Way) -> tuple[float, float]:
    return way[1], way[1] + way[0]


def _way_of(at: npt.NDArray[np.float64]) -> Ways:
    """From scale and middle, across and down."""
    across, middle, down, centre = (float(value) for value in at)
    return (across, middle - across / 2), (down, centre - down / 2)


def _shared(way: Way) -> tuple[Way, Way]:
    """Ways of the earlier and the later picture to the part of this axis that both show."""
    low, high = sorted((-way[1] / way[0], (1 - way[1]) / way[0]))
    low, high = max(0.0, low), min(1.0, high)
    later = within(low if low > CUT else 0.0, high if high < 1 - CUT else 1.0)
    return then(later, way), later
