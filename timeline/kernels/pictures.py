"""The small pictures that every feature is made from: few samples of each frame's planes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

Bytes: TypeAlias = npt.NDArray[np.uint8]


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureBatch:
    """Consecutive frames ``first .. first + n - 1`` as sampled planes, upright (display matrix applied).

    ``luma`` uint8 (n, h, w), ``cb`` and ``cr`` uint8 (n, hc, wc), all in 8-bit limited-range code values (black 16,
    white 235, neutral chroma 128) whatever the file's depth and range. The longer side of ``luma`` is at most about
    320 samples; chroma has about half of that each way.
    """

    first: int
    luma: Bytes
    cb: Bytes
    cr: Bytes

    @property
    def frames(self) -> int:
        """Number of frames in the batch."""
        return int(self.luma.shape[0])
