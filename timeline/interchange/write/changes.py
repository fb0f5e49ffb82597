"""Both versions of a cut on two tracks of one OpenTimelineIO timeline, every change a marker where it lies."""

from __future__ import annotations

import os
from typing import Any

import opentimelineio as otio

from timeline.interchange.write.otio import OWN
from timeline.interchange.write.text import plain
from timeline.model.difference import Change, ChangeKind, Side, VersionDiff
from timeline.model.edit import Shot, Timeline

COLOURS: dict[ChangeKind, str] = {
    "removed": "RED",
    "added": "GREEN",
    "replaced": "MAGENTA",
    "moved": "ORANGE",
    "trimmed": "YELLOW",
    "extended": "YELLOW",
    "split": "CYAN",
    "joined": "CYAN",
    "retimed": "PURPLE",
    "re-graded": "BLUE",
    "re-captioned": "BLUE",
    "transition": "PINK",
}


def write(diff: VersionDiff, timelines: tuple[Timeline, Timeline]) -> str:
    """The timeline as JSON text: V1 the earlier version, V2 the later one, markers on both tracks."""
    before, after = (os.path.basename(side.path) for side in (diff.before, diff.after))
    made = otio.schema.Timeline(name=plain(f"{before} and {after}"))
    made.metadata[OWN] = {"outcome": diff.outcome, "basis": diff.basis, "summary": plain(diff.summary)}
    for number, (side, timeline) in enumerate(zip((diff.before, diff.after), timelines, strict=True)):
        track = otio.schema.Track(name=("before", "after")[number], kind=otio.schema.TrackKind.Video)
        for place, shot in enumerate(timeline.shots):
            track.append(_clip(side, place, shot))
        for change in diff.changes:
            track.markers.append(_marker(change, (change.before, change.after)[number], side))
        made.tracks.append(track)
    return str(made.to_json_string(indent=2)) + "\n"


def _clip(side: Side, place: int, shot: Shot) -> Any:
    reference = otio.schema.ExternalReference(target_url=side.path, available_range=_range(side, 0, side.edges[-1]))
    made = otio.schema.Clip(
        name=f"{plain(os.path.basename(side.path))} {place + 1}",
        media_reference=reference,
        source_range=_range(side, shot.start, shot.frames),
    )
    made.metadata[OWN] = {"shot": place + 1}
    return made


def _marker(change: Change, span: tuple[int, int], side: Side) -> Any:
    first = min(max(span[0], side.edges[0]), side.edges[-1] - 1)
    made = otio.schema.Marker(
        name=plain(f"{change.kind} {change.edge}".strip()),
        color=COLOURS[change.kind],
        marked_range=_range(side, first - side.edges[0], max(1, min(span[1], side.edges[-1]) - first)),
    )
    made.comment = plain(change.sentence)
    return made


def _range(side: Side, start: int, frames: int) -> Any:
    rate = float(side.rate)
    return otio.opentime.TimeRange(otio.opentime.RationalTime(start, rate), otio.opentime.RationalTime(frames, rate))
