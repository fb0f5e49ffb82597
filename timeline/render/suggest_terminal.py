"""A suggestion in a terminal: each answer's trims, what they mend, what is left, and what no trim mends."""

from __future__ import annotations

from rich.console import Console

from timeline.model.inspection import Inspection
from timeline.model.suggestion import Answer, Suggestion
from timeline.render import suggest_text as say
from timeline.render import text
from timeline.render.text import Labels, labels_of
from timeline.render.voice import STYLE, Voice

SHOWN = 60
"""Trims of an answer that are printed at most; the page and the document have them all."""
APART = 4


def show(suggestion: Suggestion, inspection: Inspection, console: Console, *, full: bool = False) -> None:
    """Print the answers; ``full``: with every target, bound and finding."""
    voice, labels = Voice(console), labels_of(inspection)
    start, stop = suggestion.programme
    rate = text.rate_text(suggestion.rate, inspection.media.vfr)
    size = f"{labels.seconds(start, stop)}, {text.plural(stop - start, 'frame')} at {rate}"
    facts = f"{text.plural(suggestion.shots, 'shot')}, {size}"
    voice.put(voice.say(text.file_name(suggestion.path), "bold"), f"  {facts} · {suggestion.profile}")
    tone = say.TONE[suggestion.outcome]
    voice.put(
        voice.sign(tone), voice.say(f" {say.HEADLINE[suggestion.outcome]}", STYLE[tone]), f"  {suggestion.summary}"
    )
    for number, answer in enumerate(suggestion.answers, start=1):
        _answer(voice, suggestion, answer, number, labels, full=full)
    _conflicts(voice, suggestion)
    _apart(voice, suggestion, labels, full=full)
    _held(voice, suggestion, full=full)
    for notice in suggestion.notices if full else suggestion.notices[:3]:
        voice.put(f"{notice.message}.", indent=2)


def _answer(voice: Voice, suggestion: Suggestion, answer: Answer, number: int, labels: Labels, *, full: bool) -> None:
    voice.head(
        f"{number}  {say.answer_title(answer)}: {say.answer_size(answer)}",
        f"{say.length_change(suggestion, answer)}; {say.proof(answer)}",
    )
    shown = answer.trims if full else answer.trims[:SHOWN]
    rows = [
        (
            str(trim.shot + 1),
            trim.edge,
            text.signed_frames(-trim.frames),
            say.gone(trim, labels),
            labels.at(trim.kept[0]),
            labels.at(trim.kept[1] - 1),
            str(trim.lies[0]),
        )
        for trim in shown
    ]
    voice.columns(rows, ("shot", "edge", "take", "these frames", "new in", "new last", "then at frame"), "r r   r")
    if len(shown) < len(answer.trims):
        voice.put(f"{text.whole(len(answer.trims) - len(shown))} more; --full lists all", indent=2)
    for trim in shown:
        reason = f"without it: {', '.join(trim.needed).lower()}; " if trim.needed else ""
        voice.put(f"shot {trim.shot + 1}: {reason}{trim.place}", indent=4)
    moved = [(title, before, "→", after) for title, before, after in say.moved(answer)]
    if moved:
        voice.columns(moved, ("", "", "", ""), " r r")
    voice.put(say.standing(answer.findings), indent=2)
    for each in answer.findings:
        if each.state != "mended" or full:
            voice.put(
                voice.sign("good" if each.state == "mended" else each.severity),
                f" {each.state}: {each.title}",
                indent=4,
            )


def _conflicts(voice: Voice, suggestion: Suggestion) -> None:
    for conflict in suggestion.conflicts:
        voice.head("Cannot be had", conflict.target)
        why = "it clashes with" if conflict.against else "no trim that may be made brings it nearer"
        voice.put(f"at the nearest it stays {conflict.short}; {why}", indent=2)
        for against in conflict.against:
            voice.put(f"– {against}", indent=4)
        if conflict.reliefs:
            voice.put(f"would do: {', or '.join(conflict.reliefs)}", indent=2)


def _apart(voice: Voice, suggestion: Suggestion, labels: Labels, *, full: bool) -> None:
    if not suggestion.apart:
        return
    voice.head("What trimming does not mend")
    for each in suggestion.apart if full else suggestion.apart[:APART]:
        voice.put(voice.sign(each.severity), f" {labels.at(each.start)}  {each.title}: {each.why}", indent=2)
    if not full and len(suggestion.apart) > APART:
        voice.put(f"{len(suggestion.apart) - APART} more; --full lists all", indent=2)


def _held(voice: Voice, suggestion: Suggestion, *, full: bool) -> None:
    if not full and not suggestion.answers:
        return
    voice.head("Held to")
    for bound in suggestion.bounds:
        voice.put(f"– {bound}", indent=2)
    if full:
        voice.head("Aimed at")
        for target in suggestion.targets:
            voice.put(f"– {target}", indent=2)
