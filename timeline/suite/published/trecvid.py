"""TRECVID's scores for shot boundaries: generous in finding, and frame by frame in how what was found lies.

Smeaton, Over, Doherty, "Video shot boundary detection: Seven years of TRECVid activity", Computer Vision and Image
Understanding 114 (2010); the matching is NIST's "Shot Boundary Measures".

- A cut is two frames, the last of the old shot and the first of the new; a gradual transition is its own frames. One
  of five frames or fewer is a cut, in the truth and in a submission.
- True cuts are widened by five frames at both ends, since decoders number frames differently.
- Cuts match cuts only, gradual transitions gradual ones only. Each true event, earliest first, takes the free
  submission that shares most frames with it; of equal ones that with the higher frame precision, then the earliest.
- Frame recall and frame precision of a matched gradual transition: the frames shared, over those of the true one and
  over those submitted; the mean over all that are matched.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean

from timeline.suite.bootstrap import figure
from timeline.suite.published.pairs import JudgedMarks, Tally, rates
from timeline.suite.results import Figure
from timeline.suite.scoring import Mark

SHORT = 5
WIDER = 5


@dataclass(frozen=True, slots=True)
class Frames:
    """Frames ``[first, end)`` of an event."""

    first: int
    end: int

    def shared(self, other: Frames) -> int:
        """How many frames both hold."""
        return max(0, min(self.end, other.end) - max(self.first, other.first))

    @property
    def count(self) -> int:
        """How many frames it holds."""
        return self.end - self.first


def figures(clips: Sequence[JudgedMarks]) -> tuple[Figure, ...]:
    """Precision, recall and F1 of all, of cuts and of gradual transitions; frame recall and precision of the latter."""
    cut = gradual = Tally()
    matched: list[tuple[Frames, Frames]] = []
    for predicted, true, _ in clips:
        cut += tally(cuts(true, WIDER), cuts(predicted, 0))[0]
        one, found = tally(spans(true), spans(predicted))
        gradual += one
        matched += found
    return (
        *rates("all", cut + gradual),
        *rates("cut", cut),
        *rates("gradual", gradual),
        Figure(name="frame recall", value=_mean([a.shared(b) / a.count for a, b in matched])),
        Figure(name="frame precision", value=_mean([a.shared(b) / b.count for a, b in matched])),
    )


def cuts(marks: Sequence[Mark], wider: int) -> list[Frames]:
    """Cuts and what is as short as one, from the last old frame to the first new one, widened."""
    return sorted(
        (Frames(m.start - 1 - wider, m.stop + 1 + wider) for m in marks if m.stop - m.start <= SHORT),
        key=lambda f: (f.first, f.end),
    )


def spans(marks: Sequence[Mark]) -> list[Frames]:
    """Gradual transitions longer than SHORT."""
    return sorted((Frames(m.start, m.stop) for m in marks if m.stop - m.start > SHORT), key=lambda f: (f.first, f.end))


def tally(true: Sequence[Frames], submitted: Sequence[Frames]) -> tuple[Tally, list[tuple[Frames, Frames]]]:
    """Match one class of one clip: its counts, and the matched pairs (true, submitted)."""
    free, matched = list(submitted), []
    for event in true:
        best = max(free, key=lambda s: (event.shared(s), event.shared(s) / s.count, -s.first), default=None)
        if best is not None and event.shared(best):
            free.remove(best)
            matched.append((event, best))
    return Tally(true=len(true), reported=len(submitted), matched=len(matched)), matched


def _mean(values: Sequence[float]) -> float | None:
    return figure(fmean(values)) if values else None
