"""What the shots of a timeline show, and the waivers of one brought over to the version at hand by that."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import replace
from fractions import Fraction
from pathlib import PurePosixPath, PureWindowsPath

from timeline.analyse.carrying import Placed, carry, here
from timeline.analyse.sources import ties_of
from timeline.interchange.seen import Seen
from timeline.model.edit import Shot, Timeline
from timeline.model.sequence import Origin
from timeline.model.waiver import Shown, Waiver
from timeline.profiles.write import line_text

UNNAMED = "without a name"
UNPLACED = "it does not say what its shot shows; give it on this timeline anew"
_ENDING = re.compile(r"\.[a-z][a-z0-9]{1,4}$", re.IGNORECASE)


def shown_of(seen: Seen, shots: Iterable[Shot]) -> tuple[Shown, ...]:
    """What each of ``shots`` shows, in order; they begin within the shots that are seen."""
    starts = [shot.start for shot in seen.timeline.shots]
    return tuple(_shown(shot, seen, bisect_right(starts, shot.start) - 1) for shot in shots)


def _shown(shot: Shot, seen: Seen, number: int) -> Shown:
    origin = seen.origins[number]
    if origin is None:
        return Shown(media="", start=shot.start, stop=shot.stop)
    first = origin.start
    if first is not None:
        first += (shot.start - seen.timeline.shots[number].start) / seen.timeline.clock.rate * origin.speed
    return Shown(media=media_of(origin), start=shot.start, stop=shot.stop, first=first, speed=origin.speed)


def media_of(origin: Origin) -> str:
    """Name of the media, without its folder and its ending, so that a proxy is the same."""
    named = PureWindowsPath(PurePosixPath(origin.path).name).name or origin.name or origin.reel
    return line_text(_ENDING.sub("", named) or named or UNNAMED)


def about(waiver: Waiver, shown: Sequence[Shown], rate: Fraction) -> Waiver:
    """A waiver with what it is about: its shots, and those beside them."""
    if waiver.start is None or waiver.stop is None:
        return replace(waiver, rate=None, shown=())
    low, high = waiver.start - 1, waiver.stop + 1
    return replace(waiver, rate=rate, shown=tuple(s for s in shown if s.start < high and s.stop > low))


def placed(waivers: Sequence[Waiver], content: str, seen: Seen, timeline: Timeline) -> tuple[Placed, ...]:
    """Each waiver in the timeline of that content, as seen and as far as it is inspected, in order."""
    whole, now = frozenset(shown_of(seen, seen.timeline.shots)), shown_of(seen, timeline.shots)

    def place(waiver: Waiver) -> Placed:
        if waiver.version == content and (waiver.start is None or whole.issuperset(waiver.shown)):
            return here(waiver)
        if waiver.start is not None and not waiver.shown:
            return Placed(waiver=waiver, idle=UNPLACED)
        then = _at(waiver, timeline.clock.rate)
        last = max((each.stop for each in then.shown), default=0)  # it is kept with the shot after it, if there is one
        found = carry(then, ties_of(then.shown, now, timeline.clock.rate), last, timeline)
        return replace(found, waiver=waiver)

    return tuple(map(place, waivers))


def _at(waiver: Waiver, rate: Fraction) -> Waiver:
    """A waiver in frames of another rate."""
    if waiver.start is None or waiver.stop is None or waiver.rate in (None, rate):
        return waiver
    faster = rate / (waiver.rate or rate)

    def moved(frame: int) -> int:
        return round(frame * faster)

    shown = tuple(
        replace(each, start=moved(each.start), stop=max(moved(each.start) + 1, moved(each.stop)))
        for each in waiver.shown
    )
    return replace(waiver, start=moved(waiver.start), stop=moved(waiver.stop), shown=shown)
