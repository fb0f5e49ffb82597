"""One run of ``timeline diff``: the question checked, answered, written and shown; the exit code."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from timeline.errors import UsageError
from timeline.interrupts import Interrupts
from timeline.outputs import check_folder, write_text
from timeline.session import console, progress_bar

if TYPE_CHECKING:
    from timeline.differing.compare import Answer, Question
    from timeline.pipeline import Progress


@dataclass(frozen=True, slots=True, kw_only=True)
class DiffJob:
    """What ``timeline diff`` was asked for; ``json``: a file, or ``-`` for stdout."""

    question: Question
    out: Path | None = None
    otio: Path | None = None
    json: str | None = None
    full: bool = False
    quiet: bool = False


def run(job: DiffJob) -> int:
    """Answer, write, show; 0 where both are the same cut, else 1.

    Raises:
        TimelineError: the command or an output is wrong, or an input cannot be read.
    """
    from timeline.differing.compare import differ

    _check(job)
    interrupts = Interrupts()

    @contextmanager
    def watch(name: str) -> Iterator[Progress]:
        with progress_bar(name, interrupts, quiet=job.quiet) as progress:
            yield progress

    with interrupts.watched(), differ(job.question, watch) as answer:
        interrupts.check()
        written = _write(job, answer)
        if not job.quiet and job.json != "-":
            _show(job, answer, written)
    return 0 if answer.diff.outcome == "same" else 1


def _check(job: DiffJob) -> None:
    """Check all that can be checked before the first frame is decoded."""
    if job.out is not None:
        check_folder(job.out)
    targets = [("--otio", job.otio), ("--json", None if job.json in (None, "-") else Path(str(job.json)))]
    inputs = (job.question.before, job.question.after)
    for option, target in targets:
        if target is None:
            continue
        if any(target.exists() and path.exists() and target.samefile(path) for path in inputs):
            raise UsageError(f"{option} {target} is what is read here; name another file")
        check_folder(target.parent)
    if job.otio is not None and job.otio.suffix.lower() != ".otio":
        raise UsageError(f"--otio {job.otio}: name a file that ends in .otio")


def _write(job: DiffJob, answer: Answer) -> list[Path]:
    from timeline.model.difference_wire import dumps

    written, document = list[Path](), dumps(answer.diff)
    if job.out is not None:
        from timeline.render.diff_html import page

        stem = f"{job.question.before.stem}-{job.question.after.stem}"
        made = page(answer.diff, (answer.before, answer.after), answer.pictures)
        for suffix, content in ((".diff.html", made), (".diff.json", document)):
            written.append(job.out / f"{stem}{suffix}")
            write_text(written[-1], content)
    if job.otio is not None:
        from timeline.interchange.write.changes import write

        write_text(job.otio, write(answer.diff, (answer.before.timeline, answer.after.timeline)))
        written.append(job.otio)
    if job.json == "-":
        sys.stdout.write(document)
        sys.stdout.flush()
    elif job.json is not None:
        write_text(Path(job.json), document)
        written.append(Path(job.json))
    return written


def _show(job: DiffJob, answer: Answer, written: list[Path]) -> None:
    from timeline.render.diff_terminal import show
    from timeline.render.text import clean

    desk = console()
    show(answer.diff, desk, full=job.full)
    for target in written:
        desk.print(f"wrote {clean(str(target))}", markup=False, highlight=False, soft_wrap=True)
