"""Keys of frames: pictures that are the same after another encoding mostly have one, others hardly ever.

A picture's four halves (top, bottom, left, right) have a key each, so that an episode number or a caption spoils only
those that it lies in. A key is the signs of a half's lowest cosine components (after the perceptual hashes surveyed by
Zauner, "Implementation and benchmarking of perceptual image hash functions", 2010): coding moves them by a code or so.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt

from timeline.analyse.shared.alike import Flags, pictures_of
from timeline.kernels.pooling import Floats
from timeline.kernels.signature import LUMA_SIDE, Signatures

HALVES = 4
BITS = 24
FAINT = 4.0
"""Contrast of a half, in 8-bit codes, below which its signs are those of noise."""
_PLACES = 256 ** np.arange(BITS // 8)
SMALL = 8
"""Side of the small pictures that tell chance from likeness."""
CHUNK = 1024

Codes = npt.NDArray[np.uint8]


@dataclass(frozen=True, slots=True, kw_only=True)
class Keys:
    """What is kept of an episode: its keys and the frame where each begins, (k,) each.

    ``small``: pictures of all frames, uint8 (frames, 64). ``flat``: frames that show nothing to know them by.
    ``middle``: the median of each frame, uint8 (frames, 1).
    """

    keys: npt.NDArray[np.uint32]
    frames: npt.NDArray[np.int32]
    small: Codes
    flat: Flags
    middle: Codes


def keys_of(signatures: Signatures) -> Keys:
    """Keys of frames uint8 (n, S); of frames in a row with one key only the first has it."""
    parts, last = list[Keys](), np.full(HALVES, -1, np.int64)
    for first in range(0, len(signatures), CHUNK):
        chunk = signatures[first : first + CHUNK]
        pictures = pictures_of(chunk)
        luma = pictures.luma.astype(np.float32)
        signs, clear = _signs(luma @ _waves())
        marked = np.where(clear, signs, -1)
        new = clear & (marked != np.concatenate([last[None], marked[:-1]]))
        last = marked[-1]
        parts.append(
            Keys(
                keys=signs[new].astype(np.uint32),
                frames=(np.nonzero(new)[0] + first).astype(np.int32),
                small=np.rint(luma @ _shrinking()).astype(np.uint8),
                flat=pictures.flat,
                middle=pictures.middle,
            )
        )
    if not parts:
        none = np.empty(0)
        return Keys(
            keys=none.astype(np.uint32),
            frames=none.astype(np.int32),
            small=np.empty((0, SMALL**2), np.uint8),
            flat=none.astype(np.bool_),
            middle=np.empty((0, 1), np.uint8),
        )
    names = ("keys", "frames", "small", "flat", "middle")
    return Keys(**{name: np.concatenate([getattr(part, name) for part in parts]) for name in names})


def _signs(components: Floats) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.bool_]]:
    """Key of each half of each picture, with the half's number on top, and whether it says anything: (n, 4) twice."""
    by_half = components.reshape(len(components), HALVES, BITS)
    bits = np.packbits(by_half > 0, axis=2).astype(np.int64)
    contrast = np.sqrt(np.einsum("nhb,nhb->nh", by_half, by_half) / (LUMA_SIDE**2 // 2))
    return bits @ _PLACES + (np.arange(HALVES) << BITS), contrast > FAINT


@cache
def _waves() -> Floats:
    """The BITS lowest components of the cosine transform of each half but its mean, (1024, HALVES * BITS)."""
    side, half = LUMA_SIDE, LUMA_SIDE // 2
    columns = []
    for top, left, rows, wide in ((0, 0, half, side), (half, 0, half, side), (0, 0, side, half), (0, half, side, half)):
        for u, v in _lowest(rows, wide):
            plane = np.zeros((side, side))
            plane[top : top + rows, left : left + wide] = np.outer(_wave(u, rows), _wave(v, wide))
            columns.append(plane.ravel())
    return np.stack(columns, axis=1).astype(np.float32)


def _lowest(rows: int, columns: int) -> list[tuple[int, int]]:
    waves = sorted((u / rows + v / columns, u, v) for u in range(rows) for v in range(columns) if u or v)
    return [(u, v) for _, u, v in waves[:BITS]]


def _wave(number: int, size: int) -> npt.NDArray[np.float64]:
    wave = np.cos(np.pi * number * (np.arange(size) + 0.5) / size)
    return np.asarray(wave / np.linalg.norm(wave))


@cache
def _shrinking() -> Floats:
    """Means over the cells of small pictures, (1024, SMALL ** 2)."""
    factor = LUMA_SIDE // SMALL
    place = np.arange(LUMA_SIDE) // factor
    number = (SMALL * place[:, None] + place[None, :]).ravel()
    return np.asarray((number[:, None] == np.arange(SMALL**2)) / factor**2, np.float32)
