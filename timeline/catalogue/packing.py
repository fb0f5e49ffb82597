"""Merges the many small files of a library into few large ones, while others write and read.

A file with its rows takes its name first, with a note of those it replaces; readers then pass these over, and they are
deleted when nobody can still be reading them. Sizes grow by steps, so that a row is written again only once a step.
"""

from __future__ import annotations

import contextlib
import json
import os
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from timeline.catalogue.files import Listing, listing, put_file, put_tables, refusal
from timeline.catalogue.keys import SUFFIX, keys_beside, write_keys
from timeline.catalogue.layout import Layout, is_gone, owner, stamp
from timeline.catalogue.schema import IDENTITY, arrow_schema

if TYPE_CHECKING:
    import pyarrow as pa

FRESH = 32
"""Files of one version from which they are packed: all of them are opened by every reader."""
STEP = 8
"""Files of one size that are merged into one of the next."""
LARGEST = 16_384
"""Rows of a file that is merged no further: about 400 MB."""
GROUP = 1024
"""Rows a row group: small enough to read one season out of a large file, large enough for few of them."""
GRACE = 600.0
"""Seconds for which a replaced file stays, for those who listed it before."""
NAMELESS = 60.0
"""Seconds after which a claim without a name is of a process that ended between making the file and signing it."""

BESIDE = (".json", SUFFIX)
"""What lies beside a file, and goes when it is gone."""

Row: TypeAlias = tuple[Path, int]
Rank: TypeAlias = tuple[datetime, str]


def rank(row: Mapping[str, Any]) -> Rank:
    """By which the newest of several rows of one content is told; the views hold to the same."""
    return row["written"], row["entry"]


def pack(layout: Layout, working: Path, *, everything: bool = False) -> int:
    """Merge what is due, or ``everything`` there is; how many files were merged. Never waits for another that packs.

    Raises:
        OutputError: the library cannot be written.
    """
    merged = 0
    with _claimed(layout) as mine:
        while mine and (due := _due(layout, listing(layout), everything)) and (done := _merge(layout, working, due)):
            merged, everything = merged + done, False
        if mine:
            _keep_keys(layout, working)
            prune(layout)
    return merged


def _keep_keys(layout: Layout, working: Path) -> None:
    """Write the keys of packed files that have none: of an older version, or deleted because they were damaged."""
    import pyarrow as pa

    for path in (layout.packed / name for name in listing(layout).packed):
        if not keys_beside(path).exists():
            aside = working / keys_beside(path).name
            with contextlib.suppress(OSError, pa.ArrowException):  # the library is read without them
                write_keys(path, aside)
                put_file(aside, keys_beside(path))


@contextlib.contextmanager
def _claimed(layout: Layout) -> Iterator[bool]:
    """Whether this process packs. Two that do cost time, no rows: readers take each content once."""
    claim = layout.root / "packing"
    with contextlib.suppress(OSError):
        name, touched = claim.read_text(encoding="utf-8"), claim.stat().st_mtime
        if is_gone(name, touched) if name else time.time() - touched > NAMELESS:
            claim.unlink()
    try:
        with claim.open("x", encoding="utf-8") as file:
            file.write(owner())
    except FileExistsError:
        yield False
        return
    except OSError as error:
        raise refusal(claim, error) from error
    try:
        yield True
    finally:
        claim.unlink(missing_ok=True)


def _due(layout: Layout, files: Listing, everything: bool) -> list[Path]:
    """The files to merge next into one; none when all is well."""
    fresh = [layout.fresh / name for name in files.fresh]
    packed = sorted((rows_in(name), layout.packed / name) for name in files.packed)
    if everything:
        small = [path for rows, path in packed if rows < LARGEST]
        return [*fresh, *small] if fresh or len(small) > 1 or files.removed else []
    if len(fresh) >= FRESH:
        return fresh
    steps: dict[int, list[Path]] = {}
    for rows, path in packed:
        if rows < LARGEST:
            steps.setdefault(_step(rows), []).append(path)
    return next((paths for _, paths in sorted(steps.items()) if len(paths) >= STEP), [])


def rows_in(packed: str) -> int:
    """Rows of a packed file, as its name says."""
    rows = packed.partition("-")[0]
    return int(rows) if rows.isdecimal() else 0


def _step(rows: int) -> int:
    step, size = 0, FRESH * STEP
    while rows >= size:
        step, size = step + 1, size * STEP
    return step


