"""From pieces of shots that both versions show to changes in an editor's words, each told once."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from timeline.analyse.diff.runs import AROUND, Piece
from timeline.analyse.diff.say import at_frames, frames_text, shots_text, speed_text
from timeline.kernels.pooling import Floats
from timeline.model.difference import Change, Edge
from timeline.model.edit import Timeline

JOINED = 0.08
"""Distance of two neighbouring frames up to which no cut is between them."""


@dataclass(slots=True, kw_only=True)
class Facts:
    """What changes are told from: both timelines, the later version's prints, and the pieces in its order."""

    old: Timeline
    new: Timeline
    prints: Floats
    pieces: list[Piece]
    strayed: set[int] = field(default_factory=set)
    """Places in ``pieces`` of those that are out of order."""

    def of_old(self, shot: int) -> list[Piece]:
        """Pieces of an earlier shot in its own order."""
        return sorted((p for p in self.pieces if p.old == shot), key=lambda p: (p.source, p.start))

    def of_new(self, shot: int) -> list[Piece]:
        """Pieces in a later shot."""
        return [p for p in self.pieces if p.new == shot]


def without_repeats(pieces: Sequence[Piece]) -> list[Piece]:
    """Pieces that show frames no other piece shows; of two that show the same, the one in order, then the longer."""
    stray = out_of_order(pieces)
    ranked = sorted(range(len(pieces)), key=lambda n: (n in stray, -pieces[n].frames, n))
    kept: list[int] = []
    for n in ranked:
        mine = pieces[n]
        shared = sum(
            max(0, min(mine.source_stop, pieces[k].source_stop) - max(mine.source, pieces[k].source))
            for k in kept
            if pieces[k].old == mine.old
        )
        if 2 * shared <= mine.source_stop - mine.source:
            kept.append(n)
    return [pieces[n] for n in sorted(kept)]


def out_of_order(pieces: Sequence[Piece]) -> set[int]:
    """Places of pieces that are not on the longest way through both versions in order, by frames."""
    best: list[tuple[int, int]] = []
    for n, piece in enumerate(pieces):
        before = [(best[k][0], k) for k in range(n) if pieces[k].source_stop <= piece.source + AROUND]
        total, last = max(before, default=(0, -1), key=lambda pair: (pair[0], pair[1]))
        best.append((total + piece.frames, last))
    at = max(range(len(best)), key=lambda n: (best[n][0], -n), default=-1)
    on = set[int]()
    while at >= 0:
        on.add(at)
        at = best[at][1]
    return set(range(len(pieces))) - on


def changes(facts: Facts) -> list[Change]:
    """Every change of the cut, in the later version's order."""
    found = [
        *_moved(facts),
        *_speeds(facts),
        *_edges(facts),
        *_splits(facts),
        *_joins(facts),
        *_whole_shots(facts),
    ]
    return sorted(found, key=lambda change: (change.after, change.before, change.kind, change.edge))


def _moved(facts: Facts) -> Iterator[Change]:
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


