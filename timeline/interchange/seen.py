"""As seen: the Timeline that a viewer gets of a sequence, and what of it differs from the file as written."""

from __future__ import annotations

import itertools
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable
from collections.abc import Sequence as Several
from dataclasses import dataclass, replace
from fractions import Fraction

from timeline.analyse.assemble import assemble
from timeline.errors import SequenceError
from timeline.interchange.layers import Flattener, Piece
from timeline.interchange.mixes import HALF, Mix, Stretch, grid, mixes_of, transitions_of
from timeline.model.clock import constant_clock
from timeline.model.edit import Event, Shot, Source, Timeline
from timeline.model.sequence import Origin, Sequence
from timeline.model.written import Difference


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """The programme as a viewer gets it. ``black``: its black shots as events; ``differences`` from the file.

    ``origins``: where each shot's first frame comes from, exactly; ``None`` for black.
    """

    timeline: Timeline
    black: tuple[Event, ...]
    differences: tuple[Difference, ...]
    origins: tuple[Origin | None, ...] = ()


def see(sequence: Sequence, *, keep_through_edits: bool = False) -> Seen:
    """Flatten, put on the frame grid, join through-edits, and lay out shots and transitions.

    Raises:
        SequenceError: nothing is left to be seen.
    """
    flattener = Flattener()
    layers = flattener.sequence(sequence)
    counts = flattener.counts
    last = max((item.stop for item in sequence.v1.items), default=Fraction(0))
    stop = grid(max([last, *(piece.stop for piece in layers.pieces)]))
    if stop < 1:
        raise SequenceError(f"the sequence '{sequence.name}' shows no frame")
    stretches = _stretches(layers.pieces, stop, counts)
    mixes = mixes_of(layers.transitions, stop)
    if not keep_through_edits:
        stretches = _joined(stretches, mixes, sequence.rate, counts)
    black = tuple(
        Event(kind="black", start=s.start, stop=s.stop, note="gap" if s.piece is None else "black clip")
        for s in stretches
        if s.black
    )
    transitions = transitions_of(stretches, mixes)
    timeline = assemble(constant_clock(stop, sequence.rate), transitions, black=black)
    starts = [s.start for s in stretches]
    origins = tuple(_origin(shot, stretches, starts, sequence.rate) for shot in timeline.shots)
    shots = tuple(_sourced(shot, origin, sequence.rate) for shot, origin in zip(timeline.shots, origins, strict=True))
    timeline = replace(timeline, shots=shots)
    black = tuple(
        replace(event, start=shot.start, stop=shot.stop)
        for shot in shots
        if shot.kind == "black"
        for event in black
        if event.start <= shot.start and shot.stop <= event.stop
    )
    counts["idle"] += len(mixes) - sum(t.start < t.stop for t in transitions)
    counts["black"] = sum(shot.kind == "black" for shot in shots)
    counts["ends"] = sum(t.edit_point is None for t in timeline.transitions)
    counts["moved"] = len(set(timeline.edit_points) - set(starts))
    return Seen(timeline=timeline, black=black, differences=tuple(_told(counts)), origins=origins)


def _stretches(pieces: Iterable[Piece], stop: int, counts: Counter[str]) -> list[Stretch]:
    """Pieces on the grid with holes between, covering ``[0, stop)``; what is shorter than a frame there is left out."""
    made, at = list[Stretch](), 0
    for piece in pieces:
        start, end = max(at, grid(piece.start)), grid(piece.stop)
        counts["off grid"] += piece.start.denominator != 1 or piece.stop.denominator != 1
        if end <= start:
            counts["too short"] += 1
            continue
        if start > at:
            made.append(Stretch(start=at, stop=start, piece=None))
        made.append(Stretch(start=start, stop=end, piece=piece))
        at = end
    if at < stop:
        made.append(Stretch(start=at, stop=stop, piece=None))
    return list(_dark_joined(made))


