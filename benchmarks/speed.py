"""Compares a whole inspection with a bare decode of the same file and with PySceneDetect, in turn, as ratios.

``python -m benchmarks speed [--quick] [--parts base again ...] [--out DIR] [--compare OLD.json] [--keep FILE]``
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

import platformdirs

from benchmarks import speed_growth, speed_report
from benchmarks.speed_inputs import INPUTS, file_of
from benchmarks.speed_measure import PARTS, QUICK, Plan, say, staged
from timeline.errors import UsageError
from timeline.outputs import check_folder, write_text
from timeline.suite import machine
from timeline.suite.tables import to_json

ROUNDS, QUICK_ROUNDS = 7, 3
BAND = 0.10  # medians of 7 pairs on an idle machine repeat within this


def parser() -> argparse.ArgumentParser:
    """The command's arguments."""
    made = argparse.ArgumentParser(prog="python -m benchmarks speed", description=__doc__)
    made.add_argument("--quick", action="store_true", help=f"{QUICK_ROUNDS} rounds of the first parts only")
    made.add_argument("--parts", nargs="+", choices=list(PARTS), metavar="PART", help=f"of {', '.join(PARTS)}")
    made.add_argument("--long", action="store_true", help="also two hours of video, about an hour's work")
    made.add_argument("--rounds", type=int, metavar="N", help=f"rounds at most (default {ROUNDS})")
    made.add_argument("--out", type=Path, metavar="DIR", help="write performance.json, .md and the drawings there")
    made.add_argument("--compare", type=Path, metavar="OLD.json", help="exit 1 where a figure is worse beyond the band")
    made.add_argument("--band", type=float, default=BAND, help=f"share that counts as noise (default {BAND})")
    made.add_argument("--keep", type=Path, metavar="FILE", help="add the figures as a line to a history (JSON Lines)")
    made.add_argument("--cache", type=Path, metavar="DIR", help="keeps the inputs (default: the user's cache)")
    return made


def main(argv: list[str]) -> int:
    """Run the benchmark; 1 where ``--compare`` finds a figure worse beyond the band.

    Raises:
        TimelineError: the command or an output is wrong, or a measured command fails.
    """
    args = parser().parse_args(argv)
    if args.out:
        check_folder(args.out)
    old = _read(args.compare) if args.compare else None
    folder = args.cache or Path(platformdirs.user_cache_dir("timeline-benchmarks", appauthor=False)) / "inputs"
    say("making the inputs, once: minutes for the episode, as much again for each codec and size")
    video = file_of(INPUTS[0], folder)
    plan = Plan(folder=folder, rounds=args.rounds or (QUICK_ROUNDS if args.quick else ROUNDS), long=args.long)
    parts = args.parts or (QUICK if args.quick else tuple(PARTS))
    made_on = machine.facts() | machine.load()
    rows = [row for part in parts for row in PARTS[part](plan)]
    document = speed_report.document([*rows, *speed_growth.rows(rows)], made_on, video, plan.rounds)
    document["growth"] = speed_growth.points_of(rows)
    if "stages" in parts:
        document |= {"stages": staged("whole", video), "shots": staged("shots", video)}
    text = speed_report.markdown_report(document)
    if args.out:
        write_text(args.out / "performance.json", to_json(document))
        write_text(args.out / "performance.md", text)
        for name, drawing in speed_growth.drawings(document).items():
            write_text(args.out / name, drawing)
    if args.keep:
        write_text(args.keep, speed_report.history(args.keep, document))
    print(text)
    worse = speed_report.worse(old, document, args.band) if old else []
    for line in worse:
        print(line)
    return 1 if worse else 0


def _read(path: Path) -> dict[str, Any]:
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise UsageError(f"{path}: not readable as JSON: {error}") from error
    if not isinstance(document, dict) or document.get("schema") != speed_report.SCHEMA:
        raise UsageError(f"{path}: not a speed benchmark of this version ({speed_report.SCHEMA})")
    return document


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
