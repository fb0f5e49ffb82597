"""Fades and dips, read from the picture's own figures: where it becomes one flat colour and how it gets there."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from timeline.kernels.features import FeatureTable
from timeline.kernels.pooling import Floats
from timeline.model.edit import Evidence, Kind, Transition

FLAT = 3.0
"""Largest standard deviation, in 8-bit codes, of a picture that is one colour."""
LONGEST_DIP = 5
"""A hold of at most this many frames belongs to one dip through black or white."""
SHORTEST = 3
"""Frames that a fade lasts at least; less is a cut to or from the colour."""

Run = tuple[int, int]


def runs(mask: npt.NDArray[np.bool_]) -> list[Run]:
    """Stretches ``[start, stop)`` of True."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], mask, [False]]).astype(np.int8)))
    return [(int(a), int(b)) for a, b in zip(edges[::2], edges[1::2], strict=True)]


def contrast(table: FeatureTable) -> Floats:
    """Standard deviation of luma of each frame in 8-bit codes, (frames,)."""
    return np.asarray(table.column("deviation") * 64, dtype=np.float32)


def flat_runs(table: FeatureTable) -> list[Run]:
    """Stretches of frames that show one colour only."""
    return runs((contrast(table) < FLAT) & (table.column("chroma_deviation") * 32 < 2 * FLAT))


def _ramp(deviation: Floats, at: int, step: int) -> int:
    """Length of the steady climb of contrast from the flat frame ``at``, later (``step`` 1) or earlier (-1)."""
    length, here = 0, at
    while 0 <= here + step < len(deviation) and deviation[here + step] > deviation[here] * 1.005 + 0.05:
        if length >= 1 and deviation[here + step] > 2.5 * deviation[here] + 12:
            break
        length, here = length + 1, here + step
    return length


def _fade(kind: Kind, start: int, stop: int, edit_point: int | None, deviation: Floats) -> Transition:
    span = deviation[max(0, start - 1) : stop + 1]
    figures = (("highest_contrast", round(float(span.max()), 2)), ("lowest_contrast", round(float(span.min()), 2)))
    length = stop - start
    return Transition(
        kind=kind,
        start=start,
        stop=stop,
        edit_point=edit_point,
        confidence=round(length / (length + 1), 3),
        evidence=Evidence(
            figures=figures, frames=(max(0, start - 1), (start + stop) // 2, min(stop, len(deviation) - 1))
        ),
    )


def find_fades(table: FeatureTable) -> list[Transition]:
    """Fades out and in, and dips whose hold is LONGEST_DIP frames or less.

    A fade that begins with the first frame or ends with the last has no edit point.
    """
    deviation, found = contrast(table), []
    for first, end in flat_runs(table):
        down, up = _ramp(deviation, first, -1), _ramp(deviation, end - 1, +1)
        down, up = (down if down >= SHORTEST else 0), (up if up >= SHORTEST else 0)
        begin, last = first - down + 1, end + up - 1
        if down and up and end - first <= LONGEST_DIP:
            middle = first + (end - first) // 2
            found.append(_fade(Kind.FADE_THROUGH, begin, last, middle, deviation))
            continue
        if down:
            tail = end == table.frames
            found.append(_fade(Kind.FADE_OUT, begin, first, None if tail else first, deviation))
        if up:
            found.append(_fade(Kind.FADE_IN, end, last, None if first == 0 else end, deviation))
    return found
