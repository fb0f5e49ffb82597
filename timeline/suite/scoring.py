"""Scores predicted transitions against annotated truth; scores are values that add up.

Rules, at tolerance ``t`` frames:

- A prediction ``(start, stop)`` can match a true cut or jump at ``c`` when ``start - t <= c <= stop + t`` and its span
  is at most ``2t + 1`` frames. Pairs are taken nearest first (middle of the span to ``c``), each side once.
- Matched cuts are hits, true cuts left over are misses. Predictions left over are false alarms, unless they touch a
  true gradual span widened by 2 frames or an ignored span widened by 1.
- A true gradual transition is found when any prediction, a cut too, touches its span widened by 2.
- Jumps are counted apart: one found is no false alarm, one missed is no missed cut.
- Kinds play no part in matching; they are compared afterwards, as are spans and both their ends.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Protocol

GRADUAL_MARGIN = 2
IGNORE_MARGIN = 1
MISSED = "missed"  # stands for the predicted kind of what was not found
NOTHING = "nothing"  # stands for the true kind of a false alarm


class Stretch(Protocol):
    """Anything that runs from one frame to another."""

    @property
    def start(self) -> int:
        """First frame."""

    @property
    def stop(self) -> int:
        """The frame after the last one."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A transition: ``start`` first frame not purely the old shot, ``stop`` first frame purely the new one.

    ``confidence`` is a prediction's, in 0..1; what an annotator says is certain. ``edit_point``: where it is known.
    """

    start: int
    stop: int
    kind: str = "cut"
    confidence: float = 1.0
    edit_point: int | None = None

    def touches(self, other: Stretch, margin: int) -> bool:
        """Whether this span meets ``other`` widened by ``margin`` frames at both ends."""
        return other.start - margin <= self.stop and self.start <= other.stop + margin


@dataclass(frozen=True, slots=True)
class SpanError:
    """How a found gradual transition lies: intersection over union, and ends off by (predicted - true) frames."""

    overlap: float
    start: int
    stop: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """Counts of one clip, or of many added up.

    ``clean_clips``: clips without a missed cut, a missed gradual transition or a false alarm. ``spans``: one a gradual
    transition found. ``kinds``: (true, predicted) of every event, ``MISSED`` and ``NOTHING`` where one side is empty.
    """

    clips: int = 0
    clean_clips: int = 0
    frames: int = 0
    cuts: int = 0
    hits: int = 0
    false_alarms: int = 0
    gradual: int = 0
    gradual_found: int = 0
    jumps: int = 0
    jumps_found: int = 0
    spans: tuple[SpanError, ...] = ()
    kinds: tuple[tuple[str, str], ...] = ()

    def __add__(self, other: Score) -> Score:
        """Counts add up and lists follow one another, so that totals are micro-averages."""
        return Score(**{f.name: getattr(self, f.name) + getattr(other, f.name) for f in fields(Score)})

    @property
    def misses(self) -> int:
        """True cuts that no prediction matches."""
        return self.cuts - self.hits

    @property
    def precision(self) -> float:
        """Hits among hits and false alarms; 0 where there are neither."""
        return self.hits / max(1, self.hits + self.false_alarms)

    @property
    def recall(self) -> float:
        """Hits among true cuts; 0 where there are none."""
        return self.hits / max(1, self.cuts)

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall; 1 where there is nothing to find and nothing was reported."""
        if not (self.cuts or self.false_alarms):
            return 1.0
        return 2 * self.precision * self.recall / max(1e-9, self.precision + self.recall)


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """One clip judged: its score and every error, each with its place."""

    score: Score
    missed: tuple[Mark, ...]
    missed_gradual: tuple[Mark, ...]
    missed_jumps: tuple[Mark, ...]
    false_alarms: tuple[Mark, ...]


