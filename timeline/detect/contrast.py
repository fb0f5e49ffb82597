"""Rule-based detector: a cut is a change that stands out of those around it and leaves another picture behind."""

from __future__ import annotations

import numpy as np

from timeline.detect.candidates import around, change
from timeline.detect.fades import find_fades, runs
from timeline.kernels.features import FeatureTable
from timeline.kernels.pooling import Floats
from timeline.kernels.signature import Signatures
from timeline.model.edit import Evidence, Kind, Transition, centre

LEAST_CHANGE = 5.0
LEAST_CONTRAST = 2.0
LEAST_DIFFERENCE = 0.45
REACH = 5
JUMP_LIKENESS = 0.5


def _sigmoid(x: Floats) -> Floats:
    return np.asarray(1 / (1 + np.exp(-np.clip(x, -30, 30))), dtype=np.float32)


def _lasting(table: FeatureTable) -> Floats:
    """Least unlikeness across each frame's start over several lags: low where the old picture comes back (a flash)."""
    names = ("texture_unlike_3", "texture_unlike_5", "edges_unlike_1", "edges_unlike_3")
    return np.asarray(np.min([table.column(name) for name in names], axis=0), dtype=np.float32)


def find_cuts(table: FeatureTable) -> list[Transition]:
    """Hard cuts with a confidence of 0.1 or more; 0.5 is where all three rules are met."""
    signal, lasting = change(table.values), _lasting(table)
    ranked = around(signal, REACH)
    level = 0.6 * ranked[:, -2] + 0.4 * ranked[:, 1:].mean(axis=1)
    rules = (
        _sigmoid(4 * np.log((signal + 0.01) / LEAST_CHANGE)),
        _sigmoid(4 * np.log((signal + 0.01) / (LEAST_CONTRAST * level + 0.01))),
        _sigmoid(12 * (lasting - LEAST_DIFFERENCE)),
    )
    confidence = np.min(rules, axis=0)
    confidence[:1] = 0
    found = []
    for at in np.flatnonzero(confidence > 0.1):
        frame = int(at)
        figures = (("change", signal[at]), ("level", level[at]), ("difference", lasting[at]))
        found.append(
            Transition(
                kind=Kind.CUT,
                start=frame,
                stop=frame,
                edit_point=frame,
                confidence=round(float(confidence[at]), 3),
                evidence=Evidence(
                    figures=tuple((name, round(float(value), 3)) for name, value in figures), frames=(frame - 1, frame)
                ),
            )
        )
    return found


def find_mixtures(table: FeatureTable) -> list[Transition]:
    """Dissolves: stretches in which each frame is a mixture of the ones before and after it."""
    found = []
    strength = np.zeros(table.frames, dtype=np.float32)
    for lag in (4, 8, 16):
        size = np.expm1(table.column(f"mix_size_{lag}"))
        strength = np.maximum(strength, (size > 16) * np.clip(1 - table.column(f"mix_misfit_{lag}") / 0.36, 0, 1))
    for start, stop in runs(strength > 0.1):
        if stop - start >= 4 and start > 0 and stop < table.frames:
            peak = float(strength[start:stop].max())
            found.append(
                Transition(
                    kind=Kind.DISSOLVE,
                    start=start,
                    stop=stop,
                    edit_point=centre(start, stop),
                    confidence=round(0.95 * peak, 3),
                    evidence=Evidence(
                        figures=(("mixing", round(peak, 3)),), frames=(max(0, start - 1), min(stop, table.frames - 1))
                    ),
                )
            )
    return found


def _apart(candidate: Transition, others: list[Transition]) -> bool:
    return all(candidate.stop < other.start - 1 or candidate.start > other.stop + 1 for other in others)


def run(table: FeatureTable, signatures: Signatures) -> list[Transition]:
    """All transitions with a confidence of 0.1 or more; ``signatures`` are not used."""
    cuts = find_cuts(table)
    sure = [cut for cut in cuts if cut.confidence >= 0.5]
    fades = [fade for fade in find_fades(table) if _apart(fade, sure)]
    mixtures = [mixture for mixture in find_mixtures(table) if _apart(mixture, sure + fades)]
    spans = fades + mixtures
    return [cut for cut in cuts if cut.confidence >= 0.5 or _apart(cut, spans)] + spans
