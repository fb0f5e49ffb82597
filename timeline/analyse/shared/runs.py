"""Runs of frames that two episodes both show, from links to the exact first and last frame."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from timeline.analyse.shared.alike import LAG, Flags, Likeness, Pictures, agreement, astray, away, likeness
from timeline.analyse.shared.links import Ints, Links
from timeline.kernels.pooling import Floats

SHORTEST = 20
"""Frames whose motion must agree for a run to be one."""
STILL = 20
"""Frames that a run has at least of which none moves, or whose shots are too short to tell."""
STILL_OFF = 0.15
"""Share of the figure that may differ in such a run."""
VOTES, LOOSE = 2, 25
"""Links that agree on a shift, and frames within which more than so many do of a still, which fits at any."""
TRIES = 12
"""Shifts of a pair that may come to nothing, the likeliest first, before the pair is left."""
CLEARLY = 1.25
"""How many times nearer pictures must lie one frame beside the shift that links agree on."""
FEW = 3
"""Links of a shift that are tried before it is followed."""
NEAR = 250
"""Frames between links of one stretch."""
WINDOW = 96
DROPPED = 2
"""Frames in a row that coding may have spoilt."""
AGREES, MOSTLY, TOLD = 0.92, 0.85, 5
"""Correlation of motion in half of a shot's frames, in three quarters of them, and the frames that it takes to say.
Over re-encodings of real footage: 0.98 in half of the frames; of a film in another framing by a pixel or two: 0.94."""
ASTRAY = 2.25
"""How many times further apart than what stands what moves may lie: of another take, in the same set, 3 and more."""
CUT = 0.5
"""Share of the figure that changes at a cut."""
INNER, SETTLED = 24, 6
SLACK, OVERLAY = 0.75, 0.08
"""Codes that the frames at its ends may lie further apart than twice what those within do, and the share of the figure
that may differ beside what does within: a number or a caption comes and goes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """Frames ``[start, stop)`` of episode ``one`` are those of ``other`` from ``start + shift`` on."""

    one: int
    other: int
    start: int
    stop: int
    shift: int

    @property
    def frames(self) -> int:
        """Length."""
        return self.stop - self.start


def promising(pair: Links) -> bool:
    """Whether enough links of a pair agree for its pictures to be looked at."""
    return len(pair.at) >= VOTES and bool(_agreed(pair.there - pair.at).any())


