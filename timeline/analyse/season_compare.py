"""Episodes side by side: the same figures of each, and how each differs from the first, whatever the doubtful cuts."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from timeline.analyse.doubt import doubt_of
from timeline.analyse.measure import IN_SECTIONS, figure
from timeline.analyse.metrics import METRICS, Metric
from timeline.analyse.sample import layout_of
from timeline.analyse.sections import place_sections
from timeline.analyse.waiving import doubts_of
from timeline.analyse.words import listed
from timeline.model.inspection import Inspection
from timeline.model.profile import SectionRule
from timeline.model.rhythm import Figure, Number, Section


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """How much more a figure is than the first's: ``value``, and its range over every way the doubtful cuts may fall.

    ``low`` and ``high`` are ``None`` where the range is open or not known. ``sure``: whether it is a difference
    whichever way they fall. An episode is measured whole, nothing of it is estimated from a sample, so nothing else
    makes its figures uncertain.
    """

    value: Number
    low: Number | None
    high: Number | None
    sure: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One figure of every episode, and the differences of all but the first from it (``None``: one has no value)."""

    title: str
    section: str
    figures: tuple[Figure, ...]
    differences: tuple[Difference | None, ...]


def side_by_side(inspections: Sequence[Inspection], rules: Sequence[SectionRule]) -> tuple[tuple[Line, ...], list[str]]:
    """Lines for the programme and for every section that all episodes have; and notes on those that do not fit."""
    doubts, placed = [], []
    for each in inspections:
        sections, _ = place_sections(each.timeline, rules)
        placed.append({section.name: section for section in sections})
        doubts.append(doubt_of(layout_of(each.timeline), doubts_of(each)))

    def line(metric: Metric, name: str | None) -> Line:
        parts: list[Section | None] = [own[name] if name else None for own in placed]
        figures = tuple(figure(d, metric, part, ranged=True) for d, part in zip(doubts, parts, strict=True))
        first, *others = figures
        return Line(
            title=metric.title,
            section=name or "programme",
            figures=figures,
            differences=tuple(difference(first, other) for other in others),
        )

    lines = [line(metric, None) for metric in METRICS]
    for rule in rules:
        if all(rule.name in own for own in placed):
            shown = [m for m in METRICS if m.sections and (m.judged or m.name in IN_SECTIONS)]
            lines += [line(metric, rule.name) for metric in shown]
    return tuple(line for line in lines if any(f.value is not None for f in line.figures)), _not_compared(rules, placed)


def _not_compared(rules: Sequence[SectionRule], placed: Sequence[Collection[str]]) -> list[str]:
    """A line for the sections that do not fit into the same episodes."""
    lacking: dict[tuple[str, ...], list[str]] = {}
    for rule in rules:
        short = tuple(str(number) for number, own in enumerate(placed, start=1) if rule.name not in own)
        if short:
            lacking.setdefault(short, []).append(f"'{rule.name}'")
    return [
        f"{listed(names)} {'is' if len(names) == 1 else 'are'} not compared: no room in {listed(list(numbers))}."
        for numbers, names in lacking.items()
    ]


def difference(first: Figure, other: Figure) -> Difference | None:
    """``other`` minus ``first``; ``None`` where one has no value."""
    if first.value is None or other.value is None:
        return None
    value = other.value - first.value
    low = None if other.low is None or first.high is None else other.low - first.high
    high = None if other.high is None or first.low is None else other.high - first.low
    sure = (low is not None and low > 0) or (high is not None and high < 0)
    return Difference(value=value, low=low, high=high, sure=sure)
