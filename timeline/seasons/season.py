"""One run of ``timeline season``: the latest versions of a season read from a library, judged, and put on a page."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from timeline.analyse.season import Entry, Season, held, season_of
from timeline.catalogue import Library, open_library
from timeline.errors import LibraryError
from timeline.model.profile import Profile
from timeline.outputs import check_folder, write_text
from timeline.profiles import load

if TYPE_CHECKING:
    from rich.console import Console

PAGE, TABLE, DOCUMENT = "season.html", "figures.csv", "season.json"


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
    with open_library(job.library) as library:
        entries = read_season(library, job.series, job.season, profile)
        season = season_of(entries, profile)
        links = _write_reports(job, library, season) if job.reports else {}
    from timeline.render.season_html import page
    from timeline.render.season_table import figures_csv, season_json

    write_text(job.out / TABLE, figures_csv(season))
    write_text(job.out / DOCUMENT, season_json(job.series, job.season, season))
    write_text(job.out / PAGE, page(job.series, job.season, season, links))
    if not job.quiet:
        from timeline.render.season_terminal import show

        show(job.series, job.season, season, [job.out / name for name in (PAGE, TABLE, DOCUMENT)], console)


def read_season(library: Library, series: str, season: int, profile: Profile) -> list[Entry]:
    """The latest version of every episode, held against the profile.

    Raises:
        LibraryError: there is no such season.
    """
    versions = library.versions(series, season, latest=True)
    if not versions:
        there = [f"'{name}' season {number}" for name, number in library.series()]
        known = f"it holds {', '.join(there[:5])}{' and others' if len(there) > 5 else ''}" if there else "it is empty"
        raise LibraryError(f"the library has no '{series}' season {season}; {known}")
    return [
        Entry(number=version.episode.number, version=version.number, inspection=held(inspection, profile))
        for version, inspection in library.inspections(versions)
    ]


def _write_reports(job: SeasonJob, library: Library, season: Season) -> dict[int, str]:
    """Each episode's own report, with the pictures of its stored record; one whose record is damaged has none."""
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
            write_text(job.out / name, renderer("html").render(entry.inspection, record.pictures))
        finally:
            record.close()
        links[entry.number] = name
    return links
