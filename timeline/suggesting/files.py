"""What one answer becomes in files: markers, the new cut, and a preview of it."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from timeline.errors import UsageError
from timeline.outputs import write_bytes

if TYPE_CHECKING:
    from timeline.interchange.write.trims import NewCut
    from timeline.model.inspection import Inspection
    from timeline.model.suggestion import Answer
    from timeline.pipeline import Progress
    from timeline.suggesting.study import Source, Study


@dataclass(frozen=True, slots=True, kw_only=True)
class Files:
    """Where an answer goes; ``None``: nowhere."""

    markers: Path | None = None
    otio: Path | None = None
    edl: Path | None = None
    preview: Path | None = None

    @property
    def wanted(self) -> bool:
        """Whether any file was asked for."""
        return bool(self.targets)

    @property
    def targets(self) -> tuple[Path, ...]:
        """Every file that was asked for."""
        return tuple(filter(None, (self.markers, self.otio, self.edl, self.preview)))


def write(files: Files, source: Source, found: Study, answer: Answer, progress: Progress) -> Iterator[Path]:
    """Write an answer into every file that was asked for; what a reader must know of one is said on stderr.

    Raises:
        UsageError: a file that cannot hold it.
        OutputError: one that cannot be written.
    """
    inspection = _placed(found)
    if files.markers is not None:
        from timeline.interchange.write.trims import marks

        content, notes = marks(inspection, answer, files.markers.name)
        write_bytes(files.markers, content.encode() if isinstance(content, str) else content)
        _say(notes)
        yield files.markers
    for target, suffix in ((files.edl, ".edl"), (files.otio, ".otio")):
        if target is not None:
            made = _cut(source, inspection, answer, suffix)
            write_bytes(target, made.content.encode())
            _say(f"{target.name}: {note}" for note in made.notes)
            yield target
    if files.preview is not None:
        _preview(files.preview, found, answer, progress)
        yield files.preview


def _placed(found: Study) -> Inspection:
    """The inspection with the absolute path of its video, as editing systems need it."""
    media = found.inspection.media
    return replace(found.inspection, media=replace(media, path=os.path.abspath(found.video or media.path)))


def _say(notes: Iterable[str]) -> None:
    from timeline.render.text import clean

    for note in notes:
        print(clean(note), file=sys.stderr)


def _cut(source: Source, inspection: Inspection, answer: Answer, suffix: str) -> NewCut:
    """The new cut: of a render clips of it; of a timeline that timeline itself, every track of it.

    Raises:
        UsageError: a timeline of another format, or one that cannot be edited as it is.
    """
    from timeline.interchange.write import trims

    if source.kind != "timeline":
        return (trims.new_edl if suffix == ".edl" else trims.new_otio)(inspection, answer)
    name = "an edited EDL" if suffix == ".edl" else "an edited OTIO"
    if source.path.suffix.lower() != suffix:
        own = "EDL" if suffix == ".edl" else "OTIO"
        raise UsageError(f"{name} is made of an {own}, and '{source.path}' is none; --markers says where its trims lie")
    removed = sorted(trim.gone for trim in answer.trims)
    if suffix == ".edl":
        from timeline.interchange.write.ripple_edl import ripple_edl

        return trims.NewCut(*ripple_edl(source.path, removed, source.rate))
    from timeline.interchange.write.ripple import ripple

    return trims.NewCut(*ripple(source.path, removed, inspection.timeline.clock.rate))


def _preview(target: Path, found: Study, answer: Answer, progress: Progress) -> None:
    from timeline.model.preview import PreviewMark
    from timeline.previewing import preview

    if found.video is None:
        raise UsageError("--preview needs the video; give it instead of the timeline or document")
    timeline = found.inspection.timeline
    gone = sorted(trim.gone for trim in answer.trims)
    edges = [timeline.start, *(edge for span in gone for edge in span), timeline.stop]
    kept = [(a, b) for a, b in zip(edges[::2], edges[1::2], strict=True) if a < b]
    marks = [
        PreviewMark(start=trim.gone[0], stop=trim.gone[1], label=f"{trim.shot + 1} {trim.edge} -{trim.frames}f")
        for trim in answer.trims
    ]
    basis = found.inspection.timecode.basis
    preview(found.video, timeline.clock, kept, marks, target, timecode=basis, progress=progress)
