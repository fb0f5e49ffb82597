"""The views of a library, as SQL over its files: each content once, in its newest row, numbered within its episode."""

from __future__ import annotations

from typing import TYPE_CHECKING

from timeline.catalogue.files import Listing
from timeline.catalogue.layout import Layout
from timeline.catalogue.schema import ALIASES, IDENTITY, LISTS, STORED, Column, views

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_LIVE = """
create table live as
with found as (
    select content_id, series, season, episode, added, written, entry, filename, file_row_number from rows
    where content_id not in (select content_id from removed)
), newest as (
    select * from found
    qualify row_number() over (partition by content_id order by written desc, entry desc, filename desc) = 1
)
select filename, file_row_number, content_id, entry, number as version, number = versions as latest, versions
from (
    select *, row_number() over (partition by series, season, episode order by added, content_id) as number,
        count(*) over (partition by series, season, episode) as versions
    from newest
)
"""
"""Two processes that add one content, or pack one file, at the same moment leave a row twice: here it is taken once."""

_STORE = """
create view store as
select rows.*, live.version, live.latest, live.versions
from rows join live on rows.filename = live.filename and rows.file_row_number = live.file_row_number
"""


def lay_tables(connection: DuckDBPyConnection, layout: Layout, files: Listing) -> None:
    """Find the rows that count in the files of one moment: ``live``, their places, and ``store``, all their columns."""
    paths = files.paths(layout)
    connection.execute("create table removed as select unnest($1::varchar[]) as content_id", [sorted(files.removed)])
    connection.execute(f"create view rows as {_rows(connection, paths)}")
    connection.execute(_LIVE)
    connection.execute(_STORE)


def lay_views(connection: DuckDBPyConnection) -> None:
    """Make the published views over ``store``."""
    for name, columns in views().items():
        connection.execute(f"create view {name} as {_view(name, columns)}")


def _rows(connection: DuckDBPyConnection, paths: list[str]) -> str:
    """Every row of every file; a column that no file has yet, as of an older version, is NULL."""
    wanted = [(column.name, str(column.type)) for column in STORED]
    wanted += [(f"{name}_list", _list_type(columns)) for name, columns in LISTS.items()]
    wanted += [("filename", "VARCHAR"), ("file_row_number", "BIGINT")]
    if not paths:
        empty = ", ".join(f"null::{kind} as {quoted(name)}" for name, kind in wanted)
        return f"select {empty} where false"
    source = (
        f"read_parquet([{', '.join(map(literal, paths))}], "
        "union_by_name = true, filename = true, file_row_number = true)"
    )
    there = {row[0] for row in connection.execute(f"describe select * from {source}").fetchall()}
    columns = (quoted(name) if name in there else f"null::{kind} as {quoted(name)}" for name, kind in wanted)
    return f"select {', '.join(columns)} from {source}"


def _list_type(columns: tuple[Column, ...]) -> str:
    return f"struct({', '.join(f'{quoted(column.name)} {column.type}' for column in columns)})[]"


def _view(name: str, columns: tuple[Column, ...]) -> str:
    if name in LISTS:
        head = [quoted(column.name) for column in columns[: -len(LISTS[name])]]
        items = [f"item.{quoted(column.name)} as {quoted(column.name)}" for column in LISTS[name]]
        inner = f"select {', '.join(head)}, unnest({quoted(f'{name}_list')}) as item from store"
        return f"select {', '.join([*head, *items])} from ({inner})"
    aliases = {column.name: column.meaning for column in ALIASES}
    chosen = (
        f"{quoted(aliases[c.name])} as {quoted(c.name)}" if c.name in aliases else quoted(c.name) for c in columns
    )
    return f"select {', '.join(chosen)} from store" + (" where latest" if name == "episodes" else "")


def order() -> str:
    """Columns that put versions in the order of a season."""
    return ", ".join([*(column.name for column in IDENTITY), "version"])


def quoted(name: str) -> str:
    """A name as SQL has it."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    """A string as SQL has it."""
    return "'" + text.replace("'", "''") + "'"
