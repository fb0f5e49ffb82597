"""``timeline suggest``: the smallest trims that bring a cut onto its targets."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from timeline.commands.words import words


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("suggest")(suggest)


def suggest(
    episode: Annotated[
        Path,
        typer.Argument(
            metavar="EPISODE|CUT|X.inspection.json",
            help="Video, its document, or a timeline: .otio, .edl, .xml, .fcpxml, .aaf.",
        ),
    ],
    profile: Annotated[
        str | None, typer.Option(metavar="NAME|FILE", help="Profile whose limits are aimed at; never house defaults.")
    ] = None,
    duration: Annotated[
        str | None, typer.Option(metavar="90s|85s-90s", help="Length that the programme is to have.")
    ] = None,
    protect: Annotated[
        list[str] | None,
        typer.Option(metavar="IN-OUT", help="Frames that stay: 00:10-00:14, timecodes or frames; several times."),
    ] = None,
    dialogue: Annotated[
        Path | None,
        typer.Option(metavar="EP.srt|EP.vtt", help="Subtitles: when somebody speaks, instead of the sound."),
    ] = None,
    no_speech: Annotated[bool, typer.Option("--no-speech", help="Do not protect speech.")] = False,
    max_trim: Annotated[str | None, typer.Option(metavar="12f|0.5s", help="Most that one shot may lose.")] = None,
    max_share: Annotated[str, typer.Option(metavar="50%", help="Largest part of itself that a shot may lose.")] = "50%",
    min_shot: Annotated[str, typer.Option(metavar="0.4s|10f", help="Shortest that a trimmed shot may get.")] = "0.4s",
    answer: Annotated[int, typer.Option(min=1, max=2, help="Which answer goes into the files.")] = 1,
    out: Annotated[
        Path | None, typer.Option(metavar="FOLDER", help="Write NAME.suggest.html and NAME.suggest.json there.")
    ] = None,
    markers: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Write a marker at each trim: .edl Resolve, .csv Premiere."),
    ] = None,
    otio: Annotated[Path | None, typer.Option(metavar="FILE", help="Write the new cut as OpenTimelineIO.")] = None,
    edl: Annotated[Path | None, typer.Option(metavar="FILE", help="Write the new cut as an EDL.")] = None,
    preview: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Render the new cut: rough, small, trims marked, .mp4.")
    ] = None,
    json: Annotated[str | None, typer.Option(metavar="FILE|-", help="Write the document; - is stdout.")] = None,
    program: Annotated[
        str | None, typer.Option(metavar="IN-OUT", help="Where the programme lies between leader, slate and tail.")
    ] = None,
    rate: Annotated[str | None, typer.Option(metavar="FPS", help="Rate of a timeline that states none.")] = None,
    sequence: Annotated[str | None, typer.Option(metavar="NAME", help="Which sequence of a timeline file.")] = None,
    time_limit: Annotated[
        float, typer.Option(metavar="SECONDS", min=0.1, max=3600, help="Longest to search for each answer.")
    ] = 5.0,
    full: Annotated[bool, typer.Option(help="Also list every trim, target and finding.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Print nothing but errors.")] = False,
    no_cache: Annotated[bool, typer.Option("--no-cache", help="Neither use nor keep a stored record.")] = False,
) -> None:
    """Find the smallest trims, in whole frames, that bring a cut onto the limits that you set.

    At most two answers: the fewest shots touched, and the fewest frames. Exit codes: 0 mended, or nothing to mend,
    1 not everything that is off can be mended by trimming, 2 the command or an output is wrong, 3 the input cannot be
    inspected.
    """
    with words():
        from timeline.ranges import WHOLE, RangeRequest
        from timeline.suggesting.files import Files
        from timeline.suggesting.job import Limits, SuggestJob, run
        from timeline.suggesting.study import Source
        from timeline.suggesting.target import profile_of
        from timeline.timebase import parse_rate

        aimed, reference = profile_of(profile)
        source = Source(
            path=episode,
            profile=aimed,
            dialogue=dialogue,
            speech=not no_speech,
            frames=WHOLE if program is None else RangeRequest(programme=program),
            rate=None if rate is None else parse_rate(rate),
            sequence=sequence,
            cached=not no_cache,
        )
        limits = Limits(
            max_trim=max_trim,
            max_share=max_share,
            min_shot=min_shot,
            protect=tuple(protect or ()),
            duration=duration,
            seconds=time_limit,
        )
        job = SuggestJob(
            source=source,
            limits=limits,
            reference=reference,
            out=out,
            json=json,
            files=Files(markers=markers, otio=otio, edl=edl, preview=preview),
            answer=answer,
            full=full,
            quiet=quiet,
        )
        code = run(job)
    raise typer.Exit(code)
