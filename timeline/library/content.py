"""What a file is, whatever it is called: the digest of its bytes, and what tells that they were changed meanwhile."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TypeAlias

from timeline.errors import MediaError
from timeline.threads import Begun

PIECE = 8 << 20
"""Bytes read at once: each piece asks for Python's lock twice, and waits for it where something else is computed."""
Identity: TypeAlias = tuple[int, int, int]


class Content:
    """A file's state as it was met, and the digest of its bytes, which is made beside what the caller does next."""

    def __init__(self, path: Path) -> None:
        """Begin to read; raises MediaError where the file cannot be looked at."""
        self.before = identity(path)
        self._digest = Begun(lambda: content_id(path))

    def id(self) -> str:
        """The digest, as ``content_id`` gives and refuses it; waits until it is there."""
        return self._digest.result()


def content_id(path: Path) -> str:
    """SHA-256 of the file's bytes, in hexadecimal.

    Raises:
        MediaError: the file cannot be read.
    """
    digest, buffer = hashlib.sha256(), memoryview(bytearray(PIECE))
    try:
        with path.open("rb", buffering=0) as file:
            while size := file.readinto(buffer):
                digest.update(buffer[:size])
    except OSError as error:
        raise MediaError(f"'{path}' cannot be read: {error.strerror or error}") from error
    return digest.hexdigest()


def identity(path: Path) -> Identity:
    """What changes when a file is written to or replaced.

    Raises:
        MediaError: the file cannot be looked at.
    """
    try:
        found = path.stat()
    except OSError as error:
        raise MediaError(f"'{path}' cannot be read: {error.strerror or error}") from error
    return found.st_ino, found.st_size, found.st_mtime_ns