def judge(
    predicted: Iterable[Mark],
    truth: Iterable[Mark],
    ignore: Iterable[Stretch] = (),
    *,
    tolerance: int = 0,
    frames: int = 0,
) -> Verdict:
    """Score the predictions of one clip; ``frames``: the clip's length, for rates over time."""
    predictions = sorted(predicted, key=lambda p: (p.start, p.stop))
    true, ignored = list(truth), list(ignore)
    points = {t.start: t for t in true if t.start == t.stop}
    gradual = [t for t in true if t.start != t.stop]
    pairs = match(predictions, points, tolerance)
    nearest = nearest_spans(predictions, gradual)
    unmatched = [p for i, p in enumerate(predictions) if i not in pairs]
    taken = set(pairs.values())
    missed_points = [t for t in points.values() if t.start not in taken]
    verdict = Verdict(
        score=Score(),
        missed=tuple(t for t in missed_points if t.kind != "jump"),
        missed_gradual=tuple(g for g in gradual if g not in nearest),
        missed_jumps=tuple(t for t in missed_points if t.kind == "jump"),
        false_alarms=tuple(p for p in unmatched if not excused(p, gradual, ignored)),
    )
    found = [(points[c], predictions[i]) for i, c in pairs.items()]
    return _counted(verdict, found, nearest, len(gradual), frames)


def match(predictions: Sequence[Mark], points: Iterable[int], tolerance: int) -> dict[int, int]:
    """Pair predictions with true frames, nearest first, each once: index of the prediction -> true frame."""
    pairs = sorted(
        (abs(p.start + p.stop - 2 * c), i, c)
        for i, p in enumerate(predictions)
        if p.stop - p.start <= 2 * tolerance + 1
        for c in points
        if p.start - tolerance <= c <= p.stop + tolerance
    )
    matched: dict[int, int] = {}
    taken: set[int] = set()
    for _, i, c in pairs:
        if i not in matched and c not in taken:
            matched[i] = c
            taken.add(c)
    return matched


def nearest_spans(predictions: Sequence[Mark], gradual: Iterable[Mark]) -> dict[Mark, Mark]:
    """For each gradual transition found, the prediction that covers it best (then the one with the nearest middle)."""
    nearest = {}
    for true in gradual:
        touching = [p for p in predictions if p.touches(true, GRADUAL_MARGIN)]
        if touching:
            middle = true.start + true.stop
            nearest[true] = max(touching, key=lambda p: (overlap(p, true), -abs(p.start + p.stop - middle)))
    return nearest


def excused(prediction: Mark, gradual: Iterable[Stretch], ignored: Iterable[Stretch]) -> bool:
    """Whether a prediction without a match is yet no false alarm."""
    return any(prediction.touches(g, GRADUAL_MARGIN) for g in gradual) or any(
        prediction.touches(i, IGNORE_MARGIN) for i in ignored
    )


def overlap(a: Stretch, b: Stretch) -> float:
    """Intersection over union of two spans in frames; 0 where they share no frame."""
    shared = max(0, min(a.stop, b.stop) - max(a.start, b.start))
    whole = (a.stop - a.start) + (b.stop - b.start) - shared
    return shared / whole if whole else 0.0


def _counted(
    verdict: Verdict, found: Sequence[tuple[Mark, Mark]], nearest: Mapping[Mark, Mark], gradual: int, frames: int
) -> Verdict:
    missed = (*verdict.missed, *verdict.missed_gradual, *verdict.missed_jumps)
    hits = sum(true.kind != "jump" for true, _ in found)
    score = Score(
        clips=1,
        clean_clips=int(not (verdict.missed or verdict.missed_gradual or verdict.false_alarms)),
        frames=frames,
        cuts=hits + len(verdict.missed),
        hits=hits,
        false_alarms=len(verdict.false_alarms),
        gradual=gradual,
        # A transition annotated twice under two kinds is found once.
        gradual_found=len({(true.start, true.stop) for true in nearest}),
        jumps=len(found) - hits + len(verdict.missed_jumps),
        jumps_found=len(found) - hits,
        spans=tuple(SpanError(overlap(p, g), p.start - g.start, p.stop - g.stop) for g, p in nearest.items()),
        kinds=(
            *((true.kind, p.kind) for true, p in (*found, *nearest.items())),
            *((true.kind, MISSED) for true in missed),
            *((NOTHING, p.kind) for p in verdict.false_alarms),
        ),
    )
    return replace(verdict, score=score)
