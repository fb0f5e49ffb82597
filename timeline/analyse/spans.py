"""Where the programme may lie: leader, bars and slate proposed from picture events at head and tail, never applied."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction

from timeline.analyse.assemble import merge_ranges
from timeline.model.clock import FrameClock
from timeline.model.edit import Event, Span, Transition

# A still picture at the head this long, before the first edit point, reads as a slate rather than as an opening image.
SLATE = Fraction(2)
# Shorter black than this at either end is a breath of the cut, not leader.
LEADER = Fraction(1, 2)

_LABELS = {"black": "black", "colour": "bars"}


def propose_spans(
    events: Iterable[Event], clock: FrameClock, transitions: Sequence[Transition] = ()
) -> tuple[Span, ...]:
    """Propose leading and trailing stretches that look like no part of the programme, in order.

    From either end inwards, black and single-colour events that touch the end or what was already proposed and last
    ``LEADER`` seconds or more; then a freeze of ``SLATE`` seconds or more next to them, if an edit point ends it.
    A proposal is a ``Span`` with ``proposed=True``: the user says whether it holds (``--program``).
    """
    spent = [event for event in events if event.kind in {"black", "colour", "freeze"}]
    edits = {t.edit_point for t in transitions}
    head = _from_head(spent, clock, edits)
    reach = max((span.stop for span in head), default=0)
    tail = [span for span in _from_tail(spent, clock) if span.start > reach]
    return tuple(sorted([*head, *tail], key=lambda span: span.start))


def _from_head(events: Iterable[Event], clock: FrameClock, edits: set[int | None]) -> list[Span]:
    reach, spans = 0, []
    for event in sorted(events, key=lambda e: (e.start, e.stop)):
        if event.start > reach or event.stop <= reach:
            continue
        slate = event.kind == "freeze" and event.stop in edits
        if clock.span(event.start, event.stop) < (SLATE if event.kind == "freeze" else LEADER):
            continue
        if slate or event.kind in _LABELS:
            spans.append(_span(event))
            reach = event.stop
    return spans


def _from_tail(events: Iterable[Event], clock: FrameClock) -> list[Span]:
    reach, spans = clock.frames, []
    for event in sorted(events, key=lambda e: (-e.stop, -e.start)):
        if event.kind not in _LABELS or event.stop < reach or event.start >= reach:
            continue
        if clock.span(event.start, event.stop) >= LEADER:
            spans.append(_span(event))
            reach = event.start
    return spans


def _span(event: Event) -> Span:
    return Span(label=_LABELS.get(event.kind, "slate"), start=event.start, stop=event.stop, proposed=True)


def programme_of(spans: Iterable[Span], clock: FrameClock) -> tuple[int, int]:
    """Frames ``[start, stop)`` left without the proposed spans at head and tail; all frames where nothing is left."""
    ranges = merge_ranges((span.start, span.stop) for span in spans if span.proposed)
    start = ranges[0][1] if ranges and ranges[0][0] == 0 else 0
    stop = ranges[-1][0] if ranges and ranges[-1][1] == clock.frames else clock.frames
    return (start, stop) if start < stop else (0, clock.frames)
