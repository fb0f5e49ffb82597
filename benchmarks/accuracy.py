"""Scores the project's detector and its peers on a folder of annotated clips.

``python -m benchmarks accuracy CLIPS [--truth DIR] [--detector NAME ...] [--tolerance 0 1 2] [--out DIR]``
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from benchmarks import accuracy_report
from benchmarks.accuracy_report import Result
from timeline.errors import UsageError
from timeline.outputs import check_folder, write_text
from timeline.suite import machine, predictions
from timeline.suite.clips import Clip, TruthError, load_clips
from timeline.suite.predictions import Prediction
from timeline.suite.scoring import judge
from timeline.suite.tables import to_json


def run(clips: Sequence[Clip], names: Sequence[str], cache: Path) -> dict[str, dict[str, Prediction]]:
    """Predictions of every detector on every clip: clip name -> detector name -> prediction.

    Raises:
        TruthError: a video has another number of frames than its truth says.
    """
    found = {}
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    console = Console(stderr=True)
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        task = progress.add_task("", total=len(clips))
        for clip in clips:
            progress.update(task, description=clip.name)
            found[clip.name] = predictions.predict(clip, names, cache)
            _check_frames(clip, found[clip.name])
            progress.advance(task)
    return found


def _check_frames(clip: Clip, found: Mapping[str, Prediction]) -> None:
    for name, prediction in found.items():
        if clip.frames is not None and prediction.frames != clip.frames:
            raise TruthError(
                f"{clip.path}: {name} saw {prediction.frames} frames, the truth says {clip.frames}: another video, or "
                "one that does not decode whole"
            )


def score(
    clips: Sequence[Clip],
    names: Sequence[str],
    found: Mapping[str, Mapping[str, Prediction]],
    tolerances: Sequence[int],
) -> list[Result]:
    """Verdicts of each detector at each tolerance on each clip."""
    return [
        Result(
            detector=name,
            parameters=predictions.parameters(name),
            verdicts={
                tolerance: {
                    clip.name: judge(
                        found[clip.name][name].marks,
                        clip.truth,
                        clip.ignore,
                        tolerance=tolerance,
                        frames=found[clip.name][name].frames,
                    )
                    for clip in clips
                }
                for tolerance in tolerances
            },
        )
        for name in names
    ]


def parser() -> argparse.ArgumentParser:
    """The command's arguments."""
    made = argparse.ArgumentParser(prog="python -m benchmarks accuracy", description=__doc__)
    made.add_argument("clips", type=Path, metavar="CLIPS", help="folder of videos")
    made.add_argument("--truth", type=Path, metavar="DIR", help="folder of truth JSON (default: CLIPS, else ../truth)")
    made.add_argument("--detector", nargs="+", default=[], metavar="NAME", help="detectors to score (default: all)")
    made.add_argument(
        "--predicted", nargs="+", default=[], metavar="NAME=FILE", help="also score predictions of a file"
    )
    made.add_argument("--tolerance", nargs="+", type=int, default=[0, 1, 2], metavar="T", help="in frames (0 1 2)")
    made.add_argument("--min-scene-len-1", action="store_true", help="also run the peers with one-frame shots allowed")
    made.add_argument("--out", type=Path, metavar="DIR", help="write accuracy.json and accuracy.md there")
    made.add_argument("--cache", type=Path, metavar="DIR", help="keeps predictions (default: the user's cache)")
    return made


def _named_file(text: str) -> tuple[str, Path]:
    name, sign, path = text.partition("=")
    if not (name and sign and path):
        raise UsageError(f"--predicted takes NAME=FILE, not '{text}'")
    return name, Path(path)


def main(argv: list[str]) -> int:
    """Run the benchmark and print the table over all clips.

    Raises:
        TimelineError: the command, a truth file or an output is wrong.
    """
    args = parser().parse_args(argv)
    if min(args.tolerance) < 0:
        raise UsageError("a tolerance is 0 frames or more")
    if args.out:
        check_folder(args.out)
    clips, notes = load_clips(args.clips, args.truth)
    for note in notes:
        print(note, file=sys.stderr)
    names = predictions.detector_names(args.detector, args.min_scene_len_1)
    elsewhere = {name: predictions.read_elsewhere(path, clips) for name, path in map(_named_file, args.predicted)}
    found = run(clips, names, args.cache or predictions.default_cache())
    for name, predicted in elsewhere.items():
        for clip in clips:
            found[clip.name][name] = predicted[clip.name]
    results = score(clips, [names[0], *elsewhere, *names[1:]], found, sorted(set(args.tolerance)))
    if args.out:
        made_on = machine.facts()
        document = accuracy_report.document(clips, results, made_on, notes)
        write_text(args.out / "accuracy.json", to_json(document))
        write_text(args.out / "accuracy.md", accuracy_report.markdown_report(clips, results, made_on))
    print(accuracy_report.summary(clips, results))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