def _dark_joined(stretches: Iterable[Stretch]) -> Iterable[Stretch]:
    """Neighbouring black as one."""
    for dark, group in itertools.groupby(stretches, key=lambda s: s.black):
        members = list(group)
        if dark:
            yield replace(members[0], stop=members[-1].stop)
        else:
            yield from members


def _joined(stretches: list[Stretch], mixes: dict[int, Mix], rate: Fraction, counts: Counter[str]) -> list[Stretch]:
    """Join neighbours that run on in the same source as if there were no cut."""
    made: list[Stretch] = []
    for stretch in stretches:
        before = made[-1] if made else None
        if before is not None and _runs_on(before, stretch, rate) and stretch.start not in mixes:
            counts["through"] += 1
            made[-1] = replace(before, stop=stretch.stop)
        else:
            made.append(stretch)
    return made


def _runs_on(before: Stretch, after: Stretch, rate: Fraction) -> bool:
    """Whether ``after`` begins within half a frame of where ``before`` would be in the same source."""
    a, b = before.piece, after.piece
    if a is None or b is None or a.first is None or b.first is None or a.item.origin is None or b.item.origin is None:
        return False
    one, other = a.item.origin, b.item.origin
    if (one.name, one.path, one.reel, a.speed) != (other.name, other.path, other.reel, b.speed) or a.speed == 0:
        return False
    # From the piece's own start: a joined stretch keeps its first piece, so nothing adds up.
    expected = a.first + (b.start - a.start) / rate * a.speed
    return abs(b.first - expected) * rate < HALF


def _origin(shot: Shot, stretches: Several[Stretch], starts: Several[int], rate: Fraction) -> Origin | None:
    """Where a shot comes from: the piece that most of it shows, black left out, moved to the shot's first frame."""
    low, high = bisect_right(starts, shot.start) - 1, bisect_right(starts, shot.stop - 1)
    shown = [one for one in stretches[low:high] if not one.black]
    if shot.kind == "black" or not shown:
        return None
    found = max(shown, key=lambda one: min(one.stop, shot.stop) - max(one.start, shot.start)).piece
    if found is None:
        return None
    first = found.first
    if first is not None:
        first += (shot.start - grid(found.start)) / rate * found.speed
    stated = found.item.origin or Origin(name="")
    return replace(stated, name=found.item.name or stated.name, start=first, speed=found.speed)


def _sourced(shot: Shot, origin: Origin | None, rate: Fraction) -> Shot:
    """Name the source that a shot comes from, in its own frames."""
    if origin is None:
        return shot
    start = None if origin.start is None else int(origin.start * (origin.rate or rate) // 1)
    return replace(shot, source=Source(name=origin.name, start=start, speed=origin.speed))


# What is counted on the way, in the order told; one and many.
_WORDS = (
    ("through", "through-edit joined", "through-edits joined"),
    ("disabled", "disabled clip left out", "disabled clips left out"),
    ("upper", "clip of an upper track laid over", "clips of upper tracks laid over"),
    ("covered", "clip wholly covered", "clips wholly covered"),
    ("covered transitions", "transition covered", "transitions covered"),
    ("nested", "nested sequence opened", "nested sequences opened"),
    ("closed", "nested sequence left closed for its speed", "nested sequences left closed for their speed"),
    ("overlay", "title or key not counted as a shot", "titles or keys not counted as shots"),
    ("black", "gap shown as black", "gaps shown as black"),
    ("ends", "fade at head or tail, without an edit point", "fades at head and tail, without an edit point"),
    ("moved", "edit point moved by its transition", "edit points moved by their transitions"),
    ("idle", "transition with no cut under it left out", "transitions with no cut under them left out"),
    ("speed", "clip at another speed", "clips at another speed"),
    ("off grid", "position put on the frame grid", "positions put on the frame grid"),
    ("too short", "clip shorter than a frame left out", "clips shorter than a frame left out"),
)


def _told(counts: Counter[str]) -> Iterable[Difference]:
    for code, one, many in _WORDS:
        if counts[code]:
            words = f"{counts[code]:,} {one if counts[code] == 1 else many}"
            yield Difference(code=code, count=counts[code], words=words)
