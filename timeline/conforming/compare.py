"""Joins edges and core for one comparison: a render and a timeline file in, one Conformity and its pictures out."""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path

from timeline import __version__
from timeline.analyse.conform import Footage, conform
from timeline.conforming.relink import Relinker
from timeline.conforming.takes import Sources, Watch, frame_of, read_sources
from timeline.detect.flat import contrast
from timeline.errors import UsageError
from timeline.examining import examine
from timeline.interchange import as_seen, read
from timeline.interchange.seen import Seen
from timeline.library.record import KeptPictures, Record
from timeline.model.conformity import Conformity, Reel
from timeline.model.edit import Timeline
from timeline.model.inspection import Inspection
from timeline.model.notice import Notice
from timeline.model.sequence import Sequence
from timeline.pipeline import Request, record_of
from timeline.render.text import rate_text
from timeline.timecode import TimecodeBasis


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What to compare. ``rate``: of a timeline that states none; ``media``: whether sources are looked for."""

    render: Path
    timeline: Path
    rate: Fraction | None = None
    tolerance: int = 0
    media: bool = True
    media_root: Path | None = None
    stream: int | None = None
    cached: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """The answer, with pictures: those kept of the render, and of each shot's source where its media was read."""

    conformity: Conformity
    inspection: Inspection
    planned: Timeline
    pictures: KeptPictures
    sources: dict[int, bytes] = field(default_factory=dict)


@contextlib.contextmanager
def compare(question: Question, watch: Watch) -> Iterator[Compared]:
    """Answer one question; the render's pictures can be read until the context ends.

    ``watch`` makes a progress for each file that is decoded.

    Raises:
        InputError: the render cannot be inspected, or the timeline cannot be read.
        UsageError: the timeline needs a rate or a choice that was not given.
    """
    early = _early(question)
    request = Request(cached=question.cached, stream=question.stream)
    with contextlib.ExitStack() as stack:
        progress = stack.enter_context(watch(question.render.name))
        record, _ = stack.enter_context(record_of(question.render, request, progress))
        inspection = examine(question.render, record, request, progress)
        sequence, notices = early or _late(question, inspection)
        seen = as_seen(sequence, keep_through_edits=True)
        sources = _sources(question, seen, record, watch)
        conformity = conform(
            seen.timeline,
            _footage(record, inspection),
            names=(_planned(question.timeline, sequence, seen.timeline), _rendered(question.render, inspection)),
            takes=sources.takes,
            refused=sources.refused,
            tolerance=question.tolerance,
            version=__version__,
            notices=(*notices, *_oddities(sequence), *_labels(sequence, inspection), *inspection.notices),
        )
        yield Compared(
            conformity=conformity,
            inspection=inspection,
            planned=seen.timeline,
            pictures=record.pictures,
            sources=sources.pictures,
        )


def _early(question: Question) -> tuple[Sequence, tuple[Notice, ...]] | None:
    """The timeline, before the render is decoded, so that a wrong one is refused at once; None for an open rate."""
    try:
        return read(question.timeline, question.rate), ()
    except UsageError:
        if question.rate is not None:
            raise
        return None


def _late(question: Question, inspection: Inspection) -> tuple[Sequence, tuple[Notice, ...]]:
    """The timeline at the render's rate, since it states none itself."""
    rate = inspection.media.rate
    told = Notice(
        code="rate-taken",
        message=f"the timeline states no frame rate; it was read at the render's, {rate_text(rate, 'constant')} "
        "(--rate says otherwise)",
    )
    return read(question.timeline, rate), (told,)


def _sources(question: Question, seen: Seen, record: Record, watch: Watch) -> Sources:
    if not question.media:
        why = "not asked for"
        return Sources(refused={shot: why for shot, origin in enumerate(seen.origins) if origin is not None})
    relinker = Relinker(folder=question.timeline.parent, root=question.media_root)
    request = Request(cached=question.cached)
    return read_sources(seen.timeline, seen.origins, relinker, frame_of(record), request, watch)


def _footage(record: Record, inspection: Inspection) -> Footage:
    return Footage(
        clock=record.header.clock,
        signatures=record.signatures[:],
        contrast=contrast(record.table),
        transitions=inspection.timeline.transitions,
        near_misses=inspection.near_misses,
        events=tuple(e for e in inspection.events if e.kind in ("black", "colour", "freeze")),
    )


def _planned(path: Path, sequence: Sequence, timeline: Timeline) -> Reel:
    basis = TimecodeBasis(rate=sequence.rate, drop=bool(sequence.drop), start=sequence.start or 0)
    return Reel(
        path=str(path),
        title=sequence.name,
        format=sequence.format,
        identity=_digest(path),
        frames=timeline.frames,
        rate=sequence.rate,
        duration=timeline.duration,
        start=None if sequence.start is None else basis.label(0),
        edges=(timeline.start, *timeline.edit_points, timeline.stop),
    )


def _digest(path: Path) -> str:
    """SHA-256 of a timeline file; of one that is a folder, of what it holds is not asked."""
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""


def _rendered(path: Path, inspection: Inspection) -> Reel:
    timeline, start = inspection.timeline, inspection.media.start_timecode
    return Reel(
        path=str(path),
        title="",
        format=inspection.media.container,
        identity=inspection.content_id,
        frames=timeline.frames,
        rate=inspection.media.rate,
        duration=timeline.duration,
        varies=timeline.clock.regularity == "variable",
        start=start.text if start.origin != "none" else None,
        edges=(timeline.start, *timeline.edit_points, timeline.stop),
    )


def _oddities(sequence: Sequence) -> tuple[Notice, ...]:
    return tuple(
        Notice(code=odd.code, message=f"{odd.where}: {odd.message}" if odd.where else odd.message)
        for odd in sequence.oddities
    )


def _labels(sequence: Sequence, inspection: Inspection) -> tuple[Notice, ...]:
    """Start timecodes that differ: labels of frames, which move no edit."""
    stated = inspection.timecode
    if sequence.start is None or stated.start_origin == "none":
        return ()
    own = TimecodeBasis(rate=sequence.rate, drop=bool(sequence.drop), start=sequence.start).label(0)
    seen = stated.basis.label(0)
    if own.replace(";", ":") == seen.replace(";", ":"):
        return ()
    return (
        Notice(
            code="start-timecode",
            message=f"the timeline starts at {own}, the render at {seen}; edit points were compared by frame",
        ),
    )
