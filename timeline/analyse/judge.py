"""A programme against a profile: every rule checked, what is missed told once and in order, and the verdict."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from timeline.analyse.bands import check_band
from timeline.analyse.case import PROGRAMME, Case, Check, Miss
from timeline.analyse.corridor import check_corridor, corridor_points
from timeline.analyse.delivery import check_delivery, duration_frames
from timeline.analyse.doubt import doubt_of
from timeline.analyse.occurrences import check_events, check_transitions
from timeline.analyse.overlap import in_order, rank, told_once
from timeline.analyse.sample import layout_of
from timeline.analyse.sections import place_sections
from timeline.analyse.shotlimits import check_shots
from timeline.analyse.waiving import Takes
from timeline.analyse.words import count, number_word
from timeline.model.edit import Event, Timeline, Transition
from timeline.model.finding import Finding, Judgement, Outcome, SectionState, Severity
from timeline.model.media import Media
from timeline.model.profile import Profile
from timeline.model.rhythm import Rhythm, Section
from timeline.timecode import TimecodeBasis


def judge(
    timeline: Timeline,
    rhythm: Rhythm,
    media: Media | None,
    events: Iterable[Event],
    profile: Profile,
    timecode: TimecodeBasis,
    doubtful: Iterable[Transition] = (),
    waived: Takes | None = None,
) -> tuple[Judgement, tuple[Finding, ...]]:
    """Hold a programme against a profile.

    ``rhythm``: as ``measure`` gives it for this timeline, this profile's sections and these ``doubtful`` transitions.
    ``media``: ``None`` for a timeline without a file; its delivery facts are then not judged. ``waived``: which
    findings are meant; these, and what was told with them alone, count for nothing.

    Returns the judgement and the findings, largest effect first. The outcome is *to look at* when a finding stands
    whichever way the doubtful cuts fall; *cannot judge* when no rule could be held, or when doubtful cuts alone decide
    whether a rule above ``info`` is met; *to look at* again when only an advisory finding hangs on them; else *on
    target*. The severities of the findings, never the outcome, decide exit codes.
    """
    placed, notes = place_sections(timeline, profile.sections)
    case = Case(
        timeline=timeline,
        rhythm=rhythm,
        media=media,
        events=tuple(events),
        profile=profile,
        timecode=timecode,
        doubt=doubt_of(layout_of(timeline), doubtful),
        sections={section.name: section for section in placed},
        shots=tuple((n, shot) for n, shot in enumerate(timeline.shots) if shot.kind == "picture"),
    )
    checks = list(_checks(case))
    misses = [miss for check in checks for miss in check.misses]
    told = in_order(told_once(misses))
    if waived is not None:
        checks, told = _without(checks, told, waived)
        misses = [miss for check in checks for miss in check.misses]
    findings = tuple(miss.finding for miss in told)
    outcome = _outcome(checks, misses)
    judgement = Judgement(
        profile=profile.name,
        title=profile.title,
        digest=profile.digest,
        rests_on=profile.source,
        outcome=outcome,
        summary=_summary(profile, checks, findings, outcome),
        target_frames=_target_frames(case),
        sections=tuple(SectionState(name=s.name, start=s.start, stop=s.stop, state=_state(misses, s)) for s in placed),
        corridor=corridor_points(timeline, profile.corridor) if profile.corridor else (),
        notes=tuple(dict.fromkeys([*notes, *(check.note for check in checks if check.note)])),
    )
    return judgement, findings


def _without(checks: Sequence[Check], told: Sequence[Miss], waived: Takes) -> tuple[list[Check], tuple[Miss, ...]]:
    """What is left once waived findings are out: they are judged as they are told, wider ones folded in with them."""
    out = {miss.finding.id for miss in told if waived(miss.finding)}
    if not out:
        return list(checks), tuple(told)
    left = [miss for check in checks for miss in check.misses if miss.finding.id not in out]
    out |= {miss.finding.id for miss in told_once(left)} - {miss.finding.id for miss in told}
    kept = [
        replace(check, misses=tuple(miss for miss in check.misses if miss.finding.id not in out)) for check in checks
    ]
    return kept, tuple(miss for miss in told if miss.finding.id not in out)


def _checks(case: Case) -> Iterator[Check]:
    """Check every rule; those of a section that does not fit are skipped, which the section's note has said."""
    profile = case.profile

    def fits(section: str) -> bool:
        return section == PROGRAMME or section in case.sections

    yield from (_weighed(check_delivery(case, rule), rule.severity) for rule in profile.delivery)
    yield from (_weighed(check_band(case, rule), rule.severity) for rule in profile.bands if fits(rule.section))
    yield from (_weighed(check_shots(case, rule), rule.severity) for rule in profile.shots if fits(rule.section))
    for allowed in profile.transitions:
        if fits(allowed.section):
            yield _weighed(check_transitions(case, allowed), allowed.severity)
    yield from (_weighed(check_events(case, rule), rule.severity) for rule in profile.events if fits(rule.section))
    if profile.corridor:
        yield _weighed(check_corridor(case, profile.corridor), profile.corridor.severity)


def _weighed(check: Check, severity: Severity) -> Check:
    return replace(check, advisory=severity == "info")


def _outcome(checks: Sequence[Check], misses: Sequence[Miss]) -> Outcome:
    if any(miss.finding.holds for miss in misses):
        return "to look at"
    firm = [check for check in checks if not check.advisory]
    if any(check.misses or check.swings for check in firm) or not any(check.judged for check in checks):
        return "cannot judge"
    return "to look at" if misses else "on target"


def _summary(profile: Profile, checks: Sequence[Check], findings: Sequence[Finding], outcome: Outcome) -> str:
    """One sentence: the outcome, the profile, and what it rests on."""
    return f"{_verdict(checks, findings, outcome)}, held against {profile.title}, which rests on {profile.source}."


def _verdict(checks: Sequence[Check], findings: Sequence[Finding], outcome: Outcome) -> str:
    if outcome == "on target":
        return "On target"
    if outcome == "to look at":
        advisory = sum(finding.severity == "info" for finding in findings)
        loose = sum(not finding.holds for finding in findings)
        asides = [f"{'all' if advisory == len(findings) else number_word(advisory)} advisory"] if advisory else []
        asides += [f"{number_word(loose)} hanging on a doubtful cut"] if loose else []
        return f"{len(findings)} to look at" + (f" ({', '.join(asides)})" if asides else "")
    if not any(check.judged for check in checks):
        return "Cannot judge: nothing the profile asks for could be measured here"
    swaying = sum(bool(check.swings or check.misses) for check in checks if not check.advisory)
    return f"Cannot judge: doubtful cuts decide {count(swaying, 'rule')}"


def _target_frames(case: Case) -> tuple[int | None, int | None] | None:
    """Programme length that the narrowest delivery rules leave, in frames."""
    bounds = [duration_frames(case, rule) for rule in case.profile.delivery if rule.fact == "duration"]
    if not bounds:
        return None
    lows, highs = [b[0] for b in bounds if b[0] is not None], [b[1] for b in bounds if b[1] is not None]
    return max(lows, default=None), min(highs, default=None)


def _state(misses: Sequence[Miss], section: Section) -> str:
    """How far off a section is: its own worst miss, else that of a shot that begins in it; empty when on target."""
    own = [miss for miss in misses if miss.finding.section == section.name]
    inside = (miss for miss in misses if section.start <= miss.finding.start < section.stop)
    worst = own or [miss for miss in inside if len(miss.finding.shots) == 1]
    return min(worst, key=rank).short if worst else ""
