"""Shots that are the same pictures under another grade or other lettering."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from typing import TYPE_CHECKING, TypeAlias

from timeline.analyse.diff.looks import OFTEN, Look
from timeline.analyse.diff.runs import Piece
from timeline.analyse.diff.takes import look_at
from timeline.model.difference import Change, ChangeKind

if TYPE_CHECKING:
    from timeline.analyse.diff.compare import Version

Grade: TypeAlias = tuple[float, float, float, float]
"""Level, gain, Cb and Cr, see ``Look``."""
SAME: Grade = (0.0, 1.0, 0.0, 0.0)
LEVEL, GAIN, TINT = 5.0, 0.09, 4.0
"""Codes of brightness, share of contrast and codes of colour from which a grade is another one."""
STEEP = 2.0
"""Codes by which a change of contrast must move the tones of the picture."""
SHARE = 0.3
"""Share of a grade that lies over all by which a shot may be off it: clipped tones take less of it."""
SHORTEST = 4


def repainted(pieces: Sequence[Piece], before: Version, after: Version) -> list[Change]:
    """One change for each shot under another grade than the rest, and one for a grade that lies over all of them."""
    looks = [(piece, look_at(piece, before, after)) for piece in pieces if piece.frames >= SHORTEST]
    if not looks:
        return []
    usual = _usual([seen for _, seen in looks])
    found = []
    graded = sum(_graded(seen, SAME) for _, seen in looks) > len(looks) / 2
    if graded:
        found.append(_change("re-graded", [piece for piece, _ in looks], f"All shots: {_words(usual)}."))
    for piece, seen in looks:
        if _graded(seen, usual if graded else SAME):
            found.append(_change("re-graded", [piece], f"Shot {piece.old + 1}: {_words(_grade(seen))}."))
        if seen.covered >= OFTEN and len(seen.frames) > 1:
            found.append(_change("re-captioned", [piece], f"Shot {piece.old + 1}: other lettering or overlay."))
    return found


def _grade(seen: Look) -> Grade:
    return seen.level, seen.gain, *seen.tint


def _usual(looks: Sequence[Look]) -> Grade:
    level, gain, blue, red = (statistics.median(column) for column in zip(*map(_grade, looks), strict=True))
    return level, gain, blue, red


def _graded(seen: Look, usual: Grade) -> bool:
    """Whether a shot's grade is another one, told on its own tones: what a fit says of others is a guess."""
    gain = seen.gain - usual[1]
    level = seen.level - usual[0] + gain * (seen.middle - 128)
    tint = [abs(own - other) for own, other in zip(seen.tint, usual[2:], strict=True)]
    return (
        abs(level) > LEVEL + SHARE * abs(usual[0])
        or _contrast(gain, seen.contrast)
        or max(tint) > TINT + max(map(abs, usual[2:])) / 2
    )


def _contrast(gain: float, spread: float) -> bool:
    return abs(gain) > GAIN and abs(gain) * spread > STEEP


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
