"""Reads a library: its versions, their documents and where their records are, as they were when it was opened."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from timeline.catalogue.files import Listing, listing
from timeline.catalogue.layout import Layout, find
from timeline.catalogue.rows import document_of, version_values
from timeline.catalogue.views import lay_tables, lay_views, order
from timeline.errors import DocumentError, LibraryError
from timeline.model.episode import Episode, Version
from timeline.model.inspection import Inspection

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_VERSION = (
    "series, season, episode, version, latest, content_id, added, path, size_bytes, modified_ns, profile, "
    "profile_digest, stored, entry"
)
BATCH = 64
"""Documents read at once: some megabytes."""


@contextlib.contextmanager
def open_library(folder: Path, *, views: bool = True) -> Iterator[Library]:
    """Open the library in ``folder`` for reading, as it is at this moment, until the context ends.

    Args:
        folder: the library's.
        views: whether the published views are there for questions; without them it opens in half the time.

    Raises:
        LibraryError: it is none, or one of its files cannot be read.
    """
    layout = find(folder)
    connection = connect()
    try:
        files = listing(layout)
        with readable(layout):
            lay_tables(connection, layout, files)
            if views:
                lay_views(connection)
        yield Library(layout, files, connection)
    finally:
        connection.close()


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
        reason = str(error).splitlines()[0].strip()
        raise LibraryError(
            f"the library '{layout.root}' cannot be read: {reason}; "
            f"`timeline library verify --library {layout.root}` says which file it is and what to do"
        ) from error


class Library:
    """A library at one moment; what is added or removed later is seen when it is opened again."""

    def __init__(self, layout: Layout, files: Listing, connection: DuckDBPyConnection) -> None:
        self.layout = layout
        self.files = files
        self.connection = connection

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
        wanted = {"series": series, "season": season, "episode": episode, "latest": True if latest else None}
        given = {name: value for name, value in wanted.items() if value is not None}
        where = " and ".join(f"{name} = ${name}" for name in given) or "true"
        return tuple(
            Version(**version_values(row))
            for row in self.rows(f"select {_VERSION} from store where {where} order by {order()}", given)
        )

    def series(self) -> tuple[tuple[str, int], ...]:
        """Every series and season that is there, in order."""
        rows = self.rows("select distinct series, season from store order by series, season")
        return tuple((row["series"], row["season"]) for row in rows)

    def holder(self, content_id: str) -> Version | None:
        """The version of that content, whatever episode it is."""
        places = self.rows("select 1 from live where content_id = $content", {"content": content_id})
        found = self.rows(f"select {_VERSION} from store where content_id = $c", {"c": content_id}) if places else []
        return Version(**version_values(found[0])) if found else None

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
        episodes = {version.episode for version in versions}
        given = {"entries": [v.entry for v in versions], **_spread(episodes)}
        rows = self.rows(
            "select entry, document from store where entry in (select unnest($entries)) "
            "and series in (select unnest($series)) and season between $first and $last "
            "and episode between $low and $high",
            given,
        )
        return {row["entry"]: row["document"] for row in rows}

    def rows(self, sql: str, parameters: dict[str, Any] | None = None) -> list[dict[str, Any]]:
        """Rows of a statement of our own, by column name.

        Raises:
            LibraryError: a file is damaged or gone.
        """
        with readable(self.layout):
            done = self.connection.execute(sql, parameters or None)
            names = [column[0] for column in done.description or ()]
            return [dict(zip(names, row, strict=True)) for row in done.fetchall()]


def _spread(episodes: set[Episode]) -> dict[str, Any]:
    """Bounds by which whole row groups are passed over."""
    seasons = [episode.season for episode in episodes]
    numbers = [episode.number for episode in episodes]
    return {
        "series": sorted({episode.series for episode in episodes}),
        "first": min(seasons),
        "last": max(seasons),
        "low": min(numbers),
        "high": max(numbers),
    }


def _opened(version: Version, packed: bytes | None, layout: Layout) -> Inspection:
    if packed is None:
        raise LibraryError(f"{version} is no longer in '{layout.root}'")
    try:
        return document_of(packed)
    except DocumentError as error:
        raise LibraryError(f"{version} in '{layout.root}': {error}; add its file again") from error
