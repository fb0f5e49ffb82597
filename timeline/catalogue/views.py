"""The views of a library, as SQL over its files and the rows of them that count."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from timeline.catalogue.index import Index
from timeline.catalogue.schema import ALIASES, LISTS, STORED, Column, views

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_STORE = """
create view store as
select rows.*, live.version, live.latest, live.versions
from rows join live on rows.filename = live.filename and rows.file_row_number = live.file_row_number
"""


def lay_views(connection: DuckDBPyConnection, files: Sequence[str], index: Index) -> None:
    """Make the published views over the rows that count: ``live``, their places, and ``store``, all their columns.

    They are made while there are no rows, and take those of the files afterwards: each would open all of them.
    """
    connection.register("found", index.table(files))
    connection.execute("create table live as select * replace (filename::varchar as filename) from found")
    connection.unregister("found")
    connection.execute(f"create view rows as {_rows(connection, [], whole=True)}")
    connection.execute(_STORE)
    for name, columns in views().items():
        connection.execute(f"create view {name} as {_view(name, columns)}")
    if files:
        connection.execute(f"create or replace view rows as {_rows(connection, files, whole=index.whole)}")


def _rows(connection: DuckDBPyConnection, paths: Sequence[str], *, whole: bool) -> str:
    """Every row of every file; a column that no file has yet, as of an older version, is NULL.

    ``whole``: all files have all columns, so that it need not be found out.
    """
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
    names = {name for name, _ in wanted}
    there = names if whole else {row[0] for row in connection.execute(f"describe select * from {source}").fetchall()}
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


def quoted(name: str) -> str:
    """A name as SQL has it."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    """A string as SQL has it."""
    return "'" + text.replace("'", "''") + "'"
