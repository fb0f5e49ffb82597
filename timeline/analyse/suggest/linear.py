"""An integer programme in the making: variables within bounds, sums of them, and rows that hold the sums."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TypeAlias

Exact: TypeAlias = int | Fraction


@dataclass(frozen=True, slots=True)
class Sum:
    """A constant and multiples of variables, exact: ``terms`` maps a variable's number to its factor."""

    constant: Exact = 0
    terms: Mapping[int, Exact] = field(default_factory=dict)

    def __add__(self, other: Sum | Exact) -> Sum:
        """Add term by term; what cancels is gone, so that bounds stay tight."""
        if not isinstance(other, Sum):
            return Sum(self.constant + other, self.terms)
        terms = dict(self.terms)
        for key, factor in other.terms.items():
            total = terms.get(key, 0) + factor
            if total:
                terms[key] = total
            else:
                del terms[key]
        return Sum(self.constant + other.constant, terms)

    def __sub__(self, other: Sum | Exact) -> Sum:
        """Subtract term by term."""
        return self + other * -1

    def __mul__(self, factor: Exact) -> Sum:
        """Multiply by a number."""
        if not factor:
            return Sum()
        return Sum(self.constant * factor, {key: value * factor for key, value in self.terms.items()})


def total(parts: Iterable[Sum]) -> Sum:
    """Sum of sums."""
    constant: Exact = 0
    terms: dict[int, Exact] = {}
    for part in parts:
        constant += part.constant
        for key, factor in part.terms.items():
            terms[key] = terms.get(key, 0) + factor
    return Sum(constant, {key: factor for key, factor in terms.items() if factor})


@dataclass(frozen=True, slots=True)
class Row:
    """``low <= sum <= high``; an open side is ``None``."""

    sum: Sum
    low: Exact | None
    high: Exact | None


@dataclass(slots=True)
class Model:
    """Variables and rows. All variables are whole unless they are said not to be."""

    low: list[Exact] = field(default_factory=list)
    high: list[Exact | None] = field(default_factory=list)
    whole: list[bool] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)

    def variable(self, low: Exact, high: Exact | None, *, whole: bool = True) -> Sum:
        """A new variable within ``[low, high]``."""
        self.low.append(low)
        self.high.append(high)
        self.whole.append(whole)
        return Sum(0, {len(self.low) - 1: 1})

    def flag(self) -> Sum:
        """A new variable that is 0 or 1."""
        return self.variable(0, 1)

    def at_most(self, what: Sum, bound: Sum | Exact) -> None:
        """Hold ``what <= bound``."""
        self._hold(what - bound, None, 0)

    def at_least(self, what: Sum, bound: Sum | Exact) -> None:
        """Hold ``what >= bound``."""
        self._hold(what - bound, 0, None)

    def equal(self, what: Sum, bound: Sum | Exact) -> None:
        """Hold ``what == bound``."""
        self._hold(what - bound, 0, 0)

    def _hold(self, what: Sum, low: Exact | None, high: Exact | None) -> None:
        least, most = self.least(what), self.most(what)
        if (low is None or (least is not None and least >= low)) and (
            high is None or (most is not None and most <= high)
        ):
            return  # it cannot be otherwise
        self.rows.append(Row(what, low, high))

    def least(self, what: Sum) -> Exact | None:
        """Lower bound of a sum from the bounds of its variables; ``None`` where it has none."""
        return self._extreme(what, up=False)

    def most(self, what: Sum) -> Exact | None:
        """Upper bound of a sum from the bounds of its variables; ``None`` where it has none."""
        return self._extreme(what, up=True)

    def _extreme(self, what: Sum, *, up: bool) -> Exact | None:
        value = what.constant
        for key, factor in what.terms.items():
            bound = self.high[key] if (factor > 0) is up else self.low[key]
            if bound is None:
                return None
            value += factor * bound
        return value

    def when(self, flag: Sum, what: Sum, bound: Sum | Exact) -> None:
        """Hold ``what <= bound`` where ``flag`` is 1; ``flag`` may be any sum that is 0 or 1."""
        over = what - bound
        most = self.most(over)
        if most is None:
            raise ValueError("a condition needs a sum that is bounded above")
        if most > 0:
            self.at_most(over, (Sum(1) - flag) * most)

    def is_at_most(self, what: Sum, bound: Exact) -> Sum:
        """A sum that is 1 where ``what <= bound`` and 0 where it is more; ``what`` takes whole values only."""
        line = math.floor(bound) + Fraction(
            1, 2
        )  # halfway between two whole values: no rounding of the solver's passes it
        least, most = self.least(what), self.most(what)
        if least is None or most is None:
            raise ValueError("a comparison needs a sum that is bounded")
        if most < line:
            return Sum(1)
        if least > line:
            return Sum(0)
        flag = self.flag()
        self.at_most(what - line, (Sum(1) - flag) * (most - line))
        self.at_least(what - line, flag * (least - line))
        return flag
