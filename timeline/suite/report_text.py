"""How figures are written wherever they are read by people: one row a column, and every error as text."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import islice

from timeline.suite.results import (
    Calibration,
    ClipFacts,
    ClipResult,
    Cuts,
    DetectorResult,
    Errors,
    Event,
    Figures,
    Interval,
    Results,
)

NOTHING = "-"
Cell = Callable[[Figures], str]
Spread = Callable[[Figures], Interval | None]


def _none(figures: Figures) -> Interval | None:
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column of a table over detectors: a figure, its interval, and the sentence that says what it holds."""

    title: str
    cell: Cell
    means: str
    spread: Spread = _none

    def with_interval(self, figures: Figures) -> str:
        """The figure and, in brackets, its interval where there is one."""
        inside = between(self.spread(figures), 3)
        return self.cell(figures) + (f" ({inside})" if inside else "")


def cut_columns(tolerances: Sequence[int]) -> list[Column]:
    """Hard cuts: F1 at each tolerance, the rest at the strictest."""
    first = tolerances[0]
    return [
        Column(title="clean", cell=lambda f: f"{f.clean_clips}/{f.clips}", means="clips without a single error"),
        Column(
            title=f"F1@{first}",
            cell=lambda f: f"{f.cuts[0].f1:.4f}",
            spread=lambda f: f.cuts[0].f1_interval,
            means=f"harmonic mean of precision and recall, {frames_off(first)}",
        ),
        *(
            Column(title=f"F1@{t}", cell=_f1_at(n), means=f"the same, {frames_off(t)}")
            for n, t in enumerate(tolerances)
            if n
        ),
        Column(
            title="precision",
            cell=lambda f: f"{f.cuts[0].precision:.4f}",
            spread=lambda f: f.cuts[0].precision_interval,
            means=f"hits among all that was reported, {frames_off(first)}",
        ),
        Column(
            title="recall",
            cell=lambda f: f"{f.cuts[0].recall:.4f}",
            spread=lambda f: f.cuts[0].recall_interval,
            means=f"hits among true cuts, {frames_off(first)}",
        ),
        Column(title="missed", cell=lambda f: str(f.cuts[0].misses), means="true cuts that nothing matches"),
        Column(title="false", cell=lambda f: str(f.cuts[0].false_alarms), means="reports that match nothing"),
    ]


def other_columns() -> list[Column]:
    """Gradual transitions, edit points, jumps, confidence, and what is reported where nothing is."""
    return [
        Column(
            title="gradual",
            cell=lambda f: f"{f.gradual.found}/{f.gradual.true}" if f.gradual.true else NOTHING,
            spread=lambda f: f.gradual.share_interval,
            means="gradual transitions found: a report touches them, within 2 frames",
        ),
        Column(
            title="overlap",
            cell=lambda f: number(f.gradual.overlap, 2),
            means="of those found: intersection over union with the true span, median",
        ),
        Column(title="ends off", cell=_ends, means="of those found: frames off at start and at stop, medians"),
        Column(title="edits", cell=_edit_points, means="exact edit points among those that truth states inside a span"),
        Column(
            title="jumps",
            cell=lambda f: f"{f.jumps.found}/{f.jumps.true}" if f.jumps.true else NOTHING,
            means="jump cuts found, counted apart",
        ),
        *(
            Column(
                title=f"ECE {kind}s" if kind == "cut" else f"ECE {kind}",
                cell=_calibration(kind),
                spread=_calibration_spread(kind),
                means=f"expected calibration error of the confidence of {words}, ten bins of equal mass",
            )
            for kind, words in (("cut", "cuts and jumps"), ("gradual", "gradual transitions"))
        ),
        Column(title="false/h", cell=_false_per_hour, means="false alarms an hour on takes without a transition"),
    ]


def _f1_at(number_of: int) -> Cell:
    return lambda f: f"{f.cuts[number_of].f1:.4f}"


def _false_per_hour(figures: Figures) -> str:
    quiet = figures.quiet
    if not quiet.clips:
        return NOTHING
    return f"{quiet.false_alarms} in all" if quiet.per_hour is None else f"{quiet.per_hour:.1f}"


def _ends(figures: Figures) -> str:
    gradual = figures.gradual
    if gradual.start_error is None or gradual.stop_error is None:
        return NOTHING
    return f"{gradual.start_error:g}, {gradual.stop_error:g}"


def _edit_points(figures: Figures) -> str:
    points = figures.edit_points
    return f"{points.exact}/{points.stated}" if points.stated else NOTHING


