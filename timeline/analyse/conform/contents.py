"""Where in the render the pictures of each shot really are, found by its source's alone."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping

import numpy as np
import numpy.typing as npt

from timeline.analyse.conform.footage import Take
from timeline.analyse.conform.laid import Laid
from timeline.analyse.conform.sources import ALIKE, interior
from timeline.kernels.likeness import apart, vectors
from timeline.kernels.pooling import Floats

SAMPLES = 5
CLEAR = 1.5
"""How many times larger the distance must be one frame away for a place to be exact."""
MOST = 4
"""Places at which a shot may be found and still tell something."""
TINY = 0.3
"""Mean squared distance, in 8-bit codes, that coding alone makes."""
WORK = 40_000_000
"""Frames of the render times shots that are searched at most; beyond, only shots that are off are."""


def contents(laid: Laid, takes: Mapping[int, Take], shots: Iterable[int]) -> dict[int, int]:
    """Frames by which the pictures of shots lie from their place in the timeline, where that can be told exactly.

    Still pictures, and pictures that come again elsewhere, tell nothing. Shots that are nowhere are left out.
    """
    wanted = [shot for shot in shots if shot in takes and takes[shot].source]
    if not wanted or len(wanted) * laid.footage.frames > WORK:
        return {}
    rows = _levelled(vectors(laid.footage.signatures))
    squares = (rows * rows).sum(axis=1)
    places = {shot: _places(laid, shot, takes[shot], rows, squares) for shot in wanted}
    found = {shot: offsets[0] for shot, offsets in places.items() if len(offsets) == 1}
    usual = {*found.values(), *laid.offsets}
    for shot, offsets in places.items():
        likely = [offset for offset in offsets if offset in usual]
        if len(offsets) > 1 and len(likely) == 1:
            found[shot] = likely[0]
    return found


def _levelled(rows: Floats) -> Floats:
    return np.asarray(rows - rows.mean(axis=1, keepdims=True), np.float32)


def _places(laid: Laid, shot: int, take: Take, rows: Floats, squares: Floats) -> list[int]:
    """Offsets at which a shot's pictures lie in the render: one, or a few where they come again."""
    low, high = interior(laid.timeline, shot)
    margin = (high - low) // 6  # what is trimmed is trimmed at the ends
    frames = np.unique(np.linspace(low + margin, high - 1 - margin, SAMPLES).astype(np.int64))
    own, held = take.at(frames)
    if not held.all():
        return []
    places = np.array([laid.scale.to_render(int(frame)) for frame in frames])
    cost = _costs(rows, squares, _levelled(vectors(own)), places)
    found = []
    for best in _lowest(cost):
        away = apart(laid.footage.signatures[places - places[0] + best], own)
        if float(np.median(away)) <= ALIKE:
            found.append(best - int(places[0]))
    return found


def _costs(rows: Floats, squares: Floats, own: Floats, places: npt.NDArray[np.int64]) -> Floats:
    """Median squared distance of a shot's samples for its first sample on each frame of the render it may lie on."""
    reach = int(places[-1] - places[0])
    starts = len(rows) - reach
    if starts < 1:
        return np.full(1, np.nan, np.float32)
    parts = []
    for sample, place in zip(own, places - places[0], strict=True):
        part = slice(int(place), int(place) + starts)
        parts.append(squares[part] - 2 * (rows[part] @ sample) + float(sample @ sample))
    return np.asarray(np.median(parts, axis=0) / rows.shape[1], np.float32)


def _lowest(cost: Floats) -> list[int]:
    """Frames at which the cost is as low as anywhere, each clearly lower than beside it; none where it is flat."""
    if np.isnan(cost).all():
        return []
    bound = CLEAR * float(np.nanmin(cost)) + TINY
    low = [int(frame) for frame in np.flatnonzero(cost <= bound)]
    beside = any(after - before == 1 for before, after in itertools.pairwise(low))
    return [] if beside or len(low) > MOST else low
