"""Inspections for tests of export: cuts with every kind of transition, black, fades, sound and timecode."""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Sequence
from fractions import Fraction

from hypothesis import strategies as st

from tests.inspections import media
from timeline.model.clock import FrameClock, constant_clock
from timeline.model.edit import INSTANT, Kind, Shot, Timeline, Transition, centre
from timeline.model.finding import Finding, Severity
from timeline.model.inspection import Inspection, MadeBy, TimecodeChoice
from timeline.model.media import StartTimecode
from timeline.model.rhythm import Rhythm
from timeline.timecode import TimecodeBasis, can_drop

RATES = [Fraction(n) for n in (24, 25, 30, 48, 50, 60, 100, 120)] + [
    Fraction(n * 1000, 1001) for n in (24, 30, 48, 60, 120)
]
SPANS = frozenset({Kind.DISSOLVE, Kind.WIPE, Kind.SLIDE, Kind.OTHER, Kind.FADE_THROUGH, Kind.FADE_OUT, Kind.FADE_IN})
"""Kinds that take time in an editing system; the rest are cuts there."""
PATH = "/edit/day 1/ep01_v3.mp4"


def edit(kind: Kind, at: int, before: int = 0, after: int = 0, confidence: float = 0.97) -> Transition:
    """A transition that starts ``before`` frames ahead of its edit point and stops ``after`` frames behind it."""
    return Transition(kind=kind, start=at - before, stop=at + after, edit_point=at, confidence=confidence)


def finding(
    title: str, severity: Severity, start: int, stop: int, sentence: str = "It is 9 frames too long."
) -> Finding:
    """A finding over ``[start, stop)``."""
    return Finding(
        id=title,
        rule="shots.longest",
        severity=severity,
        title=title,
        sentence=sentence,
        remedy="Trim 9 frames.",
        start=start,
        stop=stop,
    )


def inspection(
    clock: FrameClock,
    transitions: Sequence[Transition],
    *,
    start: int = 0,
    stop: int | None = None,
    black: Sequence[int] = (),
    stated: str | None = None,
    drop: bool = False,
    sound: bool = True,
    findings: Sequence[Finding] = (),
    path: str = PATH,
) -> Inspection:
    """An inspection of that cut; ``stated``: start timecode in the file; ``black``: indices of black shots."""
    last = clock.frames if stop is None else stop
    edges = [start, *sorted(t.edit_point for t in transitions if t.edit_point is not None), last]
    basis = TimecodeBasis(rate=clock.rate, drop=drop)
    basis = dataclasses.replace(basis, start=basis.number(stated) if stated else 0)
    made = media(clock, path=path, start_timecode=StartTimecode(text=stated, origin="container" if stated else "none"))
    return Inspection(
        content_id="3f9ad0c41b7e52d86a0f9e1c77b2d4e8",
        made_by=MadeBy(version="0", detector="network", parameters=(), features=1),
        media=made if sound else dataclasses.replace(made, audio=()),
        timecode=TimecodeChoice(basis=basis, start_origin="container" if stated else "none", drop_origin="container"),
        timeline=Timeline(
            clock=clock,
            start=start,
            stop=last,
            transitions=tuple(transitions),
            shots=tuple(
                Shot(start=a, stop=b, kind="black" if n in black else "picture")
                for n, (a, b) in enumerate(itertools.pairwise(edges))
            ),
        ),
        rhythm=Rhythm(sections=(), figures=()),
        findings=tuple(findings),
    )


def drama() -> Inspection:
    """One of everything at 29.97 drop-frame from 01:00:00;00: fades at head, at tail, to black, a dip, findings."""
    transitions = (
        Transition(kind=Kind.FADE_IN, start=0, stop=8, edit_point=None, confidence=0.99),
        edit(Kind.CUT, 40, confidence=0.87),
        edit(Kind.DISSOLVE, 90, 6, 7),
        edit(Kind.WHIP, 130, 3, 5),
        edit(Kind.WIPE, 170, 5, 5),
        edit(Kind.FADE_OUT, 220, 12, 0),
        edit(Kind.FADE_IN, 232, 0, 10),
        edit(Kind.FADE_THROUGH, 280, 4, 8),
        edit(Kind.JUMP, 310, confidence=0.55),
        Transition(kind=Kind.FADE_OUT, start=350, stop=360, edit_point=None, confidence=0.9),
    )
    return inspection(
        constant_clock(360, Fraction(30000, 1001)),
        transitions,
        black=(5,),
        stated="01:00:00;00",
        drop=True,
        findings=(
            finding("Shot 2 is too long", "error", 40, 90),
            finding("Slow start", "warning", 0, 360, "3 cuts where <5> & more are wanted."),
            finding("Shot 10 is short", "info", 310, 360, "=SUM(A1) | a note; with signs # and \\ -- > in it"),
        ),
    )


