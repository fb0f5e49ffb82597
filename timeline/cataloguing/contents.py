"""What a library holds, in the terminal: its seasons, a season's episodes, an episode's versions, its size."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from timeline.catalogue import Library, open_library
from timeline.catalogue.layout import Layout
from timeline.errors import LibraryError
from timeline.model.episode import Version
from timeline.render.text import clean

if TYPE_CHECKING:
    from rich.console import Console

MANY = 300_000
"""Episodes of the catalogue that sizes are summed for."""
_SEASONS = """
select series, season, count(*) as episodes, sum(versions) as versions, min(episode) as first, max(episode) as last,
    list(episode order by episode) as numbers, sum(duration) as seconds, max(added) as added
from episodes group by series, season order by series, season
"""
_EPISODES = """
select season, episode, versions, file, duration, cuts, asl, outcome, added from episodes
where series = $series and ($season is null or season = $season) order by season, episode
"""
_VERSIONS = """
select season, episode, version, added, file, duration, cuts, asl, outcome, content_id, path from versions
where series = $series and season = $season and episode = $episode order by version
"""


def show_list(folder: Path, series: str | None, season: int | None, console: Console) -> None:
    """Show every season, or every episode of a series.

    Raises:
        LibraryError: the folder is no library, or holds no such series.
    """
    with open_library(folder) as library:
        if series is None:
            _table(_season_rows(library.rows(_SEASONS)), console, "the library is empty")
            return
        rows = library.rows(_EPISODES, {"series": series, "season": season})
        if not rows:
            raise none_such(library, series, season)
        _table([_episode_row(row) for row in rows], console, "")


def show_info(folder: Path, series: str | None, season: int | None, episode: int | None, console: Console) -> None:
    """Show what a library is on the disk, or every version of one episode.

    Raises:
        LibraryError: the folder is no library, or holds no such episode.
    """
    with open_library(folder) as library:
        if series is None:
            _facts(library, console)
            return
        rows = library.rows(_VERSIONS, {"series": series, "season": season or 0, "episode": episode or 0})
        if not rows:
            raise none_such(library, series, season, episode)
        for row in rows:
            _table([_version_row(row)], console, "")
            for name in ("content_id", "path"):
                console.print(f"  {clean(str(row[name]))}", style="dim", markup=False, highlight=False, soft_wrap=True)


def choose(
    library: Library, series: str, season: int | None, episode: int | None, version: int | None
) -> tuple[Version, ...]:
    """Versions that are named.

    Raises:
        LibraryError: there is none.
    """
    found = [v for v in library.versions(series, season, episode) if version is None or v.number == version]
    if not found:
        raise none_such(library, series, season, episode, version)
    return tuple(found)


def none_such(library: Library, series: str, *numbers: int | None) -> LibraryError:
    """What was named is not there; names what is."""
    names = ("season", "episode", "version")
    wanted = " ".join(
        [f"'{series}'", *(f"{name} {n}" for name, n in zip(names, numbers, strict=False) if n is not None)]
    )
    there = sorted({name for name, _ in library.series()})
    words = f"it holds {', '.join(map(repr, there[:5]))}{' and others' if len(there) > 5 else ''}"
    return LibraryError(f"the library has no {wanted}; {words if there else 'it is empty'}")


def _season_rows(rows: Sequence[dict[str, Any]]) -> list[dict[str, str]]:
    return [
        {
            "series": row["series"],
            "season": str(row["season"]),
            "episodes": str(row["episodes"]),
            "versions": str(row["versions"]),
            "numbers": _span(row["numbers"]),
            "minutes": f"{row['seconds'] / 60:.1f}" if row["seconds"] is not None else "–",
            "last added (UTC)": _when(row["added"]),
        }
        for row in rows
    ]


def _span(numbers: Sequence[int]) -> str:
    """Numbers of a season as ``1-80 without 12, 40``."""
    first, last = numbers[0], numbers[-1]
    there = set(numbers)
    gaps = [n for n in range(first, last + 1) if n not in there] if last - first < 10_000 else []
    words = f"{first}-{last}" if first != last else f"{first}"
    named = ", ".join(map(str, gaps[:8])) + (f" and {len(gaps) - 8} more" if len(gaps) > 8 else "")
    return f"{words} without {named}" if gaps else words


def _episode_row(row: dict[str, Any]) -> dict[str, str]:
    return {
        "season": str(row["season"]),
        "episode": str(row["episode"]),
        "versions": str(row["versions"]),
        **_figures(row),
        "file": row["file"],
        "added (UTC)": _when(row["added"]),
    }


def _version_row(row: dict[str, Any]) -> dict[str, str]:
    return {"version": str(row["version"]), **_figures(row), "file": row["file"], "added (UTC)": _when(row["added"])}


def _figures(row: dict[str, Any]) -> dict[str, str]:
    return {
        "length": f"{row['duration']:.2f} s" if row["duration"] is not None else "–",
        "cuts": str(row["cuts"]) if row["cuts"] is not None else "–",
        "ASL": f"{row['asl']:.2f} s" if row["asl"] is not None else "–",
        "verdict": row["outcome"] or "no profile",
    }


def _when(moment: Any) -> str:
    return f"{moment:%Y-%m-%d %H:%M}"


def _table(rows: Sequence[dict[str, str]], console: Console, empty: str) -> None:
    from rich.table import Table
    from rich.text import Text

    if not rows:
        console.print(empty, style="dim")
        return
    table = Table(box=None, pad_edge=False, header_style="bold")
    left = {"series", "numbers", "file", "verdict"}
    for name in rows[0]:
        table.add_column(name, justify="left" if name in left else "right", overflow="fold")
    for row in rows:
        table.add_row(*(Text(clean(value)) for value in row.values()))
    console.print(table)


def _facts(library: Library, console: Console) -> None:
    ((counts),) = library.rows(
        "select count(distinct series) as series, count(distinct (series, season)) as seasons, "
        "count(*) as episodes, coalesce(sum(versions), 0) as versions from episodes"
    )
    tables, records = _sizes(library.layout)
    versions = int(counts["versions"])
    lines = [
        f"{counts['series']} series, "
        + ", ".join(_many(int(counts[f"{name}s"]), name) for name in ("season", "episode", "version")),
        f"tables: {_bytes(tables)}, {_many(len(library.files.packed), 'packed file')}, "
        f"{len(library.files.fresh)} single",
        f"stored records: {_bytes(records)}",
    ]
    if versions:
        each = (tables + records) / versions
        lines.append(f"a version: {_bytes(each)}; {MANY:,} of them: {_bytes(each * MANY)}")
    for line in lines:
        console.print(line, markup=False, highlight=False)


def _many(count: int, name: str) -> str:
    return f"{count} {name}" if count == 1 else f"{count} {name}s"


def _sizes(layout: Layout) -> tuple[int, int]:
    tables = sum(_size(path) for folder in (layout.fresh, layout.packed) for path in folder.glob("*"))
    return tables, sum(_size(path) for path in (layout.root / "records").glob("*/*"))


def _size(path: Path) -> int:
    try:
        return os.stat(path).st_size
    except OSError:
        return 0


def _bytes(size: float) -> str:
    for unit in ("B", "KB", "MB", "GB"):
        if size < 1000:
            return f"{size:.3g} {unit}" if unit != "B" else f"{size:.0f} B"
        size /= 1000
    return f"{size:.3g} TB"
