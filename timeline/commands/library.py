"""``timeline library``: every episode in one folder, added once and asked anything."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from timeline.commands.words import words

app = typer.Typer(help="A library of every episode: add, list, check and ask.", no_args_is_help=True)

Folder = Annotated[Path, typer.Option("--library", metavar="LIB", help="Folder of the library.")]
Series = Annotated[str, typer.Argument(metavar="SERIES", help="Name of the series.")]
AnySeries = Annotated[str | None, typer.Argument(metavar="[SERIES]", help="Name of a series.")]
Season = Annotated[int | None, typer.Option(min=0, metavar="N", help="Number of the season.")]
Number = Annotated[int | None, typer.Option(min=0, metavar="N", help="Number of the episode.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Print nothing but errors.")]


@app.command("add")
def library_add(
    library: Folder,
    files: Annotated[list[Path] | None, typer.Argument(metavar="[FILE...]", help="Videos.")] = None,
    series: Annotated[str | None, typer.Option(metavar="NAME", help="Series they belong to.")] = None,
    season: Season = None,
    episode: Annotated[int | None, typer.Option(min=0, metavar="N", help="Episode, where one file is named.")] = None,
    pattern: Annotated[
        str | None,
        typer.Option(
            metavar="REGEX",
            help="Where a name says the episode: (?P<episode>\\d+); also groups season, series, version. "
            "With a slash it sees the whole path. Usual names need none.",
        ),
    ] = None,
    table: Annotated[
        Path | None,
        typer.Option(metavar="CSV", help="Files and episodes: columns file, episode; also series, season, version."),
    ] = None,
    profile: Annotated[
        str | None, typer.Option(metavar="NAME|FILE", help="Profile whose findings are kept with them.")
    ] = None,
    workers: Annotated[int | None, typer.Option(min=1, metavar="N", help="Processes; one a processor.")] = None,
    cluster: Annotated[
        str | None, typer.Option(metavar="tcp://HOST:PORT", help="Scheduler of a Dask cluster to work on instead.")
    ] = None,
    quiet: Quiet = False,
) -> None:
    """Inspect files and keep them; what is there already is not done again, so an interrupted run just goes on.

    Exit codes: 0 all are in the library, 2 the command or the library is wrong, or a file is another episode already,
    3 a file cannot be inspected (the others are kept), 130 interrupted.
    """
    with words():
        from timeline.cataloguing import progress
        from timeline.cataloguing.add import AddJob, add
        from timeline.cataloguing.naming import Naming
        from timeline.session import console

        naming = Naming(series=series, season=season, episode=episode, pattern=pattern, table=table)
        job = AddJob(
            files=tuple(files or ()), library=library, naming=naming, profile=profile, workers=workers, cluster=cluster
        )
        with progress.bar(quiet=quiet) as tell:
            tally = add(job, tell)
        progress.report(tally, console(), quiet=quiet)
        code = tally.exit_code
    raise typer.Exit(code)


@app.command("list")
def library_list(library: Folder, series: AnySeries = None, season: Season = None) -> None:
    """Show every season, or the episodes of a series."""
    with words():
        from timeline.cataloguing.contents import show_list
        from timeline.session import console

        show_list(library, series, season, console())


@app.command("info")
def library_info(library: Folder, series: AnySeries = None, season: Season = None, episode: Number = None) -> None:
    """Show what the library is on the disk, or every version of one episode."""
    with words():
        from timeline.cataloguing.contents import show_info
        from timeline.errors import UsageError
        from timeline.session import console

        if series is not None and (season is None or episode is None):
            raise UsageError("of a series, info shows one episode: give --season and --episode, or use list")
        show_info(library, series, season, episode, console())


@app.command("history")
def library_history(
    library: Folder,
    named: Annotated[
        str,
        typer.Argument(metavar="EPISODE", help="As 'Night Bus S01E04', a file of it, or a series with its numbers."),
    ],
    season: Season = None,
    episode: Number = None,
    profile: Annotated[
        str | None, typer.Option(metavar="NAME|FILE", help="Hold every version against this one profile.")
    ] = None,
) -> None:
    """Show the versions of an episode, newest first: what changed from one to the next, and how the rhythm moved.

    Exit codes: 0 shown, 2 the library, the episode or the profile is wrong.
    """
    with words():
        from timeline.history import show_history
        from timeline.profiles import load
        from timeline.session import console

        show_history(library, named, season, episode, None if profile is None else load(profile), console())


@app.command("remove")
def library_remove(
    library: Folder,
    series: Series,
    season: Season = None,
    episode: Number = None,
    version: Annotated[int | None, typer.Option(min=1, metavar="N", help="Number of the version.")] = None,
) -> None:
    """Take a series, a season, an episode or one version out of the library; videos are not touched."""
    with words():
        from timeline.cataloguing.keeping import remove
        from timeline.errors import UsageError
        from timeline.session import console

        if (episode is not None and season is None) or (version is not None and episode is None):
            raise UsageError("--version needs --episode, and --episode needs --season: say which one is meant")
        remove(library, series, season, episode, version, console())


@app.command("verify")
def library_verify(library: Folder, quiet: Quiet = False) -> None:
    """Read everything in the library and say what is damaged, missing or stale, and what to do.

    Exit codes: 0 all is whole, 1 something needs doing, 2 the folder is no library.
    """
    with words():
        from timeline.cataloguing.keeping import verify
        from timeline.interrupts import Interrupts
        from timeline.session import console, progress_bar

        interrupts = Interrupts()
        with interrupts.watched(), progress_bar("checking", interrupts, quiet=quiet) as step:
            code = verify(library, console(), lambda versions: step(versions, None))
    raise typer.Exit(code)


@app.command("compact")
def library_compact(library: Folder) -> None:
    """Merge small files and drop what was removed; add does so by itself whenever it is due."""
    with words():
        from timeline.cataloguing.keeping import compact
        from timeline.session import console

        compact(library, console())


@app.command("query")
def library_query(
    sql: Annotated[str, typer.Argument(metavar="SELECT", help="One SELECT over the views.")],
    library: Folder,
    csv: Annotated[bool, typer.Option("--csv", help="Print CSV.")] = False,
    json: Annotated[bool, typer.Option("--json", help="Print a JSON list of objects.")] = False,
    parquet: Annotated[Path | None, typer.Option(metavar="FILE", help="Write a Parquet file.")] = None,
    seconds: Annotated[float, typer.Option(min=0.1, metavar="S", help="Time after which it is stopped.")] = 60.0,
    memory: Annotated[int, typer.Option(min=64, metavar="MIB", help="Memory that it may use.")] = 2048,
) -> None:
    """Ask the library: views episodes, versions, shots, transitions, findings and rhythm (docs/library.md)."""
    with words():
        from timeline.catalogue.query import Limits
        from timeline.cataloguing.questions import Question, answer
        from timeline.errors import UsageError

        if csv + json + (parquet is not None) > 1:
            raise UsageError("--csv, --json and --parquet are three ways to have one answer; choose one")
        answer(
            Question(
                library=library,
                sql=sql,
                form="csv" if csv else "json" if json else "table",
                parquet=parquet,
                limits=Limits(seconds=seconds, megabytes=memory),
            )
        )


@app.command("shared")
def library_shared(
    library: Folder,
    series: Series,
    season: Annotated[int, typer.Option(min=0, metavar="N", help="Number of the season.")] = 1,
    csv: Annotated[bool, typer.Option("--csv", help="Print CSV.")] = False,
    json: Annotated[bool, typer.Option("--json", help="Print a JSON document, with every piece.")] = False,
    quiet: Quiet = False,
) -> None:
    """Find recap, title sequence, end card and what else the episodes of a season share (docs/shared.md).

    From their stored records: nothing is decoded. Exit codes: 0 found or nothing to find, 2 the library is wrong or has
    no such season, 130 interrupted.
    """
    with words():
        from timeline.errors import UsageError
        from timeline.seasons.showing_shared import Form, SharedJob, run
        from timeline.session import console

        if csv and json:
            raise UsageError("--csv and --json are two ways to have one answer; choose one")
        form: Form = "csv" if csv else "json" if json else "table"
        run(SharedJob(series=series, season=season, library=library, form=form, quiet=quiet), console())