def calibration_of(figures: Figures, kind: str) -> Calibration | None:
    """Calibration of one kind of candidate, where there is one."""
    return next((each for each in figures.calibration if each.kind == kind), None)


def _calibration(kind: str) -> Cell:
    def cell(figures: Figures) -> str:
        found = calibration_of(figures, kind)
        return NOTHING if found is None else f"{found.ece:.3f}"

    return cell


def _calibration_spread(kind: str) -> Spread:
    def spread(figures: Figures) -> Interval | None:
        found = calibration_of(figures, kind)
        return None if found is None else found.interval

    return spread


def number(value: float | None, digits: int) -> str:
    """A figure, or a dash where there is none."""
    return NOTHING if value is None else f"{value:.{digits}f}"


def between(interval: Interval | None, digits: int) -> str:
    """Both ends of an interval; "" where there is none."""
    return "" if interval is None else f"{interval.low:.{digits}f} to {interval.high:.{digits}f}"


def frames_off(tolerance: int) -> str:
    """A tolerance in words."""
    return "at the exact frame" if tolerance == 0 else f"at most {counted(tolerance, 'frame')} off"


def counted(count: int, noun: str) -> str:
    """A number and its noun."""
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def content(clips: Sequence[ClipFacts]) -> str:
    """What a suite holds, in one sentence."""
    events = (
        counted(sum(clip.cuts for clip in clips), "cut"),
        counted(sum(clip.gradual for clip in clips), "gradual transition"),
        counted(sum(clip.jumps for clip in clips), "jump"),
    )
    quiet = sum(not (clip.cuts or clip.gradual or clip.jumps) for clip in clips)
    takes = f"; {counted(quiet, 'clip')} without any transition" if quiet else ""
    frames = sum(clip.frames or 0 for clip in clips)
    length = f", {counted(frames, 'frame')}" if all(clip.frames for clip in clips) else ""
    return f"{counted(len(clips), 'clip')}{length}: {', '.join(events)}{takes}"


def suite_name(results: Results) -> str:
    """The suite and its splits."""
    return results.suite + (f" [{', '.join(results.splits)}]" if results.splits else "")


def strictest(clip: ClipResult) -> Errors:
    """Errors at the smallest tolerance."""
    return clip.errors[0]


def error_lists(errors: Errors) -> list[tuple[str, tuple[Event, ...]]]:
    """What went wrong on a clip, in words, with its transitions; empty lists are left out."""
    lists = (
        ("missed", errors.missed),
        ("gradual missed", errors.missed_gradual),
        ("false", errors.false_alarms),
        ("jumps missed", errors.missed_jumps),
    )
    return [(word, events) for word, events in lists if events]


def errors_in_words(errors: Errors, most: int | None = None) -> str:
    """Every error of a clip in one line, at most ``most`` of each sort; "" where there is none."""
    return "; ".join(f"{word} {listed(map(event, events), most)}" for word, events in error_lists(errors))


def listed(texts: Iterable[str], most: int | None = None) -> str:
    """Texts with commas, the tail only counted."""
    rest = iter(texts)
    told = list(islice(rest, most))
    left = sum(1 for _ in rest)
    return ", ".join(told) + (f" and {left:,} more" if left else "")


def event(each: Event) -> str:
    """Where a transition stands, its kind where that is not plain, and its confidence where it is in doubt."""
    place = str(each.start) if each.start == each.stop else f"{each.start}-{each.stop}"
    kind = f" {each.kind}" if each.start != each.stop else ""
    doubt = f" ({each.confidence:.2f})" if each.confidence is not None and each.confidence < 1 else ""
    return place + kind + doubt


def main_detectors(results: Results, most: int = 4) -> list[DetectorResult]:
    """The first row and the best of the others, in the order of the table: enough for tables by genre and clip."""
    first, *others = results.detectors
    best = sorted(others, key=lambda d: -_first(d.total).f1)[: most - 1]
    return [first, *(each for each in others if each in best)]


def _first(figures: Figures) -> Cuts:
    return figures.cuts[0]


def short(figures: Figures) -> str:
    """F1 and gradual transitions found, for narrow tables; a dash where there is nothing to find and all is well."""
    cuts, gradual = figures.cuts[0], figures.gradual
    f1 = f"{cuts.f1:.3f}" if cuts.true or cuts.false_alarms else NOTHING
    return f"{f1}, {gradual.found}/{gradual.true}" if gradual.true else f1
