"""Joins edges and core for one comparison of versions: two videos in, one VersionDiff and the pictures of both out."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path
from typing import TypeAlias

import numpy as np

from timeline import __version__
from timeline.analyse.diff.compare import Compared, Version
from timeline.analyse.diff.onclocks import compare_in_time
from timeline.analyse.diff.standing import figures_of, findings_of
from timeline.errors import MediaError, UsageError
from timeline.examining import examine
from timeline.exporting import read_document
from timeline.inputs import check_file
from timeline.interchange import is_timeline
from timeline.library.record import KeptPictures, Record
from timeline.model.difference import Side, VersionDiff, VersionOutcome
from timeline.model.inspection import Inspection
from timeline.model.notice import Notice
from timeline.model.profile import Profile
from timeline.model.waiver import Waiver, WaiverStanding
from timeline.pipeline import Progress, Request, record_of, stored_record
from timeline.waivers import beside

Watch: TypeAlias = Callable[[str], AbstractContextManager[Progress]]
MOST = 600_000_000
"""Pairs of frames that are compared at most: about a quarter of an hour at 25 frames a second."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """Two versions, videos or inspection documents whose records are stored, and the profile for the findings."""

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
        InputError: one cannot be inspected, or is a document without a stored record.
        UsageError: one is no video, or both are too long to be compared.
    """
    for path in (question.before, question.after):
        if is_timeline(path):
            raise UsageError(f"'{path}' is a timeline; diff compares two videos (timeline conform takes a timeline)")
    request = Request(profile=question.profile, cached=question.cached)
    with contextlib.ExitStack() as stack:
        first, one = _side(question.before, request, watch, stack)
        carried = replace(request, waivers=_waivers(first))
        second, two = _side(question.after, carried, watch, stack)
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


def _waivers(earlier: Inspection) -> tuple[Waiver, ...]:
    """What was waived beside the earlier version: it comes along with its shots."""
    path = beside(Path(earlier.media.path))
    if not earlier.waivers:
        return ()
    from timeline.waivers.file import read

    return read(path)


def _once(standings: Sequence[WaiverStanding]) -> tuple[WaiverStanding, ...]:
    """Each waiver once: one that was brought over already stands beside the later version too."""

    def place(each: WaiverStanding) -> tuple[object, ...]:
        return (each.id.partition("@")[0], each.start, each.stop) if each.reached else (each.id, each.version)

    return tuple({place(each): each for each in standings}.values())


def _side(path: Path, request: Request, watch: Watch, stack: contextlib.ExitStack) -> tuple[Inspection, Record]:
    if path.name.lower().endswith(".json"):
        return _from_document(path, request, stack)
    check_file(path)
    with watch(path.name) as progress:
        record, _ = stack.enter_context(record_of(path, request, progress))
        return examine(path, record, request, progress), record


def _from_document(path: Path, request: Request, stack: contextlib.ExitStack) -> tuple[Inspection, Record]:
    """The stored record of the video that a document is about: the document alone has no pictures to compare."""
    document = read_document(path)
    record = stored_record(document.content_id)
    if record is None:
        raise MediaError(
            f"'{path}' has no pictures to compare, and no stored record of its video is left: give the video, "
            f"'{document.media.path}'"
        )
    stack.callback(record.close)
    return examine(Path(document.media.path), record, request), record


def hold(first: Inspection, one: np.ndarray, second: Inspection, two: np.ndarray) -> VersionDiff:
    """Hold two inspections with their signatures, uint8 (frames, S), against each other."""
    held = compare_in_time(
        Version(timeline=first.timeline, signatures=one), Version(timeline=second.timeline, signatures=two)
    )
    found = held.found
    outcome: VersionOutcome = "unrelated" if not found.related else "differs" if found.changes else "same"
    return VersionDiff(
        version=__version__,
        outcome=outcome,
        summary=_summary(first, second, found),
        basis="frames" if held.rate is None else "time",
        before=side_of(first),
        after=side_of(second),
        ties=found.ties,
        changes=found.changes,
        profile=first.judgement.title if first.judgement else "",
        figures=figures_of(first, second),
        findings=findings_of(first, second, found.ties),
        waivers=_once(second.waivers),
        notices=(*_rates(first, second, held.rate), *_of_side("before", first), *_of_side("after", second)),
    )


def _of_side(side: str, inspection: Inspection) -> Iterator[Notice]:
    """The notices of one version, saying of which."""
    return (replace(each, message=f"{side}: {each.message}") for each in inspection.notices)


def _summary(first: Inspection, second: Inspection, found: Compared) -> str:
    if not found.related:
        alike = f"; {found.shared} frames look alike" if found.shared else ""
        return f"These are not two versions of one cut{alike}."
    shots = len(first.timeline.shots)
    touched = {shot for change in found.changes for shot in change.old}
    if not found.changes:
        return f"The same cut: {_all(shots)}, frame by frame."
    cut = [change for change in found.changes if change.kind not in ("re-graded", "re-captioned")]
    if not cut:
        return f"The same cut under other pictures: {len(touched)} of {shots} shots graded or lettered otherwise."
    count = f"{len(found.changes)} change{'' if len(found.changes) == 1 else 's'}"
    return f"{count}; {len(touched)} of {shots} shots touched."


def _all(shots: int) -> str:
    return f"all {shots} shots" if shots > 1 else "one shot"


def side_of(inspection: Inspection) -> Side:
    """What a comparison says of one version itself."""
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


def _rates(first: Inspection, second: Inspection, rate: Fraction | None) -> Iterator[Notice]:
    """How versions of different rates were compared."""
    told = [_rate_text(side) for side in (first, second)]
    runs = f"the earlier version runs at {told[0]}, the later one at {told[1]}"
    if rate is not None:
        yield Notice(
            code="other-rate",
            message=f"{runs}: they were compared in time, counts are frames at {float(rate):.5g} a second, and places "
            "are true to a frame",
        )
    elif told[0] != told[1]:
        yield Notice(code="other-rate", message=f"{runs}: they were compared frame by frame")


def _rate_text(side: Inspection) -> str:
    clock = side.timeline.clock
    return "a variable rate" if clock.regularity == "variable" else f"{float(clock.rate):.5g} frames a second"