def _speeds(facts: Facts) -> Iterator[Change]:
    for piece in facts.pieces:
        if piece.speed != 1:
            length = piece.source_stop - piece.source
            yield Change(
                kind="retimed",
                sentence=f"Shot {piece.old + 1} runs at {speed_text(piece.speed)}: {frames_text(piece.frames)} "
                f"for {length}.",
                before=(piece.source, piece.source_stop),
                after=(piece.start, piece.stop),
                old=(piece.old,),
                new=(piece.new,),
                frames=piece.frames - length,
                speed=piece.speed,
                shown=(
                    (piece.source, (piece.source + piece.source_stop - 1) // 2, piece.source_stop - 1),
                    (piece.start, (piece.start + piece.stop - 1) // 2, piece.stop - 1),
                ),
            )


def _edges(facts: Facts) -> Iterator[Change]:
    """Heads and tails that are shorter or longer; one shot can have both."""
    for number, shot in enumerate(facts.old.shots):
        own = facts.of_old(number)
        if not own:
            continue
        first, last = own[0], own[-1]
        slack = 1 if first.speed != 1 else 0
        if first.source - shot.start > slack:
            yield _edge(facts, first, "head", shot.start - first.source)
        if shot.stop - last.source_stop > slack:
            yield _edge(facts, last, "tail", last.source_stop - shot.stop)
        yield from _extensions(facts, own)


def _extensions(facts: Facts, own: Sequence[Piece]) -> Iterator[Change]:
    """Frames of the later shot beside a piece that the earlier version does not have."""
    for piece in (own[0], own[-1])[: len(own)]:
        shot, near = facts.new.shots[piece.new], facts.of_new(piece.new)
        if piece is own[0] and piece is near[0] and piece.start > shot.start:
            yield _edge(facts, piece, "head", piece.start - shot.start)
        if piece is own[-1]:
            after = next((p.start for p in near if p.start >= piece.stop), shot.stop)
            if after > piece.stop:
                yield _edge(facts, piece, "tail", after - piece.stop)


def _edge(facts: Facts, piece: Piece, edge: Edge, frames: int) -> Change:
    """One edge by so many frames: lost where negative."""
    shot = facts.old.shots[piece.old]
    if edge == "head":
        place = piece.source
        before = (shot.start, piece.source) if frames < 0 else (place, place)
        after = (piece.start - frames, piece.start) if frames > 0 else (piece.start, piece.start)
        shown = (tuple(sorted({shot.start, piece.source})), tuple(sorted({after[0], piece.start})))
    else:
        before = (piece.source_stop, shot.stop) if frames < 0 else (piece.source_stop, piece.source_stop)
        after = (piece.stop, piece.stop + frames) if frames > 0 else (piece.stop, piece.stop)
        shown = (
            tuple(sorted({piece.source_stop - 1, shot.stop - 1})),
            tuple(sorted({piece.stop - 1, max(after[1], piece.stop) - 1})),
        )
    verb = "trimmed" if frames < 0 else "extended"
    return Change(
        kind="trimmed" if frames < 0 else "extended",
        sentence=f"Shot {piece.old + 1}: {edge} {verb} by {frames_text(abs(frames))}.",
        before=before,
        after=after,
        old=(piece.old,),
        new=(piece.new,),
        edge=edge,
        frames=frames,
        shown=shown,
    )


def _splits(facts: Facts) -> Iterator[Change]:
    for number in range(len(facts.old.shots)):
        own = facts.of_old(number)
        for one, two in itertools.pairwise(own):
            lost = two.source - one.source_stop
            if one.stop == two.start and not lost:
                continue
            out = f", {frames_text(lost)} taken out between" if lost > 0 else ""
            apart = "" if one.stop == two.start else ", with other pictures between the parts"
            yield Change(
                kind="split",
                sentence=f"Shot {number + 1} is split at its frame {one.source_stop - facts.old.shots[number].start}"
                f"{out}{apart}.",
                before=(one.source_stop, max(one.source_stop, two.source)),
                after=(one.stop, one.stop),
                old=(number,),
                new=tuple(dict.fromkeys((one.new, two.new))),
                frames=-lost if lost > 0 else None,
                shown=((one.source_stop - 1, min(two.source, facts.old.stop - 1)), (one.stop - 1, two.start)),
            )


def _joins(facts: Facts) -> Iterator[Change]:
    edits = facts.new.edit_points
    for one, two in itertools.pairwise(facts.pieces):
        gone = two.source - one.source_stop
        if one.stop != two.start or two.old <= one.old or gone <= 0:
            continue
        if any(abs(edit - one.stop) <= AROUND for edit in edits) or _step(facts.prints, one.stop) > JOINED:
            continue
        yield Change(
            kind="joined",
            sentence=f"Shots {one.old + 1} and {two.old + 1} are one now.",
            before=(one.source_stop, two.source),
            after=(one.stop, one.stop),
            old=(one.old, two.old),
            new=tuple(dict.fromkeys((one.new, two.new))),
            shown=((one.source_stop - 1, two.source), (one.stop - 1, two.start)),
        )


def _step(prints: Floats, frame: int) -> float:
    return float(1 - prints[frame - 1] @ prints[frame])


def _whole_shots(facts: Facts) -> Iterator[Change]:
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
