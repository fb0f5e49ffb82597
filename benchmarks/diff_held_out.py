"""Versions of episodes cut from real footage, drawn by lot: shots, frames and amounts come from a seed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np

from benchmarks.diff_edit import Clip, Edit, Encoding, Key, Revision, changed, head, rest, sped, tail, without

FEWEST = 6
"""Shots that an episode needs at least."""
SPARE = 2
TITLE, LEADER, BLACK = (Clip(set_up=-number, start=0, frames=30, still=True) for number in (1, 2, 3))


@dataclass(frozen=True, slots=True, kw_only=True)
class Lot:
    """An episode, shots that it does not use, and what decides the rest."""

    base: Edit
    spare: tuple[Clip, ...]
    rng: np.random.Generator

    def some(self, low: int, high: int) -> int:
        """A number from ``low`` to ``high``."""
        return int(self.rng.integers(low, high + 1))

    def inner(self, keep: int = 1) -> int:
        """A shot that is neither among the first ``keep`` nor the last."""
        return self.some(keep, len(self.base) - 1 - keep)


def _both_ends(lot: Lot) -> Revision:
    n, first, last = lot.inner(), lot.some(1, 3), lot.some(1, 3)
    edit, one = head(lot.base, n, first)
    edit, two = tail(edit, n, last)
    return _made("both ends trimmed", edit, [one, two])


def _longer(lot: Lot) -> Revision:
    n = lot.inner()
    edit, one = head(lot.base, n, -lot.some(1, 6))
    edit, two = tail(edit, n + 1, -lot.some(1, 6))
    return _made("one extended at its head, the next at its tail", edit, [one, two])


def _swapped(lot: Lot) -> Revision:
    n = lot.inner()
    edit = (*lot.base[:n], lot.base[n + 1], lot.base[n], *lot.base[n + 2 :])
    moved = n if lot.base[n].frames < lot.base[n + 1].frames else n + 1
    return _made("two neighbours swapped", edit, [("moved", (moved,), None)])


def _another(lot: Lot) -> Revision:
    n, other = lot.inner(), lot.spare[0]
    edit = (*lot.base[:n], replace(other, caption=lot.base[n].caption), *lot.base[n + 1 :])
    return _made("other footage", edit, [("replaced", (n,), other.frames - lot.base[n].frames)])


def _language(lot: Lot) -> Revision:
    edit = tuple(replace(clip, caption=clip.caption and 100 + clip.caption) for clip in lot.base)
    return _made("captions in another language", edit, _lettered(lot), height=200)


def _bare(lot: Lot) -> Revision:
    edit = tuple(replace(clip, caption=0) for clip in lot.base)
    return _made("captions off", edit, _lettered(lot))


def _lettered(lot: Lot) -> list[Key]:
    return [("re-captioned", (n,), None) for n, clip in enumerate(lot.base) if clip.caption]


def _graded(lot: Lot) -> Revision:
    n = lot.inner()
    edit = changed(lot.base, n, grade=(0.8, -10.0, 12.0))
    return _made("one graded", edit, [("re-graded", (n,), None)])


def _graded_all(lot: Lot) -> Revision:
    edit = tuple(replace(clip, grade=(1.15, 6.0, -10.0)) for clip in lot.base)
    return _made("all graded", edit, [("re-graded", tuple(range(len(edit))), None)], crf=28)


def _cropped(lot: Lot) -> Revision:
    edit, key = tail(lot.base, lot.inner(), lot.some(1, 5))
    return _made("cropped by 8 %, one trimmed", edit, [key], crop=0.92)


def _boxed(lot: Lot) -> Revision:
    edit, key = head(lot.base, lot.inner(), lot.some(1, 5))
    made = _made("letter box to pillar box, one trimmed", edit, [key], bars=30, crf=26)
    return replace(made, before=Encoding(above=24))


def _doubled(lot: Lot) -> Revision:
    edit, key = tail(lot.base, lot.inner(), lot.some(2, 6))
    return _made("25 to 50 frames a second, one trimmed", edit, [key], rate=Fraction(50))


def _thirty(lot: Lot) -> Revision:
    n = lot.inner()
    return _made("25 to 30 frames a second, one out", without(lot.base, n), [_out(lot, n)], rate=Fraction(30))


def _mixed_longer(lot: Lot) -> Revision:
    n = lot.inner()
    made = _made("dissolve lengthened", changed(lot.base, n, mix=18), [("transition", (n - 1, n), 10)])
    return replace(made, base=changed(lot.base, n, mix=8))


def _dissolved(lot: Lot) -> Revision:
    n = lot.inner()
    return _made("cut to dissolve", changed(lot.base, n, mix=12), [("transition", (n - 1, n), 12)])


def _faster(lot: Lot) -> Revision:
    n = max(range(1, len(lot.base) - 1), key=lambda k: lot.base[k].frames)
    edit, key = sped(lot.base, n, Fraction(11, 10))
    return _made("one at 110 %", edit, [key])


def _titled(lot: Lot) -> Revision:
    n = lot.inner()
    return _made("title card", (*lot.base[:n], TITLE, *lot.base[n:]), [("added", (n,), TITLE.frames)])


def _led(lot: Lot) -> Revision:
    return _made("leader", (LEADER, *lot.base), [("added", (0,), LEADER.frames)])


def _black_tail(lot: Lot) -> Revision:
    return _made("black tail", (*lot.base, BLACK), [("added", (len(lot.base),), BLACK.frames)])


def _first_out(lot: Lot) -> Revision:
    return _made("the first out", lot.base[1:], [_out(lot, 0)], height=180)


def _last_out(lot: Lot) -> Revision:
    return _made("the last out", lot.base[:-1], [_out(lot, len(lot.base) - 1)], crf=30)


def _inserted(lot: Lot) -> Revision:
    n = max(range(1, len(lot.base) - 1), key=lambda k: lot.base[k].frames)
    at, new = lot.base[n].frames // 2, lot.spare[-1]
    edit = (*lot.base[:n], replace(lot.base[n], frames=at), new, rest(lot.base[n], at), *lot.base[n + 1 :])
    return _made("an insert", edit, [("split", (n,), None), ("added", (n + 1,), new.frames)])


def _several(lot: Lot) -> Revision:
    gone = lot.some(4, len(lot.base) - 2)
    edit, one = head(lot.base, 1, lot.some(1, 6))
    edit, two = tail(edit, 2, lot.some(1, 6))
    return _made("several", without(edit, gone), [one, two, _out(lot, gone)], height=160, crf=30)


KINDS: tuple[Callable[[Lot], Revision], ...] = (
    _both_ends,
    _longer,
    _swapped,
    _another,
    _language,
    _bare,
    _graded,
    _graded_all,
    _cropped,
    _boxed,
    _doubled,
    _thirty,
    _mixed_longer,
    _dissolved,
    _faster,
    _titled,
    _led,
    _black_tail,
    _first_out,
    _last_out,
    _inserted,
    _several,
)


def _made(name: str, edit: Edit, keys: list[Key], **how: object) -> Revision:
    return Revision(name=name, edit=edit, expected=frozenset(keys), encoding=Encoding(**how))  # type: ignore[arg-type]  # fields of an Encoding


def _out(lot: Lot, n: int) -> Key:
    return "removed", (n,), -lot.base[n].frames
