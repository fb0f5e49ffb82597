"""Numbers as an editor reads them: frames first, seconds beside, singular and plural right."""

from __future__ import annotations

from fractions import Fraction

from timeline.model.rhythm import Number

_WORDS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")


def number_word(n: int) -> str:
    """Spell ``n`` out up to twelve; above that, figures with thousands marked off."""
    return _WORDS[n] if 0 <= n < len(_WORDS) else f"{n:,}"


def plural(n: int, noun: str) -> str:
    """Noun in the singular for 1, else with an s."""
    return noun if n == 1 else noun + "s"


def count(n: int, noun: str, *, more: bool = False) -> str:
    """Such as ``one cut``, ``four cuts``, ``two more cuts``."""
    return f"{number_word(n)} {'more ' if more else ''}{plural(n, noun)}"


def frames_text(frames: int, seconds: Fraction) -> str:
    """Such as ``116 frames (4.64 s)``; both without their sign."""
    return f"{abs(frames):,} {plural(abs(frames), 'frame')} ({_decimals(abs(seconds), 2)} s)"


def seconds_text(seconds: Number) -> str:
    """Seconds with one decimal, or two where they are needed: ``3.0 s``, ``4.64 s``."""
    text = _decimals(Fraction(seconds), 2)
    return f"{text[:-1] if text.endswith('0') else text} s"


def plain(value: Number) -> str:
    """A count as it is, any other number with up to two decimals, three below 1."""
    exact = Fraction(value)
    if exact.denominator == 1:
        return f"{int(exact):,}"
    return _decimals(exact, 2 if abs(exact) >= 1 else 3).rstrip("0").rstrip(".")


def _decimals(value: Fraction, places: int) -> str:
    return f"{float(round(value, places)):,.{places}f}"


def sentence(text: str) -> str:
    """Text with a capital first letter and a full stop."""
    text = text.strip()
    return text[:1].upper() + text[1:] + ("" if text.endswith((".", "?", "!")) else ".")


def listed(items: list[str], word: str = "and") -> str:
    """Such as ``a``, ``a and b``, ``a, b and c``."""
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} {word} {items[-1]}"
