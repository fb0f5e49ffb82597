"""Joins edges and core: a path and what was asked of it in, one Inspection and its pictures out.

What only some inputs need is imported where it is used, and what comes after decoding while the decoder works.
"""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from timeline.detect import DETECTORS
from timeline.errors import MediaError, OutputError, UsageError
from timeline.inputs import check_file
from timeline.interchange import is_timeline
from timeline.library.content import content_id
from timeline.library.record import VERSION, Header, Record, StaleRecord
from timeline.library.store import (
    cache_folder,
    make_folder,
    mark_used,
    partial_path,
    publish,
    record_name,
    size_limit,
    tell_unkept,
    trim,
)
from timeline.request import Progress, Request

if TYPE_CHECKING:
    from timeline.decode import VideoHeader
    from timeline.library.writer import RecordWriter
    from timeline.model.inspection import Inspection
    from timeline.render.album import Pictures
    from timeline.sequences import Ask

__all__ = [
    "Aside",
    "Inspected",
    "Progress",
    "Request",
    "ask_of",
    "decode_into",
    "identity",
    "inspect",
    "record_of",
    "stored_record",
]

Identity: TypeAlias = tuple[int, int, int]
Aside: TypeAlias = Callable[[], None]
"""Something to be done once, as soon as a video is being decoded and beside that: imports of what comes after."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Inspected:
    """An inspection and the pictures of its record; ``reused``: nothing had to be decoded for it."""

    inspection: Inspection
    pictures: Pictures
    reused: bool


@contextlib.contextmanager
def inspect(
    path: Path, request: Request, progress: Progress | None = None, aside: Aside | None = None
) -> Iterator[Inspected]:
    """Inspect one video or timeline file; its pictures can be read until the context ends.

    Raises:
        InputError: the file cannot be inspected.
        UsageError: a range, programme or detector that does not fit the file.
    """
    if request.detector not in DETECTORS:
        raise UsageError(f"no detector is called '{request.detector}'; there are {', '.join(DETECTORS)}")
    if is_timeline(path):
        from timeline.sequences import NO_PICTURES, inspect_sequence

        yield Inspected(inspection=inspect_sequence(path, ask_of(request)), pictures=NO_PICTURES, reused=True)
        return
    check_file(path)
    with record_of(path, request, progress, aside) as (record, reused):
        from timeline.examining import examine

        try:
            inspection = examine(path, record, request, progress)
        except UsageError as error:
            raise UsageError(f"'{path}': {error}") from error
        yield Inspected(inspection=inspection, pictures=record.pictures, reused=reused)


def ask_of(request: Request) -> Ask:
    """What is asked of a timeline file."""
    from timeline.sequences import Ask

    return Ask(
        profile=request.profile,
        frames=request.frames,
        rate=request.rate,
        sequence=request.sequence,
        keep_through_edits=request.keep_through_edits,
        waive=request.waive,
        waivers=request.waivers,
    )


@contextlib.contextmanager
def record_of(
    path: Path, request: Request, progress: Progress | None, aside: Aside | None = None
) -> Iterator[tuple[Record, bool]]:
    """The stored record of a video, decoded where none can be trusted; kept only where the request allows it."""
    before = identity(path)
    content = content_id(path)
    name = record_name(content, request.stream, VERSION)
    with contextlib.ExitStack() as stack:
        record = _open(cache_folder() / name, content) if request.cached else None
        reused = record is not None
        if record is None and request.cached:
            record = _kept(name, path, content, before, request, progress, aside)
        if record is None:
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="timeline-")))
            decode_into(folder / name, path, content, before, request, progress, aside)
            record = Record(folder / name)
        stack.callback(record.close)
        yield record, reused


def stored_record(content: str) -> Record | None:
    """The stored record of the default stream of a content, to be closed by who asked; ``None`` where there is none."""
    return _open(cache_folder() / record_name(content, None, VERSION), content)


def _kept(
    name: str,
    path: Path,
    content: str,
    before: Identity,
    request: Request,
    progress: Progress | None,
    aside: Aside | None,
) -> Record | None:
    """Decode a video into the cache; ``None``, and a word about it, where the cache does not take it."""
    folder, limit = cache_folder(), size_limit()
    try:
        make_folder(folder)
        decode_into(folder / name, path, content, before, request, progress, aside)
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
    final: Path,
    path: Path,
    content: str,
    before: Identity,
    request: Request,
    progress: Progress | None,
    aside: Aside | None = None,
) -> None:
    """Decode a video of that content into a record at ``final``, aside first.

    Raises:
        InputError: it cannot be decoded, or is no longer what ``identity`` said ``before`` its content was read.
        OutputError: the record cannot be written.
    """
    from timeline.decode import decode

    partial = partial_path(final.parent, final.name)
    writers: list[RecordWriter] = []

    def make_sink(_: VideoHeader) -> RecordWriter:
        from timeline.library.writer import RecordWriter

        for writer in writers:
            writer.abandon()
        if aside and not writers:
            aside()
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
