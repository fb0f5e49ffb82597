"""Reads predictions that another program made, from a JSON file, so that they are scored beside our own."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from timeline.errors import UsageError
from timeline.suite.predictions import Prediction
from timeline.suite.scoring import Mark
from timeline.suite.truth import KINDS

LAYOUT = "clip name -> [[start, stop, kind, confidence], ...]; kind and confidence may be left out"


def named_file(text: str) -> tuple[str, Path]:
    """The two sides of NAME=FILE; raises UsageError where it is not so."""
    name, sign, path = text.partition("=")
    if not (name and sign and path):
        raise UsageError(f"--predicted takes NAME=FILE, not '{text}'")
    return name, Path(path)


def read_elsewhere(path: Path, clips: Mapping[str, int | None]) -> dict[str, Prediction]:
    """Predictions of a file for each of ``clips`` (name -> its frames, where known).

    An entry is a list ``[start, stop, kind, confidence]`` or an object with those keys.

    Raises:
        UsageError: the file is not so, an entry is wrong, or a clip is missing in it.
    """
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise UsageError(f"{path}: not readable as JSON: {error}; what is needed is {LAYOUT}") from error
    if not isinstance(document, dict):
        raise UsageError(f"{path}: what is needed is {LAYOUT}")
    missing = [name for name in clips if name not in document]
    if missing:
        raise UsageError(f"{path}: predicts nothing for {_listed(missing)}; an empty list says that it found nothing")
    return {
        name: Prediction(frames=frames, marks=_marks(document[name], frames, f"{path}: {name}"))
        for name, frames in clips.items()
    }


def _marks(entries: Any, frames: int | None, where: str) -> tuple[Mark, ...]:
    if not isinstance(entries, list):
        raise UsageError(f"{where}: a list is needed, not {type(entries).__name__}")
    marks = [_mark(entry, frames, f"{where}[{number}]") for number, entry in enumerate(entries)]
    return tuple(sorted(marks, key=lambda m: (m.start, m.stop, m.kind)))


def _mark(entry: Any, frames: int | None, where: str) -> Mark:
    keys = ("start", "stop", "kind", "confidence")
    values = dict(zip(keys, entry, strict=False)) if isinstance(entry, list) and len(entry) <= 4 else entry
    if not isinstance(values, dict) or not {"start", "stop"} <= values.keys():
        raise UsageError(f"{where}: [start, stop] is needed, kind and confidence after it, not {entry!r}")
    start, stop = values["start"], values["stop"]
    kind, confidence = values.get("kind", "cut" if start == stop else "other"), values.get("confidence", 1.0)
    if type(start) is not int or type(stop) is not int or not 0 <= start <= stop:
        raise UsageError(f"{where}: two frames in order from 0 are needed, not {start!r} and {stop!r}")
    if frames is not None and stop > frames:
        raise UsageError(f"{where}: {start} to {stop} runs past the end: the clip has {frames} frames")
    if kind not in KINDS:
        raise UsageError(f"{where}: there is no kind {kind!r}; there are {', '.join(KINDS)}")
    if type(confidence) not in (int, float) or not 0 <= confidence <= 1:
        raise UsageError(f"{where}: a confidence lies in 0..1, not {confidence!r}")
    return Mark(start, stop, kind, float(confidence), values.get("edit_point"))


def _listed(names: Iterable[str], most: int = 5) -> str:
    listed = list(names)
    more = f" and {len(listed) - most} more" if len(listed) > most else ""
    return ", ".join(listed[:most]) + more
