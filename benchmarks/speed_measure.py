"""Measures the rows of the speed benchmark: each function gives the rows of one part."""

from __future__ import annotations

import dataclasses
import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.measure import Run, RunError, ratio, run
from benchmarks.speed_commands import AS_INSTALLED, CODES, TIMELINE, Contest, contest, pool
from benchmarks.speed_inputs import INPUTS, Input, copies, file_of
from benchmarks.speed_report import Row

FILES, PROCESSES = 8, 2
LONG = 3600
"""Seconds of video from which an input is measured only when asked for."""
GOAL, GOAL_ELSE = 1.0, 1.05


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Where inputs lie, how many rounds at most, whether hours of video are measured."""

    folder: Path
    rounds: int
    long: bool = False


def say(text: str) -> None:
    """Tell who waits what is being done."""
    print(text, file=sys.stderr, flush=True)


def in_turn(
    commands: Mapping[str, Sequence[str]], rounds: int, before: Callable[[], None] = lambda: None
) -> dict[str, list[Run]]:
    """Run every command once unmeasured, where there are several rounds, then all of them in turn, ``rounds`` times."""
    runs: dict[str, list[Run]] = {name: [] for name in commands}
    for number in range(0 if rounds > 1 else 1, rounds + 1):
        for name, command in commands.items():
            say(f"round {number} of {rounds}: {name}" if number else f"warming up: {name}")
            before()
            made = run(command, AS_INSTALLED, accept=CODES if name == "inspect" else (0,))
            if number:
                runs[name].append(made)
    return runs


def alone(command: Sequence[str], times: int, env: Mapping[str, str] | None = None) -> list[Run]:
    """Run one command once unmeasured, then ``times`` times."""
    say(f"alone: {' '.join(command[1:4])} ...")
    return [run(command, AS_INSTALLED | dict(env or {}), accept=CODES) for _ in range(times + 1)][1:]


def base(plan: Plan) -> list[Row]:
    """The episode against a bare decode and PySceneDetect."""
    with tempfile.TemporaryDirectory(prefix="timeline-speed-") as scratch:
        field = contest(file_of(INPUTS[0], plan.folder), Path(scratch), peer=True)
        runs = in_turn(field.commands, plan.rounds)
    whole = _against(runs, field, "decode", "whole inspection / bare FFmpeg decode", GOAL)
    return [
        dataclasses.replace(whole, family="base", seconds=INPUTS[0].seconds, pixels=INPUTS[0].pixels),
        _against(runs, field, "scenedetect", "whole inspection / scenedetect detect-adaptive", 0.65),
    ]


def again(plan: Plan) -> list[Row]:
    """What is done without decoding: another profile on a stored record, and starting at all."""
    video = file_of(INPUTS[0], plan.folder)
    with tempfile.TemporaryDirectory(prefix="timeline-speed-") as scratch:
        command = [*TIMELINE, "inspect", str(video), "--out", scratch, "--profile", "short-video"]
        stored = alone(command, plan.rounds, {"TIMELINE_CACHE": str(Path(scratch) / "cache")})
    return [
        _seconds("again from the stored record, another profile", stored, 0.4),
        _seconds("timeline --help", alone([*TIMELINE, "--help"], plan.rounds), 0.15),
        _seconds("timeline --version", alone([*TIMELINE, "--version"], plan.rounds), 0.15),
    ]


def stages(plan: Plan) -> list[Row]:
    """Detection, events and rhythm of a stored record, brought to 90 s, in milliseconds."""
    video = file_of(INPUTS[0], plan.folder)
    made = staged("record", video)
    share = 90 * 25 / made["frames"]
    value = share * (made["detection"] + made["events"] + made["rhythm"])
    return [Row(name="detection and rhythm of 90 s, in a warm process", unit="ms", goal=20, median=value)]


def staged(what: str, video: Path) -> dict[str, Any]:
    """Run ``benchmarks.speed_stages`` in a process of its own."""
    say(f"stages: {what}")
    command = [sys.executable, "-m", "benchmarks.speed_stages", what, str(video)]
    done = subprocess.run(command, capture_output=True, text=True, stdin=subprocess.DEVNULL)
    if done.returncode:
        raise RunError(f"the stages of {video} cannot be measured: {(done.stderr.strip().splitlines() or ['?'])[-1]}")
    made: dict[str, Any] = json.loads(done.stdout)
    return made


def varied(plan: Plan, family: str) -> list[Row]:
    """Inputs that differ from the episode in one thing, each against a bare decode of itself."""
    rows = []
    for row in INPUTS:
        if row.family == family and (plan.long or row.seconds < LONG):
            say(f"input: {row.name}")
            rows.append(_one(plan, row))
    return rows


def _one(plan: Plan, row: Input) -> Row:
    video = file_of(row, plan.folder)
    with tempfile.TemporaryDirectory(prefix="timeline-speed-") as scratch:
        field = contest(video, Path(scratch), peer=False)
        runs = in_turn(field.commands, min(plan.rounds, row.rounds))
    made = _against(runs, field, "decode", f"{row.family}: {row.name}", GOAL_ELSE if row.judged else None)
    return dataclasses.replace(made, family=row.family, seconds=row.seconds, pixels=row.pixels)


def files(plan: Plan) -> list[Row]:
    """Several files on two processes against as many bare decodes side by side, as a ratio of their times."""
    library = Path(tempfile.mkdtemp(prefix="timeline-speed-"))
    field = pool(copies(plan.folder, FILES), library / "lib", PROCESSES)
    try:
        runs = in_turn(field.commands, min(plan.rounds, 3), lambda: shutil.rmtree(library / "lib", ignore_errors=True))
    finally:
        shutil.rmtree(library, ignore_errors=True)
    name = f"{FILES} files on {PROCESSES} processes / {PROCESSES} bare decodes of one thread side by side"
    return [_against(runs, field, "decode", name, 1 / 0.95)]


PARTS: dict[str, Callable[[Plan], list[Row]]] = {
    "base": base,
    "again": again,
    "stages": stages,
    "length": lambda plan: varied(plan, "length"),
    "codec": lambda plan: varied(plan, "codec"),
    "size": lambda plan: varied(plan, "size"),
    "rate": lambda plan: varied(plan, "rate"),
    "files": files,
}
QUICK = ("base", "again", "stages")


def _against(runs: Mapping[str, Sequence[Run]], field: Contest, reference: str, name: str, goal: float | None) -> Row:
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
