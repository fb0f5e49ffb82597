"""Which transition leads from one stretch to the next, and what a viewer would call it."""

from __future__ import annotations

import itertools
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator
from collections.abc import Sequence as Several
from dataclasses import dataclass
from fractions import Fraction

from timeline.interchange.layers import Piece
from timeline.model.edit import INSTANT, Kind, Transition, centre
from timeline.model.sequence import WrittenTransition

HALF = Fraction(1, 2)


def grid(place: Fraction) -> int:
    """Nearest whole frame, the later one from the middle."""
    return int((place + HALF) // 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """A piece on the frame grid, or a hole between pieces (``piece`` is ``None``)."""

    start: int
    stop: int
    piece: Piece | None

    @property
    def black(self) -> bool:
        """Whether nothing is seen."""
        return self.piece is None or self.piece.item.black


@dataclass(frozen=True, slots=True, kw_only=True)
class Mix:
    """A written transition on the frame grid, inside the programme."""

    kind: Kind
    start: int
    stop: int


@dataclass(frozen=True, slots=True)
class Mixes:
    """The transitions of a sequence by their starts; ``reach``: how far the ones up to each go at most."""

    every: tuple[Mix, ...]
    starts: tuple[int, ...]
    reach: tuple[int, ...]

    @classmethod
    def on_grid(cls, transitions: Iterable[WrittenTransition], stop: int) -> Mixes:
        """Put transitions on the grid, held inside ``[0, stop)``; those shorter than a frame there are cuts."""
        made = (
            Mix(kind=t.kind, start=min(max(grid(t.start), 0), stop), stop=min(max(grid(t.stop), 0), stop))
            for t in transitions
            if t.kind not in INSTANT
        )
        every = tuple(sorted((mix for mix in made if mix.start < mix.stop), key=lambda mix: (mix.start, mix.stop)))
        return cls(
            every, tuple(mix.start for mix in every), tuple(itertools.accumulate((mix.stop for mix in every), max))
        )

    def over(self, frame: int) -> Mix | None:
        """The transition whose span holds or touches ``frame``: the one whose middle lies nearest."""
        near = list(self._touching(frame))
        return min(near, key=lambda mix: (abs(mix.start + mix.stop - 2 * frame), mix.start), default=None)

    def _touching(self, frame: int) -> Iterator[Mix]:
        at = bisect_right(self.starts, frame) - 1
        while at >= 0 and self.reach[at] >= frame:
            if self.every[at].stop >= frame:
                yield self.every[at]
            at -= 1


def transitions_of(stretches: Several[Stretch], mixes: Mixes, counts: Counter[str]) -> list[Transition]:
    """A cut or transition wherever one stretch meets the next, and the fades at head and tail."""
    made, used = list[Transition](), set[Mix]()
    for before, after in itertools.pairwise(stretches):
        mix = mixes.over(after.start)
        if mix is None or mix in used:
            made.append(Transition(kind=Kind.CUT, start=after.start, stop=after.start, edit_point=after.start))
        else:
            used.add(mix)
            made.append(_led(mix, before.black, after.black))
            counts["moved"] += made[-1].edit_point != after.start
    first, last = stretches[0].start, stretches[-1].stop
    for edge, kind, dark in (
        (first, Kind.FADE_IN, stretches[0].black),
        (last, Kind.FADE_OUT, stretches[-1].black),
    ):
        mix = mixes.over(edge)
        if mix is not None and mix not in used and not dark:
            used.add(mix)
            counts["ends"] += 1
            made.append(Transition(kind=kind, start=mix.start, stop=mix.stop, edit_point=None))
    counts["idle"] += len(mixes.every) - len(used)
    return made


def _led(mix: Mix, from_black: bool, to_black: bool) -> Transition:
    """What a mix is called by what lies on either side of it; fades have their edit point where the black is."""
    kind = Kind.FADE_OUT if to_black else Kind.FADE_IN if from_black else mix.kind
    edit = {Kind.FADE_OUT: mix.stop, Kind.FADE_IN: mix.start}.get(kind, centre(mix.start, mix.stop))
    return Transition(kind=kind, start=mix.start, stop=mix.stop, edit_point=edit)
