"""Versions of a drawn episode as signatures and timelines, without an encoder in between."""

from __future__ import annotations

from functools import cache
from itertools import accumulate, pairwise

import cv2
import numpy as np

from benchmarks.diff_drawing import Drawn, pictures
from benchmarks.diff_edit import RATE, Edit
from benchmarks.diff_versions import benchmark_base
from timeline.analyse.diff import Version
from timeline.kernels.arrival import reduce_batch, signature
from timeline.kernels.pictures import PictureBatch
from timeline.model.clock import constant_clock
from timeline.model.edit import Kind, Shot, Timeline, Transition

FROM_RGB = np.array([[0.257, 0.504, 0.098], [-0.148, -0.291, 0.439], [0.439, -0.368, -0.071]], np.float32)
BASE = benchmark_base()


@cache
def version(edit: Edit, seed: int) -> Version:
    """A version with grain of its own, standing for another encoding."""
    rng = np.random.default_rng(seed)
    frames = [cv2.resize(picture, (90, 160), interpolation=cv2.INTER_AREA) for picture in pictures(edit, Drawn())]
    rows = []
    for first in range(0, len(frames), 64):
        planes = np.stack(frames[first : first + 64]).astype(np.float32) @ FROM_RGB.T + np.array([16, 128, 128])
        planes[..., 0] += rng.normal(0, 2, planes.shape[:3])
        codes = np.clip(np.rint(planes), 0, 255).astype(np.uint8)
        batch = PictureBatch(first=first, luma=codes[..., 0], cb=codes[:, ::2, ::2, 1], cr=codes[:, ::2, ::2, 2])
        rows.append(signature(reduce_batch(batch)))
    return Version(timeline=timeline_of(edit), signatures=np.concatenate(rows))


def timeline_of(edit: Edit) -> Timeline:
    """The cut as a perfect detector sees it: where a take runs on there is no edit."""
    edges = list(accumulate((clip.frames for clip in edit), initial=0))
    transitions = []
    for n, clip in enumerate(edit[1:], start=1):
        before = edit[n - 1]
        if clip.set_up == before.set_up and before.start + before.frames == clip.start and not clip.mix:
            continue
        edit_point, half = edges[n], clip.mix // 2
        transitions.append(
            Transition(
                kind=Kind.DISSOLVE if clip.mix else Kind.CUT,
                start=edit_point - half,
                stop=edit_point + clip.mix - half,
                edit_point=edit_point,
            )
        )
    points = [0, *(t.edit_point or 0 for t in transitions), edges[-1]]
    shots = tuple(Shot(start=a, stop=b) for a, b in pairwise(points))
    clock = constant_clock(edges[-1], RATE)
    return Timeline(clock=clock, start=0, stop=edges[-1], transitions=tuple(transitions), shots=shots)
