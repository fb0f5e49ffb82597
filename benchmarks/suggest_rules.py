"""Plain rules by which suggested trims are checked: a cut as lists of frame durations, each limit walked through.

Written from docs/profiles.md and docs/rhythm.md alone, frame by frame, so that it shares no line with what it checks.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from statistics import median
from typing import TypeAlias

Trimmed: TypeAlias = tuple[tuple[int, int], ...]
"""Frames taken at head and tail of every shot."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A section by its anchor: start, end or share (per cent of the whole)."""

    name: str
    anchor: str
    first: Fraction
    last: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One limit. ``kind``: band, shot, length or corridor; ``unit``: seconds, frames or plain."""

    kind: str
    figure: str = ""
    section: str = ""
    unit: str = "plain"
    low: Fraction | None = None
    high: Fraction | None = None
    points: tuple[tuple[Fraction, Fraction, Fraction], ...] = ()
    share: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A cut and its limits: durations of every shot's frames in ticks, ticks a second, what trims must keep to."""

    seed: int
    shots: tuple[tuple[int, ...], ...]
    second: int | Fraction
    black: frozenset[int]
    soft: frozenset[int]
    """Edges (by the shot that begins there) under a transition of some frames."""
    held: tuple[tuple[int, int], ...]
    """Frames of which none may go."""
    sections: tuple[Section, ...]
    rules: tuple[Rule, ...]
    max_trim: int
    share: Fraction
    min_shot: int

    @property
    def uneven(self) -> bool:
        """Whether frames last unequally long."""
        return len({tick for shot in self.shots for tick in shot}) > 1


def ways(case: Case, n: int) -> list[tuple[int, int]]:
    """Every way in which one shot may be trimmed at one edge; at both only where frames are all as long."""
    start = sum(len(shot) for shot in case.shots[:n])
    size = len(case.shots[n])
    if n in case.black:
        return [(0, 0)]
    held = {frame - start for a, b in case.held for frame in range(a, b)}
    most = min(case.max_trim, int(case.share * size), size - max(case.min_shot, 4), size - 1)
    found = [(0, 0)]
    for head in range(max(0, most) + 1):
        for tail in range(max(0, most) - head + 1):
            gone = {*range(head), *range(size - tail, size)}
            if not gone or gone & held or (case.uneven and head and tail):
                continue
            if (head and (n == 0 or n in case.soft)) or (tail and (n + 1 == len(case.shots) or n + 1 in case.soft)):
                continue
            found.append((head, tail))
    return found


def missed(case: Case, trims: Trimmed) -> frozenset[tuple[int, str]]:
    """Limits, by number and side (``low`` or ``high``), that the cut misses after these trims."""
    cut = _Cut(case, trims)
    return frozenset((n, side) for n, rule in enumerate(case.rules) for side in _sides(cut, rule))


def meets(case: Case, trims: Trimmed) -> bool:
    """Whether the cut misses no limit after these trims."""
    cut = _Cut(case, trims)
    quick_first = sorted(case.rules, key=lambda rule: rule.kind == "corridor")
    return not any(True for rule in quick_first for _ in _sides(cut, rule))


class _Cut:
    """A trimmed cut: where its shots and edges lie, in ticks and in frames."""

    def __init__(self, case: Case, trims: Trimmed) -> None:
        self.case = case
        self.shots = [shot[h : len(shot) - t] for shot, (h, t) in zip(case.shots, trims, strict=True)]
        self.ticks = [sum(shot) for shot in self.shots]
        self.edges = [0, *itertools.accumulate(self.ticks)]
        self.end = self.edges[-1]

    def times(self, section: str) -> tuple[Fraction, Fraction]:
        """Ticks between which a section lies."""
        if not section:
            return Fraction(0), Fraction(self.end)
        found = next(one for one in self.case.sections if one.name == section)
        second, end = self.case.second, self.end
        if found.anchor == "start":
            return found.first * second, found.last * second
        if found.anchor == "end":
            return end - found.first * second, end - found.last * second
        return end * found.first / 100, end * found.last / 100

    def frames(self) -> Iterator[int]:
        """When every frame begins."""
        yield from itertools.accumulate((tick for shot in self.shots for tick in shot[:]), initial=0)

    def bounds(self, section: str) -> tuple[int, int]:
        """First frame's time in a section, and that of the first past it."""
        start, stop = self.times(section)
        begins = list(self.frames())  # the end of the last frame stands last
        return next(at for at in begins if at >= start), next(at for at in begins if at >= stop)


