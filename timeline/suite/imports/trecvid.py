"""Reads TRECVID's shot boundary files: XML, ``<refSeg src= totalFNum=>`` with ``<trans type= preFNum= postFNum=>``.

A result file (``<shotBoundaryResult>`` with a ``<seg src=>`` for each video) is read the same way. ``preFNum`` is the
last frame before the transition, ``postFNum`` the first after it, counted from 0. Rules:

1. CUT is a cut, DIS a dissolve, FOI (fade out and in) a fade through, OTH and any other type a gradual transition of no
   named kind, as the document type says.
2. A transition that its type calls a cut though frames lie between, or gradual though none do, is read by its frames.
3. Both numbers are whole and the first is below the second; anything else is refused.
4. Transitions lie inside the video and ascend; of those out of order the fewest are refused so that the rest do.
5. Entities and whatever a document type names are not read: no file but the one given is opened.

Source: www-nlpir.nist.gov/projects/tv2004/dtds/shotBoundaryResult.dtd (numbering, types); reference files of TRECVID
as in MaxReimann/Shot-Boundary-Detection ``resources/truth`` (element names; a DIS of no frame in anni009).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from xml.parsers import expat

from timeline.errors import InputError
from timeline.suite.imports.annotation import Annotation, Entry, Note, Notes, read_text, settle, shortened, whole

KINDS = {"CUT": "cut", "DIS": "dissolve", "FOI": "fade_through", "OTH": "other"}
_SEGMENTS = ("refSeg", "seg")


@dataclass(slots=True)
class _Segment:
    clip: str
    frames: int | None
    entries: list[Entry] = field(default_factory=list)


def import_trecvid(path: Path) -> tuple[list[Annotation], list[Note]]:
    """Annotations of a file, or of every XML file of a folder, and a note on every entry that was mended or refused.

    Raises:
        InputError: a file cannot be read or is no XML of this kind.
    """
    files = sorted(path.glob("*.xml")) if path.is_dir() else [path]
    if not files:
        raise InputError(f"{path}: holds no XML file")
    found, notes = list[Annotation](), list[Note]()
    for file in files:
        own = Notes(file.name)
        found += [settle(s.clip, s.entries, s.frames, own) for s in _segments(file, own)]
        notes += own.all
    return found, notes


def _segments(file: Path, notes: Notes) -> list[_Segment]:
    segments: list[_Segment] = []
    parser = expat.ParserCreate()

    def start(name: str, attributes: dict[str, str]) -> None:
        place = f"line {parser.CurrentLineNumber}"
        if name in _SEGMENTS:
            segments.append(_segment(file, place, attributes, notes))
        elif name == "trans" and segments:
            entry = _entry(place, attributes, notes)
            segments[-1].entries += [entry] if entry else []

    def entity(*_: object) -> None:
        raise InputError(f"{file}: line {parser.CurrentLineNumber}: declares an entity, which is not read")

    parser.StartElementHandler = start
    parser.EntityDeclHandler = entity
    try:
        parser.Parse(read_text(file).encode(), True)
    except expat.ExpatError as error:
        raise InputError(f"{file}: not readable as XML: {error}") from error
    if not segments:
        raise InputError(f"{file}: no shot boundaries of TRECVID: <refSeg> or <seg> is needed")
    return segments


def _segment(file: Path, place: str, attributes: dict[str, str], notes: Notes) -> _Segment:
    clip = attributes.get("src", "").strip() or file.stem.removeprefix("ref_")
    total = attributes.get("totalFNum", "").strip()
    frames = whole(total) or None
    if total and frames is None:
        notes.refuse(place, f"totalFNum={shortened(total)}", "no whole number of frames: the length is not known")
    return _Segment(clip, frames)


def _entry(place: str, attributes: dict[str, str], notes: Notes) -> Entry | None:
    stated, before, after = (attributes.get(key, "").strip() for key in ("type", "preFNum", "postFNum"))
    text = f'type="{stated}" preFNum="{before}" postFNum="{after}"'
    last, first = whole(before), whole(after)
    if last is None or first is None:
        notes.refuse(place, text, "preFNum and postFNum must be whole frame numbers")
        return None
    if stated not in KINDS:
        notes.mend(place, text, f"type {stated or 'missing'!r} is taken as a gradual transition of no named kind")
    kind = KINDS.get(stated, "other")
    return Entry(last=last, first=first, place=place, text=text, kind=kind)
