"""Scores the project's detector and its peers on a folder of annotated clips, as ``timeline bench run`` does a suite.

``python -m benchmarks accuracy CLIPS [--truth DIR] [--detector NAME ...] [--tolerance 0 1 2] [--out DIR]``
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from timeline.errors import UsageError
from timeline.outputs import check_folder, write_text
from timeline.suite import machine, report_json, report_terminal
from timeline.suite.predictions import ALL, EVERY_SHOT, detector_names
from timeline.suite.report import Report
from timeline.suite.report_markdown import body
from timeline.suite.run import at_hand, read_orders, run_suite
from timeline.suite.suite import load_folder
from timeline.suite.work import cores

READING = (
    "PySceneDetect's detectors run at their defaults, or with min_scene_len=1 (-min1), on this project's frames at "
    "PySceneDetect's own scale. The project's detector is learnt: on clips that trained it "
    "(`benchmarks/training/README.md`) its row shows memory, not skill; a row called held-out comes from networks that "
    "had not seen the clip's series. Every figure is defined in `docs/bench.md`."
)


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
    made.add_argument("--jobs", type=int, default=cores(), metavar="N", help="clips decoded at a time")
    made.add_argument("--out", type=Path, metavar="DIR", help="write accuracy.json and accuracy.md there")
    made.add_argument("--cache", type=Path, metavar="DIR", help="keeps predictions (default: the user's cache)")
    return made


def main(argv: list[str]) -> int:
    """Run the benchmark and print its tables.

    Raises:
        TimelineError: the command, a truth file or an output is wrong.
    """
    args = parser().parse_args(argv)
    if min(args.tolerance) < 0:
        raise UsageError("a tolerance is 0 frames or more")
    if args.jobs < 1:
        raise UsageError("--jobs is 1 or more")
    if args.out:
        check_folder(args.out)
    names = args.detector or [name for name in detector_names([ALL]) if not name.endswith(EVERY_SHOT)]
    orders = read_orders(names, args.predicted, every_shot=args.min_scene_len_1)
    suite = at_hand(load_folder(args.clips, args.truth), orders)
    results = run_suite(suite, orders, jobs=args.jobs, tolerances=args.tolerance, cache=args.cache)
    report_terminal.show(results)
    if args.out:
        report = Report(results=results, clips=suite.clips, made_on=machine.facts())
        write_text(args.out / "accuracy.json", report_json.render(report))
        write_text(args.out / "accuracy.md", _markdown(report))
    return 0


def _markdown(report: Report) -> str:
    made_on = f"Made by `python -m benchmarks accuracy` on {machine.told(dict(report.made_on))}."
    return f"{body(report.results, title='Accuracy', reading=READING)}\n{made_on}\n"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
