"""The only serializer: an Inspection as its one documented JSON, and back to the equal value."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from timeline.errors import DocumentError
from timeline.model.clock import FrameClock
from timeline.model.codec import DECIMAL, decode, encode, encode_fields
from timeline.model.document import check_schema, from_text, to_text
from timeline.model.edit import Event, Shot, Span, Timeline, Transition
from timeline.model.finding import Finding, Judgement
from timeline.model.inspection import SCHEMA, Inspection, MadeBy, TimecodeChoice
from timeline.model.media import Media
from timeline.model.notice import Notice
from timeline.model.rhythm import Rhythm
from timeline.model.waiver import WaiverStanding
from timeline.model.written import AsWritten

# Top-level keys in their order, with the type that stands behind each.
LAYOUT: dict[str, Any] = {
    "content_id": str,
    "made_by": MadeBy,
    "media": Media,
    "timecode": TimecodeChoice,
    "clock": FrameClock,
    "programme": tuple[int, int],
    "transitions": tuple[Transition, ...],
    "near_misses": tuple[Transition, ...],
    "shots": tuple[Shot, ...],
    "spans": tuple[Span, ...],
    "events": tuple[Event, ...],
    "rhythm": Rhythm,
    "profile": Judgement | None,
    "findings": tuple[Finding, ...],
    "waivers": tuple[WaiverStanding, ...],
    "warnings": tuple[Notice, ...],
    "written": AsWritten | None,
}

# Keys that are written for readers beside what they are derived from, and ignored when read back.
DERIVED = {"shots": ("start_time", "duration"), "transitions": ("time",), "clock": ("frames", "end_pts", "duration")}


def dumps(inspection: Inspection) -> str:
    """Write the document as JSON text that ends in a newline and can be written as UTF-8."""
    return to_text(to_data(inspection))


def loads(text: str) -> Inspection:
    """Read a document back.

    Raises:
        DocumentError: no JSON, another schema, or a field that is wrong; the message names its path.
    """
    return from_data(from_text(text))


def to_data(inspection: Inspection) -> dict[str, Any]:
    """Lay an inspection out as plain data in the documented order."""
    timeline = inspection.timeline
    clock = timeline.clock
    return {
        "schema": SCHEMA,
        "content_id": inspection.content_id,
        "made_by": encode(inspection.made_by),
        "media": encode(inspection.media),
        "timecode": encode(inspection.timecode),
        "clock": encode_fields(clock)
        | {"frames": clock.frames, "end_pts": clock.end_pts}
        | _time("duration", clock.duration),
        "programme": [timeline.start, timeline.stop],
        "transitions": [encode_fields(t) | _time("time", clock.time(_place(t))) for t in timeline.transitions],
        "near_misses": [encode_fields(t) | _time("time", clock.time(_place(t))) for t in inspection.near_misses],
        "shots": [
            encode_fields(shot)
            | _time("start_time", clock.time(shot.start))
            | _time("duration", clock.span(shot.start, shot.stop))
            for shot in timeline.shots
        ],
        "spans": encode(timeline.spans),
        "events": encode(inspection.events),
        "rhythm": encode(inspection.rhythm),
        "profile": encode(inspection.judgement),
        "findings": encode(inspection.findings),
        "waivers": encode(inspection.waivers),
        "warnings": encode(inspection.notices),
        "written": encode(inspection.written),
    }


def from_data(data: Any) -> Inspection:
    """Build an inspection from parsed JSON, checking every field and every invariant."""
    check_schema(data, SCHEMA, "an inspection")
    unknown = [key for key in data if key != "schema" and key not in LAYOUT]
    missing = [key for key in LAYOUT if key not in data]
    if unknown or missing:
        raise DocumentError(f"document: '{(unknown + missing)[0]}' is {'unknown' if unknown else 'missing'}")
    part = {key: decode(kind, _without_derived(key, data[key]), key) for key, kind in LAYOUT.items()}
    try:
        timeline = Timeline(
            clock=part["clock"],
            start=part["programme"][0],
            stop=part["programme"][1],
            transitions=part["transitions"],
            shots=part["shots"],
            spans=part["spans"],
        )
        return _inspection(part, timeline)
    except ValueError as error:
        raise DocumentError(f"document: {error}") from error


def _inspection(part: dict[str, Any], timeline: Timeline) -> Inspection:
    return Inspection(
        content_id=part["content_id"],
        made_by=part["made_by"],
        media=part["media"],
        timecode=part["timecode"],
        timeline=timeline,
        rhythm=part["rhythm"],
        near_misses=part["near_misses"],
        events=part["events"],
        judgement=part["profile"],
        findings=part["findings"],
        waivers=part["waivers"],
        notices=part["warnings"],
        written=part["written"],
    )


def _time(name: str, value: Fraction) -> dict[str, Any]:
    return {name: str(value), name + DECIMAL: round(float(value), 9)}


def _place(transition: Transition) -> int:
    return transition.start if transition.edit_point is None else transition.edit_point


def _without_derived(key: str, data: Any) -> Any:
    names = DERIVED.get("transitions" if key == "near_misses" else key, ())
    drop = {name + suffix for name in names for suffix in ("", DECIMAL)}
    if not drop:
        return data
    if isinstance(data, dict):
        return {name: value for name, value in data.items() if name not in drop}
    if isinstance(data, list):
        return [_without_derived(key, item) if isinstance(item, dict) else item for item in data]
    return data
