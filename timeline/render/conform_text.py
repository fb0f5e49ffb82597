"""How a conformity is put in words, the same in the terminal, on the page and in JUnit."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from timeline.model.conformity import Conformity, Difference, Place, Reel
from timeline.render.text import decimal, plural, rate_text, whole
from timeline.timecode import TimecodeBasis, can_drop, reads_as_drop

HEADLINE = {"conforms": "Conforms", "differs": "Differs", "unrelated": "Another edit"}
TONE = {"conforms": "good", "differs": "error", "unrelated": "error"}
WITNESS = {
    "detector": "the detector",
    "pictures": "the render's pictures",
    "sources": "the sources' pictures",
    "none": "nothing seen",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Labels:
    """Writes frames of one side: timecode where it states or counts one, and the number."""

    basis: TimecodeBasis
    timecode: bool

    @classmethod
    def of(cls, reel: Reel) -> Labels:
        """Labels of one side."""
        drop = bool(reel.start and reads_as_drop(reel.start) and can_drop(reel.rate))
        start = TimecodeBasis(rate=reel.rate, drop=drop).number(reel.start) if reel.start else 0
        return cls(basis=TimecodeBasis(rate=reel.rate, drop=drop, start=start), timecode=not reel.varies)

    def at(self, frame: int) -> str:
        """Label of a frame; its number where the rate varies."""
        return self.basis.label(frame) if self.timecode else f"frame {whole(frame)}"


def tone(difference: Difference) -> str:
    """Sign of a difference: an error, or only to be known."""
    return "error" if difference.counted else "info"


def reel_text(reel: Reel) -> str:
    """``250 f, 10.00 s, 25 fps, from 01:00:00:00``."""
    start = f", from {reel.start}" if reel.start else ""
    rate = rate_text(reel.rate, "variable" if reel.varies else "constant")
    return f"{whole(reel.frames)} f, {decimal(reel.duration)} s, {rate}{start}"


def tally(conformity: Conformity) -> str:
    """How many edit points stand where: ``9 in place, 1 off, 2 cannot be seen``."""
    if not conformity.places:
        return "" if conformity.outcome == "unrelated" else "the timeline has no edit point"
    counts = {
        "in place": conformity.count("in place"),
        "off": conformity.count("off"),
        "of another kind or length": conformity.count("other transition"),
        "missing": conformity.count("missing"),
        "gone with a shot": conformity.count("removed"),
        "that cannot be seen": conformity.count("cannot be seen"),
    }
    total = plural(len(conformity.places), "edit point")
    return f"{total}: " + ", ".join(f"{whole(count)} {name}" for name, count in counts.items() if count)


def length_text(conformity: Conformity) -> str:
    """By how much the lengths differ, leader and tail left out; empty where they do not."""
    if conformity.outcome == "unrelated":
        return ""
    programme = conformity.render.frames - conformity.leader.frames - conformity.tail.frames
    if conformity.basis == "frames":
        off = programme - conformity.timeline.frames
        if not off:
            return ""
        return f"the render is {plural(abs(off), 'frame')} {'longer' if off > 0 else 'shorter'} than the timeline"
    gone = Fraction(conformity.leader.frames + conformity.tail.frames) / conformity.render.rate
    late = conformity.render.duration - gone - conformity.timeline.duration
    if abs(late) * conformity.render.rate <= 1:
        return ""
    return f"the render is {decimal(abs(late))} s {'longer' if late > 0 else 'shorter'} than the timeline"


def found_text(place: Place) -> str:
    """Where an edit point was found in the render."""
    if place.found is None:
        return "–"
    at = place.found.edit_point if place.found.edit_point is not None else place.found.start
    return whole(at)


def kind_text(place: Place) -> str:
    """``cut``, ``dissolve of 12 f``, with what it is in the render where that differs."""
    own = _kind(place.wanted.kind.value, place.wanted.frames)
    if place.found is None or place.verdict != "other transition":
        return own
    return f"{own}, in the render {_kind(place.found.kind.value, place.found.frames)}"


def _kind(name: str, frames: int) -> str:
    return f"{name.replace('_', ' ')} of {frames} f" if frames else name
