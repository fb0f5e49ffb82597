"""Pieces whose pictures are the same ones, told from another take of the same set-up."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from timeline.analyse.diff.looks import Look, look
from timeline.analyse.diff.prints import unlike
from timeline.analyse.diff.runs import Piece
from timeline.kernels.pooling import Floats

if TYPE_CHECKING:
    from timeline.analyse.diff.compare import Version

Seen: TypeAlias = Callable[[Piece], Look]
OTHER, SPREAD = 3.0, 0.2
"""Codes, and share of the picture's own contrast, by which most of it must be off to be another take."""


UNLIKE = 0.2
"""Median distance of the prints from which they are other pictures, with what framing alone leaves beside it."""


def same_takes(pieces: Sequence[Piece], seen: Seen, prints: tuple[Floats, Floats]) -> list[Piece]:
    """Pieces without those that only look alike."""
    apart = [float(np.median(unlike(prints[0][p.places()], prints[1][p.start : p.stop]))) for p in pieces]
    usual_apart = float(np.median(apart)) if apart else 0.0
    pieces = [piece for piece, away in zip(pieces, apart, strict=True) if away <= UNLIKE + 2 * usual_apart]
    typical = float(np.median([seen(piece).off for piece in pieces])) if pieces else 0.0
    return [piece for piece in pieces if not _other(seen(piece), typical)]


def seeing(before: Version, after: Version) -> Seen:
    """How pieces of two versions compare, each looked at once."""
    return cache(lambda piece: look_at(piece, before, after))


def look_at(piece: Piece, before: Version, after: Version) -> Look:
    """Compare the pictures of a piece."""
    rows, later = before.signatures[piece.places()], after.signatures[piece.start : piece.stop]
    return look(rows, later, refitted=before.refitted, regraded=before.regraded)


def _other(seen: Look, typical: float) -> bool:
    return seen.moving or seen.off > max(OTHER, 2.5 * typical, SPREAD * seen.contrast)
