"""From a suite and predictions to its results: pure, and the same for whoever asks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from timeline.suite.clips import Clip
from timeline.suite.judged import JudgedClip, judge_clip
from timeline.suite.metrics import figures
from timeline.suite.predictions import MIN_CONFIDENCE, Prediction
from timeline.suite.results import (
    ClipFacts,
    ClipResult,
    DetectorResult,
    Errors,
    Event,
    Found,
    Group,
    Parameter,
    Results,
)
from timeline.suite.scoring import Mark
from timeline.suite.suite import Suite

NEAR = 2
"""Frames from a missed transition within which a candidate that was not counted is told beside it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """What a detector said of each clip, by name, and what tells it from another version of itself."""

    detector: str
    version: str
    parameters: Mapping[str, float | str]
    predictions: Mapping[str, Prediction]


def score(
    suite: Suite,
    rows: Sequence[Row],
    *,
    rates: Mapping[str, Fraction | None],
    tolerances: Sequence[int],
    splits: Sequence[str] = (),
    min_confidence: float = MIN_CONFIDENCE,
) -> Results:
    """Judge every row on every clip of the suite; ``rates``: frames a second by clip name, where known."""
    return Results(
        suite=suite.name,
        source=suite.source,
        splits=tuple(splits),
        tolerances=tuple(sorted(set(tolerances))),
        min_confidence=min_confidence,
        clips=tuple(_facts(clip, rates.get(clip.name)) for clip in suite.clips),
        detectors=tuple(
            _detector(
                row,
                [
                    judge_clip(
                        clip,
                        row.predictions[clip.name],
                        tolerances,
                        rate=rates.get(clip.name),
                        min_confidence=min_confidence,
                    )
                    for clip in suite.clips
                ],
            )
            for row in rows
        ),
        notes=suite.notes,
    )


def _facts(clip: Clip, rate: Fraction | None) -> ClipFacts:
    truth = clip.truth
    points = [mark for mark in truth.transitions if mark.start == mark.stop]
    jumps = sum(mark.kind == "jump" for mark in points)
    return ClipFacts(
        name=clip.name,
        genre=clip.genre,
        series=truth.series,
        frames=truth.frames,
        rate=rate,
        sha256=clip.digest or truth.sha256 or "",
        truth=truth.digest,
        cuts=len(points) - jumps,
        gradual=len(truth.transitions) - len(points),
        jumps=jumps,
    )


def _detector(row: Row, judged: Sequence[JudgedClip]) -> DetectorResult:
    genres = sorted({each.clip.genre for each in judged})
    return DetectorResult(
        detector=row.detector,
        version=row.version,
        parameters=tuple(Parameter(name=name, value=str(value)) for name, value in sorted(row.parameters.items())),
        total=figures(judged),
        genres=tuple(
            Group(genre=genre, figures=figures([each for each in judged if each.clip.genre == genre]))
            for genre in genres
        ),
        clips=tuple(_clip(each) for each in judged),
    )


def _clip(judged: JudgedClip) -> ClipResult:
    return ClipResult(
        clip=judged.clip.name,
        figures=figures([judged]),
        errors=tuple(
            Errors(
                tolerance=tolerance,
                missed=tuple(_miss(judged, mark) for mark in verdict.missed),
                missed_gradual=tuple(_miss(judged, mark) for mark in verdict.missed_gradual),
                missed_jumps=tuple(_miss(judged, mark) for mark in verdict.missed_jumps),
                false_alarms=tuple(_event(mark) for mark in verdict.false_alarms),
            )
            for tolerance, verdict in judged.verdicts.items()
        ),
        gradual=tuple(
            Found(start=true.start, stop=true.stop, kind=true.kind, predicted=_event(predicted))
            for true, predicted in judged.found
        ),
    )


def _event(mark: Mark) -> Event:
    return Event(start=mark.start, stop=mark.stop, kind=mark.kind, confidence=mark.confidence)


def _miss(judged: JudgedClip, mark: Mark) -> Event:
    """A missed transition with the confidence of the likeliest candidate there that did not count."""
    counted = set(judged.counted)
    reach = NEAR if mark.start != mark.stop else 0
    weighed = [p.confidence for p in judged.prediction.marks if p not in counted and p.touches(mark, reach)]
    return Event(start=mark.start, stop=mark.stop, kind=mark.kind, confidence=max(weighed, default=None))
