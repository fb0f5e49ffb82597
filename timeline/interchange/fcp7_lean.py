"""A lean copy of an FCP7 XML for the adapter: every sequence on its own, nothing but picture, each item checked.

What the adapter would lose is written as plain elements, which it keeps as metadata: ``from``, ``cut`` and ``to``
(frames of the sequence, since it lays items end to end and displaces what follows a fade before a gap), ``nests``
(number of the sequence inside), ``percent`` (speed), ``category`` (of a transition's effect), ``draws`` (what a
generator draws).
"""

from __future__ import annotations

import copy
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from lxml import etree

from timeline.errors import SequenceError
from timeline.interchange.markup import place
from timeline.interchange.reading import MOST_FRAMES, MOST_ITEMS, Log

ITEMS = ("clipitem", "generatoritem", "transitionitem")
_FILE = ("name", "pathurl", "rate", "timecode", "duration", "mediaSource")


@dataclass(slots=True, kw_only=True)
class Lean:
    """Makes the copy. ``sequences``: definitions in the order of the copy, ``numbers`` by identity."""

    root: Any
    log: Log
    sequences: list[Any] = field(default_factory=list)
    numbers: dict[int, int] = field(default_factory=dict)
    definitions: dict[tuple[str, str], Any] = field(default_factory=dict)
    count: int = 0

    def make(self, path: Path) -> Any:
        """Root of the copy, one sequence after the other.

        Raises:
            SequenceError: the file holds no sequence.
        """
        for element in self.root.iter("sequence", "file", "clipitem", "generatoritem"):
            if element.get("id") and len(element):
                self.definitions.setdefault((element.tag, element.get("id")), element)
        self.sequences = [element for element in self.root.iter("sequence") if element.find("media") is not None]
        self.numbers = {id(element): n for n, element in enumerate(self.sequences)}
        if not self.sequences:
            raise SequenceError(f"'{path}' is FCP7 XML, but holds no sequence")
        made = etree.Element("xmeml", version="4")
        for element in self.sequences:
            made.append(self._sequence(element))
        return made

    @property
    def top(self) -> list[int]:
        """Numbers of the sequences that stand on their own: in the file or a bin, and nested nowhere."""
        inside = {id(self._meant(element)) for element in self.root.iterfind(".//clipitem/sequence")}
        alone = [n for n, element in enumerate(self.sequences) if id(element) not in inside]
        return alone or list(range(len(self.sequences)))

    def _meant(self, element: Any) -> Any:
        """Definition that an element with an id stands for, which may follow it; the element itself without one."""
        return self.definitions.get((element.tag, element.get("id") or ""), element)

    def _sequence(self, element: Any) -> Any:
        made = etree.Element("sequence")
        _copy(element, made, ("name", "duration", "timecode", "marker"))
        _rate(made, element)
        media = etree.SubElement(etree.SubElement(made, "media"), "video")
        for track in element.iterfind("media/video/track"):
            media.append(self._track(track, element))
        return made

    def _track(self, track: Any, sequence: Any) -> Any:
        made, end = etree.Element("track"), 0
        _rate(made, sequence)
        _copy(track, made, ("name", "enabled"))
        items = [self._meant(one) for one in track if one.tag in ITEMS]
        for before, item, after in zip([None, *items], items, [*items[1:], None], strict=False):
            self.count += 1
            if self.count > MOST_ITEMS:
                raise SequenceError(f"more than {MOST_ITEMS:,} items; no timeline has so many")
            span = _span(item, before, after)
            if span is None:
                self.log.note("no range", "an item states no range of frames and is left out", place(item))
            elif item.tag == "transitionitem":
                made.append(_transition(item, span))
            else:
                if span[0] < end:
                    over = f"a clip overlaps the one before by {end - span[0]:,} frames"
                    self.log.note("overlap", f"{over}; the later one is seen", place(item), span[0])
                made.append(self._clip(item, span, before, sequence))
                end = max(end, span[1])
        return made

    def _clip(self, item: Any, span: tuple[int, int], before: Any, sequence: Any) -> Any:
        """A clip with what the adapter needs: its range, its media, and where in it the range begins."""
        made = etree.Element("clipitem")
        _rate(made, item, sequence)
        _copy(item, made, ("name", "enabled", "marker"))
        start, end = span
        lead = start - (whole(before, "start") or 0) if whole(item, "start") == -1 and before is not None else 0
        begin = (whole(item, "in") or 0) + lead
        for name, value in (("start", start), ("end", end), ("in", begin), ("out", begin + end - start)):
            etree.SubElement(made, name).text = str(value)
        _note(made, "from", start)
        _note(made, "to", end)
        _note(made, "percent", _percent(item))
        _note(made, "draws", self._draws(item))
        inner = item.find("sequence")
        meant = None if inner is None else self._meant(inner)
        if meant is not None and meant.find("media") is not None:
            _note(made, "nests", self.numbers[id(meant)])
        file = item.find("file")
        media = etree.SubElement(made, "file")
        if file is not None:
            _copy(self._meant(file), media, _FILE)
        return made

    def _draws(self, item: Any) -> str:
        """What a generator draws, by its effect or its media source; empty for what was shot."""
        file = item.find("file")
        words = [item.findtext("effect/effectid"), None if file is None else self._meant(file).findtext("mediaSource")]
        return " ".join(word for word in words if word)


