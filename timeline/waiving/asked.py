"""What ``timeline waive`` was asked for, and its episode inspected."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path
from typing import TypeAlias

from timeline.errors import UsageError
from timeline.interchange import is_timeline
from timeline.interrupts import Interrupts
from timeline.model.inspection import Inspection
from timeline.model.waiver import Waiver
from timeline.pipeline import Request, ask_of, inspect
from timeline.profiles import load
from timeline.session import progress_bar

Say: TypeAlias = Callable[[str], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class WaiveJob:
    """What ``timeline waive`` was asked for."""

    episode: Path | None
    findings: tuple[str, ...] = ()
    note: str | None = None
    by: str | None = None
    profile: str | None = None
    remove: bool = False
    listed: bool = False
    source: Path | None = None
    rate: Fraction | None = None
    sequence: str | None = None
    keep_through_edits: bool = False
    quiet: bool = False

    @property
    def request(self) -> Request:
        """What its episode is inspected for."""
        return Request(
            profile=None if self.profile is None else load(self.profile),
            rate=self.rate,
            sequence=self.sequence,
            keep_through_edits=self.keep_through_edits,
        )


def check(job: WaiveJob) -> None:
    """Refuse what cannot be done, before anything is read.

    Raises:
        UsageError: what is wrong, and what to do.
    """
    if sum((job.listed, job.remove, job.source is not None)) > 1:
        raise UsageError("--list, --remove and --from are three things to do; choose one")
    if job.listed and (job.findings or job.note):
        raise UsageError("--list only shows waivers; leave the findings and the note out")
    if job.listed:
        return
    if job.episode is None:
        raise UsageError("name the episode whose finding is meant, or --list")
    if job.source is not None and (job.findings or job.note):
        raise UsageError("--from brings every waiver over as it is; leave the findings and the note out")
    if job.source is not None and is_timeline(job.source) != is_timeline(job.episode):
        raise UsageError("a timeline's waivers hang on its media, a video's on its pictures; give two of one kind")
    if not is_timeline(job.episode) and (job.rate or job.sequence or job.keep_through_edits):
        raise UsageError(f"--rate, --sequence and --keep-through-edits are for timelines; '{job.episode}' is none")
    if job.source is None and not job.findings:
        raise UsageError("name the finding that is meant, by the id that inspect shows, such as shot.max@412")
    if job.source is None and not job.remove and not (job.note or "").strip():
        raise UsageError('say why it is meant: --note "held on purpose"')


def inspected(job: WaiveJob, episode: Path, waivers: tuple[Waiver, ...]) -> Inspection:
    """A video or timeline inspected as asked, with ``waivers`` beside those that its file of waivers has."""
    request = replace(job.request, waivers=waivers)
    interrupts = Interrupts()
    with (
        interrupts.watched(),
        progress_bar(episode.name, interrupts, quiet=job.quiet) as step,
        inspect(episode, request, step) as found,
    ):
        interrupts.check()
        return found.inspection


def placeable(job: WaiveJob, episode: Path, waivers: Sequence[Waiver]) -> Sequence[Waiver]:
    """Waivers with that by which they are found in the next version: of a timeline, its media."""
    if not is_timeline(episode) or not waivers:
        return waivers
    from timeline.sequences import shots_of
    from timeline.waivers.shown import about

    shown, rate = shots_of(episode, ask_of(job.request))
    return [about(each, shown, rate) for each in waivers]
