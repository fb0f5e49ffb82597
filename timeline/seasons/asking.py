"""Episodes that a query on a library names: one SELECT in, their inspections out, without a video."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from timeline.catalogue import Library, open_library
from timeline.catalogue.query import Limits, ask, guard
from timeline.errors import LibraryError
from timeline.model.episode import Version
from timeline.model.inspection import Inspection

BY_EPISODE = ("series", "season", "episode")


def ask_for_episodes(folder: Path, sql: str, most: int) -> Iterator[tuple[str, Inspection]]:
    """What a query names and the inspections of it: by its column ``content_id``, else series, season and episode.

    Where it names an episode without a ``version``, the latest one is meant. The name is the episode's, with its
    version where several of one are there.

    Raises:
        LibraryError: there is no such library, the query cannot run, names nothing, or more than ``most``.
    """
    limits = Limits()
    with open_library(folder) as library, guard(library, limits, lambda: None), ask(library, sql, limits) as answer:
        columns, rows = answer.columns, []
        for row in answer.rows():
            rows.append(row)
            if len(rows) > most:
                raise LibraryError(f"the query names more than {most} episodes; narrow it with where or limit")
    if not rows:
        raise LibraryError("the query names no episode")
    with open_library(folder) as library:  # what a query was asked of may be asked nothing else
        versions = _named(library, columns, rows)
        times = Counter(version.episode for version in versions)
        for version, inspection in library.inspections(versions):
            yield str(version.episode if times[version.episode] == 1 else version), inspection


def _named(library: Library, columns: list[str], rows: list[tuple[Any, ...]]) -> list[Version]:
    """The versions that rows of a query name, each once, in their order."""
    wanted: list[tuple[Any, ...]]
    there: dict[tuple[Any, ...], Version]
    if "content_id" in columns:
        wanted = [(row[columns.index("content_id")],) for row in rows]
        there = {(version.content_id,): version for version in library.versions()}
    elif set(BY_EPISODE) <= set(columns):
        keys = (*BY_EPISODE, "version") if "version" in columns else BY_EPISODE
        wanted = [tuple(row[columns.index(key)] for key in keys) for row in rows]
        there = {_key(version)[: len(keys)]: version for version in library.versions(latest="version" not in columns)}
    else:
        raise LibraryError(
            f"the query answers {', '.join(columns)}, which names no episode; select content_id, or series, season "
            "and episode"
        )
    lacking = next((key for key in wanted if key not in there), None)
    if lacking is not None:
        raise LibraryError(f"the library has no {', '.join(map(str, lacking))}, which the query names")
    return [there[key] for key in dict.fromkeys(wanted)]


def _key(version: Version) -> tuple[str, int, int, int]:
    return version.episode.series, version.episode.season, version.episode.number, version.number
