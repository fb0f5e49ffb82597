"""Reads a library: its versions, their documents and where their records are, as they were when it was opened."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from timeline.catalogue.files import Listing, listing
from timeline.catalogue.index import Index, Live
from timeline.catalogue.keys import Keys, keys_of
from timeline.catalogue.layout import Layout, find
from timeline.catalogue.rows import document_of, version_values
from timeline.catalogue.views import lay_views
from timeline.errors import DocumentError, LibraryError
from timeline.model.episode import Version
from timeline.model.inspection import Inspection

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

BATCH = 64
"""Documents read at once: some megabytes."""


@contextlib.contextmanager
def open_library(folder: Path) -> Iterator[Library]:
    """Open the library in ``folder`` for reading, as it is at this moment, until the context ends.

    Raises:
        LibraryError: it is none, or one of its files cannot be read.
    """
    layout = find(folder)
    library = Library(layout, listing(layout))
    try:
        yield library
    finally:
        library.close()


def connect() -> DuckDBPyConnection:
    """A database in memory that asks nothing of the network and leaves nothing on the disk."""
    import duckdb

    connection = duckdb.connect(":memory:")
    for setting in (
        "autoinstall_known_extensions = false",
        "autoload_known_extensions = false",
        "temp_directory = ''",
        "parquet_metadata_cache = true",
    ):
        connection.execute(f"set {setting}")
    return connection


@contextlib.contextmanager
def readable(layout: Layout) -> Iterator[None]:
    """Say in one line that a file of the library is damaged or gone.

    Raises:
        LibraryError: in place of what DuckDB raised.
    """
    import duckdb

    try:
        yield
    except duckdb.InterruptException:
        raise
    except duckdb.Error as error:
        raise _unreadable(layout, error) from error


@contextlib.contextmanager
def _read(layout: Layout, path: Path) -> Iterator[None]:
    """As ``readable``, for one file that is read without DuckDB."""
    import pyarrow as pa

    try:
        yield
    except (OSError, pa.ArrowException) as error:
        raise _unreadable(layout, error, f"'{path.relative_to(layout.root)}': ") from error


def _unreadable(layout: Layout, error: Exception, where: str = "") -> LibraryError:
    reason = str(error).strip().splitlines()[0].strip()
    return LibraryError(
        f"the library '{layout.root}' cannot be read: {where}{reason}; "
        f"`timeline library verify --library {layout.root}` says which file it is and what to do"
    )


class Library:
    """A library at one moment; what is added or removed later is seen when it is opened again."""

    def __init__(self, layout: Layout, files: Listing) -> None:
        self.layout = layout
        self.files = files
        self._paths = [Path(path) for path in files.paths(layout)]
        self._index = Index([self._keys(path) for path in self._paths], files.removed)
        self._connection: DuckDBPyConnection | None = None

    def _keys(self, path: Path) -> Keys:
        with _read(self.layout, path):
            return keys_of(path)

    @property
    def connection(self) -> DuckDBPyConnection:
        """A database with the published views, for questions; made when it is first asked for.

        Raises:
            LibraryError: a file is damaged or gone.
        """
        if self._connection is None:
            made = connect()
            try:
                with readable(self.layout):
                    lay_views(made, list(map(str, self._paths)), self._index)
            except BaseException:
                made.close()
                raise
            self._connection = made
        return self._connection

    def close(self) -> None:
        """Let go of the database, where one was made."""
        if self._connection is not None:
            self._connection.close()

    def versions(
        self,
        series: str | None = None,
        season: int | None = None,
        episode: int | None = None,
        *,
        latest: bool = False,
    ) -> tuple[Version, ...]:
        """Versions by series, season, episode and number; all of them, or those of what is named.

        Args:
            series: exact name.
            season: number.
            episode: number.
            latest: only the last version of each episode.
        """
        live = self._index.live(series, season, episode)
        return self._told(live.where(live.version == live.versions) if latest else live)

    def series(self) -> tuple[tuple[str, int], ...]:
        """Every series and season that is there, in order."""
        return tuple(self._index.seasons())

    def holder(self, content_id: str) -> Version | None:
        """The version of that content, whatever episode it is."""
        return next(iter(self._told(self._index.holder(content_id))), None)

    def _told(self, live: Live) -> tuple[Version, ...]:
        return tuple(Version(**version_values(row)) for row in self._index.told(live))

    def record_path(self, version: Version) -> Path:
        """The version's stored record, for ``timeline.library.record.Record``."""
        return self.layout.record(version.content_id)

    def inspection(self, version: Version) -> Inspection:
        """The inspection document of one version.

        Raises:
            LibraryError: it is damaged, or the version is not there.
        """
        ((_, inspection),) = self.inspections([version])
        return inspection

    def inspections(self, versions: Iterable[Version]) -> Iterator[tuple[Version, Inspection]]:
        """The documents of versions, in their order, a few in memory at once.

        Raises:
            LibraryError: one is damaged, or a version is not there.
        """
        wanted = list(versions)
        for first in range(0, len(wanted), BATCH):
            part = wanted[first : first + BATCH]
            packed = self._documents(part)
            for version in part:
                yield version, _opened(version, packed.get(version.entry), self.layout)

    def _documents(self, versions: Sequence[Version]) -> dict[str, bytes]:
        """Documents by entry, of versions whose rows still count."""
        wanted: dict[Path, list[int]] = {}
        for row in self._index.newest_of([version.content_id for version in versions]).tolist():
            part, place = self._index.place(row)
            wanted.setdefault(self._paths[part], []).append(place)
        found: dict[str, bytes] = {}
        for path, places in wanted.items():
            with _read(self.layout, path):
                found |= documents_in(path, places)
        return found

    def rows(self, sql: str, parameters: dict[str, Any] | None = None) -> list[dict[str, Any]]:
        """Rows of a statement of our own, by column name.

        Raises:
            LibraryError: a file is damaged or gone.
        """
        with readable(self.layout):
            done = self.connection.execute(sql, parameters or None)
            names = [column[0] for column in done.description or ()]
            return [dict(zip(names, row, strict=True)) for row in done.fetchall()]


def documents_in(path: Path, places: Sequence[int]) -> dict[str, bytes]:
    """Documents of rows of one file, by entry; ``places`` ascend.

    Raises:
        OSError, pyarrow.ArrowException: it cannot be read.
    """
    import pyarrow.parquet as pq

    found: dict[str, bytes] = {}
    with pq.ParquetFile(path) as file:
        first = 0
        for group in range(file.num_row_groups):
            rows = file.metadata.row_group(group).num_rows
            inside = [place - first for place in places if first <= place < first + rows]
            first += rows
            if inside:
                table = file.read_row_group(group, ["entry", "document"]).take(inside)
                found |= {row["entry"]: row["document"] for row in table.to_pylist()}
    return found


def _opened(version: Version, packed: bytes | None, layout: Layout) -> Inspection:
    if packed is None:
        raise LibraryError(f"{version} is no longer in '{layout.root}'")
    try:
        return document_of(packed)
    except DocumentError as error:
        raise LibraryError(f"{version} in '{layout.root}': {error}; add its file again") from error
