"""One detector's word on one clip beside the truth: what every metric is computed from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from timeline.suite.clips import Clip
from timeline.suite.predictions import MIN_CONFIDENCE, Prediction
from timeline.suite.scoring import Mark, Verdict, judge, nearest_spans


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedClip:
    """``verdicts``: by tolerance in frames; ``counted``: predictions the detector stands by; ``found``: gradual
    transitions that are found, each with the prediction that covers it best; ``rate``: frames a second, if known.
    """

    clip: Clip
    prediction: Prediction
    counted: tuple[Mark, ...]
    verdicts: Mapping[int, Verdict]
    found: tuple[tuple[Mark, Mark], ...]
    rate: Fraction | None

    @property
    def strict(self) -> Verdict:
        """The verdict at the smallest tolerance."""
        return self.verdicts[min(self.verdicts)]

    @property
    def frames(self) -> int:
        """Length in frames; 0 where nobody says."""
        return self.prediction.frames or self.clip.truth.frames or 0


def judge_clip(
    clip: Clip,
    prediction: Prediction,
    tolerances: Sequence[int],
    *,
    rate: Fraction | None = None,
    min_confidence: float = MIN_CONFIDENCE,
) -> JudgedClip:
    """Hold a prediction against a clip's truth at each tolerance."""
    truth, counted = clip.truth, prediction.counted(min_confidence)
    frames = prediction.frames or truth.frames or 0
    gradual = [mark for mark in truth.transitions if mark.start != mark.stop]
    in_order = sorted(counted, key=lambda p: (p.start, p.stop))
    return JudgedClip(
        clip=clip,
        prediction=prediction,
        counted=counted,
        verdicts={
            tolerance: judge(counted, truth.transitions, truth.ignore, tolerance=tolerance, frames=frames)
            for tolerance in sorted(tolerances)
        },
        found=tuple(nearest_spans(in_order, gradual).items()),
        rate=rate or truth.rate,
    )
