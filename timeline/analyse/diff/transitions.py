"""Transitions that are others now, where both shots around them carried on: as pictures tell, else as was detected."""

from __future__ import annotations

import itertools
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import TypeAlias

import numpy as np

from timeline.analyse.diff.facts import Facts
from timeline.analyse.diff.inside import Differing
from timeline.analyse.diff.mixture import Span
from timeline.analyse.diff.prints import unlike
from timeline.analyse.diff.runs import AROUND, Piece
from timeline.kernels.pooling import Floats
from timeline.model.difference import Change
from timeline.model.edit import INSTANT, Kind, Timeline, Transition

Shots: TypeAlias = tuple[int, ...]
SAME = 0.06
"""Distance of every frame across an edit up to which nothing was changed there, whatever is detected."""
LONGER = 0.3
"""Share by which a mixture must be longer or shorter to be told."""
SURE = 0.8


def transition_changes(facts: Facts, old: Floats, new: Floats, inside: Sequence[Differing]) -> Iterator[Change]:
    """One change for each edit between the same two shots that is made otherwise now."""
    yield from (_measured(facts, each) for each in inside)
    for one, two in itertools.pairwise(facts.pieces):
        if two.old != one.old + 1 or one.stop != two.start or one.speed != 1 or two.speed != 1:
            continue
        was = _at(facts.old, facts.old.shots[two.old].start, 0)
        now = _at(facts.new, two.start, AROUND)
        if was is None or now is None or (_instant(was) and _instant(now)):
            continue
        if any(each.run.start <= two.start <= each.run.stop for each in inside):
            continue
        if one.shift == two.shift and _same(was, now, one, old, new):
            continue
        if _otherwise(was, now):
            words = _words(was.kind, was.stop - was.start), _words(now.kind, now.stop - now.start)
            shots = (one.old, two.old), tuple(dict.fromkeys((one.new, two.new)))
            yield _change(words, shots, (was.start, was.stop), (now.start, now.stop))


def _measured(facts: Facts, differs: Differing) -> Change:
    """A mixture that is another now, as pictures tell it; its kind and the shots around it as far as detected."""
    run, mixed = differs.run, differs.mixed
    was = _within(facts.old, (run.source, run.source_stop))
    now = _within(facts.new, (run.start, run.stop))
    kinds = [each.kind for each in (was, now) if each is not None and not _instant(each)]
    sides = ((was, mixed.before, facts.old), (now, mixed.after, facts.new))
    words, spans, shots = [], [], []
    for seen, (start, stop), timeline in sides:
        if seen is not None and _instant(seen) and stop - start <= 1:
            start = stop = seen.start
        kind = seen.kind if seen is not None and not _instant(seen) else (*kinds, Kind.DISSOLVE)[0]
        words.append(_words(kind if stop > start else Kind.CUT, stop - start))
        spans.append((start, stop))
        shots.append(_around(timeline, seen, (start + stop) // 2))
    return _change((words[0], words[1]), (shots[0], shots[1]), spans[0], spans[1])


def _within(timeline: Timeline, span: tuple[int, int]) -> Transition | None:
    """The transition in the middle of a span."""
    middle = sum(span) // 2
    reach = max(AROUND, (span[1] - span[0]) // 2)
    return _at(timeline, middle, reach)


def _around(timeline: Timeline, seen: Transition | None, frame: int) -> tuple[int, ...]:
    """The shots on either side of an edit; the one that is on where none was detected."""
    number = bisect_right([shot.start for shot in timeline.shots], frame) - 1
    if seen is None:
        return (max(0, number),)
    after = next(n for n, shot in enumerate(timeline.shots) if shot.start >= (seen.edit_point or 0))
    return after - 1, after


def _at(timeline: Timeline, edit: int, reach: int) -> Transition | None:
    near = [t for t in timeline.transitions if t.edit_point is not None and abs(t.edit_point - edit) <= reach]
    return min(near, key=lambda t: abs((t.edit_point or 0) - edit), default=None)


def _instant(transition: Transition) -> bool:
    return transition.kind in INSTANT


def _same(was: Transition, now: Transition, piece: Piece, old: Floats, new: Floats) -> bool:
    """Whether the pictures across the edit are the same ones."""
    low = max(0, piece.shift, min(was.start + piece.shift, now.start) - 1)
    high = min(len(new), len(old) + piece.shift, max(was.stop + piece.shift, now.stop) + 1)
    frames = np.arange(low, high)
    return bool(unlike(old[frames - piece.shift], new[frames]).max() <= SAME)


def _otherwise(was: Transition, now: Transition) -> bool:
    if _instant(was) != _instant(now):
        return True
    a, b = was.stop - was.start, now.stop - now.start
    if abs(a - b) > max(2, LONGER * max(a, b)):
        return True
    return was.kind != now.kind and min(was.confidence, now.confidence) >= SURE


def _change(words: tuple[str, str], shots: tuple[Shots, Shots], was: Span, now: Span) -> Change:
    """``words``, ``shots``: of either version; ``was``, ``now``: frames that are mixed."""
    place = f"Between shots {shots[0][0] + 1} and {shots[0][-1] + 1}" if len(shots[0]) > 1 else ""
    place = place or f"Within shot {shots[0][0] + 1}"
    moved = words[0] == words[1] and f"{words[0]} at frame {was[0]} is at {now[0]} now"
    return Change(
        kind="transition",
        sentence=f"{place}: {moved or f'{words[0]} is {words[1]} now'}.",
        before=was,
        after=now,
        old=shots[0],
        new=shots[1],
        frames=(now[1] - now[0]) - (was[1] - was[0]),
        shown=(
            (max(0, was[0] - 1), sum(was) // 2, was[1]),
            (max(0, now[0] - 1), sum(now) // 2, now[1]),
        ),
    )


def _words(kind: Kind, frames: int) -> str:
    name = {Kind.JUMP: "cut"}.get(kind, kind.value.replace("_", " "))
    article = "an" if name[0] in "aeo" else "a"
    return f"{article} {name}" + (f" of {frames} frames" if frames else "")
