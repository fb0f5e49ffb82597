"""Whether a container is whole, from its outermost boxes alone; a writer may rest before it has written its index.

ISO base media files (MP4, MOV) are walked box by box (ISO/IEC 14496-12, 4.2): every box must end inside the file, and
one must be the index. Of other containers only an empty file is told; stillness and decoding have to do.
"""

from __future__ import annotations

from pathlib import Path
from typing import BinaryIO

_FIRST = {b"ftyp", b"moov", b"mdat", b"wide", b"free", b"skip", b"pnot"}
_MOST = 100_000
"""Boxes looked at: fragments of many hours."""


def unfinished(path: Path) -> str:
    """Why a file cannot be whole yet, in words; empty where it may be.

    Raises:
        OSError: it cannot be read.
    """
    with path.open("rb") as file:
        size = file.seek(0, 2)
        if size < 8:  # no container is that small
            return f"it has {size} bytes" if size else "it is empty"
        file.seek(4)
        return _boxes(file, size) if file.read(4) in _FIRST else ""


def _boxes(file: BinaryIO, size: int) -> str:
    at, indexed = 0, False
    for _ in range(_MOST):
        if at + 8 > size:
            break
        file.seek(at)
        head = file.read(16)
        length, kind = int.from_bytes(head[:4], "big"), head[4:8]
        indexed = indexed or kind == b"moov"
        if length == 0:  # to the end of the file: so a writer begins that has yet to say how long it is
            at = size
            break
        length = int.from_bytes(head[8:16], "big") if length == 1 else length
        if length < 8:
            break
        at += length
    if at > size:
        return f"its last part is cut short by {at - size:,} bytes"
    return "" if indexed else "it has no index (moov) yet"
