"""The accuracy benchmark's tables and its JSON document."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

from timeline.suite import machine
from timeline.suite.clips import Clip
from timeline.suite.scoring import MISSED, NOTHING, Mark, Score, SpanError, Verdict
from timeline.suite.tables import markdown

RULES = (
    "A cut counts at its exact frame (F1@1, F1@2: within 1, 2 frames). A gradual transition is found when a prediction "
    "touches its span widened by 2 frames; overlap and ends are medians over those found (intersection over union; "
    "frames off at start and stop). Jumps are counted apart. Totals are micro-averages. Clean clips: not one missed "
    "cut, missed gradual transition or false alarm. PySceneDetect's detectors run at their defaults, or with "
    "min_scene_len=1 (-min1), on this project's frames at PySceneDetect's own scale. The "
    "project's detector is learnt: on clips that trained it (`benchmarks/training/README.md`) its row shows memory, "
    "not skill; a row called held-out comes from networks that had not seen the clip's series. Rules in full: "
    "`timeline/suite/scoring.py`."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """One detector judged: tolerance -> clip name -> verdict."""

    detector: str
    parameters: Mapping[str, float | str]
    verdicts: Mapping[int, Mapping[str, Verdict]]

    def total(self, tolerance: int, names: Iterable[str] | None = None) -> Score:
        """Score summed over the named clips, or over all."""
        verdicts = self.verdicts[tolerance]
        return sum((verdicts[name].score for name in (verdicts if names is None else names)), Score())

    @property
    def strictest(self) -> int:
        """The smallest tolerance judged."""
        return min(self.verdicts)


def summary(clips: Sequence[Clip], results: Sequence[Result]) -> str:
    """The table over all clips."""
    quiet = [clip.name for clip in clips if not clip.truth]
    tolerances = list(results[0].verdicts)
    header = [
        "detector", "clean clips", *(f"F1@{t}" for t in tolerances), "precision", "recall", "missed", "false",
        f"false on {len(quiet)} takes without cuts", "gradual found", "overlap", "ends off", "jumps found",
    ]  # fmt: skip
    rows = []
    for result in results:
        score = result.total(result.strictest)
        rows.append([
            result.detector, f"{score.clean_clips}/{score.clips}",
            *(f"{result.total(t).f1:.4f}" for t in tolerances),
            f"{score.precision:.4f}", f"{score.recall:.4f}", score.misses, score.false_alarms,
            result.total(result.strictest, quiet).false_alarms, f"{score.gradual_found}/{score.gradual}",
            *_span_cells(score.spans), f"{score.jumps_found}/{score.jumps}",
        ])  # fmt: skip
    return markdown(header, rows)


def _span_cells(spans: Sequence[SpanError]) -> tuple[str, str]:
    if not spans:
        return "-", "-"
    start, stop = (median(abs(end) for end in ends) for ends in zip(*((s.start, s.stop) for s in spans), strict=True))
    return f"{median(s.overlap for s in spans):.2f}", f"{start:g}, {stop:g}"


def markdown_report(clips: Sequence[Clip], results: Sequence[Result], made_on: dict[str, str]) -> str:
    """The whole report as Markdown."""
    score = results[0].total(results[0].strictest)
    genres: dict[str, list[str]] = {}
    for clip in clips:
        genres.setdefault(clip.genre, []).append(clip.name)
    parts = [
        "# Accuracy\n",
        f"{score.clips} clips, {score.frames} frames: {score.cuts} cuts, {score.gradual} gradual transitions, "
        f"{score.jumps} jumps. Made by `python -m benchmarks accuracy` on {machine.told(made_on)}.\n",
        RULES + "\n",
        "## Over all clips\n",
        summary(clips, results),
        f"## By genre: F1@{results[0].strictest}, gradual found\n",
        _by_group(genres, results),
        f"## By clip: F1@{results[0].strictest}, gradual found\n",
        _by_group({clip.name: [clip.name] for clip in clips}, results),
        *_kind_tables(results),
        "## Every error\n",
        *(_errors(result) for result in results),
    ]
    return "\n".join(parts)


def _by_group(groups: Mapping[str, Sequence[str]], results: Sequence[Result]) -> str:
    rows = []
    for group, names in groups.items():
        events = results[0].total(results[0].strictest, names)
        row: list[object] = [group, events.clips, events.cuts, events.gradual, events.jumps]
        for result in results:
            score = result.total(result.strictest, names)
            row.append(f"{score.f1:.3f}" + (f", {score.gradual_found}" if score.gradual else ""))
        rows.append(row)
    return markdown(["", "clips", "cuts", "gradual", "jumps", *(result.detector for result in results)], rows)


def _kind_tables(results: Sequence[Result]) -> list[str]:
    """Confusion of kinds, for detectors that tell more than one apart."""
    parts = []
    for result in results:
        counts = Counter(result.total(result.strictest).kinds)
        predicted = sorted({kind for _, kind in counts} - {MISSED})
        if len(predicted) > 1:
            true = [*sorted({kind for kind, _ in counts} - {NOTHING}), NOTHING]
            columns = [*predicted, MISSED]
            rows = [[kind, *(counts[kind, column] or "" for column in columns)] for kind in true]
            parts += [f"## Kinds, {result.detector}: true (rows) against predicted\n", markdown(["", *columns], rows)]
    return parts


def _errors(result: Result) -> str:
    lines = [f"<details><summary>{result.detector}</summary>\n"]
    for name, verdict in result.verdicts[result.strictest].items():
        told = [
            f"{word} {', '.join(_frames(mark) for mark in marks)}"
            for word, marks in (
                ("missed", verdict.missed),
                ("gradual missed", verdict.missed_gradual),
                ("false", verdict.false_alarms),
                ("jumps missed", verdict.missed_jumps),
            )
            if marks
        ]
        if told:
            lines.append(f"- {name}: {'; '.join(told)}")
    return "\n".join([*lines, "\n</details>\n"])


def _frames(mark: Mark) -> str:
    return str(mark.start) if mark.start == mark.stop else f"{mark.start}-{mark.stop}"


def document(
    clips: Sequence[Clip], results: Sequence[Result], made_on: dict[str, str], notes: Sequence[str]
) -> dict[str, Any]:
    """Everything as plain data: totals, genres, clips, and every error with its frames."""
    genres = sorted({clip.genre for clip in clips})
    return {
        "schema": "benchmarks.accuracy/1",
        "made_on": made_on,
        "notes": list(notes),
        "clips": {clip.name: {"genre": clip.genre, "sha256": clip.digest} for clip in clips},
        "detectors": [
            {
                "detector": result.detector,
                "parameters": dict(result.parameters),
                "tolerances": {
                    str(tolerance): {
                        "all": _score_data(result.total(tolerance)),
                        "genres": {
                            genre: _score_data(result.total(tolerance, [c.name for c in clips if c.genre == genre]))
                            for genre in genres
                        },
                        "clips": {name: _verdict_data(verdict) for name, verdict in verdicts.items()},
                    }
                    for tolerance, verdicts in result.verdicts.items()
                },
            }
            for result in results
        ],
    }


def _score_data(score: Score) -> dict[str, Any]:
    counts = ("clips", "clean_clips", "frames", "cuts", "hits", "misses", "false_alarms", "gradual", "gradual_found",
              "jumps", "jumps_found")  # fmt: skip
    rates = ("precision", "recall", "f1")
    return {
        **{name: getattr(score, name) for name in counts},
        **{name: round(getattr(score, name), 4) for name in rates},
        "overlaps": [round(span.overlap, 4) for span in score.spans],
        "start_errors": [span.start for span in score.spans],
        "stop_errors": [span.stop for span in score.spans],
        "kinds": [[true, predicted, n] for (true, predicted), n in sorted(Counter(score.kinds).items())],
    }


def _verdict_data(verdict: Verdict) -> dict[str, Any]:
    def marks(found: Iterable[Mark]) -> list[dict[str, Any]]:
        return [{"start": mark.start, "stop": mark.stop, "kind": mark.kind} for mark in found]

    return {
        "score": _score_data(verdict.score),
        "missed": marks(verdict.missed),
        "missed_gradual": marks(verdict.missed_gradual),
        "missed_jumps": marks(verdict.missed_jumps),
        "false_alarms": marks(verdict.false_alarms),
    }
