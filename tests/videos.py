"""Small videos for tests that run the whole command: known cuts, made with PyAV in a moment."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import av
import numpy as np


def cut_video(
    path: Path, *, frames: int = 100, cuts: tuple[int, ...] = (20, 55), rate: Fraction = Fraction(25), seed: int = 1
) -> Path:
    """Shots of drifting blocks with hard cuts at ``cuts``; H.264, 90x160."""
    rng = np.random.default_rng(seed)
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=rate, options={"crf": "20", "preset": "veryfast"})
        stream.width, stream.height, stream.pix_fmt = 90, 160, "yuv420p"
        for start, stop in pairwise((0, *cuts, frames)):
            tall = rng.integers(20, 235, (5 + (stop - start) // 40, 3, 3), dtype=np.uint8)
            blocks = tall.repeat(40, 0).repeat(40, 1)
            for number in range(stop - start):
                picture = np.ascontiguousarray(blocks[number : number + 160, 10:100])
                container.mux(stream.encode(av.VideoFrame.from_ndarray(picture, format="rgb24")))
        container.mux(stream.encode())
    return path
