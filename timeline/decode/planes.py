"""Strided reads of a decoded frame's planes: planar YUV and grey as they lie in memory, all else converted small."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Protocol, TypeAlias

import av
import numpy as np
import numpy.typing as npt
from av.video.plane import VideoPlane
from av.video.reformatter import VideoReformatter

LONG_SIDE = 320

Bytes: TypeAlias = npt.NDArray[np.uint8]

# log2 of how many luma samples share a chroma sample, across and down.
_SUBSAMPLING = {"420": (1, 1), "422": (1, 0), "444": (0, 0), "440": (0, 1), "411": (2, 0), "410": (2, 2)}
_YUV = re.compile(r"yuv[aj]?(?P<chroma>4\d\d)p(?P<bits>\d+)?(?P<order>le|be)?")
_GREY = re.compile(r"gray(?P<bits>\d+)?(?P<order>le|be)?")
_NEUTRAL = 128
_BYTE, _PAIR = np.dtype(np.uint8), np.dtype(np.uint16)


class Reader(Protocol):
    """Reads one frame into small luma and chroma pictures, 8 bit, limited range."""

    def read(self, frame: av.VideoFrame, luma: Bytes, cb: Bytes, cr: Bytes) -> None:
        """Fill ``luma`` (h, w), ``cb`` and ``cr`` (hc, wc) from ``frame``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """Which samples are read of stored pictures: every ``step``-th, ``width`` x ``height`` of them, even counts."""

    step: int
    width: int
    height: int

    @classmethod
    def of(cls, width: int, height: int) -> Grid:
        """Choose the smallest step that keeps the longer side within ``LONG_SIDE``."""
        step = max(1, -(-max(width, height) // LONG_SIDE))
        return cls(step=step, width=_even(width // step), height=_even(height // step))

    @property
    def chroma(self) -> tuple[int, int]:
        """Width and height of the chroma pictures: half of luma's each way, rounded up."""
        return (self.width + 1) // 2, (self.height + 1) // 2


def _even(count: int) -> int:
    return count - count % 2 if count > 1 else 1


def reader_for(pixel_format: str, grid: Grid, full_range: bool) -> Reader:
    """Choose how frames of a pixel format are read; ``full_range``: code values 0..255 that are mapped to 16..235."""
    match = _YUV.fullmatch(pixel_format) or _GREY.fullmatch(pixel_format)
    chroma = match.groupdict().get("chroma") if match else None
    across, down = _SUBSAMPLING.get(chroma or "420", (9, 9))
    steps = (2 * grid.step >> across, 2 * grid.step >> down)
    if match is None or 0 in steps or min(grid.width, grid.height) < 2:
        return Converter(grid)
    return PlaneReader(
        grid=grid,
        bits=int(match["bits"] or 8),
        big_endian=match["order"] == "be",
        chroma_steps=steps if chroma else None,
        full_range=full_range,
    )


class PlaneReader:
    """Reads planar frames without converting them: numpy views with strides, copied sample by sample.

    Of 8-bit luma each sample is the mean of two neighbours in a row, which costs what one does: they are read as one
    16-bit word.
    """

    def __init__(
        self, *, grid: Grid, bits: int, big_endian: bool, chroma_steps: tuple[int, int] | None, full_range: bool
    ) -> None:
        self._grid = grid
        self._shift = bits - 8
        self._word = np.dtype(np.uint8 if bits == 8 else ">u2" if big_endian else "<u2")
        self._chroma_steps = chroma_steps
        self._tables = limited_from_full() if full_range else None
        self._pairs = np.empty((grid.height, grid.width), np.uint16)
        self._carry = np.empty_like(self._pairs)

    def read(self, frame: av.VideoFrame, luma: Bytes, cb: Bytes, cr: Bytes) -> None:
        """Fill ``luma`` (h, w), ``cb`` and ``cr`` (hc, wc) from ``frame``."""
        planes = frame.planes
        step = self._grid.step
        if self._shift == 0 and step > 1:
            self._read_pairs(planes[0], luma)
        else:
            self._read_points(planes[0], (step, step), luma)
        if self._chroma_steps is None:
            cb[:] = cr[:] = _NEUTRAL
        else:
            self._read_points(planes[1], self._chroma_steps, cb)
            self._read_points(planes[2], self._chroma_steps, cr)
        if self._tables is not None:
            for out, table in zip((luma, cb, cr), self._tables, strict=True):
                out[:] = table[out]

    def _read_points(self, plane: VideoPlane, steps: tuple[int, int], out: Bytes) -> None:
        across, down = steps
        start = down // 2 * plane.line_size + across // 2 * self._word.itemsize
        strides = (down * plane.line_size, across * self._word.itemsize)
        view = _strided(plane, out.shape, self._word, start, strides)
        if self._shift:
            np.right_shift(view, self._shift, out=out, casting="unsafe")
        else:
            np.copyto(out, view)

    def _read_pairs(self, plane: VideoPlane, out: Bytes) -> None:
        step, pairs, carry = self._grid.step, self._pairs, self._carry
        start = step // 2 * plane.line_size + step // 2 - 1
        view = _strided(plane, out.shape, _PAIR, start, (step * plane.line_size, step))
        np.copyto(pairs, view)
        np.right_shift(pairs, 8, out=carry)
        np.bitwise_and(pairs, 255, out=pairs)
        np.add(pairs, carry, out=pairs)
        np.right_shift(pairs, 1, out=out, casting="unsafe")


class Converter:
    """Reads any frame (RGB, palette, packed, another size than the first) through one small conversion."""

    def __init__(self, grid: Grid) -> None:
        self._grid = grid
        self._reformatter = VideoReformatter()

    def read(self, frame: av.VideoFrame, luma: Bytes, cb: Bytes, cr: Bytes) -> None:
        """Fill ``luma`` (h, w), ``cb`` and ``cr`` (hc, wc) from ``frame``."""
        # With several threads libswscale spoils the first samples of rows where its slices meet.
        small = self._reformatter.reformat(
            frame,
            self._grid.width,
            self._grid.height,
            "yuv420p",
            interpolation="AREA",
            dst_color_range="MPEG",
            threads=1,
        )
        for plane, out in zip(small.planes, (luma, cb, cr), strict=True):
            np.copyto(out, _strided(plane, out.shape, _BYTE, 0, (plane.line_size, 1)))


def _strided(
    plane: VideoPlane, shape: tuple[int, ...], word: np.dtype[Any], start: int, strides: tuple[int, int]
) -> npt.NDArray[Any]:
    """View of a plane without a copy: ``start`` and ``strides`` in bytes; numpy checks that it stays inside."""
    return np.ndarray(shape, word, memoryview(plane), start, strides)


def limited_from_full() -> tuple[Bytes, Bytes, Bytes]:
    """Tables from full-range to limited-range 8-bit code values of Y, Cb, Cr (ITU-T H.273, 8.3)."""
    code = np.arange(256)
    luma = np.rint(16 + code * 219 / 255).astype(np.uint8)
    chroma = np.rint(128 + (code - 128) * 224 / 255).astype(np.uint8)
    return luma, chroma, chroma
