"""Rows of the figures that a profile may hold within a band: one function a figure, exact while trims are open.

Only what the profile itself names gets here. The judged figures are all modelled; of the details only the average shot
length and the cuts per minute, which are time over number. No limit on another detail is ever aimed at.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from timeline.analyse.case import PROGRAMME, within
from timeline.analyse.metrics import BY_NAME
from timeline.analyse.suggest.aims import Board, Name, Shots, Side, limit_words
from timeline.analyse.suggest.laid import Open
from timeline.analyse.suggest.linear import Exact, Sum, total
from timeline.analyse.suggest.places import Places
from timeline.model.profile import Band


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """One side of one band while its rows are written: the bound in the unit of ``lengths``, and the slack."""

    board: Board
    places: Places
    band: Band
    side: Side
    bound: Exact
    slack: Sum

    @property
    def open(self) -> Open:
        """The open programme."""
        return self.board.open

    @property
    def lengths(self) -> tuple[Sum, ...]:
        """Length of every shot, in frames or in units as the band counts."""
        return self.open.frames if self.band.unit == "frames" else self.open.units

    @property
    def shots(self) -> Shots:
        """Picture shots that may begin in the band's section."""
        return self.places.shots(self.band.section)

    def hold(self, what: Sum, bound: Sum | Exact | None = None, factor: Exact = 1) -> None:
        """Hold a sum on the right side of the bound, or of another; a unit of slack gives way ``factor``."""
        limit = self.bound if bound is None else bound
        if self.side == "high":
            self.open.model.at_most(what - self.slack * factor, limit)
        else:
            self.open.model.at_least(what + self.slack * factor, limit)


def band_rows(board: Board, places: Places, band: Band, number: int) -> None:
    """Write the rows of both sides of a band, where its figure is one that is modelled."""
    write = FIGURES.get(band.figure)
    if write is None or not places.has(band.section):
        return
    if not board.open.constant and band.section != PROGRAMME and band.figure in ("duration", "cuts_per_minute"):
        return  # where the rate varies a section's own length hangs on its frames, not on what is trimmed
    sides: tuple[tuple[Side, Fraction | None], ...] = (("low", band.low), ("high", band.high))
    for side, bound in sides:
        if bound is None:
            continue
        title = BY_NAME[band.figure].title.removesuffix(" (ASL)")
        words = f"{title[0].lower()}{title[1:]}{'' if band.section == PROGRAMME else ' ' + within(band.section)}, "
        rule = f"band.{band.figure}" if band.section == PROGRAMME else f"band.{band.section}.{band.figure}"
        slack = board.aim(
            Name(f"{rule}.{side}.{number}", rule, band.severity),
            words + limit_words(band.unit, side, bound),
            _worth(board, band),
        )
        scale = board.open.second if band.unit == "seconds" else 1
        if slack is not None:
            write(Held(board=board, places=places, band=band, side=side, bound=bound * scale, slack=slack))


def _worth(board: Board, band: Band) -> Exact | None:
    if band.figure.startswith("cuts") and band.figure != "cuts_per_minute":
        return None
    return 1 if band.unit == "frames" else board.frame


def _duration(held: Held) -> None:
    if held.band.unit == "frames":
        if held.band.section == PROGRAMME:
            held.hold(total(held.open.frames))
        else:
            held.hold(held.places.length(held.band.section))
    else:
        held.hold(held.places.length(held.band.section))


def _cuts(held: Held) -> None:
    held.hold(held.places.cuts(held.band.section))


def _first_edit(held: Held) -> None:
    held.hold(held.lengths[0])


def _cuts_by(seconds: int) -> Callable[[Held], None]:
    def cuts_by(held: Held) -> None:
        model, limit = held.open.model, seconds * held.open.second
        edits = held.open.edges[1:-1]
        flags = (model.is_at_most(Sum(0, at.terms), math.floor(limit - at.constant)) for at in edits)
        held.hold(total(flags))

    return cuts_by


def _every(held: Held) -> None:
    """Every shot on its side: the longest at most, the shortest at least."""
    model = held.open.model
    for n, inside in held.shots:
        if held.side == "high":
            model.when(inside, held.lengths[n] - held.slack, held.bound)
        else:
            model.when(inside, held.lengths[n] * -1 - held.slack, held.bound * -1)


