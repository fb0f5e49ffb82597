"""What a worker does with one file: read it once, keep its record in the library, and hand back its row."""

from __future__ import annotations

import contextlib
import os
import shutil
import socket
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, TypeAlias

from timeline import __version__
from timeline.catalogue.files import put_file, refusal
from timeline.catalogue.layout import Layout, find, working_folder
from timeline.catalogue.rows import row_of
from timeline.errors import LibraryError, TimelineError
from timeline.examining import examine
from timeline.library.content import Content
from timeline.library.record import VERSION, Record, StaleRecord
from timeline.library.store import cache_folder, record_name
from timeline.model.episode import Episode
from timeline.model.profile import Profile
from timeline.outputs import as_usual
from timeline.pipeline import Request, decode_into

Step: TypeAlias = Callable[[int], None]
PROGRAM = f"{__version__} {VERSION}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One file to add; all that a process elsewhere must know of it.

    ``known``: contents of its episode that are there already and need nothing. ``added``: when it counts as added, UTC.
    ``program``: what asks, which the worker must be too. ``size``: bytes, by which the largest go first.
    """

    number: int
    path: Path
    episode: Episode
    library: Path
    known: frozenset[str]
    profile: Profile | None
    added: datetime
    size: int
    frame_threads: bool = False
    program: str = PROGRAM


@dataclass(frozen=True, slots=True, kw_only=True)
class Studied:
    """What came of a task: a row for the library (``None``: its content is there), or why not, in words.

    ``frames``: frames that were decoded for it; 0 where a record was there.
    """

    number: int
    content_id: str = ""
    row: dict[str, Any] | None = None
    frames: int = 0
    refused: str = ""
    exit_code: int = 0


def attempt(task: Task, step: Step | None = None) -> Studied:
    """Study a file; what is wrong with it comes back in words, so that the others go on."""
    try:
        return study(task, step)
    except TimelineError as error:
        return Studied(number=task.number, refused=str(error), exit_code=error.exit_code)


def study(task: Task, step: Step | None = None) -> Studied:
    """Inspect one file into a row; its record is in the library when this returns. ``step``: told frames decoded.

    Raises:
        InputError: it cannot be inspected.
        OutputError: the library cannot be written.
        LibraryError: the library is not seen from here, or this is another version of the program.
    """
    if task.program != PROGRAM:
        raise LibraryError(
            f"the worker on {socket.gethostname()} runs {PROGRAM}, not {task.program}; install the same version"
        )
    layout = find(task.library)
    met = Content(task.path)
    content = met.id()
    if content in task.known:
        return Studied(number=task.number, content_id=content)
    decoded = 0

    def progress(done: int, _: int | None) -> None:
        nonlocal decoded
        decoded = done
        if step:
            step(done)

    request = Request(profile=task.profile, frame_threads=task.frame_threads, kept=layout.record)
    record = _kept(layout, content)
    if record is None:
        with working_folder(layout) as working:
            aside = working / f"{content}.record"
            decode_into(aside, task.path, met, request, progress)
            _keep(aside, layout.record(content))
        record = Record(layout.record(content))
    with contextlib.closing(record):
        inspection = examine(task.path, record, request)
    row = row_of(
        inspection,
        task.episode,
        path=str(task.path.absolute()),
        modified_ns=met.before[2],
        stored=VERSION,
        added=task.added,
    )
    return Studied(number=task.number, content_id=content, row=row, frames=decoded)


def _kept(layout: Layout, content: str) -> Record | None:
    """The record of a content that the library has, or that the user's cache has, which it then takes."""
    final = layout.record(content)
    cached = cache_folder() / record_name(content, None, VERSION)
    record = _whole(final, content)
    if record is None and cached.is_file():
        with working_folder(layout) as working:
            aside = working / final.name
            try:
                os.link(cached, aside)
            except OSError:  # another disk, or one without links
                shutil.copyfile(cached, aside)
            whole = _whole(aside, content)
            if whole is None:
                return None
            whole.close()
            _keep(aside, final)
        record = _whole(final, content)
    return record


def _keep(aside: Path, final: Path) -> None:
    try:
        final.parent.mkdir(parents=True, exist_ok=True)
        as_usual(aside)  # whoever may read the library's tables may read its records
        put_file(aside, final)
    except OSError as error:
        raise refusal(final, error) from error


def _whole(path: Path, content: str) -> Record | None:
    try:
        record = Record(path)
    except StaleRecord:
        return None
    if record.header.content_id == content:
        return record
    record.close()
    return None
