"""How the cost of an inspection grows with length, pixels and shots, from the rows of the speed benchmark."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from statistics import median
from typing import Any

from benchmarks import plot
from benchmarks.measure import Run
from benchmarks.speed_report import Row

MEMORY, A_MINUTE = 300, 0.5
"""Goals: MiB at most, and MiB a minute of video from one minute up."""


def rows(measured: Sequence[Row]) -> list[Row]:
    """Peak memory over the lengths, and by how much it grows with a minute of video."""
    points = [(row.seconds / 60, peak(row.runs)) for row in _by_length(measured) if row.seconds >= 60]
    if len(points) < 2:
        return []
    (first, low), (last, high) = points[0], points[-1]
    lengths, growth = f"{first:g} to {last:g} min", (high - low) / (last - first)
    return [
        Row(name=f"peak memory, {lengths}", unit="MiB", goal=MEMORY, median=max(mib for _, mib in points)),
        Row(name=f"memory a minute, {lengths}", unit="MiB", goal=A_MINUTE, median=growth),
    ]


def peak(runs: Sequence[Run]) -> float:
    """Most memory of any run, in MiB."""
    return max(run.peak for run in runs) / 2**20


def points_of(measured: Sequence[Row]) -> dict[str, list[dict[str, float]]]:
    """Plain data for the drawings: by length and by pixels, wall and processor seconds, reference beside it."""
    return {
        "length": [_point(row, "minutes", row.seconds / 60) for row in _by_length(measured)],
        "pixels": [
            _point(row, "pixels", float(row.pixels))
            for row in sorted(measured, key=lambda row: row.pixels)
            if row.runs and row.family in ("base", "size")
        ],
    }


def _by_length(measured: Sequence[Row]) -> list[Row]:
    found = [row for row in measured if row.runs and row.family in ("base", "length")]
    return sorted(found, key=lambda row: row.seconds)


def _point(row: Row, across: str, at: float) -> dict[str, float]:
    return {
        across: at,
        "wall_s": round(median(run.wall for run in row.runs), 3),
        "cpu_s": round(median(run.cpu for run in row.runs), 3),
        "reference_wall_s": round(median(run.wall for run in row.reference), 3),
        "peak_mib": round(peak(row.runs), 1),
    }


def drawings(document: Mapping[str, Any]) -> dict[str, str]:
    """File name and SVG of each drawing for which the document has figures."""
    made = {}
    growth = document.get("growth", {})
    for name, across, words in (
        ("length", "minutes", "minutes of video"),
        ("pixels", "pixels", "pixels of a frame"),
    ):
        if len(points := growth.get(name, [])) > 1:
            curves = {
                "inspection, wall s": [(p[across], p["wall_s"]) for p in points],
                "bare decode, wall s": [(p[across], p["reference_wall_s"]) for p in points],
                "inspection, peak MiB": [(p[across], p["peak_mib"]) for p in points],
            }
            made[f"performance-{name}.svg"] = plot.lines(f"Cost against {words}", words, curves)
    if shots := document.get("shots"):
        parts = {name: [(float(many), ms[name]) for many, ms in shots.items()] for name in next(iter(shots.values()))}
        made["performance-shots.svg"] = plot.lines("Cost against shots, milliseconds", "shots", parts)
    if stages := document.get("stages"):
        shares = {name: value for name, value in stages.items() if name != "all"}
        made["performance-stages.svg"] = plot.bars("Where the processor seconds go", shares, "s")
    return made
