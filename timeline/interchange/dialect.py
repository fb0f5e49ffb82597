"""How OpenTimelineIO's objects are to be read where its adapters differ, and their times as exact rationals."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import opentimelineio as otio

from timeline.interchange.reading import exact_rate
from timeline.interchange.transitions import kind_of
from timeline.model.edit import Kind

# The environment may name a media linker, which would look for files; a reader opens none.
NO_LINKER = otio.media_linker.MediaLinkingPolicy.DoNotLinkMedia
# Adapters rescale through doubles: what lies so near a whole frame is one.
NEAR = Fraction(1, 1000)
_BLACK = ("slug", "black")
_SEE_THROUGH = ("text", "title", "graphic", "adjustment", "caption", "lower 3rd", "crawl")


def seconds(time: Any) -> Fraction:
    """Exact seconds of a RationalTime, whose rate is a rounded decimal."""
    return Fraction(time.value) / exact_rate(time.rate)


def frames(time: Any, rate: Fraction) -> Fraction:
    """A RationalTime in frames of a sequence, whole where it is but for rounding.

    A rate written 23.98 may stand for 24000/1001 or, where a program worked its times out by it, for itself: the
    reading that falls on a frame counts.
    """
    exact = seconds(time) * rate
    for value in (exact, Fraction(time.value) / Fraction(time.rate) * rate):
        if abs(value - round(value)) < NEAR:
            return Fraction(round(value))
    return exact


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Frames that an item or a transition covers, and where a transition's items meet."""

    start: int
    cut: int
    stop: int


@dataclass(slots=True, kw_only=True)
class Dialect:
    """Plain OpenTimelineIO; an adapter that says something otherwise has a dialect of its own."""

    title: str
    nests_in_clips: bool = False  # whether what plays inside is called a clip
    overlapping: bool = False  # whether transitions may leave an item less than nothing

    def rate(self, timeline: Any) -> Fraction | None:
        """Rate of a sequence where the format states one."""
        return None

    def facts(self, timeline: Any) -> tuple[bool | None, int, int]:
        """Whether its timecode is drop-frame, its width and its height; ``None`` and 0 where nothing says."""
        return None, 0, 0

    def enabled(self, item: Any) -> bool:
        """Whether an item or track is switched on."""
        return bool(getattr(item, "enabled", True))

    def speed(self, item: Any) -> Fraction:
        """Source seconds a second."""
        speed = Fraction(1)
        for effect in item.effects:
            if isinstance(effect, otio.schema.LinearTimeWarp):  # a FreezeFrame is one of speed 0
                speed *= Fraction(effect.time_scalar).limit_denominator(10**6)
        return speed

    def nested(self, item: Any) -> Any:
        """Composition that plays inside an item, ``None`` where none does."""
        return item if isinstance(item, otio.core.Composition) and len(item) else None

    def placed(self, item: Any) -> Span | None:
        """Where an item or transition lies, if the adapter displaces it."""
        return None

    def kind(self, transition: Any) -> Kind:
        """Kind of a transition: its name's, else a dissolve where it says so."""
        dissolve = transition.transition_type == otio.schema.TransitionTypes.SMPTE_Dissolve
        return kind_of(transition.name or "", Kind.DISSOLVE if dissolve else Kind.OTHER)

    def draws(self, item: Any) -> str:
        """What a generator draws, empty for what was shot."""
        media = getattr(item, "media_reference", None)
        return (
            str(media.generator_kind or media.name or "") if isinstance(media, otio.schema.GeneratorReference) else ""
        )


def is_black(drawn: str) -> bool:
    """Whether what a generator draws is black."""
    return any(word in drawn.lower() for word in _BLACK)


def is_overlay(drawn: str) -> bool:
    """Whether what a generator draws lets the picture beneath through."""
    return any(word in drawn.lower() for word in _SEE_THROUGH)
