"""The versions of one episode in a library, and what changed from each to the next, from their stored records."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from timeline.catalogue import Library, open_library
from timeline.cataloguing.contents import none_such
from timeline.differing.compare import hold
from timeline.errors import LibraryError, UsageError
from timeline.examining import examine
from timeline.library.content import content_id
from timeline.library.record import Record, StaleRecord
from timeline.model.difference import VersionDiff
from timeline.model.episode import Episode, Version
from timeline.model.inspection import Inspection
from timeline.model.profile import Profile
from timeline.request import Request

if TYPE_CHECKING:
    from rich.console import Console

_NAMED = re.compile(r"(?P<series>.+) S(?P<season>\d{1,6})E(?P<number>\d{1,6})", re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A version and what changed since the one before it; ``None`` of the first, or where ``why`` says."""

    version: Version
    inspection: Inspection
    changed: VersionDiff | None = None
    why: str = ""


def show_history(
    folder: Path, named: str, season: int | None, number: int | None, profile: Profile | None, console: Console
) -> None:
    """Print the versions of an episode, newest first.

    Raises:
        LibraryError: the folder is no library, or holds no such episode.
        UsageError: which episode is meant cannot be told.
    """
    from timeline.render.history_terminal import show

    with open_library(folder) as library:
        episode = which(library, named, season, number)
        versions = library.versions(episode.series, episode.season, episode.number)
        if not versions:
            raise none_such(library, episode.series, episode.season, episode.number)
        show(str(episode), steps(library, versions, profile), console)


def which(library: Library, named: str, season: int | None, number: int | None) -> Episode:
    """The episode that is meant: ``Night Bus S01E04``, a series with its numbers, or a file that the library has.

    Raises:
        UsageError: it cannot be told.
        LibraryError: there is none of that name.
    """
    if season is not None and number is not None:
        return Episode(series=named, season=season, number=number)
    if season is not None or number is not None:
        raise UsageError("an episode is a series with --season and --episode: give both, or 'Night Bus S01E04'")
    if match := _NAMED.fullmatch(named):
        return Episode(series=match["series"], season=int(match["season"]), number=int(match["number"]))
    holder = library.holder(content_id(Path(named))) if Path(named).is_file() else None
    if holder is not None:
        return holder.episode
    rows = library.rows(
        "select distinct series, season, episode from versions where file = $file limit 2", {"file": Path(named).name}
    )
    if len(rows) == 1:
        return Episode(series=rows[0]["series"], season=rows[0]["season"], number=rows[0]["episode"])
    if rows:
        raise UsageError(f"several episodes have a file '{named}'; name the one meant, such as 'Night Bus S01E04'")
    raise LibraryError(
        f"the library has no file '{named}'; name an episode such as 'Night Bus S01E04', or one of its files"
    )


def steps(library: Library, versions: Sequence[Version], profile: Profile | None) -> list[Step]:
    """The last of ``versions`` first; ``profile``: hold all against it, in place of what each was held against."""
    found: list[Step] = []
    with contextlib.ExitStack() as stack:
        last: tuple[Inspection, Record] | None = None
        for version, kept in library.inspections(versions):
            record = _record(library, version, stack)
            inspection = kept
            if profile is not None and record is not None:
                request = Request(profile=profile, kept=library.layout.record)
                inspection = examine(Path(version.path), record, request)
            found.append(_step(version, inspection, record, last, first=not found))
            last = None if record is None else (inspection, record)
    return found[::-1]


def _record(library: Library, version: Version, stack: contextlib.ExitStack) -> Record | None:
    try:
        record = Record(library.record_path(version))
    except StaleRecord:
        return None
    stack.callback(record.close)
    return record


def _step(
    version: Version,
    inspection: Inspection,
    record: Record | None,
    last: tuple[Inspection, Record] | None,
    *,
    first: bool,
) -> Step:
    if first:
        return Step(version=version, inspection=inspection)
    if record is None or last is None:
        why = "its pictures, or those of the one before, cannot be read: timeline library verify says what to do"
        return Step(version=version, inspection=inspection, why=why)
    changed = hold(last[0], last[1].signatures[:], inspection, record.signatures[:])
    digests = {each.judgement.digest if each.judgement else "" for each in (last[0], inspection)}
    if len(digests) > 1:  # of two profiles, nothing was mended nor new
        changed = replace(changed, profile="", findings=())
    return Step(version=version, inspection=inspection, changed=changed)
