"""Transitions that are others now, where both shots around them carried on."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import numpy as np

from timeline.analyse.diff.facts import Facts
from timeline.analyse.diff.prints import unlike
from timeline.analyse.diff.runs import AROUND, Piece
from timeline.kernels.pooling import Floats
from timeline.model.difference import Change
from timeline.model.edit import INSTANT, Kind, Timeline, Transition

SAME = 0.06
"""Distance of every frame across an edit up to which nothing was changed there, whatever is detected."""
LONGER = 0.3
"""Share by which a mixture must be longer or shorter to be told."""
SURE = 0.8


def transition_changes(facts: Facts, old: Floats, new: Floats) -> Iterator[Change]:
    """One change for each edit between the same two shots that is made otherwise now."""
    for one, two in itertools.pairwise(facts.pieces):
        if two.old != one.old + 1 or one.stop != two.start or one.speed != 1 or two.speed != 1:
            continue
        was = _at(facts.old, facts.old.shots[two.old].start, 0)
        now = _at(facts.new, two.start, AROUND)
        if was is None or now is None or (_instant(was) and _instant(now)):
            continue
        if one.shift == two.shift and _same(was, now, one, old, new):
            continue
        if _otherwise(was, now):
            yield _change(was, now, one, two)


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


def _change(was: Transition, now: Transition, one: Piece, two: Piece) -> Change:
    return Change(
        kind="transition",
        sentence=f"Between shots {one.old + 1} and {two.old + 1}: {_words(was)} is {_words(now)} now.",
        before=(was.start, was.stop),
        after=(now.start, now.stop),
        old=(one.old, two.old),
        new=tuple(dict.fromkeys((one.new, two.new))),
        frames=(now.stop - now.start) - (was.stop - was.start),
        shown=(
            (max(0, was.start - 1), (was.start + was.stop) // 2, was.stop),
            (max(0, now.start - 1), (now.start + now.stop) // 2, now.stop),
        ),
    )


def _words(transition: Transition) -> str:
    name = {Kind.JUMP: "cut"}.get(transition.kind, transition.kind.value.replace("_", " "))
    frames = transition.stop - transition.start
    article = "an" if name[0] in "aeo" else "a"
    return f"{article} {name}" + (f" of {frames} frames" if frames else "")
