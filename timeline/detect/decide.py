"""From what the network says of each frame to transitions: exact frames, kinds, edit points, confidence, evidence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from timeline.detect.flat import flat_runs, hold
from timeline.detect.network import KINDS, Outputs, sigmoid
from timeline.detect.pictures import Pictures, changed_share
from timeline.detect.spans import MEASURES, Span, find_spans, judge, measure
from timeline.kernels.features import FeatureTable
from timeline.kernels.pooling import Floats
from timeline.kernels.signature import SignatureRows
from timeline.model.edit import LONGEST_DIP, Evidence, Kind, Transition, centre

FLOOR = 0.02
"""Confidence below which nothing is handed on, not even as a near miss."""
LEAST_CHANGED = 0.4
"""Share of the lit picture that changes at any true cut seen so far (0.47 at least on annotated clips)."""
PARTIAL = 0.4
"""What is left of the confidence of a cut at which less changes."""
EFFECTS = (Kind.ZOOM, Kind.WHIP, Kind.FLASH)
NEAR = 2
"""Frames by which a flat run may miss the end of a fade."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A span with its probability and its measures."""

    span: Span
    confidence: float
    measures: Floats

    @property
    def fades(self) -> bool:
        """Whether its kind is most likely a fade or dip."""
        first = MEASURES.index(KINDS[0])
        return KINDS[int(self.measures[first : first + len(KINDS)].argmax())].startswith("fade")


def decide(
    table: FeatureTable, signatures: SignatureRows, outputs: Outputs, weights: Mapping[str, Floats]
) -> list[Transition]:
    """All transitions with a confidence of FLOOR or more, in order.

    A span that is likelier than not swallows the cuts inside it: the swap under an effect, false steps in a dissolve.
    """
    pictures = Pictures(signatures)
    spans = _choose(judge_spans(table, pictures, outputs, weights))
    cuts = find_cuts(table, pictures, outputs, weights)
    likely = [each for each in spans if each.confidence >= 0.5]
    kept = [cut for cut in cuts if not any(_swallows(each, cut) for each in likely)]
    sure = [cut.start for cut in kept if cut.confidence >= 0.5]
    apart = [s for s in spans if s.confidence >= 0.5 or not any(s.span.start <= at <= s.span.stop for at in sure)]
    flat = flat_runs(table)
    found = kept + [part for each in apart for part in _transitions(each, table, outputs, flat)]
    return sorted(found, key=lambda t: (t.start, t.stop))


def judge_spans(
    table: FeatureTable, pictures: Pictures, outputs: Outputs, weights: Mapping[str, Floats]
) -> list[Judged]:
    """Every span that may be a transition, with its probability."""
    spans = find_spans(outputs)
    if not spans:
        return []
    measures = np.stack([measure(span, table, pictures, outputs) for span in spans])
    chances = judge(measures, weights)
    return [
        Judged(span=span, confidence=round(float(chance), 4), measures=row)
        for span, chance, row in zip(spans, chances, measures, strict=True)
    ]


def _choose(judged: Sequence[Judged]) -> list[Judged]:
    """Where spans overlap the likelier one stays."""
    chosen: list[Judged] = []
    for each in sorted(judged, key=lambda j: -j.confidence):
        span = each.span
        free = all(span.stop <= other.span.start or span.start >= other.span.stop for other in chosen)
        if each.confidence >= FLOOR and free:
            chosen.append(each)
    return chosen


def find_cuts(
    table: FeatureTable, pictures: Pictures, outputs: Outputs, weights: Mapping[str, Floats]
) -> list[Transition]:
    """Cuts and jumps with a calibrated confidence of FLOOR or more (Platt scaling of the network's log-odds).

    Where less than LEAST_CHANGED of the lit picture changes, a title or a box has come or gone: a near miss at most.
    """
    slope, offset = (float(x) for x in weights["platt_cut"])
    confidence = sigmoid(slope * outputs.targets[:, 0] + offset)
    jump = outputs.probability("jump")
    confidence[:1] = 0
    found = []
    frames = np.flatnonzero(confidence >= FLOOR)
    changed = changed_share(pictures.luma(frames - 1), pictures.luma(frames))
    confidence[frames[changed < LEAST_CHANGED]] *= PARTIAL
    for at, share in zip(frames, changed, strict=True):
        frame = int(at)
        figures = {
            "change": np.expm1(table.column("luma_rms_1")[frame]),
            "unlikeness": table.column("luma_unlike_1")[frame],
            "unlikeness_over_5": table.column("luma_unlike_5")[frame],
            "changed": share,
            "jump": jump[frame],
        }
        found.append(
            Transition(
                kind=Kind.JUMP if jump[frame] >= 0.5 else Kind.CUT,
                start=frame,
                stop=frame,
                edit_point=frame,
                confidence=round(float(confidence[frame]), 4),
                evidence=Evidence(
                    figures=tuple((name, round(float(value), 3)) for name, value in figures.items()),
                    frames=(frame - 1, frame),
                ),
            )
        )
    return found


