"""Storylines of FCPXML into tracks: what follows what, what hangs on what, what is nested in what."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from timeline.errors import SequenceError
from timeline.interchange.fcpxml_times import rate_of, seconds
from timeline.interchange.markup import place
from timeline.interchange.reading import MOST_DEPTH, MOST_FRAMES, MOST_ITEMS, Log
from timeline.interchange.transitions import kind_of
from timeline.model.edit import Kind
from timeline.model.sequence import Item, Origin, Sequence, Track, WrittenMarker, WrittenTransition

CLIPS = frozenset({"clip", "asset-clip", "video", "audio", "title", "ref-clip", "sync-clip", "mc-clip", "live-drawing"})
# Elements that lie in time; every other child of a clip describes it.
TIMED = CLIPS | {"gap", "spine", "audition", "transition"}
ZERO = Fraction(0)


@dataclass(slots=True, kw_only=True)
class Lanes:
    """Tracks in the making by lane; lane 0 is the storyline that the others hang on."""

    items: dict[int, list[Item]] = field(default_factory=lambda: {0: []})
    transitions: dict[int, list[WrittenTransition]] = field(default_factory=dict)

    def tracks(self) -> tuple[tuple[Track, ...], int]:
        """Tracks from the lowest lane up, and the index of the storyline among them."""
        lanes = sorted(self.items)
        made = tuple(
            Track(items=tuple(self.items[lane]), transitions=tuple(self.transitions.get(lane, ()))) for lane in lanes
        )
        return made, lanes.index(0)


@dataclass(slots=True, kw_only=True)
class Story:
    """Walks storylines; ``rate`` is the outermost sequence's, in whose frames everything is laid."""

    rate: Fraction
    resources: dict[str, Any]
    log: Log
    markers: list[WrittenMarker] = field(default_factory=list)
    nested: dict[Any, Sequence] = field(default_factory=dict)
    opening: set[Any] = field(default_factory=set)
    count: int = 0

    def sequence(self, element: Any, depth: int = 0) -> tuple[tuple[Track, ...], int]:
        """Tracks of a ``sequence`` element, in frames from its start."""
        lanes = Lanes()
        spine = element.find("spine")
        if spine is not None:
            self._line(spine, lanes, 0, -(seconds(element, "tcStart") or ZERO), depth)
        return lanes.tracks()

    def _line(self, line: Any, lanes: Lanes, lane: int, shift: Fraction, depth: int) -> None:
        """Lay a storyline's elements on a lane; ``shift`` takes its own time to that of the sequence, in seconds."""
        at: Fraction | None = None
        waiting: list[tuple[Any, Fraction, Fraction]] = []
        for element in line:
            if element.tag not in TIMED:
                continue
            element = self._shown(element)
            if element is None:
                continue
            begin = seconds(element, "offset", at if at is not None else -shift) or ZERO
            length = self._length(element)
            if element.tag == "transition":
                if element.find("filter-video") is not None or element.find("filter-audio") is None:
                    waiting.append((element, begin + shift, begin + shift + length))
                self._mark(element, begin + shift, depth)
                continue
            self._lay(element, lanes, lane, begin + shift, length, depth)
            at = begin + length
            self._lead(waiting, lanes, lane, (begin + shift) * self.rate)
        self._lead(waiting, lanes, lane, None if at is None else (at + shift) * self.rate)

    def _lead(
        self, waiting: list[tuple[Any, Fraction, Fraction]], lanes: Lanes, lane: int, cut: Fraction | None
    ) -> None:
        """Place transitions that waited for the element after them, whose start is where the two meet."""
        for element, start, stop in waiting:
            low, high = start * self.rate, stop * self.rate
            name = element.get("name") or ""
            meet = (low + high) / 2 if cut is None else cut
            if not low <= meet <= high:
                self.log.note("stray transition", f"'{name}' lies over no edit point of its storyline", place(element))
                continue
            lanes.transitions.setdefault(lane, []).append(
                WrittenTransition(
                    kind=kind_of(name, Kind.OTHER), start=low, cut=meet, stop=high, name=name, where=place(element)
                )
            )
        waiting.clear()

    def _shown(self, element: Any) -> Any:
        """What an element shows: of an audition its first choice, placed where the audition lies."""
        if element.tag != "audition":
            return element
        choice = next((one for one in element if one.tag in CLIPS), None)
        if choice is None:
            self.log.note("empty audition", "an audition holds no clip and is left out", place(element))
            return None
        for name in ("offset", "lane"):
            if element.get(name) is not None:
                choice.set(name, element.get(name))
        return choice

    def _length(self, element: Any) -> Fraction:
        """Duration in seconds: stated, else that of what is referred to."""
        stated = seconds(element, "duration")
        if stated is None:
            source = self.resources.get(element.get("ref"))
            inner = None if source is None else source.find("sequence") if source.tag == "media" else source
            stated = None if inner is None else seconds(inner, "duration")
        if stated is None:
            raise SequenceError(f"an element states no duration ({place(element)})")
        if stated < 0:
            raise SequenceError(f"an element lasts less than nothing ({place(element)})")
        return stated

    def _lay(self, element: Any, lanes: Lanes, lane: int, begin: Fraction, length: Fraction, depth: int) -> None:
        """Lay one element and whatever hangs on it; ``begin`` in seconds of the sequence."""
        self.count += 1
        if self.count > MOST_ITEMS or depth > MOST_DEPTH:
            raise SequenceError(f"more clips or deeper nesting than a timeline can have ({place(element)})")
        start, stop = begin * self.rate, (begin + length) * self.rate
        if not 0 <= start <= stop <= MOST_FRAMES:
            raise SequenceError(f"an element lies before the start or beyond any timeline ({place(element)})")
        if element.tag == "gap":
            item = Item(kind="gap", start=start, stop=stop, where=place(element))
        else:
            item = self._clip(element, lane, start, stop, depth)
        if lane == 0 or item.kind == "gap" or not item.black:
            lanes.items.setdefault(lane, []).append(item)
        self._mark(element, begin, depth)
        own = begin - (seconds(element, "start") or ZERO)
        for child in element:
            hangs = child.get("lane")
            if child.tag in TIMED and hangs is not None and child.tag != "transition":
                self._hang(child, lanes, lane + self._lane(child, hangs), own, depth)

    def _lane(self, element: Any, text: str) -> int:
        try:
            number = int(text[:6])
        except ValueError:
            raise SequenceError(f'lane="{text[:20]}" is no number ({place(element)})') from None
        return number

    def _hang(self, child: Any, lanes: Lanes, lane: int, own: Fraction, depth: int) -> None:
        """Lay what hangs on a clip: a storyline of its own, or one element."""
        shown = self._shown(child)
        if shown is None:
            return
        begin = (seconds(shown, "offset") or ZERO) + own
        if shown.tag == "spine":
            self._line(shown, lanes, lane, begin, depth + 1)
        else:
            self._lay(shown, lanes, lane, begin, self._length(shown), depth + 1)

    def _clip(self, element: Any, lane: int, start: Fraction, stop: Fraction, depth: int) -> Item:
        inner, inset = self._inside(element, depth)
        own = seconds(element, "start")
        asset = self._asset(element)
        return Item(
            kind="clip",
            start=start,
            stop=stop,
            name=element.get("name") or "",
            origin=Origin(
                name=(asset.get("name") if asset is not None else None)
                or element.get("name")
                or element.get("ref")
                or "",
                path=_path(asset),
                start=None if inner is not None else own if own is not None else _first(asset),
                rate=self._asset_rate(asset),
                speed=self._speed(element),
            ),
            enabled=element.get("enabled") != "0",
            overlay=element.tag == "title" and lane > 0,
            black=not self._has_picture(element, asset),
            nested=inner,
            inset=inset,
            where=place(element),
        )

    def _inside(self, element: Any, depth: int) -> tuple[Sequence | None, Fraction]:
        """The sequence that plays inside a compound, multicam or synchronised clip, and where in it the clip begins."""
        own = seconds(element, "start") or ZERO
        media = self.resources.get(element.get("ref"))
        if element.tag == "ref-clip" and media is not None and (inner := media.find("sequence")) is not None:
            first = seconds(inner, "tcStart") or ZERO
            return self._opened(inner, depth), max(ZERO, own - first) if element.get("start") is not None else ZERO
        if element.tag == "mc-clip" and media is not None and (multicam := media.find("multicam")) is not None:
            angle = self._angle(element, multicam)
            first = seconds(multicam, "tcStart") or ZERO
            return (None if angle is None else self._opened(angle, depth, -first)), max(ZERO, own - first)
        if element.tag in ("sync-clip", "clip") and len(_contained(element)) > 1:
            return self._opened(element, depth, -own), ZERO
        return None, ZERO

    def _angle(self, element: Any, multicam: Any) -> Any:
        """Angle whose picture is shown: the one switched on for video, else the first."""
        wanted = next(
            (
                one.get("angleID")
                for one in element.iterfind("mc-source")
                if one.get("srcEnable", "all") in ("all", "video")
            ),
            None,
        )
        angles = multicam.findall("mc-angle")
        found = next((one for one in angles if one.get("angleID") == wanted), None)
        if found is None and angles:
            self.log.note("angle", "no angle is switched on for picture; the first is shown", place(element))
            found = angles[0]
        return found

    def _opened(self, inner: Any, depth: int, shift: Fraction | None = None) -> Sequence | None:
        """A nested sequence, read once however often it is used; one that holds itself is left closed."""
        if inner in self.opening or depth >= MOST_DEPTH:
            self.log.note("nested in itself", "a clip holds itself, or is nested too deep; left closed", place(inner))
            return None
        if inner not in self.nested:
            self.opening.add(inner)
            if shift is None:
                tracks, main = self.sequence(inner, depth + 1)
            else:
                lanes = Lanes()
                self._line(_spine_of(inner), lanes, 0, shift, depth + 1)
                tracks, main = lanes.tracks()
            self.nested[inner] = Sequence(
                name=inner.get("name") or "", format="FCPXML", rate=self.rate, tracks=tracks, main=main
            )
            self.opening.discard(inner)
        return self.nested[inner]

    def _asset(self, element: Any) -> Any:
        """The asset that a clip shows: its own, or that of the first picture inside it."""
        if element.tag in ("clip", "sync-clip"):
            inside = next((one for one in element.iter("video", "asset-clip") if one is not element), None)
            return None if inside is None else self.resources.get(inside.get("ref"))
        found = self.resources.get(element.get("ref"))
        return found if found is not None and found.tag == "asset" else None

    def _has_picture(self, element: Any, asset: Any) -> bool:
        if element.tag == "audio" or element.get("srcEnable") == "audio":
            return False
        if element.tag == "clip" and element.find(".//video") is None and element.find(".//asset-clip") is None:
            return element.find(".//audio") is None
        return asset is None or asset.get("hasVideo") == "1" or asset.get("hasAudio") != "1"

    def _asset_rate(self, asset: Any) -> Fraction | None:
        format = None if asset is None else self.resources.get(asset.get("format"))
        return None if format is None or format.tag != "format" else rate_of(format)

    def _speed(self, element: Any) -> Fraction:
        """Speed of a time map, end to end; one that bends in between is named."""
        points = element.findall("timeMap/timept")
        places = [(seconds(one, "time") or ZERO, seconds(one, "value") or ZERO) for one in points]
        if len(places) < 2 or places[0][0] == places[-1][0]:
            return Fraction(1)
        slopes = {(b[1] - a[1]) / (b[0] - a[0]) for a, b in itertools.pairwise(places) if a[0] != b[0]}
        if len(slopes) > 1:
            self.log.note("varying speed", "the speed changes within the clip; its mean is given", place(element))
        return (places[-1][1] - places[0][1]) / (places[-1][0] - places[0][0])

    def _mark(self, element: Any, begin: Fraction, depth: int) -> None:
        """Keep an element's markers, which stand in its own time; those of nested sequences stay inside."""
        if depth:
            return
        own = seconds(element, "start") or ZERO
        for marker in element:
            if marker.tag not in ("marker", "chapter-marker", "todo-marker"):
                continue
            at = ((seconds(marker, "start") or ZERO) - own + begin) * self.rate
            length = max(ZERO, (seconds(marker, "duration") or ZERO) * self.rate)
            self.markers.append(
                WrittenMarker(
                    start=at,
                    stop=at + length,
                    name=marker.get("value") or "",
                    note=marker.get("note") or "",
                    where=place(marker),
                )
            )


def _contained(element: Any) -> list[Any]:
    """What lies inside a clip rather than on it."""
    return list(_inner(element))


def _inner(element: Any) -> Iterator[Any]:
    for child in element:
        if child.tag in TIMED and child.get("lane") is None:
            yield from (one for one in child if one.tag in TIMED) if child.tag == "spine" else (child,)


def _spine_of(element: Any) -> Any:
    """The storyline inside a clip: its spine, else what the clip itself contains."""
    spine = element.find("spine")
    return [one for one in element if one.tag in TIMED and one.get("lane") is None] if spine is None else spine


def _path(asset: Any) -> str:
    if asset is None:
        return ""
    media = asset.find("media-rep")
    return (media.get("src") if media is not None else asset.get("src")) or ""


def _first(asset: Any) -> Fraction | None:
    return None if asset is None else seconds(asset, "start")
