"""Whether two runs of pictures are the same ones, and then whether under another grade or another caption."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from timeline.kernels.pooling import Floats
from timeline.kernels.signature import LUMA_SIDE, Signatures, chroma_blocks, luma_blocks

SAMPLES = 16
ENOUGH = 6000
"""Cells that a grade is told from."""
COVERED = 14.0
"""Luma codes by which a cell is off once the grade is taken out, for it to lie under something else."""
SPREAD = 6.0
"""The same in multiples of what the picture is off elsewhere: coding, scaling and cropping leave more at edges."""
FEW, MOST = 10, 460
"""Cells of 1024 that a caption covers: solid ones at least, all of them at most."""
BESIDE = 3
"""Neighbours of a solid cell that are covered too."""
EDGES = 0.3
"""Share of the range around a cell that it may be off as well: scaling moves edges."""
FEW_REFITTED, EDGES_REFITTED = 24, 0.6
"""The same for pictures that had to be cropped or enlarged to lie alike."""
FAINT, EDGES_FAINT, FEW_FAINT = 8.0, 0.12, 10
"""The same for cells that are off in most frames of the shot."""
PLAIN = 0.05
"""Contrast won or lost up to which faint cells are lettering: a grade clips bright and dark lettering too."""
MANY, STAYS = 24, 0.35
"""Cells that differ in most frames of another take, and the share of them that stay where they are, at most."""
OFTEN = 0.15
"""Share of the frames looked at in which it does."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """How a run compares: ``off`` median of what is left once grade and captions are out, in luma codes.

    ``level``: how many codes middle grey lies higher; ``gain``: contrast after for contrast before; ``tint``: Cb and
    Cr. ``covered``: share of the frames with other lettering; ``frames``: places of those, in the run.
    ``contrast`` and ``middle``: spread and mean of the earlier pictures, in luma codes. ``moving``: most of what
    differs moves about, as people do in another take and lettering does not.
    """

    off: float
    level: float
    gain: float
    tint: tuple[float, float]
    covered: float
    frames: tuple[int, ...]
    contrast: float
    middle: float
    moving: bool


def look(before: Signatures, after: Signatures, *, refitted: bool = False, regraded: bool = False) -> Look:
    """Compare pictures pair by pair, (n, S) each, n at least 1.

    ``refitted``: one was cropped or enlarged for it; ``regraded``: one was put under the other's grade.
    """
    places = np.unique(np.linspace(0, len(before) - 1, SAMPLES).astype(np.int64))
    a, b = (_cells(rows[places], refitted=refitted) for rows in (before, after))
    gain, level = grade_of(a, b)
    graded = gain * (a - 128) + 128 + level
    rest = b - graded
    rest -= np.median(rest, axis=1, keepdims=True)
    off = np.median(np.abs(rest), axis=1)
    span = _range_around(graded)
    limit = np.maximum(COVERED, SPREAD * off)[:, None]
    limit = np.maximum(limit, (EDGES_REFITTED if refitted else EDGES) * span)
    outside = (np.abs(rest) > limit) & _inner()
    solid = _solid(outside)
    under = (solid.sum(axis=1) >= (FEW_REFITTED if refitted else FEW)) & (outside.sum(axis=1) <= MOST)
    if not (refitted or regraded) and abs(gain - 1) < PLAIN and _lasting(np.abs(rest), off, span):
        under[:] = True
    tint = np.median(
        chroma_blocks(after[places]).astype(np.float32) - chroma_blocks(before[places]).astype(np.float32),
        axis=(0, 2, 3),
    )
    return Look(
        off=float(np.median(off)),
        level=float(level),
        gain=float(gain),
        tint=(float(tint[0]), float(tint[1])),
        covered=float(under.mean()),
        frames=tuple(int(place) for place in places[under]),
        contrast=float(np.median(np.median(np.abs(a - np.median(a, axis=1, keepdims=True)), axis=1))),
        middle=float(a.mean()),
        moving=_moving(solid),
    )


def _cells(rows: Signatures, *, refitted: bool) -> Floats:
    """Luma (n, 1024); of pictures enlarged unlike each other, as soft as the softer one."""
    luma = luma_blocks(rows).astype(np.float32)
    if refitted:
        luma = np.mean(_shifts(luma), axis=0, dtype=np.float32)
    return luma.reshape(len(rows), -1)


def _lasting(rest: Floats, off: Floats, span: Floats) -> bool:
    """Whether some cells are off by little, but all the time: small lettering over much else of its tone."""
    usual = np.median(rest, axis=0)
    limit = np.maximum(max(FAINT, SPREAD * float(np.median(off))), EDGES_FAINT * np.median(span, axis=0))
    faint = ((usual > limit) & _inner())[None]
    return bool(_solid(faint).sum() >= FEW_FAINT and faint.sum() <= MOST)


def _solid(outside: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
    """Cells of (n, 1024) with at least BESIDE of their neighbours: outlines that scaling moves have two."""
    cells = outside.reshape(-1, LUMA_SIDE, LUMA_SIDE).astype(np.float32)
    beside = np.sum(_shifts(cells), axis=0) - cells
    return np.asarray((beside >= BESIDE) & (cells > 0)).reshape(outside.shape)


def _inner() -> npt.NDArray[np.bool_]:
    """Cells that are not at the rim, where a part of a bar may be, (1024,)."""
    inner = np.zeros((LUMA_SIDE, LUMA_SIDE), np.bool_)
    inner[1:-1, 1:-1] = True
    return inner.ravel()


def _moving(solid: npt.NDArray[np.bool_]) -> bool:
    """Whether many solid cells differ, (n, 1024), and most of them not in half of the frames."""
    often = solid.mean(axis=0)
    some = int((often > 0).sum())
    return bool(np.median(solid.sum(axis=1)) >= MANY and (often >= 0.5).sum() < STAYS * some)


def grade_of(a: Floats, b: Floats) -> tuple[float, float]:
    """Gain about middle grey and level that carry most cells of ``a`` onto those of ``b``, captions left out."""
    step = max(1, a.size // ENOUGH) | 1
    x, y = (a - 128).ravel()[::step], (b - 128).ravel()[::step]
    inside = np.ones(len(x), bool)
    gain, level = 1.0, 0.0
    for _ in range(4):
        u, v = x[inside], y[inside]
        mean_u, mean_v = float(u.mean()), float(v.mean())
        spread = float(((u - mean_u) ** 2).mean())
        gain = float(((u - mean_u) * (v - mean_v)).mean()) / spread if spread > 4 else 1.0
        gain = min(max(gain, 0.25), 4.0)
        level = mean_v - gain * mean_u
        away = np.abs(y - gain * x - level)
        inside = away <= max(3.0, 2.5 * float(np.median(away)))
    return gain, level


def _range_around(cells: Floats) -> Floats:
    """Brightest less darkest of the 3 x 3 cells around each, (n, 1024)."""
    around = _shifts(cells.reshape(-1, LUMA_SIDE, LUMA_SIDE))
    span = np.maximum.reduce(around) - np.minimum.reduce(around)
    return np.asarray(span.reshape(len(cells), -1), np.float32)


def _shifts(luma: Floats) -> list[Floats]:
    """Each cell's neighbours, itself among them: nine arrays (n, 32, 32)."""
    padded = np.pad(luma, ((0, 0), (1, 1), (1, 1)), mode="edge")
    return [padded[:, y : y + LUMA_SIDE, x : x + LUMA_SIDE] for y in range(3) for x in range(3)]
