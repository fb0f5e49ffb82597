"""``timeline inspect`` of a timeline file: its options, and what is shown where it is counted only as written."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from timeline.errors import UsageError
from timeline.outputs import write_text
from timeline.sequences import Ask, is_timeline, notices_of, read_sequence
from timeline.timebase import parse_rate

if TYPE_CHECKING:
    from rich.console import Console

    from timeline.model.profile import Profile
    from timeline.session import Job


def ask_of(job: Job, path: Path, profile: Profile | None = None) -> Ask:
    """What was asked of a timeline file.

    Raises:
        UsageError: an option that only a video can answer.
    """
    if job.detector is not None or job.stream is not None:
        option = "--stream" if job.detector is None else "--detector"
        raise UsageError(f"{option} is for videos; '{path}' is a timeline, which has no picture to look at")
    return Ask(
        profile=profile,
        frames=job.frames,
        rate=None if job.rate is None else parse_rate(job.rate),
        sequence=job.sequence,
        keep_through_edits=job.keep_through_edits,
        strict=job.as_written,
        waive=job.waive,
    )


def show_as_written(job: Job, path: Path, name: str, console: Console | None) -> None:
    """Count one timeline file as it is written; write that as JSON where asked, and show it on ``console``.

    Raises:
        SequenceError: the file cannot be read.
        UsageError: it is a video, or an option does not fit.
    """
    if not is_timeline(path):
        raise UsageError(f"--as-written is for timeline files; '{path}' is none")
    sequence, facts = read_sequence(path, ask_of(job, path))
    from timeline.render import sequence as render

    notices = tuple(notices_of(sequence.oddities))
    document = render.document(sequence, facts)
    if job.json == "-":
        sys.stdout.write(document)
    targets = [Path(job.json)] if job.json not in (None, "-") else []
    targets += [job.out / f"{name}.written.json"] if job.out is not None else []
    for target in targets:
        write_text(target, document)
    if console is not None:
        render.show(path.name, sequence, facts, notices, console, full=job.full)
        for target in targets:
            console.print(f"wrote {target}", markup=False, highlight=False, soft_wrap=True)
