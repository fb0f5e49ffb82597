"""Where two versions differ in picture though they show the same frames on either side, whatever was detected there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from timeline.analyse.diff.looks import grade_of
from timeline.analyse.diff.mixture import Mixtures, mixtures
from timeline.analyse.diff.runs import Piece
from timeline.kernels.pooling import Floats
from timeline.kernels.signature import luma_blocks

if TYPE_CHECKING:
    from timeline.analyse.diff.compare import Version

USUAL = 40
"""Frames on either side over which is told what coding leaves."""
SURE, SOME = 3.0, 1.5
"""Multiples of it from which frames differ, and those beside them; clips encoded again had up to 2.8."""
FLOOR = 1.0
"""Squared codes that are added to what coding leaves."""
NEAR = 20
"""Frames between two that differ up to which they are one run: midway two mixtures are alike."""
BESIDE, ALIKE = 6, 2
"""Frames on either side of a run that are looked at, and that must be alike at least."""
STILL = 3
"""Frames around either end whose mean may stand for a shot: one frame may be lit by a flash, several may move."""
WHOLE = 2
"""Frames by which a run may be a whole shot: another grade or lettering of that is told elsewhere."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Differing:
    """Frames that differ within what both versions show frame by frame, as a piece.

    ``mixed``: the mixtures there, in frames of each version.
    """

    run: Piece
    mixed: Mixtures


def differing(pieces: Sequence[Piece], before: Version, after: Version) -> list[Differing]:
    """Every run of frames that differ by how two shots are mixed, in the later version's order."""
    found = [each for stretch in _stretches(pieces) for each in _in_stretch(stretch, before, after)]
    return [each for each in found if not any(_is_whole(each.run, piece) for piece in pieces)]


def _is_whole(run: Piece, piece: Piece) -> bool:
    return abs(run.start - piece.start) <= WHOLE and abs(run.stop - piece.stop) <= WHOLE


def _stretches(pieces: Sequence[Piece]) -> list[Piece]:
    """Pieces that go on in the next one, as one."""
    made: list[Piece] = []
    for piece in sorted(pieces, key=lambda each: each.start):
        last = made[-1] if made else None
        if last and last.speed == piece.speed == 1 and (last.source_stop, last.stop) == (piece.source, piece.start):
            made[-1] = replace(last, source_stop=piece.source_stop, stop=piece.stop)
        else:
            made.append(piece)
    return [stretch for stretch in made if stretch.speed == 1]


def _in_stretch(stretch: Piece, before: Version, after: Version) -> Iterator[Differing]:
    earlier, later = (
        luma_blocks(rows).reshape(len(rows), -1).astype(np.float32)
        for rows in (before.signatures[stretch.places()], after.signatures[stretch.start : stretch.stop])
    )
    gain, level = grade_of(earlier, later)
    differs = later - (gain * (earlier - 128) + 128 + level)
    clear, usual = _clear(differs)
    for start, stop in _runs(clear):
        if start < ALIKE or stop > len(clear) - ALIKE:
            continue
        run = replace(
            stretch,
            source=stretch.source + start,
            source_stop=stretch.source + stop,
            start=stretch.start + start,
            stop=stretch.start + stop,
        )
        found = _mixed(differs, later, (start, stop), float(usual[start:stop].mean()))
        if found is not None:
            yield Differing(run=run, mixed=_moved(found, stretch))


def _clear(differs: Floats) -> tuple[Floats, Floats]:
    """How far each frame is off in multiples of what is usual around it, and that, (n,) in squared codes."""
    away = (differs**2).mean(axis=1)
    usual = np.array([np.median(away[max(0, n - USUAL) : n + USUAL + 1]) for n in range(len(away))], np.float32)
    return np.asarray(away / (usual + FLOOR), np.float32), usual


def _runs(clear: Floats) -> list[tuple[int, int]]:
    """Runs around frames that surely differ."""
    made: list[list[int]] = []
    for frame in map(int, np.flatnonzero(clear >= SURE)):
        if made and frame - made[-1][1] < NEAR:
            made[-1][1] = frame + 1
        else:
            made.append([frame, frame + 1])
    for run in made:
        while run[0] > 0 and clear[run[0] - 1] > SOME:
            run[0] -= 1
        while run[1] < len(clear) and clear[run[1]] > SOME:
            run[1] += 1
    return [(start, stop) for start, stop in made]


def _mixed(differs: Floats, later: Floats, run: tuple[int, int], usual: float) -> Mixtures | None:
    """Mixtures in a run, in frames of the stretch; what differs beside the run too, as a caption does, is taken out."""
    start, stop = run
    low, high = max(0, start - BESIDE), min(len(differs), stop + BESIDE)
    share = np.linspace(0, 1, high - low, dtype=np.float32)[:, None]
    beside = differs[low:start].mean(axis=0), differs[stop:high].mean(axis=0)
    rest = differs[low:high] - (1 - share) * beside[0] - share * beside[1]
    between = [
        later[stop - wide : stop + wide].mean(axis=0) - later[max(0, start - wide) : start + wide].mean(axis=0)
        for wide in (1, STILL)
    ]
    found = mixtures(rest, np.stack(between), usual)
    return found and replace(found, before=_later(found.before, low), after=_later(found.after, low))


def _moved(found: Mixtures, stretch: Piece) -> Mixtures:
    return replace(found, before=_later(found.before, stretch.source), after=_later(found.after, stretch.start))


def _later(span: tuple[int, int], by: int) -> tuple[int, int]:
    return span[0] + by, span[1] + by