def runs_of(pair: Links, one: Pictures, other: Pictures) -> list[Run]:
    """Every run that the links of a pair lead to; no frame of ``one`` lies in two."""
    at, shifts = pair.at, pair.there - pair.at
    found: list[Run] = []
    failed = 0
    while len(at) >= VOTES and failed < TRIES:
        chosen = _agreed(shifts)
        if not chosen.any():
            break
        shift = int(np.sort(shifts[chosen])[chosen.sum() // 2])
        seeds = _stretch(np.unique(at[chosen]))
        best = _best_shift(one, other, seeds, shift)
        new = [
            Run(one=pair.one, other=pair.other, start=start, stop=stop, shift=best)
            for a, b in (_stretches(one, other, seeds, best) if _likely(one, other, seeds, best) else ())
            for start, stop in _shared(one, other, a, b, best)
        ]
        spent = chosen & np.isin(at, seeds)
        for run in new:
            spent |= (at >= run.start) & (at < run.stop)
            spent |= (at + shifts >= run.start + best) & (at + shifts < run.stop + best)
        failed += not new
        found += new
        at, shifts = at[~spent], shifts[~spent]
    return _apart(found)


def _agreed(shifts: Ints) -> Flags:
    """Links of the shift that most have; where no two have one, as in a still, of shifts close to each other."""
    values, counts = np.unique(shifts, return_counts=True)
    if counts.max() >= VOTES:
        return np.asarray(shifts == values[counts.argmax()])
    beside = np.searchsorted(values, values + LOOSE, side="right") - np.arange(len(values))
    first = values[beside.argmax()]
    return np.asarray((shifts >= first) & (shifts <= first + LOOSE) & (beside.max() > VOTES))


def _stretch(frames: Ints) -> Ints:
    """The largest group of frames without a long gap."""
    parts = np.split(frames, np.flatnonzero(np.diff(frames) > NEAR) + 1)
    return max(parts, key=len)


def _best_shift(one: Pictures, other: Pictures, seeds: Ints, shift: int) -> int:
    """The shift, or that one frame to either side of it at which the pictures lie clearly nearer."""
    some = seeds[:: -(-len(seeds) // TRIES)]

    def far(step: int) -> float:
        there = some + shift + step
        if there.min() < 0 or there.max() >= len(other):
            return np.inf
        gap = np.abs(np.subtract(one.luma[some], other.luma[there], dtype=np.int16))
        return float(gap.mean()) * (1 if step == 0 else CLEARLY)

    return shift + min((0, -1, 1), key=far)


def _likely(one: Pictures, other: Pictures, seeds: Ints, shift: int) -> bool:
    """Whether the pictures are the same, and do not move otherwise, around any of a few links."""
    seeds = seeds[(seeds + shift >= 0) & (seeds + shift < len(other))]
    for seed in map(int, seeds[:: max(1, -(-len(seeds) // FEW))]):
        start = max(0, -shift, seed - LAG - TOLD)
        stop = min(len(one), len(other) - shift, seed + LAG + TOLD + 1)
        if likeness(one, other, seed, seed + 1, shift).same[0]:
            before, after = (_moves(one, other, *part, shift) for part in ((start, seed + 1), (seed, stop)))
            if before >= 0 or after >= 0:
                return True
    return False


def _stretches(one: Pictures, other: Pictures, seeds: Ints, shift: int) -> Iterator[tuple[int, int]]:
    """Stretches around seeds in which every frame may be the same picture."""
    first, last = max(0, -shift), min(len(one), len(other) - shift)
    start, stop = max(first, int(seeds[0]) - WINDOW), min(last, int(seeds[-1]) + 1 + WINDOW)
    same = likeness(one, other, start, stop, shift).same
    while start > first and same[: DROPPED + 1].any():
        more = max(first, start - WINDOW)
        same = np.concatenate([likeness(one, other, more, start, shift).same, same])
        start = more
    while stop < last and same[-DROPPED - 1 :].any():
        more = min(last, stop + WINDOW)
        same = np.concatenate([same, likeness(one, other, stop, more, shift).same])
        stop = more
    for a, b in _true(_closed(same)):
        if np.any((seeds >= a + start) & (seeds < b + start)):
            yield a + start, b + start


def _closed(same: Flags) -> Flags:
    """The same with gaps of DROPPED frames or fewer filled."""
    filled = same.copy()
    for a, b in _true(~same):
        if a > 0 and b < len(same) and b - a <= DROPPED:
            filled[a:b] = True
    return filled


def _true(flags: Flags) -> list[tuple[int, int]]:
    edges = np.flatnonzero(np.diff(np.concatenate([[False], flags, [False]]).astype(np.int8)))
    return [(int(a), int(b)) for a, b in edges.reshape(-1, 2)]


def _shared(one: Pictures, other: Pictures, start: int, stop: int, shift: int) -> Iterator[tuple[int, int]]:
    """What of a stretch is the same pictures rather than alike ones, to the frame."""
    held = likeness(one, other, start, stop, shift)
    far = away(one, other, start, stop, shift)
    cuts = _cuts(one, start, stop) | _cuts(other, start + shift, stop + shift) | (np.abs(np.diff(held.off)) > OVERLAY)
    edges = [0, *(np.flatnonzero(cuts) + 1).tolist(), stop - start]
    shots = list(itertools.pairwise(edges))
    states = [_moves(one, other, start + a, start + b, shift) for a, b in shots]
    for first, last in _true(np.array(states) >= 0):
        low, high = _tight(held, far, *_drawn(held.flat, shots[first][0], shots[last - 1][1]))
        agreeing = sum(
            max(0, min(b, high) - max(a, low))
            for (a, b), state in zip(shots[first:last], states[first:last], strict=True)
            if state > 0
        )
        if agreeing >= SHORTEST or _holds(held, low, high):
            yield start + low, start + high


def _drawn(flat: Flags, start: int, stop: int) -> tuple[int, int]:
    """The range without frames at its ends that show nothing."""
    shown = np.flatnonzero(~flat[start:stop])
    return (start + int(shown[0]), start + int(shown[-1]) + 1) if len(shown) else (start, start)


def _tight(held: Likeness, far: Floats, start: int, stop: int) -> tuple[int, int]:
    """The range without frames at its ends that are less alike than those within: mixed already, or another take."""
    while start < stop and _apart_from(held, far, start, start + SETTLED, min(stop, start + SETTLED + INNER)):
        start += 1
    while start < stop and _apart_from(held, far, stop - 1, max(start, stop - SETTLED - INNER), stop - SETTLED):
        stop -= 1
    return start, stop


def _apart_from(held: Likeness, far: Floats, frame: int, start: int, stop: int) -> bool:
    if start >= stop:
        return False
    near, off = np.median(far[start:stop]), np.median(held.off[start:stop])
    return bool(far[frame] > SLACK + 2 * near or held.off[frame] > OVERLAY + off)


def _cuts(pictures: Pictures, start: int, stop: int) -> Flags:
    """Whether a cut lies before each frame of ``[start + 1, stop)``."""
    return np.asarray(likeness(pictures, pictures, start + 1, stop, -1).off > CUT)


def _moves(one: Pictures, other: Pictures, start: int, stop: int, shift: int) -> int:
    """1 where the shot moves alike in both, -1 where it moves otherwise, 0 where that cannot be said."""
    if stop - start <= LAG:
        return 0
    told = agreement(one, other, start, stop, shift)
    told = told[~np.isnan(told)]
    if len(told) < TOLD:
        return 0
    quarter, half = np.quantile(told, [0.25, 0.5])
    if half < AGREES or quarter < MOSTLY:
        return -1
    return 1 if astray(one, other, start, stop, shift) <= ASTRAY else -1


def _holds(held: Likeness, start: int, stop: int) -> bool:
    """Whether pictures that do not move are enough, and alike enough, to be the same."""
    shown = ~held.flat[start:stop]
    return int(shown.sum()) >= STILL and float(np.median(held.off[start:stop][shown])) <= STILL_OFF


def _apart(runs: list[Run]) -> list[Run]:
    """Runs without those frames that a longer one has in either episode."""
    kept: list[Run] = []
    for run in sorted(runs, key=lambda each: (-each.frames, each.start)):
        start, stop = run.start, run.stop
        for other in kept:
            for shift in (0, run.shift - other.shift):
                low, high = other.start - shift, other.stop - shift
                if low <= start < high:
                    start = high
                if low < stop <= high:
                    stop = low
        if stop - start >= SHORTEST:
            kept.append(Run(one=run.one, other=run.other, start=start, stop=stop, shift=run.shift))
    return sorted(kept, key=lambda each: each.start)
