"""Words for what an inspection holds: kinds, severities, places of a finding, facts about the file."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from timeline.model.edit import INSTANT, Shot, Timeline, Transition
from timeline.model.finding import Finding, SectionState
from timeline.model.inspection import Inspection
from timeline.model.media import AudioStream, Media
from timeline.model.written import Facts
from timeline.render.text import decimal, labels_of, minutes, plural, rate_text, signed_seconds, whole

SEVERITY = {"error": "error", "warning": "warning", "info": "advisory"}


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


def evidence_frames(finding: Finding, timeline: Timeline) -> tuple[int, ...]:
    """Frames to show with a finding, four at most: its own, else those before and after its start and its end."""
    if not has_place(finding, timeline):
        return ()
    frames = finding.frames or (finding.start - 1, finding.start, finding.stop - 1, finding.stop)
    return tuple(frame for frame in dict.fromkeys(frames) if timeline.start <= frame < timeline.stop)[:4]


def notes_of(inspection: Inspection) -> list[str]:
    """What a reader must know before trusting the rest: proposed spans, then notices."""
    labels = labels_of(inspection)
    spans = [
        f"{span.label} proposed from {labels.place(span.start)} to {labels.place(span.stop - 1)} inclusive; "
        "counted as programme until --program says otherwise"
        for span in inspection.timeline.spans
        if span.proposed
    ]
    places = ["" if n.frame is None else f" ({labels.place(n.frame)})" for n in inspection.notices]
    return spans + [f"{n.message.rstrip('.')}{place}" for n, place in zip(inspection.notices, places, strict=True)]


def span_text(timeline: Timeline, part: SectionState) -> str:
    """A section's place from programme start: ``00:03 to 00:15``."""
    first = timeline.clock.span(timeline.start, part.start)
    return f"{minutes(first)} to {minutes(timeline.clock.span(timeline.start, part.stop))}"


def source_text(shot: Shot) -> str:
    """Where a timeline's shot comes from, and its speed where that is not its own."""
    source = shot.source
    if source is None:
        return ""
    if source.speed == 1:
        return source.name
    return f"{source.name}, held" if source.speed == 0 else f"{source.name} at {decimal(100 * source.speed, 0)} %"


def beginnings(timeline: Timeline) -> Callable[[Shot], str]:
    """Tells how a shot begins, and of the last one how it ends: ``cut``, ``start, fade in of 8 f``."""
    leads: dict[int, list[str]] = {}
    for t in timeline.transitions:
        if t.edit_point is not None:
            leads.setdefault(t.edit_point, []).append(kind_text(t))
    fades = [t for t in timeline.transitions if t.edit_point is None]

    def begins_with(shot: Shot) -> str:
        lead, tail = leads.get(shot.start, []), []
        if shot.start == timeline.start:
            lead = ["start", *(kind_text(t) for t in fades if t.start <= shot.start)]
        if shot.stop == timeline.stop:
            ends = (t for t in fades if t.stop >= timeline.stop and t.start > shot.start)
            tail = [f"ends in {kind_text(t)}" for t in ends]
        return ", ".join(lead + tail)

    return begins_with


def told_of(findings: Sequence[Finding], shots: int) -> Mapping[int, Sequence[tuple[int, Finding]]]:
    """Findings that name a shot, numbered from 1, by its index from 0; what concerns every shot marks none."""
    told: dict[int, list[tuple[int, Finding]]] = {}
    for number, finding in enumerate(findings, start=1):
        if len(finding.shots) < shots:
            for shot in dict.fromkeys(finding.shots):
                told.setdefault(shot, []).append((number, finding))
    return told


def has_place(finding: Finding, timeline: Timeline) -> bool:
    """Whether a finding lies somewhere, not over the whole programme."""
    return (finding.start, finding.stop) != (timeline.start, timeline.stop) or bool(finding.frames)


def marked_of(findings: Sequence[Finding], timeline: Timeline) -> list[tuple[int, Finding]]:
    """Findings that lie somewhere, with their numbers: those drawn under the strip."""
    whole_programme = (timeline.start, timeline.stop)
    return [(n, f) for n, f in enumerate(findings, start=1) if (f.start, f.stop) != whole_programme]


def tally(inspection: Inspection) -> str:
    """Findings by severity: ``2 errors, 3 warnings, 2 advisory. ``, empty without any."""
    counts = {name: sum(f.severity == name for f in inspection.findings) for name in SEVERITY}
    words = (whole(n) + " advisory" if name == "info" else plural(n, name) for name, n in counts.items() if n)
    said = ", ".join(words)
    return f"{said}. " if said else ""


def media_facts(inspection: Inspection) -> list[tuple[str, str]]:
    """What the container and the frames state, as (name, value)."""
    if inspection.written is not None:
        return _timeline_facts(inspection)
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


def written_text(facts: Facts) -> str:
    """Such as ``29 clips, 1 gap, 3 transitions, 29 edit points``: the main video track of a timeline file."""
    nested = f", {whole(facts.nested)} nested" if facts.nested else ""
    return (
        f"{plural(facts.clips, 'clip')}{nested}, {plural(facts.gaps, 'gap')}, "
        f"{plural(facts.transitions, 'transition')}, {plural(facts.edit_points, 'edit point')}"
    )


def timeline_lines(inspection: Inspection) -> list[str]:
    """What a timeline file holds as written, what of it is seen, and how the two differ; nothing for a video."""
    written, timeline = inspection.written, inspection.timeline
    if written is None:
        return []
    called = f" ‘{written.sequence}’" if written.sequence else ""
    seen = f"{plural(len(timeline.shots), 'shot')}, {plural(len(timeline.edit_points), 'edit point')}"
    lines = [f"{written.format}{called}: as written {written_text(written.facts)}; as seen {seen}"]
    if written.differences:
        joined = any(one.code == "through" for one in written.differences)
        hint = " (--keep-through-edits keeps them)" if joined else ""
        first, *rest = (one.words for one in written.differences)
        lines.append(f"Seen otherwise than written: {', '.join([first + hint, *rest])}")
    return lines


def _timeline_facts(inspection: Inspection) -> list[tuple[str, str]]:
    """Facts of a timeline file in the place of a video's."""
    media, made = inspection.media, inspection.made_by
    size = f"{media.width} × {media.height}" if media.width and media.height else "none stated"
    return [
        ("File", media.path),
        ("Content", inspection.content_id),
        ("Format", f"{media.container}, {whole(media.size_bytes)} bytes"),
        ("Picture size", size),
        ("Frames", f"{whole(media.frames)}, {rate_text(media.rate, media.vfr)}"),
        ("Start timecode", media.start_timecode.text or "none stated"),
        ("Made by", f"timeline {made.version}"),
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
