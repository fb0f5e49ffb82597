"""A programme after its trims: its clock, edges, transitions and events, and how the real judge then holds it."""

from __future__ import annotations

import itertools
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace

from timeline.analyse.assemble import Range
from timeline.analyse.doubt import doubtful_of
from timeline.analyse.judge import judge
from timeline.analyse.measure import measure
from timeline.analyse.sections import place_sections
from timeline.analyse.suggest.place import Cut
from timeline.analyse.waiving import Takes
from timeline.model.clock import FrameClock
from timeline.model.edit import Event, Shot, Source, Timeline, Transition
from timeline.model.finding import Finding
from timeline.model.inspection import Inspection
from timeline.model.profile import Profile
from timeline.model.rhythm import Rhythm


def removed_by(timeline: Timeline, cuts: Sequence[Cut]) -> tuple[Range, ...]:
    """Frames ``[start, stop)`` that trims take out, in order; what two neighbouring shots lose is one stretch each."""
    found = []
    for shot, cut in zip(timeline.shots, cuts, strict=True):
        found += [(shot.start, shot.start + cut.head), (shot.stop - cut.tail, shot.stop)]
    return tuple(span for span in found if span[0] < span[1])


@dataclass(frozen=True, slots=True)
class Moved:
    """Where frames lie once others are taken out: a frame that is gone lies where the next one that stays does."""

    removed: tuple[Range, ...]
    _starts: tuple[int, ...]
    _gone: tuple[int, ...]

    @classmethod
    def of(cls, removed: Sequence[Range]) -> Moved:
        """From stretches in order that do not overlap."""
        gone = itertools.accumulate((stop - start for start, stop in removed), initial=0)
        return cls(tuple(removed), tuple(start for start, _ in removed), tuple(gone))

    def __call__(self, frame: int) -> int:
        """New number of a frame."""
        number = bisect_right(self._starts, frame) - 1
        if number < 0:
            return frame
        start, stop = self.removed[number]
        return frame - self._gone[number] - (min(frame, stop) - start)

    def keeps(self, frame: int) -> bool:
        """Whether a frame stays."""
        number = bisect_right(self._starts, frame) - 1
        return number < 0 or frame >= self.removed[number][1]


def trimmed_clock(clock: FrameClock, removed: Sequence[Range]) -> FrameClock:
    """The clock of the frames that stay, each shown as long as it was."""
    runs: list[tuple[int, int]] = []
    edges = [0, *itertools.chain.from_iterable(removed), clock.frames]
    starts = list(itertools.accumulate((count for count, _ in clock.runs), initial=0))
    for start, stop in zip(edges[::2], edges[1::2], strict=True):
        run = bisect_right(starts, start) - 1
        while start < stop:
            count, step = min(stop, starts[run + 1]) - start, clock.runs[run][1]
            if runs and runs[-1][1] == step:
                runs[-1] = runs[-1][0] + count, step
            else:
                runs.append((count, step))
            start, run = start + count, run + 1
    return replace(clock, runs=tuple(runs))


def trimmed_timeline(timeline: Timeline, cuts: Sequence[Cut]) -> Timeline:
    """The programme that is left; a transition goes with its edit point."""
    removed = removed_by(timeline, cuts)
    moved = Moved.of(removed)
    edges = [moved(timeline.start)]
    for shot, cut in zip(timeline.shots, cuts, strict=True):
        edges.append(edges[-1] + shot.frames - cut.frames)
    at = dict(zip((timeline.start, *(shot.stop for shot in timeline.shots)), edges, strict=True))
    shots = tuple(
        replace(shot, start=a, stop=b, source=_later(shot, cut))
        for shot, cut, (a, b) in zip(timeline.shots, cuts, itertools.pairwise(edges), strict=True)
    )
    return Timeline(
        clock=trimmed_clock(timeline.clock, removed),
        start=edges[0],
        stop=edges[-1],
        transitions=tuple(_shifted(t, at, moved) for t in timeline.transitions),
        shots=shots,
        spans=tuple(
            replace(span, start=moved(span.start), stop=moved(span.stop))
            for span in timeline.spans
            if moved(span.start) < moved(span.stop)
        ),
    )


def _later(shot: Shot, cut: Cut) -> Source | None:
    source = shot.source
    if source is None or source.start is None or not cut.head:
        return source
    return replace(source, start=source.start + int(cut.head * source.speed))


def _shifted(transition: Transition, at: dict[int, int], moved: Moved) -> Transition:
    edge = transition.edit_point
    if edge is None:
        return replace(transition, start=moved(transition.start), stop=moved(transition.stop))
    by = at[edge] - edge
    return replace(transition, start=transition.start + by, stop=transition.stop + by, edit_point=at[edge])


def trimmed_inspection(
    inspection: Inspection, cuts: Sequence[Cut], profile: Profile, *, rhythm: Rhythm | None = None
) -> Inspection:
    """The inspection that the trimmed programme would get: measured and judged as any other.

    ``rhythm``: one that stands in for its own, where only the findings are wanted.
    """
    timeline = trimmed_timeline(inspection.timeline, cuts)
    moved = Moved.of(removed_by(inspection.timeline, cuts))
    near = tuple(_near(t, moved) for t in inspection.near_misses if all(moved.keeps(f) for f in (t.start, t.stop)))
    media = replace(inspection.media, frames=timeline.clock.frames)
    events = tuple(_event(event, moved) for event in inspection.events if moved(event.start) < moved(event.stop))
    facts = replace(inspection, timeline=timeline, near_misses=near, events=events, media=media, findings=())
    return judged(facts, profile, rhythm=rhythm)


def judged(inspection: Inspection, profile: Profile, *, rhythm: Rhythm | None = None) -> Inspection:
    """The same facts, measured and held against a profile."""
    timeline = inspection.timeline
    sections, _ = place_sections(timeline, profile.sections)
    doubtful = doubtful_of(timeline.transitions, inspection.near_misses)
    rhythm = rhythm or measure(timeline, sections=sections, doubtful=doubtful)
    sized = inspection.media if inspection.media.width and inspection.media.height else None
    basis, waived = inspection.timecode.basis, _waived(inspection)
    judgement, findings = judge(timeline, rhythm, sized, inspection.events, profile, basis, doubtful, waived)
    return replace(inspection, rhythm=rhythm, judgement=judgement, findings=findings)


def _waived(inspection: Inspection) -> Takes:
    """Which findings are waived: those of a rule that is, about the same shots where it is about shots."""
    meant = {about(each.finding) for each in inspection.waivers if each.finding is not None}
    return lambda finding: about(finding) in meant


def about(finding: Finding) -> tuple[str, tuple[int, ...]]:
    """What a finding is about, wherever its shots lie by then: its rule, and the shot where the rule is of shots."""
    return finding.rule, finding.shots if finding.rule.startswith("shot.") else ()


def _near(transition: Transition, moved: Moved) -> Transition:
    edge = transition.edit_point
    return replace(
        transition,
        start=moved(transition.start),
        stop=moved(transition.stop),
        edit_point=None if edge is None else moved(edge),
    )


def _event(event: Event, moved: Moved) -> Event:
    return replace(event, start=moved(event.start), stop=moved(event.stop))
