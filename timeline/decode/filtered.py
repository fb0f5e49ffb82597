"""Every frame through a chain of FFmpeg's own filters, on the same frame index."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from pathlib import Path

import av
import av.filter

from timeline.decode.containers import naming, open_media
from timeline.decode.orientation import Orientation, orientation_of
from timeline.decode.packets import Tally, decode_packets
from timeline.decode.streams import choose_stream


def read_filtered(path: str | Path, *filters: str) -> Iterator[av.VideoFrame | None]:
    """Yield, for every frame in the order and number that ``decode`` counts them, what the filters make of it.

    One thread decodes, so that the frames of a damaged file are the same on every machine.

    Args:
        path: a local file; no other is opened.
        filters: steps of a chain in FFmpeg's notation, such as ``scale=48:27``; they get upright frames, as those of
            the ``ffmpeg`` program do, and must neither delay nor multiply them. ``None`` is yielded for a frame that
            they keep back.

    Raises:
        MediaError: the file is no video that can be inspected, or is encrypted.
    """
    graph: av.filter.Graph | None = None
    shape = None
    with open_media(path) as container, naming(path):
        video, _ = choose_stream(container, None)
        for number, frame in enumerate(decode_packets(container, video, Tally(), frame_threads=False)):
            if graph is None or shape != (frame.width, frame.height, frame.format.name):
                shape = (frame.width, frame.height, frame.format.name)
                graph = _graph(frame, [*_upright(orientation_of(frame)), *filters])
            frame.pts = number
            graph.push(frame)
            try:
                passed = graph.pull()
            except av.BlockingIOError:
                yield None
            else:
                assert isinstance(passed, av.VideoFrame)
                yield passed


def _upright(orientation: Orientation) -> list[str]:
    turns = {"transpose=cclock_flip": orientation.transposed, "hflip": orientation.flip_x, "vflip": orientation.flip_y}
    return [turn for turn, wanted in turns.items() if wanted]


def _graph(frame: av.VideoFrame, steps: Sequence[str]) -> av.filter.Graph:
    graph = av.filter.Graph()
    last = graph.add_buffer(width=frame.width, height=frame.height, format=frame.format, time_base=Fraction(1, 25))
    for step in steps:
        name, _, arguments = step.partition("=")
        following = graph.add(name, arguments or None)
        last.link_to(following)
        last = following
    last.link_to(graph.add("buffersink"))
    graph.configure()
    return graph
