"""``timeline conform``: whether a render is its timeline."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from timeline.commands.words import words


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("conform")(conform)


def conform(
    render: Annotated[Path, typer.Argument(metavar="RENDER", help="The video that was rendered.")],
    timeline: Annotated[
        Path, typer.Argument(metavar="TIMELINE", help="The cut it should be: .edl .otio .xml .fcpxml .aaf.")
    ],
    tolerance: Annotated[
        int, typer.Option(metavar="N", help="Frames by which an edit or a length may be off and still count as right.")
    ] = 0,
    rate: Annotated[
        str | None, typer.Option(metavar="R", help="Frame rate of a timeline that states none; else the render's.")
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(
            metavar="FOLDER", help="Write NAME.conform.html, NAME.conformity.json and NAME.conform.junit.xml there."
        ),
    ] = None,
    json: Annotated[
        str | None, typer.Option(metavar="FILE|-", help="Write the document of the comparison; - is stdout.")
    ] = None,
    media_root: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Folder that holds the timeline's media, at any depth.")
    ] = None,
    no_media: Annotated[
        bool, typer.Option("--no-media", help="Do not open the timeline's media; only the render is looked at.")
    ] = False,
    stream: Annotated[
        int | None, typer.Option(metavar="N", help="Index of the render's video stream in the file.")
    ] = None,
    full: Annotated[bool, typer.Option(help="Also list every edit point and every shot's source.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Print nothing but errors.")] = False,
    no_cache: Annotated[bool, typer.Option("--no-cache", help="Neither use nor keep a stored record.")] = False,
) -> None:
    """Find the render's edit points and lay them against the timeline's, with the frames as evidence.

    A leader is found first. Where the timeline's media can be opened, pictures are compared too. Exit codes: 0 the
    render is the timeline, 1 it differs beyond the tolerance, 2 the command or an output is wrong, 3 an input cannot
    be read, 130 interrupted.
    """
    with words():
        from timeline.conforming.compare import Question
        from timeline.conforming.job import ConformJob, run
        from timeline.timebase import parse_rate

        question = Question(
            render=render,
            timeline=timeline,
            rate=None if rate is None else parse_rate(rate),
            tolerance=tolerance,
            media=not no_media,
            media_root=media_root,
            stream=stream,
            cached=not no_cache,
        )
        code = run(ConformJob(question=question, out=out, json=json, full=full, quiet=quiet))
    raise typer.Exit(code)
