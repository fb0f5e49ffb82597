"""A programme, its targets and its bounds into one Suggestion: solved, judged again, told."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from timeline import __version__
from timeline.analyse.diff.standing import findings_of
from timeline.analyse.doubt import doubtful_of
from timeline.analyse.metrics import BY_NAME
from timeline.analyse.suggest import say
from timeline.analyse.suggest.answers import SECONDS, Found, Way, find
from timeline.analyse.suggest.clash import clash_of
from timeline.analyse.suggest.place import Cut
from timeline.analyse.suggest.problem import Problem, targets_of
from timeline.analyse.suggest.room import Bounds, rooms_of
from timeline.analyse.suggest.trimmed import about, trimmed_inspection
from timeline.analyse.words import count, plural
from timeline.model.difference import FigureChange, Tie
from timeline.model.edit import Timeline
from timeline.model.finding import Finding
from timeline.model.inspection import Inspection
from timeline.model.notice import Notice
from timeline.model.profile import HOUSE_DEFAULT, Profile
from timeline.model.speech import Speech
from timeline.model.suggestion import Answer, Apart, Conflict, Suggestion, SuggestionOutcome, Trim, TrimEdge

MOST_CONFLICTS = 4
"""Conflicts that are taken apart; each takes a dozen integer programmes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What to suggest for: an inspection, judged by ``profile``, and all that a trim must respect.

    ``reference``: the profile is one that is built in. ``activity``: movement by frame, ``None`` without a picture.
    ``seconds``: longest for each integer programme.
    """

    inspection: Inspection
    profile: Profile
    bounds: Bounds
    speech: Speech
    reference: bool = False
    activity: Sequence[float] | None = None
    notices: tuple[Notice, ...] = ()
    seconds: float = SECONDS


def suggest(wanted: Wanted) -> Suggestion:
    """The smallest trims that bring a programme onto its targets, or why there are none."""
    timeline = wanted.inspection.timeline
    targets = targets_of(wanted.profile, reference=wanted.reference)
    bounds = replace(wanted.bounds, speech=wanted.speech.spans)
    problem = Problem(
        timeline=timeline,
        targets=targets,
        bounds=bounds,
        activity=wanted.activity,
        meant=tuple(each.finding for each in wanted.inspection.waivers if each.finding is not None),
    )
    found = find(problem, wanted.seconds)
    answers = tuple(_answer(wanted, problem, way) for way in found.ways)
    apart = tuple(_apart(wanted, found))
    outcome = _outcome(found)
    return Suggestion(
        version=__version__,
        outcome=outcome,
        summary=_summary(outcome, found, answers),
        path=wanted.inspection.media.path,
        identity=wanted.inspection.content_id,
        profile=wanted.profile.title,
        programme=(timeline.start, timeline.stop),
        shots=len(timeline.shots),
        rate=wanted.inspection.media.rate,
        duration=timeline.duration,
        speech=wanted.speech.basis,
        spoken=_spoken(timeline, wanted.speech),
        targets=tuple(dict.fromkeys(aim.general for aim in found.aims)),
        missed=tuple(aim.words for aim in found.missed),
        bounds=say.bounds_text(bounds, wanted.speech),
        answers=answers,
        apart=apart,
        conflicts=tuple(_conflicts(problem, found, wanted.seconds)),
        notices=(*wanted.notices, *_doubts(wanted), *wanted.speech.notices),
    )


def _spoken(timeline: Timeline, speech: Speech) -> int:
    return sum(max(0, min(b, timeline.stop) - max(a, timeline.start)) for a, b in speech.spans)


def _outcome(found: Found) -> SuggestionOutcome:
    if not found.aims:
        return "no targets"
    if not found.missed:
        return "nothing to mend"
    if not found.ways:
        return "out of reach"
    return "nearest" if found.nearest else "mended"


def _summary(outcome: SuggestionOutcome, found: Found, answers: Sequence[Answer]) -> str:
    if outcome == "no targets":
        return "The profile sets no limit that was written, approved or learnt and that trimming could meet."
    if outcome == "nothing to mend":
        return (
            f"Nothing to mend: every target that trimming could move is met ({count(len(found.aims), 'limit')} held)."
        )
    if outcome == "out of reach":
        return f"No trim mends {_missed(len(found.missed))}."
    first = answers[0]
    out = f"{first.frames} {plural(first.frames, 'frame')} out of {count(first.shots, 'shot')}"
    if outcome == "nearest":
        return f"Not everything can be had together; the nearest takes {out}."
    left = len(found.beyond) + len(found.blocked)
    rest = f"; {count(left, 'target')} out of reach of trimming" if left else ""
    mended = len(found.missed) - left
    return f"{out[0].upper()}{out[1:]} {'mends' if first.frames == 1 else 'mend'} {_missed(mended)}{rest}."


def _missed(number: int) -> str:
    return "the one target that is missed" if number == 1 else f"the {count(number, 'target')} that are missed"


def _doubts(wanted: Wanted) -> Iterator[Notice]:
    inspection = wanted.inspection
    doubtful = doubtful_of(inspection.timeline.transitions, inspection.near_misses)
    if doubtful:
        message = f"{count(len(doubtful), 'edit point')} are doubtful; the trims take the cut as it was read"
        yield Notice(code="doubtful", message=message.replace("one edit point are", "one edit point is"))


def _answer(wanted: Wanted, problem: Problem, way: Way) -> Answer:
    before, timeline = wanted.inspection, wanted.inspection.timeline
    after = trimmed_inspection(before, way.cuts, wanted.profile)
    ties = [
        Tie(old=n, new=n, before=(a.start, a.stop), after=(b.start, b.stop), unlike=0.0)
        for n, (a, b) in enumerate(zip(timeline.shots, after.timeline.shots, strict=True))
    ]
    return Answer(
        fewest=way.least,
        trims=tuple(_trims(wanted, problem, way, after)),
        shots=way.shots,
        frames=way.frames,
        seconds=timeline.duration - after.timeline.duration,
        length=after.timeline.frames,
        duration=after.timeline.duration,
        bound=way.bound,
        proven=way.proven,
        figures=tuple(_figures(before, after, wanted.profile)),
        findings=findings_of(before, after, ties),
    )


def _trims(wanted: Wanted, problem: Problem, way: Way, after: Inspection) -> Iterator[Trim]:
    timeline, clock = wanted.inspection.timeline, wanted.inspection.timeline.clock
    rooms = rooms_of(timeline, problem.bounds)
    for n, (shot, cut) in enumerate(zip(timeline.shots, way.cuts, strict=True)):
        if not cut.frames:
            continue
        needed = _needed(wanted, way, after, n)
        lies = after.timeline.shots[n]
        edges: tuple[tuple[TrimEdge, int, int], ...] = (
            ("head", shot.start, shot.start + cut.head),
            ("tail", shot.stop - cut.tail, shot.stop),
        )
        for edge, start, stop in edges:
            if start < stop:
                yield Trim(
                    shot=n,
                    edge=edge,
                    frames=stop - start,
                    seconds=clock.span(start, stop),
                    gone=(start, stop),
                    kept=(shot.start + cut.head, shot.stop - cut.tail),
                    lies=(lies.start, lies.stop),
                    place=say.place_text(shot, rooms[n], cut, edge, wanted.activity, wanted.speech),
                    needed=needed,
                )


def _needed(wanted: Wanted, way: Way, after: Inspection, number: int) -> tuple[str, ...]:
    """What is off again where one shot is left as it is: the findings that the judge then has and had not."""
    cuts = tuple(Cut() if n == number else cut for n, cut in enumerate(way.cuts))
    without = trimmed_inspection(wanted.inspection, cuts, wanted.profile, rhythm=after.rhythm)
    had = {about(finding): finding.effect for finding in after.findings}
    back = [finding for finding in without.findings if finding.effect > had.get(about(finding), 0)]
    return tuple(dict.fromkeys(finding.title for finding in back))


def _figures(before: Inspection, after: Inspection, profile: Profile) -> Iterator[FigureChange]:
    """Judged figures of the programme, and those that the profile holds."""
    named = {(band.figure, band.section) for band in profile.bands}
    later = {(figure.name, figure.section): figure for figure in after.rhythm.figures}
    for figure in before.rhythm.figures:
        key = figure.name, figure.section
        if key in later and (key in named or (figure.judged and figure.section == "programme")):
            place = "" if figure.section == "programme" else f" in the {figure.section}"
            yield FigureChange(
                name=figure.name,
                title=BY_NAME[figure.name].title + place,
                unit=figure.unit,
                before=figure.value,
                after=later[key].value,
            )


def _apart(wanted: Wanted, found: Found) -> Iterator[Apart]:
    """The findings that no trim mends, with why not."""
    for finding in wanted.inspection.findings:
        why = _why(finding, found)
        if why:
            yield Apart(
                id=finding.id,
                rule=finding.rule,
                severity=finding.severity,
                title=finding.title,
                sentence=finding.sentence,
                start=finding.start,
                stop=finding.stop,
                shots=finding.shots,
                why=why,
            )


def _why(finding: Finding, found: Found) -> str:
    if finding.source == HOUSE_DEFAULT:
        return "its limit is a house default, which is never a target"
    if any(aim.is_about(finding) for aim in found.beyond):
        return f"no frames taken out bring it there: {_undotted(finding.remedy)}"
    if any(aim.is_about(finding) for aim in found.blocked):
        return f"not within the bounds of a trim: {_undotted(finding.remedy)}"
    if any(aim.is_about(finding) for aim in found.missed):
        return ""
    if any(aim.rule == finding.rule for aim in found.aims):
        return ""
    return f"trimming edges does not change it: {_undotted(finding.remedy)}"


def _undotted(text: str) -> str:
    return (text[:1].lower() + text[1:]).rstrip(".")


def _conflicts(problem: Problem, found: Found, seconds: float) -> Iterator[Conflict]:
    """What cannot be had, against what it stands, by how much at the nearest, and what would let it be had."""
    allowed = {aim.key: found.slack[aim.key] for aim in (*found.beyond, *found.blocked)}
    best = found.ways[0].missed if found.nearest and found.ways else {}
    unmet = [aim for aim in found.missed if best.get(aim.key, 0) and aim.key not in allowed]
    for aim in (*found.blocked, *unmet)[:MOST_CONFLICTS]:
        left = {key: slack for key, slack in allowed.items() if key != aim.key}
        others = () if aim in found.blocked else found.aims
        clash = clash_of(problem, aim, others, found.aims, found.slack, left, seconds)
        yield Conflict(
            target=aim.words,
            short=say.short_text(aim, best.get(aim.key) or clash.short),
            against=say.against_text(clash, problem.bounds),
            reliefs=say.reliefs_text(clash),
        )
