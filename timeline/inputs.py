"""What a path must be before anything is loaded to read it."""

from __future__ import annotations

import os
from pathlib import Path

from timeline.errors import MediaError


def check_file(path: str | Path) -> None:
    """Refuse in words what is no regular file with something in it; raises MediaError."""
    name = str(path)
    if os.path.isdir(name):
        raise MediaError(f"'{name}' is a folder; give a video file")
    if not os.path.exists(name):
        raise MediaError(f"'{name}' does not exist; only files on this machine are read")
    if not os.path.isfile(name):
        raise MediaError(f"'{name}' is not a regular file; give a video file")
    if os.path.getsize(name) == 0:
        raise MediaError(f"'{name}' is empty; nothing was written to it")
