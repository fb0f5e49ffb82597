"""A profile: the targets a programme is held against, each with its severity and its source."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal, TypeAlias

from timeline.model.finding import Severity
from timeline.model.rhythm import Unit

HOUSE_DEFAULT = "house default, no published source"

Anchor: TypeAlias = Literal["seconds_from_start", "seconds_before_end", "percent_of_programme", "percent_of_middle"]
LimitUnit: TypeAlias = Literal["seconds", "frames", "plain"]
Fact: TypeAlias = Literal["duration", "rate", "size", "aspect"]
Excluded: TypeAlias = Literal["recap", "title", "endcard"]


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionRule:
    """A section as the profile anchors it: from ``first`` to ``last`` in the unit that ``anchor`` names.

    ``seconds_before_end`` counts backwards, so ``first`` is the larger. ``percent_of_middle`` is of what lies between
    the sections anchored at the start and those anchored at the end.
    """

    name: str
    anchor: Anchor
    first: Fraction
    last: Fraction
    source: str = HOUSE_DEFAULT


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """Target ``[low, high]`` for one figure of the programme or of a section; an open side is ``None``.

    ``unit``: seconds, frames, or plain (the figure's own: a count, a ratio, per minute).
    """

    figure: str
    section: str
    unit: LimitUnit
    low: Fraction | None
    high: Fraction | None
    severity: Severity
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CorridorRule:
    """Cumulative cuts allowed: points (place, low, high), straight between them; place in seconds or per cent."""

    anchor: Literal["seconds_from_start", "percent_of_programme"]
    points: tuple[tuple[Fraction, Fraction, Fraction], ...]
    severity: Severity
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShotLimit:
    """Shortest and longest a single picture shot may be, for shots that begin in ``section``."""

    section: str
    unit: LimitUnit
    low: Fraction | None
    high: Fraction | None
    severity: Severity
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryRule:
    """What the file itself must be: ``limits`` as (key, value), such as (``min_seconds``, 60); ``allowed``: names."""

    fact: Fact
    limits: tuple[tuple[str, Fraction], ...]
    allowed: tuple[str, ...]
    severity: Severity
    source: str

    def limit(self, key: str) -> Fraction | None:
        """Value of the limit ``key``, ``None`` where the rule has none."""
        return dict(self.limits).get(key)


@dataclass(frozen=True, slots=True, kw_only=True)
class TransitionRule:
    """Kinds of transition that may occur in ``section``; any other is a finding."""

    section: str
    allowed: tuple[str, ...]
    severity: Severity
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EventRule:
    """Longest that a picture event of ``kind`` may last; 0: it may not occur."""

    kind: str
    section: str
    unit: LimitUnit
    high: Fraction
    severity: Severity
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """One profile as read; ``digest``: SHA-256 of the file's text, so that a report names exactly what it used.

    ``exclude``: kinds of material shared between episodes that the rhythm of a season leaves out.
    """

    name: str
    title: str
    source: str
    digest: str
    sections: tuple[SectionRule, ...] = ()
    bands: tuple[Band, ...] = ()
    corridor: CorridorRule | None = None
    shots: tuple[ShotLimit, ...] = ()
    delivery: tuple[DeliveryRule, ...] = ()
    transitions: tuple[TransitionRule, ...] = ()
    events: tuple[EventRule, ...] = ()
    exclude: tuple[Excluded, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureName:
    """What a profile may name: a figure, its title and unit, and whether it exists for sections."""

    name: str
    title: str
    unit: Unit
    judged: bool
    sections: bool
