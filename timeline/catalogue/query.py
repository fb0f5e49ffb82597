"""One question of a user's to a library: a single SELECT over its views, that reads nothing else and ends in time.

Held in four ways: the statement is parsed by DuckDB and must be one SELECT; DuckDB may open the library's own Parquet
files and no other, and no setting can be changed; memory and time are limited; and for what cannot be interrupted, the
whole process is (``guard``), which is for a command that does nothing else.
"""

from __future__ import annotations

import contextlib
import os
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from timeline.catalogue.reader import Library
from timeline.errors import LibraryError

if TYPE_CHECKING:
    import pyarrow as pa

SECONDS = 60.0
MEGABYTES = 2048
LAST_RESORT = 5.0
"""Seconds after its time in which a query may still end by itself."""
BATCH = 2048


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How long a query may take and how much memory it may use."""

    seconds: float = SECONDS
    megabytes: int = MEGABYTES


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """An answer: its columns, of which no two have one name, and its rows in batches, as they are found."""

    schema: pa.Schema
    batches: Iterator[pa.RecordBatch]

    @property
    def columns(self) -> list[str]:
        """Names of the columns, in order."""
        return list(self.schema.names)

    def rows(self) -> Iterator[tuple[Any, ...]]:
        """Values by column, in order."""
        for batch in self.batches:
            yield from zip(*(column.to_pylist() for column in batch.columns), strict=True)


@contextlib.contextmanager
def ask(library: Library, sql: str, limits: Limits | None = None) -> Iterator[Answer]:
    """Ask a library one SELECT; read the answer within the context. A library answers one query of a user's.

    Raises:
        LibraryError: it is no single SELECT, is wrong, reaches outside the library, or exceeds its limits; also while
            its rows are read.
    """
    limits = limits or Limits()
    timer = threading.Timer(limits.seconds, library.connection.interrupt)
    timer.daemon = True
    with _in_words(limits):
        _check(library, sql)
        _lock(library, limits)
        timer.start()
        try:
            reader: pa.RecordBatchReader = library.connection.sql(sql).to_arrow_reader(BATCH)
        except BaseException:
            timer.cancel()
            raise
    try:
        schema = reader.schema.empty_table().rename_columns(_distinct(reader.schema.names)).schema
        yield Answer(schema=schema, batches=_read(reader, schema, limits))
    except MemoryError as error:  # of who writes the answer: the whole process is held
        raise LibraryError(_too_large(limits)) from error
    finally:
        timer.cancel()


def _read(reader: pa.RecordBatchReader, schema: pa.Schema, limits: Limits) -> Iterator[pa.RecordBatch]:
    with _in_words(limits):
        for batch in reader:
            yield batch.rename_columns(schema.names)


def _distinct(names: list[str]) -> list[str]:
    """Names as they are, from the second of one name on with a number behind it."""
    taken: set[str] = set()
    out = []
    for name in names:
        fresh = next(n for n in (name, *(f"{name}_{k}" for k in range(1, len(names) + 1))) if n not in taken)
        taken.add(fresh)
        out.append(fresh)
    return out


def _check(library: Library, sql: str) -> None:
    import duckdb

    statements = library.connection.extract_statements(sql)
    if len(statements) != 1:
        raise LibraryError(f"a query is one SELECT; this is {len(statements)} statements")
    if statements[0].type != duckdb.StatementType.SELECT:
        raise LibraryError(f"a query is one SELECT; this is {statements[0].type.name}, and a library is only read here")


def _lock(library: Library, limits: Limits) -> None:
    connection = library.connection
    connection.execute("set allowed_paths = $1::varchar[]", [library.files.paths(library.layout)])
    connection.execute(f"set memory_limit = '{limits.megabytes}MiB'")
    connection.execute("set enable_external_access = false")
    connection.execute("set lock_configuration = true")


@contextlib.contextmanager
def _in_words(limits: Limits) -> Iterator[None]:
    import duckdb
    import pyarrow as pa

    try:
        yield
    except duckdb.InterruptException as error:
        raise LibraryError(too_long(limits)) from error
    except (duckdb.OutOfMemoryException, MemoryError) as error:
        raise LibraryError(_too_large(limits)) from error
    except duckdb.PermissionException as error:
        raise LibraryError(f"the query reaches outside the library: {_line(error)}") from error
    except duckdb.Error as error:
        raise LibraryError(f"the query cannot run: {_line(error)}") from error
    except (pa.ArrowException, OSError) as error:  # what DuckDB meets while its rows are handed over
        raise LibraryError(
            too_long(limits) if "INTERRUPT" in str(error) else f"the query failed: {_line(error)}"
        ) from error


def _too_large(limits: Limits) -> str:
    return f"the query needs more than {limits.megabytes} MiB; narrow it with where or limit, or give --memory"


def too_long(limits: Limits) -> str:
    """What is said of a query that did not end."""
    return f"the query was stopped after {limits.seconds:g} s; narrow it with where or limit, or give --seconds"


def _line(error: BaseException) -> str:
    """The first line of what DuckDB says, and its suggestion where it has one."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    hints = [line for line in lines[1:] if line.startswith(("Did you mean", "Candidate bindings"))]
    return "; ".join(lines[:1] + hints[:1])


@contextlib.contextmanager
def guard(library: Library, limits: Limits, clean_up: Callable[[], None]) -> Iterator[None]:
    """End the whole process where a query neither ends nor can be interrupted, and cap the memory it can have.

    Raises:
        LibraryError: the library cannot be read; it is opened for questions before memory is capped.
    """
    _ = library.connection
    before = _cap(limits)

    def end() -> None:
        clean_up()
        print(f"timeline: {too_long(limits)}", file=sys.stderr, flush=True)
        os._exit(LibraryError.exit_code)

    timer = threading.Timer(limits.seconds + LAST_RESORT, end)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        _uncap(before)


def _cap(limits: Limits) -> tuple[int, int] | None:
    """Cap what the process may map; returns what the limits were, ``None`` where they stay.

    Twice what the query may use, beside what the process maps already; some of DuckDB's functions count nothing.
    """
    with contextlib.suppress(ImportError, OSError, ValueError):
        import resource

        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
        most = pages * resource.getpagesize() + ((2 * limits.megabytes + 1024) << 20)
        soft, hard = resource.getrlimit(resource.RLIMIT_AS)
        if hard == resource.RLIM_INFINITY or most < hard:
            resource.setrlimit(resource.RLIMIT_AS, (most, hard))
            return soft, hard
    return None


def _uncap(before: tuple[int, int] | None) -> None:
    """Whoever asks within a longer-lived process, or starts another from it, has its memory back."""
    if before is not None:
        import resource

        resource.setrlimit(resource.RLIMIT_AS, before)
