"""Joins edges and core for one comparison of versions: two videos in, one VersionDiff and the pictures of both out."""

from __future__ import annotations

import contextlib
import dataclasses
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

import numpy as np

from timeline import __version__
from timeline.analyse.diff import Version, compare
from timeline.analyse.diff.compare import Compared
from timeline.analyse.diff.onclock import OnClock, on_clock
from timeline.analyse.diff.standing import figures_of, findings_of
from timeline.errors import UsageError
from timeline.interchange import is_timeline
from timeline.library.record import KeptPictures, Record
from timeline.model.difference import Side, VersionDiff, VersionOutcome
from timeline.model.inspection import Inspection
from timeline.model.notice import Notice
from timeline.model.profile import Profile
from timeline.pipeline import Progress, Request, examine, record_of

Watch: TypeAlias = Callable[[str], AbstractContextManager[Progress]]
MOST = 600_000_000
"""Pairs of frames that are compared at most: about a quarter of an hour at 25 frames a second."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """Which versions to compare, and the profile that findings are held against."""

    before: Path
    after: Path
    profile: Profile | None = None
    cached: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """The answer with both inspections and the pictures that were kept of each."""

    diff: VersionDiff
    before: Inspection
    after: Inspection
    pictures: tuple[KeptPictures, KeptPictures]


@contextlib.contextmanager
def differ(question: Question, watch: Watch) -> Iterator[Answer]:
    """Compare two versions; their pictures can be read until the context ends.

    Raises:
        InputError: one cannot be inspected.
        UsageError: one is no video, or both are too long to be compared.
    """
    for path in (question.before, question.after):
        if is_timeline(path):
            raise UsageError(f"'{path}' is a timeline; diff compares two videos (timeline conform takes a timeline)")
    request = Request(profile=question.profile, cached=question.cached)
    with contextlib.ExitStack() as stack:
        sides = [_side(path, request, watch, stack) for path in (question.before, question.after)]
        (first, one), (second, two) = sides
        if one.table.frames * two.table.frames > MOST:
            raise UsageError(
                f"'{question.before}' and '{question.after}' are too long to be compared: "
                f"{one.table.frames} and {two.table.frames} frames"
            )
        yield Answer(
            diff=hold(first, one.signatures[:], second, two.signatures[:]),
            before=first,
            after=second,
            pictures=(one.pictures, two.pictures),
        )


def _side(path: Path, request: Request, watch: Watch, stack: contextlib.ExitStack) -> tuple[Inspection, Record]:
    with watch(path.name) as progress:
        record, _ = stack.enter_context(record_of(path, request, progress))
        return examine(path, record, request, progress), record


def hold(first: Inspection, one: np.ndarray, second: Inspection, two: np.ndarray) -> VersionDiff:
    """Hold two inspections with their signatures, uint8 (frames, S), against each other."""
    clocked = on_clock(second.timeline, first.timeline.clock)
    found = compare(
        Version(timeline=first.timeline, signatures=one),
        Version(timeline=clocked.timeline, signatures=two[clocked.frames]),
    )
    told = _retold(found, clocked)
    outcome: VersionOutcome = "unrelated" if not found.related else "differs" if told.changes else "same"
    return VersionDiff(
        version=__version__,
        outcome=outcome,
        summary=_summary(first, second, told),
        basis="time" if clocked.converted else "frames",
        before=_reel(first),
        after=_reel(second),
        ties=told.ties,
        changes=told.changes,
        profile=first.judgement.title if first.judgement else "",
        figures=figures_of(first, second),
        findings=findings_of(first, second, told.ties),
        notices=_notices(first, second, clocked),
    )


def _retold(found: Compared, clocked: OnClock) -> Compared:
    """The places of the later version in its own frames."""
    if not clocked.converted:
        return found
    return dataclasses.replace(
        found,
        ties=tuple(dataclasses.replace(tie, after=clocked.own(tie.after)) for tie in found.ties),
        changes=tuple(
            dataclasses.replace(
                change,
                after=clocked.own(change.after),
                shown=(change.shown[0], tuple(clocked.own((frame, frame))[0] for frame in change.shown[1])),
            )
            for change in found.changes
        ),
    )


def _summary(first: Inspection, second: Inspection, found: Compared) -> str:
    if not found.related:
        alike = f"; {found.shared} frames look alike" if found.shared else ""
        return f"These are not two versions of one cut{alike}."
    shots = len(first.timeline.shots)
    touched = {shot for change in found.changes for shot in change.old}
    if not found.changes:
        return f"The same cut: all {shots} shots, frame by frame."
    cut = [change for change in found.changes if change.kind not in ("re-graded", "re-captioned")]
    if not cut:
        return f"The same cut under other pictures: {len(touched)} of {shots} shots graded or lettered otherwise."
    count = f"{len(found.changes)} change{'' if len(found.changes) == 1 else 's'}"
    return f"{count}; {len(touched)} of {shots} shots touched."


def _reel(inspection: Inspection) -> Side:
    timeline, media = inspection.timeline, inspection.media
    start = media.start_timecode
    return Side(
        path=media.path,
        identity=inspection.content_id,
        frames=timeline.frames,
        rate=media.rate,
        duration=timeline.duration,
        edges=(timeline.start, *timeline.edit_points, timeline.stop),
        width=media.display_width,
        height=media.display_height,
        varies=timeline.clock.regularity == "variable",
        start=start.text if start.origin != "none" else None,
    )


def _notices(first: Inspection, second: Inspection, clocked: OnClock) -> tuple[Notice, ...]:
    made = []
    if clocked.converted:
        a, b = (float(side.media.rate) for side in (first, second))
        made.append(
            Notice(
                code="other-rate",
                message=f"the versions run at {a:.5g} and {b:.5g} frames a second: they were compared in time, counts "
                "are frames of the earlier one, and places in the later one are true to a frame",
            )
        )
    return (*made, *first.notices, *second.notices)
