"""Checks the files of a library, one after the other: what is damaged, missing or stale, and what to do about it."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeAlias

from timeline.catalogue.files import listing
from timeline.catalogue.keys import fault_beside, keys_beside
from timeline.catalogue.layout import Layout
from timeline.catalogue.packing import Rank, rank, rows_in
from timeline.catalogue.rows import document_of
from timeline.errors import DocumentError
from timeline.model.episode import Episode

Fault: TypeAlias = Literal["damaged", "missing", "stale", "left over"]
Look: TypeAlias = Callable[[Path, str], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Complaint:
    """One thing that is not as it should be: which file, of what, and what to do. ``left over`` harms nothing."""

    fault: Fault
    file: str
    what: str
    remedy: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """One version as its file has it; ``complaint`` where something about it is wrong."""

    content_id: str
    complaint: Complaint | None = None


def check(layout: Layout, record: Look, stored: str) -> Iterator[Checked | Complaint]:
    """Read every file that counts, every document and every record.

    Args:
        layout: the library.
        record: says what is wrong with the record at a path, of a content; empty where nothing is.
        stored: version of what a record holds today.
    """
    files = listing(layout)
    paths = [Path(name) for name in files.paths(layout)]
    newest = _newest(paths)
    seen: set[str] = set()
    for path in paths:
        for row in _rows_of(layout, path):
            if isinstance(row, Complaint):
                yield row
                continue
            content = str(row["content_id"])
            counts = rank(row) == newest.get(content) and content not in files.removed
            if counts and content not in seen:
                seen.add(content)
                yield _row(layout, str(path.relative_to(layout.root)), row, record, stored)
    yield from _left_over(layout, seen | set(files.removed))


def _newest(paths: Iterable[Path]) -> dict[str, Rank]:
    """The rank of each content's newest row, the one that counts; damaged files are told of when they are read."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    newest: dict[str, Rank] = {}
    for path in paths:
        with contextlib.suppress(OSError, pa.ArrowException, ValueError):
            for row in pq.read_table(path, columns=["content_id", "written", "entry"]).to_pylist():
                content = str(row["content_id"])
                newest[content] = max(newest.get(content, rank(row)), rank(row))
    return newest


def _rows_of(layout: Layout, path: Path) -> Iterator[dict[str, object] | Complaint]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    name = str(path.relative_to(layout.root))
    columns = ["series", "season", "episode", "content_id", "written", "entry", "path", "stored", "document"]
    try:
        with pq.ParquetFile(path, page_checksum_verification=True) as file:
            for group in range(file.num_row_groups):
                file.read_row_group(group)
                yield from file.read_row_group(group, columns).to_pylist()
        if fault := fault_beside(path):
            beside = str(keys_beside(path).relative_to(layout.root))
            yield Complaint(
                fault="damaged", file=beside, what=f"keys of {_rows(path)}: {fault}", remedy=_without(beside)
            )
    except FileNotFoundError:
        return  # packed by another process while this one read; it is met there
    except (OSError, pa.ArrowException, ValueError) as error:
        reason = str(error).strip().splitlines()[0]
        yield Complaint(fault="damaged", file=name, what=f"{_rows(path)}: {reason}", remedy=_again(name))


def _rows(path: Path) -> str:
    rows = rows_in(path.name) if path.parent.name == "packed" else 1
    return "1 version" if rows == 1 else f"{rows} versions"


def _again(name: str) -> str:
    return f"delete {name}, then add the files again; their records are kept, so nothing is decoded twice"


def _without(name: str) -> str:
    return f"delete {name}; `timeline library compact` writes it again from the file beside it"


def _row(layout: Layout, name: str, row: dict[str, object], record: Look, stored: str) -> Checked:
    content, path = str(row["content_id"]), str(row["path"])
    episode = _name(row)
    kept = layout.record(content)
    at = str(kept.relative_to(layout.root))

    def wrong(fault: Fault, file: str, what: str, remedy: str) -> Checked:
        complaint = Complaint(fault=fault, file=file, what=f"{episode}: {what}", remedy=remedy)
        return Checked(content_id=content, complaint=complaint)

    try:
        document = row["document"]
        if document_of(document if isinstance(document, bytes) else b"").content_id != content:
            raise DocumentError("the document is of another content")
    except DocumentError as error:
        return wrong("damaged", name, str(error), f"remove that version, then add '{path}' again")
    if not kept.exists():
        return wrong("missing", at, "its stored record is gone", f"add '{path}' again")
    if row["stored"] != stored:
        return wrong("stale", at, "its stored record is of another version of the program", f"add '{path}' again")
    fault = record(kept, content)
    if fault:
        return wrong("damaged", at, f"its record cannot be trusted: {fault}", f"delete it, then add '{path}' again")
    return Checked(content_id=content)


def _name(row: dict[str, object]) -> str:
    with contextlib.suppress(ValueError, TypeError):
        return str(Episode(series=str(row["series"]), season=int(str(row["season"])), number=int(str(row["episode"]))))
    return "an episode without a name"


def _left_over(layout: Layout, known: set[str]) -> Iterator[Complaint]:
    """Records of no version: of an addition that was interrupted, which finds them when it is run again."""
    for path in sorted((layout.root / "records").glob("*/*")):
        if path.name.removesuffix(".record") not in known:
            size = os.stat(path).st_size
            yield Complaint(
                fault="left over",
                file=str(path.relative_to(layout.root)),
                what=f"a record of no version, {size / 1e6:.1f} MB, from an addition that was interrupted",
                remedy="add the files again, which takes it, or delete it",
            )
