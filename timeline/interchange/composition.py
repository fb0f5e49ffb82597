"""OpenTimelineIO's objects, whichever adapter made them, into a Sequence: exact times, nothing flattened."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from fractions import Fraction
from pathlib import Path
from typing import Any, TypeAlias

import opentimelineio as otio

from timeline.errors import SequenceError
from timeline.interchange.reading import MOST_DEPTH, MOST_FRAMES, MOST_ITEMS, Ask, Log, exact_rate, one_line
from timeline.interchange.transitions import kind_of
from timeline.model.edit import Kind
from timeline.model.sequence import Item, Origin, Sequence, Track, WrittenMarker, WrittenTransition

# What an adapter leaves in metadata, by format: whether an item is enabled, its speed, the sequence that it nests.
Trait: TypeAlias = Callable[[Any], Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialect:
    """How one adapter's objects are to be read where adapters differ.

    ``enabled`` and ``speed`` override what the object says (``None``: it is right); ``nested``: the timeline that plays
    inside an item; ``transition``: its name; ``unnamed``: the kind of a transition whose name says none.
    """

    title: str
    enabled: Trait = lambda item: None
    speed: Trait = lambda item: None
    nested: Trait = lambda item: None
    transition: Trait = lambda item: item.name or ""
    unnamed: Kind = Kind.DISSOLVE
    overlay: Trait = lambda item: False


def sequence_of(found: Any, path: Path, ask: Ask, log: Log, dialect: Dialect) -> Sequence:
    """Turn what an adapter returned into the sequence meant.

    Raises:
        SequenceError: it holds no timeline with picture, or times that are none.
    """
    timeline = _chosen(found, path, ask, log)
    tracks = timeline.tracks if isinstance(timeline, otio.schema.Timeline) else timeline
    start = timeline.global_start_time if isinstance(timeline, otio.schema.Timeline) else None
    try:
        rate = ask.rate or rate_of(tracks, start, log)
        walk = Walk(rate=rate, log=log, dialect=dialect)
        made = walk.stack(tracks, "tracks", 0)
        first = None if start is None else round(seconds(start) * rate)
    except (OverflowError, ZeroDivisionError, ValueError, otio.exceptions.OTIOError) as error:
        raise SequenceError(f"'{path}' holds times that are none: {one_line(error)}") from error
    if not any(item.kind == "clip" for track in made for item in track.items):
        raise SequenceError(f"'{path}' has no picture on its tracks, so there is no cut to read")
    return Sequence(
        name=timeline.name or "",
        format=dialect.title,
        rate=rate,
        tracks=made,
        main=next(n for n, track in enumerate(made) if track.items),
        start=first,
        markers=tuple(walk.markers),
        oddities=log.all(),
    )


def _chosen(found: Any, path: Path, ask: Ask, log: Log) -> Any:
    """The timeline meant: the one named, else the only one, else the longest, and then that is said."""
    kinds = (otio.schema.Timeline, otio.core.Composition, otio.schema.Clip)
    every = [found] if isinstance(found, kinds) else [*_timelines(found, 0)]
    named = [one for one in every if ask.sequence in (None, one.name)]
    if not every:
        raise SequenceError(f"'{path}' holds no timeline")
    names = ", ".join(f"'{one.name}'" for one in every)
    if not named:
        raise SequenceError(f"'{path}' holds no sequence called '{ask.sequence}'; there are {names}")
    best = max(named, key=_length)
    if len(named) > 1:
        log.note(
            "several sequences",
            f"{len(named)} sequences lie in the file ({names}); the longest, '{best.name}', was taken; "
            "--sequence NAME takes another",
        )
    return best


def _timelines(found: Any, depth: int) -> Iterator[Any]:
    if isinstance(found, otio.schema.Timeline):
        yield found
    elif isinstance(found, otio.schema.SerializableCollection) and depth < MOST_DEPTH:
        for child in found:
            yield from _timelines(child, depth + 1)


def _length(timeline: Any) -> float:
    """Length of the picture in seconds, as far as the library can tell it."""
    tracks = timeline.video_tracks() if isinstance(timeline, otio.schema.Timeline) else []
    lengths = [0.0]
    for track in tracks:
        try:
            lengths.append(track.duration().to_seconds() if any(True for _ in track.find_clips()) else 0.0)
        except (otio.exceptions.OTIOError, ValueError):
            continue
    return max(lengths)


def seconds(time: Any) -> Fraction:
    """Exact seconds of a RationalTime, whose rate is a rounded decimal."""
    return Fraction(time.value) / exact_rate(time.rate)


def rate_of(tracks: Any, start: Any, log: Log) -> Fraction:
    """Rate of a sequence, which OTIO does not state: its start's, else that of its clips, the highest if they differ.

    The highest is what the library's own sums end up in.
    """
    if start is not None:
        return exact_rate(start.rate)
    rates = sorted({exact_rate(item.trimmed_range().duration.rate) for item in _picture(tracks)})
    if not rates:
        raise ValueError("no item states a rate")
    if len(rates) > 1:
        told = ", ".join(f"{float(rate):.6g}" for rate in rates)
        log.note("several rates", f"items at {told} frames a second lie on one track; the highest counts")
    return rates[-1]


def _picture(thing: Any) -> Iterator[Any]:
    """Items with a duration on the picture tracks of a stack, or of whatever stands in its place."""
    if isinstance(thing, otio.schema.Stack):
        for child in thing:
            yield from _picture(child)
    elif isinstance(thing, otio.schema.Track):
        if thing.kind == otio.schema.TrackKind.Video:
            yield from (child for child in thing if isinstance(child, otio.core.Item))
    else:
        yield thing


@dataclass(slots=True, kw_only=True)
class Walk:
    """Walks a composition down to its clips; what cannot be read is named with its path."""

    rate: Fraction
    log: Log
    dialect: Dialect
    count: int = 0
    markers: list[WrittenMarker] = field(default_factory=list)
    made: dict[int, Sequence] = field(default_factory=dict)

    def stack(self, stack: Any, where: str, depth: int) -> tuple[Track, ...]:
        """Picture tracks of a stack, lowest first; a lone clip or track counts as a stack of one."""
        if depth > MOST_DEPTH:
            raise ValueError(f"{where} is nested more than {MOST_DEPTH} deep")
        if not isinstance(stack, otio.schema.Stack):
            track = stack if isinstance(stack, otio.schema.Track) else [stack]
            return (self.track(track, where, depth),)
        tracks = []
        for number, child in enumerate(stack):
            place = f"{where}[{number}]"
            if isinstance(child, otio.schema.Track):
                if child.kind == otio.schema.TrackKind.Video:
                    tracks.append(self.track(child, place, depth))
            elif isinstance(child, otio.core.Item):
                tracks.append(self.track([child], place, depth))
            else:
                self._odd(child, place)
        if depth == 0:
            self._mark(stack, Fraction(0), Fraction(0), where)
        return tuple(tracks)

    def track(self, track: Any, where: str, depth: int) -> Track:
        """Items of one track laid end to end, and the transitions between them."""
        items, transitions = list[Item](), list[WrittenTransition]()
        head = track[0] if len(track) else None
        # A transition at the head begins before its clip: the library counts it into the track, and so do we.
        at = seconds(head.in_offset) * self.rate if isinstance(head, otio.schema.Transition) else Fraction(0)
        for number, child in enumerate(track):
            self.count += 1
            if self.count > MOST_ITEMS:
                raise ValueError(f"more than {MOST_ITEMS:,} items; no timeline has")
            place = f"{where}[{number}]"
            if isinstance(child, otio.schema.Transition):
                transitions.append(self._transition(child, at, place))
            elif isinstance(child, otio.core.Item):
                item = self._item(child, at, place, depth)
                at = item.stop
                items.append(item)
            else:
                self._odd(child, place)
        enabled = getattr(track, "enabled", True)
        if depth == 0 and isinstance(track, otio.schema.Track):
            self._mark(track, Fraction(0), Fraction(0), where)
        return Track(
            items=tuple(self._reaching(items, transitions)),
            transitions=tuple(transitions),  # which the ends may just have moved
            name=getattr(track, "name", "") or "",
            enabled=enabled,
        )

    def _reaching(self, items: list[Item], transitions: list[WrittenTransition]) -> list[Item]:
        """Let the first and the last item reach as far as the transitions at the very ends do."""
        if items and transitions:
            head, tail = transitions[0], transitions[-1]
            if head.cut == items[0].start > head.start:
                items[0] = _earlier(items[0], head.cut - head.start, self.rate)
                transitions[0] = replace(head, cut=head.start)
            if tail.cut == items[-1].stop < tail.stop:
                items[-1] = replace(items[-1], stop=tail.stop)
                transitions[-1] = replace(tail, cut=tail.stop)
        return items

    def _odd(self, child: Any, where: str) -> None:
        kind = child.schema_name() if hasattr(child, "schema_name") else type(child).__name__
        original = getattr(child, "original_schema_name", kind)
        self.log.note("unknown item", f"a {original} is nothing that can be laid on a track, and is left out", where)

    def _transition(self, child: Any, at: Fraction, where: str) -> WrittenTransition:
        start = at - seconds(child.in_offset) * self.rate
        stop = at + seconds(child.out_offset) * self.rate
        name = self.dialect.transition(child)
        custom = child.transition_type != otio.schema.TransitionTypes.SMPTE_Dissolve
        kind = kind_of(name, Kind.OTHER if custom else self.dialect.unnamed)
        return WrittenTransition(kind=kind, start=min(start, at), cut=at, stop=max(stop, at), name=name, where=where)

    def _item(self, child: Any, at: Fraction, where: str, depth: int) -> Item:
        trimmed = child.trimmed_range()
        length = seconds(trimmed.duration) * self.rate
        if length < 0 or at + length > MOST_FRAMES:
            raise ValueError(f"{where} is {float(length):.6g} frames long")
        speed = self._speed(child)
        first = seconds(trimmed.start_time)
        nested = self._nested(child, where, depth)
        if depth == 0:
            self._mark(child, at, first, where)
        gap = isinstance(child, otio.schema.Gap)
        enabled = self.dialect.enabled(child)
        return Item(
            kind="gap" if gap else "clip",
            start=at,
            stop=at + length,
            name=child.name or "",
            origin=None if gap else self._origin(child, None if nested else first, speed),
            enabled=child.enabled if enabled is None else enabled,
            overlay=self.dialect.overlay(child),
            nested=nested,
            inset=first if nested else Fraction(0),
            where=where,
        )

    def _nested(self, child: Any, where: str, depth: int) -> Sequence | None:
        inner = self.dialect.nested(child)
        if inner is None and isinstance(child, otio.core.Composition) and len(child):
            inner = child
        if inner is None:
            return None
        if id(inner) not in self.made:
            self.made[id(inner)] = Sequence(
                name=inner.name or "",
                format=self.dialect.title,
                rate=self.rate,
                tracks=self.stack(inner.tracks if hasattr(inner, "tracks") else inner, where, depth + 1),
            )
        return self.made[id(inner)]

    def _speed(self, child: Any) -> Fraction:
        told = self.dialect.speed(child)
        speed = Fraction(1) if told is None else Fraction(told).limit_denominator(10**6)
        for effect in child.effects if told is None else ():
            if isinstance(effect, otio.schema.LinearTimeWarp):  # a FreezeFrame is one of speed 0
                speed *= Fraction(effect.time_scalar).limit_denominator(10**6)
        return speed

    def _origin(self, child: Any, first: Fraction | None, speed: Fraction) -> Origin:
        media = getattr(child, "media_reference", None)
        path = str(getattr(media, "target_url", "") or "")
        known = getattr(media, "available_range", None)
        return Origin(
            name=(path.rsplit("/", 1)[-1] or getattr(media, "name", "") or child.name or ""),
            path=path,
            start=first,
            rate=exact_rate(known.duration.rate) if known is not None and known.duration.rate > 0 else None,
            speed=speed,
        )

    def _mark(self, thing: Any, at: Fraction, first: Fraction, where: str) -> None:
        """Keep the markers of an item, which stand in its source's time, or of a stack."""
        for marker in thing.markers:
            begin = at + (seconds(marker.marked_range.start_time) - first) * self.rate
            length = max(Fraction(0), seconds(marker.marked_range.duration) * self.rate)
            self.markers.append(
                WrittenMarker(
                    start=begin,
                    stop=begin + length,
                    name=marker.name or "",
                    note=str(getattr(marker, "comment", "") or ""),
                    colour=str(marker.color or "").lower(),
                    where=where,
                )
            )


def _earlier(item: Item, frames: Fraction, rate: Fraction) -> Item:
    """The same item begun so many frames earlier, in the record and in its source."""
    origin = item.origin
    if origin is not None and origin.start is not None:
        origin = replace(origin, start=origin.start - frames / rate * origin.speed)
    return replace(item, start=item.start - frames, origin=origin)
