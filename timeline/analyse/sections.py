"""A profile's sections laid on a programme: placed where they are anchored, left out in words where they do not fit."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from timeline.analyse.times import first_at_or_after
from timeline.analyse.words import seconds_text
from timeline.model.edit import Timeline
from timeline.model.profile import SectionRule
from timeline.model.rhythm import Section


def place_sections(timeline: Timeline, rules: Sequence[SectionRule]) -> tuple[tuple[Section, ...], tuple[str, ...]]:
    """Place every section that fits the programme; the second value says which do not, and why.

    A frame belongs to the section in whose time it starts. A section must lie whole inside the programme, hold a frame,
    and overlap none placed before it; those anchored in seconds are placed first, because they are the firmer promise.
    """
    placed: list[Section] = []
    notes: list[str] = []
    for rule in sorted(rules, key=lambda r: r.anchor.startswith("percent")):
        times = section_times(timeline.duration, rule, rules)
        section = _section(timeline, rule, times)
        problem = _misfit(timeline, section, times, placed)
        if problem:
            notes.append(f"Section '{rule.name}' ({anchor_text(rule)}) was left out: {problem}.")
        else:
            placed.append(section)
    return tuple(sorted(placed, key=lambda s: s.start)), tuple(notes)


def anchor_text(rule: SectionRule) -> str:
    """How a section is anchored, in words."""
    first, last = rule.first, rule.last
    if rule.anchor == "seconds_from_start":
        return f"{_bare(first)} to {seconds_text(last)} from the start"
    if rule.anchor == "seconds_before_end":
        return f"{_bare(first)} to {seconds_text(last)} before the end" if last else f"the last {seconds_text(first)}"
    whole = "the programme" if rule.anchor == "percent_of_programme" else "what lies between opening and ending"
    return f"{_bare(first)} to {_bare(last)} % of {whole}"


def _bare(value: Fraction) -> str:
    return f"{float(value):.4g}"


def section_times(length: Fraction, rule: SectionRule, rules: Sequence[SectionRule]) -> tuple[Fraction, Fraction]:
    """Seconds from the start of a programme of ``length`` seconds between which the section lies: linear in it."""
    if rule.anchor == "seconds_from_start":
        return rule.first, rule.last
    if rule.anchor == "seconds_before_end":
        return length - rule.first, length - rule.last
    head, tail = Fraction(0), length
    if rule.anchor == "percent_of_middle":
        head = max((r.last for r in rules if r.anchor == "seconds_from_start"), default=head)
        tail -= max((r.first for r in rules if r.anchor == "seconds_before_end"), default=Fraction(0))
    return head + (tail - head) * rule.first / 100, head + (tail - head) * rule.last / 100


def _section(timeline: Timeline, rule: SectionRule, times: tuple[Fraction, Fraction]) -> Section:
    base = timeline.clock.time(timeline.start)
    start, stop = (first_at_or_after(timeline.clock, base + t) for t in times)
    return Section(
        name=rule.name, start=max(start, timeline.start), stop=min(stop, timeline.stop), anchor=anchor_text(rule)
    )


def _misfit(timeline: Timeline, section: Section, times: tuple[Fraction, Fraction], placed: Sequence[Section]) -> str:
    """Why the section cannot stand, in words; empty where it can."""
    length = timeline.duration
    if times[0] < 0 or times[1] > length:
        return f"the programme is only {seconds_text(length)} long"
    if section.start >= section.stop:
        return f"no frame of the {seconds_text(length)} programme falls into it"
    other = next((s for s in placed if section.start < s.stop and s.start < section.stop), None)
    return f"at {seconds_text(length)} it would overlap '{other.name}'" if other else ""
