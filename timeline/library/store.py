"""Where records are kept: one file each in the user's cache, named by what was decoded and by which version."""

from __future__ import annotations

import contextlib
import os
import tempfile
import time
from pathlib import Path

import platformdirs

from timeline.errors import OutputError

ABANDONED = 24 * 3600
"""Seconds after which a half-written record of a process that is gone is swept away."""


def cache_folder() -> Path:
    """Folder of the stored records: ``TIMELINE_CACHE``, or the user's cache as the system has it."""
    chosen = os.environ.get("TIMELINE_CACHE")
    return Path(chosen) if chosen else Path(platformdirs.user_cache_dir("timeline-inspector", appauthor=False))


def record_name(content_id: str, stream: int | None, version: str) -> str:
    """File name of the record of one stream of one content under one version of what is stored."""
    return f"{content_id}-{'default' if stream is None else stream}-{version}.record"


def writable_cache() -> Path | None:
    """The cache folder, made where it is missing; ``None`` where it cannot be written."""
    folder = cache_folder()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        sweep(folder)
        with tempfile.TemporaryFile(dir=folder):
            return folder
    except OSError:
        return None


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
        raise OutputError(
            f"cannot write in '{folder}': {error.strerror or error}; "
            "free some room or set TIMELINE_CACHE to another folder"
        ) from error
    os.close(handle)
    return Path(path)
