"""An episode drawn in code and thirty versions of its cut, each with the changes that a comparison must name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

import numpy as np

from benchmarks.diff_edit import Clip, Edit, Encoding, Key, Revision, changed, head, rest, sped, tail, without

NEW = Clip(set_up=90, start=0, frames=33)


def episode(shots: int = 16, seed: int = 7) -> Edit:
    """A scene of shot and reverse shot with a wide, inserts and a still that comes again."""
    rng = np.random.default_rng(seed)
    clocks = dict.fromkeys(range(200), 0)
    made = []
    for n in range(shots):
        scene, place = divmod(n, 8)
        set_up = scene * 8 + (0, 1, 2, 1, 2, 3, 1, 4)[place]
        still = set_up % 8 == 3
        frames = int(rng.integers(28, 60))
        start = 0 if still else clocks[set_up] + int(rng.integers(5, 30))
        clocks[set_up] = start + frames
        mix = 12 if place == 0 and n else 0
        caption = n + 1 if n % 3 == 1 else 0
        made.append(Clip(set_up=set_up, take=0, start=start + 20, frames=frames, caption=caption, mix=mix, still=still))
    return tuple(made)


def revisions(base: Edit) -> list[Revision]:
    """Thirty versions: every change alone, in other encodings, and mixed."""
    made: list[Revision] = []

    def add(name: str, edit: Edit, keys: Sequence[Key], **how: object) -> None:
        made.append(
            Revision(name=name, edit=edit, expected=frozenset(keys), encoding=Encoding(**how))  # type: ignore[arg-type]  # fields of an Encoding
        )

    def one(name: str, pair: tuple[Edit, Key], **how: object) -> None:
        add(name, pair[0], [pair[1]], **how)

    add("same", base, [], crf=23)
    add("half the size", base, [], height=160, crf=30)
    add("pillar box", base, [], bars=60, crf=23)
    add("cropped", base, [], crop=0.9, crf=23)
    add("another codec", base, [], codec="mpeg4")
    one("head trimmed", head(base, 3, 7))
    one("head trimmed by one", head(base, 9, 1), height=240, crf=28)
    one("tail trimmed", tail(base, 4, 9), crf=28)
    one("tail trimmed by one", tail(base, 10, 1))
    one("head extended", head(base, 6, -8))
    one("tail extended", tail(base, 2, -11), height=200)
    add("split", (*base[:6], replace(base[6], frames=14), NEW, rest(base[6], 14), *base[7:]), _split(6, 7, 33))
    add(
        "split, frames out",
        (*base[:9], replace(base[9], frames=12), NEW, rest(base[9], 12, 5), *base[10:]),
        [("split", (9,), -5), ("added", (10,), 33)],
    )
    add("joined", *_joined(base))
    add("moved", (*base[:3], *base[4:8], base[3], *base[8:]), [("moved", (3,), None)])
    add("removed", without(base, 5), [("removed", (5,), -base[5].frames)])
    add("removed of a pair", without(base, 4), [("removed", (4,), -base[4].frames)], height=200, crf=30)
    add("added", (*base[:7], NEW, *base[7:]), [("added", (7,), 33)])
    add("replaced", changed(base, 7, set_up=91, take=3), [("replaced", (7,), 0)])
    add("another take", changed(base, 9, take=5), [("replaced", (9,), 0)])
    one("faster", sped(base, 2, Fraction(2)))
    one("slower", sped(base, 9, Fraction(1, 2)), crf=26)
    add("graded", changed(base, 6, grade=(1.2, 12.0, 0.0)), [("re-graded", (6,), None)])
    add(
        "graded throughout",
        tuple(replace(c, grade=(0.85, 0.0, 10.0)) for c in base),
        [("re-graded", tuple(range(len(base))), None)],
        height=200,
    )
    add("captioned", changed(base, 4, caption=77), [("re-captioned", (4,), None)])
    add(
        "another language",
        tuple(replace(c, caption=c.caption and 100 + c.caption) for c in base),
        [("re-captioned", (n,), None) for n, c in enumerate(base) if c.caption],
        height=240,
    )
    add("cut for a dissolve", changed(base, 8, mix=0), [("transition", (7, 8), -12)])
    add("dissolve for a cut", changed(base, 3, mix=10), [("transition", (2, 3), 10)])
    mixed, key = tail(base, 12, 6)
    mixed, other = head(mixed, 9, 4)
    add(
        "mixed",
        (*mixed[:5], *mixed[6:14], NEW, *mixed[14:]),
        [key, other, ("removed", (5,), -base[5].frames), ("added", (13,), 33)],
        height=200,
        crf=30,
    )
    mixed, key = head(base, 1, 5)
    mixed, other = tail(mixed, 11, -6)
    mixed = changed(mixed, 7, set_up=92)
    add(
        "mixed, another grade",
        tuple(replace(c, grade=(0.9, 8.0, 0.0)) for c in mixed),
        [key, other, ("replaced", (7,), 0), ("re-graded", tuple(n for n in range(len(base)) if n != 7), None)],
        height=240,
        crf=28,
    )
    return made


def _split(n: int, new: int, frames: int) -> list[Key]:
    return [("split", (n,), None), ("added", (new,), frames)]


def _joined(base: Edit) -> tuple[Edit, list[Key]]:
    """Shot, reverse shot, shot becomes one shot that runs on: what the base splits is made one again."""
    return without(base, len(base) - 2), [
        ("removed", (len(base) - 2,), -base[-2].frames),
        ("joined", (len(base) - 3, len(base) - 1), None),
    ]


def benchmark_base(shots: int = 16) -> Edit:
    """The episode with a shot at its end that an insert interrupts, so that two shots can be joined."""
    base = episode(shots)
    first = replace(base[-1], frames=30, mix=0, caption=0)
    return (*base[:-1], first, replace(NEW, set_up=95, frames=26), replace(first, start=first.start + 30, frames=31))
