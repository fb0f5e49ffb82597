"""One run of ``timeline export``: a video or its document in, files for editing systems out, and what they lost."""

from __future__ import annotations

import dataclasses
import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from timeline.errors import DocumentError, MediaError, UsageError
from timeline.interrupts import Interrupts
from timeline.outputs import check_folder, write_bytes
from timeline.ranges import RangeRequest
from timeline.session import progress_bar

if TYPE_CHECKING:
    from timeline.interchange.write import Exporter, Written
    from timeline.interchange.write.planning import Wish
    from timeline.model.inspection import Inspection

MOST_BYTES = 256 * 2**20
"""A document of this size describes days of video; nothing larger is read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportJob:
    """What ``timeline export`` was asked for; ``-`` among ``targets`` is stdout."""

    source: Path
    targets: tuple[str, ...]
    wish: Wish
    format: str | None = None
    profile: str | None = None
    cached: bool = True
    quiet: bool = False


def run(job: ExportJob) -> None:
    """Write every target, and say in one line each what was written and what was lost.

    Raises:
        TimelineError: the source cannot be read, a target cannot be written, or the two do not fit.
    """
    rows = [(target, _row(job, target)) for target in job.targets]
    inspection = _placed(_read(job), job)
    made = [(target, row, _export(inspection, row, job)) for target, row in rows]
    for target, _, written in made:
        deliver(target, written.content)
    for target, row, written in made:
        _tell(job, target, row, written)


def _row(job: ExportJob, target: str) -> Exporter:
    """Format of a target, checked before anything is decoded."""
    from timeline.interchange.write import exporter_for

    if target == "-":
        if job.format is None:
            raise UsageError("--to - says no format; give one with --format NAME")
        row = exporter_for(target, format=job.format)
        if row.binary:
            raise UsageError(f"{row.title} is no text; name a file instead of -")
        return row
    spare(Path(target), [job.source], "--to")
    check_folder(Path(target).parent)
    return exporter_for(target, format=job.format)


def spare(target: Path, sources: list[Path], option: str) -> None:
    """Refuse to write over what is read.

    Raises:
        UsageError: the target is one of the sources.
    """
    if any(target.exists() and source.exists() and target.samefile(source) for source in sources):
        raise UsageError(f"{option} {target} is what is read here; name another file")


def _read(job: ExportJob) -> Inspection:
    """The inspection; a video is inspected with the labels asked for, so that its findings speak of the same ones."""
    if job.source.name.lower().endswith(".json"):
        if job.profile is not None:
            raise UsageError("--profile judges a video; a document was judged when it was made")
        return read_document(job.source)
    from timeline.pipeline import Request, inspect

    profile = None
    if job.profile is not None:
        from timeline.profiles import load

        profile = load(job.profile)
    interrupts = Interrupts()
    request = Request(profile=profile, cached=job.cached, frames=RangeRequest(start=job.wish.start))
    with (
        interrupts.watched(),
        progress_bar(job.source.name, interrupts, quiet=job.quiet) as progress,
        inspect(job.source, request, progress) as found,
    ):
        return found.inspection


def read_document(path: Path) -> Inspection:
    """Read an inspection document back.

    Raises:
        MediaError: it cannot be read.
        DocumentError: it is no document of this version, or too large to be one.
    """
    from timeline.model import wire

    try:
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise MediaError(f"'{path}' cannot be read: {error.strerror or error}") from error
    if len(data) > MOST_BYTES:
        raise DocumentError(f"'{path}' is over {MOST_BYTES // 2**20} MB; no inspection document is, so it was not read")
    try:
        return wire.loads(data.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise DocumentError(f"'{path}' is no inspection document: it is not UTF-8 text") from error
    except DocumentError as error:
        raise DocumentError(f"'{path}': {error}") from error


def _placed(inspection: Inspection, job: ExportJob) -> Inspection:
    """The inspection with the absolute path of its file; one in a document is looked for beside the document too."""
    from timeline.interchange.write.plan import is_windows

    stated = inspection.media.path
    path = stated if is_windows(stated) else os.path.abspath(stated)
    beside = job.source.absolute().parent / Path(stated).name
    if not os.path.exists(path) and beside.exists():
        path = str(beside)
    return dataclasses.replace(inspection, media=dataclasses.replace(inspection.media, path=path))


def _export(inspection: Inspection, row: Exporter, job: ExportJob) -> Written:
    from timeline.interchange.write import export

    try:
        return export(inspection, row, job.wish)
    except UsageError as error:
        raise UsageError(f"'{job.source}': {error}") from error


def deliver(target: str, content: str | bytes) -> None:
    """Write a file whole, or text to stdout."""
    data = content.encode("utf-8") if isinstance(content, str) else content
    if target != "-":
        write_bytes(Path(target), data)
        return
    sys.stdout.flush()
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()


def _tell(job: ExportJob, target: str, row: Exporter, written: Written) -> None:
    from timeline.render.text import clean

    if target != "-" and not job.quiet:
        marks = f", {_many(written.marks, 'marker')}" if written.marks else ""
        what = f"{_many(written.shots, 'shot')}{marks}" if row.holds.shots else _many(written.marks, "marker")
        print(clean(f"wrote {target}: {row.title}, {what}"))
    for line in written.notes:
        print(clean(line), file=sys.stderr)


def _many(number: int, one: str) -> str:
    return f"{number:,} {one}{'' if number == 1 else 's'}"
