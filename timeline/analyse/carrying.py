"""Waivers carried from the version they were given on into another, with their shots, or dropped."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, TypeAlias

from timeline.model.edit import Timeline
from timeline.model.waiver import Waiver

if TYPE_CHECKING:
    from timeline.model.difference import Tie

SAME = Fraction(4, 5)
"""Share of its frames that a shot must keep, and that these must have in the new one, for its waivers to hold."""
NEAR = 2
"""Frames by which the ends of a mixture may be told otherwise in another encoding."""

Span: TypeAlias = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """A waiver with its frames in the version at hand; ``dropped``: why it does not reach it, ``idle``: or cannot."""

    waiver: Waiver
    span: Span | None = None
    words: str = ""
    dropped: str = ""
    idle: str = ""

    @property
    def held(self) -> bool:
        """Whether it came here."""
        return not self.dropped and not self.idle


def here(waiver: Waiver) -> Placed:
    """A waiver in the very version it was given on."""
    return Placed(waiver=waiver, span=span_of(waiver))


def carry(waiver: Waiver, ties: Sequence[Tie], last: int, new: Timeline) -> Placed:
    """Bring a waiver over from the version it was given on, along what both versions show.

    A shot's waiver holds while both versions share at least four fifths of the earlier shot, these make at least four
    fifths of the later one, and run at the same speed; a stretch's likewise; an edit's while the same two pictures meet
    there, to within two frames, and of a fade at the head or tail the one beside it; one about a figure always comes
    along, and is held against the figure. ``last``: the frame after the earlier version's last one.
    """
    words = f"carried from version {waiver.version[:8]}"
    span = span_of(waiver)
    if span is None:
        return Placed(waiver=waiver, words=words)
    if waiver.about == "edit":
        found = _edit(span, ties, last, new)
    else:
        found = _shot(span, ties, new) if waiver.about == "shot" else _stretch(span, ties)
    if isinstance(found, str):
        return Placed(waiver=waiver, dropped=found)
    return Placed(waiver=waiver, span=found, words=words)


def span_of(waiver: Waiver) -> Span | None:
    """Its frames in the version it was given on."""
    return None if waiver.start is None or waiver.stop is None else (waiver.start, waiver.stop)


def _shared(span: Span, tie: Tie) -> int:
    return max(0, min(span[1], tie.before[1]) - max(span[0], tie.before[0]))


def _shot(span: Span, ties: Sequence[Tie], new: Timeline) -> Span | str:
    mine = [tie for tie in ties if _shared(span, tie)]
    if not mine:
        return "its shot was taken out or replaced"
    into = max(mine, key=lambda tie: _shared(span, tie)).new
    steady = [tie for tie in mine if tie.new == into and tie.speed == 1]
    if not steady:
        return "its shot runs at another speed now"
    shot = new.shots[into]
    kept = Fraction(sum(_shared(span, tie) for tie in steady), span[1] - span[0])
    share = Fraction(sum(tie.after[1] - tie.after[0] for tie in steady), shot.frames)
    if kept < SAME:
        return f"only {int(100 * kept)} % of its shot is left"
    if share < SAME:
        return f"its shot grew: only {int(100 * share)} % of it was there"
    return shot.start, shot.stop


def _edit(span: Span, ties: Sequence[Tie], last: int, new: Timeline) -> Span | str:
    before = _place(span[0] - 1, ties, -1) if span[0] else new.start - 1
    after = _place(span[1], ties, 1) if span[1] < last else new.stop
    if before is None or after is None:
        return "a picture beside its edit was taken out or replaced"
    if abs((after - before) - (span[1] - span[0] + 1)) > NEAR:
        return "other pictures meet at its edit now"
    return before + 1, max(before + 1, after)


def _place(frame: int, ties: Sequence[Tie], step: int) -> int | None:
    """Where a frame is shown in the later version; of a mixture, the nearest one on the side of ``step``."""
    for away in range(NEAR + 1):
        at = frame + step * away
        for tie in ties:
            if tie.before[0] <= at < tie.before[1] and tie.speed == 1:
                return tie.after[0] + (at - tie.before[0]) - step * away
    return None


def _stretch(span: Span, ties: Sequence[Tie]) -> Span | str:
    mine = [tie for tie in ties if _shared(span, tie) and tie.speed == 1]
    if sum(_shared(span, tie) for tie in mine) < SAME * (span[1] - span[0]):
        return "most of its frames were taken out or replaced"
    start = min(tie.after[0] + max(0, span[0] - tie.before[0]) for tie in mine)
    stop = max(tie.after[1] - max(0, tie.before[1] - span[1]) for tie in mine)
    if SAME * (stop - start) > span[1] - span[0]:
        return "its frames lie apart now"
    return start, stop
