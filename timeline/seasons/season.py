"""One run of ``timeline season``: the latest versions of a season read from a library, judged, and put on a page."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from timeline.analyse.leaving_out import inspection_without
from timeline.analyse.season import Entry, Season, held, season_of
from timeline.catalogue import Library, open_library
from timeline.interrupts import Interrupts
from timeline.model.episode import Version
from timeline.model.inspection import Inspection
from timeline.model.profile import Profile
from timeline.model.shared import SharedMaterial
from timeline.outputs import check_folder, write_text
from timeline.profiles import load
from timeline.seasons.sharing import season_of_library, shared_of
from timeline.session import progress_bar

if TYPE_CHECKING:
    from rich.console import Console

PAGE, TABLE, SHARED, DOCUMENT = "season.html", "figures.csv", "shared.csv", "season.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class SeasonJob:
    """What ``timeline season`` was asked for. ``reports``: whether each episode's own report is written too."""

    series: str
    season: int
    library: Path
    profile: str
    out: Path
    reports: bool = False
    quiet: bool = False


def run(job: SeasonJob, console: Console) -> None:
    """Write the season's page and its tables.

    Raises:
        LibraryError: the library cannot be read, or has no such season.
        ProfileError, OutputError: the profile is wrong, or the folder cannot be written.
    """
    profile = load(job.profile)
    check_folder(job.out)
    interrupts = Interrupts()
    with open_library(job.library) as library:
        episodes = season_of_library(library, job.series, job.season)
        with interrupts.watched(), progress_bar("comparing episodes", interrupts, quiet=job.quiet) as step:
            shared = shared_of(library, episodes, lambda done: step(done, len(episodes)))
        season = season_of([entry_of(version, each, profile, shared) for version, each in episodes], profile)
        links = _write_reports(job, library, season, profile) if job.reports else {}
    from timeline.render.answers import csv_text
    from timeline.render.season_html import page
    from timeline.render.season_table import figures_csv, season_json
    from timeline.render.shared_text import COLUMNS, told

    spans = told(shared, {entry.number: entry.whole for entry in season.entries}, profile.exclude)
    write_text(job.out / TABLE, figures_csv(season))
    write_text(job.out / SHARED, csv_text(COLUMNS, spans.rows))
    write_text(job.out / DOCUMENT, season_json(job.series, job.season, season, spans))
    write_text(job.out / PAGE, page(job.series, job.season, season, links, spans))
    if not job.quiet:
        from timeline.render.season_terminal import show

        written = [job.out / name for name in (PAGE, TABLE, SHARED, DOCUMENT)]
        show(job.series, job.season, season, spans.facts, written, console)


def entry_of(version: Version, inspection: Inspection, profile: Profile, shared: SharedMaterial) -> Entry:
    """One episode held against the profile, without what the profile leaves out of the rhythm."""
    number = version.episode.number
    out = [(span.start, span.stop) for span in shared.in_episode(number) if span.kind in profile.exclude]
    judged = held(inspection_without(inspection, out) if out else inspection, profile)
    return Entry(number=number, version=version.number, inspection=judged, file=inspection if out else None)


def _write_reports(job: SeasonJob, library: Library, season: Season, profile: Profile) -> dict[int, str]:
    """Each episode's own report, of its whole file, with pictures; one whose stored record is damaged has none."""
    from timeline.library.record import Record, StaleRecord
    from timeline.render import renderer

    links = {}
    paths = {v.episode.number: library.record_path(v) for v in library.versions(job.series, job.season, latest=True)}
    for entry in season.entries:
        try:
            record = Record(paths[entry.number])
        except StaleRecord:
            continue
        try:
            name = f"episodes/episode-{entry.number:03}.report.html"
            write_text(job.out / name, renderer("html").render(held(entry.whole, profile), record.pictures))
        finally:
            record.close()
        links[entry.number] = name
    return links
