"""Reads ClipShots' annotation files: JSON, video name -> ``transitions`` [[last old, first new], ...], ``frame_num``.

Rules:

1. ``frame_num`` is written as a number with a point (3561.0): a whole one is the number of frames, any other is refused
   and the length is not known.
2. A transition has two whole numbers, the first below the second; anything else is refused. One apart is a cut, more
   than one apart is a gradual transition of no named kind.
3. A video named twice is read once, the first time.
4. Transitions lie inside the video and ascend; of those out of order the fewest are refused so that the rest do.

Source: github.com/Tangshitao/ClipShots (annotations, tools/evaluate.py); Tang et al., ACCV 2018, arXiv 1808.04234.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from timeline.errors import InputError
from timeline.suite.imports.annotation import MOST, Annotation, Entry, Note, Notes, read_text, settle


def import_clipshots(path: Path) -> tuple[list[Annotation], list[Note]]:
    """Annotations of the file in its order, and a note on every entry that was mended or refused.

    Raises:
        InputError: the file cannot be read, or is no JSON of this kind.
    """
    notes = Notes(path.name)

    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for key, value in pairs:
            if key in found:
                notes.refuse(repr(key), _short(value), "named twice: the first stands")
            else:
                found[key] = value
        return found

    try:
        document = json.loads(read_text(path), object_pairs_hook=once)
    except (ValueError, RecursionError) as error:
        raise InputError(f"{path}: not readable as JSON: {error}") from error
    if not isinstance(document, dict) or not any(isinstance(v, dict) and "transitions" in v for v in document.values()):
        raise InputError(f"{path}: no annotations of ClipShots: video names with 'transitions' are needed")
    found = []
    for name, entry in document.items():
        if not isinstance(entry, dict) or not isinstance(entry.get("transitions"), list):
            notes.refuse(name, _short(entry), "a video needs a list of 'transitions'")
            continue
        found.append(settle(name, _entries(name, entry["transitions"], notes), _frames(name, entry, notes), notes))
    return found, notes.all


def _frames(name: str, entry: Mapping[str, Any], notes: Notes) -> int | None:
    frames = entry.get("frame_num")
    if frames is None:
        return None
    if (
        isinstance(frames, int | float)
        and not isinstance(frames, bool)
        and 1 <= frames <= MOST
        and frames == int(frames)
    ):
        return int(frames)
    notes.refuse(f"{name}: frame_num", _short(frames), "no whole number of frames: the length is not known")
    return None


def _entries(name: str, transitions: list[Any], notes: Notes) -> list[Entry]:
    found = []
    for number, pair in enumerate(transitions):
        place = f"{name}: transitions[{number}]"
        if not isinstance(pair, list) or len(pair) != 2 or any(type(value) is not int for value in pair):
            notes.refuse(place, _short(pair), "two whole frame numbers are needed")
            continue
        found.append(Entry(last=pair[0], first=pair[1], place=place, text=_short(pair)))
    return found


def _short(value: Any) -> str:
    text = json.dumps(value)
    return text if len(text) <= 60 else text[:57] + "..."
