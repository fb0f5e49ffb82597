"""What every rule of a profile has: its severity and source, and most of them a least and a greatest value."""

from __future__ import annotations

from fractions import Fraction
from typing import TypeAlias, cast, get_args

from timeline.model.finding import Severity
from timeline.model.profile import HOUSE_DEFAULT, LimitUnit
from timeline.profiles.checks import Table

MAX_TABLES = 500
PROGRAMME = "programme"

Limits: TypeAlias = tuple[LimitUnit, Fraction | None, Fraction | None]


def read_weight(entry: Table, source: str) -> tuple[Severity, str]:
    """Severity and source of a rule: the source defaults to the profile's; a house default defaults to ``info``."""
    own = entry.text("source", source)
    default: Severity = "info" if own == HOUSE_DEFAULT else "error"
    return cast(Severity, entry.choice("severity", get_args(Severity), default)), own


def read_limits(entry: Table, units: tuple[LimitUnit, ...], low: Fraction = Fraction(0)) -> Limits:
    """Unit, least and greatest of a rule, from keys such as ``min_seconds`` and ``max_seconds`` (plain: ``min``)."""
    keys = {_limit_key(side, unit): unit for unit in units for side in ("min", "max")}
    given = {key: entry.number(key, low) for key in keys if entry.has(key)}
    entry.done()
    if not given:
        entry.place.refuse("it sets no limit", f"give {' or '.join(keys)}")
    if len({keys[key] for key in given}) > 1:
        entry.place.refuse(f"it mixes units: {', '.join(given)}", "give both limits in seconds or both in frames")
    unit = next(keys[key] for key in given)
    least, most = given.get(_limit_key("min", unit)), given.get(_limit_key("max", unit))
    if least is not None and most is not None and least > most:
        entry.place.at(_limit_key("min", unit)).refuse("the least is above the most", "swap min and max")
    for key, value in given.items():
        if unit == "frames" and value is not None and value.denominator != 1:
            entry.place.at(key).refuse("frames come whole", "write a whole number")
    return unit, least, most


def _limit_key(side: str, unit: LimitUnit) -> str:
    return side if unit == "plain" else f"{side}_{unit}"
