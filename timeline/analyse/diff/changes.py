"""From pieces of shots that both versions show to changes in an editor's words, each told once."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence

from timeline.analyse.diff.facts import Facts
from timeline.analyse.diff.runs import AROUND, Piece
from timeline.analyse.diff.say import frames_text, speed_text
from timeline.analyse.diff.whole import moved_shots, whole_shots
from timeline.kernels.pooling import Floats
from timeline.model.difference import Change, Edge

JOINED = 0.08
"""Distance of two neighbouring frames up to which no cut is between them."""
FAR, JOINED_FAR = 5, 0.4
"""Frames on either side of a place, and their distance, up to which no mixture is between them."""


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
        *moved_shots(facts),
        *_speeds(facts),
        *_edges(facts),
        *_splits(facts),
        *_joins(facts),
        *whole_shots(facts),
    ]
    return sorted(found, key=lambda change: (change.after, change.before, change.kind, change.edge))


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
    first, last = own[0], own[-1]
    shot = facts.new.shots[first.new]
    before = max((p.stop for p in facts.pieces if p.stop <= first.start), default=0)
    if first is facts.of_new(first.new)[0] and first.start > max(before, shot.start):
        yield _edge(facts, first, "head", first.start - max(before, shot.start))
    after = min((p.start for p in facts.pieces if p.start >= last.stop), default=facts.new.stop)
    stop = min(after, facts.new.shots[last.new].stop)
    if stop > last.stop:
        yield _edge(facts, last, "tail", stop - last.stop)


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
        if any(abs(edit - one.stop) <= AROUND for edit in edits) or not _runs_on(facts.prints, one.stop):
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


def _runs_on(prints: Floats, frame: int) -> bool:
    """Whether one take is on before and after a frame: neither a cut nor a mixture of two lies there."""
    low, high = max(0, frame - FAR), min(len(prints), frame + FAR) - 1
    return bool(1 - prints[frame - 1] @ prints[frame] <= JOINED and 1 - prints[low] @ prints[high] <= JOINED_FAR)
