"""What waivers take out of a judgement, and how each stands after it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from fractions import Fraction
from typing import TypeAlias

from timeline.analyse.carrying import NEAR, SAME, Placed, Span, span_of
from timeline.analyse.doubt import doubtful_of
from timeline.model.edit import Transition
from timeline.model.finding import Finding
from timeline.model.inspection import Inspection
from timeline.model.waiver import EDIT, Waiver, WaiverStanding

WORSE = Fraction(1, 20)
"""Share by which a figure may move further off its target before its waiver is dropped."""
VAIN = "no such finding here"
Takes: TypeAlias = Callable[[Finding], bool]


@dataclass(slots=True)
class Waivers:
    """Waivers as placed in one version, and what each was found to waive there."""

    placed: Sequence[Placed] = ()
    _found: dict[int, Finding] = field(default_factory=dict)
    _worse: dict[int, str] = field(default_factory=dict)
    _edits: set[int] = field(default_factory=set)
    _again: set[int] = field(default_factory=set)

    def takes(self, finding: Finding) -> bool:
        """Whether a finding is waived; it is remembered by what, the first of several that say the same."""
        taken = False
        for n, each in enumerate(self.placed):
            if not each.held or each.waiver.rule != finding.id.split("@", 1)[0] or not _alike(each.span, finding):
                continue
            worse = _worse(each.waiver, finding) if each.span is None else ""
            if worse:
                self._worse[n] = worse
            elif taken:
                self._again.add(n)
            else:
                self._found.setdefault(n, finding)
                taken = True
        return taken

    def sure(self, doubtful: Iterable[Transition]) -> tuple[Transition, ...]:
        """Doubtful transitions without those whose edit point is waived."""
        left = []
        for transition in doubtful:
            n = next((n for n, each in enumerate(self.placed) if _meant(each, transition)), None)
            if n is None:
                left.append(transition)
            else:
                self._edits.add(n)
        return tuple(left)

    def standings(self, *, judged: bool) -> tuple[WaiverStanding, ...]:
        """What became of each; asked once everything was judged, or where no profile was there to judge by."""
        told = (n for n in range(len(self.placed)) if n in self._found or n not in self._again)
        return tuple(self._standing(n, self.placed[n], judged=judged) for n in told)

    def _standing(self, n: int, each: Placed, *, judged: bool) -> WaiverStanding:
        waiver, finding = each.waiver, self._found.get(n)
        standing = WaiverStanding(
            id=waiver.finding,
            note=waiver.note,
            by=waiver.by,
            when=waiver.when.isoformat(),
            version=waiver.version,
            state="applies",
            words=each.words,
            start=each.span[0] if each.span else None,
            stop=each.span[1] if each.span else None,
            finding=finding,
        )
        if finding is not None or n in self._edits:
            return standing
        if dropped := each.dropped or self._worse.get(n, ""):
            return replace(standing, state="dropped", words=dropped)
        return replace(standing, state="idle", words=each.idle or (VAIN if judged or waiver.rule == EDIT else ""))


def again(inspection: Inspection) -> Waivers:
    """The waivers of an inspection, to judge it anew."""
    placed = []
    for each in inspection.waivers:
        waiver = Waiver(
            finding=each.id,
            note=each.note,
            by=each.by,
            when=datetime.fromisoformat(each.when),
            version=each.version,
            start=each.start,
            stop=each.stop,
        )
        dropped = each.words if each.state == "dropped" else ""
        words = each.words if each.state == "applies" else ""
        placed.append(Placed(waiver=waiver, span=span_of(waiver), words=words, dropped=dropped))
    waivers = Waivers(placed=placed)
    waivers.sure(doubtful_of(inspection.timeline.transitions, inspection.near_misses))
    return waivers


def _alike(span: Span | None, finding: Finding) -> bool:
    """Whether a finding lies where a waiver does: nearly the same frames."""
    if span is None:
        return "@" not in finding.id
    low, high = max(span[0], finding.start), min(span[1], finding.stop)
    union = max(span[1], finding.stop) - min(span[0], finding.start)
    close = abs(span[0] - finding.start) <= NEAR and abs(span[1] - finding.stop) <= NEAR + 1
    return close or high - low >= SAME * union


def _worse(waiver: Waiver, finding: Finding) -> str:
    """Why a figure is no longer what was waived: further off its target by more than ``WORSE``; else empty."""
    target, was = finding.target, waiver.measured
    if target is None or was is None or finding.measured is None:
        return ""
    now = Fraction(finding.measured)
    over = target.high is not None and now > Fraction(target.high) and now > was * (1 + WORSE)
    under = target.low is not None and now < Fraction(target.low) and now < was * (1 - WORSE)
    return f"it was {_number(was)} when it was waived and is {_number(now)} now" if over or under else ""


def _number(value: Fraction) -> str:
    return f"{float(value):.4g}"


def _meant(placed: Placed, transition: Transition) -> bool:
    edit, span = transition.edit_point, placed.span
    if not placed.held or placed.waiver.rule != EDIT or span is None or edit is None:
        return False
    return span[0] - NEAR <= edit <= span[1] + NEAR


def waived_edits(inspection: Inspection) -> tuple[Span, ...]:
    """Frames of the doubtful edit points that are waived in an inspection."""
    return tuple(
        (each.start, each.stop)
        for each in inspection.waivers
        if each.state == "applies" and each.finding is None and each.start is not None and each.stop is not None
    )


def doubts_of(inspection: Inspection) -> tuple[Transition, ...]:
    """The doubtful transitions of an inspection, without those whose edit point is waived."""
    spans = waived_edits(inspection)
    return tuple(
        t
        for t in doubtful_of(inspection.timeline.transitions, inspection.near_misses)
        if not any(a - NEAR <= (t.edit_point or 0) <= b + NEAR for a, b in spans)
    )
