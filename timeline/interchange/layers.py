"""Flattens the tracks of a sequence: the top enabled clip wins, nested sequences open, holes stay holes."""

from __future__ import annotations

import itertools
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from fractions import Fraction

from timeline.errors import SequenceError
from timeline.model.sequence import Item, Sequence, Track, WrittenTransition

MOST_OPENED = 20_000
"""Clips that nested sequences may open into; sequences that nest each other twice double them at every level."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """What is seen of one clip over ``[start, stop)`` frames; ``first``: source seconds shown at ``start``.

    ``speed``: source seconds a second, every nested sequence's own speed counted in.
    """

    start: Fraction
    stop: Fraction
    item: Item
    first: Fraction | None
    speed: Fraction


@dataclass(slots=True, kw_only=True)
class Layers:
    """Pieces that do not overlap, in order, with holes between, and the transitions that are seen."""

    pieces: list[Piece] = field(default_factory=list)
    transitions: list[WrittenTransition] = field(default_factory=list)


@dataclass(slots=True, kw_only=True)
class Flattener:
    """Flattens one sequence and whatever it nests; ``counts`` gathers what was met on the way."""

    counts: Counter[str] = field(default_factory=Counter)
    opened: dict[int, Layers] = field(default_factory=dict)
    pieces: int = 0

    def sequence(self, sequence: Sequence) -> Layers:
        """Lay every enabled track over those below it.

        Raises:
            SequenceError: nested sequences multiply beyond any timeline.
        """
        if id(sequence) in self.opened:
            return self.opened[id(sequence)]
        seen = Layers()
        for number, track in enumerate(sequence.tracks):
            if not track.enabled:
                self.counts["disabled"] += sum(item.kind != "gap" for item in track.items)
                continue
            top = self.track(track, sequence.rate)
            self.counts["upper"] += len(top.pieces) if number > sequence.main else 0
            seen = self._over(seen, top, sequence.rate)
        self.opened[id(sequence)] = seen
        return seen

    def track(self, track: Track, rate: Fraction) -> Layers:
        """One track on its own: its enabled clips, each opened where it nests a sequence; later ones over earlier."""
        seen = Layers()
        for item in sorted(track.items, key=lambda item: item.start):
            if item.kind == "gap" or item.start == item.stop:
                continue
            if not item.enabled:
                self.counts["disabled"] += 1
            elif item.overlay:
                self.counts["overlay"] += 1
            else:
                top = self._item(item, rate)
                if seen.pieces and seen.pieces[-1].stop > item.start:
                    seen = self._over(seen, top, rate)
                else:
                    seen.pieces += top.pieces
                    seen.transitions += top.transitions
        seen.transitions += track.transitions
        return seen

    def _item(self, item: Item, rate: Fraction) -> Layers:
        speed = item.origin.speed if item.origin else Fraction(1)
        self.counts["speed"] += speed != 1
        if item.nested is None:
            first = item.origin.start if item.origin else None
            return Layers(pieces=[Piece(start=item.start, stop=item.stop, item=item, first=first, speed=speed)])
        if speed <= 0:  # a nested sequence held or run backwards: its inside is not worked out
            self.counts["closed"] += 1
            return Layers(pieces=[Piece(start=item.start, stop=item.stop, item=item, first=None, speed=speed)])
        self.counts["nested"] += 1
        inner = self.sequence(item.nested)
        self.pieces += len(inner.pieces)
        if self.pieces > MOST_OPENED:
            raise SequenceError(f"nested sequences open into more than {MOST_OPENED:,} clips; no timeline has so many")
        scale = rate / item.nested.rate / speed
        shift = item.start - item.inset * rate / speed
        return Layers(
            pieces=[
                cut
                for piece in inner.pieces
                if (cut := _cut(_moved(piece, scale, shift, speed), item.start, item.stop, rate)) is not None
            ],
            transitions=[
                moved for t in inner.transitions if item.start < (moved := _led(t, scale, shift)).cut < item.stop
            ],
        )

    def _over(self, below: Layers, top: Layers, rate: Fraction) -> Layers:
        """Lay ``top`` over ``below``: what it covers is not seen, nor a transition whose cut it covers."""
        if not top.pieces:
            return Layers(pieces=below.pieces, transitions=[*below.transitions, *top.transitions])
        starts = [piece.start for piece in top.pieces]
        kept: list[Piece] = []
        for piece in below.pieces:
            parts = list(_uncovered(piece, top.pieces, max(0, bisect_right(starts, piece.start) - 1), rate))
            self.counts["covered"] += not parts
            kept += parts
        seen = Layers(pieces=sorted([*kept, *top.pieces], key=lambda piece: piece.start))
        clear = [t for t in below.transitions if not _covered(t, top.pieces, starts)]
        self.counts["covered transitions"] += len(below.transitions) - len(clear)
        seen.transitions = [*clear, *top.transitions]
        return seen


def _moved(piece: Piece, scale: Fraction, shift: Fraction, speed: Fraction) -> Piece:
    return replace(piece, start=piece.start * scale + shift, stop=piece.stop * scale + shift, speed=piece.speed * speed)


def _led(t: WrittenTransition, scale: Fraction, shift: Fraction) -> WrittenTransition:
    return replace(t, start=t.start * scale + shift, cut=t.cut * scale + shift, stop=t.stop * scale + shift)


def _cut(piece: Piece, start: Fraction, stop: Fraction, rate: Fraction) -> Piece | None:
    """Part of a piece inside ``[start, stop)``, its source time moved along; ``None`` where nothing is left."""
    low, high = max(piece.start, start), min(piece.stop, stop)
    if low >= high:
        return None
    if (low, high) == (piece.start, piece.stop):
        return piece
    first = None if piece.first is None else piece.first + (low - piece.start) / rate * piece.speed
    return replace(piece, start=low, stop=high, first=first)


def _uncovered(piece: Piece, tops: list[Piece], at: int, rate: Fraction) -> Iterator[Piece]:
    """Parts of a piece that none of ``tops`` covers; the first that can is at index ``at``."""
    low = piece.start
    for top in itertools.islice(tops, at, None):
        if top.start >= piece.stop:
            break
        if low < top.start and (part := _cut(piece, low, top.start, rate)) is not None:
            yield part
        low = max(low, top.stop)
    if low < piece.stop and (part := _cut(piece, low, piece.stop, rate)) is not None:
        yield part


def _covered(transition: WrittenTransition, tops: list[Piece], starts: list[Fraction]) -> bool:
    """Whether one of ``tops`` lies over the place where a transition's items meet."""
    last = bisect_right(starts, transition.cut) - 1
    return last >= 0 and tops[last].stop > transition.cut