def variable() -> Inspection:
    """Frames of 33 and 40 ms and one of 250 ms, cut three times."""
    steps = ((20, 33), (1, 250), (30, 40), (25, 33), (24, 34))
    clock = FrameClock(time_base=Fraction(1, 1000), first_pts=-500, runs=steps, rate=Fraction(30))
    cuts = [edit(Kind.CUT, at) for at in (20, 21, 62)]
    return inspection(clock, cuts, findings=[finding("Shot 2 is short", "error", 20, 21)])


@st.composite
def cuts(draw: st.DrawFn, rates: Sequence[Fraction] = tuple(RATES), most: int = 9) -> Inspection:
    """Cuts at any rate, from any timecode, of shots down to one frame, with whatever leads from one to the next."""
    rate = draw(st.sampled_from(rates))
    drop = can_drop(rate) and draw(st.booleans())
    lengths = draw(st.lists(st.integers(1, 90), min_size=1, max_size=most))
    start = draw(st.sampled_from([0, 0, 17]))
    edges = list(itertools.accumulate(lengths, initial=start))
    black = _black(draw, lengths)
    transitions = [t for n, at in enumerate(edges[1:-1], start=1) for t in [_into(draw, at, n, lengths, black)]]
    if draw(st.booleans()) and lengths[0] >= 4 and 0 not in black:
        stop = start + draw(st.integers(1, lengths[0] // 2))
        transitions.append(Transition(kind=Kind.FADE_IN, start=start, stop=stop, edit_point=None))
    if draw(st.booleans()) and lengths[-1] >= 4 and len(lengths) - 1 not in black:
        first = edges[-1] - draw(st.integers(1, lengths[-1] // 2))
        transitions.append(Transition(kind=Kind.FADE_OUT, start=first, stop=edges[-1], edit_point=None))
    hour = draw(st.sampled_from([None, "00:00:00:00", "01:00:00:00", "10:59:58:20", "23:59:59:10"]))
    return inspection(
        constant_clock(edges[-1], rate),
        transitions,
        start=start,
        black=black,
        stated=hour and (hour[:-3] + ";" + hour[-2:] if drop else hour),
        drop=drop and hour is not None,
        sound=draw(st.booleans()),
        findings=[finding("Shot 1 is too long", "warning", edges[0], edges[1])],
    )


def _black(draw: st.DrawFn, lengths: Sequence[int]) -> tuple[int, ...]:
    """At most one black shot, never the first or last: some formats cannot tell black at an end from nothing."""
    inner = range(1, len(lengths) - 1)
    return (draw(st.sampled_from(inner)),) if len(inner) and draw(st.booleans()) else ()


def _into(draw: st.DrawFn, at: int, n: int, lengths: Sequence[int], black: Sequence[int]) -> Transition:
    """What leads into shot ``n``; spans take at most half of each shot beside them, so that none meets another."""
    confidence = draw(st.sampled_from([0.5, 0.87, 0.996, 1.0]))
    before, after = lengths[n - 1] // 2, lengths[n] // 2
    if n in black:
        return edit(Kind.FADE_OUT, at, before, 0, confidence) if before else edit(Kind.CUT, at, confidence=confidence)
    if n - 1 in black:
        return edit(Kind.FADE_IN, at, 0, after, confidence) if after else edit(Kind.CUT, at, confidence=confidence)
    kind = draw(st.sampled_from([k for k in Kind if k not in (Kind.FADE_IN, Kind.FADE_OUT)]))
    room = min(before, after)
    if kind in INSTANT or not room:
        return edit(Kind.CUT if kind not in INSTANT else kind, at, confidence=confidence)
    if kind in (Kind.FADE_THROUGH, Kind.ZOOM, Kind.WHIP, Kind.FLASH):
        return edit(kind, at, draw(st.integers(0, room)), draw(st.integers(1, room)), confidence)
    frames = draw(st.integers(1, 2 * room))
    made = edit(kind, at, frames // 2, frames - frames // 2, confidence)
    assert centre(made.start, made.stop) == at
    return made
