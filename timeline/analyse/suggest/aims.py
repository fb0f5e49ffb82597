"""What is aimed at: one side of one limit each, with the slack by which it may be missed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal, TypeAlias

from timeline.analyse.suggest.laid import Open
from timeline.analyse.suggest.linear import Exact, Sum
from timeline.analyse.words import plain, seconds_text
from timeline.model.finding import Finding, Severity
from timeline.model.profile import LimitUnit

Side: TypeAlias = Literal["low", "high"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Aim:
    """One side of one limit. ``key``: what names it; ``words``: such as ``cuts in the cliffhanger, at least 11``.

    ``rule``: key of the profile's rule, as findings name it; ``severity`` is that of a miss. ``slack``: by how much it
    is missed, 0 when it is kept; ``worth``: frames that one unit of that is worth; ``counts``: the unit is cuts.
    ``shot``: the one it is about, where it is about one; ``general``: the limit itself, where ``words`` name that shot.
    """

    key: str
    rule: str
    severity: Severity
    words: str
    slack: Sum
    worth: Exact
    shot: int | None = None
    general: str = ""
    counts: bool = False

    def is_about(self, finding: Finding) -> bool:
        """Whether a finding is a miss of this aim."""
        return self.rule == finding.rule and (self.shot is None or self.shot in finding.shots)


@dataclass(frozen=True, slots=True)
class Name:
    """What an aim goes by: its own key, the profile's rule, and how severe a miss is."""

    key: str
    rule: str
    severity: Severity


@dataclass(slots=True, kw_only=True)
class Board:
    """Collects aims while their rows are written.

    ``allowed``: greatest slack by key; ``None`` stands for any, so that no row is needed. ``measured``: every
    aim may be missed by any, and its rows say by how much.
    """

    open: Open
    allowed: Mapping[str, Exact | None]
    measured: bool = False
    aims: list[Aim] = field(default_factory=list)

    def aim(
        self, name: Name, words: str, worth: Exact | None, *, shot: int | None = None, general: str = ""
    ) -> Sum | None:
        """A new aim, whose slack is what its rows are to be loosened by; no ``worth``: it counts cuts.

        ``None`` where it needs no rows.
        """
        most = None if self.measured else self.allowed.get(name.key, 0)
        free = most is None and not self.measured
        slack = Sum() if most == 0 or free else self.open.model.variable(0, most, whole=False)
        self.aims.append(
            Aim(
                key=name.key,
                rule=name.rule,
                severity=name.severity,
                words=words,
                slack=slack,
                worth=self._cut if worth is None else worth,
                shot=shot,
                general=general or words,
                counts=worth is None,
            )
        )
        return None if free else slack

    @property
    def frame(self) -> Fraction:
        """Frames that a unit is worth, on average."""
        timeline = self.open.timeline
        return Fraction(timeline.frames) / (timeline.duration * self.open.second)

    @property
    def _cut(self) -> int:
        """Frames that a cut is worth: an average shot."""
        timeline = self.open.timeline
        return -(-timeline.frames // len(timeline.shots))


def limit_words(unit: LimitUnit, side: Side, bound: Fraction) -> str:
    """Such as ``at most 2.4 s``, ``at least 11``."""
    value = seconds_text(bound) if unit == "seconds" else plain(bound) + (" frames" if unit == "frames" else "")
    return f"{'at least' if side == 'low' else 'at most'} {value}"


Shots: TypeAlias = tuple[tuple[int, Sum], ...]
"""Picture shots that may begin in a section, each with a sum that is 1 where it does."""
