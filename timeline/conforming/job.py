"""One run of ``timeline conform``: the question checked, answered, written and shown; the exit code."""

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
    from timeline.conforming.compare import Compared, Question
    from timeline.pipeline import Progress
    from timeline.render.conform_files import Shown


@dataclass(frozen=True, slots=True, kw_only=True)
class ConformJob:
    """What ``timeline conform`` was asked for; ``json``: a file, or ``-`` for stdout."""

    question: Question
    out: Path | None = None
    json: str | None = None
    full: bool = False
    quiet: bool = False


def run(job: ConformJob) -> int:
    """Answer, write, show; 0 where the render is the timeline, else 1.

    Raises:
        TimelineError: the command or an output is wrong, or an input cannot be read.
    """
    from timeline.conforming.compare import compare

    _check(job)
    interrupts = Interrupts()

    @contextmanager
    def watch(name: str) -> Iterator[Progress]:
        with progress_bar(name, interrupts, quiet=job.quiet) as progress:
            yield progress

    with interrupts.watched(), compare(job.question, watch) as compared:
        interrupts.check()
        written = _write(job, compared)
        if not job.quiet and job.json != "-":
            _show(job, compared, written)
    return 0 if compared.conformity.outcome == "conforms" else 1


def _check(job: ConformJob) -> None:
    """Check all that can be checked before the first frame is decoded."""
    question = job.question
    if question.tolerance < 0:
        raise UsageError(f"--tolerance {question.tolerance}: give 0 or more frames")
    if question.media_root is not None and not question.media_root.is_dir():
        raise UsageError(f"--media-root {question.media_root} is no folder")
    if job.out is not None:
        check_folder(job.out)
    if job.json not in (None, "-"):
        target = Path(str(job.json))
        if any(target.exists() and path.exists() and target.samefile(path) for path in _inputs(question)):
            raise UsageError(f"--json {target} is what is read here; name another file")
        check_folder(target.parent)


def _inputs(question: Question) -> tuple[Path, Path]:
    return question.render, question.timeline


def _write(job: ConformJob, compared: Compared) -> list[Path]:
    from timeline.conforming.stills import Stills, evidence
    from timeline.render.conform_files import ROWS, Shown

    render = job.question.render
    kept = Stills(kept=compared.pictures)
    shown = Shown(
        conformity=compared.conformity,
        planned=compared.planned,
        media=compared.inspection.media,
        pictures=evidence(render, compared.conformity, compared.pictures) if job.out is not None else kept,
        sources=compared.sources,
    )
    written = _document(job.json, shown) if job.json is not None else []
    for row in ROWS if job.out is not None else ():
        target = (job.out or Path()) / f"{render.stem or render.name}{row.suffix}"
        write_text(target, row.write(shown))
        written.append(target)
    return written


def _document(target: str, shown: Shown) -> list[Path]:
    from timeline.render.conform_files import ROWS

    document = next(row for row in ROWS if row.name == "json").write(shown)
    if target == "-":
        sys.stdout.write(document)
        sys.stdout.flush()
        return []
    write_text(Path(target), document)
    return [Path(target)]


def _show(job: ConformJob, compared: Compared, written: list[Path]) -> None:
    from timeline.render.conform_terminal import show
    from timeline.render.text import clean

    desk = console()
    show(compared.conformity, desk, full=job.full)
    for target in written:
        desk.print(f"wrote {clean(str(target))}", markup=False, highlight=False, soft_wrap=True)
