"""What a file is, whatever it is called: the digest of its bytes."""

from __future__ import annotations

import hashlib
from pathlib import Path

from timeline.errors import MediaError


def content_id(path: Path) -> str:
    """SHA-256 of the file's bytes, in hexadecimal.

    Raises:
        MediaError: the file cannot be read.
    """
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise MediaError(f"'{path}' cannot be read: {error.strerror or error}") from error
