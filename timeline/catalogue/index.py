"""Which rows of a library's files count: each content once, in its newest row, numbered within its episode.

Worked out from the keys of the files alone, for what is asked: an episode, a season, or everything.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from timeline.catalogue.keys import FINDING, KEYS, Keys, key_schema

if TYPE_CHECKING:
    import pyarrow as pa

Rows: TypeAlias = NDArray[np.int64]
"""Rows of all files together, by number: those of the first file from 0 on, then those of the second."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Live:
    """Rows that count, int64 (N,) in the order of series, season, episode and version; ``versions``: of its episode."""

    rows: Rows
    version: Rows
    versions: Rows

    def where(self, wanted: NDArray[np.bool_]) -> Live:
        """Some of them."""
        return Live(rows=self.rows[wanted], version=self.version[wanted], versions=self.versions[wanted])


class Index:
    """The keys of a library's files at one moment; ``removed``: contents that were taken out.

    Two processes that add one content, or pack one file, at the same moment leave a row twice: here it is taken once.
    """

    def __init__(self, parts: Sequence[Keys], removed: Iterable[str]) -> None:
        import pyarrow as pa

        self._parts = parts
        self._starts = np.cumsum([0, *(part.finding.num_rows for part in parts)], dtype=np.int64)
        chunks = [chunk for part in parts for chunk in part.finding.column("content_id").chunks]
        self._contents = pa.chunked_array(chunks, pa.string())
        self._removed = pa.array(sorted(removed), pa.string())

    @property
    def whole(self) -> bool:
        """Whether every file is known to have all columns of today."""
        return all(part.whole for part in self._parts)

    def live(self, series: str | None = None, season: int | None = None, episode: int | None = None) -> Live:
        """Rows that count of what is named, or of everything."""
        if series is None and season is None and episode is None:
            return self._numbered(self._newest(self._every()))
        named = self._named(series, season, episode)
        rivals = self.of_contents(self._taken(named, ("content_id",)).column("content_id"))
        newest = self._newest(rivals)
        return self._numbered(newest[np.isin(newest, named, assume_unique=True)])

    def of_contents(self, contents: pa.ChunkedArray) -> Rows:
        """Every row of these contents."""
        import pyarrow.compute as pc

        found = pc.is_in(self._contents, value_set=contents.combine_chunks())
        return np.flatnonzero(found.to_numpy())

    def holder(self, content_id: str) -> Live:
        """The row that counts of a content, numbered within its episode; none where it is not there."""
        import pyarrow as pa

        newest = self._newest(self.of_contents(pa.chunked_array([[content_id]])))
        if not len(newest):
            return self._numbered(newest)
        (episode,) = self._taken(newest, ("series", "season", "episode")).to_pylist()
        live = self.live(**episode)
        return live.where(live.rows == newest)

    def newest_of(self, contents: Sequence[str]) -> Rows:
        """The rows that count of these contents."""
        import pyarrow as pa

        return self._newest(self.of_contents(pa.chunked_array([list(contents)], pa.string())))

    def place(self, row: int) -> tuple[int, int]:
        """The number of the file in which a row is, and of the row in it."""
        part = int(np.searchsorted(self._starts, row, side="right")) - 1
        return part, row - int(self._starts[part])

    def seasons(self) -> list[tuple[str, int]]:
        """Every series and season of which a row counts, in order."""
        table = (
            self._taken(self._newest(self._every()), ("series", "season")).group_by(["series", "season"]).aggregate([])
        )
        return sorted((row["series"], row["season"]) for row in table.to_pylist())

    def told(self, live: Live) -> list[dict[str, Any]]:
        """Rows with all their keys, and what each is among the versions of its episode, in the order of ``live``."""
        order = np.argsort(live.rows)
        keys = self._taken(live.rows[order], KEYS).to_pylist()
        numbers = zip(live.version[order].tolist(), live.versions[order].tolist(), strict=True)
        rows = [key | {"version": n, "latest": n == many} for key, (n, many) in zip(keys, numbers, strict=True)]
        return [rows[place] for place in np.argsort(order)]

    def table(self, paths: Sequence[str]) -> pa.Table:
        """Where every row that counts is, and what it is among the versions of its episode."""
        import pyarrow as pa

        live = self.live()
        part = np.searchsorted(self._starts, live.rows, side="right") - 1
        return pa.table(
            {
                "filename": pa.DictionaryArray.from_arrays(pa.array(part, pa.int32()), pa.array(paths, pa.string())),
                "file_row_number": live.rows - self._starts[part],
                "version": live.version,
                "latest": live.version == live.versions,
                "versions": live.versions,
            }
        )

    def _every(self) -> Rows:
        return np.arange(self._starts[-1], dtype=np.int64)

    def _named(self, series: str | None, season: int | None, episode: int | None) -> Rows:
        """Every row of what is named, whether it counts or not."""
        found = []
        for first, part in zip(self._starts.tolist(), self._parts, strict=False):
            named = np.ones(part.finding.num_rows, dtype=np.bool_)
            if series is not None:
                column = part.finding.column("series").combine_chunks()
                named &= column.indices.to_numpy() == column.dictionary.index(series).as_py()  # -1 where it has none
            for name, number in (("season", season), ("episode", episode)):
                if number is not None:
                    named &= part.finding.column(name).to_numpy() == number
            found.append(first + np.flatnonzero(named))
        return np.concatenate([np.zeros(0, np.int64), *found])

    def _taken(self, rows: Rows, columns: tuple[str, ...]) -> pa.Table:
        """Columns of rows, which ascend."""
        import pyarrow as pa

        bounds = np.searchsorted(rows, self._starts).tolist()
        taken = [key_schema(columns).empty_table()]
        for part, first, low, high in zip(self._parts, self._starts.tolist(), bounds, bounds[1:], strict=False):
            if low < high:
                table = part.finding if set(columns) <= set(FINDING) else part.telling()
                taken.append(_some(table.select(columns), rows[low:high] - first))
        return pa.concat_tables(taken).unify_dictionaries()

    def _newest(self, rows: Rows) -> Rows:
        """Of rows, which are all those of their contents, the newest of each content that was not removed."""
        import pyarrow.compute as pc

        table = self._taken(rows, ("content_id", "written"))
        contents, written = table.column("content_id").combine_chunks(), _numbers(table, "written")
        if len(self._removed):
            kept = ~pc.is_in(contents, value_set=self._removed).to_numpy(zero_copy_only=False)
            rows, contents, written = rows[kept], contents.filter(kept), written[kept]
        content = contents.dictionary_encode().indices.to_numpy()
        several = np.flatnonzero(np.bincount(content)[content] > 1)
        if not len(several):
            return rows
        entries = self._taken(rows[several], ("entry",)).column("entry").combine_chunks()
        order = several[np.lexsort((pc.rank(entries).to_numpy(), written[several], content[several]))]
        older = order[:-1][content[order[:-1]] == content[order[1:]]]
        return np.delete(rows, older)

    def _numbered(self, rows: Rows) -> Live:
        """Rows in the order of a season; versions of an episode in that in which they were added."""
        import pyarrow.compute as pc

        table = self._taken(rows, ("content_id", "added", "series", "season", "episode"))
        series = table.column("series").combine_chunks()
        names = pc.rank(series.dictionary).to_numpy()[series.indices.to_numpy()] if len(rows) else rows
        of = [_numbers(table, "episode"), _numbers(table, "season"), names]
        added = _numbers(table, "added")
        order = np.lexsort((added, *of))
        at_once = order[_repeats(added[order], *(key[order] for key in of))]
        if len(at_once):
            contents = np.zeros(len(rows), np.int64)
            contents[at_once] = pc.rank(table.column("content_id").take(at_once).combine_chunks()).to_numpy()
            order = np.lexsort((contents, added, *of))
        first = np.flatnonzero(~_as_before(*(key[order] for key in of)))
        many = np.diff(np.append(first, len(rows)))
        return Live(
            rows=rows[order],
            version=np.arange(1, len(rows) + 1) - np.repeat(first, many),
            versions=np.repeat(many, many),
        )


def _some(table: pa.Table, rows: Rows) -> pa.Table:
    return table if len(rows) == table.num_rows else table.take(rows)


def _numbers(table: pa.Table, column: str) -> Rows:
    """A column of numbers or moments, int64; moments in microseconds."""
    import pyarrow as pa

    numbers: Rows = table.column(column).cast(pa.int64()).to_numpy()
    return numbers


def _as_before(*keys: Rows) -> NDArray[np.bool_]:
    """Where all keys are those of the place before."""
    same = np.ones(len(keys[0]), dtype=np.bool_)
    same[:1] = False
    for key in keys:
        same[1:] &= key[1:] == key[:-1]
    return same


def _repeats(*keys: Rows) -> NDArray[np.bool_]:
    """Where all keys are those of the place before or behind."""
    same = _as_before(*keys)
    same[:-1] |= same[1:]
    return same
