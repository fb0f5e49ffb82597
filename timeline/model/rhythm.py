"""The rhythm of a timeline: its figures, by section, and its curves; every number final."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal, TypeAlias

Number: TypeAlias = int | Fraction | float
Unit: TypeAlias = Literal["frames", "seconds", "count", "per_minute", "ratio", "percent", "seconds_per_shot"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A named stretch ``[start, stop)`` of the programme, in frames; ``anchor`` says in words how it was placed."""

    name: str
    start: int
    stop: int
    anchor: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One measured figure of the whole programme or of a section.

    ``value`` is exact (int or Fraction) where exactness exists; ``None`` where it is not reported, with the reason.
    ``low`` and ``high``: the range over whichever way the doubtful cuts fall (equal to ``value`` when none matters).
    ``judged``: whether profiles may hold it against a target by default; others are details.
    ``frames``: the same figure counted in frames, for figures in seconds. ``reason``: why there is no value, or how
    far ``low`` and ``high`` are to be trusted.
    """

    name: str
    title: str
    value: Number | None
    unit: Unit
    section: str = "programme"
    judged: bool = False
    low: Number | None = None
    high: Number | None = None
    frames: int | Fraction | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Curve:
    """A curve over the programme: ``points`` are (frame, value); ``note`` says kernel, bandwidth or method."""

    name: str
    title: str
    unit: Unit
    points: tuple[tuple[int, float], ...]
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rhythm:
    """All figures and curves of one timeline."""

    sections: tuple[Section, ...]
    figures: tuple[Figure, ...]
    curves: tuple[Curve, ...] = ()

    def figure(self, name: str, section: str = "programme") -> Figure:
        """Figure ``name`` of ``section``.

        Raises:
            KeyError: there is none.
        """
        for figure in self.figures:
            if figure.name == name and figure.section == section:
                return figure
        raise KeyError(f"no figure '{name}' in section '{section}'")
