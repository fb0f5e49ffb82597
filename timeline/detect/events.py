"""Things in the picture worth a look: flat runs, freezes, repeated frames and their patterns, very short shots."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from timeline.detect.flat import Run, flat_runs, runs
from timeline.kernels.features import FeatureTable
from timeline.kernels.signature import SignatureRows, luma_blocks
from timeline.model.edit import SHORT_SHOT, Event, Transition

SAME = 0.25
"""Largest mean change, in 8-bit codes, between two frames that show the same picture (re-encoding noise)."""
FREEZE = 6
"""Frames that stand still at least for a freeze; fewer are duplicates."""
LONGEST_PATTERN = 6
"""Longest period of a repeat pattern: 24 in 30 and 25 in 30 repeat every 5th and 6th frame."""
PATTERN_TIMES = 4
"""Times that a pattern must come round before it is called one."""


def _flat_events(table: FeatureTable) -> list[Event]:
    found = []
    for start, stop in flat_runs(table):
        level = float(table.column("mean")[start:stop].mean())
        colour = float(np.abs(table.column("cb")[start:stop]).mean() + np.abs(table.column("cr")[start:stop]).mean())
        if level < 0.08 and colour < 0.3:
            found.append(Event(kind="black", start=start, stop=stop, note=f"{_frames(stop - start)} of black"))
        else:
            name = "white" if level > 0.92 and colour < 0.3 else "one colour"
            found.append(Event(kind="colour", start=start, stop=stop, note=f"{_frames(stop - start)} of {name}"))
    return found


def _frames(count: int) -> str:
    return "1 frame" if count == 1 else f"{count} frames"


def repeated(table: FeatureTable) -> npt.NDArray[np.bool_]:
    """Which frames show the same picture as the one before, (frames,).

    Measured against the motion around: in footage that barely moves a small change is no repeat.
    """
    change = np.expm1(table.column("luma_rms_1"))
    padded = np.pad(change, 3, mode="edge")
    nearby = np.lib.stride_tricks.sliding_window_view(padded, 7).max(axis=1)
    same = (change < SAME) | ((change < 0.12 * nearby) & (change < 1.0) & (nearby > 2.0))
    same[:1] = False
    return np.asarray(same)


def _patterns(held: Sequence[Run]) -> tuple[list[Event], set[Run]]:
    """Regular repeats told once each, and the runs of repeated frames that they account for."""
    found, used, at = [], set[Run](), 0
    while at < len(held):
        end = at
        while end + 1 < len(held) and held[end + 1][0] - held[end][0] <= LONGEST_PATTERN:
            end += 1
        if end - at >= PATTERN_TIMES:
            part = held[at : end + 1]
            count = sum(stop - start for start, stop in part)
            share = round((held[end][0] - held[at][0]) / (end - at), 2)
            note = f"{count} repeated frames, every {share:g} frames: a rate conversion, or drawn at a lower rate"
            found.append(Event(kind="duplicate", start=held[at][0], stop=held[end][1], note=note))
            used.update(part)
        at = end + 1
    return found, used


def _stills(table: FeatureTable, skip: Sequence[Run]) -> list[Event]:
    flat = np.zeros(table.frames, dtype=bool)
    for start, stop in skip:
        flat[start:stop] = True
    held = runs(repeated(table) & ~flat)
    found, used = _patterns([(start, stop) for start, stop in held if stop - start + 1 < FREEZE])
    for start, stop in held:
        if stop - start + 1 >= FREEZE:
            note = f"{_frames(stop - start + 1)} show one picture"
            found.append(Event(kind="freeze", start=start - 1, stop=stop, note=note))
        elif (start, stop) not in used:
            note = "repeats the frame before" if stop - start == 1 else f"{_frames(stop - start)} repeat the one before"
            found.append(Event(kind="duplicate", start=start, stop=stop, note=note))
    return found


def _short_shots(table: FeatureTable, signatures: SignatureRows, transitions: Sequence[Transition]) -> list[Event]:
    edges = sorted({0, table.frames, *(t.edit_point for t in transitions if t.edit_point is not None)})
    found = []
    for start, stop in pairwise(edges):
        if stop - start <= SHORT_SHOT and start > 0 and stop < table.frames:
            earlier, later = luma_blocks(signatures[np.array([start - 1, stop])]).astype(np.float32)
            back = float(np.abs(later - earlier).mean()) < 12
            again = ", the picture before it comes back" if back else ""
            note = f"shot of {_frames(stop - start)}{again}: check: flash frame or intended"
            found.append(Event(kind="short_shot", start=start, stop=stop, note=note))
    return found


def find_events(
    table: FeatureTable, signatures: SignatureRows, transitions: Sequence[Transition] = ()
) -> tuple[Event, ...]:
    """Black and single-colour runs, freezes, duplicated frames and, between ``transitions``, very short shots.

    ``signatures`` uint8 (frames, S) as made with the table. A regular pattern of repeats is one event.
    """
    flat = flat_runs(table)
    found = _flat_events(table) + _stills(table, flat) + _short_shots(table, signatures, transitions)
    return tuple(sorted(found, key=lambda event: (event.start, event.stop)))
