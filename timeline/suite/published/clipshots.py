"""ClipShots' scores: an event counts as found when any prediction of its class shares a frame with it.

Tang, Feng, Kuang, Chen, Zhang, "Fast Video Shot Transition Localization with Deep Structured Models", ACCV 2018; the
rules are those of the evaluation script in the dataset's repository. Events are closed intervals of frames, from the
last of the old shot to the first of the new. There is no matching one to one: true events that meet a prediction are
counted, and that number is divided by the true events for recall and by the predictions for precision. Cuts and
gradual transitions are told apart by length; "all" does not tell them apart.
"""

from __future__ import annotations

from collections.abc import Sequence

from timeline.suite.published.pairs import JudgedMarks, Pair, Tally, pairs, rates
from timeline.suite.results import Figure

CLASSES = ("cut", "gradual", "all")


def figures(clips: Sequence[JudgedMarks]) -> tuple[Figure, ...]:
    """Precision, recall and F1 of cuts, of gradual transitions and of both."""
    told: tuple[Figure, ...] = ()
    for name in CLASSES:
        tallies = [tally(_of(pairs(true), name), _of(pairs(predicted), name)) for predicted, true, _ in clips]
        told += rates(name, sum(tallies, Tally()))
    return told


def tally(true: Sequence[Pair], reported: Sequence[Pair]) -> Tally:
    """Counts of one clip and class."""
    met = sum(any(a <= d and c <= b for c, d in reported) for a, b in true)
    return Tally(true=len(true), reported=len(reported), matched=met)


def _of(events: Sequence[Pair], name: str) -> list[Pair]:
    wanted = {"cut": (True,), "gradual": (False,), "all": (True, False)}[name]
    return [(a, b) for a, b in events if (b - a == 1) in wanted]
