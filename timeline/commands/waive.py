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
    episode: Annotated[Path | None, typer.Argument(metavar="[EPISODE]", help="The video or timeline.")] = None,
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
    rate: Annotated[str | None, typer.Option(metavar="FPS", help="Rate of a timeline that states none.")] = None,
    sequence: Annotated[str | None, typer.Option(metavar="NAME", help="Which sequence of a timeline file.")] = None,
    keep_through_edits: Annotated[
        bool, typer.Option("--keep-through-edits", help="Count a timeline's cuts that nobody can see, as inspect does.")
    ] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Print nothing but errors.")] = False,
) -> None:
    """Mark findings or doubtful edit points as meant: they are shown apart, and no longer fail.

    They are kept in EPISODE.waivers.toml beside the video, or CUT.otio.waivers.toml beside a timeline, and follow their
    shots into the next version of it. Exit codes: 0 done, 2 the command or the file of waivers is wrong, 3 the input
    cannot be read, 130 interrupted.
    """
    with words():
        from timeline.session import console
        from timeline.timebase import parse_rate
        from timeline.waiving.asked import WaiveJob
        from timeline.waiving.job import run

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
                rate=None if rate is None else parse_rate(rate),
                sequence=sequence,
                keep_through_edits=keep_through_edits,
                quiet=quiet,
            ),
            console(),
        )
