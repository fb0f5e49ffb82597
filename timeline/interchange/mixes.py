"""Which transition leads from one stretch to the next, and what a viewer would call it."""

from __future__ import annotations

import itertools
from collections.abc import Iterable
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
    """A written transition on the frame grid, held inside the programme."""

    kind: Kind
    start: int
    stop: int


def mixes_of(transitions: Iterable[WrittenTransition], stop: int) -> dict[int, Mix]:
    """Transitions by the frame where their items meet, on the grid; the longest where several do.

    Those shorter than a frame there are cuts.
    """
    found: dict[int, Mix] = {}
    for t in transitions:
        low, cut, high = (min(max(grid(place), 0), stop) for place in (t.start, t.cut, t.stop))
        longer = cut not in found or high - low > found[cut].stop - found[cut].start
        if t.kind not in INSTANT and low <= cut <= high and low < high and longer:
            found[cut] = Mix(kind=t.kind, start=low, stop=high)
    return found


def transitions_of(stretches: Several[Stretch], mixes: dict[int, Mix]) -> list[Transition]:
    """A cut or transition wherever one stretch meets the next, and the fades at head and tail."""
    made = list[Transition]()
    for before, after in itertools.pairwise(stretches):
        mix = mixes.get(after.start)
        if mix is None:
            made.append(Transition(kind=Kind.CUT, start=after.start, stop=after.start, edit_point=after.start))
        else:
            made.append(_led(mix, before.black, after.black))
    for edge, kind, dark in (
        (stretches[0].start, Kind.FADE_IN, stretches[0].black),
        (stretches[-1].stop, Kind.FADE_OUT, stretches[-1].black),
    ):
        mix = None if dark else mixes.get(edge)
        if mix is not None:
            made.append(Transition(kind=kind, start=mix.start, stop=mix.stop, edit_point=None))
    return made


def _led(mix: Mix, from_black: bool, to_black: bool) -> Transition:
    """What a mix is called by what lies on either side of it; fades have their edit point where the black is."""
    kind = Kind.FADE_OUT if to_black else Kind.FADE_IN if from_black else mix.kind
    edit = {Kind.FADE_OUT: mix.stop, Kind.FADE_IN: mix.start}.get(kind, centre(mix.start, mix.stop))
    return Transition(kind=kind, start=mix.start, stop=mix.stop, edit_point=edit)
