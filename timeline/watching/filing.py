"""A file that arrived, filed in a library: what it became there, and what changed since the version before."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from timeline.catalogue import open_library
from timeline.cataloguing.add import AddJob, add
from timeline.cataloguing.naming import Naming, name_files
from timeline.errors import InputError, LibraryError
from timeline.history import steps
from timeline.render.history_terminal import lines
from timeline.render.text import verdict


def file_version(path: Path, library: Path, naming: Naming, profile: str | None) -> list[str]:
    """Add a file, and say in lines what it became.

    Raises:
        TimelineError: it is no episode that can be told, cannot be inspected, or the library cannot take it.
    """
    naming = _of_one_series(library, naming)
    (named,) = name_files((path,), naming)
    tally = add(AddJob(files=(path,), library=library, naming=naming, profile=profile, workers=1), lambda _: None)
    for _, reason, code in tally.refused:
        raise (InputError if code == InputError.exit_code else LibraryError)(reason)
    with open_library(library) as opened:
        versions = opened.versions(named.episode.series, named.episode.season, named.episode.number)
        if tally.there:
            return [f"{named.episode}: is in the library already"]
        newest, *_ = steps(opened, versions[-2:], None)
        return [f"{newest.version}  {verdict(newest.inspection)}", *lines(newest)]


def _of_one_series(library: Path, naming: Naming) -> Naming:
    """Where nothing was said and the library holds one series alone, it is that one."""
    if naming.series is not None:
        return naming
    with open_library(library) as opened:
        held = {series for series, _ in opened.series()}
    return replace(naming, series=held.pop()) if len(held) == 1 else naming
