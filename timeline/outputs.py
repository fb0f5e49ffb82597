"""Files for the user: written aside and then renamed, so that none is ever half there; names that never clash."""

from __future__ import annotations

import contextlib
import os
import tempfile
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

from timeline.errors import OutputError

PATIENCE, ABANDONED = 10.0, 5.0
"""Seconds to wait for who is changing a file, and after which nobody who lives still is: it takes milliseconds."""
PIECE = 1 << 16
"""Characters of a text in pieces that are encoded at once."""


def write_text(path: Path, content: str | Iterable[str]) -> None:
    """Write a whole file of UTF-8, given whole or in pieces, or nothing, as ``write_bytes`` does."""
    pieces = (content,) if isinstance(content, str) else content
    _write(path, (text.encode("utf-8") for text in _joined(pieces)))


def _joined(pieces: Iterable[str]) -> Iterator[str]:
    """The same text in fewer pieces."""
    held: list[str] = []
    size = 0
    for piece in pieces:
        held.append(piece)
        size += len(piece)
        if size >= PIECE:
            yield "".join(held)
            held, size = [], 0
    yield "".join(held)


def write_bytes(path: Path, content: bytes) -> None:
    """Write a whole file or nothing; a link is written through, a device or pipe is left alone.

    Raises:
        OutputError: the folder or the file cannot be written; what stood there before still stands.
    """
    _write(path, (content,))


def _write(path: Path, pieces: Iterable[bytes]) -> None:
    path = path.resolve()
    if path.exists() and not path.is_file():
        raise OutputError(f"'{path}' is no regular file and is left alone; name a file, or - for stdout")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, aside = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".partial", dir=path.parent)
    except OSError as error:
        raise _refusal(path, error) from error
    try:
        with os.fdopen(handle, "wb") as file:
            file.writelines(pieces)
            file.flush()
            os.fsync(file.fileno())
        as_usual(Path(aside))
        os.replace(aside, path)
    except BaseException as error:
        with contextlib.suppress(OSError):
            os.unlink(aside)
        if isinstance(error, OSError):
            raise _refusal(path, error) from error
        raise


@contextlib.contextmanager
def alone(path: Path) -> Iterator[None]:
    """Be the only one to change ``path`` until the context ends, among all processes that ask, on any file system.

    Raises:
        OutputError: its folder cannot be written, or another has held it for too long.
    """
    lock, began = path.with_name(f".{path.name}.lock"), time.monotonic()
    while not _taken(lock):
        if time.monotonic() - began > PATIENCE:
            raise OutputError(f"'{path}' is being changed by another process; try again, or remove '{lock}'")
        time.sleep(0.02)
    try:
        yield
    finally:
        lock.unlink(missing_ok=True)


def _taken(lock: Path) -> bool:
    """Make the lock, unless another did; one that was left by a process that was killed is swept away."""
    try:
        os.close(os.open(lock, os.O_CREAT | os.O_EXCL | os.O_WRONLY))
        return True
    except FileExistsError:
        with contextlib.suppress(OSError):
            if time.time() - lock.stat().st_mtime > ABANDONED:
                lock.unlink()
        return False
    except OSError as error:
        raise _refusal(lock.parent, error) from error


def as_usual(path: Path) -> None:
    """Give a file that was made for its owner alone the rights that a new file has."""
    os.chmod(path, 0o666 & ~_umask())


def check_folder(folder: Path) -> None:
    """Make the folder and try to write in it, before an hour of work hangs on it.

    Raises:
        OutputError: it cannot be made or written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise _refusal(folder, error) from error


def distinct_names(inputs: Iterable[Path]) -> list[str]:
    """A name for each input's files: its stem, and from the second of one stem on, the stem with -2, -3, ..."""
    taken: set[str] = set()
    names = []
    for path in inputs:
        stem = path.stem or path.name
        name, number = stem, 1
        while name.casefold() in taken:
            number += 1
            name = f"{stem}-{number}"
        taken.add(name.casefold())
        names.append(name)
    return names


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _refusal(path: Path, error: OSError) -> OutputError:
    for place in (path, *path.parents):
        if isinstance(error, (FileExistsError, NotADirectoryError)) and place.is_file():
            return OutputError(f"cannot write '{path}': '{place}' is a file, not a folder; name a folder")
    return OutputError(
        f"cannot write '{path}': {error.strerror or error}; choose another folder or free some room, then run it again"
    )
