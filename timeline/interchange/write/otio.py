"""OpenTimelineIO JSON, through the library: one track of picture, one of sound, transitions with both offsets.

Rates are doubles there (24000/1001 becomes 23.976023976023978); frame numbers stay whole.
"""

from __future__ import annotations

from typing import Any

import opentimelineio as otio

from timeline.interchange.write.plan import Clip, Join, Mark, Plan
from timeline.interchange.write.text import plain

OWN = "timeline_inspector"


def write(plan: Plan) -> str:
    """The timeline as JSON text."""
    made = otio.schema.Timeline(name=plain(plan.title), global_start_time=_time(plan, plan.basis.start))
    made.metadata[OWN] = {"rate": str(plan.rate), "drop_frame": plan.basis.drop}
    made.tracks.append(_picture(plan))
    if plan.footage.channels:
        made.tracks.append(_sound(plan))
    for mark in plan.marks:
        made.tracks.markers.append(_marker(plan, mark))
    return str(made.to_json_string(indent=2)) + "\n"


def _picture(plan: Plan) -> Any:
    track = otio.schema.Track(name="V1", kind=otio.schema.TrackKind.Video)
    for clip in plan.clips:
        join = plan.into(clip)
        if join is not None and join.shape != "cut":
            track.append(_transition(plan, join))
        track.append(_gap(plan, clip) if clip.black else _clip(plan, clip, join))
    tail = plan.tail()
    if tail is not None:
        track.append(_transition(plan, tail))
    return track


def _sound(plan: Plan) -> Any:
    """Sound under every shot, under black ones too: there it goes on."""
    track = otio.schema.Track(name="A1", kind=otio.schema.TrackKind.Audio)
    for clip in plan.clips:
        track.append(_clip(plan, clip, None))
    return track


def _clip(plan: Plan, clip: Clip, join: Join | None) -> Any:
    media = plan.footage
    reference = otio.schema.ExternalReference(
        target_url=media.url, available_range=_range(plan, media.basis.start, media.frames)
    )
    reference.name = plain(media.name)
    made = otio.schema.Clip(
        name=plain(media.name),
        media_reference=reference,
        source_range=_range(plan, media.basis.start + clip.source, clip.frames),
    )
    made.metadata[OWN] = {"shot": clip.number}
    if media.reel is not None:
        made.metadata["cmx_3600"] = {"reel": plain(media.reel)}
    if join is not None:
        made.metadata[OWN]["begins_with"] = _facts(join)
    return made


def _gap(plan: Plan, clip: Clip) -> Any:
    made = otio.schema.Gap(source_range=_range(plan, 0, clip.frames))
    made.metadata[OWN] = {"shot": clip.number, "black": True}
    return made


def _transition(plan: Plan, join: Join) -> Any:
    kinds = otio.schema.TransitionTypes
    made = otio.schema.Transition(
        name=join.name.capitalize(),
        transition_type=kinds.Custom if join.shape == "wipe" else kinds.SMPTE_Dissolve,
        in_offset=_time(plan, join.point - join.start),
        out_offset=_time(plan, join.stop - join.point),
    )
    made.metadata[OWN] = _facts(join)
    return made


def _facts(join: Join) -> dict[str, Any]:
    return {"kind": join.kind.value, "confidence": round(join.confidence, 4), "told": join.told}


def _marker(plan: Plan, mark: Mark) -> Any:
    made = otio.schema.Marker(
        name=plain(mark.title),
        color=mark.colour.upper(),
        marked_range=_range(plan, mark.start, mark.frames),
    )
    made.comment = plain(mark.note)
    return made


def _time(plan: Plan, frames: int) -> Any:
    return otio.opentime.RationalTime(frames, float(plan.rate))


def _range(plan: Plan, start: int, frames: int) -> Any:
    return otio.opentime.TimeRange(_time(plan, start), _time(plan, frames))
