"""Annotated clips as small square pictures, and the clean shots inside them that new edits are made of."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from timeline.kernels.bars import Box, find_box
from timeline.kernels.pictures import PictureBatch

SIDE = 128
"""Side of the square pictures that edits are made in; features are laid on a square grid whatever the shape."""
SHORTEST_SHOT = 12

Pictures = npt.NDArray[np.uint8]
"""(n, 3, SIDE, SIDE): Y, Cb, Cr."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """One transition of a training clip; ``swap`` is the frame at which the source changes."""

    kind: str
    start: int
    stop: int
    swap: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Clip:
    """An annotated clip: its full samples, its square pictures, its transitions and what is not judged."""

    name: str
    series: str
    batch: PictureBatch
    edits: tuple[Edit, ...]
    ignore: tuple[tuple[int, int], ...] = field(default=())

    @property
    def frames(self) -> int:
        """Number of frames."""
        return self.batch.frames


def read_truth(path: Path) -> tuple[str, tuple[Edit, ...], tuple[tuple[int, int], ...]]:
    """Series, transitions and ignored spans of a truth file. The swap is the middle where nothing better is known."""
    doc: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    edits = tuple(
        Edit(kind=t["kind"], start=t["start"], stop=t["stop"], swap=t.get("swap", (t["start"] + t["stop"]) // 2))
        for t in doc["transitions"]
    )
    ignore = tuple((span["start"], span["stop"]) for span in doc.get("ignore", ()))
    return doc.get("series", path.stem), edits, ignore


def square(batch: PictureBatch, box: Box) -> Pictures:
    """A clip's pictures without their bars at SIDE x SIDE, by nearest sample, so that noise stays what it was."""
    out = np.empty((batch.frames, 3, SIDE, SIDE), np.uint8)
    for plane, samples in enumerate((batch.luma, batch.cb, batch.cr)):
        part = box.crop(samples)
        rows, columns = ((np.arange(SIDE) + 0.5) * size / SIDE for size in part.shape[1:])
        out[:, plane] = part[:, rows.astype(int)][:, :, columns.astype(int)]
    return out


def standing_box(batch: PictureBatch) -> Box:
    """The picture inside its bars over a whole clip."""
    return find_box(batch.luma.max(axis=0))


def clean_shots(clip: Clip) -> list[tuple[int, int]]:
    """Stretches that hold one shot only, with nothing that is not judged."""
    edges = sorted([(e.start, e.stop) for e in clip.edits] + [(a - 1, b + 2) for a, b in clip.ignore])
    shots, at = [], 0
    for start, stop in [*edges, (clip.frames, clip.frames)]:
        if start - at >= SHORTEST_SHOT:
            shots.append((at, start))
        at = max(at, stop)
    return shots


def groups_of(series: Sequence[tuple[str, int]], count: int) -> dict[str, int]:
    """Put series (name, frames) into ``count`` groups of about equal frames; a series is never divided."""
    load, members, group = [0] * count, [0] * count, {}
    for name, frames in sorted(series, key=lambda item: (-item[1], item[0])):
        best = min(range(count), key=lambda g: (load[g] + 400 * members[g], g))
        group[name], load[best], members[best] = best, load[best] + frames, members[best] + 1
    return group
