"""The command line: parse, call, render. Everything heavy is imported by the command that needs it."""

from __future__ import annotations

import gc
import io
import os
import sys
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import Annotated

# Most of what a short run makes stays until its end: going through it for what nobody holds costs a tenth of the run.
gc.set_threshold(200_000)

import typer

from timeline import __version__
from timeline.commands import (
    bench,
    cache,
    compare,
    conform,
    diff,
    export,
    learn,
    library,
    season,
    suggest,
    waive,
    watch,
)
from timeline.commands.words import words

# Threads of numpy's BLAS would spin against the decoder's over products of a few kilobytes; read once, on import.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

app = typer.Typer(
    name="timeline",
    help="Frame-exact shots, cut rhythm and pacing reports for micro-dramas.",
    rich_markup_mode=None,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
profiles = typer.Typer(help="Target profiles: what there is, and where each figure comes from.", no_args_is_help=True)
app.add_typer(profiles, name="profile")
app.add_typer(bench.app, name="bench")
app.add_typer(library.app, name="library")
app.add_typer(cache.app, name="cache")
learn.register(profiles)


class FailOn(StrEnum):
    """The least severity of a finding that makes the exit code 1."""

    ERROR = "error"
    WARNING = "warning"
    NEVER = "never"


class Counting(StrEnum):
    """How timecode counts where drop-frame exists."""

    DF = "df"
    NDF = "ndf"


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"timeline {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and leave.")
    ] = False,
) -> None:
    """Frame-exact shots, cut rhythm and pacing reports for micro-dramas."""


@app.command()
def inspect(
    episodes: Annotated[
        list[Path],
        typer.Argument(metavar="EPISODE...", help="Videos, or timelines: .edl, .otio, .xml, .fcpxml, .aaf."),
    ],
    profile: Annotated[
        str | None,
        typer.Option(metavar="NAME|FILE", help="Profile to hold the rhythm against; without one, facts only."),
    ] = None,
    out: Annotated[
        Path | None, typer.Option(metavar="FOLDER", help="Write NAME.report.html and NAME.inspection.json there.")
    ] = None,
    json: Annotated[
        str | None, typer.Option(metavar="FILE|-", help="Write the inspection document of one input; - is stdout.")
    ] = None,
    markers: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="Write the findings as markers: .edl for Resolve, .csv for Premiere, .srt or .vtt for a player.",
        ),
    ] = None,
    first: Annotated[
        str | None, typer.Option("--from", metavar="FRAME|TC", help="First frame; frame numbers stay the file's.")
    ] = None,
    last: Annotated[str | None, typer.Option("--to", metavar="FRAME|TC", help="The frame after the last one.")] = None,
    program: Annotated[
        str | None, typer.Option(metavar="IN-OUT", help="Where the programme lies between leader, slate and tail.")
    ] = None,
    start_tc: Annotated[str | None, typer.Option(metavar="TC", help="Timecode of frame 0.")] = None,
    tc: Annotated[Counting | None, typer.Option(help="Drop-frame or non-drop timecode, at 29.97 and 59.94.")] = None,
    stream: Annotated[int | None, typer.Option(metavar="N", help="Index of the video stream in the file.")] = None,
    detector: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="PySceneDetect's adaptive, content, hash, histogram or threshold."),
    ] = None,
    min_confidence: Annotated[
        float, typer.Option(min=0.0, max=1.0, help="Count transitions from this confidence up.")
    ] = 0.5,
    full: Annotated[bool, typer.Option(help="Also list every shot and figure in the terminal.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Print nothing but errors.")] = False,
    no_cache: Annotated[bool, typer.Option("--no-cache", help="Neither use nor keep a stored record.")] = False,
    rate: Annotated[
        str | None,
        typer.Option(
            metavar="FPS", help="Frame rate of a timeline that states none, as an EDL: 25, 23.976, 30000/1001."
        ),
    ] = None,
    as_written: Annotated[
        bool,
        typer.Option("--as-written", help="Of a timeline: only count V1 as the file has it, before anything is seen."),
    ] = False,
    keep_through_edits: Annotated[
        bool,
        typer.Option("--keep-through-edits", help="Of a timeline: keep cuts across which the same source runs on."),
    ] = False,
    sequence: Annotated[
        str | None, typer.Option(metavar="NAME", help="Of a timeline file with several sequences: the one meant.")
    ] = None,
    no_waivers: Annotated[
        bool, typer.Option("--no-waivers", help="Judge as if nothing had been waived (timeline waive).")
    ] = False,
    fail_on: Annotated[FailOn, typer.Option(help="Exit with 1 from this severity up.")] = FailOn.ERROR,
) -> None:
    """Find every shot, measure the rhythm, and say where it misses its target.

    Exit codes: 0 nothing to fail on, 1 findings at or above --fail-on, 2 the command, a profile or an output is wrong,
    3 an input cannot be inspected, 130 interrupted.
    """
    with words():
        from timeline import session
        from timeline.ranges import RangeRequest

        job = session.Job(
            episodes=tuple(episodes),
            profile=profile,
            out=out,
            json=json,
            markers=markers,
            frames=RangeRequest(
                first=first, last=last, programme=program, start=start_tc, counting=tc.value if tc else None
            ),
            stream=stream,
            detector=detector,
            min_confidence=min_confidence,
            full=full,
            quiet=quiet,
            cached=not no_cache,
            fail_on=fail_on.value,
            rate=rate,
            sequence=sequence,
            keep_through_edits=keep_through_edits,
            as_written=as_written,
            waive=not no_waivers,
        )
        code = session.run(job)
    raise typer.Exit(code)


# In the order in which the list of commands shows them.
suggest.register(app)
diff.register(app)
waive.register(app)
watch.register(app)
compare.register(app)
season.register(app)
conform.register(app)
export.register(app)


@profiles.command("list")
def profile_list() -> None:
    """Name the built-in profiles and what each rests on."""
    with words():
        from timeline import session

        session.list_profiles()


@profiles.command("show")
def profile_show(name: Annotated[str, typer.Argument(metavar="NAME|FILE", help="Built-in name or TOML file.")]) -> None:
    """Show every target of a profile and where it comes from."""
    with words():
        from timeline import session

        session.show_profile(name)


def main() -> None:
    """Run the command line; the exit code goes to the shell."""
    if sys.stdout is None:  # closed by the caller: what is for the terminal has nowhere to go
        sys.stdout = open(os.devnull, "w")  # noqa: SIM115 - as long as the process lives
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")
    _leave_out_others(sys.argv[1] if len(sys.argv) > 1 else "")
    try:
        app()
    finally:
        gc.freeze()  # or the interpreter would go through all of it once more, to end a moment later


def _leave_out_others(word: str) -> None:
    """Drop every command but the one that the first word names: all that are there are laid out before one is run."""
    groups = [group for group in app.registered_groups if group.name == word]
    commands = [row for row in app.registered_commands if word in (row.name, getattr(row.callback, "__name__", None))]
    if groups or commands:
        app.registered_groups, app.registered_commands = groups, commands
    else:
        _lay_out_names()


def _lay_out_names() -> None:
    """Leave of each command its name and its help, which is all that the list of commands shows."""
    for row in app.registered_commands:
        row.callback = _named(row.callback)
    for group in app.registered_groups:
        if group.typer_instance is not None:
            group.typer_instance.registered_commands = []


def _named(callback: Callable[..., object] | None) -> Callable[[], None]:
    def nothing() -> None:
        pass

    nothing.__name__, nothing.__doc__ = getattr(callback, "__name__", ""), getattr(callback, "__doc__", "")
    return nothing


if __name__ == "__main__":
    main()
