"""What an annotator says of one video: read from a truth file, checked entry by entry, and written back.

A truth file is a JSON object. ``clip`` (the video's file name) and ``transitions`` (``start``, ``stop``, ``kind``,
``edit_point`` where it is known) belong in each; ``ignore`` (``start``, ``stop``, ``why``: no verdict is fair there),
``frames``, ``rate`` ("30000/1001"), ``sha256`` of the video, ``genre`` and ``series`` are checked and used where they
are there. Other keys are kept as they are.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Any

from timeline.errors import InputError
from timeline.model.edit import INSTANT, Kind
from timeline.outputs import write_text
from timeline.suite.scoring import Mark

KINDS = tuple(str(kind) for kind in Kind)
FASTEST = 1000
"""Frames a second above which a rate is a slip of the pen."""
_DIGEST = re.compile(r"[0-9a-f]{64}")
_RATE = re.compile(r"\d{1,9}(/\d{1,9})?")


class TruthError(InputError):
    """A truth file is wrong: which file, which entry, why."""


@dataclass(frozen=True, slots=True)
class Ignored:
    """Frames ``[start, stop)`` where no verdict is fair, and why."""

    start: int
    stop: int
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Truth:
    """The annotation of one video; ``None`` and "" where the annotator does not say. ``more``: keys kept unread."""

    clip: str
    transitions: tuple[Mark, ...]
    ignore: tuple[Ignored, ...] = ()
    frames: int | None = None
    rate: Fraction | None = None
    sha256: str | None = None
    genre: str = ""
    series: str = ""
    more: Mapping[str, Any] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The video's file name without its suffix; what tables call it."""
        return Path(self.clip).stem

    @property
    def digest(self) -> str:
        """SHA-256 over what is scored: two truths of one digest lead to the same figures."""
        scored = (
            self.frames,
            str(self.rate),
            [(m.start, m.stop, m.kind, m.edit_point) for m in self.transitions],
            [(i.start, i.stop) for i in self.ignore],
        )
        return hashlib.sha256(json.dumps(scored).encode()).hexdigest()


def read_truth(path: Path) -> Truth:
    """Read and check a truth file.

    Raises:
        TruthError: it is no truth file, or an entry is wrong: the file, the entry and the reason.
    """
    document = read_document(path)
    if document is None:
        raise TruthError(f"{path}: no truth file: an object with 'transitions' is needed")
    return parse_truth(document, str(path))


def read_document(path: Path) -> dict[str, Any] | None:
    """The parsed file, or None where it is some other JSON.

    Raises:
        TruthError: it is not JSON, or cannot be read.
    """
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise TruthError(f"{path}: not readable as JSON: {error}") from error
    return document if isinstance(document, dict) and "transitions" in document else None


def parse_truth(document: Mapping[str, Any], where: str) -> Truth:
    """Check a truth document; ``where`` names it in refusals (its file).

    Raises:
        TruthError: an entry is wrong.
    """
    frames = _frames(document.get("frames"), where)
    known = ("clip", "transitions", "ignore", "frames", "rate", "sha256", "genre", "series")
    return Truth(
        clip=_clip(document.get("clip", Path(where).stem), where),
        transitions=_transitions(document["transitions"], frames, f"{where}: transitions"),
        ignore=_ignored(document.get("ignore", []), frames, f"{where}: ignore"),
        frames=frames,
        rate=_rate(document.get("rate"), where),
        sha256=_digest(document.get("sha256"), where),
        genre=_text(document, "genre", where),
        series=_text(document, "series", where),
        more={key: value for key, value in document.items() if key not in known},
    )


def truth_document(truth: Truth) -> dict[str, Any]:
    """The truth as plain data, in the order a reader expects; what is not known is left out."""
    facts = {
        "frames": truth.frames,
        "rate": None if truth.rate is None else str(truth.rate),
        "sha256": truth.sha256,
        "series": truth.series or None,
        "genre": truth.genre or None,
    }
    return {
        "clip": truth.clip,
        **{key: value for key, value in facts.items() if value is not None},
        **truth.more,
        "transitions": [
            {"start": m.start, "stop": m.stop, "kind": m.kind}
            | ({} if m.edit_point is None else {"edit_point": m.edit_point})
            for m in truth.transitions
        ],
        "ignore": [{"start": i.start, "stop": i.stop} | ({"why": i.why} if i.why else {}) for i in truth.ignore],
    }


def write_truth(path: Path, truth: Truth) -> None:
    """Write a truth file, a line an entry; what is written is checked as what is read.

    Raises:
        TruthError: the truth is wrong.
        OutputError: the file cannot be written.
    """
    document = truth_document(truth)
    parse_truth(document, str(path))
    listed = {key: document.pop(key) for key in ("transitions", "ignore")}
    lines = [f" {json.dumps(key)}: {json.dumps(value, ensure_ascii=False)}" for key, value in document.items()]
    for key, entries in listed.items():
        inside = ",\n".join(f"  {json.dumps(entry, ensure_ascii=False)}" for entry in entries)
        lines.append(f' "{key}": [\n{inside}\n ]' if entries else f' "{key}": []')
    write_text(path, "{\n" + ",\n".join(lines) + "\n}\n")


