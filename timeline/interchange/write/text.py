"""Text from outside on its way into other programs' files: nothing in it may act, break a line or break a format."""

from __future__ import annotations

import unicodedata
from fractions import Fraction

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def plain(text: str) -> str:
    """Text without control characters, line ends, lone surrogates and what XML 1.0 has no room for."""
    return "".join(_plain(sign) for sign in text)


def _plain(sign: str) -> str:
    if unicodedata.category(sign) in ("Cc", "Zl", "Zp"):
        return " "
    return "\ufffd" if "\ud800" <= sign <= "\udfff" or sign in "\ufffe\uffff" else sign


def one_line(text: str) -> str:
    """Plain text whose blanks are single and which neither begins nor ends with one."""
    return " ".join(plain(text).split())


def cell(text: str) -> str:
    """A cell that a spreadsheet shows and never runs: what would be a formula gets an apostrophe in front.

    The rule is OWASP's for CSV injection.
    """
    line = one_line(text)
    return f"'{line}" if line.startswith(_FORMULA) else line


def not_before(seconds: Fraction, places: int) -> str:
    """Seconds with decimals, rounded up: a player sent there shows the frame that is meant, not the one before it."""
    scale = 10**places
    whole, rest = divmod(-(-seconds.numerator * scale // seconds.denominator), scale)
    return f"{whole}.{rest:0{places}d}"


def clock_text(seconds: Fraction, mark: str) -> str:
    """``HH:MM:SS.mmm`` with ``mark`` before the milliseconds, rounded up like ``not_before``."""
    whole, rest = not_before(seconds, 3).split(".")
    minutes, second = divmod(int(whole), 60)
    hour, minute = divmod(minutes, 60)
    return f"{hour:02d}:{minute:02d}:{second:02d}{mark}{rest}"
