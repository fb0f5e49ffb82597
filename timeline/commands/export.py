"""``timeline export``: the cut of an episode as a file for the editing room."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from timeline.commands.words import words


class Markers(StrEnum):
    """What becomes markers."""

    FINDINGS = "findings"
    CUTS = "cuts"
    NONE = "none"


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("export")(export)


def export(
    source: Annotated[
        Path, typer.Argument(metavar="EPISODE|X.inspection.json", help="Video, or the document of its inspection.")
    ],
    to: Annotated[
        list[str],
        typer.Option(
            metavar="FILE|-",
            help="File to write, its format by its suffix: .edl .otio .xml .fcpxml .aaf .csv .tsv .srt .vtt "
            ".ffmetadata .llc; may be given several times; - is stdout.",
        ),
    ],
    format: Annotated[
        str | None,
        typer.Option(
            metavar="NAME",
            help="Format where the suffix does not say: resolve-markers, premiere-markers, losslesscut-csv, "
            "or any of edl otio fcp7 fcpxml aaf csv tsv srt vtt ffmetadata llc.",
        ),
    ] = None,
    markers: Annotated[Markers, typer.Option(help="What becomes markers.")] = Markers.FINDINGS,
    start_tc: Annotated[
        str | None, typer.Option(metavar="TC", help="Timecode of the first frame of the cut, not of the file.")
    ] = None,
    reel: Annotated[
        str | None, typer.Option(metavar="NAME", help="Reel or tape name of the file; an EDL takes 8 letters.")
    ] = None,
    media_root: Annotated[
        str | None, typer.Option(metavar="DIR", help="Folder in which the editing system has the file.")
    ] = None,
    rate: Annotated[
        str | None, typer.Option(metavar="R", help="Constant rate for a file whose frame rate varies.")
    ] = None,
    profile: Annotated[
        str | None, typer.Option(metavar="NAME|FILE", help="Profile whose findings become markers of a video.")
    ] = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Print nothing but errors and losses.")] = False,
    no_cache: Annotated[bool, typer.Option("--no-cache", help="Neither use nor keep a stored record.")] = False,
) -> None:
    """Write the cut for an editing system, a spreadsheet or a player; what a format cannot hold is said in one line.

    Exit codes: 0 written, 2 the command or an output is wrong or the format cannot hold the cut, 3 the input cannot be
    inspected.
    """
    with words():
        from timeline import exporting
        from timeline.interchange.write.planning import Wish
        from timeline.timebase import parse_rate

        exporting.run(
            exporting.ExportJob(
                source=source,
                targets=tuple(to),
                format=format,
                wish=Wish(
                    markers=markers.value,
                    start=start_tc,
                    reel=reel,
                    root=media_root,
                    rate=None if rate is None else parse_rate(rate),
                ),
                profile=profile,
                cached=not no_cache,
                quiet=quiet,
            )
        )