def _clip(value: Any, where: str) -> str:
    if not isinstance(value, str) or not value or Path(value).name != value or value in {".", ".."}:
        raise TruthError(f"{where}: clip: the file name of a video is needed, without a folder, not {value!r}")
    return value


def _text(document: Mapping[str, Any], key: str, where: str) -> str:
    value = document.get(key, "")
    if not isinstance(value, str):
        raise TruthError(f"{where}: {key}: a text is needed, not {value!r}")
    return value


def _frames(value: Any, where: str) -> int | None:
    if value is not None and (type(value) is not int or value < 1):
        raise TruthError(f"{where}: frames: a number of frames from 1 is needed, not {value!r}")
    return value


def _rate(value: Any, where: str) -> Fraction | None:
    if value is None:
        return None
    text = str(value) if type(value) is int else value
    if isinstance(text, str) and _RATE.fullmatch(text) and not text.endswith("/0"):
        rate = Fraction(text)
        if 0 < rate <= FASTEST:
            return rate
    raise TruthError(f'{where}: rate: frames a second as a whole number or a fraction like "30000/1001", not {value!r}')


def _digest(value: Any, where: str) -> str | None:
    if value is not None and not (isinstance(value, str) and _DIGEST.fullmatch(value.lower())):
        raise TruthError(f"{where}: sha256: 64 hexadecimal digits are needed, not {value!r}")
    return None if value is None else str(value).lower()


def _transitions(entries: Any, frames: int | None, where: str) -> tuple[Mark, ...]:
    marks: list[Mark] = []
    for place, entry in _entries(entries, where):
        start, stop = _span(entry, frames, place)
        kind = entry.get("kind", "cut" if start == stop else "other")
        if kind not in KINDS:
            raise TruthError(f"{place}: there is no kind {kind!r}; there are {', '.join(KINDS)}")
        _check_kind(kind, start, stop, frames, place)
        if marks:
            _check_order(marks[-1], start, stop, place)
        marks.append(Mark(start, stop, kind, edit_point=_edit_point(entry, start, stop, place)))
    return tuple(marks)


def _ignored(entries: Any, frames: int | None, where: str) -> tuple[Ignored, ...]:
    spans = []
    for place, entry in _entries(entries, where):
        start, stop = _span(entry, frames, place)
        spans.append(Ignored(start, stop, _text(entry, "why", place)))
    return tuple(spans)


def _entries(entries: Any, where: str) -> Sequence[tuple[str, Mapping[str, Any]]]:
    if not isinstance(entries, list):
        raise TruthError(f"{where}: a list is needed, not {type(entries).__name__}")
    placed = [(f"{where}[{number}]", entry) for number, entry in enumerate(entries)]
    for place, entry in placed:
        if not isinstance(entry, dict) or not {"start", "stop"} <= entry.keys():
            raise TruthError(f"{place}: 'start' and 'stop' are needed")
    return placed


def _span(entry: Mapping[str, Any], frames: int | None, place: str) -> tuple[int, int]:
    start, stop = entry["start"], entry["stop"]
    if type(start) is not int or type(stop) is not int:
        raise TruthError(f"{place}: 'start' and 'stop' must be whole frame numbers, not {start!r} and {stop!r}")
    if start > stop:
        raise TruthError(f"{place}: {start} to {stop} runs backwards")
    if start < 0:
        raise TruthError(f"{place}: {start} to {stop} begins before frame 0")
    if frames is not None and stop > frames:
        raise TruthError(f"{place}: {start} to {stop} runs past the end: the clip has {frames} frames")
    return start, stop


def _check_kind(kind: str, start: int, stop: int, frames: int | None, place: str) -> None:
    if kind not in INSTANT:
        if start == stop:
            raise TruthError(f"{place}: a {kind} at {start} takes no frame: 'stop' must come after 'start'")
        return
    if start != stop:
        raise TruthError(f"{place}: a {kind} has one frame, the first of the new shot; {start} to {stop} is a span")
    if start == 0 or start == frames:
        which = "before frame 0" if start == 0 else f"from frame {start} on, where the clip ends"
        raise TruthError(f"{place}: a {kind} at {start} parts nothing: there is no shot {which}")


def _check_order(before: Mark, start: int, stop: int, place: str) -> None:
    if start < before.start:
        raise TruthError(f"{place}: begins at {start}, before the one above it at {before.start}: sort them")
    if (start, stop) == (before.start, before.stop):
        raise TruthError(f"{place}: {start} to {stop} is there twice")
    if start < before.stop:
        raise TruthError(f"{place}: {start} to {stop} overlaps the one above it, {before.start} to {before.stop}")


def _edit_point(entry: Mapping[str, Any], start: int, stop: int, place: str) -> int | None:
    point = entry.get("edit_point")
    if point is not None and (type(point) is not int or not start <= point <= stop):
        raise TruthError(f"{place}: edit_point: a frame from {start} to {stop} is needed, not {point!r}")
    return point
