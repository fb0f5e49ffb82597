"""Episodes that share a recap, a title and an end card, as videos encoded in different ways, with their truth."""

from __future__ import annotations

from pathlib import Path

import av
import cv2
import numpy as np

from benchmarks.shared_season import RATE, Script, luma, scripts

ENCODINGS = (
    ("libx264", 180, 320, {"crf": "20", "preset": "veryfast"}),
    ("libx264", 90, 160, {"crf": "30", "preset": "veryfast"}),
    ("mpeg4", 180, 320, {"qscale": "6"}),
    ("libx264", 180, 320, {"crf": "32", "preset": "veryfast", "bf": "3"}),
)
"""Codec, width, height and options of each episode in turn: one of half size, one of another codec."""


def season(folder: Path, episodes: int = 4, seconds: int = 18) -> list[Script]:
    """Write ``ep01.mp4`` on and return what they are made of."""
    folder.mkdir()
    made = list(scripts(episodes, seconds))
    for script in made:
        write(script, folder / f"ep{script.number:02}.mp4")
    return made


def write(script: Script, path: Path) -> None:
    """One episode in the encoding of its number."""
    codec, width, height, options = ENCODINGS[script.number % len(ENCODINGS)]
    with av.open(str(path), "w") as container:
        stream = container.add_stream(codec, rate=RATE, options=options)
        stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
        for plane in luma(script):
            large = cv2.resize(plane, (width, height), interpolation=cv2.INTER_CUBIC)
            picture = np.full((3 * height // 2, width), 128, np.uint8)
            picture[:height] = np.clip(np.rint(large), 16, 235)
            container.mux(stream.encode(av.VideoFrame.from_ndarray(picture, format="yuv420p")))
        container.mux(stream.encode())
