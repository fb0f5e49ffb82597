"""Collects the small pictures of decoded frames into upright batches."""

from __future__ import annotations

import av
import numpy as np

from timeline.decode.orientation import Orientation
from timeline.decode.planes import Converter, Grid, reader_for
from timeline.kernels.pictures import PictureBatch

_FULL = 2  # AVCOL_RANGE_JPEG
_UNSPECIFIED = 0


def is_full_range(frame: av.VideoFrame, codec: str) -> bool:
    """Whether code values run over the whole scale.

    Where nothing is stated, grey is full range, as FFmpeg takes it, except from codecs that keep to video levels.
    """
    name = frame.format.name
    if name.startswith("yuvj") or frame.color_range == _FULL:
        return True
    return frame.color_range == _UNSPECIFIED and name.startswith("gray") and codec not in ("h264", "hevc", "av1", "vp9")


class Sampler:
    """Reads every frame into the same grid of samples, that of the first frame, and hands them on in batches."""

    def __init__(self, first: av.VideoFrame, orientation: Orientation, full_range: bool, batch: int) -> None:
        self._orientation = orientation
        self._grid = Grid.of(first.width, first.height)
        self._shape = (first.width, first.height, first.format.name)
        self._reader = reader_for(first.format.name, self._grid, full_range)
        self._converter = Converter(self._grid)
        self._batch = batch
        self._first = 0
        self._last_shape = self._shape
        self.changes: list[tuple[int, str]] = []
        self._fresh()

    def _fresh(self) -> None:
        width, height = self._grid.chroma
        self._luma = np.empty((self._batch, self._grid.height, self._grid.width), np.uint8)
        self._cb = np.empty((self._batch, height, width), np.uint8)
        self._cr = np.empty_like(self._cb)
        self._count = 0

    @property
    def size(self) -> tuple[int, int]:
        """Width and height of the upright luma pictures."""
        return self._orientation.size(self._grid.width, self._grid.height)

    def add(self, frame: av.VideoFrame) -> PictureBatch | None:
        """Read one frame, which is not kept; returns a batch when it is full."""
        n = self._count
        shape = (frame.width, frame.height, frame.format.name)
        if shape != self._last_shape:
            self._last_shape = shape
            self.changes.append((self._first + n, "{}x{} {}".format(*shape)))
        reader = self._reader if shape == self._shape else self._converter
        reader.read(frame, self._luma[n], self._cb[n], self._cr[n])
        self._count += 1
        return self.flush() if self._count == self._batch else None

    def flush(self) -> PictureBatch | None:
        """Hand on the frames read since the last batch."""
        if not self._count:
            return None
        luma, cb, cr = (self._orientation.apply(plane[: self._count]) for plane in (self._luma, self._cb, self._cr))
        batch = PictureBatch(first=self._first, luma=luma, cb=cb, cr=cr)
        self._first += self._count
        self._fresh()
        return batch
