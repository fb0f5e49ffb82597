"""``timeline waive``: what is meant need not be told again."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from timeline.commands.words import words


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("waive")(waive)


def waive(
    episode: Annotated[Path | None, typer.Argument(metavar="[EPISODE]", help="The video.")] = None,
    findings: Annotated[
        list[str] | None,
        typer.Argument(metavar="[FINDING...]", help="Ids that inspect shows: shot.max@412, band.asl, edit@96."),
    ] = None,
    note: Annotated[str | None, typer.Option(metavar="TEXT", help="Why it is meant.")] = None,
    by: Annotated[str | None, typer.Option(metavar="NAME", help="Who says so; the name you are logged in by.")] = None,
    profile: Annotated[
        str | None,
        typer.Option(metavar="NAME|FILE", help="Profile that finds it; needed for a figure such as band.asl."),
    ] = None,
    remove: Annotated[bool, typer.Option("--remove", help="Take these waivers back.")] = False,
    listed: Annotated[
        bool, typer.Option("--list", help="List the waivers of the episode, or of all in this folder.")
    ] = False,
    source: Annotated[
        Path | None,
        typer.Option("--from", metavar="EARLIER", help="Bring the waivers of an earlier version over to this one."),
    ] = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Print nothing but errors.")] = False,
) -> None:
    """Mark findings or doubtful edit points as meant: they are shown apart, and no longer fail.

    They are kept in EPISODE.waivers.toml beside the video, and follow their shots into the next version of it. Exit
    codes: 0 done, 2 the command or the file of waivers is wrong, 3 the video cannot be read, 130 interrupted.
    """
    with words():
        from timeline.session import console
        from timeline.waiving import WaiveJob, run

        run(
            WaiveJob(
                episode=episode,
                findings=tuple(findings or ()),
                note=note,
                by=by,
                profile=profile,
                remove=remove,
                listed=listed,
                source=source,
                quiet=quiet,
            ),
            console(),
        )
