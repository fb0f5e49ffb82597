"""How a library grows: adding one version and asking about all of them, from the first thousand to the last.

``python -m benchmarks library [--count N] [--folder LIB --out DIR [--seconds S]]``: with ``--seconds`` in slices, each
of which goes on where the last one with the same folders stopped.
"""

from __future__ import annotations

import argparse
import contextlib
import dataclasses
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
from benchmarks.synthetic import SEASON, content_of, episode_of, inspection
from timeline.catalogue import Layout, create, open_library
from timeline.catalogue.files import listing, put_row, put_tables
from timeline.catalogue.layout import stamp, working_folder
from timeline.catalogue.packing import FRESH, GROUP, LARGEST, pack, prune, rows_in
from timeline.catalogue.rows import row_of
from timeline.catalogue.schema import arrow_schema
from timeline.errors import UsageError
from timeline.model.episode import Episode
from timeline.outputs import write_text
from timeline.profiles import load
from timeline.seasons import season
from timeline.session import console
from timeline.suite import machine
from timeline.suite.tables import to_json

DRAWN = 100
"""Episodes that are drawn; the catalogue repeats their figures under contents of its own."""
ALONE = 1000
"""Versions that are added one by one and timed, at the beginning and up to each size."""
SIZES = (1_000, 3_000, 10_000, 30_000, 100_000, 300_000)
ALL_SHOTS = "select series, count(*), avg(duration), median(duration) from shots group by series"
FIGURES = "select episode, asl, cuts_per_minute from episodes where series = $series order by asl"
BEGAN = datetime(2026, 1, 1)
WRITTEN = datetime(2036, 1, 1)
REPEATS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """Seconds at one size, medians: adding one, opening, questions, the page of the first and the last season; bytes.

    ``add_99``, ``add_longest``: of the last thousand additions. ``cpu``: processor seconds of the same, by name.
    """

    versions: int
    add: float
    add_99: float
    add_longest: float
    open: float
    add_command: float
    all_shots: float
    season: float
    page_first: float
    page_last: float
    cpu: dict[str, float]
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
        self._table = pa.Table.from_pylist(self._rows, schema=arrow_schema())
        self._texts = [zlib.decompress(row["document"]) for row in self._rows]
        self._contents = [each.content_id.encode() for each in made]

    def row(self, number: int) -> dict[str, Any]:
        """The row of one version; its document says its content."""
        return self._rows[number % DRAWN] | self._own(number)

    def table(self, numbers: range) -> pa.Table:
        """Rows as they are in a file, ``entry`` and ``written`` included."""
        table = self._table.take([number % DRAWN for number in numbers])
        own = [self._own(n) | {"entry": f"{content_of(n)}-{n:024}", "written": WRITTEN} for n in numbers]
        for name in own[0]:
            place = table.schema.get_field_index(name)
            values = pa.array([each[name] for each in own], table.schema.field(place).type)
            table = table.set_column(place, table.schema.field(place), values)
        return table

    def _own(self, number: int) -> dict[str, Any]:
        content, episode = content_of(number), episode_of(number)
        drawn = number % DRAWN
        return {
            "content_id": content,
            "series": episode.series,
            "season": episode.season,
            "episode": episode.number,
            "path": f"/catalogue/{number}.mp4",
            "file": f"{number}.mp4",
            "added": BEGAN + timedelta(seconds=number),
            "document": zlib.compress(self._texts[drawn].replace(self._contents[drawn], content.encode()), 6),
        }


def grow(layout: Layout, sizes: Sequence[int], stop: float = math.inf) -> Iterator[Point]:
    """Fill a library to each size and measure it there, from what it holds on, if there is time before ``stop``."""
    source = Source()
    with working_folder(layout) as working:
        for size in sizes:
            if not _fill(layout, working, source, size - ALONE, stop) or time.monotonic() > stop:
                return
            began = time.process_time()
            waits = sorted(_add(layout, working, source.row(number), number) for number in range(size - ALONE, size))
            yield _measure(layout, size, waits, (time.process_time() - began) / ALONE)


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
    while first < last:
        if time.monotonic() > stop:
            return False
        rows = next((size for size in (LARGEST, GROUP, FRESH) if first + size <= last), last - first)
        groups = [range(start, min(start + GROUP, first + rows)) for start in range(first, first + rows, GROUP)]
        final = layout.packed / f"{rows:08d}-{stamp()}.parquet"
        put_tables(final, working, (source.table(numbers) for numbers in groups))
        first += rows
    pack(layout, working)
    return True


def _add(layout: Layout, working: Path, row: dict[str, Any], number: int) -> float:
    """Seconds of what an addition does once an inspection is there; every so often it packs."""
    began = time.perf_counter()
    put_row(layout, working, row)
    if number % FRESH == FRESH - 1:
        pack(layout, working)
    return time.perf_counter() - began


def _measure(layout: Layout, size: int, waits: list[float], cpu: float) -> Point:
    prune(layout)
    seconds, processor = (
        {name: median(each[name] for each in taken) for name in taken[0]}
        for taken in zip(*(_ask(layout, size) for _ in range(REPEATS)), strict=True)
    )
    held = [Path(path) for path in listing(layout).paths(layout)]
    look = seconds.pop("look")
    return Point(
        versions=size,
        add=median(waits),
        add_99=waits[int(len(waits) * 0.99)],
        add_longest=waits[-1],
        add_command=look + median(waits),
        **seconds,
        cpu=processor | {"add": cpu, "add_command": processor["look"] + cpu},
        bytes=sum(path.stat().st_size for path in held),
        files=len(held),
    )


def _ask(layout: Layout, size: int) -> tuple[dict[str, float], dict[str, float]]:
    """Seconds on the clock and on the processors.

    To look a season and a content up in a library that is opened for it, to open one for questions, and to answer each.
    """
    first, last = episode_of(0), episode_of(size - SEASON)
    seconds: dict[str, float] = {}
    processor: dict[str, float] = {}

    @contextlib.contextmanager
    def timed(name: str) -> Iterator[None]:
        wall, cpu = time.perf_counter(), time.process_time()
        yield
        seconds[name], processor[name] = time.perf_counter() - wall, time.process_time() - cpu

    with contextlib.ExitStack() as stack:
        with timed("look"), open_library(layout.root) as library:
            library.versions(last.series, last.season)
            library.holder("0" * 64)
        with timed("open"):
            library = stack.enter_context(open_library(layout.root))
            _ = library.connection
        with timed("all_shots"):
            library.rows(ALL_SHOTS)
        with timed("season"):
            library.rows(FIGURES, {"series": last.series})
    for name, episode in (("page_first", first), ("page_last", last)):
        with timed(name), tempfile.TemporaryDirectory() as out:
            _page(layout, episode, Path(out))
    return seconds, processor


def _page(layout: Layout, episode: Episode, out: Path) -> None:
    """Write a season's page as ``timeline season`` does."""
    season.run(
        season.SeasonJob(
            series=episode.series,
            season=episode.season,
            library=layout.root,
            profile="micro-drama",
            out=out,
            quiet=True,
        ),
        console(),
    )


def main(asked: argparse.Namespace) -> int:
    """Fill, measure and print; with ``--out`` as JSON, Markdown and a drawing, which a later slice goes on with."""
    busy = machine.load()
    sizes = [size for size in SIZES if size <= asked.count - ALONE] + [asked.count]
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
