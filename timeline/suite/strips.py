"""Which frames show an error, and how the truth and a detector's word lie over them; pictures are put in elsewhere.

A strip holds a few frames on either side of what went wrong. Spans keep both ends frame by frame and are thinned in
between. A mark of one frame stands at the left edge of the first frame of the new shot; a span covers its frames.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from timeline.suite.clips import Clip
from timeline.suite.report_text import counted
from timeline.suite.results import ClipResult, Event
from timeline.suite.scoring import Mark

Sort = Literal["missed", "missed jump", "false alarm", "found"]

BEFORE, AFTER = 4, 4
"""Frames shown before and from the first frame of the new shot on."""
WHOLE = 10
"""Frames of the longest span that is shown whole."""
ROUND_AN_END = 2
"""Frames shown inside each end of a longer one."""
INSIDE = 3
"""Frames shown between them."""
MOST = 24
"""Frames of one strip; what lies close together beyond that goes into the next."""
NEAR = 12
"""Frames within which a false alarm and a true transition are told as neighbours."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """Something to look at on a clip: what it is, where, and in words how it lies to its neighbours."""

    sort: Sort
    event: Event
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Lane:
    """What one side says of one frame.

    ``cut``: the frame is the first of a new shot. ``span``: it is inside a gradual transition. ``wrong``: the mark is
    missed, or a false alarm.
    """

    cut: bool = False
    span: bool = False
    wrong: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One frame of a strip; ``gap``: frames were left out before it."""

    frame: int
    gap: bool
    truth: Lane
    said: Lane


@dataclass(frozen=True, slots=True, kw_only=True)
class Strip:
    """Frames in order and the troubles they show."""

    cells: tuple[Cell, ...]
    troubles: tuple[Trouble, ...]


@dataclass(frozen=True, slots=True)
class _Laid:
    """A mark to draw."""

    start: int
    stop: int
    wrong: bool


def troubles(clip: Clip, result: ClipResult, *, found: bool = False) -> tuple[Trouble, ...]:
    """Every error of a detector on a clip at the smallest tolerance, by frame; with ``found`` also what is right."""
    errors = result.errors[0]
    true = [Event(start=m.start, stop=m.stop, kind=m.kind) for m in clip.truth.transitions]
    missed = [*errors.missed, *errors.missed_gradual]
    said = [*errors.false_alarms, *(each.predicted for each in result.gradual)]
    made = [
        *(_trouble("missed", each, said) for each in missed),
        *(_trouble("missed jump", each, said) for each in errors.missed_jumps),
        *(_trouble("false alarm", each, true) for each in errors.false_alarms),
    ]
    if found:
        wrong = {(each.start, each.stop) for each in (*missed, *errors.missed_jumps)}
        made += [_found(each, result) for each in true if (each.start, each.stop) not in wrong]
    return tuple(sorted(made, key=lambda each: (each.event.start, each.event.stop, each.sort)))


def _trouble(sort: Sort, each: Event, others: Sequence[Event]) -> Trouble:
    false = sort == "false alarm"
    parts = [f"{'false' if false else 'missed'} {_kind(each)} {_place(each)}"]
    if each.confidence is not None and each.confidence < 1:
        parts.append(f"{'confidence' if false else 'weighed'} {each.confidence:.2f}")
    near = min(others, key=lambda other: _apart(each, other), default=None)
    if near is not None and _apart(each, near) <= NEAR:
        parts.append(f"{_lies(each, near)} the {'true' if false else 'reported'} {_kind(near)} {_place(near)}")
    return Trouble(sort=sort, event=each, words=", ".join(parts))


def _found(each: Event, result: ClipResult) -> Trouble:
    predicted = next((f.predicted for f in result.gradual if (f.start, f.stop) == (each.start, each.stop)), None)
    said = "" if predicted is None else f", reported as {_kind(predicted)} {_place(predicted)}"
    return Trouble(sort="found", event=each, words=f"found {_kind(each)} {_place(each)}{said}")


