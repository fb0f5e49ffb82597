"""Joins the readers of timeline files and the core: a path in, one Inspection out, as a video gives one."""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path
from typing import Literal

from timeline import __version__
from timeline.analyse import assemble, judge, measure, place_sections, propose_spans
from timeline.analyse.waiving import Waivers
from timeline.errors import SequenceError, UsageError
from timeline.interchange import as_seen, as_written, is_timeline, read
from timeline.interchange.seen import Seen
from timeline.model.clock import FrameClock
from timeline.model.edit import SHORT_SHOT, Event, Shot, Span, Timeline
from timeline.model.inspection import Inspection, MadeBy, TimecodeChoice
from timeline.model.media import Media, StartTimecode
from timeline.model.notice import Notice
from timeline.model.profile import Profile
from timeline.model.sequence import Oddity, Sequence
from timeline.model.waiver import Shown, Waiver
from timeline.model.written import AsWritten, Facts
from timeline.ranges import WHOLE, RangeRequest, choose_timecode, resolve
from timeline.timecode import TimecodeBasis, can_drop
from timeline.waivers import given
from timeline.waivers.shown import placed, shown_of

__all__ = ["NO_PICTURES", "Ask", "Opened", "inspect_sequence", "is_timeline", "read_sequence", "shots_of", "truth_of"]

ALIKE = 3
"""Oddities of one kind that are told each on its own; more are told as one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """What to inspect a timeline file for; the defaults give plain facts.

    ``rate``: for files that state none. ``sequence``: name of the one meant where a file holds several. ``strict``:
    refuse what a newer version of the format could mean otherwise. ``waive``: whether the waivers beside the file
    count; ``waivers``: others that do.
    """

    profile: Profile | None = None
    frames: RangeRequest = WHOLE
    rate: Fraction | None = None
    sequence: str | None = None
    keep_through_edits: bool = False
    strict: bool = False
    waive: bool = True
    waivers: tuple[Waiver, ...] = ()


class NoPictures:
    """The pictures of a timeline: none."""

    mime = "image/jpeg"

    def get(self, frame: int) -> None:
        """Nothing."""

    def nearest(self, frame: int) -> None:
        """Nothing."""


NO_PICTURES = NoPictures()


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """An inspection and the pictures that go with it, in the shape that a video's has."""

    inspection: Inspection
    pictures: NoPictures = NO_PICTURES


def read_sequence(path: Path, ask: Ask) -> tuple[Sequence, Facts]:
    """A timeline file as it is written, and its facts.

    Raises:
        SequenceError: the file cannot be read; the message names the line or place.
        UsageError: it states no rate and none was given.
    """
    with _named(path):
        sequence = read(path, ask.rate, sequence=ask.sequence, strict=ask.strict)
    return sequence, as_written(sequence)


def inspect_sequence(path: Path, ask: Ask) -> Inspection:
    """Inspect one timeline file: what a viewer sees of it, measured, and held against a profile where one is given.

    Raises:
        SequenceError: the file cannot be read; the message names the line or place.
        UsageError: a range or rate that does not fit it.
    """
    sequence, facts, seen = _seen(path, ask)
    media = _media(path, sequence, facts, seen.timeline.clock)
    timecode = _labelled(choose_timecode(media, ask.frames), sequence, ask.frames)
    try:
        start, stop = resolve(ask.frames, seen.timeline.clock, timecode)
    except UsageError as error:
        raise UsageError(f"'{path}': {error}") from error
    black = tuple(e for event in seen.black if (e := _inside(event, start, stop)) is not None)
    timeline = _described(_cut(seen, start, stop), seen.black, ask.frames)
    sections, _ = place_sections(timeline, ask.profile.sections if ask.profile else ())
    rhythm = measure(timeline, sections=sections)
    events = tuple(sorted([*black, *_short_shots(timeline)], key=lambda event: (event.start, event.stop)))
    sized = media if media.width and media.height else None
    content = _digest(path)
    waivers = _waivers(path, content, seen, timeline, ask)
    judged = (
        judge(timeline, rhythm, sized, events, ask.profile, timecode.basis, waived=waivers.takes)
        if ask.profile
        else (None, ())
    )
    return Inspection(
        content_id=content,
        made_by=MadeBy(version=__version__, detector="none", parameters=_parameters(ask), features=0),
        media=media,
        timecode=timecode,
        timeline=timeline,
        rhythm=rhythm,
        events=events,
        judgement=judged[0],
        findings=judged[1],
        waivers=waivers.standings(judged=ask.profile is not None),
        notices=tuple(notices_of(sequence.oddities)),
        written=AsWritten(format=sequence.format, sequence=sequence.name, facts=facts, differences=seen.differences),
    )


def shots_of(path: Path, ask: Ask) -> tuple[tuple[Shown, ...], Fraction]:
    """What each shot of a timeline shows, as a waiver keeps it, and the frames a second.

    Raises:
        SequenceError: the file cannot be read.
        UsageError: it states no rate and none was given.
    """
    seen = _seen(path, ask)[2]
    return shown_of(seen, seen.timeline.shots), seen.timeline.clock.rate


def _seen(path: Path, ask: Ask) -> tuple[Sequence, Facts, Seen]:
    sequence, facts = read_sequence(path, ask)
    with _named(path):
        return sequence, facts, as_seen(sequence, keep_through_edits=ask.keep_through_edits)


def _waivers(path: Path, content: str, seen: Seen, timeline: Timeline, ask: Ask) -> Waivers:
    count = given(path, ask.waivers, waive=ask.waive)
    return Waivers(placed=placed(count, content, seen, timeline) if count else ())


