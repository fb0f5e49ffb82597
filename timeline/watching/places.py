"""What is watched: one file, or the videos of a folder, as they are at this moment."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from timeline.watching.settling import Identity

SUFFIXES = frozenset(
    {".3gp", ".avi", ".flv", ".m2ts", ".m4v", ".mkv", ".mov", ".mp4", ".mpeg", ".mpg", ".mts", ".mxf", ".ts", ".webm"}
)
"""Names that videos in a watched folder end in; a file that is named is watched whatever it is called."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A file as it is now. ``changed``: when it last was, in seconds since 1970."""

    path: Path
    identity: Identity
    changed: float


Beside: TypeAlias = Callable[[Path], Iterable[Path]]


def look(target: Path, beside: Beside) -> Iterator[Found]:
    """Every video there is; names that begin with a dot are left out, and so is what goes away meanwhile.

    ``beside``: files that count as part of a video: where one of them changes, it is another version.
    """
    if not target.is_dir():
        with contextlib.suppress(OSError):
            yield _found(target, target.stat(), beside)
        return
    with contextlib.suppress(OSError), os.scandir(target) as entries:
        for entry in sorted(entries, key=lambda entry: entry.name):
            name = entry.name
            if name.startswith(".") or os.path.splitext(name)[1].lower() not in SUFFIXES:
                continue
            with contextlib.suppress(OSError):
                if entry.is_file():
                    yield _found(target / name, (target / name).stat(), beside)


def _found(path: Path, facts: os.stat_result, beside: Beside) -> Found:
    others = (_changed(other) for other in beside(path))
    identity = (facts.st_ino, facts.st_size, facts.st_mtime_ns, *others)
    return Found(path=path, identity=identity, changed=facts.st_mtime)


def _changed(path: Path) -> int:
    """When a file last changed, in nanoseconds; 0 where there is none."""
    try:
        return path.stat().st_mtime_ns
    except OSError:
        return 0
