"""Rows of the limits that are no bands: single shots, the corridor, the programme's length, kinds of transition."""

from __future__ import annotations

import itertools
import math
from fractions import Fraction

from timeline.analyse.case import PROGRAMME, within
from timeline.analyse.suggest.aims import Board, Name, Side, limit_words
from timeline.analyse.suggest.linear import Exact, Sum
from timeline.analyse.suggest.places import Places
from timeline.model.profile import CorridorRule, DeliveryRule, ShotLimit, TransitionRule

Level = tuple[Fraction, Fraction]
HALF = Fraction(1, 2)


def shot_rows(board: Board, places: Places, limit: ShotLimit, number: int) -> None:
    """Every picture shot that may begin in the limit's section, on both sides."""
    if not places.has(limit.section):
        return
    laid, model = board.open, board.open.model
    lengths = laid.frames if limit.unit == "frames" else laid.units
    scale: Exact = laid.second if limit.unit == "seconds" else 1
    sides: tuple[tuple[Side, str, Fraction | None], ...] = (("low", "min", limit.low), ("high", "max", limit.high))
    for side, name, bound in sides:
        if bound is None:
            continue
        rule = f"shot.{name}" if limit.section == PROGRAMME else f"shot.{limit.section}.{name}"
        general = f"every shot{_within(limit.section)}, {limit_words(limit.unit, side, bound)}"
        for n, inside in places.shots(limit.section):
            words = f"shot {n + 1}, {limit_words(limit.unit, side, bound)}"
            worth = 1 if limit.unit == "frames" else board.frame
            slack = board.aim(Name(f"{rule}.{number}@{n}", rule, limit.severity), words, worth, shot=n, general=general)
            sign = 1 if side == "high" else -1
            if slack is not None:
                model.when(inside, lengths[n] * sign - slack, bound * scale * sign)


def _within(section: str) -> str:
    return "" if section == PROGRAMME else f" {within(section)}"


def length_rows(board: Board, rule: DeliveryRule, number: int) -> None:
    """The programme's length as a delivery rule wants it."""
    laid = board.open
    if rule.fact != "duration":
        return
    sides: tuple[tuple[Side, str], ...] = (("low", "min_seconds"), ("high", "max_seconds"))
    for side, key in sides:
        bound = rule.limit(key)
        if bound is None:
            continue
        words = f"length of the programme, {limit_words('seconds', side, bound)}"
        name = Name(f"delivery.duration.{side}.{number}", "delivery.duration", rule.severity)
        slack = board.aim(name, words, board.frame)
        if slack is None:
            continue
        if side == "high":
            laid.model.at_most(laid.end - slack, bound * laid.second)
        else:
            laid.model.at_least(laid.end + slack, bound * laid.second)


def corridor_rows(board: Board, rule: CorridorRule) -> None:
    """Every edit point early enough for the corridor's lower side, and late enough for its upper one.

    The lower side wants v cuts from the moment at which it passes v - 1/2, so the frame before edit point v must not
    lie past it. The upper side allows v cuts from the moment at which it reaches v - 1/2. The programme's end stands
    for an edit point that is wanted and is not there.
    """
    laid, model = board.open, board.open.model
    share = rule.anchor == "percent_of_programme"
    scale: Exact = Fraction(1, 100) if share else laid.second

    def moment(where: Fraction) -> Sum:
        return laid.end * (where * scale) if share else Sum(where * scale)

    late, early = (
        board.aim(Name(name, name, rule.severity), f"the corridor's {side} side", board.frame)
        for name, side in (("corridor.min", "lower"), ("corridor.max", "upper"))
    )
    first, last = rule.points[0][0], rule.points[-1][0]
    for v in range(1, len(laid.edges)):
        if late is None:
            break
        before = laid.edges[v] - laid.last[v - 1] - late
        found = _passes([(where, low) for where, low, _ in rule.points], v - HALF)
        if found is not None and found[1]:
            if share or not laid.constant or math.floor(last * scale) > found[0] * scale:
                model.at_most(before, moment(found[0]))
        elif found is not None:  # wanted from the first moment on: the frame before lies ahead of it
            model.at_most(laid.edges[v] - late, _after(board, moment(first), first * scale, share=share))
    for v in range(1, len(laid.edges) - 1):
        if early is None:
            break
        start = _reaches([(where, high) for where, _, high in rule.points], v - HALF)
        if start is None:
            model.at_least(laid.edges[v] + early, _beyond(board, moment(last), last * scale, share=share))
        elif start > first:
            model.at_least(laid.edges[v] + early, moment(start))


def _passes(points: list[Level], level: Fraction) -> tuple[Fraction, bool] | None:
    """Where a rising line passes a level, and whether it starts at or below it; ``None`` where it never does."""
    if points[0][1] > level:
        return points[0][0], False
    for (t0, a), (t1, b) in itertools.pairwise(points):
        if a <= level < b:
            return t0 + (level - a) / (b - a) * (t1 - t0), True
    return None


def _reaches(points: list[Level], level: Fraction) -> Fraction | None:
    """Where a rising line first reaches a level."""
    if points[0][1] >= level:
        return points[0][0]
    for (t0, a), (t1, b) in itertools.pairwise(points):
        if a < level <= b:
            return t0 + (level - a) / (b - a) * (t1 - t0)
    return None


def _after(board: Board, moment: Sum, fixed: Exact, *, share: bool) -> Sum:
    """The first frame at a moment or later, no sooner than which an edit point is too late."""
    return moment if share or not board.open.constant else Sum(math.ceil(fixed))


def _beyond(board: Board, moment: Sum, fixed: Exact, *, share: bool) -> Sum:
    """The first place past a moment."""
    return moment + Fraction(1, 1000) if share or not board.open.constant else Sum(math.floor(fixed) + 1)


def kind_rows(board: Board, places: Places, rule: TransitionRule, number: int) -> None:
    """No transition into a section that does not allow its kind; those that are there already are not trimmed away."""
    if rule.section == PROGRAMME or not places.has(rule.section):
        return
    edges = {shot.start: n for n, shot in enumerate(board.open.timeline.shots)}
    name = f"transition.{rule.section}.allowed"
    for transition in board.open.timeline.transitions:
        edge = edges.get(-1 if transition.edit_point is None else transition.edit_point)
        if edge is None or transition.kind in rule.allowed:
            continue
        inside = places.inside(edge, rule.section)
        if inside.terms or inside.constant:
            words = f"no {transition.kind.value.replace('_', ' ')} {within(rule.section)}"
            slack = board.aim(Name(f"{name}.{number}@{edge}", name, rule.severity), words, None, shot=edge)
            if slack is not None:
                board.open.model.at_most(inside - slack, 0)