def _merge(layout: Layout, working: Path, paths: Sequence[Path]) -> int:
    """Write the rows of files that can be read into packed ones; damaged files stay for ``verify`` to tell of."""
    import pyarrow as pa

    removed = listing(layout).removed
    newest: dict[str, tuple[Rank, Row]] = {}
    whole = []
    for path in paths:
        try:
            keys = _checked_keys(path)
        except (OSError, pa.ArrowException):
            continue
        whole.append(path)
        for number, key in enumerate(keys):
            content = key["content_id"]
            if content not in removed and rank(key) >= newest.get(content, (rank(key),))[0]:
                newest[content] = rank(key), (path, number)
    if whole:
        _put(layout, working, whole, {row for _, row in newest.values()})
    return len(whole)


def _checked_keys(path: Path) -> list[dict[str, Any]]:
    """What tells a file's rows apart, once every page of it was read against its checksum."""
    import pyarrow.parquet as pq

    with pq.ParquetFile(path, page_checksum_verification=True) as file:
        for group in range(file.num_row_groups):
            file.read_row_group(group)
        rows: list[dict[str, Any]] = file.read(["content_id", "written", "entry"]).to_pylist()
        return rows


def _put(layout: Layout, working: Path, paths: Sequence[Path], chosen: set[Row]) -> None:
    final = layout.packed / f"{len(chosen):08d}-{stamp()}.parquet"
    note = working / final.with_suffix(".json").name
    try:
        note.write_text(json.dumps({"replaces": sorted(path.name for path in paths)}), encoding="utf-8")
        put_file(note, final.with_suffix(".json"))
    except OSError as error:
        raise refusal(final, error) from error
    put_tables(final, working, _grouped(_tables(paths, chosen)))


def _tables(paths: Iterable[Path], chosen: set[Row]) -> Iterator[pa.Table]:
    """The chosen rows, a row group in memory at a time."""
    import pyarrow.parquet as pq

    for path in paths:
        first = 0
        with pq.ParquetFile(path) as file:
            for group in range(file.num_row_groups):
                table = file.read_row_group(group)
                keep = [n for n in range(table.num_rows) if (path, first + n) in chosen]
                first += table.num_rows
                if keep:
                    yield _shaped(table if len(keep) == table.num_rows else table.take(keep))


def _shaped(table: pa.Table) -> pa.Table:
    """A table with today's columns: those it lacks, as of an older version, are NULL."""
    import pyarrow as pa

    schema = arrow_schema()
    if table.schema.names == schema.names:
        return table.cast(schema)
    return pa.Table.from_pylist(table.to_pylist(), schema=schema)


def _grouped(tables: Iterable[pa.Table]) -> Iterator[pa.Table]:
    """Tables joined to row groups, each in the order of seasons, so that one season lies in few of them."""
    import pyarrow as pa

    waiting: list[pa.Table] = []
    for table in tables:
        waiting.append(table)
        if sum(each.num_rows for each in waiting) >= GROUP:
            yield _sorted(pa.concat_tables(waiting))
            waiting = []
    yield _sorted(pa.concat_tables(waiting)) if waiting else arrow_schema().empty_table()


def _sorted(table: pa.Table) -> pa.Table:
    keys = list(zip(*(table.column(column.name).to_pylist() for column in IDENTITY), strict=True))
    ordered = sorted(range(len(keys)), key=keys.__getitem__)
    return table if ordered == list(range(len(keys))) else table.take(ordered).combine_chunks()


def prune(layout: Layout) -> int:
    """Delete files that were replaced long enough ago, and notes and keys of none; how many files that were."""
    now, gone = time.time(), 0
    files = listing(layout)
    there = {folder: set(_list(folder)) for folder in (layout.fresh, layout.packed)}
    for folder, names in there.items():  # fresh first: what replaces them is itself replaced later
        for old, new in files.replaced:
            if old in names and _age(layout.packed / new, now) > GRACE:
                with contextlib.suppress(OSError):
                    (folder / old).unlink(missing_ok=True)
                    names.discard(old)
                    gone += 1
        for path in (folder / name for name in names):
            lone = path.suffix in BESIDE and path.with_suffix(".parquet").name not in names
            if lone and _age(path, now) > GRACE:
                with contextlib.suppress(OSError):
                    path.unlink(missing_ok=True)
    return gone


def _list(folder: Path) -> list[str]:
    with contextlib.suppress(OSError):
        return os.listdir(folder)
    return []


def _age(path: Path, now: float) -> float:
    with contextlib.suppress(OSError):
        return now - path.stat().st_mtime
    return 0.0
