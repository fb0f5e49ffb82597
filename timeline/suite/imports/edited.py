"""Reads timeline files (EDL, OTIO, FCP7 XML, FCPXML, AAF) as the truth of their renders.

A folder may hold many. Rules:

1. What a viewer sees counts: the top enabled clip, nested sequences opened, through-edits joined (docs/interchange.md).
2. The video is the one of the timeline file's name.
3. A list that states no rate is read at the one given; without one that it needs, it is refused.
4. Transitions ascend and do not overlap; of those that do the fewest are refused so that the rest stand.
"""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

from timeline.errors import InputError, TimelineError
from timeline.model.edit import Timeline, Transition
from timeline.sequences import is_timeline, truth_of
from timeline.suite.imports.annotation import Annotation, Entry, Note, Notes, in_order
from timeline.suite.scoring import Mark


def import_timelines(path: Path, rate: Fraction | None = None) -> tuple[list[Annotation], list[Note]]:
    """Annotations of one timeline file or of all directly in a folder, and a note on each that was refused.

    Raises:
        InputError: nothing there is a timeline file.
    """
    notes = Notes(path.name)
    alone = is_timeline(path)
    files = [path] if alone else sorted(each for each in path.iterdir() if is_timeline(each)) if path.is_dir() else []
    if not files:
        raise InputError(f"{path} is no timeline file, and no folder that holds one")
    found = []
    for file in files:
        try:
            found.append(_annotation(file.stem, truth_of(file, rate), notes))
        except TimelineError as error:
            if alone:
                raise
            notes.refuse(file.name, "", str(error))
    return found, notes.all


def _annotation(clip: str, timeline: Timeline, notes: Notes) -> Annotation:
    entries = [
        Entry(last=t.start, first=t.stop, place=f"{clip}: frame {t.start}", text=t.kind.value, kind=t.kind.value)
        for t in timeline.transitions
    ]
    kept = in_order(entries, [(entry.last, entry.first) for entry in entries], notes)
    by_place = {id(entry): t for entry, t in zip(entries, timeline.transitions, strict=True)}
    marks = tuple(_mark(by_place[id(entry)]) for entry in kept)
    return Annotation(clip=clip, marks=marks, frames=timeline.frames)


def _mark(transition: Transition) -> Mark:
    return Mark(transition.start, transition.stop, transition.kind.value, edit_point=transition.edit_point)
