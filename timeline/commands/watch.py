"""``timeline watch``: every version that an editing system writes, inspected at once."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from timeline.commands.words import words


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("watch")(watch)


def watch(
    target: Annotated[Path, typer.Argument(metavar="EXPORT|FOLDER", help="The file that is exported, or a folder.")],
    profile: Annotated[
        str | None, typer.Option(metavar="NAME|FILE", help="Profile to hold each version against.")
    ] = None,
    out: Annotated[
        Path | None, typer.Option(metavar="FOLDER", help="Write the pages there; otherwise beside each video.")
    ] = None,
    library: Annotated[
        Path | None, typer.Option(metavar="LIB", help="Add what arrives to this library; pages only with --out.")
    ] = None,
    series: Annotated[str | None, typer.Option(metavar="NAME", help="For the library: the series.")] = None,
    season: Annotated[int | None, typer.Option(min=0, metavar="N", help="For the library: the season.")] = None,
    pattern: Annotated[
        str | None, typer.Option(metavar="REGEX", help="For the library: where a name says the episode.")
    ] = None,
    wait: Annotated[
        float, typer.Option(min=0.1, max=600, metavar="S", help="Seconds without a change after which it is written.")
    ] = 1.0,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Print nothing but errors.")] = False,
) -> None:
    """Inspect a file whenever it was written anew, say what is mended and what is new, and keep its page up to date.

    Partial writes are waited out. An open page refreshes itself, and needs no server. Exit codes: 130 ended by Ctrl-C,
    2 the command, the profile or an output is wrong.
    """
    with words():
        from timeline.cataloguing.naming import Naming
        from timeline.session import console
        from timeline.watching.job import WatchJob, run

        naming = Naming(series=series, season=season, pattern=pattern)
        job = WatchJob(target=target, profile=profile, out=out, library=library, naming=naming, wait=wait, quiet=quiet)
        run(job, console())
