"""Reads FCP7 XML (xmeml) through OpenTimelineIO's adapter, past what that adapter leaves out.

otio-fcp-adapter 1.0.0 drops the ``enabled`` flag into metadata, reads every nested sequence as an empty stack, calls
every transition a dissolve, knows no speed, needs a clip's ``in`` and a transition's ``alignment``, takes ids of
different elements for one, finds a definition only before its use, and displaces what follows a fade before a gap. So
it gets a lean copy of the file in which that is mended, or noted where it keeps it: in the metadata of the item.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import opentimelineio as otio
from lxml import etree

from timeline.errors import SequenceError
from timeline.interchange.composition import sequence_of
from timeline.interchange.dialect import NO_LINKER, Dialect, Span
from timeline.interchange.fcp7_lean import Lean, whole
from timeline.interchange.markup import parse, place
from timeline.interchange.reading import Ask, Log, exact_rate, one_line
from timeline.interchange.transitions import kind_of
from timeline.model.edit import Kind
from timeline.model.sequence import Sequence
from timeline.timebase import NTSC_RATES

NAMESPACE = "fcp_xml"


def read(path: Path, ask: Ask) -> Sequence:
    """Read one file.

    Raises:
        SequenceError: no FCP7 XML, no sequence with picture in it, or numbers that are none.
    """
    root, log = parse(path), Log()
    if root.tag != "xmeml":
        raise SequenceError(f"'{path}' is no FCP7 XML: its root is <{root.tag}>")
    lean = Lean(root=root, log=log)
    text = etree.tostring(lean.make(path), encoding="unicode")
    try:
        found = otio.adapters.read_from_string(text, "fcp_xml", media_linker_name=NO_LINKER)
    except Exception as error:  # the adapter raises whatever an element that is missing leads it to
        what = "an element that FCP7 XML needs is missing, or holds no number"
        raise SequenceError(f"'{path}': {what} ({one_line(error)})") from error
    every = [found] if isinstance(found, otio.schema.Timeline) else list(found)
    dialect = Fcp7(title=f"FCP7 XML {root.get('version') or ''}".strip(), sequences=every, lean=lean)
    return sequence_of([every[n] for n in lean.top], path, ask, log, dialect)


@dataclass(slots=True, kw_only=True)
class Fcp7(Dialect):
    """What the lean copy noted, read back from where the adapter keeps it."""

    sequences: list[Any]
    lean: Lean
    nests_in_clips: bool = True

    def rate(self, timeline: Any) -> Fraction | None:
        """Rate that the sequence itself states: its clips' own rates may differ."""
        return rate_of(self._element(timeline), self.lean.log)

    def facts(self, timeline: Any) -> tuple[bool | None, int, int]:
        """Whether timecode is drop-frame, width and height, as the sequence states them."""
        element = self._element(timeline)
        shown = (element.findtext("timecode/displayformat") or "").upper()
        stated = "media/video/format/samplecharacteristics"
        size = [whole(element, f"{stated}/{side}") or 0 for side in ("width", "height")]
        if (element.findtext(f"{stated}/pixelaspectratio") or "square").lower() != "square":
            size = [0, 0]  # a name such as NTSC-601 stands for more than one shape
        return {"DF": True, "NDF": False}.get(shown), max(0, size[0]), max(0, size[1])

    def _element(self, timeline: Any) -> Any:
        return self.lean.sequences[next(n for n, one in enumerate(self.sequences) if one is timeline)]

    def enabled(self, item: Any) -> bool:
        """The flag that the adapter drops into metadata."""
        return str(_noted(item, "enabled") or "").strip().upper() != "FALSE"

    def speed(self, item: Any) -> Fraction:
        """Percent of a time remap."""
        try:
            return Fraction(str(_noted(item, "percent") or 100)) / 100
        except (ValueError, ZeroDivisionError):
            return Fraction(1)

    def nested(self, item: Any) -> Any:
        """The sequence that the adapter leaves empty."""
        number = _noted(item, "nests")
        return None if number is None else self.sequences[int(number)]

    def placed(self, item: Any) -> Span | None:
        """Range in the sequence, as the file states it."""
        start, cut, stop = (_noted(item, name) for name in ("from", "cut", "to"))
        return None if start is None else Span(start=int(start), cut=int(cut or start), stop=int(stop))

    def kind(self, transition: Any) -> Kind:
        """Kind by the effect's name, else by its category; the adapter calls all of them dissolves."""
        category = str(_noted(transition, "category") or "")
        return kind_of(transition.name or "", kind_of(category, Kind.OTHER if transition.name else Kind.DISSOLVE))

    def draws(self, item: Any) -> str:
        """What a generator draws."""
        return str(_noted(item, "draws") or "")


def _noted(item: Any, name: str) -> Any:
    return item.metadata.get(NAMESPACE, {}).get(name)


def rate_of(element: Any, log: Log) -> Fraction | None:
    """Rate of a ``rate`` child: the time base, slowed by 1000/1001 where ``ntsc`` says so; ``None`` without one."""
    text = (element.findtext("rate/timebase") or "").strip()
    try:
        base = exact_rate(float(text))
    except ValueError:
        return None
    if (element.findtext("rate/ntsc") or "").strip().upper() != "TRUE" or base.denominator != 1:
        return base
    slowed = base * 1000 / 1001
    if slowed not in NTSC_RATES:
        log.note(
            "ntsc flag",
            f"its rate is {base} with the ntsc flag, which {base} does not have; read as {base}",
            place(element),
        )
        return base
    return slowed
