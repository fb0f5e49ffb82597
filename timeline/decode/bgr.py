"""Whole BGR frames on the same frame index, for detectors that look at pictures of their own scale."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from timeline.decode.containers import naming, open_media
from timeline.decode.orientation import orientation_of
from timeline.decode.packets import Tally, decode_packets
from timeline.decode.streams import choose_stream

_PEER_WIDTH = 256


def read_bgr(
    path: str | Path, *, stream: int | None = None, shrink: bool = True, frame_threads: bool = True
) -> Iterator[npt.NDArray[np.uint8]]:
    """Yield every frame as BGR, upright, uint8 (h, w, 3), in the order and number that ``decode`` counts them.

    Args:
        path: a local file; no other is opened.
        stream: index of the video stream in the file; ``None``: the default one.
        shrink: scale as PySceneDetect does by default: the longer side down to about 256 pixels, bilinear.
        frame_threads: what ``Decoded.frame_threads`` says; on a damaged file the frames are the same only then.

    Raises:
        MediaError: the file is no video that can be inspected, or is encrypted.
    """
    import cv2

    size: tuple[int, int] | None = None
    with open_media(path) as container, naming(path):
        video, _ = choose_stream(container, stream)
        for frame in decode_packets(container, video, Tally(), frame_threads):
            picture: npt.NDArray[Any] = frame.reformat(format="bgr24", threads=1).to_ndarray()
            if size is None:
                orientation = orientation_of(frame)
                size = _peer_size(frame.width, frame.height) if shrink else (frame.width, frame.height)
            if size != (frame.width, frame.height):
                picture = cv2.resize(picture, size, interpolation=cv2.INTER_LINEAR)
            planes = orientation.apply(np.moveaxis(picture, -1, 0))
            yield np.ascontiguousarray(np.moveaxis(planes, 0, -1))


def _peer_size(width: int, height: int) -> tuple[int, int]:
    factor = max(1.0, max(width, height) / _PEER_WIDTH)
    return max(1, round(width / factor)), max(1, round(height / factor))
