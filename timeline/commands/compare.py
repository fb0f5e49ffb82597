"""``timeline compare``: the figures of several episodes side by side."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from timeline.commands.words import words


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("compare")(compare)


def compare(
    episodes: Annotated[
        list[Path],
        typer.Argument(
            metavar="A B [C...]", help="Videos, timelines or inspection documents; A is the one compared to."
        ),
    ],
    profile: Annotated[
        str | None, typer.Option(metavar="NAME|FILE", help="Profile whose sections are compared too.")
    ] = None,
    html: Annotated[Path | None, typer.Option(metavar="FILE", help="Write a page.")] = None,
    rate: Annotated[
        str | None, typer.Option(metavar="FPS", help="Frame rate of timelines that state none, as an EDL.")
    ] = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Print nothing but errors.")] = False,
) -> None:
    """Lay the same figures of several episodes or versions side by side, with how each differs from the first.

    Exit codes: 0 compared, 2 the command, a profile or an output is wrong, 3 an input cannot be read, 130 interrupted.
    """
    with words():
        from timeline.seasons.comparing import CompareJob, run
        from timeline.session import console
        from timeline.timebase import parse_rate

        at = None if rate is None else parse_rate(rate)
        run(CompareJob(episodes=tuple(episodes), profile=profile, html=html, rate=at, quiet=quiet), console())
