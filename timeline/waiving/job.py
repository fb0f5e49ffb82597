"""One run of ``timeline waive``."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from timeline.errors import UsageError
from timeline.inputs import check_file
from timeline.model.waiver import Waiver
from timeline.waivers import SUFFIX, beside
from timeline.waivers.file import read, update
from timeline.waiving.asked import Say, WaiveJob, check
from timeline.waiving.bringing import bring
from timeline.waiving.giving import give

if TYPE_CHECKING:
    from rich.console import Console


def run(job: WaiveJob, console: Console) -> None:
    """Do what was asked, and say what was done.

    Raises:
        TimelineError: the command, the file of waivers or the video is wrong.
    """
    check(job)
    say: Say = (lambda words: None) if job.quiet else _voice(console)
    if job.listed:
        _list(job, console)
        return
    assert job.episode is not None  # checked
    if job.remove:
        _remove(job.episode, job.findings, say)
    elif job.source is not None:
        bring(job, job.episode, job.source, say)
    else:
        give(job, job.episode, say)


def _voice(console: Console) -> Say:
    from timeline.render.text import clean

    return lambda words: console.print(clean(words), markup=False, highlight=False, soft_wrap=True)


def _remove(episode: Path, findings: Sequence[str], say: Say) -> None:
    path, gone = beside(episode), set(findings)

    def without(kept: tuple[Waiver, ...]) -> list[Waiver]:
        there = [each.finding for each in kept]
        missing = sorted(gone - set(there))
        if missing:
            raise UsageError(f"'{missing[0]}' is not waived in {path}; there is {', '.join(there) or 'nothing'}")
        return [each for each in kept if each.finding not in gone]

    left = update(path, without)
    say(f"{', '.join(findings)}: no longer waived")
    say(f"wrote {path}" if left else f"removed {path}, which held nothing else")


def _list(job: WaiveJob, console: Console) -> None:
    from timeline.render.waivers import listing

    listing([(path, read(path)) for path in _files(job.episode)], console)


def _files(episode: Path | None) -> list[Path]:
    """The files of waivers that are meant; an episode without one must at least be there."""
    if episode is None:
        return sorted(path for path in Path().glob(f"*{SUFFIX}") if path.is_file())
    if not beside(episode).exists():
        check_file(episode)
    return [beside(episode)]
