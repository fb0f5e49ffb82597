"""The small pictures of a record: JPEG files end to end, and where each begins."""

from __future__ import annotations

import bisect
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import BinaryIO

import numpy as np

from timeline.library import jpeg
from timeline.library.chunks import read_at

_PLACES = np.dtype("<i8")


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A picture's frame and the place of its bytes: in its member while it is written, in the file once it is read."""

    frame: int
    offset: int
    size: int


class KeptPictures:
    """The pictures of a record, read one by one when asked for."""

    mime = jpeg.MIME

    def __init__(self, file: BinaryIO, places: Sequence[Place]) -> None:
        """``places`` rise in frames."""
        self._file = file
        self._places = places
        self.frames = [place.frame for place in places]

    def get(self, frame: int) -> bytes | None:
        """Encoded picture of ``frame``, or ``None`` where none was kept."""
        at = bisect.bisect_left(self.frames, frame)
        if at == len(self.frames) or self.frames[at] != frame:
            return None
        return self._read(at)

    def nearest(self, frame: int) -> tuple[int, bytes] | None:
        """Encoded picture of the kept frame nearest to ``frame``, with its number; the earlier of two."""
        if not self.frames:
            return None
        at = bisect.bisect_left(self.frames, frame)
        close = min(range(max(0, at - 1), min(len(self.frames), at + 1)), key=lambda n: abs(self.frames[n] - frame))
        return self.frames[close], self._read(close)

    def _read(self, at: int) -> bytes:
        place = self._places[at]
        return read_at(self._file, place.offset, place.size)


def index_of(pictures: Iterable[tuple[int, bytes]]) -> bytes:
    """Frames and sizes of pictures that lie end to end."""
    return np.array([(frame, len(data)) for frame, data in pictures], _PLACES).tobytes()


def places_of(index: bytes, offset: int) -> list[Place]:
    """Undo ``index_of``, for pictures whose first begins at ``offset``; raises ValueError for no whole index."""
    found = []
    for frame, size in np.frombuffer(index, _PLACES).reshape(-1, 2).tolist():
        found.append(Place(frame=frame, offset=offset, size=size))
        offset += size
    return found
