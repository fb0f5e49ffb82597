"""The speed benchmark's table, its JSON document, and the comparison of two of them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any, Literal

from benchmarks.measure import Run
from timeline.suite import machine
from timeline.suite.tables import markdown

SCHEMA = "benchmarks.speed/2"
SLACK = 0.05  # seconds by which starting a process may differ, however short the command

HOW = (
    "Commands run in turn after one unmeasured round. Ratios are medians of the rounds' ratios of wall seconds; the "
    "range is their smallest and largest, which covers the true median with probability 1 - 2^(1-n) in n rounds (0.98 "
    "for 7, 0.75 for 3). Processor seconds include child processes; on a busy machine (load before: processes that "
    "wanted to run) their ratio says more than that of wall seconds, which favours whoever runs more threads. Peak "
    "memory is the largest sum of resident memory over the process tree."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line of the table; ``note`` says why there is no figure.

    ``family``, ``seconds`` and ``pixels`` tell which input it was made on, where inputs vary.
    """

    name: str
    unit: Literal["ratio", "s", "ms", "MiB"]
    goal: float | None
    median: float | None = None
    low: float | None = None
    high: float | None = None
    runs: tuple[Run, ...] = ()
    reference: tuple[Run, ...] = ()
    note: str = ""
    family: str = ""
    seconds: float = 0
    pixels: int = 0


def document(rows: Sequence[Row], made_on: dict[str, str], video: Path, pairs: int) -> dict[str, Any]:
    """Everything as plain data."""
    return {
        "schema": SCHEMA,
        "made_on": made_on,
        "input": {"name": video.name, "bytes": video.stat().st_size},
        "rounds": pairs,
        "rows": [
            {
                "name": row.name,
                "unit": row.unit,
                "goal": row.goal,
                **{key: _rounded(getattr(row, key)) for key in ("median", "low", "high")},
                "contender": _runs(row.runs),
                "reference": _runs(row.reference),
                "note": row.note,
            }
            for row in rows
        ],
    }


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)


def _runs(runs: Sequence[Run]) -> dict[str, float] | None:
    if not runs:
        return None
    return {
        "wall_s": round(median(run.wall for run in runs), 3),
        "cpu_s": round(median(run.cpu for run in runs), 3),
        "peak_mib": round(max(run.peak for run in runs) / 2**20, 1),
    }


def markdown_report(made: Mapping[str, Any]) -> str:
    """The document as Markdown."""
    header = [
        "",
        "goal",
        "figure",
        "range",
        "processor ratio",
        "wall s",
        "processor s",
        "peak MiB",
        "reference wall s",
        "its processor s",
        "its MiB",
    ]
    rows = [_line(row) for row in made["rows"]]
    size = f"{made['input']['bytes'] / 1e6:.1f} MB"
    return "\n".join([
        f"Made by `python -m benchmarks speed` in at most {made['rounds']} rounds on {machine.told(made['made_on'])}.",
        f"Input: {made['input']['name']}, {size}, made by the command, and files made of it.\n",
        HOW + "\n",
        markdown(header, rows),
        *_stages(made),
        *_shots(made),
    ])  # fmt: skip


def _stages(made: Mapping[str, Any]) -> list[str]:
    """Where the processor seconds of one inspection go."""
    stages = made.get("stages")
    if not stages:
        return []
    rows = [[name, f"{value:.2f}", f"{value / stages['all']:.1%}"] for name, value in stages.items()]
    return ["\n## Where the time goes\n", markdown(["stage", "processor s", "share"], rows)]


def _shots(made: Mapping[str, Any]) -> list[str]:
    """What a number of shots costs once nothing has to be decoded."""
    shots = made.get("shots")
    if not shots:
        return []
    names = list(next(iter(shots.values())))
    rows = [[many, *(f"{parts[name]:.1f}" for name in names)] for many, parts in shots.items()]
    return ["\n## Against shots, milliseconds\n", markdown(["shots", *names], rows)]


def history(path: Path, made: Mapping[str, Any]) -> str:
    """The history of a file with one line more: commit, machine and the figure of every row."""
    before = path.read_text(encoding="utf-8") if path.exists() else ""
    keys = ("commit", "processor", "cores", "python", "load before")
    line = {
        **{key: made["made_on"][key] for key in keys if key in made["made_on"]},
        "rows": {row["name"]: row["median"] for row in made["rows"] if row["median"] is not None},
    }
    return before + json.dumps(line, ensure_ascii=False) + "\n"


def _line(row: Mapping[str, Any]) -> list[object]:
    if row["median"] is None:
        return [row["name"], "" if row["goal"] is None else f"{row['goal']:g}", row["note"], *[""] * 8]
    unit = "" if row["unit"] == "ratio" else f" {row['unit']}"
    own, other = row["contender"], row["reference"]
    cells: list[object] = [
        row["name"],
        "" if row["goal"] is None else f"{row['goal']:.3g}{unit}",
        f"{row['median']:.{1 if row['median'] >= 10 else 2}f}{unit}",
        "" if row["low"] is None else f"{row['low']:.2f} to {row['high']:.2f}",
        f"{own['cpu_s'] / other['cpu_s']:.2f}" if other else "",
    ]
    for runs in (own, other):
        cells += [runs["wall_s"], runs["cpu_s"], runs["peak_mib"]] if runs else [""] * 3
    return cells


def worse(old: Mapping[str, Any], new: Mapping[str, Any], band: float) -> list[str]:
    """What grew by more than ``band`` (a share), seconds also by more than SLACK, told in words.

    Ratios are compared anywhere, seconds and memory only where the machine is the same.
    """
    same = all(old["made_on"].get(key) == new["made_on"].get(key) for key in ("processor", "cores", "memory", "system"))
    before = {row["name"]: row for row in old["rows"]}
    found = []
    for row in new["rows"]:
        was = before.get(row["name"])
        if was is None or None in (was["median"], row["median"]):
            found += [f"{row['name']}: no figure to compare"] if was and was["median"] is not None else []
            continue
        pairs = [("", was["median"], row["median"])] if same or row["unit"] == "ratio" else []
        if same and was["contender"] and row["contender"]:
            pairs.append((", peak MiB", was["contender"]["peak_mib"], row["contender"]["peak_mib"]))
        found += [
            f"{row['name']}{what}: {now} was {then}, worse by {now / then - 1:.0%} (band {band:.0%})"
            for what, then, now in pairs
            if now > then * (1 + band) and (what or row["unit"] != "s" or now > then + SLACK)
        ]
    return found
