"""Compares a whole inspection with a bare decode of the same file and with PySceneDetect, in turn, as ratios.

``python -m benchmarks speed [--quick] [--out DIR] [--compare OLD.json]``
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

import platformdirs

from benchmarks import speed_report
from benchmarks.measure import Run, ratio, run
from benchmarks.speed_input import make
from benchmarks.speed_report import Row
from timeline.errors import UsageError
from timeline.outputs import check_folder, write_text
from timeline.suite import machine
from timeline.suite.tables import to_json

PAIRS, QUICK_PAIRS = 7, 3
BAND = 0.10  # medians of 7 pairs on an idle machine repeat within this
INSPECT_CODES = (0, 1)  # 1: findings, which cost nothing here


@dataclass(frozen=True, slots=True, kw_only=True)
class Contest:
    """The commands that are run in turn, by name, and those that cannot be, with the reason."""

    commands: Mapping[str, Sequence[str]]
    absent: Mapping[str, str]


def contest(video: Path, out: Path) -> Contest:
    """A whole inspection, the bundled FFmpeg's bare decode and PySceneDetect's command line on one file."""
    timeline = [sys.executable, "-m", "timeline"]
    commands = {"inspect": [*timeline, "inspect", str(video), "--out", str(out), "--no-cache"]}
    absent = {}
    if importlib.util.find_spec("imageio_ffmpeg"):
        import imageio_ffmpeg

        ffmpeg = imageio_ffmpeg.get_ffmpeg_exe()
        commands["decode"] = [ffmpeg, "-v", "error", "-i", str(video), "-an", "-f", "null", "-"]
    else:
        absent["decode"] = "imageio-ffmpeg is not installed"
    if importlib.util.find_spec("scenedetect"):
        commands["scenedetect"] = [sys.executable, "-m", "scenedetect", "-i", str(video), "detect-adaptive"]
    else:
        absent["scenedetect"] = "scenedetect is not installed"
    return Contest(commands=commands, absent=absent)


def in_turn(commands: Mapping[str, Sequence[str]], pairs: int) -> dict[str, list[Run]]:
    """Run every command once unmeasured, then all of them in turn, ``pairs`` times."""
    runs: dict[str, list[Run]] = {name: [] for name in commands}
    for round_number in range(pairs + 1):
        for name, command in commands.items():
            _say(f"round {round_number} of {pairs}: {name}" if round_number else f"warming up: {name}")
            made = run(command, accept=INSPECT_CODES if name == "inspect" else (0,))
            if round_number:
                runs[name].append(made)
    return runs


def alone(command: Sequence[str], times: int, env: Mapping[str, str] | None = None) -> list[Run]:
    """Run one command once unmeasured, then ``times`` times."""
    _say(f"alone: {' '.join(command[1:4])} ...")
    return [run(command, env, accept=INSPECT_CODES) for _ in range(times + 1)][1:]


def measure(video: Path, pairs: int) -> list[Row]:
    """Every row of the table."""
    with tempfile.TemporaryDirectory(prefix="timeline-speed-") as scratch:
        out = Path(scratch) / "out"
        field = contest(video, out)
        runs = in_turn(field.commands, pairs)
        rows = [
            _against(runs, field, "decode", "whole inspection / bare FFmpeg decode", goal=1.15),
            _against(runs, field, "scenedetect", "whole inspection / scenedetect detect-adaptive", goal=0.65),
        ]
        timeline = [sys.executable, "-m", "timeline"]
        again = [*timeline, "inspect", str(video), "--out", str(out), "--profile", "short-video"]
        stored = {"TIMELINE_CACHE": str(Path(scratch) / "cache")}
        rows.append(_seconds("again from the stored record, another profile", alone(again, pairs, stored), goal=1.0))
        rows.append(_seconds("timeline --help", alone([*timeline, "--help"], pairs), goal=0.2))
    return rows


def _against(runs: Mapping[str, Sequence[Run]], field: Contest, reference: str, name: str, goal: float) -> Row:
    if reference in field.absent:
        return Row(name=name, unit="ratio", goal=goal, note=f"not measured: {field.absent[reference]}")
    found = ratio(runs["inspect"], runs[reference])
    return Row(
        name=name,
        unit="ratio",
        goal=goal,
        median=found.median,
        low=found.low,
        high=found.high,
        runs=tuple(runs["inspect"]),
        reference=tuple(runs[reference]),
    )


def _seconds(name: str, runs: Sequence[Run], goal: float) -> Row:
    walls = [made.wall for made in runs]
    return Row(name=name, unit="s", goal=goal, median=median(walls), low=min(walls), high=max(walls), runs=tuple(runs))


def _say(text: str) -> None:
    print(text, file=sys.stderr)


def parser() -> argparse.ArgumentParser:
    """The command's arguments."""
    made = argparse.ArgumentParser(prog="python -m benchmarks speed", description=__doc__)
    made.add_argument("--quick", action="store_true", help=f"{QUICK_PAIRS} rounds in place of {PAIRS}")
    made.add_argument("--out", type=Path, metavar="DIR", help="write performance.json and performance.md there")
    made.add_argument("--compare", type=Path, metavar="OLD.json", help="exit 1 where a figure is worse beyond the band")
    made.add_argument("--band", type=float, default=BAND, help=f"share that counts as noise (default {BAND})")
    made.add_argument("--cache", type=Path, metavar="DIR", help="keeps the input (default: the user's cache)")
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
    cache = args.cache or Path(platformdirs.user_cache_dir("timeline-benchmarks", appauthor=False)) / "inputs"
    _say("making the input, once: about two minutes")
    video = make(cache)
    pairs = QUICK_PAIRS if args.quick else PAIRS
    made_on = machine.facts() | machine.load()
    document = speed_report.document(measure(video, pairs), made_on, video, pairs)
    text = speed_report.markdown_report(document)
    if args.out:
        write_text(args.out / "performance.json", to_json(document))
        write_text(args.out / "performance.md", text)
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
