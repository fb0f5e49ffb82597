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
from timeline.errors import InputError, MediaError, OutputError, UsageError
from timeline.inputs import check_file
from timeline.interchange import is_timeline
from timeline.library.content import Content, identity
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
    "inspect",
    "record_of",
    "stored_record",
]

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
    path: Path,
    request: Request,
    progress: Progress | None = None,
    aside: Aside | None = None,
    content: Content | None = None,
) -> Iterator[Inspected]:
    """Inspect one video or timeline file; its pictures can be read until the context ends.

    ``content``: that of a video, where the file was checked and its content begun before; ``aside``: see ``Aside``.

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
    if content is None:
        check_file(path)
    with record_of(path, request, progress, aside, content) as (record, reused):
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
    path: Path,
    request: Request,
    progress: Progress | None,
    aside: Aside | None = None,
    content: Content | None = None,
) -> Iterator[tuple[Record, bool]]:
    """The stored record of a video, decoded where none can be trusted; kept only where the request allows it."""
    content = content or Content(path)
    with contextlib.ExitStack() as stack:
        record, reused = _stored(path, content, request, progress, aside) if request.cached else (None, False)
        if record is None:
            final = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="timeline-"))) / "unkept.record"
            decode_into(final, path, content, request, progress, aside)
            record = Record(final)
        stack.callback(record.close)
        yield record, reused


def stored_record(content: str) -> Record | None:
    """The stored record of the default stream of a content, to be closed by who asked; ``None`` where there is none."""
    return _open(cache_folder() / record_name(content, None, VERSION), content)


def _stored(
    path: Path, content: Content, request: Request, progress: Progress | None, aside: Aside | None
) -> tuple[Record | None, bool]:
    """The record in the cache and whether it was there before; ``None``, and a word, where the cache takes none."""
    folder, digest = cache_folder(), content.id()
    final = folder / record_name(digest, request.stream, VERSION)
    record = _open(final, digest)
    if record is not None:
        return record, True
    limit = size_limit()
    try:
        make_folder(folder)
        decode_into(final, path, content, request, progress, aside)
    except OutputError as error:
        tell_unkept(str(error))
        return None, False
    record = _open(final, digest)
    trim(folder, limit, keep=final)
    return record, False


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
    content: Content,
    request: Request,
    progress: Progress | None,
    aside: Aside | None = None,
) -> None:
    """Decode a video of that content into a record at ``final``, aside first.

    Raises:
        InputError: it cannot be decoded, or is no longer the file whose content was begun.
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
                content_id=content.id(),
                media=decoded.media,
                clock=decoded.clock,
                notices=decoded.notices,
                frame_threads=decoded.frame_threads,
            )
        )
        if progress:
            progress(decoded.media.frames, decoded.media.frames)
    except InputError:
        _check_unchanged(path, content)  # what is wrong with half a file is no news
        raise
    else:
        _check_unchanged(path, content)
        publish(partial, final)
    finally:
        for writer in writers:
            writer.abandon()
        partial.unlink(missing_ok=True)


def _check_unchanged(path: Path, content: Content) -> None:
    if identity(path) != content.before:
        raise MediaError(f"'{path}' changed while it was read; wait until its export has finished")
