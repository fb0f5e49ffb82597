"""``timeline cache``: what the stored records take, and their removal."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from timeline.commands.words import words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from timeline.library.store import Stored

app = typer.Typer(help="What is kept of decoded videos, and its removal.", no_args_is_help=True)


@app.command("info")
def info() -> None:
    """Show where records are kept, how many, what they take and what they may."""
    with words():
        from timeline.library.record import VERSION
        from timeline.library.store import cache_folder, size_limit, stored

        limit, records = size_limit(), stored(cache_folder())
        past = [record for record in records if not record.path.stem.endswith(f"-{VERSION}")]
        print(f"folder  {cache_folder()}  (TIMELINE_CACHE chooses another)")
        print(f"kept    {_told(records)}")
        if records:
            print(f"used    {_day(records[0])} to {_day(records[-1])}")
        if past:
            print(f"stale   {_told(past)} of other versions of the program, which no longer reads them")
        print(f"limit   {_size(limit)}, least recently used go first  (TIMELINE_CACHE_LIMIT sets another)")


@app.command("clear")
def clear() -> None:
    """Remove every stored record; videos are decoded again when they are next looked at."""
    with words():
        from timeline.library import store

        print(f"removed {_told(store.clear(store.cache_folder()))} from {store.cache_folder()}")


def _told(records: Sequence[Stored]) -> str:
    count = "1 record" if len(records) == 1 else f"{len(records)} records"
    return f"{count}, {_size(sum(record.size for record in records))}"


def _size(count: int) -> str:
    return f"{count / 1e9:.2f} GB" if count >= 10**9 else f"{count / 1e6:.1f} MB"


def _day(record: Stored) -> str:
    import datetime

    return datetime.datetime.fromtimestamp(record.used, datetime.UTC).strftime("%Y-%m-%d %H:%M UTC")
