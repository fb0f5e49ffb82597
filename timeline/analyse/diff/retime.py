"""Shots that run at another speed: the straight line through both versions on which their pictures are alike."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import numpy as np

from timeline.analyse.diff.path import NEW
from timeline.analyse.diff.runs import Piece
from timeline.kernels.pooling import Floats
from timeline.model.edit import Shot

SPEEDS = tuple(
    sorted({Fraction(n, 20) for n in range(5, 81)} | {Fraction(1, 3), Fraction(2, 3), Fraction(4, 3), Fraction(5, 3)})
)
"""Frames before for each frame after, a quarter of the speed to four times."""
SHORTEST = 8
"""Frames of a shot below which its speed is not told."""
BETTER, GAIN = 0.6, 0.12
"""What is left of the distance at the other speed, at most, and how much less the sum over all frames must be."""
ALIKE = 0.12
"""Mean distance beyond which no line is a match."""


def retimed(
    old: Floats, new: Floats, old_shots: Sequence[Shot], new_shots: Sequence[Shot], pieces: Sequence[Piece]
) -> list[Piece]:
    """Pieces in which every shot that runs at another speed is one piece with that speed."""
    made = list(pieces)
    claimed = _claimed(pieces)
    for number, shot in enumerate(new_shots):
        if shot.frames < SHORTEST or shot.kind == "black":
            continue
        own = [piece for piece in made if piece.new == number]
        away = _away(old, new, shot, own)
        if away.mean() < 0.003:
            continue
        found = _line(old, new, number, shot, old_shots, _candidates(old, new, shot, old_shots, own, claimed))
        if found is None:
            continue
        piece, mean = found
        total = float(away.sum()) + 0.2 * max(0, len(own) - 1)
        held = away[away < NEW]
        if 2 * len(held) >= shot.frames and float(np.median(held)) < mean / 2:
            continue  # most of it fits at its own speed better than all of it at another: it was only made longer
        if mean <= ALIKE and mean <= BETTER * total / shot.frames and total - mean * shot.frames >= GAIN:
            made = [other for other in made if other.new != number] + [piece]
    return sorted(made, key=lambda piece: piece.start)


def _claimed(pieces: Sequence[Piece]) -> dict[int, int]:
    held: dict[int, int] = {}
    for piece in pieces:
        held[piece.old] = held.get(piece.old, 0) + piece.frames
    return held


def _away(old: Floats, new: Floats, shot: Shot, own: Sequence[Piece]) -> Floats:
    """Distance of every frame of a shot from what it is now taken to show."""
    away = np.full(shot.frames, NEW, np.float32)
    for piece in own:
        start, stop = max(piece.start, shot.start), min(piece.stop, shot.stop)
        if stop <= start:
            continue
        source = piece.source + start - piece.start
        away[start - shot.start : stop - shot.start] = 1 - np.einsum(
            "nd,nd->n", new[start:stop], old[source : source + stop - start]
        )
    return away


def _candidates(
    old: Floats,
    new: Floats,
    shot: Shot,
    old_shots: Sequence[Shot],
    own: Sequence[Piece],
    claimed: dict[int, int],
) -> list[int]:
    """Shots of the earlier version that may be this one: those it shows already, and free ones that look most alike."""
    named = {piece.old for piece in own}
    samples = np.linspace(shot.start, shot.stop - 1, 5).astype(np.int64)
    alike = []
    for number, other in enumerate(old_shots):
        if number in named or claimed.get(number, 0) > other.frames // 2 or other.frames < SHORTEST:
            continue
        best = float((new[samples] @ old[other.start : other.stop].T).max(axis=1).mean())
        alike.append((1 - best, number))
    return sorted(named) + [number for away, number in sorted(alike)[:2] if away <= ALIKE]


def _line(
    old: Floats, new: Floats, number: int, shot: Shot, old_shots: Sequence[Shot], candidates: Sequence[int]
) -> tuple[Piece, float] | None:
    """The best line at any speed but the same one, and its mean distance."""
    best: tuple[float, Piece] | None = None
    steps = np.arange(shot.frames)
    for candidate in candidates:
        other = old_shots[candidate]
        away = 1 - new[shot.start : shot.stop] @ old[other.start : other.stop].T
        for speed in SPEEDS:
            span = steps * speed.numerator // speed.denominator
            reach = int(-(-shot.frames * speed.numerator // speed.denominator))
            if speed == 1 or span[-1] >= other.frames or reach > other.frames + 1:
                continue
            for source in range(other.frames - int(span[-1])):
                mean = float(away[steps, span + source].mean())
                # A line that ends with the shot is the likelier of two that are about alike.
                price = mean + 0.0005 * (source != 0) + 0.0005 * (abs(source + reach - other.frames) > 1)
                if best is None or price < best[0]:
                    stop = min(other.stop, other.start + source + reach)
                    if abs(stop - other.stop) <= 1:
                        stop = other.stop
                    piece = Piece(
                        old=candidate,
                        new=number,
                        source=other.start + source,
                        source_stop=stop,
                        start=shot.start,
                        stop=shot.stop,
                        speed=speed,
                    )
                    best = price, piece
    return None if best is None else (best[1], best[0])
