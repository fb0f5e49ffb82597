"""Times and formats of FCPXML: rational seconds, frame durations, the rates that format names stand for."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Any

from timeline.errors import SequenceError
from timeline.interchange.markup import place
from timeline.interchange.reading import FASTEST, MOST_FRAMES

_TIME = re.compile(r"\s*(-?\d{1,19})(?:/(\d{1,19}))?s?\s*|\s*(-?\d{1,12}\.\d{1,12})s?\s*")
# Ends of predefined format names, such as FFVideoFormat1080p2997; interlaced ones count fields.
_NAMED = re.compile(r"FFVideoFormat\w*?(?:\d+x\d+)?([pi])(\d{2,5})(?:_\w+)?")
_RATES = {
    "2398": Fraction(24000, 1001),
    "24": Fraction(24),
    "25": Fraction(25),
    "2997": Fraction(30000, 1001),
    "30": Fraction(30),
    "50": Fraction(50),
    "5994": Fraction(60000, 1001),
    "60": Fraction(60),
    "100": Fraction(100),
    "11988": Fraction(120000, 1001),
    "120": Fraction(120),
}


def seconds(element: Any, name: str, otherwise: Fraction | None = None) -> Fraction | None:
    """Time of an attribute, such as ``1001/30000s`` or ``5s``; ``otherwise`` where it is missing.

    Raises:
        SequenceError: it is no time.
    """
    text = element.get(name)
    if text is None:
        return otherwise
    found = _TIME.fullmatch(text)
    if not found or (found[2] is not None and int(found[2]) == 0):
        raise SequenceError(f'{name}="{text[:40]}" is no time ({place(element)}); write it as 1001/30000s')
    value = Fraction(found[3]) if found[3] else Fraction(int(found[1]), int(found[2] or 1))
    if abs(value) > MOST_FRAMES:
        raise SequenceError(f'{name}="{text[:40]}" lies beyond any timeline ({place(element)})')
    return value


def rate_of(format: Any) -> Fraction | None:
    """Frames a second of a ``format`` element, ``None`` where neither its frame duration nor its name says.

    Raises:
        SequenceError: a frame duration that is none.
    """
    duration = seconds(format, "frameDuration")
    if duration is not None:
        if duration <= 0 or 1 / duration > FASTEST:
            raise SequenceError(f'frameDuration="{format.get("frameDuration")}" is no rate ({place(format)})')
        return 1 / duration
    named = _NAMED.fullmatch(format.get("name") or "")
    rate = _RATES.get(named[2]) if named else None
    return rate / 2 if rate is not None and named is not None and named[1] == "i" else rate
