"""One run of ``timeline compare``: episodes opened, laid side by side, shown and written."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

from timeline.errors import UsageError
from timeline.outputs import check_folder, write_text
from timeline.seasons.opening import names_of, open_all

if TYPE_CHECKING:
    from rich.console import Console

MOST = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class CompareJob:
    """What ``timeline compare`` was asked for."""

    episodes: tuple[Path, ...]
    profile: str | None
    html: Path | None
    rate: Fraction | None = None
    quiet: bool = False


def run(job: CompareJob, console: Console) -> None:
    """Compare two or more episodes.

    Raises:
        TimelineError: one cannot be read, there are too few or too many, or the page cannot be written.
    """
    from timeline.analyse.season_compare import side_by_side
    from timeline.profiles import load

    if not 2 <= len(job.episodes) <= MOST:
        raise UsageError(f"compare takes 2 to {MOST} episodes; for a whole season there is timeline season")
    if job.html is not None:
        if any(job.html.exists() and path.exists() and job.html.samefile(path) for path in job.episodes):
            raise UsageError(f"--html {job.html} is one of the episodes; name another file")
        check_folder(job.html.parent)
    profile = load(job.profile) if job.profile else None
    names = names_of(job.episodes)
    found = list(open_all(job.episodes, profile, rate=job.rate, quiet=job.quiet))
    lines, notes = side_by_side(found, profile.sections if profile else ())
    for number, each in enumerate(found[1:], start=2):
        if each.content_id == found[0].content_id:
            notes.append(f"{number} is the same content as 1.")
    if job.html is not None:
        from timeline.render.compare_html import page

        write_text(job.html, page(names, found, lines, notes))
    if not job.quiet:
        from timeline.render.compare_terminal import show

        show(names, lines, notes, console)
        if job.html is not None:
            console.print(f"wrote {job.html}", markup=False, highlight=False, soft_wrap=True)
