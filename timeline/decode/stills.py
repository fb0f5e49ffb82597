"""Single frames by exact number, as small RGB pictures to look at."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path

import av
import numpy as np
import numpy.typing as npt
from av.video.reformatter import Interpolation

from timeline.decode.containers import naming, open_media
from timeline.decode.facts import look_at
from timeline.decode.orientation import orientation_of
from timeline.decode.packets import Tally, decode_packets
from timeline.decode.streams import choose_stream


def read_stills(path: str | Path, frames: Collection[int], *, area: int) -> Iterator[tuple[int, npt.NDArray[np.uint8]]]:
    """Yield the frames asked for, in order, each with its number as ``decode`` counts; those past the end are left out.

    One pass, no seeking, up to the last one asked for; one thread decodes, so that the frames of a damaged file are
    the same on every machine.

    Args:
        path: a local file; no other is opened.
        frames: numbers of frames.
        area: width times height of the pictures, about; their shape is the one the video is shown in. A smaller video
            is not enlarged.

    Yields:
        Number, and RGB uint8 (h, w, 3), upright.

    Raises:
        MediaError: the file is no video that can be inspected, or is encrypted.
    """
    last = max(frames, default=-1)
    wanted = frozenset(frames)
    size: tuple[int, int] | None = None
    with open_media(path) as container, naming(path):
        video, _ = choose_stream(container, None)
        for number, frame in enumerate(decode_packets(container, video, Tally(), frame_threads=False)):
            if number > last:
                return
            if number not in wanted:
                continue
            orientation = orientation_of(frame)
            size = size or _size(video, frame, area)
            yield number, np.moveaxis(orientation.apply(np.moveaxis(_rgb(frame, size), -1, 0)), 0, -1)


def _size(video: av.VideoStream, frame: av.VideoFrame, area: int) -> tuple[int, int]:
    """Width and height as stored, before the picture is turned upright."""
    first = look_at(video, frame)
    width, height = first.orientation.size(first.display_width, first.display_height)
    factor = min(1.0, (area / (width * height)) ** 0.5)
    return max(1, round(width * factor)), max(1, round(height * factor))


def _rgb(frame: av.VideoFrame, size: tuple[int, int]) -> npt.NDArray[np.uint8]:
    scaled = frame.reformat(
        width=size[0], height=size[1], format="rgb24", interpolation=Interpolation.BICUBIC, threads=1
    )
    return np.asarray(scaled.to_ndarray(), dtype=np.uint8)
