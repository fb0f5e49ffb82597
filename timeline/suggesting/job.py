"""One run of ``timeline suggest``: the input read, the trims found, written and shown; the exit code."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from timeline.errors import UsageError
from timeline.interrupts import Interrupts
from timeline.outputs import check_folder, write_text
from timeline.session import console, progress_bar
from timeline.suggesting.files import Files
from timeline.suggesting.files import write as write_files

if TYPE_CHECKING:
    from timeline.analyse.suggest.room import Bounds
    from timeline.model.suggestion import Answer, Suggestion
    from timeline.pipeline import Progress
    from timeline.suggesting.study import Source, Study

NO_FILES = Files()
MENDED = ("nothing to mend", "no targets", "mended")


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Bounds on trims as they were written on the command line; ``None``: not given."""

    max_trim: str | None = None
    max_share: str = "50%"
    min_shot: str = "0.4s"
    protect: tuple[str, ...] = ()
    duration: str | None = None
    seconds: float = 5.0


@dataclass(frozen=True, slots=True, kw_only=True)
class SuggestJob:
    """What ``timeline suggest`` was asked for; ``json``: a file, or ``-`` for stdout.

    ``reference``: the profile is one that is built in. ``answer``: which of the answers goes into the files, from 1.
    """

    source: Source
    limits: Limits
    reference: bool = False
    out: Path | None = None
    json: str | None = None
    files: Files = NO_FILES
    answer: int = 1
    full: bool = False
    quiet: bool = False


def run(job: SuggestJob) -> int:
    """Read, suggest, write, show; 0 where what trimming can mend is mended, else 1.

    Raises:
        TimelineError: the command or an output is wrong, or the input cannot be read.
    """
    from timeline.render.text import clean
    from timeline.suggesting.study import study

    _check(job)
    interrupts = Interrupts()
    with (
        interrupts.watched(),
        progress_bar(job.source.path.name, interrupts, quiet=job.quiet) as progress,
        study(job.source, progress) as found,
    ):
        interrupts.check()
        found, suggestion = suggested(job, found)
        interrupts.check()
        written = _write(job, found, suggestion, progress)
        if job.files.wanted and not suggestion.answers:
            names = ", ".join(str(target) for target in job.files.targets)
            print(clean(f"not written: {names}, since there is no trim to write"), file=sys.stderr)
        if not job.quiet and job.json != "-":
            _show(job, found, suggestion, written)
    return 0 if suggestion.outcome in MENDED else 1


def suggested(job: SuggestJob, found: Study) -> tuple[Study, Suggestion]:
    """The input as it stands before the targets, and what is suggested for it."""
    from timeline.analyse.suggest.suggest import Wanted, suggest
    from timeline.analyse.suggest.trimmed import judged
    from timeline.suggesting import amounts
    from timeline.suggesting.target import with_length

    limits, inspection, profile = job.limits, found.inspection, job.source.profile
    timeline = inspection.timeline
    if limits.duration is not None:
        profile = with_length(profile, limits.duration, timeline)
    inspection = judged(inspection, profile)
    span = (timeline.start, timeline.stop)
    held = amounts.spans(limits.protect, timeline.clock, inspection.timecode.basis, span)
    bounds = replace(bounds_of(limits), protected=held)
    wanted = Wanted(
        inspection=inspection,
        profile=profile,
        bounds=bounds,
        speech=found.speech,
        reference=job.reference,
        activity=found.activity,
        notices=(*found.notices, *inspection.notices),
        seconds=limits.seconds,
    )
    return replace(found, inspection=inspection), suggest(wanted)


def bounds_of(limits: Limits) -> Bounds:
    """The bounds that do not hang on the input.

    Raises:
        UsageError: one that is written wrongly.
    """
    from timeline.analyse.suggest.room import Bounds
    from timeline.suggesting import amounts

    return Bounds(
        max_trim=None if limits.max_trim is None else amounts.amount(limits.max_trim, "--max-trim"),
        share=amounts.share(limits.max_share, "--max-share"),
        min_shot=amounts.amount(limits.min_shot, "--min-shot"),
    )


def _check(job: SuggestJob) -> None:
    """Check all that can be checked before the first frame is decoded."""
    bounds_of(job.limits)
    if job.limits.duration is not None:
        from timeline.suggesting.target import length

        length(job.limits.duration)
    if job.reference is False and job.source.profile.source == "--duration" and job.limits.duration is None:
        raise UsageError("there is nothing to aim at; give --profile FILE, --duration 90s, or both")
    if job.out is not None:
        check_folder(job.out)
    for option, target, endings in _targets(job):
        if target is None:
            continue
        if target.exists() and job.source.path.exists() and target.samefile(job.source.path):
            raise UsageError(f"{option} {target} is what is read here; name another file")
        if endings and target.suffix.lower() not in endings:
            raise UsageError(f"{option} {target}: name a file that ends in {' or '.join(endings)}")
        check_folder(target.parent)


def _targets(job: SuggestJob) -> Sequence[tuple[str, Path | None, tuple[str, ...]]]:
    json = None if job.json in (None, "-") else Path(str(job.json))
    return (
        ("--json", json, ()),
        ("--markers", job.files.markers, (".edl", ".csv")),
        ("--otio", job.files.otio, (".otio",)),
        ("--edl", job.files.edl, (".edl",)),
        ("--preview", job.files.preview, (".mp4",)),
    )


def _write(job: SuggestJob, found: Study, suggestion: Suggestion, progress: Progress) -> list[Path]:
    from timeline.model.suggestion_wire import dumps

    written, document = list[Path](), dumps(suggestion)
    if job.out is not None:
        from timeline.render.suggest_html import page

        made = page(suggestion, found.inspection, found.pictures)
        for suffix, content in ((".suggest.html", made), (".suggest.json", document)):
            written.append(job.out / f"{job.source.path.stem}{suffix}")
            write_text(written[-1], content)
    if job.json == "-":
        sys.stdout.write(document)
        sys.stdout.flush()
    elif job.json is not None:
        write_text(Path(job.json), document)
        written.append(Path(job.json))
    if job.files.wanted and suggestion.answers:
        written += write_files(job.files, job.source, found, _chosen(job, suggestion), progress)
    return written


def _chosen(job: SuggestJob, suggestion: Suggestion) -> Answer:
    """The answer that goes into files.

    Raises:
        UsageError: there is none of that number.
    """
    if job.answer > len(suggestion.answers):
        raise UsageError(f"no file holds answer {job.answer}: there is only 1. {suggestion.summary}")
    return suggestion.answers[job.answer - 1]


def _show(job: SuggestJob, found: Study, suggestion: Suggestion, written: list[Path]) -> None:
    from timeline.render.suggest_terminal import show
    from timeline.render.text import clean

    desk = console()
    show(suggestion, found.inspection, desk, full=job.full)
    for target in written:
        desk.print(f"wrote {clean(str(target))}", markup=False, highlight=False, soft_wrap=True)
