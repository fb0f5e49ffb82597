"""The scores of PySceneDetect's own benchmark: one frame a prediction, at most one frame off, or inside a fade.

The rules are those of ``benchmark/evaluator.py`` in its repository. A prediction is a single frame: ours at its edit
point. What falls into a gradual transition, closed from the last frame of the old shot to the first of the new, is
spent on it: the first is a match, further ones are false. What is left is matched with the cuts, nearest first, one to
one.
"""

from __future__ import annotations

from collections.abc import Sequence

from timeline.model.edit import centre
from timeline.suite.published.pairs import JudgedMarks, Pair, Tally, pairs, rates
from timeline.suite.results import Figure
from timeline.suite.scoring import Mark, match

TOLERANCES = (0, 1)


def figures(clips: Sequence[JudgedMarks]) -> tuple[Figure, ...]:
    """Precision, recall and F1 of hard cuts at 0 and at 1 frame, and of fades."""
    told: tuple[Figure, ...] = ()
    for tolerance in TOLERANCES:
        told += rates(f"cut@{tolerance}", sum((tally_cuts(p, t, tolerance) for p, t, _ in clips), Tally()))
    return told + rates("fade", sum((tally_fades(p, t) for p, t, _ in clips), Tally()))


def tally_cuts(predicted: Sequence[Mark], true: Sequence[Mark], tolerance: int) -> Tally:
    """Counts of hard cuts on one clip."""
    fades, points = _fades(true), [t.start for t in true if t.start == t.stop]
    left = [frame for frame in _frames(predicted) if not any(a <= frame <= b for a, b in fades)]
    matched = match([Mark(frame, frame) for frame in left], points, tolerance)
    return Tally(true=len(points), reported=len(left), matched=len(matched))


def tally_fades(predicted: Sequence[Mark], true: Sequence[Mark]) -> Tally:
    """Counts of gradual transitions on one clip."""
    fades = _fades(true)
    hit = [next((fade for fade in fades if fade[0] <= frame <= fade[1]), None) for frame in _frames(predicted)]
    inside = [fade for fade in hit if fade is not None]
    return Tally(true=len(fades), reported=len(inside), matched=len(set(inside)))


def _fades(true: Sequence[Mark]) -> list[Pair]:
    return pairs(t for t in true if t.start != t.stop)


def _frames(predicted: Sequence[Mark]) -> list[int]:
    return sorted(centre(p.start, p.stop) if p.edit_point is None else p.edit_point for p in predicted)
