"""What episodes share, found in seasons of growing size: exact to the frame or not, and how the work grows.

``python -m benchmarks shared [--sizes 10 20 50 100] [--seconds 90] [--seed 1] [--out DIR]``: exit 1 where a span is
wrong.
"""

from __future__ import annotations

import argparse
import dataclasses
import math
import resource
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from benchmarks.shared_season import RATE, Script, Truth, scripts, signatures
from timeline.analyse.shared import Reel, find
from timeline.library.packing import from_steps, to_steps
from timeline.model.clock import constant_clock
from timeline.outputs import write_text
from timeline.suite import machine
from timeline.suite.tables import markdown, to_json

SIZES = (10, 20, 50, 100)
WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 560, 360, 70, 20, 20, 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One size: spans that are there, found to the frame, missed and invented; processor seconds; peak memory, MiB."""

    episodes: int
    frames: int
    there: int
    exact: int
    missed: tuple[Truth, ...]
    invented: tuple[Truth, ...]
    seconds: float
    peak: int


def measure(episodes: Sequence[Script], folder: Path) -> Point:
    """Find what a season shares, its signatures read from files as often as they are asked for."""
    for script in episodes:
        (folder / str(script.number)).write_bytes(to_steps(signatures(script, seed=script.number % 3)))
    reels = [Reel(number=script.number, clock=constant_clock(script.frames, RATE)) for script in episodes]

    def read(number: int) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
        return from_steps((folder / str(reels[number].number)).read_bytes(), 1152)

    began = time.process_time()
    spans = find(reels, read)
    seconds = time.process_time() - began
    found = {(span.episode, span.kind, span.start, span.stop) for span in spans}
    truth = {each for script in episodes for each in script.truth}
    return Point(
        episodes=len(episodes),
        frames=sum(script.frames for script in episodes),
        there=len(truth),
        exact=len(found & truth),
        missed=tuple(sorted(truth - found)),
        invented=tuple(sorted(found - truth)),
        seconds=seconds,
        peak=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    )


def line(point: Point) -> str:
    """A point while the benchmark runs."""
    return (
        f"{point.episodes} episodes, {point.frames:,} frames: {point.exact} of {point.there} spans exact, "
        f"{len(point.invented)} invented, {point.seconds:.1f} s of processor, peak {point.peak} MiB"
    )


def exponent(points: Sequence[Point]) -> float:
    """The power of the number of episodes by which the work grows, least squares over the logarithms."""
    sizes, seconds = ([math.log(value) for value in values] for values in zip(*_axes(points), strict=True))
    return float(np.polyfit(sizes, seconds, 1)[0])


def _axes(points: Sequence[Point]) -> list[tuple[float, float]]:
    return [(point.episodes, point.seconds) for point in points]


def drawing(points: Sequence[Point]) -> str:
    """Both axes logarithmic: seconds over episodes, with what grows as the episodes and as their pairs beside it."""
    low, high = points[0].episodes, points[-1].episodes
    first = points[0].seconds
    top = first * (high / low) ** 2
    curves: tuple[tuple[str, str, list[tuple[float, float]]], ...] = (
        ("measured", "#0072b2", _axes(points)),
        ("as episodes", "#999999", [(low, first), (high, first * high / low)]),
        ("as pairs of episodes", "#d55e00", [(low, first), (high, top)]),
    )

    def place(size: float, seconds: float) -> tuple[float, float]:
        across = math.log(size / low) / (math.log(high / low) or 1)
        up = math.log(seconds / first) / math.log(top / first)
        return LEFT + across * (WIDTH - LEFT - RIGHT), HEIGHT - BOTTOM - up * (HEIGHT - TOP - BOTTOM)

    size = f'width="{WIDTH}" height="{HEIGHT}"'
    parts = [f'<svg xmlns="http://www.w3.org/2000/svg" {size} font-family="sans-serif" font-size="12">']
    parts.append(f'<rect {size} fill="white"/>')
    for number, (name, colour, ends) in enumerate(curves):
        spots = " ".join("{:.1f},{:.1f}".format(*place(*each)) for each in ends)
        parts.append(f'<polyline points="{spots}" fill="none" stroke="{colour}" stroke-width="2"/>')
        parts.append(f'<text x="{LEFT + 12}" y="{TOP + 18 * (number + 1)}" fill="{colour}">{name}</text>')
    for point in points:
        x, y = place(point.episodes, point.seconds)
        parts.append(f'<text x="{x:.1f}" y="{HEIGHT - BOTTOM + 20}" text-anchor="middle">{point.episodes}</text>')
        parts.append(f'<text x="{x:.1f}" y="{y - 8:.1f}" text-anchor="middle">{point.seconds:.1f} s</text>')
    parts.append(f'<text x="{LEFT}" y="{HEIGHT - 8}">episodes; processor seconds, both axes logarithmic</text>')
    return "\n".join([*parts, "</svg>", ""])


def table(points: Sequence[Point], made_on: dict[str, str]) -> str:
    """The table as Markdown."""
    header = ["episodes", "frames", "spans", "exact", "missed", "invented", "processor s", "peak MiB"]
    rows = [
        [p.episodes, f"{p.frames:,}", p.there, p.exact, len(p.missed), len(p.invented), f"{p.seconds:.1f}", p.peak]
        for p in points
    ]
    grown = f" The work grows as the episodes to the power {exponent(points):.2f}." if len(points) > 1 else ""
    return f"Made by `python -m benchmarks shared` on {machine.told(made_on)}.{grown}\n\n" + markdown(header, rows)


def main(argv: list[str]) -> int:
    """Measure each size and print it; with ``--out`` also as JSON, Markdown and a drawing."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks shared", description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES, help="episodes of each season")
    parser.add_argument("--seconds", type=int, default=90, help="length of an episode")
    parser.add_argument("--seed", type=int, default=1, help="of the seasons that are drawn")
    parser.add_argument("--out", type=Path, help="folder for shared.json, shared.md and shared-growth.svg")
    asked = parser.parse_args(argv)
    busy = machine.load()
    points = list[Point]()
    for size in sorted(asked.sizes):
        with tempfile.TemporaryDirectory() as folder:
            points.append(measure(list(scripts(size, asked.seconds, asked.seed)), Path(folder)))
        print(line(points[-1]), flush=True)
        for words, spans in (("missed", points[-1].missed), ("invented", points[-1].invented)):
            for span in spans:
                print(f"  {words}: episode {span[0]}, {span[1]} [{span[2]}, {span[3]})")
    if asked.out:
        found = machine.facts() | busy
        write_text(
            asked.out / "shared.json",
            to_json({"made_on": found, "points": [dataclasses.asdict(point) for point in points]}),
        )
        write_text(asked.out / "shared.md", table(points, found))
        if len(points) > 1:
            write_text(asked.out / "shared-growth.svg", drawing(points))
    return 1 if any(point.missed or point.invented for point in points) else 0
