"""Transitions into a timeline: shots partition the programme at the edit points, nothing merged away."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import replace

from timeline.model.clock import FrameClock
from timeline.model.edit import LONGEST_DIP, Event, Kind, Shot, ShotKind, Span, Timeline, Transition, centre

Range = tuple[int, int]


def assemble(
    clock: FrameClock,
    transitions: Iterable[Transition],
    *,
    start: int = 0,
    stop: int | None = None,
    black: Iterable[Event] = (),
    spans: Iterable[Span] = (),
) -> Timeline:
    """Build the timeline of the programme ``[start, stop)`` (default: all frames of ``clock``).

    Transitions keep the file's frame numbers. Those that do not touch the programme are dropped. One that crosses its
    boundary stays when its edit point lies strictly inside; otherwise a gradual one stays without an edit point,
    because its mixed frames are still there, and a cut is dropped. A fade-out and the fade-in after it enclose a hold:
    of ``LONGEST_DIP`` frames or fewer they become one ``fade_through``, longer ones a shot of kind black between the
    fade-out's stop and the fade-in's start. None ends after the clock's last frame. A fade-in that starts the programme
    has no edit point, nor a fade-out that ends it. Where edit points coincide the most confident transition stays.

    ``black``: events; those of kind black mark shots that they cover whole as black.

    Raises:
        ValueError: ``[start, stop)`` is empty or reaches outside the clock.
    """
    stop = clock.frames if stop is None else stop
    paired, holds = _pair_fades(sorted(transitions, key=lambda t: (t.start, t.stop)))
    inside = (place for t in paired if (place := _inside(t, start, stop)) is not None)
    kept = _distinct(replace(t, stop=min(t.stop, clock.frames)) for t in inside)
    dark = merge_ranges([*holds, *((e.start, e.stop) for e in black if e.kind == "black")])
    edges = [start, *sorted(t.edit_point for t in kept if t.edit_point is not None), stop]
    shots = tuple(Shot(start=a, stop=b, kind=_kind(a, b, dark)) for a, b in itertools.pairwise(edges))
    return Timeline(
        clock=clock, start=start, stop=stop, transitions=kept, shots=shots, spans=tuple(sorted(spans, key=_place))
    )


def _place(span: Span) -> tuple[int, int, str]:
    return span.start, span.stop, span.label


def _pair_fades(transitions: Sequence[Transition]) -> tuple[list[Transition], list[Range]]:
    """Give each fade-out and the fade-in that answers it their edit points; return the holds between them too."""
    out, holds = list(transitions), []
    for n, fade in enumerate(transitions):
        answer = _answer(transitions, n) if fade.kind is Kind.FADE_OUT else None
        if answer is None:
            continue
        risen = transitions[answer]
        if risen.start - fade.stop > LONGEST_DIP:
            out[n] = replace(fade, edit_point=fade.stop)
            out[answer] = replace(risen, edit_point=risen.start)
            holds.append((fade.stop, risen.start))
        else:
            out[n] = _dip(fade, risen)
            out[answer] = out[n]
    return list(dict.fromkeys(out)), holds


def _answer(transitions: Sequence[Transition], n: int) -> int | None:
    """Index of the fade-in after fade-out ``n``, ``None`` when a picture comes back some other way first."""
    for later in range(n + 1, len(transitions)):
        if transitions[later].kind is Kind.FADE_IN and transitions[later].start >= transitions[n].stop:
            return later
        if transitions[later].edit_point is not None:
            return None
    return None


def _dip(fade: Transition, risen: Transition) -> Transition:
    middle = centre(fade.stop, risen.start)
    confidence = min(fade.confidence, risen.confidence)
    return replace(fade, kind=Kind.FADE_THROUGH, stop=risen.stop, edit_point=middle, confidence=confidence)


def _inside(transition: Transition, start: int, stop: int) -> Transition | None:
    """Return the transition as it counts in ``[start, stop)``, ``None`` where it has no part in it."""
    edit = transition.edit_point
    if transition.kind is Kind.FADE_IN and transition.start <= start < transition.stop:
        edit = None
    if transition.kind is Kind.FADE_OUT and transition.start < stop <= transition.stop:
        edit = None
    if edit is not None and start < edit < stop:
        return transition
    mixed = transition.start < stop and transition.stop > start and transition.start < transition.stop
    return replace(transition, edit_point=None) if mixed else None


def _distinct(transitions: Iterable[Transition]) -> tuple[Transition, ...]:
    """Keep one transition an edit point, the most confident and then the widest; those without one all stay."""
    best: dict[int, Transition] = {}
    rest = []
    for t in transitions:
        if t.edit_point is None:
            rest.append(t)
        elif t.edit_point not in best or _weight(t) > _weight(best[t.edit_point]):
            best[t.edit_point] = t
    return tuple(sorted([*best.values(), *rest], key=lambda t: (t.start, t.stop, t.kind)))


def _weight(transition: Transition) -> tuple[float, int]:
    return transition.confidence, transition.stop - transition.start


def _kind(start: int, stop: int, dark: Iterable[Range]) -> ShotKind:
    return "black" if any(a <= start and stop <= b for a, b in dark) else "picture"


def merge_ranges(ranges: Iterable[Range]) -> list[Range]:
    """Join frame ranges that overlap or touch."""
    merged: list[Range] = []
    for start, stop in sorted(ranges):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], stop))
        elif start < stop:
            merged.append((start, stop))
    return merged
