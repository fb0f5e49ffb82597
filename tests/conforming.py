"""Edits made of numbers for tests of conforming: sources as signatures, a timeline of pieces, a render of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cache

import numpy as np

from timeline.analyse import assemble
from timeline.analyse.conform import HANDLES, Footage, Take, conform
from timeline.kernels.signature import Signatures
from timeline.model.clock import FrameClock, constant_clock
from timeline.model.conformity import Conformity, Reel
from timeline.model.edit import Event, Kind, Shot, Source, Timeline, Transition

RATE = Fraction(25)
LENGTH = 400
"""Frames of a source."""


@cache
def source(name: str) -> Signatures:
    """Signatures of a source: a soft picture of its own that drifts a little, (LENGTH, 1152) uint8."""
    dice = np.random.default_rng(sum(ord(letter) * 31**place for place, letter in enumerate(name)))
    wide = np.kron(dice.integers(30, 220, (6, 60)), np.ones((6, 6)))[:32]
    luma = np.stack([_between(wide, 0.35 * frame) for frame in range(LENGTH)])
    chroma = np.broadcast_to(dice.integers(90, 166, (1, 128)), (LENGTH, 128))
    rows = np.concatenate([luma.reshape(LENGTH, -1), chroma], axis=1) + dice.normal(0, 0.6, (LENGTH, 1152))
    return np.asarray(np.clip(np.rint(rows), 0, 255), np.uint8)


def _between(wide: np.ndarray, at: float) -> np.ndarray:
    left, part = divmod(at, 1)
    return wide[:, int(left) : int(left) + 32] * (1 - part) + wide[:, int(left) + 1 : int(left) + 33] * part


BLACK = np.concatenate([np.full(1024, 16, np.uint8), np.full(128, 128, np.uint8)])


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """``frames`` frames of source ``name`` (``""``: black) from ``first`` on; ``dissolve``: mixed frames into it.

    ``unseen``: the detector does not see the edit into it.
    """

    name: str
    first: int
    frames: int
    dissolve: int = 0
    unseen: bool = False


def piece(name: str, frames: int, first: int = 60, dissolve: int = 0, *, unseen: bool = False) -> Piece:
    """One piece."""
    return Piece(name=name, first=first, frames=frames, dissolve=dissolve, unseen=unseen)


def starts(pieces: Sequence[Piece]) -> list[int]:
    """First frame of each piece, and the end of the last."""
    return [0, *np.cumsum([each.frames for each in pieces]).tolist()]


def transitions(pieces: Sequence[Piece], shift: int = 0, *, seen: bool = False) -> list[Transition]:
    """The edit into every piece; with ``seen`` only what a detector reports."""
    made = []
    for each, at in zip(pieces[1:], starts(pieces)[1:], strict=False):
        low, high = at - each.dissolve // 2 + shift, at + each.dissolve - each.dissolve // 2 + shift
        kind = Kind.DISSOLVE if each.dissolve else Kind.CUT
        if not (seen and each.unseen):
            made.append(Transition(kind=kind, start=low, stop=high, edit_point=at + shift, confidence=0.98))
    return made


def planned(pieces: Sequence[Piece], rate: Fraction = RATE) -> Timeline:
    """The timeline of the pieces, each shot with its source."""
    made = assemble(constant_clock(starts(pieces)[-1], rate), transitions(pieces))
    return replace(made, shots=tuple(_shot(shot, each) for shot, each in zip(made.shots, pieces, strict=True)))


def _shot(shot: Shot, each: Piece) -> Shot:
    if not each.name:
        return replace(shot, kind="black")
    return replace(shot, source=Source(name=each.name, start=each.first))


def pictures(pieces: Sequence[Piece]) -> Signatures:
    """What each frame of a render of the pieces shows."""
    edges = starts(pieces)
    rows = np.concatenate([_rows(each, 0, each.frames) for each in pieces])
    for number, each in enumerate(pieces):
        at = edges[number]
        for frame in range(at - each.dissolve // 2, at + each.dissolve - each.dissolve // 2) if number else ():
            share = (frame - (at - each.dissolve // 2) + 1) / (each.dissolve + 1)
            old = _rows(pieces[number - 1], frame - edges[number - 1], frame - edges[number - 1] + 1)[0]
            new = _rows(each, frame - at, frame - at + 1)[0]
            rows[frame] = np.rint(old * (1 - share) + new * share)
    return rows


def _rows(each: Piece, start: int, stop: int) -> Signatures:
    if not each.name:
        return np.tile(BLACK, (stop - start, 1))
    return source(each.name)[each.first + start : each.first + stop].copy()


def rendered(
    pieces: Sequence[Piece],
    *,
    head: Signatures | None = None,
    tail: Signatures | None = None,
    extra: Sequence[Transition] = (),
    near: Sequence[Transition] = (),
    clock: FrameClock | None = None,
) -> Footage:
    """A render of the pieces as a faultless detector sees it, with frames before and after."""
    before, after = (np.zeros((0, 1152), np.uint8) if part is None else part for part in (head, tail))
    rows = np.concatenate([before, pictures(pieces), after])
    noise = np.random.default_rng(len(rows)).normal(0, 0.6, rows.shape)
    rows = np.asarray(np.clip(np.rint(rows + noise * (rows > 16)), 0, 255), np.uint8)
    shift, end = len(before), len(before) + starts(pieces)[-1]
    seen = transitions(pieces, shift, seen=True)
    seen += [_cut(at) for at in ({shift} if len(before) else set()) | ({end} if len(after) else set())]
    events = _dark(rows)
    made = assemble(clock or constant_clock(len(rows), RATE), [*seen, *extra], black=events)
    return Footage(
        clock=made.clock,
        signatures=rows,
        contrast=rows[:, :1024].std(axis=1).astype(np.float32),
        transitions=made.transitions,
        near_misses=tuple(near),
        events=tuple(events),
    )


def _cut(at: int) -> Transition:
    return Transition(kind=Kind.CUT, start=at, stop=at, edit_point=at, confidence=0.98)


def _dark(rows: Signatures) -> list[Event]:
    dark = np.concatenate([[False], rows[:, :1024].max(axis=1) < 20, [False]])
    edges = np.flatnonzero(np.diff(dark.astype(np.int8)))
    return [Event(kind="black", start=int(a), stop=int(b)) for a, b in zip(edges[::2], edges[1::2], strict=True)]


def takes(pieces: Sequence[Piece]) -> dict[int, Take]:
    """The sources of the pieces, with handles."""
    made = {}
    for number, (each, at) in enumerate(zip(pieces, starts(pieces), strict=False)):
        if each.name:
            places = np.arange(each.first - HANDLES, each.first + each.frames + HANDLES)
            held = (places >= 0) & (places < LENGTH)
            rows = source(each.name)[np.clip(places, 0, LENGTH - 1)]
            made[number] = Take(source=each.name, first=at - HANDLES, rows=rows, held=held)
    return made


def reel(frames: int, rate: Fraction = RATE, **more: object) -> Reel:
    """One side of a comparison."""
    facts = {"path": "cut.otio", "title": "", "format": "OpenTimelineIO", "identity": "0" * 64} | more
    return Reel(frames=frames, rate=rate, duration=frames / rate, **facts)  # type: ignore[arg-type]  # a table of facts


def answer(
    wanted: Sequence[Piece], footage: Footage, *, media: bool = True, tolerance: int = 0, rate: Fraction = RATE
) -> Conformity:
    """Hold a render against the timeline of some pieces."""
    timeline = planned(wanted, rate)
    names = (
        reel(timeline.frames, rate, edges=(0, *timeline.edit_points, timeline.stop)),
        reel(footage.frames, footage.clock.rate, path="render.mp4", edges=_edges(footage)),
    )
    known = takes(wanted) if media else {}
    return conform(timeline, footage, names=names, takes=known, tolerance=tolerance, version="0.1.0")


def _edges(footage: Footage) -> tuple[int, ...]:
    points = {t.edit_point for t in footage.transitions if t.edit_point is not None}
    return (0, *sorted(points), footage.frames)


def told(found: Conformity) -> list[tuple[str, tuple[int, ...], int | None]]:
    """Kind, shots and frames of every difference."""
    return [(each.kind, each.shots, each.frames) for each in found.differences]
