"""Two results held against each other, clip by clip and frame by frame: one frozen value, made without any file."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from timeline.errors import UsageError
from timeline.suite.results import ClipResult, DetectorResult, Errors, Event, Found, Results

SCHEMA: Literal["timeline.bench.comparison/1"] = "timeline.bench.comparison/1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One event that is judged otherwise than before. ``was``, ``now``: ends off in frames, of a span found twice."""

    what: str
    start: int
    stop: int
    kind: str
    confidence: float | None = None
    was: tuple[int, int] | None = None
    now: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ClipChange:
    """What became worse and what became better on one clip."""

    clip: str
    worse: tuple[Change, ...]
    better: tuple[Change, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Gate:
    """One figure that must not fall: before, after, and whether it fell further than allowed; None: nothing to find."""

    figure: str
    old: float | None
    new: float | None
    failed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DetectorChange:
    """One detector in both results, over the clips that can be compared; only clips with a change are listed."""

    detector: str
    old_version: str
    new_version: str
    gates: tuple[Gate, ...]
    clips: tuple[ClipChange, ...]

    @property
    def failed(self) -> bool:
        """Whether any figure fell further than allowed."""
        return any(gate.failed for gate in self.gates)


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """``clips``: how many were compared; ``differences``: in words, where the two results are not of one suite."""

    schema: Literal["timeline.bench.comparison/1"] = SCHEMA
    suite: str
    tolerance: int
    max_drop: float
    clips: int
    differences: tuple[str, ...]
    detectors: tuple[DetectorChange, ...]

    @property
    def failed(self) -> bool:
        """Whether any detector fell further than allowed."""
        return any(each.failed for each in self.detectors)


def compare(old: Results, new: Results, *, max_drop: float) -> Comparison:
    """Compare the detectors that both results hold, over clips of the same video and the same truth.

    Raises:
        UsageError: they share no detector, no tolerance or no such clip.
    """
    alike, differences = _alike(old, new)
    before = {each.detector: each for each in old.detectors}
    after = {each.detector: each for each in new.detectors}
    common = [name for name in before if name in after]
    if not common:
        raise UsageError(f"no detector is in both results: {', '.join(before)} there, {', '.join(after)} here")
    tolerances = sorted(set(old.tolerances) & set(new.tolerances))
    if not tolerances:
        raise UsageError(f"the results share no tolerance: {old.tolerances} there, {new.tolerances} here")
    if not alike:
        raise UsageError("the results share no clip of the same video and truth: " + "; ".join(differences))
    differences += [f"only the old result holds detector {name}" for name in before if name not in after]
    differences += [f"only the new result holds detector {name}" for name in after if name not in before]
    if old.min_confidence != new.min_confidence:
        differences.append(f"predictions counted from {old.min_confidence} there and from {new.min_confidence} here")
    return Comparison(
        suite=new.suite,
        tolerance=tolerances[0],
        max_drop=max_drop,
        clips=len(alike),
        differences=tuple(differences),
        detectors=tuple(_detector(before[n], after[n], alike, tolerances[0], max_drop) for n in common),
    )


def _alike(old: Results, new: Results) -> tuple[list[str], list[str]]:
    """Clips that can be compared, and in words why the others cannot."""
    there, here = ({clip.name: clip for clip in results.clips} for results in (old, new))
    both = [name for name in there if name in here]
    other_truth = [name for name in both if there[name].truth != here[name].truth]
    other_video = [name for name in both if there[name].sha256 != here[name].sha256 and name not in other_truth]
    lists = (
        ("only the old result holds", [name for name in there if name not in here]),
        ("only the new result holds", [name for name in here if name not in there]),
        ("the truth was changed for", other_truth),
        ("another video is scored as", other_video),
    )
    words = [f"{word} {', '.join(names[:5])}{_more(names)}" for word, names in lists if names]
    return [name for name in both if name not in (*other_truth, *other_video)], words


def _more(names: Sequence[str]) -> str:
    return f" and {len(names) - 5} more" if len(names) > 5 else ""


def _detector(
    old: DetectorResult, new: DetectorResult, alike: Sequence[str], tolerance: int, max_drop: float
) -> DetectorChange:
    before, after = ({clip.clip: clip for clip in each.clips} for each in (old, new))
    changes = [_clip(before[name], after[name], tolerance) for name in alike]
    was, now = ([clips[name] for name in alike] for clips in (before, after))
    return DetectorChange(
        detector=new.detector,
        old_version=old.version,
        new_version=new.version,
        gates=(
            _gate(f"F1@{tolerance}", _f1(was, tolerance), _f1(now, tolerance), max_drop),
            _gate("gradual found", _gradual(was), _gradual(now), max_drop),
        ),
        clips=tuple(change for change in changes if change.worse or change.better),
    )


def _gate(figure: str, old: Fraction | None, new: Fraction | None, max_drop: float) -> Gate:
    fell = old is not None and new is not None and old - new > Fraction(str(max_drop))
    return Gate(
        figure=figure,
        old=None if old is None else round(float(old), 6),
        new=None if new is None else round(float(new), 6),
        failed=fell,
    )


def _f1(clips: Iterable[ClipResult], tolerance: int) -> Fraction:
    """F1 of hard cuts, exactly; 1 where there is nothing to find and nothing was reported."""
    cuts = [each for clip in clips for each in clip.figures.cuts if each.tolerance == tolerance]
    hits = sum(each.hits for each in cuts)
    both = sum(each.true + each.hits + each.false_alarms for each in cuts)
    return Fraction(2 * hits, both) if both else Fraction(1)


def _gradual(clips: Sequence[ClipResult]) -> Fraction | None:
    true = sum(clip.figures.gradual.true for clip in clips)
    return Fraction(sum(clip.figures.gradual.found for clip in clips), true) if true else None


def _clip(old: ClipResult, new: ClipResult, tolerance: int) -> ClipChange:
    was, now = (next(e for e in clip.errors if e.tolerance == tolerance) for clip in (old, new))
    worse, better = [], []
    for lost, won, of in LISTS:
        before, after = _by_place(of(was)), _by_place(of(now))
        worse += [_change(lost, after[place]) for place in after if place not in before]
        better += [_change(won, before[place]) for place in before if place not in after]
    ends = _ends(old.gradual, new.gradual)
    return ClipChange(
        clip=new.clip,
        worse=_in_order([*worse, *(change for change, by in ends if by > 0)]),
        better=_in_order([*better, *(change for change, by in ends if by < 0)]),
    )


LISTS: tuple[tuple[str, str, Callable[[Errors], Sequence[Event]]], ...] = (
    ("cut missed", "cut found", lambda errors: errors.missed),
    ("gradual missed", "gradual found", lambda errors: errors.missed_gradual),
    ("jump missed", "jump found", lambda errors: errors.missed_jumps),
    ("false alarm", "false alarm gone", lambda errors: errors.false_alarms),
)
"""What a new entry of a list of errors is called, what one that is gone, and where the list stands."""


def _by_place(events: Iterable[Event]) -> Mapping[tuple[int, int], Event]:
    return {(event.start, event.stop): event for event in events}


def _change(what: str, event: Event) -> Change:
    return Change(what=what, start=event.start, stop=event.stop, kind=event.kind, confidence=event.confidence)


def _ends(old: Sequence[Found], new: Sequence[Found]) -> list[tuple[Change, int]]:
    """Spans found both times whose ends lie otherwise, each with the frames by which they are further off."""
    before = {(each.start, each.stop): each for each in old}
    changes = []
    for each in new:
        if (each.start, each.stop) not in before:
            continue
        was, now = _off(before[each.start, each.stop]), _off(each)
        change = Change(what="ends off", start=each.start, stop=each.stop, kind=each.kind, was=was, now=now)
        changes.append((change, sum(map(abs, now)) - sum(map(abs, was))))
    return changes


def _off(found: Found) -> tuple[int, int]:
    return found.predicted.start - found.start, found.predicted.stop - found.stop


def _in_order(changes: Iterable[Change]) -> tuple[Change, ...]:
    return tuple(sorted(changes, key=lambda change: (change.start, change.stop, change.what)))
