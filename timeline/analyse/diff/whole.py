"""Changes of whole shots: moved, removed, added, replaced."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from timeline.analyse.diff.facts import Facts
from timeline.analyse.diff.runs import Piece
from timeline.analyse.diff.say import at_frames, frames_text, shots_text
from timeline.model.difference import Change
from timeline.model.edit import Timeline


def moved_shots(facts: Facts) -> Iterator[Change]:
    """Shots that come elsewhere now."""
    told = set[int]()
    for n in sorted(facts.strayed):
        piece = facts.pieces[n]
        if piece.old in told or any(p.old == piece.old for k, p in enumerate(facts.pieces) if k not in facts.strayed):
            continue
        told.add(piece.old)
        others = [p for k, p in enumerate(facts.pieces) if k not in facts.strayed and p.start < piece.start]
        behind = f"behind shot {others[-1].old + 1}" if others else "to the head"
        yield Change(
            kind="moved",
            sentence=f"Shot {piece.old + 1} now comes {behind}.",
            before=_span(facts.old, piece.old),
            after=(piece.start, piece.stop),
            old=(piece.old,),
            new=(piece.new,),
            shown=((piece.source,), (piece.start,)),
        )


def whole_shots(facts: Facts) -> Iterator[Change]:
    """Shots that are gone and shots that are new; where both are at one place, the ones for the others."""
    gone, come = _gone(facts), _come(facts)
    for place in sorted(gone.keys() | come.keys()):
        old, new = gone.get(place, []), come.get(place, [])
        if len(old) == len(new):
            yield from (_replaced(facts, [a], [b]) for a, b in zip(old, new, strict=True))
        elif old and new:
            yield _replaced(facts, old, new)
        else:
            yield from (_removed(facts, shot) for shot in old)
            yield from (_added(facts, shot) for shot in new)


def _anchors(facts: Facts) -> list[Piece]:
    return [piece for n, piece in enumerate(facts.pieces) if n not in facts.strayed]


def _gone(facts: Facts) -> dict[int, list[int]]:
    """Earlier shots of which nothing is left, by how many pieces in order come before them."""
    shown, found = {piece.old for piece in facts.pieces}, defaultdict[int, list[int]](list)
    anchors = _anchors(facts)
    for number, shot in enumerate(facts.old.shots):
        if number not in shown:
            found[sum(piece.source < shot.start for piece in anchors)].append(number)
    return found


def _come(facts: Facts) -> dict[int, list[int]]:
    """Later shots of which nothing was there, by how many pieces in order come before them."""
    shown, found = {piece.new for piece in facts.pieces}, defaultdict[int, list[int]](list)
    covered = [(piece.start, piece.stop) for piece in facts.pieces]
    anchors = _anchors(facts)
    for number, shot in enumerate(facts.new.shots):
        held = sum(max(0, min(b, shot.stop) - max(a, shot.start)) for a, b in covered)
        if number not in shown and 2 * held < shot.frames:
            found[sum(piece.start < shot.start for piece in anchors)].append(number)
    return found


def _replaced(facts: Facts, old: list[int], new: list[int]) -> Change:
    a, b = _stretch(facts.old, old), _stretch(facts.new, new)
    return Change(
        kind="replaced",
        sentence=f"{shots_text(old)} replaced by {frames_text(b[1] - b[0])} of other pictures.",
        before=a,
        after=b,
        old=tuple(old),
        new=tuple(new),
        frames=(b[1] - b[0]) - (a[1] - a[0]),
        shown=(_middles(facts.old, old), _middles(facts.new, new)),
    )


def _removed(facts: Facts, shot: int) -> Change:
    before = _span(facts.old, shot)
    place = next((p.start for p in _anchors(facts) if p.source >= before[1]), facts.new.stop)
    return Change(
        kind="removed",
        sentence=f"Shot {shot + 1} is gone, {frames_text(before[1] - before[0])}.",
        before=before,
        after=(place, place),
        old=(shot,),
        frames=before[0] - before[1],
        shown=(_middles(facts.old, [shot]), ()),
    )


def _added(facts: Facts, shot: int) -> Change:
    after = _span(facts.new, shot)
    place = next((p.source for p in _anchors(facts) if p.start >= after[1]), facts.old.stop)
    return Change(
        kind="added",
        sentence=f"A new shot{at_frames(after)}, {frames_text(after[1] - after[0])}.",
        before=(place, place),
        after=after,
        new=(shot,),
        frames=after[1] - after[0],
        shown=((), _middles(facts.new, [shot])),
    )


def _span(timeline: Timeline, shot: int) -> tuple[int, int]:
    return timeline.shots[shot].start, timeline.shots[shot].stop


def _stretch(timeline: Timeline, shots: Sequence[int]) -> tuple[int, int]:
    return timeline.shots[shots[0]].start, timeline.shots[shots[-1]].stop


def _middles(timeline: Timeline, shots: Sequence[int]) -> tuple[int, ...]:
    return tuple((timeline.shots[n].start + timeline.shots[n].stop - 1) // 2 for n in list(shots)[:4])
