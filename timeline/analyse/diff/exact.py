"""Pieces moved to the very frame: which of a few neighbouring places their pictures fit best, cell by cell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from timeline.analyse.diff.evidence import FLOOR, Evidence, evidence, weight
from timeline.analyse.diff.runs import FEWEST, Piece
from timeline.model.edit import INSTANT, Timeline

if TYPE_CHECKING:
    from timeline.analyse.diff.compare import Version

REACH = 4
"""Frames on either side that are tried."""
OFF_EDIT, NEW = 3.0, 4.0
"""What it costs a place to begin or end elsewhere than at an edit, and to leave frames of the later shot over."""
CLEAR, LEFT = 4.0, 0.8
"""By how much another place must be better, and the share of the distance that it leaves at most."""


def exactly(pieces: Sequence[Piece], before: Version, after: Version) -> list[Piece]:
    """The same pieces, each where its pictures fit best; frames that then have no counterpart are left out of it."""
    return [
        _placed(piece, _bounds(piece, pieces, before.timeline), before, after)
        if piece.frames >= FEWEST and piece.speed == 1
        else piece
        for piece in pieces
    ]


def _bounds(piece: Piece, pieces: Sequence[Piece], old: Timeline) -> tuple[int, int]:
    """Frames of the earlier version that a piece may show: its shot's, less what other pieces show of it."""
    shot = old.shots[piece.old]
    others = [other for other in pieces if other.old == piece.old and other is not piece]
    low = max((o.source_stop for o in others if o.source_stop <= piece.source), default=shot.start)
    high = min((o.source for o in others if o.source >= piece.source_stop), default=shot.stop)
    return max(low, shot.start), min(high, shot.stop)


def _placed(piece: Piece, bounds: tuple[int, int], before: Version, after: Version) -> Piece:
    low, high = max(0, piece.source - REACH), min(len(before.signatures), piece.source_stop + REACH)
    rows, later = before.signatures[low:high], after.signatures[piece.start : piece.stop]
    shown = _evidence_of(piece, low, rows, later)
    pure = _pure(piece, before.timeline, after.timeline)
    if pure.sum() < FEWEST:
        return piece
    frames = np.arange(piece.frames)
    now = shown.of(frames + piece.source - low, frames)
    best, shift = _price(now[pure], piece.source, piece, bounds), 0
    usual = best
    for moved in range(-REACH, REACH + 1):
        source = piece.source + moved
        inside = (frames + source >= bounds[0]) & (frames + source < bounds[1])
        if not moved or inside.sum() < FEWEST:
            continue
        away = now.copy()
        away[inside] = shown.of(frames[inside] + source - low, frames[inside])
        if away[pure].mean() + FLOOR > LEFT * (now[pure].mean() + FLOOR):
            continue
        price = _price(away[pure], source, piece, bounds)
        if price < best:
            best, shift = price, moved
    return _cut(piece, shift, bounds) if usual - best >= CLEAR else piece


def _evidence_of(piece: Piece, low: int, rows: np.ndarray, later: np.ndarray) -> Evidence:
    here = piece.source - low
    return evidence(rows, later, (rows[here : here + piece.frames], later)).moving()


def _price(away: npt.NDArray[np.float32], source: int, piece: Piece, bounds: tuple[int, int]) -> float:
    stop = source + piece.frames
    off = (source > bounds[0]) + (stop < bounds[1])
    new = (source < bounds[0]) + (stop > bounds[1])
    return weight(away) + OFF_EDIT * off + NEW * new


def _pure(piece: Piece, old: Timeline, new: Timeline) -> npt.NDArray[np.bool_]:
    """Frames of a piece that are no mixture of shots in either version."""
    pure = np.ones(piece.frames, np.bool_)
    for timeline, start in ((old, piece.source), (new, piece.start)):
        for each in timeline.transitions:
            if each.kind not in INSTANT:
                pure[max(0, each.start - REACH - start) : max(0, each.stop + REACH - start)] = False
    return pure


def _cut(piece: Piece, shift: int, bounds: tuple[int, int]) -> Piece:
    """A piece moved in the earlier version, without what lies outside its bounds there."""
    source, stop = piece.source + shift, piece.source_stop + shift
    head, tail = max(0, bounds[0] - source), max(0, stop - bounds[1])
    return replace(
        piece, source=source + head, source_stop=stop - tail, start=piece.start + head, stop=piece.stop - tail
    )
