"""The ends of the render: leader and tail that are no part of the timeline, and fades that begin or end it."""

from __future__ import annotations

import numpy as np

from timeline.analyse.conform import words
from timeline.analyse.conform.edits import ENDS
from timeline.analyse.conform.footage import Footage
from timeline.analyse.conform.laid import Laid, exhibit
from timeline.analyse.conform.marks import FADES
from timeline.analyse.conform.pictures import Views
from timeline.model.conformity import Difference, Exhibit, Leader
from timeline.model.edit import Kind, Transition

STILL = 1.0
"""Mean change from frame to frame, in 8-bit codes, up to which a leader is one still picture."""
LIT = 0.6
"""Share of its later contrast from which a picture is not faded."""


def leader_of(footage: Footage, start: int, stop: int) -> Leader:
    """What frames ``[start, stop)`` outside the timeline show."""
    if start >= stop:
        return Leader(frames=0)
    for event in footage.events:
        if event.kind in ("black", "colour") and event.start <= start and stop <= event.stop:
            return Leader(frames=stop - start, shows="black" if event.kind == "black" else "one colour")
    change = footage.steps[start + 1 : stop]
    still = not len(change) or float(np.quantile(change, 0.9)) < STILL
    return Leader(frames=stop - start, shows="a still picture" if still else "moving pictures")


def outside(laid: Laid, leader: Leader, tail: Leader) -> list[Difference]:
    """Leader and tail in words. They count as differences only where they are moving pictures."""
    made, end = [], laid.footage.frames
    if leader.frames:
        made.append(
            Difference(
                kind="head",
                title=f"The render begins with {words.frames(leader.frames)} of leader",
                sentence=f"They show {leader.shows}; frame 0 of the timeline is frame {leader.frames} of the render, "
                "and everything is compared from there.",
                timeline=(0, 0),
                render=(0, leader.frames),
                frames=leader.frames,
                counted=leader.shows == "moving pictures",
                evidence=(exhibit(laid, "leader", 0, leader.frames - 1), exhibit(laid, "timeline", leader.frames)),
            )
        )
    if tail.frames:
        made.append(
            Difference(
                kind="tail",
                title=f"The render goes on for {words.frames(tail.frames)} after the timeline",
                sentence=f"They show {tail.shows}; the timeline ends on frame {end - tail.frames} of the render.",
                timeline=(laid.timeline.stop, laid.timeline.stop),
                render=(end - tail.frames, end),
                frames=tail.frames,
                counted=tail.shows == "moving pictures",
                evidence=(
                    exhibit(laid, "timeline", end - tail.frames - 1),
                    exhibit(laid, "after it", end - tail.frames, end - 1),
                ),
            )
        )
    return made


def end_fades(laid: Laid, views: Views, tolerance: int) -> list[Difference]:
    """Fades up at the head and down at the tail: missing, extra, or of another length."""
    made = []
    for kind in (Kind.FADE_IN, Kind.FADE_OUT):
        head = kind is Kind.FADE_IN
        wanted = _end_fade(laid.timeline.transitions, kind)
        seen = _real(laid, _seen_fade(laid, kind), kind)
        if wanted is None and (seen is None or _in_source(laid, views, seen)):
            continue
        found = _fade_difference(laid, wanted, seen, tolerance, head=head)
        if found is not None:
            made.append(found)
    return made


def _end_fade(transitions: tuple[Transition, ...], kind: Kind) -> Transition | None:
    return next((t for t in transitions if t.kind is kind and t.edit_point is None), None)


def _seen_fade(laid: Laid, kind: Kind) -> Transition | None:
    """The render's fade at the timeline's own head or tail, wherever a leader or a tail has put that."""
    head = kind is Kind.FADE_IN
    end = laid.leader if head else laid.footage.frames - laid.tail
    near = [
        t
        for t in laid.footage.transitions
        if t.kind is kind and abs((t.start if head else t.stop) - end) <= ENDS and t.stop > t.start
    ]
    return near[0] if near else None


