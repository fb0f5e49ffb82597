"""The speed benchmark's table, its JSON document, and the comparison of two of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any, Literal

from benchmarks.measure import Run
from timeline.suite import machine
from timeline.suite.tables import markdown

SCHEMA = "benchmarks.speed/1"
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
    """One line of the table; ``note`` says why there is no figure."""

    name: str
    unit: Literal["ratio", "s"]
    goal: float
    median: float | None = None
    low: float | None = None
    high: float | None = None
    runs: tuple[Run, ...] = ()
    reference: tuple[Run, ...] = ()
    note: str = ""


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
        "# Performance\n",
        f"Made by `python -m benchmarks speed` in {made['rounds']} rounds on {machine.told(made['made_on'])}.",
        f"Input: {made['input']['name']}, {size}, made by the command.\n",
        HOW + "\n",
        markdown(header, rows),
    ])  # fmt: skip


def _line(row: Mapping[str, Any]) -> list[object]:
    if row["median"] is None:
        return [row["name"], row["goal"], row["note"], *[""] * 8]
    unit = " s" if row["unit"] == "s" else ""
    own, other = row["contender"], row["reference"]
    cells: list[object] = [
        row["name"],
        f"{row['goal']:g}{unit}",
        f"{row['median']:.2f}{unit}",
        f"{row['low']:.2f} to {row['high']:.2f}",
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
        if same:
            pairs.append((", peak MiB", was["contender"]["peak_mib"], row["contender"]["peak_mib"]))
        found += [
            f"{row['name']}{what}: {now} was {then}, worse by {now / then - 1:.0%} (band {band:.0%})"
            for what, then, now in pairs
            if now > then * (1 + band) and (what or row["unit"] == "ratio" or now > then + SLACK)
        ]
    return found
