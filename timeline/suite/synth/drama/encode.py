"""Writes pictures as an H.264 file: the same pictures give the same bytes, on one machine and library."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

from timeline.errors import OutputError
from timeline.suite.synth.drama.pictures import Picture, Size


@dataclass(frozen=True, slots=True, kw_only=True)
class Encoding:
    """x264's quality (``crf``), keyframe distance and rate."""

    rate: Fraction
    crf: int
    keyframes: int

    @property
    def options(self) -> dict[str, str]:
        """What x264 is told.

        One thread, because how it shares work out among more depends on the machine; no macroblock tree, because that
        reads memory nobody wrote (x264 165 as in PyAV 18.1: of 200 runs on the same pictures hardly two were alike).
        """
        return {
            "crf": str(self.crf),
            "preset": "veryfast",
            "threads": "1",
            "g": str(self.keyframes),
            "x264-params": "mbtree=0",
        }


def encode(path: Path, pictures: Iterable[Picture], size: Size, encoding: Encoding) -> int:
    """Write a file aside and rename it; how many frames it has.

    Raises:
        OutputError: the file cannot be written.
    """
    aside = path.with_name(f".{path.name}.partial")
    try:
        count = _written(aside, pictures, size, encoding)
        aside.replace(path)
    except OSError as error:  # PyAV's errors of writing are OSErrors too
        raise OutputError(f"cannot write '{path}': {error.strerror or error}") from error
    finally:
        with contextlib.suppress(OSError):
            aside.unlink()
    return count


def _written(path: Path, pictures: Iterable[Picture], size: Size, encoding: Encoding) -> int:
    import av

    count = 0
    # Without "bitexact" the muxer writes its version, which changes with the library.
    with av.open(str(path), "w", format="mp4", container_options={"fflags": "+bitexact"}) as container:
        stream: Any = container.add_stream("libx264", rate=encoding.rate, options=encoding.options)
        stream.width, stream.height, stream.pix_fmt = *size, "yuv420p"
        stream.time_base = stream.codec_context.time_base = 1 / encoding.rate
        for count, picture in enumerate(pictures, 1):
            frame = av.VideoFrame.from_ndarray(picture, format="bgr24").reformat(format="yuv420p", threads=1)
            frame.pts = count - 1
            frame.time_base = 1 / encoding.rate
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return count
