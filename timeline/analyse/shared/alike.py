"""Whether two frames are one picture in two encodings, cell by cell, and whether they move as one."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from timeline.kernels.pooling import Floats
from timeline.kernels.signature import LUMA_SIDE, Signatures

CELLS = LUMA_SIDE**2
OFF = 10
"""Codes by which a cell differs that shows something else; coding moves means over a cell by one or two."""
DRAWN = 8
"""Codes from the picture's own median at which a cell shows something: figure rather than ground."""
COVERED = 0.25
"""Share of the figure that an overlay, such as an episode number or a caption, may hide."""
FEWEST = 12
"""Cells of figure without which a picture is flat: black, white, a colour."""
KEPT = 3 * CELLS // 4
"""Cells that count in how far two frames lie apart, the nearest ones: an overlay does not, a dissolve does."""

Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pictures:
    """One episode's pictures: luma uint8 (n, 1024), and the median of each (n, 1)."""

    luma: npt.NDArray[np.uint8]
    middle: npt.NDArray[np.uint8]

    def __len__(self) -> int:
        """Number of frames."""
        return len(self.luma)

    @property
    def flat(self) -> Flags:
        """Frames that show nothing to know them by, (n,)."""
        return np.asarray(self.figure(slice(None)).sum(axis=1) < FEWEST)

    def figure(self, part: slice) -> Flags:
        """Which cells of some frames show something, (m, 1024)."""
        return _gap(self.luma[part], self.middle[part]) > DRAWN


def pictures_of(signatures: Signatures, middle: npt.NDArray[np.uint8] | None = None) -> Pictures:
    """The pictures of an episode from its signatures uint8 (n, S), and their medians (n, 1) where they are known."""
    luma = np.ascontiguousarray(signatures[:, :CELLS])
    if middle is None:
        middle = np.partition(luma, CELLS // 2, axis=1)[:, CELLS // 2, None]
    return Pictures(luma=luma, middle=middle)


@dataclass(frozen=True, slots=True, kw_only=True)
class Likeness:
    """Frames held against frames: ``off``: share of the figure that differs; ``all_off``: share of the picture that
    does; ``flat``: neither shows anything. (n,) each.
    """

    off: Floats
    all_off: Floats
    flat: Flags

    @property
    def same(self) -> Flags:
        """Which may be one picture, overlays let through."""
        return np.asarray((self.off <= COVERED) & (self.all_off <= COVERED))


def likeness(one: Pictures, other: Pictures, start: int, stop: int, shift: int) -> Likeness:
    """Frames ``[start, stop)`` of the one against those ``shift`` further on in the other; all must be there."""
    here, there = slice(start, stop), slice(start + shift, stop + shift)
    figure = one.figure(here) | other.figure(there)
    off = _gap(one.luma[here], other.luma[there]) > OFF
    drawn = figure.sum(axis=1)
    share = (off & figure).sum(axis=1) / np.maximum(drawn, FEWEST)
    return Likeness(off=share.astype(np.float32), all_off=off.mean(axis=1, dtype=np.float32), flat=drawn < FEWEST)


def away(one: Pictures, other: Pictures, start: int, stop: int, shift: int) -> Floats:
    """How far frames lie apart: mean difference, in codes, of the KEPT cells that differ least, (n,)."""
    gap = _gap(one.luma[start:stop], other.luma[start + shift : stop + shift])
    return np.asarray(np.partition(gap, KEPT, axis=1)[:, :KEPT].mean(axis=1, dtype=np.float32))


def _gap(a: npt.NDArray[np.uint8], b: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint8]:
    return np.asarray(np.maximum(a, b) - np.minimum(a, b))


MOVED = 8
"""Codes by which a cell changes over LAG frames where something moves; coding alone changes it less."""
LAG = 6
MOVING = 6
"""Cells that must move for a motion to be held against another."""
HIDDEN = 0.35
"""Share of the cells that move which may differ: an overlay hides some, another take moves in others."""
FINEST = 0.5
"""Codes by which means over a cell differ that were rounded, at the least."""


def agreement(one: Pictures, other: Pictures, start: int, stop: int, shift: int) -> Floats:
    """How far both move alike over LAG frames, by correlation over the cells that move in either: (n,), LAG less than
    the frames ``[start, stop)`` that are asked for. 0 where those cells differ, nan where nothing moves.
    """
    a, b = (
        each.luma[first:last].astype(np.int16)
        for each, first, last in ((one, start, stop), (other, start + shift, stop + shift))
    )
    off = np.abs(a[:-LAG] - b[:-LAG]) > OFF
    c, d = (np.subtract(rows[LAG:], rows[:-LAG]).astype(np.float32) for rows in (a, b))
    moving = (np.abs(c) > MOVED) | (np.abs(d) > MOVED)
    moved = moving.sum(axis=1)
    c, d = c * moving, d * moving
    power = np.sqrt(np.einsum("nc,nc->n", c, c) * np.einsum("nc,nc->n", d, d))
    found = np.einsum("nc,nc->n", c, d) / np.maximum(power, 1)
    found[(off & moving).sum(axis=1) > HIDDEN * moved] = 0
    return np.where(moved >= MOVING, found, np.nan).astype(np.float32)


def astray(one: Pictures, other: Pictures, start: int, stop: int, shift: int) -> float:
    """How many times further apart the cells lie that move than those that stand, each against its own contrast.

    Coding, another size or another framing spoil a picture where it has edges, whether these move or not: 1.3 at
    most over re-encodings of real footage. Two takes before one set have the set alike and the figure somewhere
    else: 3 and more. Of either kind the HIDDEN share of cells that differ most is left out, where an overlay may lie.
    """
    a, b = (each.luma[first:last] for each, first, last in ((one, start, stop), (other, start + shift, stop + shift)))
    moving = (_gap(a[LAG:], a[:-LAG]) > MOVED) | (_gap(b[LAG:], b[:-LAG]) > MOVED)
    told = moving.sum(axis=1) >= MOVING
    moving, a, b = moving[told], a[LAG:][told], b[LAG:][told]
    gap, contrast = _gap(a, b), _contrast(a)
    here, elsewhere = (
        (max(FINEST, _nearest(gap[part])), contrast[part].mean(dtype=np.float64) + 1) for part in (moving, ~moving)
    )
    return float(here[0] / here[1] * elsewhere[1] / elsewhere[0])


def _nearest(gap: npt.NDArray[np.uint8]) -> float:
    """Mean of the differences that an overlay does not make."""
    count = max(1, int((1 - HIDDEN) * len(gap)))
    return float(np.partition(gap, count - 1)[:count].mean()) if len(gap) else 0.0


def _contrast(luma: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint8]:
    """Difference of each cell from the one beside it or the one below it, the larger, (n, 1024)."""
    planes = luma.reshape(-1, LUMA_SIDE, LUMA_SIDE)
    found = np.zeros_like(planes)
    found[:, :, :-1] = _gap(planes[:, :, 1:], planes[:, :, :-1])
    found[:, :-1] = np.maximum(found[:, :-1], _gap(planes[:, 1:], planes[:, :-1]))
    return found.reshape(-1, CELLS)
