"""Files for the user: written aside and then renamed, so that none is ever half there; names that never clash."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Iterable
from pathlib import Path

from timeline.errors import OutputError


def write_text(path: Path, content: str) -> None:
    """Write a whole file of UTF-8 or nothing, as ``write_bytes`` does."""
    write_bytes(path, content.encode("utf-8"))


def write_bytes(path: Path, content: bytes) -> None:
    """Write a whole file or nothing; a link is written through, a device or pipe is left alone.

    Raises:
        OutputError: the folder or the file cannot be written; what stood there before still stands.
    """
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
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(aside, 0o666 & ~_umask())
        os.replace(aside, path)
    except BaseException as error:
        with contextlib.suppress(OSError):
            os.unlink(aside)
        if isinstance(error, OSError):
            raise _refusal(path, error) from error
        raise


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
    return OutputError(
        f"cannot write '{path}': {error.strerror or error}; choose another folder or free some room, then run it again"
    )
