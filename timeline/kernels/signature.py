"""Signatures of pictures: block means in one row of bytes, read back as planes."""

from __future__ import annotations

from typing import Protocol, TypeAlias

import numpy as np
import numpy.typing as npt

Signatures: TypeAlias = npt.NDArray[np.uint8]

LUMA_SIDE, CHROMA_SIDE = 32, 8


class SignatureRows(Protocol):
    """Signatures (n, S) uint8 that may lie in a file: what is asked for comes as an array. Any array is one too."""

    def __len__(self) -> int:
        """Number of signatures."""

    def __getitem__(self, part: slice | npt.NDArray[np.intp], /) -> Signatures:
        """The signatures of a slice or of frame numbers."""


def luma_blocks(signatures: Signatures) -> npt.NDArray[np.uint8]:
    """Block means of luma, (n, 32, 32), a view."""
    return signatures[:, : LUMA_SIDE**2].reshape(-1, LUMA_SIDE, LUMA_SIDE)


def chroma_blocks(signatures: Signatures) -> npt.NDArray[np.uint8]:
    """Block means of Cb and Cr, (n, 2, 8, 8), a view."""
    return signatures[:, LUMA_SIDE**2 :].reshape(-1, 2, CHROMA_SIDE, CHROMA_SIDE)
