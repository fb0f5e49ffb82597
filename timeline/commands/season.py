"""``timeline season``: every episode of a season against a profile, on one page."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from timeline.commands.words import words


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("season")(season)


def season(
    series: Annotated[str, typer.Argument(metavar="SERIES", help="Name of the series, as in the library.")],
    library: Annotated[Path, typer.Option(metavar="FOLDER", help="The library.")],
    out: Annotated[Path, typer.Option(metavar="FOLDER", help="Write season.html, figures.csv and season.json there.")],
    number: Annotated[int, typer.Option("--season", min=0, metavar="N", help="Which season.")] = 1,
    profile: Annotated[
        str, typer.Option(metavar="NAME|FILE", help="Profile that every episode is held against.")
    ] = "micro-drama",
    reports: Annotated[
        bool, typer.Option("--reports", help="Also write each episode's own report and link it.")
    ] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Print nothing but errors.")] = False,
) -> None:
    """Show which episodes of a season stray, from what and since when, and which to open first.

    Exit codes: 0 written, 2 the library, the profile or an output is wrong, or there is no such season.
    """
    with words():
        from timeline.seasons.season import SeasonJob, run
        from timeline.session import console

        job = SeasonJob(
            series=series, season=number, library=library, profile=profile, out=out, reports=reports, quiet=quiet
        )
        run(job, console())
