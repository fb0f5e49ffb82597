"""Lays pictures and sound into one file, each picture at its exact time, without coding them again."""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import av

from timeline.errors import OutputError


def join(pictures: Path, sound: Path | None, steps: Sequence[int], time_base: Fraction, out: Path) -> None:
    """Write an MP4 of the pictures, shown for ``steps`` ticks of ``time_base`` each, with the sound beside them.

    Raises:
        OutputError: there are not as many pictures as steps: what wrote them broke off.
    """
    with av.open(str(pictures)) as seen, av.open(str(out), "w", format="mp4", options={"movflags": "+faststart"}) as to:
        shown = to.add_stream_from_template(seen.streams.video[0])
        shown.time_base = time_base
        streams = [_timed(seen, steps, time_base, shown)]
        if sound is None:
            _mux(to, streams)
            return
        with av.open(str(sound)) as heard:
            streams.append(_heard(heard, to.add_stream_from_template(heard.streams.audio[0])))
            _mux(to, streams)


def _mux(to: Any, streams: Sequence[Iterator[Any]]) -> None:
    for packet in heapq.merge(*streams, key=lambda packet: packet.dts * packet.time_base):
        to.mux(packet)


def _timed(seen: Any, steps: Sequence[int], time_base: Fraction, stream: Any) -> Iterator[Any]:
    """Packets with new times; those of pictures coded without B-frames come in the order of presentation."""
    pts, count = 0, 0
    for packet in seen.demux(video=0):
        if not packet.size:
            continue
        if count == len(steps):
            raise OutputError(f"more pictures were written than the {len(steps)} there are")
        packet.time_base, packet.pts, packet.dts, packet.duration = time_base, pts, pts, steps[count]
        packet.stream = stream
        yield packet
        pts, count = pts + steps[count], count + 1
    if count != len(steps):
        raise OutputError(f"only {count} of {len(steps)} pictures were written; free some room, then run it again")


def _heard(heard: Any, stream: Any) -> Iterator[Any]:
    for packet in heard.demux(audio=0):
        if packet.size:
            packet.stream = stream
            yield packet
