"""How a library grows: adding one version and asking about all of them, from the first thousand to the last.

``python -m benchmarks library [--count N] [--folder LIB --out DIR [--seconds S]]``: with ``--seconds`` in slices, each
of which goes on where the last one with the same folders stopped.
"""

from __future__ import annotations

import argparse
import contextlib
import dataclasses
import itertools
import json
import math
import tempfile
import time
import zlib
from collections.abc import Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from statistics import median
from typing import Any

import pyarrow as pa

from benchmarks import growth
from benchmarks.synthetic import content_of, episode_of, inspection
from timeline.catalogue import Layout, create, open_library
from timeline.catalogue.files import listing, put_row, put_tables
from timeline.catalogue.layout import stamp, working_folder
from timeline.catalogue.packing import FRESH, pack, prune, rows_in
from timeline.catalogue.rows import row_of
from timeline.catalogue.schema import arrow_schema
from timeline.errors import UsageError
from timeline.outputs import write_text
from timeline.profiles import load
from timeline.suite import machine
from timeline.suite.tables import to_json

DRAWN = 200
"""Episodes that are drawn; the catalogue repeats their figures under contents of its own."""
ALONE = 1000
"""Versions that are added one by one and timed, at the beginning and up to each size."""
SIZES = (1_000, 2_000, 5_000, 10_000, 20_000, 50_000, 100_000, 200_000, 300_000)
ALL_SHOTS = "select series, count(*), avg(duration), median(duration) from shots group by series"
SEASON = "select episode, asl, cuts_per_minute from episodes where series = 'Series 00001' order by asl"
BEGAN = datetime(2026, 1, 1)
REPEATS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """Seconds at one size: adding one (median, 99 of 100, the longest), opening, and three questions; bytes in all."""

    versions: int
    add: float
    add_99: float
    add_longest: float
    open: float
    add_command: float
    all_shots: float
    season: float
    documents: float
    bytes: int
    files: int


class Source:
    """Rows of a catalogue that was never filmed, by number."""

    def __init__(self) -> None:
        profile = load("micro-drama")
        made = [inspection(seed, profile) for seed in range(DRAWN)]
        self._rows = [
            row_of(each, episode_of(0), path="x", modified_ns=0, stored="synthetic", added=BEGAN) for each in made
        ]
        self._texts = [zlib.decompress(row["document"]) for row in self._rows]
        self._contents = [each.content_id.encode() for each in made]

    def row(self, number: int) -> dict[str, Any]:
        """The row of one version; its document says its content."""
        content, episode = content_of(number), episode_of(number)
        drawn = number % DRAWN
        text = self._texts[drawn].replace(self._contents[drawn], content.encode())
        return self._rows[drawn] | {
            "content_id": content,
            "series": episode.series,
            "season": episode.season,
            "episode": episode.number,
            "path": f"/catalogue/{number}.mp4",
            "file": f"{number}.mp4",
            "added": BEGAN + timedelta(seconds=number),
            "document": zlib.compress(text, 6),
        }


def grow(layout: Layout, sizes: Sequence[int], stop: float = math.inf) -> Iterator[Point]:
    """Fill a library to each size and measure it there, from what it holds on, if there is time before ``stop``."""
    source = Source()
    with working_folder(layout) as working:
        for size in sizes:
            if not _fill(layout, working, source, size - ALONE, stop):
                return
            waits = sorted(_add(layout, working, source.row(number), number) for number in range(size - ALONE, size))
            yield _measure(layout, size, waits)