def _kind(each: Event) -> str:
    return each.kind.replace("_", " ")


def _place(each: Event) -> str:
    return str(each.start) if each.start == each.stop else f"{each.start} to {each.stop}"


def _apart(a: Event, b: Event) -> int:
    return max(0, a.start - b.stop, b.start - a.stop)


def _lies(each: Event, near: Event) -> str:
    if not _apart(each, near):
        return "over"
    return f"{counted(_apart(each, near), 'frame')} {'before' if each.stop < near.start else 'after'}"


def strips(
    clip: Clip, result: ClipResult, told: Sequence[Trouble], reported: Sequence[Mark] | None = None
) -> tuple[Strip, ...]:
    """Lay frames out around ``told``, troubles of the clip in order; those that lie close share a strip.

    ``reported``: all that the detector stands by; without it, what a result keeps of that: false alarms, gradual
    transitions found, and that the other cuts were found.
    """
    frames = clip.truth.frames
    groups: list[tuple[list[Trouble], set[int]]] = []
    for each in told:
        wanted = {f for f in frames_of(each.event) if f >= 0 and (frames is None or f < frames)}
        if groups and min(wanted) <= max(groups[-1][1]) + 1 and len(groups[-1][1] | wanted) <= MOST:
            groups[-1][0].append(each)
            groups[-1][1].update(wanted)
        else:
            groups.append(([each], wanted))
    truth = _truth(clip, result)
    said = _kept(truth, result) if reported is None else _reported(reported, result)
    return tuple(Strip(cells=_cells(sorted(f), truth, said), troubles=tuple(t)) for t, f in groups)


def frames_of(each: Event) -> list[int]:
    """Frames that show a transition: all of a short one, of a long one both ends whole and some between."""
    first, last = each.start - BEFORE, each.stop + AFTER
    if each.stop - each.start <= WHOLE:
        return list(range(first, last))
    inner, outer = each.start + ROUND_AN_END, each.stop - ROUND_AN_END
    between = [inner + (outer - inner) * (n + 1) // (INSIDE + 1) for n in range(INSIDE)]
    return [*range(first, inner), *between, *range(outer, last)]


def _truth(clip: Clip, result: ClipResult) -> list[_Laid]:
    errors = result.errors[0]
    missed = {(e.start, e.stop) for e in (*errors.missed, *errors.missed_gradual, *errors.missed_jumps)}
    return [_Laid(m.start, m.stop, (m.start, m.stop) in missed) for m in clip.truth.transitions]


def _kept(truth: Sequence[_Laid], result: ClipResult) -> list[_Laid]:
    wrong = [_Laid(e.start, e.stop, True) for e in result.errors[0].false_alarms]
    gradual = [_Laid(each.predicted.start, each.predicted.stop, False) for each in result.gradual]
    return [*wrong, *gradual, *(each for each in truth if each.start == each.stop and not each.wrong)]


def _reported(marks: Sequence[Mark], result: ClipResult) -> list[_Laid]:
    wrong = {(e.start, e.stop) for e in result.errors[0].false_alarms}
    return [_Laid(m.start, m.stop, (m.start, m.stop) in wrong) for m in marks]


def _cells(frames: Sequence[int], truth: Sequence[_Laid], said: Sequence[_Laid]) -> tuple[Cell, ...]:
    return tuple(
        Cell(frame=f, gap=n > 0 and frames[n - 1] != f - 1, truth=_lane(f, truth), said=_lane(f, said))
        for n, f in enumerate(frames)
    )


def _lane(frame: int, marks: Iterable[_Laid]) -> Lane:
    here = [m for m in marks if m.start <= frame < m.stop or m.start == m.stop == frame]
    return Lane(
        cut=any(m.start == m.stop for m in here),
        span=any(m.start != m.stop for m in here),
        wrong=any(m.wrong for m in here),
    )
