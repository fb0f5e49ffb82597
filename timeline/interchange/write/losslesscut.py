"""Shots as segments for LosslessCut: its project file, and the CSV of seconds that it imports.

Seconds are rounded up to the microsecond: rounded down, a cut would begin on the last frame of the shot before.
"""

from __future__ import annotations

import csv
import io
import json

from timeline.interchange.write.plan import Clip, Plan
from timeline.interchange.write.text import cell, not_before, plain


def write_project(plan: Plan) -> str:
    """Project of version 1, which every LosslessCut reads; it looks for the file beside the project."""
    segments = [
        {
            "start": float(_seconds(plan, clip.start)),
            "end": float(_seconds(plan, clip.stop)),
            "name": _name(plan, clip),
            "tags": _tags(plan, clip),
        }
        for clip in plan.clips
    ]
    made = {"version": 1, "mediaFileName": plain(plan.footage.name), "cutSegments": segments}
    return json.dumps(made, ensure_ascii=False, indent=2) + "\n"


def write_csv(plan: Plan) -> str:
    """Start, end and name of each segment, without a head."""
    out = io.StringIO()
    sheet = csv.writer(out, lineterminator="\n")
    for clip in plan.clips:
        sheet.writerow([_seconds(plan, clip.start), _seconds(plan, clip.stop), cell(_name(plan, clip))])
    return out.getvalue()


def _seconds(plan: Plan, frame: int) -> str:
    return not_before(plan.time(frame), 6)


def _name(plan: Plan, clip: Clip) -> str:
    join = plan.into(clip)
    return f"Shot {clip.number}" + (f": {join.told}" if join is not None else "")


def _tags(plan: Plan, clip: Clip) -> dict[str, str]:
    tags = {"start_frame": str(clip.source), "stop_frame": str(clip.source + clip.frames)}
    return tags | ({"black": "yes"} if clip.black else {})
