"""Sentences about a conformity, with frames as numbers; renderers add timecode."""

from __future__ import annotations

from timeline.model.conformity import Join
from timeline.model.edit import INSTANT, Kind, Shot


def frames(count: int) -> str:
    """``1 frame``, ``12 frames``."""
    return f"{abs(count):,} frame{'' if abs(count) == 1 else 's'}"


def kind(of: Kind, length: int) -> str:
    """``cut``, ``dissolve of 12 frames``."""
    name = of.value.replace("_", " ")
    return name if of in INSTANT else f"{name} of {frames(length)}"


def join(found: Join) -> str:
    """A transition with its length."""
    return kind(found.kind, found.frames)


def late(off: int) -> str:
    """``1 frame late``, ``3 frames early``."""
    return f"{frames(off)} {'late' if off > 0 else 'early'}"


def shots(first: int, stop: int) -> str:
    """Shots ``[first, stop)`` counted from 1: ``shot 4``, ``shots 4 to 6``."""
    return f"shot {first + 1}" if stop - first == 1 else f"shots {first + 1} to {stop}"


def named(shot: Shot) -> str:
    """The name of a shot's source in quotes, or what it is."""
    if shot.source is not None and shot.source.name:
        return f"'{shot.source.name}'"
    return "black" if shot.kind == "black" else "a source without a name"


def capital(text: str) -> str:
    """First letter as a capital."""
    return text[:1].upper() + text[1:]