def _span(item: Any, before: Any, after: Any) -> tuple[int, int] | None:
    """Frames that an item covers: its own, or up to where the transition beside it meets; ``None`` without any."""
    start, end = whole(item, "start"), whole(item, "end")
    start = _meeting(before) if start == -1 else start
    end = _meeting(after) if end == -1 else end
    return (start, end) if start is not None and end is not None and 0 <= start < end <= MOST_FRAMES else None


def _meeting(transition: Any) -> int | None:
    """Frame at which the two items of a transition meet, by its alignment."""
    if transition is None or transition.tag != "transitionitem":
        return None
    start, end = whole(transition, "start"), whole(transition, "end")
    if start is None or end is None:
        return None
    side = (transition.findtext("alignment") or "center").split("-")[0]
    return {"start": start, "end": end}.get(side, (start + end) // 2)


def _transition(item: Any, span: tuple[int, int]) -> Any:
    made = etree.Element("transitionitem")
    start, end = span
    for name, value in (("start", start), ("end", end)):
        etree.SubElement(made, name).text = str(value)
    etree.SubElement(made, "alignment").text = item.findtext("alignment") or "center"
    name = item.findtext("effect/name") or ""
    etree.SubElement(etree.SubElement(made, "effect"), "name").text = name
    _note(made, "from", start)
    _note(made, "cut", _meeting(item))
    _note(made, "to", end)
    _note(made, "category", item.findtext("effect/effectcategory") or item.findtext("effect/wipecode") or "")
    return made


def _percent(item: Any) -> str:
    """Speed of a clip in percent as its time remap states it, empty at its own."""
    for effect in item.iterfind("filter/effect"):
        if (effect.findtext("effectid") or "").lower() != "timeremap":
            continue
        values = {
            one.findtext("parameterid"): (one.findtext("value") or "").strip() for one in effect.iter("parameter")
        }
        speed = values.get("speed") or "100"
        backwards = (values.get("reverse") or "").upper() == "TRUE" and not speed.startswith("-")
        return f"-{speed}" if backwards else speed
    return ""


def whole(element: Any, name: str) -> int | None:
    """Whole number of a child element, ``None`` where it has none."""
    text = (element.findtext(name) or "").strip() if element is not None else ""
    try:
        return int(text) if len(text) <= 18 else None
    except ValueError:
        return None


def _rate(made: Any, *sources: Any) -> None:
    """The rate of the first source that states one, whole: where a part is missing the adapter looks through all items
    of the track for it, at every item.
    """
    for source in sources:
        base = source.findtext("rate/timebase")
        if base is not None:
            rate = etree.SubElement(made, "rate")
            etree.SubElement(rate, "timebase").text = base
            etree.SubElement(rate, "ntsc").text = source.findtext("rate/ntsc") or "FALSE"
            return


def _note(element: Any, name: str, value: object) -> None:
    if value not in (None, ""):
        etree.SubElement(element, name).text = str(value)


def _copy(source: Any, target: Any, names: tuple[str, ...]) -> None:
    """Deep copies of the children of these names, without ids: what they refer to is resolved already."""
    for name in names:
        for child in source.iterfind(name):
            made = copy.deepcopy(child)
            for one in made.iter():
                one.attrib.pop("id", None)
            made.tail = None
            target.append(made)