def _swallows(each: Judged, cut: Transition) -> bool:
    """Whether a cut is part of a span: the swap under an effect, or a false step inside or at an end.

    Where a fade begins or ends there may be a real cut to or from black.
    """
    start, stop = each.span.start, each.span.stop
    return start <= cut.start <= stop and (start < cut.start < stop or not each.fades)


def _evidence(each: Judged, start: int, stop: int, frames: int) -> Evidence:
    told = ("ends_apart", "ends_unlike", "misfit", "monotony", "largest_step")
    figures = tuple((name, round(float(each.measures[MEASURES.index(name)]), 3)) for name in told)
    shown = (max(0, start - 1), (start + stop) // 2, min(stop, frames - 1))
    return Evidence(figures=figures, frames=tuple(dict.fromkeys(shown)))


def _transitions(
    each: Judged, table: FeatureTable, outputs: Outputs, flat: Sequence[tuple[int, int]]
) -> list[Transition]:
    span = each.span
    parts = _effect(span, outputs) if span.effect else _gradual(span, table, outputs, flat)
    return [
        Transition(
            kind=kind,
            start=start,
            stop=stop,
            edit_point=point,
            confidence=each.confidence,
            evidence=_evidence(each, start, stop, table.frames),
        )
        for kind, start, stop, point in parts
    ]


Part = tuple[Kind, int, int, int | None]


def _likeliest(span: Span, outputs: Outputs, kinds: Sequence[Kind]) -> Kind:
    scores = outputs.kinds[span.start : span.stop].mean(axis=0)
    return max(kinds, key=lambda kind: scores[KINDS.index(kind.value)])


def _effect(span: Span, outputs: Outputs) -> list[Part]:
    """The swap under an effect is where the network sees a new source begin."""
    swap = span.start + int(outputs.targets[span.start : span.stop + 1, 0].argmax())
    return [(_likeliest(span, outputs, EFFECTS), span.start, span.stop, swap)]


def _gradual(span: Span, table: FeatureTable, outputs: Outputs, flat: Sequence[tuple[int, int]]) -> list[Part]:
    """Kind and edit point; wholly flat frames, where there are any, say more of a fade than the network does."""
    start, stop, frames = span.start, span.stop, table.frames
    near = [run for run in flat if run[0] < stop + NEAR and run[1] > start - NEAR]
    if not near:
        return [_unfaded(span, table, outputs)]
    first, end = hold(table, max(near, key=lambda run: run[1] - run[0]))
    leaves, comes = first > start + 1, end < stop - 1
    if leaves and comes and end - first <= LONGEST_DIP:
        return [(Kind.FADE_THROUGH, start, stop, first + (end - first) // 2)]
    parts: list[Part] = []
    if leaves:
        parts.append((Kind.FADE_OUT, start, first, None if end >= frames else first))
    if comes:
        parts.append((Kind.FADE_IN, end, stop, None if first == 0 else end))
    return parts or [_unfaded(span, table, outputs)]


def _unfaded(span: Span, table: FeatureTable, outputs: Outputs) -> Part:
    start, stop = span.start, span.stop
    kinds = [Kind(kind) for kind in KINDS if Kind(kind) not in EFFECTS]
    kind = _likeliest(span, outputs, kinds)
    if kind == Kind.FADE_THROUGH:
        hold = start + int(table.column("deviation")[start:stop].argmin())
        return kind, start, stop, hold
    if kind == Kind.FADE_OUT:
        return kind, start, stop, None if stop >= table.frames else stop
    if kind == Kind.FADE_IN:
        return kind, start, stop, None if start <= 1 else start
    return kind, start, stop, centre(start, stop)
