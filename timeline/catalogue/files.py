"""The files of a library as they are now, and putting new ones in: whole or not at all, never over another."""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from timeline.catalogue.keys import KEYS, keys_beside, write_keys
from timeline.catalogue.layout import Layout, stamp
from timeline.catalogue.schema import arrow_schema
from timeline.errors import OutputError

if TYPE_CHECKING:
    import pyarrow as pa

CODEC = "zstd"
PRUNED = ["series", "season", "episode", "content_id"]
"""Columns by which whole files are passed over; statistics of the others would double the size of one row."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """What a library holds at one moment: names of files, without those that a packed one replaces.

    ``removed``: contents that were removed. ``replaced``: (replaced name, name of the packed file that holds its rows).
    """

    fresh: tuple[str, ...]
    packed: tuple[str, ...]
    removed: frozenset[str]
    replaced: tuple[tuple[str, str], ...]

    def paths(self, layout: Layout) -> list[str]:
        """Every file that is to be read."""
        return [str(layout.packed / name) for name in self.packed] + [str(layout.fresh / name) for name in self.fresh]


def listing(layout: Layout) -> Listing:
    """Look at the folder once. Fresh files are listed first: what is packed in between is then read there too.

    A row may thus be met twice, never missed; readers take each content once.
    """
    fresh = _names(layout.fresh)
    packed = _names(layout.packed)
    replaced = [(old, new) for new in packed for old in replaced_by(layout, new)]
    gone = {old for old, _ in replaced}
    return Listing(
        fresh=tuple(name for name in fresh if name not in gone),
        packed=tuple(name for name in packed if name not in gone),
        removed=frozenset(os.listdir(layout.removed)) if layout.removed.exists() else frozenset(),
        replaced=tuple(replaced),
    )


def _names(folder: Path) -> list[str]:
    with contextlib.suppress(FileNotFoundError):
        return sorted(name for name in os.listdir(folder) if name.endswith(".parquet") and not name.startswith("."))
    return []


def replaced_by(layout: Layout, packed: str) -> list[str]:
    """Names of the files whose rows a packed file holds; none where its note is gone or damaged."""
    with contextlib.suppress(OSError, ValueError, TypeError, KeyError):
        names = json.loads((layout.packed / packed).with_suffix(".json").read_text(encoding="utf-8"))["replaces"]
        return [str(name) for name in names]
    return []


def put_row(layout: Layout, working: Path, row: Mapping[str, Any]) -> str:
    """Write one version's row as a file of its own; the name of its entry.

    Raises:
        OutputError: the library cannot be written.
    """
    import pyarrow as pa

    entry = f"{row['content_id']}-{stamp()}"
    whole = dict(row) | {"entry": entry, "written": datetime.now(UTC).replace(tzinfo=None)}
    table = pa.Table.from_pylist([whole], schema=arrow_schema())
    # Before the row has its name: who packs lists files first and removals after, and drops no row that is wanted.
    (layout.removed / row["content_id"]).unlink(missing_ok=True)
    put_tables(layout.fresh / f"{entry}.parquet", working, [table], single=True)
    return entry


def put_tables(final: Path, working: Path, tables: Iterable[pa.Table], *, single: bool = False) -> None:
    """Write tables as row groups of one file, aside, and give it its name; ``single``: one row, soon to be packed.

    Its keys go before it: who finds the file finds them beside it.

    Raises:
        OutputError: the library cannot be written.
    """
    import pyarrow.parquet as pq

    aside = working / final.name
    keys: list[pa.Table] = []
    try:
        with pq.ParquetWriter(
            aside,
            arrow_schema(),
            compression=CODEC,
            write_page_checksum=True,
            use_dictionary=not single,
            write_statistics=PRUNED if single else True,
            store_schema=False,
        ) as writer:
            for table in tables:
                writer.write_table(table)
                keys.append(table.select(KEYS))
        write_keys(aside, keys_beside(aside), keys)
        put_file(keys_beside(aside), keys_beside(final))
        put_file(aside, final)
    except OSError as error:
        raise refusal(final, error) from error


def put_file(aside: Path, final: Path) -> None:
    """Give a file that was written aside its name, once its bytes are on the disk."""
    with aside.open("rb") as file:
        os.fsync(file.fileno())
    os.replace(aside, final)


def refusal(path: Path, error: OSError) -> OutputError:
    """A failed write in words."""
    return OutputError(
        f"cannot write '{path}': {error.strerror or error}; free some room or see to its rights, then run it again"
    )


def put_removed(layout: Layout, content_id: str) -> None:
    """Note that a content is no longer wanted, then let go of its record; its rows go when files are next packed.

    Raises:
        OutputError: the library cannot be written.
    """
    note = layout.removed / content_id
    try:
        note.touch()
        layout.record(content_id).unlink(missing_ok=True)
    except OSError as error:
        raise refusal(note, error) from error
