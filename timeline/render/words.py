"""Words for what an inspection holds: kinds, severities, places of a finding, facts about the file."""

from __future__ import annotations

from collections.abc import Sequence

from timeline.model.edit import INSTANT, Timeline, Transition
from timeline.model.finding import Finding, SectionState
from timeline.model.inspection import Inspection
from timeline.model.media import AudioStream, Media
from timeline.model.rhythm import Figure
from timeline.render.text import minutes, plural, rate_text, signed_seconds, whole

SEVERITY = {"error": "error", "warning": "warning", "info": "note"}


def tone(inspection: Inspection) -> str:
    """Which sign stands beside the verdict: the worst severity found, ``good`` or ``none``."""
    judgement = inspection.judgement
    if judgement is None or judgement.outcome == "no profile":
        return "none"
    if judgement.outcome == "on target":
        return "good"
    found = {finding.severity for finding in inspection.findings}
    return next((severity for severity in SEVERITY if severity in found), "info")


def kind_text(transition: Transition) -> str:
    """``cut``, ``dissolve of 13 f``."""
    name = transition.kind.value.replace("_", " ")
    return name if transition.kind in INSTANT else f"{name} of {transition.stop - transition.start} f"


def shot_names(shots: Sequence[int]) -> str:
    """Shots counted from 1: ``shot 12``, ``shots 10 to 17``, ``shots 3, 8, 11``."""
    if len(shots) == 1:
        return f"shot {shots[0] + 1}"
    if list(shots) == list(range(shots[0], shots[-1] + 1)):
        return f"shots {shots[0] + 1} to {shots[-1] + 1}"
    return "shots " + ", ".join(str(shot + 1) for shot in shots)


def evidence_frames(finding: Finding, start: int, stop: int) -> tuple[int, ...]:
    """Frames to show with a finding: its own, else those before and after its start; inside ``[start, stop)``."""
    frames = finding.frames or (finding.start - 1, finding.start)
    return tuple(frame for frame in dict.fromkeys(frames) if start <= frame < stop)[:4]


def span_text(timeline: Timeline, part: SectionState) -> str:
    """A section's place from programme start: ``00:03 to 00:15``."""
    first = timeline.clock.span(timeline.start, part.start)
    return f"{minutes(first)} to {minutes(timeline.clock.span(timeline.start, part.stop))}"


def grouped(figures: Sequence[Figure]) -> list[tuple[str, list[Figure]]]:
    """Figures by section in their order; those of the programme apart into judged ones and details."""
    groups: dict[str, list[Figure]] = {}
    for figure in figures:
        name = figure.section
        if name == "programme":
            name = "Programme, judged figures" if figure.judged else "Programme, details"
        groups.setdefault(name, []).append(figure)
    return list(groups.items())


def media_facts(inspection: Inspection) -> list[tuple[str, str]]:
    """What the container and the frames state, as (name, value)."""
    media, made = inspection.media, inspection.made_by
    parameters = ", ".join(f"{name} {value}" for name, value in made.parameters)
    return [
        ("File", media.path),
        ("Content", inspection.content_id),
        ("Container", f"{media.container}, {whole(media.size_bytes)} bytes"),
        ("Picture", _picture(media)),
        ("Frames", f"{whole(media.frames)}, {rate_text(media.rate, media.vfr)}, time base {media.time_base}"),
        ("Start timecode", media.start_timecode.text or "none stated"),
        *((f"Sound {n}", _sound(audio)) for n, audio in enumerate(media.audio, start=1)),
        *((("Sound", "none"),) if not media.audio else ()),
        ("Detector", f"{made.detector}{f' ({parameters})' if parameters else ''}"),
        ("Made by", f"timeline {made.version}, features {made.features}"),
    ]


def _picture(media: Media) -> str:
    size = f"{media.width} × {media.height}"
    shown = (media.display_width, media.display_height)
    parts = [
        f"stream {media.stream}",
        media.codec,
        size if shown == (media.width, media.height) else f"{size} stored, {shown[0]} × {shown[1]} shown",
        f"{media.pixel_format}, {media.bit_depth} bit, {media.colour_range} range",
        media.field_order,
        f"turned {media.rotation}°" if media.rotation else "",
        "mirrored" if media.mirrored else "",
    ]
    return ", ".join(part for part in parts if part)


def _sound(audio: AudioStream) -> str:
    offset = "start not stated" if audio.start_offset is None else f"starts {signed_seconds(audio.start_offset)}"
    return f"stream {audio.index}, {audio.codec}, {plural(audio.channels, 'channel')}, {audio.sample_rate} Hz, {offset}"