def _fill(layout: Layout, working: Path, source: Source, last: int, stop: float) -> bool:
    """Write what is up to a size as packing leaves it: the same rows, without a file each on the way; if there is time.

    Raises:
        UsageError: the library holds more than that already, or what an interrupted slice left.
    """
    files = listing(layout)
    first = sum(rows_in(name) for name in files.packed) + len(files.fresh)
    if first > last:
        raise UsageError(
            f"'{layout.root}' holds {first:,} versions, more than the {last:,} to begin from; name another"
        )
    for start in range(first, last, FRESH):
        if time.monotonic() > stop:
            return False
        end = min(last, start + FRESH)
        written = BEGAN + timedelta(days=4000)
        rows = [source.row(n) | {"entry": f"{content_of(n)}-{n:024}", "written": written} for n in range(start, end)]
        table = pa.Table.from_pylist(rows, schema=arrow_schema())
        put_tables(layout.packed / f"{end - start:08d}-{stamp()}.parquet", working, [table])
        pack(layout, working)
    return True


def _add(layout: Layout, working: Path, row: dict[str, Any], number: int) -> float:
    """Seconds of what an addition does once an inspection is there; every so often it packs."""
    began = time.perf_counter()
    put_row(layout, working, row)
    if number % FRESH == FRESH - 1:
        pack(layout, working)
    return time.perf_counter() - began


def _measure(layout: Layout, size: int, waits: list[float]) -> Point:
    prune(layout)
    asked = [_ask(layout) for _ in range(REPEATS)]
    held = [Path(path) for path in listing(layout).paths(layout)]
    return Point(
        versions=size,
        add=median(waits),
        add_99=waits[int(len(waits) * 0.99)],
        add_longest=waits[-1],
        **{name: median(each[name] for each in asked) for name in ("open", "all_shots", "season", "documents")},
        add_command=median(each["open"] + each["look"] for each in asked) + median(waits),
        bytes=sum(path.stat().st_size for path in held),
        files=len(held),
    )


def _ask(layout: Layout) -> dict[str, float]:
    """Seconds to open a library, look a content up, and answer each question, once."""
    marks = [time.perf_counter()]
    with open_library(layout.root) as library:
        marks.append(time.perf_counter())
        library.holder("0" * 64)
        marks.append(time.perf_counter())
        library.rows(ALL_SHOTS)
        marks.append(time.perf_counter())
        library.rows(SEASON)
        marks.append(time.perf_counter())
        for _ in library.inspections(library.versions("Series 00001")[:100]):
            pass
        marks.append(time.perf_counter())
    names = ("open", "look", "all_shots", "season", "documents")
    return {name: after - before for name, (before, after) in zip(names, itertools.pairwise(marks), strict=True)}


def main(asked: argparse.Namespace) -> int:
    """Fill, measure and print; with ``--out`` as JSON, Markdown and a drawing, which a later slice goes on with."""
    busy = machine.load()
    sizes = [size for size in SIZES if size < asked.count] + [asked.count]
    points = _measured(asked.out) if asked.folder and asked.out else []
    stop = time.monotonic() + asked.seconds
    with nullcontext(asked.folder) if asked.folder else tempfile.TemporaryDirectory() as folder:
        for point in grow(create(Path(folder)), [n for n in sizes if n not in {p.versions for p in points}], stop):
            points.append(point)
            print(growth.line(point), flush=True)
            if asked.out:
                _write(points, asked.out, busy)
    left = [size for size in sizes if size not in {point.versions for point in points}]
    if left:
        print(f"{len(left)} sizes left, from {left[0]:,} on: run it again with the same --folder and --out")
    return 0


def _measured(out: Path) -> list[Point]:
    with contextlib.suppress(FileNotFoundError):
        return [Point(**point) for point in json.loads((out / "library.json").read_text(encoding="utf-8"))["points"]]
    return []


def _write(points: Sequence[Point], out: Path, busy: dict[str, str]) -> None:
    found = machine.facts() | {name: machine.version(name) for name in ("duckdb", "pyarrow")} | busy
    data = {"made_on": found, "points": [dataclasses.asdict(point) for point in points]}
    write_text(out / "library.json", to_json(data))
    write_text(out / "library.md", growth.table(points, found))
    write_text(out / "library-growth.svg", growth.drawing(points))
