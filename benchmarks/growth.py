"""The growth of a library as a line, a table and a drawing."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from timeline.suite import machine
from timeline.suite.tables import markdown

if TYPE_CHECKING:
    from benchmarks.catalogue import Point

# Field of a point, what it is called, and the most it may be in seconds.
CURVES = (
    ("add", "add one: its row written, median", 0.1),
    ("add_99", "add one: 99 of 100", None),
    ("add_command", "add one: library opened, looked up, row written", None),
    ("open", "open for questions", None),
    ("season", "figures of a series of 200", None),
    ("all_shots", "group-by over all shots", 2.0),
    ("page_first", "page of the first season of 100", 5.0),
    ("page_last", "page of the last season of 100", 5.0),
)
COLOURS = ("#0072b2", "#56b4e9", "#d55e00", "#009e73", "#cc79a7", "#000000", "#e69f00", "#999999")  # Okabe and Ito's


def line(point: Point) -> str:
    """A point while the benchmark runs."""
    values = (f"{name} {getattr(point, name) * 1000:.1f} ms" for name, _, _ in CURVES)
    return f"{point.versions:,}: {', '.join(values)}; longest add {point.add_longest:.2f} s; {point.bytes / 1e6:.0f} MB"


def table(points: Sequence[Point], made_on: Mapping[str, str]) -> str:
    """The table as Markdown, milliseconds throughout."""
    header = ["versions", *(name for _, name, _ in CURVES), "longest add", "bytes a version", "files"]
    goals = ["goal", *(f"{goal * 1000:.0f}" if goal else "" for _, _, goal in CURVES), "", "", ""]
    rows = [
        [
            f"{point.versions:,}",
            *(_cell(point, name) for name, _, _ in CURVES),
            f"{point.add_longest * 1000:.0f}",
            f"{point.bytes / point.versions:,.0f}",
            point.files,
        ]
        for point in points
    ]
    intro = f"Made by `python -m benchmarks library` on {machine.told(dict(made_on))}. "
    return (
        intro + "Milliseconds on the clock, and in brackets on the processors.\n\n" + markdown(header, [goals, *rows])
    )


def _cell(point: Point, name: str) -> str:
    clock = f"{getattr(point, name) * 1000:.1f}"
    return f"{clock} ({point.cpu[name] * 1000:.1f})" if name in point.cpu else clock


def drawing(points: Sequence[Point], width: int = 760, height: int = 420) -> str:
    """Seconds on the clock, dashed on the processors; axes logarithmic: what grows with the library rises at 45°."""
    left, right, top, bottom = 70, 300, 20, 50
    sizes = [point.versions for point in points]
    x = _scale(min(sizes), max(sizes), left, width - right)
    y = _scale(0.001, 10.0, height - bottom, top)
    size = f'width="{width}" height="{height}"'
    parts = [f'<svg xmlns="http://www.w3.org/2000/svg" {size} font-family="sans-serif" font-size="12">']
    parts.append(f'<rect {size} fill="white"/>')
    for seconds in (0.001, 0.01, 0.1, 1.0, 10.0):
        parts.append(f'<path d="M{left} {y(seconds):.1f}H{width - right}" stroke="#ccc"/>')
        parts.append(f'<text x="{left - 8}" y="{y(seconds) + 4:.1f}" text-anchor="end">{seconds:g} s</text>')
    for many in sizes:
        parts.append(f'<text x="{x(many):.1f}" y="{height - bottom + 20}" text-anchor="middle">{_short(many)}</text>')
    parts.append(f'<text x="{left}" y="{height - 8}">versions in the library</text>')
    for number, ((name, words, _), colour) in enumerate(zip(CURVES, COLOURS, strict=True)):
        spots = " ".join(f"{x(p.versions):.1f},{y(getattr(p, name)):.1f}" for p in points)
        row = top + 18 * number + 8
        parts.append(f'<polyline points="{spots}" fill="none" stroke="{colour}" stroke-width="2"/>')
        if all(name in p.cpu for p in points):
            spots = " ".join(f"{x(p.versions):.1f},{y(p.cpu[name]):.1f}" for p in points)
            parts.append(f'<polyline points="{spots}" fill="none" stroke="{colour}" stroke-dasharray="3 4"/>')
        parts.append(f'<path d="M{width - right + 12} {row}h16" stroke="{colour}" stroke-width="3"/>')
        parts.append(f'<text x="{width - right + 34}" y="{row + 4}">{words}</text>')
    return "\n".join([*parts, "</svg>", ""])


def _scale(low: float, high: float, first: float, last: float) -> Callable[[float], float]:
    span = math.log10(high / low) or 1.0
    return lambda value: first + (last - first) * math.log10(max(value, low) / low) / span


def _short(size: int) -> str:
    return f"{size // 1000}k" if size >= 1000 else str(size)