def _sides(cut: _Cut, rule: Rule) -> Iterator[str]:
    if rule.kind == "corridor":
        yield from _corridor(cut, rule)
        return
    second = cut.case.second
    low, high = (None if b is None else b * (second if rule.unit == "seconds" else 1) for b in (rule.low, rule.high))
    values = list(_values(cut, rule))
    if not values:
        yield "low"  # what was held before must not be emptied out
        return
    if low is not None and min(values) < low:
        yield "low"
    if high is not None and max(values) > high:
        yield "high"


def _values(cut: _Cut, rule: Rule) -> Iterator[Fraction | int]:
    start, stop = cut.times(rule.section)
    inside = [n for n in range(len(cut.shots)) if start <= cut.edges[n] < stop and n not in cut.case.black]
    sizes = [len(cut.shots[n]) if rule.unit == "frames" else cut.ticks[n] for n in inside]
    cuts = [at for at in cut.edges[1:-1] if start <= at < stop]
    figure = rule.figure
    if rule.kind == "shot":
        yield from sizes
    elif rule.kind == "length" or figure == "duration":
        first, last = cut.bounds(rule.section)
        yield sum(map(len, cut.shots)) if rule.unit == "frames" and not rule.section else last - first
    elif figure == "cuts":
        yield len(cuts)
    elif figure == "first_edit_point":
        yield len(cut.shots[0]) if rule.unit == "frames" else cut.ticks[0]
    elif figure.startswith("cuts_by_"):
        limit = int(figure.removeprefix("cuts_by_").removesuffix("s")) * cut.case.second
        yield sum(at <= limit for at in cut.edges[1:-1])
    elif figure == "last_shot":
        last = max(n for n in range(len(cut.shots)) if n not in cut.case.black)
        yield len(cut.shots[last]) if rule.unit == "frames" else cut.ticks[last]
    elif figure == "cuts_per_minute":
        first, last = cut.bounds(rule.section)
        yield Fraction(60 * len(cuts) * cut.case.second) / (last - first)
    elif sizes:
        yield _of(figure, sizes)


def _of(figure: str, sizes: Sequence[int]) -> Fraction | int:
    if figure == "longest_shot":
        return max(sizes)
    if figure == "shortest_shot":
        return min(sizes)
    if figure == "average_shot_length":
        return Fraction(sum(sizes), len(sizes))
    return median(Fraction(size) for size in sizes)


def _corridor(cut: _Cut, rule: Rule) -> Iterator[str]:
    """Walk over every frame: the cuts so far against the corridor's bounds, rounded to whole cuts."""
    scale = Fraction(cut.end, 100) if rule.share else Fraction(cut.case.second)
    points = [(where * scale, low, high) for where, low, high in rule.points]
    begins = list(cut.frames())[:-1]
    edits = set(cut.edges[1:-1])
    so_far, behind, ahead = 0, False, False
    for at in begins:
        so_far += at in edits
        for (t0, low0, high0), (t1, low1, high1) in itertools.pairwise(points):
            if t0 <= at <= t1:
                part = (at - t0) / (t1 - t0)
                least = low0 + part * (low1 - low0) - Fraction(1, 2)
                most = high0 + part * (high1 - high0) + Fraction(1, 2)
                behind = behind or so_far < least
                ahead = ahead or so_far > most
                break
    if behind:
        yield "low"
    if ahead:
        yield "high"
