"""Whether a confidence is what it says: among candidates of confidence p, a share p should be right.

Expected calibration error (Naeini, Cooper, Hauskrecht, "Obtaining Well Calibrated Probabilities Using Bayesian
Binning", AAAI 2015) over ten bins of equal mass (Nixon et al., "Measuring Calibration in Deep Learning", CVPR
Workshops 2019): the mean over bins, weighted by their candidates, of |mean confidence - share that is right|.

Candidates are all that a detector weighed at ``predictions.FLOOR`` or more, cuts and jumps apart from gradual ones.

- A cut is right when it stands on the frame of a true cut or jump (one candidate a frame; tolerance 0).
- A gradual one is right when, of all gradual candidates, it covers a found gradual transition best, or when it is so
  short that it matches a true cut.
- What is not right, yet no false alarm either (it touches a gradual or an ignored span), says nothing and is left out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from timeline.suite.bootstrap import Counts, figure, interval
from timeline.suite.judged import JudgedClip
from timeline.suite.predictions import FLOOR
from timeline.suite.results import Bin, Calibration, CandidateKind
from timeline.suite.scoring import Mark, excused, match, nearest_spans

BINS = 10
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidates:
    """Candidates of one kind by confidence upwards: their confidence, whether each is right, the number of its clip."""

    confidence: Floats
    right: npt.NDArray[np.bool_]
    clip: npt.NDArray[np.int64]


def calibrations(judged: Sequence[JudgedClip]) -> tuple[Calibration, ...]:
    """Calibration of cuts and of gradual transitions; none for a detector that is sure of everything it says."""
    if all(mark.confidence >= 1 for each in judged for mark in each.prediction.marks):
        return ()
    kinds: tuple[CandidateKind, ...] = ("cut", "gradual")
    made = [(kind, gather(judged, kind)) for kind in kinds]
    return tuple(_calibration(kind, candidates, len(judged)) for kind, candidates in made if len(candidates.clip))


def _calibration(kind: CandidateKind, candidates: Candidates, clips: int) -> Calibration:
    bins = reliability(candidates.confidence, candidates.right)

    def resampled_errors(counts: Counts) -> Floats:
        return np.array([_error_of(candidates, row) for row in counts])

    return Calibration(
        kind=kind,
        candidates=len(candidates.clip),
        ece=figure(calibration_error(candidates.confidence, candidates.right)),
        interval=interval(clips, resampled_errors),
        bins=tuple(Bin(count=n, confidence=figure(c), right=figure(r)) for n, c, r in bins),
    )


def _error_of(candidates: Candidates, counts: npt.NDArray[np.int64]) -> float:
    """The error where each clip counts so many times."""
    times = counts[candidates.clip]
    return calibration_error(np.repeat(candidates.confidence, times), np.repeat(candidates.right, times))


def calibration_error(confidence: Floats, right: npt.NDArray[np.bool_]) -> float:
    """Expected calibration error of candidates sorted by confidence upwards; NaN of none."""
    if not len(confidence):
        return float("nan")
    starts = _starts(len(confidence))
    gaps = np.add.reduceat(confidence - right, starts)
    return float(np.abs(gaps).sum() / len(confidence))


def reliability(confidence: Floats, right: npt.NDArray[np.bool_]) -> list[tuple[int, float, float]]:
    """Bins of equal mass over candidates sorted upwards: (candidates, mean confidence, share right)."""
    if not len(confidence):
        return []
    parts = np.split(np.arange(len(confidence)), _starts(len(confidence))[1:])
    return [(len(part), float(confidence[part].mean()), float(right[part].mean())) for part in parts]


def _starts(count: int) -> npt.NDArray[np.int64]:
    """First index of each bin: BINS of them, or one a candidate where those are fewer."""
    bins = min(BINS, count)
    return np.arange(bins, dtype=np.int64) * count // bins


def gather(judged: Sequence[JudgedClip], kind: CandidateKind) -> Candidates:
    """All candidates of one kind over some clips."""
    label = label_cuts if kind == "cut" else label_gradual
    labelled = [(mark.confidence, right, n) for n, each in enumerate(judged) for mark, right in label(each)]
    labelled.sort(key=lambda each: each[0])
    confidence, right, clip = zip(*labelled, strict=True) if labelled else ((), (), ())
    return Candidates(
        confidence=np.array(confidence, np.float64), right=np.array(right, np.bool_), clip=np.array(clip, np.int64)
    )


def label_cuts(judged: JudgedClip) -> list[tuple[Mark, bool]]:
    """Cuts and jumps that were weighed, and whether each is right."""
    marks = [m for m in judged.prediction.marks if m.start == m.stop and m.confidence >= FLOOR]
    return _labelled(judged, marks, set(match(marks, _points(judged), 0)))


def label_gradual(judged: JudgedClip) -> list[tuple[Mark, bool]]:
    """Gradual transitions that were weighed, and whether each is right."""
    marks = [m for m in judged.prediction.marks if m.start != m.stop and m.confidence >= FLOOR]
    best = set(nearest_spans(marks, [t for t in judged.clip.truth.transitions if t.start != t.stop]).values())
    return _labelled(
        judged, marks, {i for i, mark in enumerate(marks) if mark in best} | set(match(marks, _points(judged), 0))
    )


def _points(judged: JudgedClip) -> list[int]:
    return [t.start for t in judged.clip.truth.transitions if t.start == t.stop]


def _gradual(judged: JudgedClip) -> list[Mark]:
    return [t for t in judged.clip.truth.transitions if t.start != t.stop]


def _labelled(judged: JudgedClip, marks: Sequence[Mark], right: set[int]) -> list[tuple[Mark, bool]]:
    spans, ignored = _gradual(judged), judged.clip.truth.ignore
    return [(m, i in right) for i, m in enumerate(marks) if i in right or not excused(m, spans, ignored)]
