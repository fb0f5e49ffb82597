"""The truth of an edit as JSON: the layout of annotated footage, with events, traps and container facts added."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, TypeAlias

from sample_clips.edit import Edit, Placed

Json: TypeAlias = dict[str, Any]
CONVENTION = (
    "frames count from 0 in presentation order; start = first frame that is not purely the old shot, stop = first "
    "frame that is purely the new one; a cut has start == stop; shots meet at the edit points; spans are [start, stop)"
)
LONGEST_SHORT = 3


def transitions(edit: Edit) -> list[Json]:
    """Every transition in order of its start; a fade at the very head or tail has no edit point."""
    found = [_transition(p) for p in edit.placed[1:]]
    if edit.fade_up:
        found.insert(0, {"start": 0, "stop": edit.fade_up, "kind": "fade_in", "edit_point": None})
    if edit.fade_down:
        found.append(
            {"start": edit.frames - edit.fade_down, "stop": edit.frames, "kind": "fade_out", "edit_point": None}
        )
    return found


def _transition(place: Placed) -> Json:
    """One row's join as a transition."""
    return {"start": place.lead, "stop": place.end, "kind": place.row.join.kind, "edit_point": place.start}


def events(edit: Edit) -> list[Json]:
    """What the picture must be flagged for: freezes, black runs, shots of 1 to 3 frames."""
    found = [{"start": a, "stop": b, "kind": "freeze"} for a, b in edit.freezes]
    for place in edit.placed:
        if place.row.scene == "black":
            found.append({"start": place.start, "stop": place.stop, "kind": "black"})
        elif place.stop - place.start <= LONGEST_SHORT:
            found.append({"start": place.start, "stop": place.stop, "kind": "short_shot"})
        join = place.row.join
        if join.hold:
            first = place.lead + join.before
            found.append({"start": first, "stop": first + join.hold, "kind": "colour" if join.white else "black"})
    return sorted(found, key=lambda e: (int(str(e["start"])), str(e["kind"])))


def shots(edit: Edit) -> list[Json]:
    """The shots that partition the clip, with the scene each shows."""
    return [
        {
            "start": p.start,
            "stop": p.stop,
            "kind": "black" if p.row.scene == "black" else "picture",
            "scene": p.row.scene,
        }
        for p in edit.placed
    ]


def traps(edit: Edit) -> list[Json]:
    """Where nothing may be reported: the edit's own traps, and captions that come or go inside a shot."""
    found = [{"start": m.start, "stop": m.stop, "kind": m.kind, "why": m.why} for m in edit.traps]
    # A caption that changes beside a transition is no fair trap: a report there may mean the transition.
    near = {f for t in transitions(edit) for f in range(t["start"] - 4, t["stop"] + 5)} | {0, edit.frames}
    for caption in edit.captions:
        for frame, verb in ((caption.start, "appears"), (caption.stop, "disappears")):
            if frame not in near:
                found.append(
                    {"start": frame, "stop": frame + 1, "kind": "caption", "why": f"a caption {verb}: {caption.text}"}
                )
    return sorted(found, key=lambda t: (int(str(t["start"])), str(t["why"])))


def document(name: str, edit: Edit, *, rate: str, width: int, height: int, facts: Mapping[str, Any]) -> Json:
    """The whole truth of one clip."""
    return {
        "clip": name,
        "frames": edit.frames,
        "rate": rate,
        "width": width,
        "height": height,
        "convention": CONVENTION,
        **facts,
        "shots": shots(edit),
        "transitions": transitions(edit),
        "events": events(edit),
        "traps": traps(edit),
        "ignore": [],
    }


def text(document: Mapping[str, Any]) -> str:
    """JSON with one line for each member of a list, so that a change shows as a line."""
    lines = []
    for key, value in document.items():
        if isinstance(value, list) and value and isinstance(value[0], dict):
            rows = ",\n".join("  " + json.dumps(row, ensure_ascii=False) for row in value)
            lines.append(f" {json.dumps(key)}: [\n{rows}\n ]")
        else:
            lines.append(f" {json.dumps(key)}: {json.dumps(value, ensure_ascii=False)}")
    return "{\n" + ",\n".join(lines) + "\n}\n"
