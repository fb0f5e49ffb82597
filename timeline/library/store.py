"""Where records are kept: one file each in the user's cache, named by what was decoded and by which version."""

from __future__ import annotations

import contextlib
import os
import re
import tempfile
import time
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import platformdirs

from timeline.errors import OutputError, UsageError

ABANDONED = 24 * 3600
"""Seconds after which a half-written record of a process that is gone is swept away."""
LIMIT = 4 * 10**9
"""Bytes that the records may take together where TIMELINE_CACHE_LIMIT says nothing: about twenty hours of video."""
_UNITS = {"": 1, "K": 10**3, "M": 10**6, "G": 10**9, "T": 10**12}
_SIZE = re.compile(r"(\d+(?:\.\d+)?)\s*([KMGT]?)B?", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """A record on disk: its size in bytes and when it was last used, in seconds since 1970."""

    path: Path
    size: int
    used: float


def cache_folder() -> Path:
    """Folder of the stored records: ``TIMELINE_CACHE``, or the user's cache as the system has it."""
    chosen = os.environ.get("TIMELINE_CACHE")
    return Path(chosen) if chosen else Path(platformdirs.user_cache_dir("timeline-inspector", appauthor=False))


def size_limit() -> int:
    """Bytes that the records may take together: ``TIMELINE_CACHE_LIMIT``, such as 500MB or 4G, else ``LIMIT``.

    Raises:
        UsageError: the variable holds no size.
    """
    text = os.environ.get("TIMELINE_CACHE_LIMIT", "").strip()
    if not text:
        return LIMIT
    match = _SIZE.fullmatch(text)
    if match is None:
        raise UsageError(f"TIMELINE_CACHE_LIMIT is '{text}'; give a size such as 500MB or 4GB")
    return int(float(match[1]) * _UNITS[match[2].upper()])


def record_name(content_id: str, stream: int | None, version: str) -> str:
    """File name of the record of one stream of one content under one version of what is stored."""
    return f"{content_id}-{'default' if stream is None else stream}-{version}.record"


def make_folder(folder: Path) -> None:
    """Make the cache folder where it is missing, and sweep away what dead processes left in it.

    Raises:
        OutputError: it cannot be made.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise _refusal(folder, error) from error
    sweep(folder)


def sweep(folder: Path) -> None:
    """Remove half-written records that no process will finish."""
    for partial in folder.glob("*.partial"):
        with contextlib.suppress(OSError):
            if time.time() - partial.stat().st_mtime > ABANDONED:
                partial.unlink()


def partial_path(folder: Path, name: str) -> Path:
    """A fresh path beside ``name`` that no other process writes to.

    Raises:
        OutputError: the folder cannot be written.
    """
    try:
        handle, path = tempfile.mkstemp(prefix=f"{name}.", suffix=".partial", dir=folder)
    except OSError as error:
        raise _refusal(folder, error) from error
    os.close(handle)
    return Path(path)


def _refusal(folder: Path, error: OSError) -> OutputError:
    return OutputError(
        f"cannot write in '{folder}': {error.strerror or error}; free some room or set TIMELINE_CACHE to another folder"
    )


def stored(folder: Path) -> list[Stored]:
    """The records in a folder, the least recently used first; those that go away meanwhile are left out."""
    found = []
    for path in folder.glob("*.record"):
        with contextlib.suppress(OSError):
            facts = path.stat()
            found.append(Stored(path=path, size=facts.st_size, used=facts.st_mtime))
    return sorted(found, key=lambda record: (record.used, record.path.name))


def mark_used(path: Path) -> None:
    """Note that a record was used now; a folder that cannot be written keeps its order."""
    with contextlib.suppress(OSError):
        os.utime(path)


def trim(folder: Path, limit: int, keep: Path) -> None:
    """Remove the least recently used records until all together fit into ``limit`` bytes; ``keep`` stays.

    Any number of processes may do so at once: what another removed first counts as removed, and who has a record open
    goes on reading it.
    """
    records = stored(folder)
    total = sum(record.size for record in records)
    for record in records:
        if total <= limit:
            return
        if record.path != keep:
            with contextlib.suppress(OSError):
                record.path.unlink(missing_ok=True)
                total -= record.size


def clear(folder: Path) -> list[Stored]:
    """Remove every record and what dead processes left; those that could be removed, as they were."""
    sweep(folder)
    gone = []
    for record in stored(folder):
        with contextlib.suppress(OSError):
            record.path.unlink()
            gone.append(record)
    return gone


@cache
def tell_unkept(reason: str) -> None:
    """Say, once for each reason, that the run goes on without keeping what it decodes."""
    import logging

    logging.getLogger("timeline").warning("timeline: what is decoded is not kept: %s", reason)


def publish(partial: Path, final: Path) -> None:
    """Give a finished record its name, at once and whole.

    Raises:
        OutputError: the folder no longer takes it.
    """
    try:
        os.replace(partial, final)
    except OSError as error:
        raise OutputError(f"cannot write '{final}': {error.strerror or error}") from error
