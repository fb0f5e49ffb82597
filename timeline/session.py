"""One run of a command: its inputs one after the other, what is written, what is shown, and the exit code."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from timeline.errors import InputError, TimelineError, UsageError, WaiverError
from timeline.inputs import check_file
from timeline.interchange import is_timeline
from timeline.interrupts import Interrupts
from timeline.outputs import check_folder, distinct_names, write_bytes, write_text
from timeline.ranges import WHOLE, RangeRequest
from timeline.timebase import parse_rate
from timeline.waivers import earlier

if TYPE_CHECKING:
    from rich.console import Console

    from timeline.model.finding import Finding
    from timeline.model.inspection import Inspection
    from timeline.model.profile import Profile
    from timeline.pipeline import Inspected, Progress
    from timeline.render.summary import Summary
    from timeline.sequences import Opened

_RANK = {"info": 0, "warning": 1, "error": 2, "never": 3}


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """What ``timeline inspect`` was asked for."""

    episodes: tuple[Path, ...]
    profile: str | None = None
    out: Path | None = None
    json: str | None = None
    markers: Path | None = None
    frames: RangeRequest = WHOLE
    stream: int | None = None
    detector: str | None = None
    min_confidence: float = 0.5
    full: bool = False
    quiet: bool = False
    cached: bool = True
    fail_on: Literal["error", "warning", "never"] = "error"
    rate: str | None = None
    sequence: str | None = None
    keep_through_edits: bool = False
    as_written: bool = False
    waive: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class _Desk:
    """Where a run reads its orders and lays its results."""

    job: Job
    profile: Profile | None
    console: Console
    names: list[str]
    interrupts: Interrupts

    @property
    def talks(self) -> bool:
        """Whether the terminal is for people: not asked to be quiet, and stdout not taken by the document."""
        return not self.job.quiet and self.job.json != "-"


def run(job: Job) -> int:
    """Inspect every input; the exit code is the highest over all of them.

    Raises:
        TimelineError: the command, a profile or an output is wrong; inputs that cannot be inspected are reported and
            the others go on.
    """
    desk = _prepare(job)
    code = 0
    rows: list[Summary] = []
    for number, path in enumerate(job.episodes):
        try:
            with desk.interrupts.watched():
                code = max(code, _one(desk, path, number, rows))
            desk.interrupts.check()
        except (InputError, UsageError, WaiverError) as error:
            desk.interrupts.check()
            code = max(code, error.exit_code)
            _refuse(desk, path, error, rows)
    if desk.talks and len(job.episodes) > 1:
        from timeline.render import terminal

        terminal.table(rows, desk.console)
    return code


def _prepare(job: Job) -> _Desk:
    """Check all that can be checked before the first frame is decoded."""
    if job.json is not None and len(job.episodes) > 1:
        raise UsageError("--json takes one input; for several, --out FOLDER writes a document for each")
    if job.markers is not None and len(job.episodes) > 1:
        raise UsageError("--markers takes one input; for several, --out FOLDER writes a document for each")
    if job.out is not None:
        check_folder(job.out)
    if job.json not in (None, "-"):
        _check_target(Path(str(job.json)), job.episodes, "--json")
    if job.markers is not None:
        from timeline.interchange.write import exporter_for

        exporter_for(job.markers.name, marks_only=True)
        _check_target(job.markers, job.episodes, "--markers")
    if job.rate is not None:
        parse_rate(job.rate)
    profile = None
    if job.profile is not None:
        from timeline.profiles import load

        profile = load(job.profile)
    return _Desk(
        job=job, profile=profile, console=console(), names=distinct_names(job.episodes), interrupts=Interrupts()
    )


def _check_target(target: Path, episodes: tuple[Path, ...], option: str) -> None:
    if any(target.exists() and episode.exists() and target.samefile(episode) for episode in episodes):
        raise UsageError(f"{option} {target} is the video itself; name another file")
    check_folder(target.parent)


def _one(desk: _Desk, path: Path, number: int, rows: list[Summary]) -> int:
    if desk.job.as_written:
        from timeline.writing import show_as_written

        show_as_written(desk.job, path, desk.names[number], desk.console if desk.talks else None)
        return 0
    with _progress(desk, path, number) as progress, _opened(desk, path, progress) as found:
        progress(found.inspection.media.frames, found.inspection.media.frames)
        written = _write(desk, number, found)
    if desk.talks:
        _show(desk, found, written, rows)
        _hint(desk, path)
    return 1 if fails(found.inspection.findings, desk.job.fail_on) else 0


@contextmanager
def _opened(desk: _Desk, path: Path, progress: Progress) -> Iterator[Inspected | Opened]:
    """The inspection of one input; what only a video needs is not even imported for a timeline."""
    job = desk.job
    if is_timeline(path):
        from timeline.sequences import Opened, inspect_sequence
        from timeline.writing import ask_of

        yield Opened(inspection=inspect_sequence(path, ask_of(job, path, desk.profile)))
        return
    for given, option in (
        (job.rate, "--rate"),
        (job.sequence, "--sequence"),
        (job.keep_through_edits, "--keep-through-edits"),
    ):
        if given:
            raise UsageError(f"{option} is for timeline files; '{path}' is none")
    from timeline.library.content import Content

    check_file(path)
    content = Content(path)  # read while what follows is imported
    from timeline.detect import DEFAULT
    from timeline.pipeline import Request, inspect

    request = Request(
        profile=desk.profile,
        min_confidence=job.min_confidence,
        stream=job.stream,
        frames=job.frames,
        cached=job.cached,
        detector=job.detector or DEFAULT,
        waive=job.waive,
    )
    with inspect(path, request, progress, _import_what_follows, content) as found:
        yield found


def _import_what_follows() -> None:
    for name in ("timeline.examining", "timeline.render.html", "timeline.render.terminal"):
        import_module(name)


def fails(findings: tuple[Finding, ...], fail_on: str) -> bool:
    """Whether any finding is at or above the severity that makes a run fail."""
    return any(_RANK[finding.severity] >= _RANK[fail_on] for finding in findings)


def _write(desk: _Desk, number: int, found: Inspected | Opened) -> list[Path]:
    from timeline.render import RENDERERS, renderer

    written = []
    if desk.job.out is not None:
        for row in RENDERERS:
            target = desk.job.out / f"{desk.names[number]}{row.suffix}"
            write_text(target, row.render(found.inspection, found.pictures))
            written.append(target)
    if desk.job.json is not None:
        document = renderer("json").render(found.inspection, found.pictures)
        if desk.job.json == "-":
            sys.stdout.writelines(document)
            sys.stdout.flush()
        else:
            write_text(Path(desk.job.json), document)
            written.append(Path(desk.job.json))
    if desk.job.markers is not None:
        written.append(_write_markers(desk.job.markers, found.inspection))
    return written


def _write_markers(target: Path, inspection: Inspection) -> Path:
    """Write findings as markers for an editing system or a player; what the format cannot hold is said on stderr."""
    from timeline.interchange.write import export, exporter_for
    from timeline.interchange.write.planning import Wish

    made = export(inspection, exporter_for(target.name, marks_only=True), Wish())
    write_bytes(target, made.content.encode() if isinstance(made.content, str) else made.content)
    for line in made.notes:
        print(line, file=sys.stderr)
    return target


def _show(desk: _Desk, found: Inspected | Opened, written: list[Path], rows: list[Summary]) -> None:
    from timeline.render import terminal
    from timeline.render.summary import summarise
    from timeline.render.text import clean

    rows.append(summarise(found.inspection))
    if len(desk.job.episodes) == 1 or desk.job.full:
        terminal.show(found.inspection, desk.console, full=desk.job.full)
    for target in written:
        desk.console.print(f"wrote {clean(str(target))}", markup=False, highlight=False, soft_wrap=True)


def _hint(desk: _Desk, path: Path) -> None:
    """Say where an earlier version has waivers that this one has not."""
    before = earlier(path) if desk.job.waive else None
    if before is not None:
        from timeline.render.text import clean

        words = f"{before.name} has waivers; timeline waive --from '{before}' '{path}' brings them over"
        desk.console.print(clean(words), markup=False, highlight=False, soft_wrap=True)


def _refuse(desk: _Desk, path: Path, error: TimelineError, rows: list[Summary]) -> None:
    from timeline.render.text import clean

    print(clean(f"timeline: {error}"), file=sys.stderr)
    if desk.talks and len(desk.job.episodes) > 1:
        from timeline.render.summary import refusal

        rows.append(refusal(str(path), str(error)))


def console() -> Console:
    """The terminal; at 100 columns where the output is no terminal, so that what is piped does not depend on one."""
    from rich.console import Console

    class Piped(Console):
        """Leaves a closed pipe to the command line, which knows the exit code."""

        def on_broken_pipe(self) -> None:
            raise BrokenPipeError

    return Piped(width=None if sys.stdout.isatty() else 100, soft_wrap=False, emoji=False)


def _progress(desk: _Desk, path: Path, number: int) -> AbstractContextManager[Progress]:
    many = f"{number + 1}/{len(desk.job.episodes)} " if len(desk.job.episodes) > 1 else ""
    return progress_bar(f"{many}{path.name}", desk.interrupts, quiet=desk.job.quiet)


@contextmanager
def progress_bar(name: str, interrupts: Interrupts, *, quiet: bool = False) -> Iterator[Progress]:
    """A bar on a terminal, and nothing in a pipe; each step looks for Ctrl-C."""
    if quiet or not sys.stderr.isatty():
        yield lambda done, expected: interrupts.check()
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
    from rich.text import Text

    from timeline.render.text import clean

    label = TextColumn("{task.description}", markup=False)
    bar = Progress(
        label, BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(), console=Console(stderr=True), transient=True
    )
    with bar:
        task = bar.add_task(str(Text(clean(name))), total=None)

        def report(done: int, expected: int | None) -> None:
            interrupts.check()
            bar.update(task, completed=done, total=expected)

        yield report


def list_profiles() -> None:
    """Print the built-in profiles."""
    from timeline.profiles import available
    from timeline.render import terminal

    terminal.profile_list(available(), console())


def show_profile(name: str) -> None:
    """Print one profile, target by target."""
    from timeline.profiles import load
    from timeline.render import terminal

    terminal.profile_show(load(name), console())
