"""Turns a plan into pictures, one frame at a time, out of a spool of framed source pictures on disk."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import numpy as np

from timeline.suite.synth.drama.footage import Survey, Want, gather
from timeline.suite.synth.drama.joins import STYLES, Join, hold_picture
from timeline.suite.synth.drama.lettering import written
from timeline.suite.synth.drama.pictures import BLACK, Framing, Picture, Size, lit, moved, toward
from timeline.suite.synth.drama.plan import Piece, Plan, Words
from timeline.suite.synth.drama.tricks import Trick, trick

Slots = dict[tuple[int, int], int]
"""(shot of the plan, frame of its clip; -1: the picture in its picture) -> place in the spool."""


@contextmanager
def spooled(plan: Plan, surveys: Sequence[Survey], size: Size, folder: Path) -> Iterator[Callable[[int, int], Picture]]:
    """Every source picture of the plan, framed and kept in a file of ``folder`` that goes with the context."""
    slots, wants = _wanted(plan)
    with tempfile.TemporaryDirectory(dir=folder, prefix=".spool-") as place:
        shape = (len(slots), size[1], size[0], 3)
        spool = np.memmap(Path(place) / "pictures", dtype=np.uint8, mode="w+", shape=shape)
        gather(wants, surveys, size, spool)

        def fetch(shot: int, frame: int) -> Picture:
            return np.array(spool[slots[shot, frame]])

        yield fetch


def _wanted(plan: Plan) -> tuple[Slots, dict[int, list[Want]]]:
    slots: Slots = {}
    wants: dict[int, list[Want]] = {}

    def want(shot: int, key: int, clip: int, frame: int, framing: Framing) -> None:
        if (shot, key) not in slots:
            slots[shot, key] = len(slots)
            wants.setdefault(clip, []).append(Want(frame, framing, slots[shot, key]))

    for shot, piece in enumerate(plan.pieces):
        for frame in piece.frames:
            want(shot, frame, piece.clip, frame, piece.framing)
        if piece.other is not None:
            want(shot, -1, *piece.other, Framing())
    return slots, wants


def pictures(plan: Plan, fetch: Callable[[int, int], Picture], size: Size) -> Iterator[Picture]:
    """Every frame of the finished video; ``fetch(shot, frame of its clip)`` gives the framed source."""
    edit, at = _Edit(plan, fetch, size), -1
    picture = np.empty(0, np.uint8)
    for number, frame in enumerate(plan.order()):
        if frame != at:
            at, picture = int(frame), edit.frame(int(frame))
        yield _with_words(picture, number, plan.words)


def _with_words(picture: Picture, number: int, words: Sequence[Words]) -> Picture:
    for each in words:
        if each.start <= number < each.stop:
            picture = written(np.random.default_rng(each.seed), each.text, large=each.large)(picture)
    return picture


class _Edit:
    def __init__(self, plan: Plan, fetch: Callable[[int, int], Picture], size: Size) -> None:
        self.plan, self.fetch, self.size = plan, fetch, size
        self.starts = plan.starts()
        self.tricks: dict[int, Trick] = {}

    def frame(self, at: int) -> Picture:
        shown = [k for k, start in enumerate(self.starts) if start <= at < start + len(self.plan.pieces[k].frames)]
        if not shown:
            before = max(k for k, start in enumerate(self.starts) if start <= at)
            return hold_picture(self.plan.joins[before], *self.size)
        picture = self._shot(shown[0], at - self.starts[shown[0]])
        if len(shown) == 2:
            join = self.plan.joins[shown[0]]
            i = at - self.starts[shown[1]]
            both = STYLES[join.style].both
            assert both is not None, join.style
            picture = both(join, picture, self._shot(shown[1], i), join.share(i, join.out))
        return self._from_and_to_black(picture, at)

    def _from_and_to_black(self, picture: Picture, at: int) -> Picture:
        last = self.starts[-1] + len(self.plan.pieces[-1].frames)
        if at < self.plan.fade_in:
            return toward(picture, BLACK, 1 - at / self.plan.fade_in)
        if at >= last - self.plan.fade_out:
            return toward(picture, BLACK, (at - (last - self.plan.fade_out) + 1) / self.plan.fade_out)
        return picture

    def _shot(self, number: int, i: int) -> Picture:
        """Frame ``i`` of a shot with everything that is done to it alone."""
        piece = self.plan.pieces[number]
        picture = _source(piece, number, i, self.fetch, self.tricks)
        if piece.drift:
            picture = moved(picture, zoom=1 + piece.drift * i / len(piece.frames))
        picture = lit(picture, piece.gain)
        if number and (join := self.plan.joins[number - 1]) and i < join.back and not join.overlaps:
            picture = _altered(join, picture, join.share(join.back - 1 - i, join.back), entering=True)
        left = len(piece.frames) - 1 - i
        if (
            number < len(self.plan.joins)
            and (join := self.plan.joins[number])
            and left < join.out
            and not join.overlaps
        ):
            picture = _altered(join, picture, join.share(join.out - 1 - left, join.out), entering=False)
        return picture


def _source(
    piece: Piece, number: int, i: int, fetch: Callable[[int, int], Picture], tricks: dict[int, Trick]
) -> Picture:
    if piece.trick is None:
        return fetch(number, piece.frames[i])
    if number not in tricks:
        name, seed, often = piece.trick
        tricks[number] = trick(name, np.random.default_rng(seed), len(piece.frames), often=often)
    laid = tricks[number]
    return laid.paint(fetch(number, piece.frames[int(laid.order[i])]), i, fetch(number, -1))


def _altered(join: Join, picture: Picture, share: float, *, entering: bool) -> Picture:
    change = STYLES[join.style].enter if entering else STYLES[join.style].leave
    return change(join, picture, share) if change else picture


def frame_count(plan: Plan) -> int:
    """Frames of the finished video."""
    return len(plan.order())
