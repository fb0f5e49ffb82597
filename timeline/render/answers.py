"""An answer to a query as a table in the terminal, CSV or JSON."""

from __future__ import annotations

import csv
import io
import json
import math
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from typing import IO, TYPE_CHECKING, Any

from timeline.render.text import clean

if TYPE_CHECKING:
    from rich.console import Console

MOST = 500
"""Rows shown in the terminal; all of them are in CSV, JSON and Parquet."""


def write_csv(columns: Sequence[str], rows: Iterable[Sequence[Any]], out: IO[str]) -> None:
    """Write a header and the rows, as RFC 4180 has it, but lines end as text's do; NULL is an empty field."""
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow(["" if value is None else _field(value) for value in row])


def csv_text(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    """The same as text."""
    out = io.StringIO()
    write_csv(columns, rows, out)
    return out.getvalue()


def write_json(columns: Sequence[str], rows: Iterable[Sequence[Any]], out: IO[str]) -> None:
    """Write a list of objects, one a line."""
    out.write("[")
    for number, row in enumerate(rows):
        values = {name: _plain(value) for name, value in zip(columns, row, strict=True)}
        out.write((",\n " if number else "\n ") + json.dumps(values, ensure_ascii=False, allow_nan=False))
    out.write("\n]\n")


def show(columns: Sequence[str], rows: Iterator[Sequence[Any]], console: Console) -> None:
    """Show the first rows as a table, and say where there are more."""
    from rich.table import Table

    table = Table(box=None, pad_edge=False, header_style="bold")
    shown = [row for _, row in zip(range(MOST), rows, strict=False)]
    for number, name in enumerate(columns):
        numbers = all(isinstance(row[number], (int, float, type(None))) for row in shown)
        table.add_column(_cell(name), justify="right" if numbers and shown else "left", overflow="fold")
    for row in shown:
        table.add_row(*(_cell("" if value is None else _short(value)) for value in row))
    console.print(table)
    more = next(rows, None) is not None
    words = f"the first {len(shown)} rows; --csv, --json and --parquet give all" if more else _count(len(shown))
    console.print(words, style="dim", markup=False, highlight=False)


def _count(rows: int) -> str:
    return "1 row" if rows == 1 else f"{rows} rows"


def _cell(text: str) -> Any:
    from rich.text import Text

    return Text(clean(text))


def _short(value: Any) -> str:
    """A float with as many digits as a reader needs; everything else whole."""
    if isinstance(value, float):
        return f"{value:.6g}"
    return _field(value)


def _field(value: Any) -> str:
    if isinstance(value, (str, int, float)):
        return str(value)
    plain = _plain(value)
    return plain if isinstance(plain, str) else json.dumps(plain, ensure_ascii=False, allow_nan=False)


def _plain(value: Any) -> Any:
    """A value as JSON has it: times in ISO 8601, bytes in hexadecimal, what is no number as null."""
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if value is None or isinstance(value, (str, int, bool)):
        return value
    if isinstance(value, (datetime, date, time)):
        return value.isoformat()
    if isinstance(value, timedelta):
        return value.total_seconds()
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, dict):
        return {str(name): _plain(item) for name, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    return str(value)
