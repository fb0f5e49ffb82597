"""What a format has room for, and what of a plan is lost on the way into it."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass

from timeline.errors import UsageError
from timeline.interchange.write.joins import as_cut, evened
from timeline.interchange.write.plan import Join, Plan, Shape
from timeline.model.edit import Kind
from timeline.timebase import is_ntsc, nominal

ALL: frozenset[Shape] = frozenset({"cut", "dissolve", "wipe", "fade"})
CUTS: frozenset[Shape] = frozenset({"cut"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Holds:
    """Room in a format.

    ``shots``: clips, not marks alone. ``frames``: it counts frames, so a varying rate has no place in it. ``fastest``:
    labels a second beyond which its timecode has no digits. ``timed``: it labels frames, for which the rate must be
    whole or NTSC. ``drop``: it says whether labels are drop-frame. ``most_shots``: events it can number. ``joins``:
    transitions as themselves. ``uneven``: spans that do not lie evenly about their edit point. ``marks``, ``colours``,
    ``lengths``: marks, each in a colour of its own, over more than a frame. ``confidence``, ``sound``: of each cut;
    clips of sound under the picture. ``rows``: it lists transitions as text, so that nothing of them is lost.
    """

    shots: bool = True
    frames: bool = True
    timed: bool = True
    drop: bool = False
    fastest: int | None = None
    most_shots: int | None = None
    joins: frozenset[Shape] = CUTS
    uneven: bool = False
    marks: bool = True
    colours: bool = False
    lengths: bool = False
    confidence: bool = False
    sound: bool = False
    rows: bool = False


def check(plan: Plan, holds: Holds, title: str) -> None:
    """Refuse what would be written wrong.

    Raises:
        UsageError: the rate has no timecode in the format, or there are more shots than it can number.
    """
    rate = plan.rate
    if holds.frames and holds.timed and not (rate.denominator == 1 or is_ntsc(rate)):
        raise UsageError(f"{title} counts whole frames a second, and {rate} is none; --to cut.fcpxml or .otio can")
    if holds.fastest is not None and nominal(rate) > holds.fastest:
        raise UsageError(
            f"{title} has two digits for frames, too few for {nominal(rate)} frames a second; "
            "--to cut.otio, .xml, .fcpxml or .aaf can hold it"
        )
    if holds.most_shots is not None and events(plan) > holds.most_shots:
        raise UsageError(
            f"{title} numbers {holds.most_shots} events and this cut has {events(plan)}; --to cut.otio, .xml, "
            ".fcpxml or .aaf can hold it"
        )


def events(plan: Plan) -> int:
    """Events of an edit decision list: a clip each, and one more for a fade into black at the tail."""
    return len(plan.clips) + (plan.tail() is not None)


def fitted(plan: Plan, holds: Holds) -> tuple[Plan, tuple[str, ...]]:
    """The plan as the format can hold it, and what is lost by that, each in a few words."""
    lost = [*_joins_lost(plan, holds)] if holds.shots and not holds.rows else []
    joins: tuple[Join, ...] = plan.joins
    if holds.shots and not holds.rows:
        joins = tuple(made for join in plan.joins if (made := _held(join, holds)) is not None)
        if not holds.uneven:
            joins, touched = evened(joins, plan.clips)
            if touched:
                lost.append(f"the start of {touched} uneven transition{_s(touched)} (centred on the edit point)")
    marks = plan.marks if holds.marks else ()
    return dataclasses.replace(plan, joins=joins, marks=marks), (*lost, *_rest_lost(plan, holds))


def _held(join: Join, holds: Holds) -> Join | None:
    if join.shape in holds.joins:
        return join
    if join.shape == "wipe" and "dissolve" in holds.joins:
        return dataclasses.replace(join, shape="dissolve")
    return None if join.edit is None else as_cut(join)


def _joins_lost(plan: Plan, holds: Holds) -> list[str]:
    counts: dict[Shape, int] = {}
    for join in plan.joins:
        if join.shape not in holds.joins:
            counts[join.shape] = counts.get(join.shape, 0) + 1
    return [
        f"{number} {shape}{_s(number)} ({_becomes(shape, number, holds)})" for shape, number in sorted(counts.items())
    ]


def _becomes(shape: Shape, number: int, holds: Holds) -> str:
    if shape == "wipe" and "dissolve" in holds.joins:
        return "written as a dissolve" if number == 1 else "written as dissolves"
    return "left as a cut" if number == 1 else "left as cuts"


def _rest_lost(plan: Plan, holds: Holds) -> list[str]:
    lost = []
    effects = sum(join.kind in (Kind.ZOOM, Kind.WHIP, Kind.FLASH) for join in plan.joins)
    if holds.shots and effects and not (holds.rows or holds.confidence):
        lost.append(f"the kind of {effects} effect cut{_s(effects)}")
    if plan.marks and not holds.marks:
        lost.append(f"{len(plan.marks)} marker{_s(len(plan.marks))}")
    if plan.marks and holds.marks and holds.frames and not holds.colours:
        lost.append("marker colours")
    if holds.marks and not holds.lengths and any(mark.frames > 1 for mark in plan.marks):
        lost.append("marker lengths")
    if holds.shots and plan.joins and not holds.confidence:
        lost.append("confidence of the cuts")
    if holds.shots and holds.frames and plan.footage.channels and not holds.sound:
        lost.append("sound")
    return lost


def _s(number: int) -> str:
    return "" if number == 1 else "s"
