"""Shots that run at another speed: the straight line through both versions on which their pictures are alike."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np

from timeline.analyse.diff.evidence import FLOOR, MOST, Evidence, evidence, weight
from timeline.analyse.diff.prints import unlike
from timeline.analyse.diff.runs import Piece
from timeline.kernels.pooling import Floats
from timeline.model.edit import Shot

if TYPE_CHECKING:
    from timeline.analyse.diff.compare import Version

SPEEDS = tuple(
    sorted({Fraction(n, 20) for n in range(5, 81)} | {Fraction(1, 3), Fraction(2, 3), Fraction(4, 3), Fraction(5, 3)})
)
"""Frames before for each frame after, a quarter of the speed to four times."""
SHORTEST = 8
"""Frames of a shot below which its speed is not told."""
WON = 2
"""Frames that another speed must win or lose: less is a trim."""
CLEAR, LEFT = 8.0, 0.6
"""By how much the line must be better than what a shot is taken to show, and the distance that it leaves at most."""
ALIKE = 0.12
"""Mean distance of the prints beyond which no line is a match."""


def retimed(before: Version, after: Version, prints: tuple[Floats, Floats], pieces: Sequence[Piece]) -> list[Piece]:
    """Pieces in which every shot that runs at another speed is one piece with that speed."""
    made = list(pieces)
    claimed = _claimed(pieces)
    for number, shot in enumerate(after.timeline.shots):
        own = [piece for piece in made if piece.new == number]
        if shot.frames < SHORTEST or shot.kind == "black" or _kept(own, shot, before.timeline.shots):
            continue
        candidates = _candidates(prints, shot, before.timeline.shots, own, claimed)
        lines = [_line(number, shot, each, before, after, own) for each in candidates]
        best = min((line for line in lines if line is not None), key=lambda line: line[0], default=None)
        if best is None:
            continue
        piece = best[1]
        apart = unlike(prints[0][piece.places()], prints[1][piece.start : piece.stop])
        if apart.mean() <= ALIKE:
            made = [other for other in made if other.new != number] + [piece]
    return sorted(made, key=lambda piece: piece.start)


def _kept(own: Sequence[Piece], shot: Shot, old_shots: Sequence[Shot]) -> bool:
    """Whether a shot is taken over whole, frame by frame."""
    return (
        len(own) == 1
        and (own[0].start, own[0].stop) == (shot.start, shot.stop)
        and own[0].frames == old_shots[own[0].old].frames
    )


def _claimed(pieces: Sequence[Piece]) -> dict[int, int]:
    held: dict[int, int] = {}
    for piece in pieces:
        held[piece.old] = held.get(piece.old, 0) + piece.frames
    return held


def _candidates(
    prints: tuple[Floats, Floats], shot: Shot, old_shots: Sequence[Shot], own: Sequence[Piece], claimed: dict[int, int]
) -> list[int]:
    """Shots of the earlier version that may be this one: those it shows already, and free ones that look most alike."""
    old, new = prints
    named = {piece.old for piece in own}
    samples = np.linspace(shot.start, shot.stop - 1, 5).astype(np.int64)
    alike = []
    for number, other in enumerate(old_shots):
        if number in named or claimed.get(number, 0) > other.frames // 2 or other.frames < SHORTEST:
            continue
        best = float((new[samples] @ old[other.start : other.stop].T).max(axis=1).mean())
        alike.append((1 - best, number))
    fit = {number for number in named if old_shots[number].frames >= SHORTEST}
    return sorted(fit) + [number for away, number in sorted(alike)[:2] if away <= ALIKE]


def _line(
    number: int, shot: Shot, candidate: int, before: Version, after: Version, own: Sequence[Piece]
) -> tuple[float, Piece] | None:
    """The best line at any speed but the same one through a shot, and what it weighs; ``None`` where none is better."""
    other = before.timeline.shots[candidate]
    rows, later = before.signatures[other.start : other.stop], after.signatures[shot.start : shot.stop]
    pairs = np.linspace(0, other.frames - 1, shot.frames).astype(np.int64)
    shown = evidence(rows, later, (rows[pairs], later))
    found = _search(shown.all(), shot.frames, other.frames)
    if found is None:
        return None
    speed, source, stop = found
    piece = Piece(
        old=candidate,
        new=number,
        source=other.start + source,
        source_stop=other.start + stop,
        start=shot.start,
        stop=shot.stop,
        speed=speed,
    )
    on_line = shown.of(piece.places() - other.start, np.arange(shot.frames))
    now, held = _now(own, shot, before, after)
    if 2 * held.sum() >= shot.frames and np.median(now[held]) + FLOOR < LEFT * (np.median(on_line) + FLOOR):
        return None  # most of it fits at its own speed better than all of it at another: it was only made longer
    better = weight(now) - weight(on_line)
    if better < CLEAR or on_line.mean() + FLOOR > LEFT * (now.mean() + FLOOR):
        return None
    return weight(on_line), piece


def _search(away: Floats, frames: int, length: int) -> tuple[Fraction, int, int] | None:
    """Speed, first and last frame of the earlier shot with the least mean of ``away`` (frames, length)."""
    best: tuple[float, tuple[Fraction, int, int]] | None = None
    steps = np.arange(frames)
    for speed in SPEEDS:
        span = steps * speed.numerator // speed.denominator
        reach = int(-(-frames * speed.numerator // speed.denominator))
        if abs(reach - frames) < WON or span[-1] >= length or reach > length + 1:
            continue
        sources = np.arange(length - int(span[-1]))
        means = away[steps[:, None], span[:, None] + sources[None, :]].mean(axis=0)
        # A line that begins and ends with the shot is the likelier of two that are about alike.
        prices = (means + FLOOR) * (1 + 0.02 * (sources != 0) + 0.02 * (np.abs(sources + reach - length) > 1))
        source = int(np.argmin(prices))
        if best is None or prices[source] < best[0]:
            stop = length if abs(source + reach - length) <= 1 else source + reach
            best = float(prices[source]), (speed, source, min(length, stop))
    return None if best is None else best[1]


def _now(own: Sequence[Piece], shot: Shot, before: Version, after: Version) -> tuple[Floats, np.ndarray]:
    """Distance of every frame of a shot from what it is now taken to show, and which of them show anything."""
    away, held = np.full(shot.frames, MOST, np.float32), np.zeros(shot.frames, np.bool_)
    for piece in own:
        start, stop = max(piece.start, shot.start), min(piece.stop, shot.stop)
        if stop <= start:
            continue
        first = piece.source + start - piece.start
        rows, later = before.signatures[first : first + stop - start], after.signatures[start:stop]
        shown: Evidence = evidence(rows, later, (rows, later))
        each = np.arange(stop - start)
        away[start - shot.start : stop - shot.start] = shown.of(each, each)
        held[start - shot.start : stop - shot.start] = True
    return away, held
