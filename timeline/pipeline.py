"""Joins edges and core: a path and what was asked of it in, one Inspection and its pictures out.

What only decoding or timeline files need is imported where it is used: a stored record is inspected again without it.
"""

from __future__ import annotations

import contextlib
import dataclasses
import os
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from timeline import __version__
from timeline.analyse import assemble, doubtful_of, judge, measure, place_sections, propose_spans
from timeline.analyse.waiving import Waivers
from timeline.detect import (
    DEFAULT,
    DETECTORS,
    Detection,
    FrameRow,
    detect,
    divide,
    find_events,
    frame_activity,
    visual_activity,
)
from timeline.errors import MediaError, OutputError, UsageError
from timeline.inputs import check_file
from timeline.interchange import is_timeline
from timeline.kernels.features import FEATURES_VERSION
from timeline.library.content import content_id
from timeline.library.record import VERSION, Header, Record, StaleRecord
from timeline.library.store import (
    cache_folder,
    make_folder,
    mark_used,
    partial_path,
    record_name,
    size_limit,
    tell_unkept,
    trim,
)
from timeline.model.edit import Event, Shot, Span, Timeline
from timeline.model.inspection import Inspection, MadeBy
from timeline.model.profile import Profile
from timeline.model.waiver import Waiver
from timeline.ranges import WHOLE, RangeRequest, choose_timecode, resolve
from timeline.render.album import Pictures
from timeline.waivers import beside

if TYPE_CHECKING:
    from timeline.decode import VideoHeader
    from timeline.library.writer import RecordWriter
    from timeline.sequences import Ask

