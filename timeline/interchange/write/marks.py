"""Marks over a cut: its findings, or its edit points with how sure they are."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal

from timeline.interchange.write.plan import Colour, Join, Mark
from timeline.model.finding import Finding, Severity
from timeline.model.inspection import Inspection

COLOURS: dict[Severity, Colour] = {"error": "red", "warning": "yellow", "info": "blue"}


def marks_of(
    inspection: Inspection,
    wanted: Literal["findings", "cuts", "none"],
    joins: Sequence[Join],
    at: Callable[[int], int],
) -> tuple[Mark, ...]:
    """Marks in order of their place, the gravest first where several share it; ``at`` as for joins."""
    if wanted == "none":
        return ()
    if wanted == "cuts":
        return tuple(_of_join(join, at(inspection.timeline.stop)) for join in joins)
    rank = {severity: n for n, severity in enumerate(COLOURS)}
    ordered = sorted(inspection.findings, key=lambda finding: rank[finding.severity])
    return tuple(sorted((_of_finding(f, inspection, at) for f in ordered), key=lambda mark: mark.start))


def _of_join(join: Join, frames: int) -> Mark:
    start = min(join.start, frames - 1)
    return Mark(
        start=start, stop=max(join.stop, start + 1), colour="green", title=join.name.capitalize(), note=join.told
    )


def _of_finding(finding: Finding, inspection: Inspection, at: Callable[[int], int]) -> Mark:
    """A finding where it lies; one about the whole programme stands on its first frame, or on the frame it names."""
    timeline = inspection.timeline
    start, stop = finding.start, finding.stop
    whole = start <= timeline.start and timeline.stop <= stop
    if whole:
        start = finding.frames[0] if finding.frames else timeline.start
        stop = start + 1
    first = min(max(start, timeline.start), timeline.stop - 1)
    last = min(max(stop, first + 1), timeline.stop)
    return Mark(
        start=min(at(first), at(timeline.stop) - 1),
        stop=max(at(last), min(at(first), at(timeline.stop) - 1) + 1),
        colour=COLOURS[finding.severity],
        title=finding.title,
        note=_note(finding, whole and not finding.frames),
    )


def _note(finding: Finding, whole: bool) -> str:
    doubt = "" if finding.holds else "It hangs on doubtful cuts."
    place = "Concerns the whole programme." if whole else ""
    return " ".join(part for part in (finding.sentence, finding.remedy, doubt, place) if part)
