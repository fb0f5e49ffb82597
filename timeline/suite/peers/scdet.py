"""FFmpeg's ``scdet`` filter at its own threshold, run by FFmpeg itself on our frame index.

It holds each frame against the one before: the mean absolute difference of their planes, and how far that differs from
the last one; the smaller of the two, in per cent, is the score. A frame whose score reaches the threshold is the first
of a new shot. The frames that pass are told by their number, never by a time.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from timeline.decode import read_filtered
from timeline.suite import machine
from timeline.suite.peers.row import Parameters, Seen, cuts

THRESHOLD = 10.0
"""FFmpeg's default."""


def version() -> str:
    """Release of PyAV, which brings its FFmpeg, and of that FFmpeg's filters."""
    import av

    return f"av {machine.version('av')}/libavfilter {'.'.join(map(str, av.library_versions['libavfilter']))}"


def run(video: Path, wanted: Mapping[str, Parameters], check: Callable[[], None]) -> dict[str, Seen]:
    """Cuts where the score of a frame reaches the ``threshold`` of each variant."""
    return {name: _run(video, float(parameters["threshold"]), check) for name, parameters in wanted.items()}


def _run(video: Path, threshold: float, check: Callable[[], None]) -> Seen:
    found, frames = [], 0
    for passed in read_filtered(video, f"scdet=threshold={threshold}:sc_pass=1"):
        if passed is not None:
            found.append(frames)
        frames += 1
        check()
    return Seen(frames=frames, transitions=cuts(frame for frame in found if frame))
