"""One line on one input, for the table at the end of many."""

from __future__ import annotations

from dataclasses import dataclass

from timeline.model.inspection import Inspection
from timeline.render.figures import median_shot
from timeline.render.text import figure_value, file_name, labels_of, off_text, verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """What the table at the end says of one input; ``refused``: why it could not be inspected, else empty."""

    file: str
    shots: int = 0
    length: str = ""
    median_shot: str = ""
    verdict: str = ""
    findings: int = 0
    largest: str = ""
    refused: str = ""


def summarise(inspection: Inspection) -> Summary:
    """Sum one inspection up; ``largest`` is the finding of the largest effect."""
    timeline = inspection.timeline
    median = median_shot(inspection.rhythm)
    first = inspection.findings[0] if inspection.findings else None
    return Summary(
        file=file_name(inspection.media.path),
        shots=len(timeline.shots),
        length=labels_of(inspection).long_length(timeline.start, timeline.stop),
        median_shot=figure_value(median) if median else "–",
        verdict=verdict(inspection),
        findings=len(inspection.findings),
        largest=" ".join(part for part in (off_text(first), first.title) if part) if first else "",
    )


def refusal(path: str, reason: str) -> Summary:
    """Sum up an input that could not be inspected."""
    return Summary(file=file_name(path), refused=reason)
