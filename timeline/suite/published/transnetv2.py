"""TransNetV2's scores: boundaries between scenes, two frames of tolerance, one sweep from left to right.

Soucek, Lokoc, "TransNet V2: An effective deep network architecture for fast shot transition detection", 2020
(arXiv:2008.04838); the rules are those of ``evaluate_scenes`` in its repository, after the evaluation of the RAI
dataset (Baraldi, Grana, Cucchiara, "Shot and scene detection via hierarchical clustering for re-using broadcast
video", CAIP 2015). A clip is a list of scenes [first, last]; a boundary reaches from the last frame of a scene to the
first of the next, widened by half the tolerance less a half at either end. Two boundaries that meet match; each is
used once, earliest first. Every length of transition is one class.
"""

from __future__ import annotations

from collections.abc import Sequence

from timeline.suite.published.pairs import JudgedMarks, Pair, Tally, pairs, rates
from timeline.suite.results import Figure

TOLERANCE = 2


def figures(clips: Sequence[JudgedMarks]) -> tuple[Figure, ...]:
    """Precision, recall and F1 of boundaries."""
    tallies = [tally(boundaries(pairs(t), frames), boundaries(pairs(p), frames)) for p, t, frames in clips]
    return rates("all", sum(tallies, Tally()))


def boundaries(events: Sequence[Pair], frames: int) -> list[Pair]:
    """Boundaries between scenes of at least one frame: (last of one, first of the next).

    Transitions with no frame between them part the same two scenes; one at the head or the tail parts none.
    """
    joined: list[Pair] = []
    for last, first in events:
        if joined and last < joined[-1][1]:
            joined[-1] = joined[-1][0], max(first, joined[-1][1])
        else:
            joined.append((last, first))
    return [(last, first) for last, first in joined if last >= 0 and not 0 < frames <= first]


def tally(true: Sequence[Pair], reported: Sequence[Pair]) -> Tally:
    """Sweep over both, matching the earliest two that meet."""
    reach = TOLERANCE / 2 - 0.5
    i = j = matched = 0
    while i < len(true) and j < len(reported):
        if reported[j][1] + reach < true[i][0] - reach:
            j += 1
        elif reported[j][0] - reach > true[i][1] + reach:
            i += 1
        else:
            i, j, matched = i + 1, j + 1, matched + 1
    return Tally(true=len(true), reported=len(reported), matched=matched)
