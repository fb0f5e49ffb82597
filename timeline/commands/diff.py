"""``timeline diff``: what changed between two versions of a cut."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from timeline.commands.words import words


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("diff")(diff)


def diff(
    before: Annotated[
        Path,
        typer.Argument(
            metavar="BEFORE", help="The earlier version: a video, or its .inspection.json while its record is stored."
        ),
    ],
    after: Annotated[Path, typer.Argument(metavar="AFTER", help="The later version.")],
    profile: Annotated[
        str | None, typer.Option(metavar="NAME|FILE", help="Profile that both are held against, for the findings.")
    ] = None,
    out: Annotated[
        Path | None, typer.Option(metavar="FOLDER", help="Write BEFORE-AFTER.diff.html and .diff.json there.")
    ] = None,
    otio: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write both versions on two tracks with markers, .otio.")
    ] = None,
    json: Annotated[
        str | None, typer.Option(metavar="FILE|-", help="Write the document of the comparison; - is stdout.")
    ] = None,
    full: Annotated[bool, typer.Option(help="Also list every change, figure and finding.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Print nothing but errors.")] = False,
    no_cache: Annotated[bool, typer.Option("--no-cache", help="Neither use nor keep stored records.")] = False,
) -> None:
    """Match the shots of two versions by their pictures, align them to the frame, and name what changed.

    Another size, codec, grade, crop or caption does not hide a shot. Exit codes: 0 the same cut, 1 it changed or the
    videos are not versions of one cut, 2 the command or an output is wrong, 3 an input cannot be read, 130
    interrupted.
    """
    with words():
        from timeline.differing.compare import Question
        from timeline.differing.job import DiffJob, run
        from timeline.profiles import load

        question = Question(
            before=before, after=after, profile=None if profile is None else load(profile), cached=not no_cache
        )
        code = run(DiffJob(question=question, out=out, otio=otio, json=json, full=full, quiet=quiet))
    raise typer.Exit(code)
