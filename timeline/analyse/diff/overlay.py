"""Shots that are the same pictures under another grade or other lettering."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from typing import TYPE_CHECKING, TypeAlias

from timeline.analyse.diff.grades import LEVEL, TINT, common_grade, graded
from timeline.analyse.diff.looks import OFTEN, Look
from timeline.analyse.diff.runs import Piece
from timeline.analyse.diff.takes import Seen, seeing
from timeline.model.difference import Change, ChangeKind

if TYPE_CHECKING:
    from timeline.analyse.diff.compare import Version

Grade: TypeAlias = tuple[float, float, float, float]
"""Level, gain, Cb and Cr, see ``Look``."""
GAIN, STEEP = 0.09, 2.0
"""Share of contrast from which a grade is another one, and codes by which it must move the tones of the picture."""
SLACK = 1.5
"""How much farther off a shot must be under a grade that lies over all: each takes its own part of it."""
SOME = 0.5
"""Share of the limits from which a shot may be under a grade that lies over all."""
SHORTEST = 4


def repainted(pieces: Sequence[Piece], before: Version, after: Version, looked: Seen) -> list[Change]:
    """One change for each shot under another grade than the rest, and one for a grade that lies over all of them."""
    shown = [piece for piece in pieces if piece.frames >= SHORTEST]
    if not shown:
        return []
    found = []
    some = sum(_graded(looked(piece), SOME) for piece in shown)
    over_all = common_grade(shown, before, after) if some > 1 else None
    if over_all is not None:
        usual = _usual([looked(piece) for piece in shown])
        found.append(_change("re-graded", shown, f"All shots: {_words(usual)}."))
        looked = seeing(graded(before, over_all), after)
    slack = SLACK if over_all is not None else 1.0
    for piece in shown:
        seen = looked(piece)
        if _graded(seen, slack):
            found.append(_change("re-graded", [piece], f"Shot {piece.old + 1}: {_words(_grade(seen))}."))
        if seen.covered >= OFTEN and len(seen.frames) > 1:
            found.append(_change("re-captioned", [piece], f"Shot {piece.old + 1}: other lettering or overlay."))
    return found


def _grade(seen: Look) -> Grade:
    return seen.level, seen.gain, *seen.tint


def _usual(looks: Sequence[Look]) -> Grade:
    level, gain, blue, red = (statistics.median(column) for column in zip(*map(_grade, looks), strict=True))
    return level, gain, blue, red


def _graded(seen: Look, slack: float) -> bool:
    """Whether a shot's grade is another one, told on its own tones: what a fit says of others is a guess."""
    level = seen.level + (seen.gain - 1) * (seen.middle - 128)
    steep = abs(seen.gain - 1) > slack * GAIN and abs(seen.gain - 1) * seen.contrast > slack * STEEP
    return abs(level) > slack * LEVEL or max(map(abs, seen.tint)) > slack * TINT or steep


def _words(grade: Grade) -> str:
    level, gain, blue, red = grade
    parts = []
    if abs(level) > 1.5:
        parts.append(f"{'brighter' if level > 0 else 'darker'} by {abs(level):.0f} codes")
    if abs(gain - 1) > 0.03:
        parts.append(f"contrast {'up' if gain > 1 else 'down'} {abs(100 * (gain - 1)):.0f} %")
    for name, value in (("Cb", blue), ("Cr", red)):
        if abs(value) > 1.5:
            parts.append(f"{name} {value:+.0f}")
    return ", ".join(parts) or "another grade"


def _change(kind: ChangeKind, pieces: Sequence[Piece], sentence: str) -> Change:
    first, last = pieces[0], pieces[-1]
    middle = (first.frames - 1) // 2
    old = tuple(sorted({piece.old for piece in pieces}))
    return Change(
        kind=kind,
        sentence=sentence,
        before=(min(p.source for p in pieces), max(p.source_stop for p in pieces)),
        after=(first.start, last.stop),
        old=old,
        new=tuple(sorted({piece.new for piece in pieces})),
        shown=((int(first.places()[middle]),), (first.start + middle,)),
    )
