"""Walks OpenTimelineIO's compositions down to their clips and lays them out in frames."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Any

import opentimelineio as otio

from timeline.interchange.dialect import Dialect, frames, is_black, is_overlay, seconds
from timeline.interchange.reading import MOST_DEPTH, MOST_FRAMES, MOST_ITEMS, Log, exact_rate
from timeline.model.sequence import Item, Origin, Sequence, Track, WrittenMarker, WrittenTransition

ZERO = Fraction(0)


@dataclass(slots=True, kw_only=True)
class Walk:
    """Walks a composition down to its clips; what cannot be read is named with its path."""

    rate: Fraction
    log: Log
    dialect: Dialect
    count: int = 0
    markers: list[WrittenMarker] = field(default_factory=list)
    made: dict[int, Sequence] = field(default_factory=dict)
    alive: list[Any] = field(default_factory=list)  # so that no other object gets the id of one that was read

    def stack(self, stack: Any, where: str, depth: int) -> tuple[Track, ...]:
        """Picture tracks of a stack, lowest first; a lone clip or track counts as a stack of one.

        Raises:
            ValueError: it is nested deeper, or holds more, than a timeline.
        """
        if depth > MOST_DEPTH:
            raise ValueError(f"{where} is nested more than {MOST_DEPTH} deep")
        if not isinstance(stack, otio.schema.Stack):
            return (self.track(stack if isinstance(stack, otio.schema.Track) else [stack], where, depth, upper=False),)
        tracks: list[Track] = []
        for number, child in enumerate(stack):
            place, upper = f"{where}[{number}]", bool(tracks)
            if isinstance(child, otio.schema.Track):
                if child.kind == otio.schema.TrackKind.Video:
                    tracks.append(self.track(child, place, depth, upper=upper))
            else:
                tracks.append(self.track([child], place, depth, upper=upper))
        if depth == 0:
            self._mark(stack, ZERO, ZERO, where)
        return tuple(tracks)

    def track(self, track: Any, where: str, depth: int, *, upper: bool) -> Track:
        """Items of one track laid end to end, and the transitions between them."""
        items, transitions = list[Item](), list[WrittenTransition]()
        at = self._head(track)
        for number, child in enumerate(track):
            self.count += 1
            if self.count > MOST_ITEMS:
                raise ValueError(f"more than {MOST_ITEMS:,} items; no timeline has so many")
            place = f"{where}[{number}]"
            if isinstance(child, otio.schema.Transition):
                transitions.append(self._transition(child, at, place))
            else:
                items.append(self._item(child, at, place, depth, upper))
                at = items[-1].stop
        if depth == 0 and isinstance(track, otio.schema.Track):
            self._mark(track, ZERO, ZERO, where)
        self._reach(items, transitions)
        return Track(
            items=tuple(items),
            transitions=tuple(transitions),
            name=getattr(track, "name", "") or "",
            enabled=self.dialect.enabled(track),
        )

    def _head(self, track: Any) -> Fraction:
        """Where the first item begins: a transition before it lies on the track, and the library counts it in."""
        first = track[0] if len(track) else None
        if not isinstance(first, otio.schema.Transition) or self.dialect.placed(first) is not None:
            return ZERO
        return frames(first.in_offset, self.rate)

    def _reach(self, items: list[Item], transitions: list[WrittenTransition]) -> None:
        """Let the first and the last item reach as far as the transitions at the very ends do."""
        if not items or not transitions:
            return
        head, tail = transitions[0], transitions[-1]
        if head.cut == items[0].start > head.start >= 0:
            items[0] = _earlier(items[0], head.cut - head.start, self.rate)
            transitions[0] = replace(head, cut=head.start)
        if tail.cut == items[-1].stop < tail.stop:
            items[-1] = replace(items[-1], stop=tail.stop)
            transitions[-1] = replace(transitions[-1], cut=tail.stop)

    def _transition(self, child: Any, at: Fraction, where: str) -> WrittenTransition:
        span = self.dialect.placed(child)
        start = at - frames(child.in_offset, self.rate) if span is None else Fraction(span.start)
        stop = at + frames(child.out_offset, self.rate) if span is None else Fraction(span.stop)
        cut = at if span is None else Fraction(span.cut)
        return WrittenTransition(
            kind=self.dialect.kind(child),
            start=min(start, cut),
            cut=cut,
            stop=max(stop, cut),
            name=child.name or "",
            where=where,
        )

    def _item(self, child: Any, at: Fraction, where: str, depth: int, upper: bool) -> Item:
        trimmed, span = child.trimmed_range(), self.dialect.placed(child)
        start = at if span is None else Fraction(span.start)
        stop = at + frames(trimmed.duration, self.rate) if span is None else Fraction(span.stop)
        if stop > MOST_FRAMES or stop - start < (-MOST_FRAMES if self.dialect.overlapping else 0):
            raise ValueError(f"{where} lasts {float(stop - start):.6g} frames")
        if stop < start:
            self.log.note("overlapping transitions", "the transitions on either side leave no frame of it", where)
            start = stop
        first = seconds(trimmed.start_time)
        nested = self._nested(child, where, depth)
        if depth == 0:
            self._mark(child, start, first, where)
        gap, composed = isinstance(child, otio.schema.Gap), isinstance(child, otio.core.Composition)
        drawn = self.dialect.draws(child)
        return Item(
            kind="gap" if gap else "nested" if composed and not self.dialect.nests_in_clips else "clip",
            start=start,
            stop=stop,
            name=child.name or "",
            origin=None if gap else self._origin(child, None if nested else first),
            enabled=self.dialect.enabled(child),
            overlay=upper and is_overlay(drawn),
            black=is_black(drawn),
            nested=nested,
            inset=first if nested else ZERO,
            where=where,
        )

    def _nested(self, child: Any, where: str, depth: int) -> Sequence | None:
        """What plays inside an item, read once however often it is used."""
        inner = self.dialect.nested(child)
        if inner is None:
            return None
        if id(inner) not in self.made:
            tracks = self.stack(inner.tracks if isinstance(inner, otio.schema.Timeline) else inner, where, depth + 1)
            self.made[id(inner)] = Sequence(
                name=inner.name or "", format=self.dialect.title, rate=self.rate, tracks=tracks
            )
            self.alive.append(inner)
        return self.made[id(inner)]

    def _origin(self, child: Any, first: Fraction | None) -> Origin:
        media = getattr(child, "media_reference", None)
        path = str(getattr(media, "target_url", "") or "")
        known = getattr(media, "available_range", None)
        return Origin(
            name=path.rsplit("/", 1)[-1] or getattr(media, "name", "") or child.name or "",
            path=path,
            start=first,
            rate=exact_rate(known.duration.rate) if known is not None and known.duration.rate > 0 else None,
            speed=self.dialect.speed(child),
        )

    def _mark(self, thing: Any, at: Fraction, first: Fraction, where: str) -> None:
        """Keep the markers of an item, which stand in its source's time, or of a stack."""
        for marker in thing.markers:
            begin = at + (seconds(marker.marked_range.start_time) - first) * self.rate
            length = max(ZERO, seconds(marker.marked_range.duration) * self.rate)
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
