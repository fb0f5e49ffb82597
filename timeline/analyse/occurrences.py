"""Transitions and picture events that a profile does not allow."""

from __future__ import annotations

from timeline.analyse.case import PROGRAMME, Case, Check, Miss, finding_id
from timeline.analyse.times import most_frames
from timeline.analyse.words import listed, plain, seconds_text
from timeline.model.edit import Event, Transition
from timeline.model.finding import Finding, Target
from timeline.model.profile import EventRule, TransitionRule

_KINDS = {
    "fade_through": "dip",
    "fade_out": "fade-out",
    "fade_in": "fade-in",
    "jump": "jump cut",
    "other": "transition",
}
_EVENTS = {
    "black": "black",
    "colour": "a single colour",
    "freeze": "a freeze",
    "duplicate": "repeated frames",
    "short_shot": "a very short shot",
}


def check_transitions(case: Case, rule: TransitionRule) -> Check:
    """Every transition in the rule's section whose kind it does not name."""
    first, last = case.range(rule.section)
    misses = tuple(
        _transition(case, rule, t)
        for t in case.timeline.transitions
        if t.kind not in rule.allowed and first <= (t.start if t.edit_point is None else t.edit_point) < last
    )
    return Check(misses=misses)


def kind_text(kind: str) -> str:
    """A kind of transition as an editor says it."""
    return _KINDS.get(kind, kind)


def _article(noun: str) -> str:
    return f"an {noun}" if noun[0] in "aeiou" else f"a {noun}"


def _transition(case: Case, rule: TransitionRule, transition: Transition) -> Miss:
    noun, start = kind_text(transition.kind), transition.start
    length = transition.stop - start
    allowed = listed([kind_text(kind) for kind in rule.allowed])
    size = f" of {case.amount(length, start)}" if length else ""
    name = "transition.allowed" if rule.section == PROGRAMME else f"transition.{rule.section}.allowed"
    before = max(start - 1, 0)
    return Miss(
        short=f"{noun} at {case.label(start)}",
        need=f"the {noun} at {case.label(start)} must go",
        finding=Finding(
            id=finding_id(name, start),
            rule=name,
            severity=rule.severity,
            title=f"{noun.capitalize()} not allowed",
            sentence=f"{_article(noun).capitalize()}{size} at {case.label(start)}; allowed "
            f"{'in the ' + rule.section if rule.section != PROGRAMME else 'here'}: {allowed}.",
            remedy=f"Make it {_article(kind_text(rule.allowed[0]))}"
            f"{'' if len(rule.allowed) == 1 else ' or another kind that is allowed'}.",
            start=start,
            stop=max(transition.stop, start + 1),
            section=rule.section,
            target=Target(allowed=rule.allowed),
            holds=transition.edit_point not in case.doubt.maybe,
            effect=max(length, 1),
            frames=tuple(sorted({before, start, min(transition.stop, case.timeline.clock.frames - 1)})),
            source=rule.source,
        ),
    )


def check_events(case: Case, rule: EventRule) -> Check:
    """Every event of the rule's kind that lasts longer, inside its section, than it allows."""
    first, last = case.range(rule.section)
    misses = []
    for event in case.events:
        start, stop = max(event.start, first), min(event.stop, last)
        if event.kind != rule.kind or start >= stop:
            continue
        allowed = int(rule.high) if rule.unit == "frames" else most_frames(case.timeline.clock, start, rule.high)
        if stop - start > allowed:
            misses.append(_event(case, rule, event, start, stop, stop - start - allowed))
    return Check(misses=tuple(misses))


def _event(case: Case, rule: EventRule, event: Event, start: int, stop: int, off: int) -> Miss:
    noun, label = _EVENTS[event.kind], case.label(start)
    length, over = case.amount(stop - start, start), case.amount(off, stop - off)
    limit = seconds_text(rule.high) if rule.unit == "seconds" else f"{plain(rule.high)} frames"
    place = "" if rule.section == PROGRAMME else f" in the {rule.section}"
    name = f"event.{event.kind}" if rule.section == PROGRAMME else f"event.{rule.section}.{event.kind}"
    told = f", {over} longer than the {limit} allowed{place}" if rule.high else f"; none is allowed{place}"
    shots = tuple(n for n, s in enumerate(case.timeline.shots) if s.start < stop and start < s.stop)
    return Miss(
        short=f"{noun.removeprefix('a ')} at {label}",
        need=f"{noun} at {label} needs {over} less",
        finding=Finding(
            id=finding_id(name, start),
            rule=name,
            severity=rule.severity,
            title=f"{noun.removeprefix('a ').capitalize()} {'too long' if rule.high else 'not allowed'}",
            sentence=f"{noun.capitalize()} from {label} lasts {length}{told}.",
            remedy=f"Take {over} of it out, or leave it where it is meant." if rule.high else
            "Take it out, or leave it where it is meant.",
            start=start,
            stop=stop,
            shots=shots,
            section=rule.section,
            target=Target(unit="seconds" if rule.unit == "seconds" else "frames", high=rule.high),
            measured=case.timeline.clock.span(start, stop) if rule.unit == "seconds" else stop - start,
            off_frames=off,
            off_seconds=case.seconds(off, stop - off),
            effect=off,
            frames=tuple(dict.fromkeys((start, stop - 1))),
            source=rule.source,
        ),
    )  # fmt: skip
