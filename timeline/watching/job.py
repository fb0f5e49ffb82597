"""One run of ``timeline watch``: what is watched, what is done with each version, and what is said of it."""

from __future__ import annotations

import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from timeline.cataloguing.naming import Naming
from timeline.differing.compare import hold
from timeline.errors import MediaError, TimelineError, UsageError
from timeline.examining import examine
from timeline.interchange import is_timeline
from timeline.interrupts import Interrupts
from timeline.library.content import identity
from timeline.library.record import Record
from timeline.model import wire
from timeline.model.difference import VersionDiff
from timeline.model.inspection import Inspection
from timeline.outputs import check_folder, distinct_names, write_text
from timeline.pipeline import Request, record_of, stored_record
from timeline.profiles import load
from timeline.render import watched
from timeline.render.html import report
from timeline.render.live import Live, sidecar
from timeline.seasons.opening import read_document
from timeline.session import progress_bar
from timeline.waivers import beside as waivers_beside
from timeline.watching.loop import Loop

if TYPE_CHECKING:
    from rich.console import Console

    from timeline.model.profile import Profile


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchJob:
    """What ``timeline watch`` was asked for. ``wait``: seconds of rest after which a file counts as written."""

    target: Path
    profile: str | None = None
    out: Path | None = None
    library: Path | None = None
    naming: Naming = field(default_factory=Naming)
    wait: float = 1.0
    quiet: bool = False


def run(job: WatchJob, console: Console) -> None:
    """Watch until Ctrl-C.

    Raises:
        TimelineError: the command, the profile or an output is wrong; a version that cannot be inspected is only told.
        KeyboardInterrupt: Ctrl-C, which is how a watch ends.
    """
    _check(job)
    interrupts = Interrupts()
    desk = _Desk(job, console, interrupts)
    if not job.quiet:
        watched.show_start(job.target, desk.page(job.target) if not job.target.is_dir() else None, console)
        sys.stdout.flush()
    with interrupts.watched():
        Loop(job.target, job.wait, desk.take, desk.tell, desk.beside).run(interrupts)


def _check(job: WatchJob) -> None:
    """Check all that can be checked before anything is waited for."""
    if job.profile is not None:
        load(job.profile)
    if is_timeline(job.target):
        raise UsageError(f"'{job.target}' is a timeline; watch the video that is exported from it")
    if not job.target.is_dir() and not job.target.absolute().parent.is_dir():
        raise UsageError(f"'{job.target.parent}' is no folder; watch a file in one that is there")
    if job.library is None and job.naming != Naming():
        raise UsageError("--series, --season and --pattern say what a library files a video as: name it with --library")
    if job.out is not None:
        check_folder(job.out)
    if job.library is not None:
        from timeline.catalogue import create

        create(job.library)


class _Desk:
    """Keeps the version before of every file, inspects the next one, and lays its results."""

    def __init__(self, job: WatchJob, console: Console, interrupts: Interrupts) -> None:
        self._job, self._console, self._interrupts = job, console, interrupts
        self._last: dict[Path, Inspection] = {}
        self._before: dict[Path, Inspection] = {}  # the last one of another content
        self._names: dict[Path, str] = {}
        self._stamp = 0
        self._profile: Profile | None = None

    def beside(self, path: Path) -> tuple[Path, ...]:
        """What else changes a page: its waivers, and a profile that is a file."""
        if self._job.library is not None:
            return ()
        return waivers_beside(path), *((Path(self._job.profile),) if self._job.profile else ())

    def tell(self, path: Path, words: str) -> None:
        """Say something about a file on stderr."""
        print(watched.told(path, words), file=sys.stderr, flush=True)

    def take(self, path: Path) -> None:
        """Inspect a finished file and say what came of it; what is wrong with it is said, and the watch goes on."""
        try:
            before = identity(path)
        except MediaError:  # gone again
            return
        try:
            if self._job.library is None or self._job.out is not None:
                self._inspect(path)
            if self._job.library is not None:
                self._add(path, self._job.library)
        except TimelineError as error:
            try:
                still = identity(path) == before
            except MediaError:
                still = False
            if still:  # else it is being written again, and will be looked at again
                self.tell(path, str(error))

    def _add(self, path: Path, library: Path) -> None:
        from timeline.watching.filing import file_version

        told = file_version(path, library, self._job.naming, self._job.profile)
        if not self._job.quiet:
            watched.show_filed(path, told, self._console)
            sys.stdout.flush()  # somebody may be reading along

    def _inspect(self, path: Path) -> None:
        if self._job.profile is not None:
            self._profile = load(self._job.profile)  # it may be edited meanwhile, too
        request = Request(profile=self._profile)
        with (
            progress_bar(path.name, self._interrupts, quiet=self._job.quiet) as step,
            record_of(path, request, step) as (record, _),
        ):
            inspection = examine(path, record, request, step)
            self._interrupts.check()
            again = self._turn(path, inspection)
            changed = self._changed(self._before.get(path), inspection, record)
            written = self._write(path, inspection, record, changed)
        if not self._job.quiet:
            watched.show(inspection, changed, self._console, again=again, written=written)
            sys.stdout.flush()

    def _turn(self, path: Path, inspection: Inspection) -> bool:
        """Make an inspection the last one; whether the one that was has the same content."""
        last = self._last.get(path) or self._left(path)
        self._last[path] = inspection
        if last is None or last.content_id != inspection.content_id:
            self._before |= {} if last is None else {path: last}
            return False
        return True

    def _left(self, path: Path) -> Inspection | None:
        """The version whose document an earlier run left."""
        document = self._base(path, ".inspection.json")
        try:
            return read_document(document) if document is not None and document.exists() else None
        except TimelineError:
            return None

    def _changed(self, before: Inspection | None, inspection: Inspection, record: Record) -> VersionDiff | None:
        """What changed since the version before, where its pictures are still kept."""
        earlier = None if before is None else stored_record(before.content_id)
        if before is None or earlier is None:
            return None
        try:
            return hold(before, earlier.signatures[:], inspection, record.signatures[:])
        finally:
            earlier.close()

    def page(self, path: Path) -> Path | None:
        """Where the page of a file is written."""
        return self._base(path, ".report.html")

    def _base(self, path: Path, suffix: str) -> Path | None:
        """A file beside the video, or in the folder that was named; none where a library alone was asked for."""
        if self._job.out is None and self._job.library is not None:
            return None
        if path not in self._names:
            self._names[path] = distinct_names([*self._names, path])[-1]
        return (self._job.out or path.parent) / f"{self._names[path]}{suffix}"

    def _write(
        self, path: Path, inspection: Inspection, record: Record, changed: VersionDiff | None
    ) -> tuple[Path, ...]:
        """Write document and page, and then the script by which an open page learns of it."""
        page, document = self.page(path), self._base(path, ".inspection.json")
        beside = self._base(path, ".live.js")
        if page is None or document is None or beside is None:
            return ()
        self._stamp = max(self._stamp + 1, time.time_ns() // 1_000_000)
        live = Live(sidecar=beside.name, stamp=self._stamp, since=watched.since(changed))
        write_text(document, wire.dumps(inspection))
        write_text(page, report(inspection, record.pictures, live))
        write_text(beside, sidecar(self._stamp))
        return document, page