def _some(held: Held) -> None:
    """One shot on its side: the longest at least, the shortest at most."""
    model, chosen = held.open.model, []
    for n, inside in held.shots:
        flag = model.flag()
        model.at_most(flag, inside)
        chosen.append(flag)
        if held.side == "high":
            model.when(flag, held.lengths[n] - held.slack, held.bound)
        else:
            model.when(flag, held.lengths[n] * -1 - held.slack, held.bound * -1)
    model.at_least(total(chosen), 1)


def _longest(held: Held) -> None:
    (_every if held.side == "high" else _some)(held)


def _shortest(held: Held) -> None:
    (_every if held.side == "low" else _some)(held)


def _last(held: Held) -> None:
    pictures = [n for n, shot in enumerate(held.open.timeline.shots) if shot.kind == "picture"]
    if pictures:
        held.hold(held.lengths[pictures[-1]])


def _median(held: Held) -> None:
    """The two middle shots, which are one where their number is odd, on the bound together.

    Of n = 2 r + odd shots the middle ones are the (r + odd)-th and the (r + 1)-th. The median is at most the bound
    when, for some width w, the first is at most the bound less w and the second at most the bound plus w: as many
    shots as their number says are. From below likewise, counted from the other end.
    """
    model, shots = held.open.model, held.shots
    if not shots:
        return
    sign = 1 if held.side == "high" else -1
    lengths = {n: held.lengths[n] * sign for n, _ in shots}
    bound = Sum(held.bound * sign) + held.slack
    count = total(inside for _, inside in shots)
    half, odd = _halves(held, count)
    spread = max(model.most(each) or 0 for each in lengths.values()) - min(
        model.least(each) or 0 for each in lengths.values()
    )
    alone = not odd.terms and odd.constant
    width = Sum() if alone else model.variable(0, Fraction(spread) / 2, whole=False)
    levels = ((bound, half + 1),) if alone else ((bound - width, half + odd), (bound + width, half + 1))
    for level, needed in levels:
        model.at_least(total(_reaches(held, lengths[n], inside, level) for n, inside in shots), needed)
    model.at_least(count, 1)


def _reaches(held: Held, length: Sum, inside: Sum, level: Sum) -> Sum:
    """At most 1 where a shot lies inside and is at most ``level`` long, else 0."""
    model = held.open.model
    over = length - level
    if (model.most(over) or 0) <= 0:
        return inside
    if (model.least(over) or 0) > 0:
        return Sum()
    flag = model.flag()
    model.at_most(flag, inside)
    model.when(flag, over, 0)
    return flag


def _halves(held: Held, count: Sum) -> tuple[Sum, Sum]:
    """``r`` and ``odd`` of a number of shots, 2 r + odd."""
    if not count.terms:
        return Sum(int(count.constant) // 2), Sum(int(count.constant) % 2)
    half, odd = held.open.model.variable(0, len(held.shots)), held.open.model.flag()
    held.open.model.equal(half * 2 + odd, count)
    return half, odd


def _average(held: Held) -> None:
    """Total over number: the shots inside may last their number times the bound."""
    model, shots = held.open.model, held.shots
    parts = []
    for n, inside in shots:
        length = held.lengths[n]
        parts.append(length * inside.constant if not inside.terms else _product(held, length, inside))
    count = total(inside for _, inside in shots)
    held.hold(total(parts) - count * held.bound, 0)
    model.at_least(count, 1)


def _product(held: Held, length: Sum, inside: Sum) -> Sum:
    """Length of a shot where it lies inside, else 0."""
    model = held.open.model
    most = model.most(length) or 0
    part = model.variable(0, most, whole=False)
    model.at_most(part, inside * most)
    model.at_most(part, length)
    model.at_least(part, length - (Sum(1) - inside) * most)
    return part


def _rate(held: Held) -> None:
    """60 c / T against the bound, as c against bound * T / 60; slack is time too long or too short."""
    cuts = held.places.cuts(held.band.section) * (60 * held.open.second)
    if not held.bound:
        held.hold(cuts, Sum())
        return
    length = held.places.length(held.band.section) * held.bound
    held.hold(cuts - length, Sum(), held.bound)


FIGURES: dict[str, Callable[[Held], None]] = {
    "duration": _duration,
    "cuts": _cuts,
    "first_edit_point": _first_edit,
    "cuts_by_3s": _cuts_by(3),
    "cuts_by_5s": _cuts_by(5),
    "cuts_by_10s": _cuts_by(10),
    "longest_shot": _longest,
    "shortest_shot": _shortest,
    "median_shot_length": _median,
    "last_shot": _last,
    "average_shot_length": _average,
    "cuts_per_minute": _rate,
}
