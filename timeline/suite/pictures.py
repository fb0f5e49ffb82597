"""Small JPEG pictures of single frames, as pages carry them."""

from __future__ import annotations

import base64
import io
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from timeline.decode import read_stills

AREA = 9_000
"""Width times height: 71x126 of a vertical picture, 126x71 of a wide one."""
QUALITY = 74


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """One frame as JPEG."""

    frame: int
    width: int
    height: int
    jpeg: bytes

    @property
    def uri(self) -> str:
        """The picture as a ``data:`` address."""
        return f"data:image/jpeg;base64,{base64.b64encode(self.jpeg).decode()}"


def pictures(video: Path, frames: Collection[int], *, area: int = AREA, quality: int = QUALITY) -> Iterator[Picture]:
    """Yield these frames of a video, in order, decoded by exact number in one pass.

    Raises:
        MediaError: the file is no video that can be inspected.
    """
    from PIL import Image

    for number, pixels in read_stills(video, frames, area=area):
        out = io.BytesIO()
        Image.fromarray(pixels).save(out, "JPEG", quality=quality, subsampling=2, optimize=True)
        yield Picture(frame=number, width=pixels.shape[1], height=pixels.shape[0], jpeg=out.getvalue())
