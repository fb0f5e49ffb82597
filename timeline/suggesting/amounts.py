"""Lengths, shares and stretches as they are written on the command line."""

from __future__ import annotations

import re
from collections.abc import Iterable
from fractions import Fraction

from timeline.analyse.suggest.room import Amount
from timeline.errors import TimecodeError, UsageError
from timeline.model.clock import FrameClock
from timeline.timecode import TimecodeBasis

_AMOUNT = re.compile(r"(\d{1,9}(?:\.\d{1,6})?)\s*(f|s)")
_TIME = re.compile(r"(?:(\d{1,2}):)?(\d{1,3}):(\d{1,2}(?:\.\d{1,6})?)")


def amount(text: str, option: str) -> Amount:
    """``12f`` or ``0.5s``.

    Raises:
        UsageError: neither of these.
    """
    found = _AMOUNT.fullmatch(text.strip().lower())
    if not found or (found[2] == "f" and "." in found[1]):
        raise UsageError(f"{option} {text}: write whole frames such as 12f, or seconds such as 0.5s")
    return Amount(frames=int(found[1])) if found[2] == "f" else Amount(seconds=Fraction(found[1]))


def share(text: str, option: str) -> Fraction:
    """``50%`` as a part of one.

    Raises:
        UsageError: no percentage from 0 to 100.
    """
    found = re.fullmatch(r"(\d{1,3}(?:\.\d{1,3})?)\s*%?", text.strip())
    if not found or Fraction(found[1]) > 100:
        raise UsageError(f"{option} {text}: write a part of a shot from 0% to 100%")
    return Fraction(found[1]) / 100


def spans(
    texts: Iterable[str], clock: FrameClock, basis: TimecodeBasis, programme: tuple[int, int]
) -> tuple[tuple[int, int], ...]:
    """Stretches such as ``00:10-00:14``, ``250-350`` (frames) or ``01:00:10:00-01:00:14:00`` as frames.

    Raises:
        UsageError: one that is written otherwise, runs backwards or lies outside the programme.
    """
    return tuple(sorted(_span(text, clock, basis, programme) for text in texts))


def _span(text: str, clock: FrameClock, basis: TimecodeBasis, programme: tuple[int, int]) -> tuple[int, int]:
    first, dash, last = text.partition("-")
    if not dash:
        raise UsageError(f"--protect {text}: write a stretch as IN-OUT, such as 00:10-00:14 or 250-350 (frames)")
    start, stop = (_frame(part.strip(), text, clock, basis) for part in (first, last))
    if start >= stop and start < clock.frames:
        raise UsageError(f"--protect {text} holds no frame; end after the start")
    if stop <= programme[0] or start >= programme[1]:
        ends = f"frames {programme[0]} to {programme[1]} ({basis.label(programme[0])} to {basis.label(programme[1])})"
        raise UsageError(f"--protect {text} lies outside the programme, {ends}")
    return start, min(stop, clock.frames)


def _frame(part: str, text: str, clock: FrameClock, basis: TimecodeBasis) -> int:
    if part.isdecimal():
        return int(part)
    if (time := _TIME.fullmatch(part)) is not None:
        seconds = Fraction(time[3]) + 60 * int(time[2]) + 3600 * int(time[1] or 0)
        return clock.frame_at(seconds) if seconds < clock.duration else clock.frames
    try:
        return basis.frame(part)
    except TimecodeError as error:
        raise UsageError(f"--protect {text}: '{part}' is no frame, MM:SS or timecode ({error})") from error
