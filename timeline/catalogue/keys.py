"""The keys of a file's rows: what tells them apart, in a small file beside it that is read in no time.

A Parquet file has a hundred columns, and finding them costs more than reading the few that say which versions it holds.
Keys are a copy: a file without them, or with those of another file, is asked itself, and packing writes them again.
"""

from __future__ import annotations

import functools
import hashlib
import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from timeline.catalogue.schema import arrow_schema

if TYPE_CHECKING:
    import pyarrow as pa

SUFFIX = ".keys"
SMALL = 1 << 20
"""Bytes that are read faster than parts of them are found."""
FINDING = ("content_id", "written", "added", "series", "season", "episode")
"""Columns by which rows are found, and by which it is told which of them count; read when a library is opened."""
TELLING = ("entry", "path", "size_bytes", "modified_ns", "profile", "profile_digest", "stored")
"""Columns that say the rest of a ``Version``; read for files in which one was found."""
KEYS = (*FINDING, *TELLING)
REPEATED = ("series", "profile", "profile_digest", "stored")
"""Columns that say the same of many rows; each value is kept once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Keys:
    """Keys of one file, a row of ``finding`` for each of its rows, in their order.

    ``all``: every column, where the file was asked itself. ``whole``: whether it is known to have all columns of today.
    """

    path: Path
    finding: pa.Table
    all: pa.Table | None = field(default=None, repr=False)
    whole: bool = False

    def telling(self) -> pa.Table:
        """Every column.

        Raises:
            OSError, pyarrow.ArrowException: they cannot be read any more.
        """
        if self.all is not None:
            return self.all
        beside = _beside(self.path, KEYS)
        return beside.combine_chunks() if beside is not None else keys_within(self.path)


def keys_of(path: Path) -> Keys:
    """Keys of a Parquet file, from beside it or else out of itself.

    Raises:
        OSError, pyarrow.ArrowException: it cannot be read.
    """
    beside = _beside(path, FINDING)
    if beside is not None:
        return Keys(path=path, finding=beside, whole=_noted(beside)[b"columns"] == _columns())
    within = keys_within(path)
    return Keys(path=path, finding=within.select(FINDING), all=within, whole=_noted(within)[b"columns"] == _columns())


def keys_beside(path: Path) -> Path:
    """Where the keys of a Parquet file are, or would be."""
    return path.with_suffix(SUFFIX)


def _beside(path: Path, columns: tuple[str, ...]) -> pa.Table | None:
    """Columns of what is kept beside a Parquet file; ``None`` where it is gone, damaged, or of a file of another size.

    They are read into memory, not mapped: who packs elsewhere may delete the file while they are in use.
    """
    import pyarrow as pa

    options = pa.ipc.IpcReadOptions(included_fields=[KEYS.index(name) for name in columns])
    try:
        with _opened(keys_beside(path)) as source, pa.ipc.open_file(source, options=options) as reader:
            same = reader.schema.metadata[b"bytes"] == b"%d" % os.stat(path).st_size
            return reader.read_all() if same and reader.schema.equals(key_schema(columns)) else None
    except (OSError, pa.ArrowException, KeyError, TypeError):  # TypeError: a schema that notes nothing
        return None


def _opened(beside: Path) -> pa.NativeFile:
    """Small files are read at once; of a large one the columns that are asked for."""
    import pyarrow as pa

    small = os.stat(beside).st_size <= SMALL
    return pa.BufferReader(beside.read_bytes()) if small else pa.OSFile(str(beside))


def keys_within(path: Path) -> pa.Table:
    """Keys as a Parquet file has them itself; a column that it lacks, as of an older version, is NULL.

    Raises:
        OSError, pyarrow.ArrowException: it cannot be read.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    with pq.ParquetFile(path, read_dictionary=list(REPEATED)) as file:
        found = file.schema_arrow
        table = file.read([name for name in KEYS if name in found.names])
    for column in key_schema():
        if column.name not in table.column_names:
            table = table.append_column(column, pa.nulls(table.num_rows, column.type))
    return _shaped(table, path, _columns() if _has_all(found) else b"")


def _has_all(found: pa.Schema) -> bool:
    """Whether a file has all columns of today; how the items of its lists are called is nothing to go by."""
    return all(
        column.name in found.names and _items(found.field(column.name).type) == _items(column.type)
        for column in arrow_schema()
    )


def _items(kind: pa.DataType) -> pa.DataType | None:
    import pyarrow as pa

    return kind.value_type if pa.types.is_list(kind) else None


def write_keys(file: Path, aside: Path, tables: Sequence[pa.Table] | None = None) -> None:
    """Write aside the keys of a Parquet file, which need not have its name yet.

    Args:
        file: the Parquet file.
        aside: where to write.
        tables: its rows, with all columns of today, where they are at hand; else they are read.

    Raises:
        OSError, pyarrow.ArrowException: it cannot be read, or they cannot be written.
    """
    import pyarrow as pa

    keys = keys_within(file) if tables is None else _shaped(pa.concat_tables(tables), file, _columns())
    with pa.OSFile(str(aside), "wb") as sink, pa.ipc.new_file(sink, keys.schema) as writer:
        writer.write_table(keys)


def fault_beside(path: Path) -> str:
    """What is wrong with the keys beside a Parquet file that is whole; empty where nothing is, or where there are none.

    Raises:
        OSError, pyarrow.ArrowException: the file itself cannot be read.
    """
    if not keys_beside(path).exists():
        return ""
    kept, within = _beside(path, KEYS), keys_within(path)
    if kept is None:
        return "they cannot be read, or are of another file"
    plain = arrow_schema()
    types = [plain.field(name).type for name in KEYS]
    same = (kept.column(n).cast(kind).equals(within.column(n).cast(kind)) for n, kind in enumerate(types))
    return "" if all(same) else "they are not those of its rows"


def _shaped(table: pa.Table, file: Path, columns: bytes) -> pa.Table:
    noted = {b"bytes": b"%d" % os.stat(file).st_size, b"columns": columns}
    shaped = table.select(KEYS).cast(key_schema()).unify_dictionaries().combine_chunks()
    return shaped.replace_schema_metadata(noted)


def _noted(table: pa.Table) -> dict[bytes, bytes]:
    noted: dict[bytes, bytes] = table.schema.metadata
    return noted


@functools.cache
def key_schema(columns: tuple[str, ...] = KEYS) -> pa.Schema:
    """Types of the keys: as in the tables, but for columns whose values are kept once."""
    import pyarrow as pa

    found = arrow_schema()
    repeated = pa.dictionary(pa.int32(), pa.string())
    return pa.schema([pa.field(name, repeated if name in REPEATED else found.field(name).type) for name in columns])


@functools.cache
def _columns() -> bytes:
    """A digest of today's columns and their types."""
    return hashlib.sha256(str(arrow_schema()).encode()).hexdigest().encode()