@contextlib.contextmanager
def _named(path: Path) -> Iterator[None]:
    """Let a refusal name the file that it is about."""
    try:
        yield
    except SequenceError as error:
        raise SequenceError(str(error) if str(path) in str(error) else f"'{path}': {error}") from error


def truth_of(path: Path, rate: Fraction | None = None, *, sequence: str | None = None) -> Timeline:
    """A timeline file as the truth of its render: through-edits, which nobody can see, are joined.

    Raises:
        SequenceError: the file cannot be read.
        UsageError: it states no rate and none was given.
    """
    found, _ = read_sequence(path, Ask(rate=rate, sequence=sequence))
    with _named(path):
        return as_seen(found).timeline


def _media(path: Path, sequence: Sequence, facts: Facts, clock: FrameClock) -> Media:
    """Facts of the file in the place of a video's."""
    start: Literal["container", "none"] = "none" if sequence.start is None else "container"
    return Media(
        path=str(path),
        container=sequence.format,
        size_bytes=sum(one.stat().st_size for one in _files(path)),
        stream=0,
        codec="",
        pixel_format="",
        bit_depth=0,
        colour_range="limited",
        field_order="",
        frames=clock.frames,
        width=sequence.width,
        height=sequence.height,
        display_width=round(sequence.width * sequence.pixel_aspect),
        display_height=sequence.height,
        sample_aspect=sequence.pixel_aspect,
        rotation=0,
        mirrored=False,
        rate=sequence.rate,
        time_base=1 / sequence.rate,
        vfr="constant",
        start_timecode=StartTimecode(text=facts.start if start == "container" else None, origin=start),
        audio=(),
    )


def _labelled(choice: TimecodeChoice, sequence: Sequence, frames: RangeRequest) -> TimecodeChoice:
    """The labels chosen, with drop-frame as the file states it and not as it happens to be written."""
    if sequence.drop is not None or frames.counting or frames.start or not can_drop(sequence.rate):
        return choice
    basis = TimecodeBasis(rate=sequence.rate, start=choice.basis.start)
    return replace(choice, basis=basis, drop_origin="assumed")


def _files(path: Path) -> list[Path]:
    """The file, or those directly in a bundle that is a folder."""
    return sorted(one for one in path.iterdir() if one.is_file()) if path.is_dir() else [path]


def _digest(path: Path) -> str:
    """SHA-256 of the file, of a folder that of its timeline."""
    inside = [one for one in _files(path) if one.suffix.lower() in (".otio", ".fcpxml")] if path.is_dir() else [path]
    with (inside or [path])[0].open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _parameters(ask: Ask) -> tuple[tuple[str, str], ...]:
    return (("through_edits", "kept" if ask.keep_through_edits else "joined"),)


def _cut(seen: Seen, start: int, stop: int) -> Timeline:
    """The programme ``[start, stop)`` of what is seen, its shots still knowing where they come from."""
    whole = seen.timeline
    if (start, stop) == (0, whole.clock.frames):
        return whole
    timeline = assemble(whole.clock, whole.transitions, start=start, stop=stop, black=seen.black)
    return replace(timeline, shots=tuple(_sourced(shot, whole.shots) for shot in timeline.shots))


def _sourced(shot: Shot, shots: Iterable[Shot]) -> Shot:
    found = next(one for one in shots if one.start <= shot.start < one.stop)
    source = found.source
    if source is not None and source.start is not None and shot.start > found.start:
        source = replace(source, start=source.start + int((shot.start - found.start) * source.speed))
    return replace(shot, source=source)


def _described(timeline: Timeline, black: tuple[Event, ...], frames: RangeRequest) -> Timeline:
    """Give the programme the spans that were applied or are proposed, as a video's gets them."""
    if frames.programme is not None:
        outside = ((0, timeline.start), (timeline.stop, timeline.clock.frames))
        spans = tuple(Span(label="outside the programme", start=a, stop=b) for a, b in outside if a < b)
    else:
        spans = propose_spans(black, timeline.clock, timeline.transitions) if frames.whole else ()
    return replace(timeline, spans=spans)


def _inside(event: Event, start: int, stop: int) -> Event | None:
    first, last = max(event.start, start), min(event.stop, stop)
    return replace(event, start=first, stop=last) if first < last else None


def _short_shots(timeline: Timeline) -> Iterator[Event]:
    """Very short shots between others, kept and flagged."""
    for shot in timeline.shots[1:-1]:
        if shot.frames <= SHORT_SHOT:
            count = "1 frame" if shot.frames == 1 else f"{shot.frames} frames"
            note = f"shot of {count}: check: flash frame or intended"
            yield Event(kind="short_shot", start=shot.start, stop=shot.stop, note=note)


def notices_of(oddities: Iterable[Oddity]) -> Iterator[Notice]:
    """What a reader could not take as it stands, as notices; many of one kind are one, with every place in it."""
    groups: dict[str, list[Oddity]] = {}
    for oddity in oddities:
        groups.setdefault(oddity.code, []).append(oddity)
    for code, group in groups.items():
        if len(group) <= ALIKE:
            yield from (Notice(code=code, message=_told(one), frame=one.frame) for one in group)
            continue
        places = ", ".join(one.where for one in group[1:21] if one.where) + (" ..." if len(group) > 21 else "")
        message = f"{_told(group[0])}; and {len(group) - 1:,} more alike{f': {places}' if places else ''}"
        yield Notice(code=code, message=message, frame=group[0].frame)


def _told(oddity: Oddity) -> str:
    return f"{oddity.where}: {oddity.message}" if oddity.where else oddity.message
