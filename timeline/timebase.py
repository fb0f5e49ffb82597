"""Exact time: rates and time bases as rationals, read from and written to text."""

from __future__ import annotations

import re
from fractions import Fraction
from functools import cache

from timeline.errors import TimecodeError

_RATE = re.compile(r"\s*(\d+)(?:\s*/\s*(\d+)|\.(\d+))?\s*")

# Decimal names of the NTSC family stand for thousand-and-ones, never for themselves.
NTSC_RATES = {Fraction(n * 1000, 1001) for n in (12, 15, 24, 30, 48, 60, 90, 120, 240)}


def parse_rate(text: str) -> Fraction:
    """Read a frame rate such as ``25``, ``30000/1001``, ``29.97`` or ``23.976``.

    A decimal of two digits or more that an NTSC rate rounds to is that rate (29.97, 23.976 and 23.98 alike).

    Raises:
        TimecodeError: the text is no positive rate.
    """
    match = _RATE.fullmatch(text)
    if not match:
        raise TimecodeError(f"'{text}' is no frame rate; write it as 25, 29.97 or 30000/1001")
    whole, denominator, decimals = match.groups()
    if denominator is not None:
        if int(denominator) == 0:
            raise TimecodeError(f"'{text}' is no frame rate: its denominator is 0")
        rate = Fraction(int(whole), int(denominator))
    else:
        rate = Fraction(f"{whole}.{decimals or 0}")
        digits = len(decimals or "")
        if digits >= 2:
            rate = next((ntsc for ntsc in NTSC_RATES if round(ntsc, digits) == rate), rate)
    if rate <= 0:
        raise TimecodeError(f"'{text}' is no frame rate: it must be more than 0")
    return rate


@cache
def nominal(rate: Fraction) -> int:
    """Frames that a second of timecode counts: the rate rounded to the nearest whole (30 for 30000/1001)."""
    return max(1, round(rate))


def is_ntsc(rate: Fraction) -> bool:
    """Whether the rate is a whole number slowed by 1000/1001."""
    return rate.denominator == 1001 and rate.numerator % 1000 == 0
