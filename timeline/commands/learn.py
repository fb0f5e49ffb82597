"""``timeline profile learn``: a target learnt from episodes that worked."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from timeline.commands.words import words


def register(profiles: typer.Typer) -> None:
    """Add the command to the group of profiles."""
    profiles.command("learn")(learn)


def learn(
    out: Annotated[Path, typer.Option("--out", "-o", metavar="FILE", help="The profile to write, such as house.toml.")],
    references: Annotated[
        list[Path] | None,
        typer.Argument(metavar="[EPISODE...]", help="Episodes that worked: videos, timelines, inspection documents."),
    ] = None,
    library: Annotated[Path | None, typer.Option(metavar="LIB", help="Library that --query asks.")] = None,
    query: Annotated[
        str | None,
        typer.Option(metavar="SELECT", help="Names episodes there, by content_id or series, season and episode."),
    ] = None,
    name: Annotated[str | None, typer.Option(metavar="NAME", help="Its name; else that of the file.")] = None,
    base: Annotated[
        str, typer.Option(metavar="NAME|FILE", help="Profile whose sections and delivery rules it keeps.")
    ] = "micro-drama",
    share: Annotated[
        float, typer.Option(metavar="S", help="Share of good episodes that pass it as a whole, from 0.5 to below 1.")
    ] = 0.9,
    date: Annotated[str | None, typer.Option(metavar="YYYY-MM-DD", help="Date written into it; else today.")] = None,
    seed: Annotated[int, typer.Option(min=0, metavar="N", help="Seed of the bootstrap.")] = 1,
    rate: Annotated[
        str | None, typer.Option(metavar="FPS", help="Frame rate of timelines that state none, as an EDL.")
    ] = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Print nothing but errors.")] = False,
) -> None:
    """Learn bands, per section too, and the corridor of cumulative cuts, so that good episodes pass as a whole.

    Exit codes: 0 written, 2 the command or an output is wrong, or there are too few references, 3 a reference cannot be
    read, 130 interrupted.
    """
    with words():
        import datetime
        from fractions import Fraction

        from timeline.errors import UsageError
        from timeline.seasons.learning import LearnJob, run
        from timeline.session import console
        from timeline.timebase import parse_rate

        try:
            day = datetime.date.fromisoformat(date) if date else datetime.date.today()
        except ValueError as error:
            raise UsageError(f"--date {date!r} is no date; write it as 2026-05-31") from error
        if not 0.5 <= share < 1:
            raise UsageError(f"--share {share:g} cannot be learnt; give one from 0.5 to below 1, such as 0.9")
        job = LearnJob(
            references=tuple(references or ()),
            out=out,
            name=name,
            base=base,
            share=Fraction(str(share)),
            seed=seed,
            day=day,
            library=library,
            query=query,
            rate=None if rate is None else parse_rate(rate),
            quiet=quiet,
        )
        run(job, console())
