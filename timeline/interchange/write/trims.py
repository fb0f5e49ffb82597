"""A suggested cut for an editing system: marks where frames go, or the cut that is left as clips of the one file."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from timeline.errors import UsageError
from timeline.interchange.write import Exporter, edl, export, exporter_for, otio
from timeline.interchange.write.holds import check
from timeline.interchange.write.plan import Clip, Join, Mark, Plan
from timeline.interchange.write.planning import Wish, plan_of
from timeline.model.edit import Kind, Shot, Transition
from timeline.model.inspection import Inspection
from timeline.model.suggestion import Answer, Trim

MUSIC = "sound is cut with the picture, so music and atmosphere that run across an edit will jump there"


@dataclass(frozen=True, slots=True)
class NewCut:
    """A file of the cut that is left, and what its reader must know."""

    content: str
    notes: tuple[str, ...]


def marks(inspection: Inspection, answer: Answer, name: str) -> tuple[str | bytes, tuple[str, ...]]:
    """A marker at every trim, on the cut as it is, for a file of that name (.edl or .csv); and what it loses.

    Raises:
        UsageError: no marker format has such files, or it cannot hold the cut.
    """
    row = exporter_for(name, marks_only=True)
    made = export(_sized(inspection), row, Wish(), marks=lambda at: tuple(_mark(trim, at) for trim in answer.trims))
    return made.content, tuple(made.notes)


def _mark(trim: Trim, at: Callable[[int], int]) -> Mark:
    start, stop = (at(frame) for frame in trim.gone)
    reason = f"Without it: {', '.join(trim.needed)}. " if trim.needed else ""
    frames = f"{trim.frames} frame{'' if trim.frames == 1 else 's'}"
    return Mark(
        start=start,
        stop=max(stop, start + 1),
        colour="yellow",
        title=f"Trim shot {trim.shot + 1} {trim.edge} by {frames}",
        note=f"{reason}{trim.place[:1].upper()}{trim.place[1:]}.",
    )


def _sized(inspection: Inspection) -> Inspection:
    """A timeline that states no size still has frames to mark."""
    media = inspection.media
    if media.width and media.height:
        return inspection
    return replace(inspection, media=replace(media, width=1, height=1))


def new_edl(inspection: Inspection, answer: Answer) -> NewCut:
    """An EDL that plays the file without what is trimmed, picture and sound together.

    Raises:
        UsageError: the format cannot hold the cut, or the file's rate varies.
    """
    plan = _plan(inspection, answer, exporter_for("x.edl"))
    sound = plan.footage.channels
    return NewCut(content=edl.write(plan, channels="AA/V" if sound else "V"), notes=(MUSIC,) if sound else ())


def new_otio(inspection: Inspection, answer: Answer) -> NewCut:
    """An OpenTimelineIO timeline that plays the file without what is trimmed, picture and sound together.

    Raises:
        UsageError: the file's rate varies.
    """
    plan = _plan(inspection, answer, exporter_for("x.otio"))
    return NewCut(content=otio.write(plan), notes=(MUSIC,) if plan.footage.channels else ())


def _plan(inspection: Inspection, answer: Answer, row: Exporter) -> Plan:
    """What is left: clips of the render with hard cuts between them, since its transitions are in the picture."""
    if inspection.timeline.clock.regularity == "variable":
        raise UsageError("its frame rate varies and this format counts frames; bring it to a constant rate first")
    pieces = _pieces(inspection, answer)
    whole = plan_of(_split(inspection, [piece for piece, _ in pieces]), Wish(markers="none")).plan
    kept, at = list[Clip](), 0
    for clip, (_, shot) in zip(whole.clips, pieces, strict=True):
        if shot is not None:
            kept.append(replace(clip, number=shot + 1, start=at, stop=at + clip.frames, black=False))
            at += clip.frames
    joins = tuple(_join(clip) for clip in kept[1:])
    plan = replace(whole, title=f"{whole.title} trimmed", clips=tuple(kept), joins=joins, marks=_edits(answer, kept))
    check(plan, row.holds, row.title)
    return plan


def _pieces(inspection: Inspection, answer: Answer) -> list[tuple[tuple[int, int], int | None]]:
    """The programme cut up at its edges and at every trim: stretches with their shot, ``None`` for what goes."""
    gone = {trim.gone for trim in answer.trims}
    found: list[tuple[tuple[int, int], int | None]] = []
    for n, shot in enumerate(inspection.timeline.shots):
        edges = sorted(
            {shot.start, shot.stop, *(edge for span in gone for edge in span if shot.start < edge < shot.stop)}
        )
        found += [(pair, None if pair in gone else n) for pair in itertools.pairwise(edges)]
    return found


def _split(inspection: Inspection, pieces: Sequence[tuple[int, int]]) -> Inspection:
    cuts = (Transition(kind=Kind.CUT, start=at, stop=at, edit_point=at) for at, _ in pieces[1:])
    shots = tuple(Shot(start=a, stop=b) for a, b in pieces)
    timeline = replace(inspection.timeline, transitions=tuple(cuts), shots=shots)
    return replace(inspection, timeline=timeline, findings=(), near_misses=())


def _join(clip: Clip) -> Join:
    at = clip.start
    return Join(kind=Kind.CUT, shape="cut", start=at, stop=at, edit=at, confidence=1.0, found=(at, at))


def _edits(answer: Answer, clips: Sequence[Clip]) -> tuple[Mark, ...]:
    """A mark on the first frame of every shot that was trimmed."""
    first = {clip.number: clip.start for clip in reversed(clips)}
    return tuple(
        Mark(
            start=first[trim.shot + 1],
            stop=first[trim.shot + 1] + 1,
            colour="green",
            title=f"Shot {trim.shot + 1} trimmed",
            note=f"{trim.frames} frames gone at its {trim.edge}.",
        )
        for trim in answer.trims
    )
