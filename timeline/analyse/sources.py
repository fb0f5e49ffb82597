"""Shots of two versions of a timeline tied by the media and source range that they show; pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from timeline.analyse.carrying import SAME
from timeline.model.difference import Tie
from timeline.model.waiver import Shown

HALF = Fraction(1, 2)
UNLIKE = 0.0
"""Of pictures that are not looked at: the same frames of the same media."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Match:
    """Shot ``old`` shows in ``tie`` what the later one does; ``beside``: neighbours that do so too."""

    tie: Tie
    beside: int
    whole: bool

    @property
    def rank(self) -> tuple[bool, int, bool, int, int]:
        """Sorts the likeliest first; of what is shown several times, the neighbours tell which it is."""
        tie = self.tie
        length = tie.before[1] - tie.before[0]
        return not self.whole, -self.beside, tie.speed != 1, -length, abs(tie.after[0] - tie.before[0])


def ties_of(old: Sequence[Shown], new: Sequence[Shown], rate: Fraction) -> tuple[Tie, ...]:
    """What both versions show, frame by frame.

    A shot is tied to one of the same media over the source frames that both show. Black, which has no media, is tied
    to black between the same shots. No frame is tied twice: where the same source frames are shown several times, the
    place that keeps most of the shot comes first, then the one between the same neighbours, then the nearest.

    Args:
        old: neighbouring shots of the earlier version.
        new: every shot of the later one.
        rate: frames a second, in which the frames of both count.
    """
    matches = sorted(_matches(old, new, rate), key=lambda match: match.rank)
    ties = list[Tie]()
    for match in matches:
        if not any(_meet(match.tie.before, t.before) or _meet(match.tie.after, t.after) for t in ties):
            ties.append(match.tie)
    return tuple(sorted(ties, key=lambda tie: tie.before))


def _matches(old: Sequence[Shown], new: Sequence[Shown], rate: Fraction) -> Iterator[_Match]:
    ties = {(i, j): tie for i, a in enumerate(old) for j, b in enumerate(new) if (tie := _tie(i, a, j, b, rate))}
    for i, a in enumerate(old):
        for j, b in enumerate(new):
            beside = sum((i + side, j + side) in ties for side in (-1, 1)) + (a.start == b.start == 0)
            tie = ties.get((i, j))
            if tie is None and beside and not a.media and not b.media:
                tie = _made(i, j, (a.start, b.start), min(a.frames, b.frames))
            if tie is not None:
                yield _Match(tie=tie, beside=beside, whole=tie.before[1] - tie.before[0] >= SAME * a.frames)


def _tie(i: int, a: Shown, j: int, b: Shown, rate: Fraction) -> Tie | None:
    """Over the source frames that two shots of one media both show; at another speed, over all of both."""
    if not a.media or a.media.casefold() != b.media.casefold() or (a.first is None) != (b.first is None):
        return None
    if a.speed != b.speed:
        faster = b.speed / a.speed if a.speed else Fraction(0)
        met = a.first is not None and _meet(_source(a, rate), _source(b, rate))
        whole = Tie(old=i, new=j, before=(a.start, a.stop), after=(b.start, b.stop), unlike=UNLIKE, speed=faster)
        return whole if met else None
    later = _later(a, b, rate)
    low, high = max(0, -later), min(a.frames, b.frames - later)
    return _made(i, j, (a.start + low, b.start + low + later), high - low) if low < high else None


def _later(a: Shown, b: Shown, rate: Fraction) -> int:
    """Frames after which ``b`` shows what ``a`` begins with, both at one speed; without a source time, at once."""
    if a.first is None or b.first is None:
        return 0
    if a.speed == 0:  # a held frame is another one, or the same all along
        return 0 if abs(a.first - b.first) * rate < HALF else a.frames + b.frames
    return round((a.first - b.first) * rate / a.speed)


def _made(i: int, j: int, at: tuple[int, int], frames: int) -> Tie:
    before, after = at
    return Tie(old=i, new=j, before=(before, before + frames), after=(after, after + frames), unlike=UNLIKE)


def _source(shown: Shown, rate: Fraction) -> tuple[Fraction, Fraction]:
    """Source time that is shown, in seconds; a held frame counts as long as it would last."""
    first = shown.first or Fraction(0)
    last = first + shown.frames / rate * shown.speed
    return min(first, last), max(first, last, first + 1 / rate)


def _meet(one: tuple[int, int] | tuple[Fraction, Fraction], other: tuple[int, int] | tuple[Fraction, Fraction]) -> bool:
    return one[0] < other[1] and other[0] < one[1]
