"""Tables that stay in their file: what is asked of them is read a chunk at a time, so that memory does not grow."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import BinaryIO

import numpy as np
import numpy.typing as npt

from timeline.kernels.pooling import Floats
from timeline.library.packing import FIGURE, from_columns

HELD = 16
"""Chunks of signatures that are held decoded, the last ones used: about 10 MB."""
_LOCAL_HEADER = 30  # bytes before the name of a ZIP member; lengths of name and extra field at their end


@dataclass(frozen=True, slots=True, kw_only=True)
class Chunk:
    """A run of rows ``[start, stop)`` and the place of its bytes in the file."""

    start: int
    stop: int
    offset: int


def read_at(file: BinaryIO, offset: int, size: int) -> bytes:
    """Bytes of a file at a place."""
    file.seek(offset)
    return file.read(size)


def data_offset(file: BinaryIO, member: zipfile.ZipInfo) -> int:
    """Where the bytes of a member begin in a ZIP file (APPNOTE.TXT, 4.3.7)."""
    head = read_at(file, member.header_offset, _LOCAL_HEADER)
    return member.header_offset + _LOCAL_HEADER + sum(int.from_bytes(head[at : at + 2], "little") for at in (26, 28))


class StoredFigures:
    """Rows of figures (n, width) float32 in a file, as much of an array as ``FeatureTable`` needs.

    ``[a:b]`` reads rows and ``[:, i]`` a column, which is then held: few columns are asked for, and those often.
    """

    def __init__(self, file: BinaryIO, chunks: Sequence[Chunk], width: int) -> None:
        self._file = file
        self._chunks = chunks
        self._columns: dict[int, Floats] = {}
        self.shape = (chunks[-1].stop if chunks else 0, width)

    def __len__(self) -> int:
        """Number of rows."""
        return self.shape[0]

    def __getitem__(self, part: slice | tuple[slice, int]) -> Floats:
        """Rows ``[a:b]``, or of one column ``[a:b, i]``."""
        if isinstance(part, tuple):
            rows, column = part
            return self._column(column)[rows]
        start, stop, step = part.indices(len(self))
        inside = [chunk for chunk in self._chunks if chunk.start < stop and start < chunk.stop]
        if not inside or step != 1:
            return np.empty((0, self.shape[1]), np.float32) if not inside else self[start:stop][::step]
        rows_read = np.concatenate([self._rows(chunk) for chunk in inside])
        return rows_read[start - inside[0].start : stop - inside[0].start]

    def _rows(self, chunk: Chunk) -> Floats:
        size = (chunk.stop - chunk.start) * self.shape[1] * FIGURE.itemsize
        return from_columns(read_at(self._file, chunk.offset, size), self.shape[1])

    def _column(self, column: int) -> Floats:
        if column not in self._columns:
            whole = np.empty(len(self), np.float32)
            for chunk in self._chunks:
                size = (chunk.stop - chunk.start) * FIGURE.itemsize
                data = read_at(self._file, chunk.offset + column * size, size)
                whole[chunk.start : chunk.stop] = np.frombuffer(data, FIGURE)
            self._columns[column] = whole
        return self._columns[column]


class StoredSignatures:
    """Signatures (n, width) uint8 in a file, as much of an array as their readers need: ``[a:b]`` and ``[indices]``."""

    def __init__(self, read: Callable[[int], npt.NDArray[np.uint8]], chunks: Sequence[Chunk], width: int) -> None:
        """``read`` gives the rows of the chunk of that number."""
        self._read = lru_cache(HELD)(read)
        self._starts = np.array([chunk.start for chunk in chunks], np.intp)
        self.shape = (chunks[-1].stop if chunks else 0, width)

    def __len__(self) -> int:
        """Number of rows."""
        return self.shape[0]

    def __getitem__(self, part: slice | npt.NDArray[np.intp]) -> npt.NDArray[np.uint8]:
        """The rows of a slice or of numbers, negative ones counted from the end."""
        at = np.arange(*part.indices(len(self))) if isinstance(part, slice) else part
        if at.size and not -len(self) <= at.min() <= at.max() < len(self):
            raise IndexError(f"rows {at.min()} to {at.max()} are asked for of {len(self)}")
        at = np.where(at < 0, at + len(self), at)
        found = np.empty((*at.shape, self.shape[1]), np.uint8)
        chunks = np.searchsorted(self._starts, at, side="right") - 1
        for number in sorted(set(chunks.ravel().tolist())):
            here = chunks == number
            found[here] = self._read(number)[at[here] - self._starts[number]]
        return found

    def whole(self) -> npt.NDArray[np.uint8]:
        """All rows at once."""
        parts = [self._read(number) for number in range(len(self._starts))]
        return np.concatenate(parts) if parts else np.empty(self.shape, np.uint8)
