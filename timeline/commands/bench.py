"""``timeline bench``: QA's benchmark suites, from annotated clips to tables and a gate."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from timeline.commands.many import SpreadCommand
from timeline.commands.words import words

app = typer.Typer(
    help="Benchmark suites: score detectors on annotated clips, and compare two results.", no_args_is_help=True
)

SuiteFolder = Annotated[
    Path, typer.Argument(metavar="SUITE", help="Folder with suite.toml, or of videos with their truth.")
]


@app.command(cls=SpreadCommand)
def run(
    suite: SuiteFolder,
    detector: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME ...", help="Detectors to score; all = every one. Without it, the one that ships."),
    ] = None,
    split: Annotated[
        list[str] | None, typer.Option(metavar="NAME ...", help="Only the clips of these splits of suite.toml.")
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Write results.json, results.md, report.html and junit.xml there."),
    ] = None,
    tolerance: Annotated[
        list[int] | None, typer.Option(metavar="T ...", help="Frames a cut may be off; the suite's own, else 0 1 2.")
    ] = None,
    predicted: Annotated[
        list[str] | None, typer.Option(metavar="NAME=FILE ...", help="Also score predictions of a file.")
    ] = None,
    min_confidence: Annotated[
        float, typer.Option(min=0.0, max=1.0, help="Count predictions from this confidence up.")
    ] = 0.5,
    jobs: Annotated[
        int | None, typer.Option(min=1, metavar="N", help="Clips decoded at a time; as many as there are processors.")
    ] = None,
    cache: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Keeps predictions; the user's cache folder.")
    ] = None,
) -> None:
    """Score detectors on a suite of annotated clips.

    What was predicted before is kept by the clip's content and the detector's version, so a run that was stopped goes
    on where it was. Exit codes: 0 scored, 2 the command, the suite or an output is wrong, 3 a truth or a clip is wrong,
    130 interrupted.
    """
    with words():
        from timeline.suite import run as runner

        job = runner.Job(
            suite=suite,
            detectors=tuple(detector or ()),
            splits=tuple(split or ()),
            out=out,
            tolerances=tuple(tolerance or ()),
            predicted=tuple(predicted or ()),
            min_confidence=min_confidence,
            jobs=jobs,
            cache=cache,
        )
        code = runner.run(job)
    raise typer.Exit(code)


@app.command()
def compare(
    old: Annotated[Path, typer.Argument(metavar="OLD.json", help="results.json of the earlier run.")],
    new: Annotated[Path, typer.Argument(metavar="NEW.json", help="results.json of the later run.")],
    max_drop: Annotated[
        float, typer.Option(min=0.0, max=1.0, help="How far F1 and gradual transitions found may fall.")
    ] = 0.001,
    out: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Write comparison.json, .md and .junit.xml there.")
    ] = None,
) -> None:
    """Say which clips and which frames got worse or better between two results.

    Exit codes: 0 nothing fell further than --max-drop, 1 something did, 2 the results cannot be compared.
    """
    with words():
        from timeline.suite import compare as comparing

        code = comparing.run(old, new, max_drop=max_drop, out=out)
    raise typer.Exit(code)


@app.command()
def synth(
    source: Annotated[
        Path, typer.Option("--from", metavar="SUITE", help="Annotated suite whose clean shots are edited anew.")
    ],
    out: Annotated[Path, typer.Option("--out", "-o", metavar="SUITE2", help="Empty folder for the new suite.")],
    seed: Annotated[int, typer.Option(min=0, metavar="N", help="The same seed gives the same edits.")] = 1,
    episodes: Annotated[int, typer.Option(min=0, metavar="K", help="Vertical episodes of 60 to 90 s to make.")] = 0,
    traps: Annotated[
        float, typer.Option(min=0.0, metavar="MINUTES", help="Also takes without a cut, each full of one trap.")
    ] = 0.0,
    split: Annotated[
        list[str] | None, typer.Option(metavar="NAME", help="Draw only on the clips of these splits of SUITE.")
    ] = None,
    groups: Annotated[
        int, typer.Option(min=1, metavar="G", help="Put series into G groups; each clip draws on one of them.")
    ] = 1,
) -> None:
    """Edit vertical episodes with exact truth out of annotated shots.

    A run that was stopped goes on where it was when the same command is given again; nothing is overwritten. Exit
    codes: 0 made, 2 the command, the suite or the output is wrong, 3 a truth or a clip is wrong, 130 interrupted.
    """
    with words():
        from timeline.suite.synth.drama import write

        job = write.Job(
            suite=source,
            out=out,
            seed=seed,
            episodes=episodes,
            traps=60 * traps,
            splits=tuple(split or ()),
            groups=groups,
        )
        typer.echo(write.run(job))


@app.command("import")
def import_annotations(
    source: Annotated[
        Path, typer.Argument(metavar="PATH", help="Annotation file, or the folder of them that the data set has.")
    ],
    format: Annotated[
        str,
        typer.Option(
            metavar="FORMAT",
            help="clipshots, transnetv2, bbc, rai, autoshot, trecvid, pyscenedetect, timeline or csv.",
        ),
    ],
    out: Annotated[Path, typer.Option("--out", "-o", metavar="SUITE", help="Empty folder for the suite.")],
    clips: Annotated[
        Path | None, typer.Option(metavar="FOLDER", help="Videos, linked into the suite where they fit their truth.")
    ] = None,
    report: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write every mended and refused line there too.")
    ] = None,
    rate: Annotated[
        str | None, typer.Option(metavar="FPS", help="Frame rate of timelines that state none, as EDLs.")
    ] = None,
) -> None:
    """Make a suite out of other people's annotations.

    Each line that is not as the format has it is named, and mended by a stated rule or refused: docs/imports.md. Exit
    codes: 0 made, 2 the command or the output is wrong, 3 the annotations cannot be read.
    """
    with words():
        from timeline.suite.imports import run as importing

        job = importing.Job(format=format, source=source, out=out, clips=clips, report=report, rate=rate)
        typer.echo(importing.run(job))


@app.command()
def peers() -> None:
    """List every detector ours is measured against, its release, and how to get what is not installed."""
    with words():
        from timeline.suite.peers import listing

        code = listing.run()
    raise typer.Exit(code)


@app.command()
def show(
    clip: Annotated[Path, typer.Argument(metavar="CLIP", help="A video, or with --suite the name of a clip.")],
    errors: Annotated[bool, typer.Option("--errors", help="Only what is wrong; else every transition.")] = False,
    detector: Annotated[str, typer.Option(metavar="NAME", help="Whose word is held against the truth.")] = "temporal",
    predicted: Annotated[str | None, typer.Option(metavar="NAME=FILE", help="Instead: predictions of a file.")] = None,
    suite: Annotated[Path | None, typer.Option(metavar="SUITE", help="Folder that holds the clip.")] = None,
    truth: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Truth of the video; else beside it or in ../truth.")
    ] = None,
    tolerance: Annotated[int, typer.Option(min=0, metavar="T", help="Frames a cut may be off.")] = 0,
    out: Annotated[
        Path | None, typer.Option(metavar="FILE.html|FILE.png", help="Write strips of the frames around each.")
    ] = None,
    cache: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Keeps predictions of peers; the user's cache folder.")
    ] = None,
) -> None:
    """Show what a detector got wrong on one clip, why, and the frames around it.

    Exit codes: 0 shown, 2 the command or an output is wrong, 3 the truth or the video is wrong, 130 interrupted.
    """
    with words():
        from timeline.suite import show as showing

        job = showing.Job(
            clip=clip,
            errors=errors,
            detector=detector,
            predicted=predicted,
            suite=suite,
            truth=truth,
            tolerance=tolerance,
            out=out,
            cache=cache,
        )
        code = showing.run(job)
    raise typer.Exit(code)
