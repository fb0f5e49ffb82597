"""One run of ``timeline library shared``: what the episodes of a season share, in the terminal, as CSV or as JSON."""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeAlias

from timeline.catalogue import open_library
from timeline.interrupts import Interrupts
from timeline.seasons.sharing import season_of_library, shared_of

if TYPE_CHECKING:
    from rich.console import Console


Form: TypeAlias = Literal["table", "csv", "json"]


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedJob:
    """What ``timeline library shared`` was asked for."""

    series: str
    season: int
    library: Path
    form: Form = "table"
    quiet: bool = False


def run(job: SharedJob, console: Console) -> None:
    """Find and show.

    Raises:
        LibraryError: the library cannot be read, or has no such season.
    """
    from timeline.render.answers import show, write_csv
    from timeline.render.shared_text import COLUMNS, shared_data, shared_facts, shared_rows, unread
    from timeline.session import progress_bar

    interrupts = Interrupts()
    with open_library(job.library) as library:
        episodes = season_of_library(library, job.series, job.season)
        with interrupts.watched(), progress_bar("comparing episodes", interrupts, quiet=job.quiet) as step:
            found = shared_of(library, episodes, lambda done: step(done, len(episodes)))
    by_number = {version.episode.number: inspection for version, inspection in episodes}
    if job.form == "csv":
        write_csv(COLUMNS, shared_rows(found, by_number), sys.stdout)
    elif job.form == "json":
        data = {
            "series": job.series,
            "season": job.season,
            "spans": shared_data(found, by_number),
            "not_compared": list(found.unread),
        }
        sys.stdout.write(json.dumps(data, ensure_ascii=True, indent=1, allow_nan=False) + "\n")
    elif not found.spans:
        console.print(f"the {len(episodes)} episodes share nothing", markup=False, highlight=False)
        for line in unread(found):
            console.print(line, markup=False, highlight=False, soft_wrap=True)
    else:
        for line in shared_facts(found):
            console.print(line, markup=False, highlight=False, soft_wrap=True)
        console.print()
        show(COLUMNS, iter(shared_rows(found, by_number)), console)
