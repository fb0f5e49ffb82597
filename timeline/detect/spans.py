"""Spans that may be transitions, and what the pictures before, within and after them say about each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from timeline.detect.flat import runs
from timeline.detect.network import KINDS, Outputs, sigmoid
from timeline.detect.pictures import Pictures, apart, unlike
from timeline.kernels.features import FeatureTable
from timeline.kernels.median import median
from timeline.kernels.pooling import Floats

LOW, PEAK = 0.25, 0.35
"""A span is a run of frames above LOW whose highest is at least PEAK."""
SURE = 0.5
"""Probability of an end from which a run of frames is divided there."""
SEARCH = 4
"""Frames around a run's end within which the exact end is looked for."""
MEASURES = (
    "length",
    "peak",
    "mean",
    "starts",
    "stops",
    "cut",
    "ends_apart",
    "ends_colour",
    "ends_unlike",
    "before_apart",
    "after_apart",
    "before_unlike",
    "after_unlike",
    "contrast_gain",
    "misfit",
    "monotony",
    "largest_step",
    "dip",
    "brightest",
    "motion_before",
    "motion_after",
    "effect",
    *KINDS,
)
"""What is measured of a span, in order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Frames ``[start, stop)`` that may be one transition; ``effect``: over a swap (zoom, whip, flash)."""

    start: int
    stop: int
    effect: bool


def find_spans(outputs: Outputs) -> list[Span]:
    """Runs of frames that the network takes for a gradual transition or an effect, with their exact ends."""
    starts, stops = outputs.probability("start"), outputs.probability("stop")
    spans = []
    for effect, target in ((False, "gradual"), (True, "effect")):
        inside = outputs.probability(target)
        for run in runs(inside >= LOW):
            for start, stop in _divide(run, starts, stops):
                if inside[start:stop].max() >= PEAK:
                    first, last = _end(starts, start), _end(stops, stop)
                    spans.append(Span(start=first, stop=max(last, first + 1), effect=effect))
    return spans


def _divide(run: tuple[int, int], starts: Floats, stops: Floats) -> list[tuple[int, int]]:
    """A run cut wherever one span surely ends in it and another surely begins thereafter."""
    start, stop = run
    parts = []
    for end in np.flatnonzero(stops[start + 1 : stop] > SURE) + start + 1:
        later = np.flatnonzero(starts[end:stop] > SURE)
        if later.size and end > start:
            parts.append((start, int(end)))
            start = int(end + later[0])
    return [*parts, (start, stop)]


def _end(scores: Floats, at: int) -> int:
    """The likeliest end within SEARCH frames of ``at``; ``at`` itself where nothing speaks for another."""
    low = max(0, at - SEARCH)
    window = scores[low : at + SEARCH + 1]
    best = int(window.argmax()) if window.size else 0
    return low + best if window.size and window[best] > 0.3 else at


def _course(path: Floats) -> tuple[float, float, float]:
    """How pictures go from the first to the last: misfit, monotony, largest step (shares). ``path`` (n, 256)."""
    way = path[-1] - path[0]
    size = float(way @ way) + 1.0
    path = path - path[0]
    along = path @ way / size
    off = np.sqrt(np.mean((path - along[:, None] * way) ** 2)) / np.sqrt(size / len(way) + 1)
    steps = np.diff(along)
    total = float(np.abs(steps).sum()) + 1e-3
    return float(off), float(steps.sum() / total), float(np.abs(steps).max()) / total


def measure(span: Span, table: FeatureTable, pictures: Pictures, outputs: Outputs) -> Floats:
    """The MEASURES of one span, (len(MEASURES),) float32.

    Endpoint difference against equal intervals on either side, after Hanjalic, "Shot-boundary detection: unraveled and
    resolved?", IEEE Trans. CSVT 12 (2002).
    """
    n, length = table.frames, span.stop - span.start
    a, b = max(0, span.start - 1), min(n - 1, span.stop)
    before, after = max(0, a - length), min(n - 1, b + length)
    inside = outputs.probability("effect" if span.effect else "gradual")[span.start : span.stop]
    deviation = table.column("deviation")
    part, mean = deviation[a : b + 1], table.column("mean")[a : b + 1]
    ends = 0.5 * (part[0] + part[-1]) + 0.02
    change = np.expm1(table.column("luma_rms_1"))
    path = pictures.luma(np.arange(a, b + 1))
    misfit, monotony, step = _course(path)
    first, last, earlier, later = path[0], path[-1], *pictures.luma([before, after])
    kinds = outputs.kinds[span.start : span.stop].mean(axis=0)
    kinds = np.exp(kinds - kinds.max())
    figures = (
        np.log(length),
        inside.max(),
        inside.mean(),
        outputs.probability("start")[max(0, span.start - 1) : span.start + 2].max(),
        outputs.probability("stop")[span.stop - 1 : span.stop + 2].max(),
        outputs.probability("cut")[span.start : span.stop + 1].max(),
        np.log1p(apart(first, last)),
        np.log1p(apart(*pictures.chroma([a, b]))),
        unlike(first, last),
        np.log1p(apart(earlier, first)),
        np.log1p(apart(last, later)),
        unlike(earlier, first),
        unlike(last, later),
        np.log((part.min() + 0.02) / ends),
        misfit,
        monotony,
        step,
        np.log((part.max() + 0.02) / ends),
        mean.max() - 0.5 * (mean[0] + mean[-1]),
        np.log1p(median(change[max(0, a - 8) : a + 1])),
        np.log1p(median(change[b : b + 9])) if b + 1 < n else 0.0,
        float(span.effect),
        *(kinds / kinds.sum()),
    )
    return np.array(figures, dtype=np.float32)


def judge(measures: Floats, weights: Mapping[str, Floats]) -> Floats:
    """Probability that each span is a transition: (n, len(MEASURES)) to (n,), a small network with one hidden layer."""
    x = np.clip((measures - weights["span_mean"]) / weights["span_spread"], -6, 6)
    hidden = np.maximum(x @ weights["span_in"] + weights["span_in_bias"], 0)
    return sigmoid(hidden @ weights["span_out"] + weights["span_out_bias"])