def _real(laid: Laid, fade: Transition | None, kind: Kind) -> Transition | None:
    """The fade, unless its darkest frame is as rich as the picture it fades to or from."""
    if fade is None:
        return None
    contrast, last = laid.footage.contrast, laid.footage.frames - 1
    if kind is Kind.FADE_IN:
        dark, full = contrast[fade.start], contrast[min(fade.stop, last)]
    else:
        dark, full = contrast[min(fade.stop - 1, last)], contrast[max(fade.start - 1, 0)]
    return fade if float(dark) < LIT * float(full) else None


def _in_source(laid: Laid, views: Views, fade: Transition) -> bool:
    """Whether the source itself fades there."""
    shot = 0 if fade.kind is Kind.FADE_IN else len(laid.timeline.shots) - 1
    return views.explains(shot, fade.start, fade.stop, laid)


def _fade_difference(
    laid: Laid, wanted: Transition | None, seen: Transition | None, tolerance: int, *, head: bool
) -> Difference | None:
    name, place = ("fade-in", "head") if head else ("fade-out", "tail")
    shot = 0 if head else len(laid.timeline.shots) - 1
    if wanted is None and seen is not None:
        return Difference(
            kind="extra",
            title=f"Extra {name} at the {place}",
            sentence=f"The render has a {name} of {words.frames(seen.stop - seen.start)} at its {place}; "
            "the timeline has none.",
            timeline=(laid.timeline.shots[shot].start, laid.timeline.shots[shot].stop),
            render=(seen.start, seen.stop),
            shots=(shot,),
            confidence=seen.confidence,
            evidence=(_fade(laid, "found", seen.start, seen.stop),),
        )
    assert wanted is not None
    length = wanted.stop - wanted.start
    start, stop = (laid.scale.to_render(f) + laid.offsets[0 if head else -1] for f in (wanted.start, wanted.stop))
    if seen is None:
        if _dark(laid, start, stop, head=head):
            return None
        return Difference(
            kind="missing",
            title=f"Fade-{'in' if head else 'out'} at the {place} missing",
            sentence=f"The timeline has a {name} of {words.frames(length)} at its {place}; the render has none.",
            timeline=(wanted.start, wanted.stop),
            render=(start, stop),
            shots=(shot,),
            witness="pictures",
            evidence=(_fade(laid, "expected", start, stop),),
        )
    longer = (seen.stop - seen.start) - (stop - start)
    if abs(longer) <= ENDS + 1 + length // 16 + laid.scale.allowance:
        return None
    return Difference(
        kind="transition length",
        title=f"{name.capitalize()} of {words.frames(seen.stop - seen.start)} instead of {length:,}",
        sentence=f"The timeline has a {name} of {words.frames(length)} at its {place}; "
        f"the render's is {words.frames(seen.stop - seen.start)} long.",
        timeline=(wanted.start, wanted.stop),
        render=(seen.start, seen.stop),
        shots=(shot,),
        frames=longer,
        confidence=seen.confidence,
        counted=abs(longer) > tolerance,
        evidence=(_fade(laid, "found", seen.start, seen.stop),),
    )


def _dark(laid: Laid, start: int, stop: int, *, head: bool) -> bool:
    """Whether the picture is poorer at the dark end of a fade than at the other: then it fades, or nobody can tell."""
    contrast, last = laid.footage.contrast, laid.footage.frames - 1
    first, end = min(max(start, 0), last), min(max(stop, 0), last)
    dark, full = (contrast[first], contrast[end]) if head else (contrast[max(end - 1, 0)], contrast[max(first - 1, 0)])
    return float(dark) < LIT * float(full) or float(full) < STILL


def _fade(laid: Laid, what: str, start: int, stop: int) -> Exhibit:
    last = laid.footage.frames - 1
    return exhibit(laid, what, *(min(max(f, 0), last) for f in (start, (start + stop) // 2, stop)))


def is_end_fade(transition: Transition) -> bool:
    """Whether a transition is a fade without an edit point."""
    return transition.edit_point is None and transition.kind in FADES
