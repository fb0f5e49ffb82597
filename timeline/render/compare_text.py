"""Differences in words, the same in the terminal and on the page."""

from __future__ import annotations

from timeline.analyse.season_compare import Difference, Line
from timeline.model.rhythm import Number, Unit
from timeline.render.text import MINUS, quantity


def difference_text(difference: Difference | None, unit: Unit) -> str:
    """Such as ``+0.40 s (+0.10 s to +0.80 s)``; the range only where doubtful cuts move it."""
    if difference is None:
        return "–"
    told = signed(difference.value, unit)
    if difference.low == difference.value == difference.high:
        return told
    low = "?" if difference.low is None else signed(difference.low, unit)
    high = "?" if difference.high is None else signed(difference.high, unit)
    return f"{told} ({low} to {high})"


def signed(value: Number, unit: Unit) -> str:
    """A quantity with its sign."""
    size: Number = value
    if value < 0:
        size = -value
    text = quantity(size, unit)
    return f"{'+' if value > 0 else MINUS if value < 0 else '±'}{text}"


def standing(line: Line, number: int) -> str:
    """Whether a difference is one whichever way the doubtful cuts fall: ``sure``, ``doubtful`` or ``same``."""
    difference = line.differences[number]
    if difference is None:
        return "none"
    if difference.value == 0 and difference.low == difference.high:
        return "same"
    return "sure" if difference.sure else "doubtful"
