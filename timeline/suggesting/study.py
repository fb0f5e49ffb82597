"""An input made ready: its inspection, how much its picture moves, when somebody speaks, the pictures kept of it."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeAlias

from timeline.errors import UsageError
from timeline.interchange import is_timeline
from timeline.model.inspection import Inspection
from timeline.model.notice import Notice
from timeline.model.profile import Profile
from timeline.model.speech import Speech
from timeline.ranges import WHOLE, RangeRequest
from timeline.sequences import NO_PICTURES

if TYPE_CHECKING:
    from timeline.pipeline import Progress
    from timeline.render.album import Pictures

InputKind: TypeAlias = Literal["video", "document", "timeline"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """What is to be trimmed, and how it is to be read."""

    path: Path
    profile: Profile
    dialogue: Path | None = None
    speech: bool = True
    frames: RangeRequest = WHOLE
    rate: Fraction | None = None
    sequence: str | None = None
    cached: bool = True

    @property
    def kind(self) -> InputKind:
        """What the path holds, by its name."""
        if is_timeline(self.path):
            return "timeline"
        return "document" if self.path.name.lower().endswith(".json") else "video"


@dataclass(frozen=True, slots=True, kw_only=True)
class Study:
    """What is known of an input. ``video``: the file its picture lies in, where there is one."""

    inspection: Inspection
    speech: Speech
    pictures: Pictures = field(default=NO_PICTURES)
    activity: Sequence[float] | None = None
    video: Path | None = None
    notices: tuple[Notice, ...] = ()


@contextlib.contextmanager
def study(source: Source, progress: Progress) -> Iterator[Study]:
    """Read an input; its pictures can be read until the context ends.

    Raises:
        InputError: it cannot be inspected.
        UsageError: an option that does not fit it.
    """
    if source.kind != "timeline" and (source.rate is not None or source.sequence is not None):
        raise UsageError(f"--rate and --sequence are for timeline files; '{source.path}' is none")
    read = {"video": _video, "document": _document, "timeline": _timeline}[source.kind]
    with read(source, progress) as found:
        yield found


@contextlib.contextmanager
def _video(source: Source, progress: Progress) -> Iterator[Study]:
    from timeline.detect import frame_activity
    from timeline.examining import examine
    from timeline.inputs import check_file
    from timeline.pipeline import Request, record_of

    check_file(source.path)
    request = Request(profile=source.profile, frames=source.frames, cached=source.cached)
    with record_of(source.path, request, progress) as (record, _):
        inspection = examine(source.path, record, request, progress)
        progress(inspection.media.frames, inspection.media.frames)
        yield Study(
            inspection=inspection,
            speech=_speech(source, inspection, source.path),
            pictures=record.pictures,
            activity=frame_activity(record.table),
            video=source.path,
        )


@contextlib.contextmanager
def _document(source: Source, progress: Progress) -> Iterator[Study]:
    """A document holds no picture; the stored record of its video is used where it is still there."""
    from timeline.exporting import read_document
    from timeline.library.record import VERSION, Record, StaleRecord
    from timeline.library.store import cache_folder, record_name

    if source.frames is not WHOLE:
        raise UsageError("--program is for videos and timelines; a document says where its programme lies")
    inspection = read_document(source.path)
    if inspection.written is not None:
        raise UsageError(f"'{source.path}' is the document of a timeline; give the timeline file itself")
    beside = source.path.absolute().parent / Path(inspection.media.path).name
    video = next((path for path in (Path(inspection.media.path), beside) if path.is_file()), None)
    found = Study(inspection=inspection, speech=_speech(source, inspection, video), video=video)
    try:
        record = Record(cache_folder() / record_name(inspection.content_id, None, VERSION))
    except StaleRecord:
        message = "nothing is stored of its video, so trims go to the tail where both edges have room; give the video"
        yield replace(found, notices=(Notice(code="no-record", message=message),))
        return
    with contextlib.closing(record):
        from timeline.detect import frame_activity

        if record.header.clock != inspection.timeline.clock:
            yield found
            return
        yield replace(found, pictures=record.pictures, activity=frame_activity(record.table))


@contextlib.contextmanager
def _timeline(source: Source, progress: Progress) -> Iterator[Study]:
    from timeline.sequences import Ask, inspect_sequence

    ask = Ask(profile=source.profile, frames=source.frames, rate=source.rate, sequence=source.sequence)
    inspection = inspect_sequence(source.path, ask)
    yield Study(inspection=inspection, speech=_speech(source, inspection, None))


def _speech(source: Source, inspection: Inspection, video: Path | None) -> Speech:
    """When somebody speaks: from subtitles, else from the sound of the video, else unknown."""
    if not source.speech:
        return Speech(spans=(), basis="none")
    if source.dialogue is None and (video is None or not inspection.media.audio):
        where = "a timeline file" if inspection.written is not None else "the input"
        message = (
            f"{where} has no sound to listen to: speech is not protected (--dialogue EP.srt says when somebody speaks)"
        )
        return Speech(spans=(), basis="none", notices=(Notice(code="no_sound", message=message),))
    from timeline.speaking import spoken

    return spoken(video or source.path, inspection.timeline.clock, subtitles=source.dialogue)
