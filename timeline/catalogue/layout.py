"""The folder of a library: what lies where, what makes it one, and what an interrupted process leaves behind.

library.json                    what this folder is, and in which form
fresh/CONTENT-STAMP.parquet     one version each, as it was added
packed/ROWS-STAMP.parquet       many versions each, merged from those; ROWS-STAMP.json beside it: which it replaces
fresh/*.keys, packed/*.keys     beside each of these: what tells its rows apart
records/CO/CONTENT.record       the stored record of each version
removed/CONTENT                 a version that was removed
shared/SEASON.json              what the episodes of a season share, found again when they change
working/HOST-PID-STAMP/         files on their way in, one folder a process

No file changes once it has its name: it is written under ``working`` and renamed, and deleted when nobody can still be
reading it. So readers and writers need no lock, on a disk that renames whole, as local ones, NFS and SMB do.
"""

from __future__ import annotations

import contextlib
import json
import os
import secrets
import shutil
import socket
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from timeline.errors import LibraryError, OutputError
from timeline.outputs import check_folder, write_text

FORMAT = "timeline-library"
FORM = 1
"""Form of the folder; one of a later form is refused, not guessed at."""
ABANDONED = 24 * 3600
"""Seconds after which files on their way in are those of a process that is gone, wherever it ran."""
FOLDERS = ("fresh", "packed", "records", "removed", "working")


@dataclass(frozen=True, slots=True)
class Layout:
    """Paths inside one library's folder."""

    root: Path

    @property
    def marker(self) -> Path:
        """The file that makes the folder a library."""
        return self.root / "library.json"

    @property
    def fresh(self) -> Path:
        """Versions as they were added."""
        return self.root / "fresh"

    @property
    def packed(self) -> Path:
        """Versions merged into larger files."""
        return self.root / "packed"

    @property
    def removed(self) -> Path:
        """Names of the versions that were removed."""
        return self.root / "removed"

    @property
    def working(self) -> Path:
        """Files on their way in."""
        return self.root / "working"

    def record(self, content_id: str) -> Path:
        """Where the stored record of a content is, or would be."""
        return self.root / "records" / content_id[:2] / f"{content_id}.record"


def find(folder: Path) -> Layout:
    """The library in ``folder``.

    Raises:
        LibraryError: there is none, or one of a later form.
    """
    layout = Layout(folder)
    try:
        data = json.loads(layout.marker.read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError):
        what = "is no library: it holds no library.json" if folder.exists() else "does not exist"
        raise LibraryError(f"'{folder}' {what}; `timeline library add` makes one in a new or empty folder") from None
    except (OSError, ValueError) as error:
        raise LibraryError(f"'{layout.marker}' cannot be read: {error}; bring it back from a copy") from error
    if not isinstance(data, dict) or data.get("format") != FORMAT or not isinstance(data.get("form"), int):
        raise LibraryError(f"'{folder}' is no library: its library.json is of something else; name another folder")
    if data["form"] > FORM:
        raise LibraryError(
            f"'{folder}' is a library of form {data['form']}, and this version reads {FORM}; install a newer one"
        )
    return layout


def create(folder: Path) -> Layout:
    """The library in ``folder``, made where the folder is missing or empty.

    Raises:
        LibraryError: the folder holds something else.
        OutputError: it cannot be written.
    """
    layout = Layout(folder)
    if not layout.marker.exists():
        _check_empty(folder)
        check_folder(folder)
        write_text(layout.marker, json.dumps({"format": FORMAT, "form": FORM}) + "\n")
    layout = find(folder)
    for name in FOLDERS:
        check_folder(folder / name) if name == "working" else _make(folder / name)
    return layout


def _check_empty(folder: Path) -> None:
    """Only what the first moment of another process making the same library leaves may be there."""
    if folder.exists() and not folder.is_dir():
        raise LibraryError(f"'{folder}' is a file; name a new or empty folder for the library")
    with contextlib.suppress(FileNotFoundError):
        others = [name for name in os.listdir(folder) if not name.startswith(".library.json.") and name not in FOLDERS]
        if others and "library.json" not in others:
            raise LibraryError(f"'{folder}' is no library and holds other files; name a new or empty folder")


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(f"cannot make '{folder}': {error.strerror or error}; choose another folder") from error


def stamp() -> str:
    """Part of a file name that no other has: nanoseconds and 32 random bits, which sort by time."""
    return f"{time.time_ns():016x}{secrets.token_hex(4)}"


@contextlib.contextmanager
def working_folder(layout: Layout) -> Iterator[Path]:
    """A folder of this process alone for files on their way in, gone at the end."""
    path = layout.working / f"{owner()}-{stamp()}"
    _make(path)
    try:
        yield path
    finally:
        shutil.rmtree(path, ignore_errors=True)


def sweep(layout: Layout) -> int:
    """Remove what processes that are gone left half-written; how many folders that were."""
    swept = 0
    with contextlib.suppress(FileNotFoundError):
        for entry in list(os.scandir(layout.working)):
            if _abandoned(entry):
                shutil.rmtree(entry.path, ignore_errors=True)
                swept += 1
    return swept


def _abandoned(entry: os.DirEntry[str]) -> bool:
    with contextlib.suppress(OSError):
        return is_gone(entry.name.rpartition("-")[0], entry.stat().st_mtime)
    return False


def owner() -> str:
    """This process, as files on their way in name it."""
    return f"{_host()}-{os.getpid()}"


def is_gone(name: str, touched: float) -> bool:
    """Whether the process of that name has ended; of another machine's only time tells, seconds since the epoch."""
    host, _, pid = name.rpartition("-")
    if host == _host() and pid.isdecimal():
        return not _runs(int(pid))
    return time.time() - touched > ABANDONED


def _host() -> str:
    return "".join(letter if letter.isalnum() else "_" for letter in socket.gethostname())


def _runs(pid: int) -> bool:
    if os.name != "posix":  # elsewhere signal 0 is not a question but an interrupt
        return True
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True
