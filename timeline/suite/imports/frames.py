"""How many frames a video has: as its header states, or counted one by one."""

from __future__ import annotations

from pathlib import Path

from timeline.decode.containers import naming, open_media
from timeline.decode.packets import Tally, decode_packets
from timeline.decode.streams import choose_stream


def frames_stated(video: Path) -> int | None:
    """The container's claim, None where it makes none.

    Raises:
        MediaError: it is no video that can be opened.
    """
    with open_media(video) as container, naming(video):
        stream, _ = choose_stream(container, None)
        return stream.frames or None


def count_frames(video: Path) -> int:
    """Frames that decode, counted as every other part counts them.

    Raises:
        MediaError: it is no video that can be opened.
    """
    with open_media(video) as container, naming(video):
        stream, _ = choose_stream(container, None)
        return sum(1 for _ in decode_packets(container, stream, Tally(), True))
