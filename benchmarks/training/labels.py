"""What the network is to say at each frame, from transitions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from timeline.detect.network import KINDS
from timeline.suite.synth.material import Edit

EFFECTS = frozenset({"zoom", "whip", "flash"})
UNKNOWN = -1


@dataclass(frozen=True, slots=True, kw_only=True)
class Labels:
    """Targets of each frame, int8 (frames, 6), UNKNOWN where nothing is to be learnt.

    Columns: a new source begins here; inside a gradual transition; inside an effect; a span begins here; a span has
    ended here; the cut is a jump. ``kind`` (frames,): the span's kind, UNKNOWN outside spans.
    """

    targets: npt.NDArray[np.int8]
    kind: npt.NDArray[np.int8]


def label(frames: int, edits: Sequence[Edit], ignore: Sequence[tuple[int, int]], *, swaps_known: bool) -> Labels:
    """Targets from transitions; with ``swaps_known`` off, frames in effects teach nothing about where the swap is."""
    targets = np.zeros((frames, 6), np.int8)
    targets[:, 5] = UNKNOWN
    kind = np.full(frames, UNKNOWN, np.int8)
    for e in edits:
        if e.start == e.stop:
            if e.start < frames:
                targets[e.start, 0], targets[e.start, 5] = 1, e.kind == "jump"
            continue
        column = 2 if e.kind in EFFECTS else 1
        targets[e.start : e.stop, column] = 1
        targets[e.start, 3] = 1
        if e.stop < frames:
            targets[e.stop, 4] = 1
        if e.kind in KINDS:
            kind[e.start : e.stop] = KINDS.index(e.kind)
        if column == 2 and swaps_known and e.swap < frames:
            targets[e.swap, 0] = 1
        elif column == 2:
            targets[e.start : e.stop + 1, 0] = UNKNOWN
    for start, stop in ignore:
        targets[max(0, start - 2) : stop + 3] = UNKNOWN
        kind[max(0, start - 2) : stop + 3] = UNKNOWN
    return Labels(targets=targets, kind=kind)


_MIRRORED = {"fade_out": "fade_in", "fade_in": "fade_out"}


def mirrored(frames: int, edits: Sequence[Edit]) -> tuple[Edit, ...]:
    """The transitions of the same pictures shown backwards."""
    return tuple(
        Edit(
            kind=_MIRRORED.get(e.kind, e.kind),
            start=frames - e.stop,
            stop=frames - e.start,
            swap=frames - e.swap,
        )
        for e in reversed(edits)
    )