Progress: TypeAlias = Callable[[int, int | None], None]
Identity: TypeAlias = tuple[int, int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What to inspect a file for; the defaults give plain facts.

    ``frames``: the stretch, programme and timecode asked for. ``cached``: whether a stored record may be used and kept.
    ``frame_threads``: whether several frames may be decoded at once; not where processes share the processors.
    ``waive``: whether the waivers beside the file count; ``waivers``: others that do. ``kept``: where the records of
    other versions are, if not in the cache.
    ``rate``, ``sequence`` and ``keep_through_edits`` are for timeline files (``timeline.sequences``).
    """

    profile: Profile | None = None
    detector: str = DEFAULT
    min_confidence: float = 0.5
    stream: int | None = None
    frames: RangeRequest = WHOLE
    cached: bool = True
    frame_threads: bool = True
    waive: bool = True
    waivers: tuple[Waiver, ...] = ()
    kept: Callable[[str], Path] | None = None
    rate: Fraction | None = None
    sequence: str | None = None
    keep_through_edits: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Inspected:
    """An inspection and the pictures of its record; ``reused``: nothing had to be decoded for it."""

    inspection: Inspection
    pictures: Pictures
    reused: bool


@contextlib.contextmanager
def inspect(path: Path, request: Request, progress: Progress | None = None) -> Iterator[Inspected]:
    """Inspect one video or timeline file; its pictures can be read until the context ends.

    Raises:
        InputError: the file cannot be inspected.
        UsageError: a range, programme or detector that does not fit the file.
    """
    if request.detector not in DETECTORS:
        raise UsageError(f"no detector is called '{request.detector}'; there are {', '.join(DETECTORS)}")
    if is_timeline(path):
        from timeline.sequences import NO_PICTURES, inspect_sequence

        yield Inspected(inspection=inspect_sequence(path, _ask(request)), pictures=NO_PICTURES, reused=True)
        return
    check_file(path)
    with record_of(path, request, progress) as (record, reused):
        try:
            inspection = examine(path, record, request, progress)
        except UsageError as error:
            raise UsageError(f"'{path}': {error}") from error
        yield Inspected(inspection=inspection, pictures=record.pictures, reused=reused)


def _ask(request: Request) -> Ask:
    from timeline.sequences import Ask

    return Ask(
        profile=request.profile,
        frames=request.frames,
        rate=request.rate,
        sequence=request.sequence,
        keep_through_edits=request.keep_through_edits,
    )


def examine(path: Path, record: Record, request: Request, progress: Progress | None = None) -> Inspection:
    """Make the inspection of a record: detect, assemble, measure, judge. Decodes only for detectors that see frames."""
    header = record.header
    timecode = choose_timecode(header.media, request.frames)
    start, stop = resolve(request.frames, header.clock, timecode)
    detection = _detect(path, record, request, progress)
    events = find_events(record.table, record.signatures, detection.transitions)
    timeline = assemble(
        header.clock, detection.transitions, start=start, stop=stop, black=[e for e in events if e.kind == "black"]
    )
    timeline = _described(timeline, record, events, request.frames)
    waivers = _waivers(path, record, timeline, request)
    doubtful = waivers.sure(doubtful_of(timeline.transitions, detection.near_misses))
    sections, _ = place_sections(timeline, request.profile.sections if request.profile else ())
    rhythm = measure(timeline, sections=sections, doubtful=doubtful, activity=frame_activity(record.table))
    inside = tuple(clipped for event in events if (clipped := _clip(event, start, stop)))
    judged = (
        judge(timeline, rhythm, header.media, inside, request.profile, timecode.basis, doubtful, waivers.takes)
        if request.profile
        else (None, ())
    )
    return Inspection(
        content_id=header.content_id,
        made_by=_made_by(request),
        media=dataclasses.replace(header.media, path=str(path)),
        timecode=timecode,
        timeline=timeline,
        rhythm=rhythm,
        near_misses=tuple(t for t in detection.near_misses if start < t.start and t.stop < stop),
        events=inside,
        judgement=judged[0],
        findings=judged[1],
        waivers=waivers.standings(judged=request.profile is not None),
        notices=header.notices,
    )


def _waivers(path: Path, record: Record, timeline: Timeline, request: Request) -> Waivers:
    given = request.waivers
    if request.waive and os.path.exists(beside(path)):
        from timeline.waivers.file import read

        given = tuple(dict.fromkeys((*read(beside(path)), *given)))
    if not given:
        return Waivers()
    from timeline.waivers.carry import placed

    def cached(content: str) -> Path:
        return cache_folder() / record_name(content, request.stream, VERSION)

    return Waivers(placed=placed(given, record, timeline, request.kept or cached))


def _detect(path: Path, record: Record, request: Request, progress: Progress | None) -> Detection:
    row = DETECTORS[request.detector]
    if not isinstance(row, FrameRow):
        return detect(record.table, record.signatures, detector=request.detector, min_confidence=request.min_confidence)
    from timeline.decode import read_bgr

    peer = row.start()
    threads = record.header.frame_threads
    for number, frame in enumerate(read_bgr(path, stream=request.stream, frame_threads=threads)):
        peer.push(frame)
        if progress:
            progress(number, record.table.frames)
    return divide(peer.finish(), request.min_confidence)


def _described(timeline: Timeline, record: Record, events: tuple[Event, ...], frames: RangeRequest) -> Timeline:
    """Give each shot its activity, and the programme the spans that were applied or are proposed."""
    shots = tuple(_active(shot, record) for shot in timeline.shots)
    if frames.programme is not None:
        spans = tuple(
            Span(label="outside the programme", start=a, stop=b)
            for a, b in ((0, timeline.start), (timeline.stop, timeline.clock.frames))
            if a < b
        )
    elif frames.whole:
        spans = propose_spans(events, timeline.clock, timeline.transitions)
    else:
        spans = ()
    return dataclasses.replace(timeline, shots=shots, spans=spans)


def _active(shot: Shot, record: Record) -> Shot:
    activity = visual_activity(record.table, shot.start, shot.stop)
    return dataclasses.replace(shot, activity=None if activity is None else round(activity, 4))


def _clip(event: Event, start: int, stop: int) -> Event | None:
    first, last = max(event.start, start), min(event.stop, stop)
    if first >= last or (first, last) == (event.start, event.stop):
        return event if first < last else None
    return dataclasses.replace(event, start=first, stop=last, note=f"goes on outside; {last - first} frames lie here")


def _made_by(request: Request) -> MadeBy:
    parameters = {name: str(value) for name, value in DETECTORS[request.detector].parameters.items()}
    parameters["min_confidence"] = f"{request.min_confidence:g}"
    return MadeBy(
        version=__version__,
        detector=request.detector,
        parameters=tuple(parameters.items()),
        features=FEATURES_VERSION,
    )


@contextlib.contextmanager
def record_of(path: Path, request: Request, progress: Progress | None) -> Iterator[tuple[Record, bool]]:
    """The stored record of a video, decoded where none can be trusted; kept only where the request allows it."""
    before = identity(path)
    content = content_id(path)
    name = record_name(content, request.stream, VERSION)
    with contextlib.ExitStack() as stack:
        record = _open(cache_folder() / name, content) if request.cached else None
        reused = record is not None
        if record is None and request.cached:
            record = _kept(name, path, content, before, request, progress)
        if record is None:
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="timeline-")))
            decode_into(folder / name, path, content, before, request, progress)
            record = Record(folder / name)
        stack.callback(record.close)
        yield record, reused


def stored_record(content: str) -> Record | None:
    """The stored record of the default stream of a content, to be closed by who asked; ``None`` where there is none."""
    return _open(cache_folder() / record_name(content, None, VERSION), content)


def _kept(
    name: str, path: Path, content: str, before: Identity, request: Request, progress: Progress | None
) -> Record | None:
    """Decode a video into the cache; ``None``, and a word about it, where the cache does not take it."""
    folder, limit = cache_folder(), size_limit()
    try:
        make_folder(folder)
        decode_into(folder / name, path, content, before, request, progress)
    except OutputError as error:
        tell_unkept(str(error))
        return None
    record = _open(folder / name, content)
    trim(folder, limit, keep=folder / name)
    return record


def identity(path: Path) -> Identity:
    """What changes when a file is written to or replaced."""
    try:
        found = path.stat()
    except OSError as error:
        raise MediaError(f"'{path}' cannot be read: {error.strerror or error}") from error
    return found.st_ino, found.st_size, found.st_mtime_ns


def _open(final: Path, content: str) -> Record | None:
    try:
        record = Record(final)
    except StaleRecord:
        return None
    if record.header.content_id == content:
        mark_used(final)
        return record
    record.close()
    return None


def decode_into(
    final: Path, path: Path, content: str, before: Identity, request: Request, progress: Progress | None
) -> None:
    """Decode a video of that content into a record at ``final``, aside first.

    Raises:
        InputError: it cannot be decoded, or is no longer what ``identity`` said ``before`` its content was read.
        OutputError: the record cannot be written.
    """
    from timeline.decode import decode
    from timeline.library.writer import RecordWriter, publish

    partial = partial_path(final.parent, final.name)
    writers: list[RecordWriter] = []

    def make_sink(_: VideoHeader) -> RecordWriter:
        for writer in writers:
            writer.abandon()
        writers.append(RecordWriter(partial))
        return writers[-1]

    try:
        decoded, writer = decode(
            path, make_sink, stream=request.stream, progress=progress, frame_threads=request.frame_threads
        )
        writer.finish(
            Header(
                version=VERSION,
                content_id=content,
                media=decoded.media,
                clock=decoded.clock,
                notices=decoded.notices,
                frame_threads=decoded.frame_threads,
            )
        )
        if progress:
            progress(decoded.media.frames, decoded.media.frames)
        if identity(path) != before:
            raise MediaError(f"'{path}' changed while it was read; wait until its export has finished")
        publish(partial, final)
    finally:
        for writer in writers:
            writer.abandon()
        partial.unlink(missing_ok=True)
