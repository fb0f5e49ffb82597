"""Transitions of the render that the timeline does not have."""

from __future__ import annotations

from timeline.analyse.conform import words
from timeline.analyse.conform.edits import NEARBY
from timeline.analyse.conform.laid import Laid, exhibit
from timeline.analyse.conform.marks import Mark
from timeline.analyse.conform.pictures import Views
from timeline.model.conformity import Difference, Join, Place
from timeline.model.edit import Transition


def extras(laid: Laid, views: Views, made: list[Place]) -> list[Difference]:
    """What the detector counted and nothing in the timeline, its sources or what was told already accounts for."""
    used = set(laid.matched.values())
    within = [run for change in laid.changes if change.inserted for run in [change.inserted]]
    first, last = min(used), max(used)
    found = []
    for number, mark in enumerate(laid.seen):
        told = number in used or not first <= number <= last or any(a <= number <= b for a, b in within)
        if told or not mark.sure or mark.transition is None:
            continue
        if not _accounted(mark.transition, laid, views, made):
            found.append(_extra(mark, laid))
    return found


def _accounted(seen: Transition, laid: Laid, views: Views, made: list[Place]) -> bool:
    """Whether it is part of a transition of the timeline, or of what the source itself shows."""
    for place in made:
        if place.found is not None and _inside(seen, place.found):
            return True
        if place.wanted.frames and place.verdict != "removed" and _inside(seen, _moved(place)):
            return True
    at = seen.edit_point if seen.edit_point is not None else seen.start
    shot = _shot_at(laid, at)
    return shot is not None and views.explains(shot, seen.start - 2, seen.stop + 2, laid)


def _moved(place: Place) -> Join:
    """The transition that was wanted, where it should lie in the render."""
    away = place.expected - (place.wanted.edit_point or 0)
    own = place.wanted
    return Join(kind=own.kind, start=own.start + away, stop=own.stop + away, edit_point=place.expected)


def _inside(seen: Transition, span: Join) -> bool:
    """Whether a transition lies within a span, or is what is left of its ends."""
    return (
        span.start - NEARBY <= seen.start
        and seen.stop <= span.stop + NEARBY
        and (span.frames > 0 or seen.start <= span.start <= seen.stop)
    )


def _shot_at(laid: Laid, frame: int) -> int | None:
    """Shot of the timeline that a frame of the render belongs to."""
    for number in range(len(laid.timeline.shots)):
        if (
            laid.wanted[number].at + laid.offsets[number]
            <= frame
            < laid.wanted[number + 1].at + laid.offsets[number + 1]
        ):
            return number
    return None


def _extra(mark: Mark, laid: Laid) -> Difference:
    seen = mark.transition
    assert seen is not None
    what = words.kind(seen.kind, seen.stop - seen.start)
    shot = _shot_at(laid, mark.at)
    at = laid.scale.to_timeline(mark.at - (laid.offsets[shot] if shot is not None else 0))
    place = f" in {words.shots(shot, shot + 1)}" if shot is not None else ""
    return Difference(
        kind="extra",
        title=f"Extra {what}",
        sentence=f"The render has a {what} at frame {mark.at}{place} (frame {at} of the timeline); the timeline has "
        "none there.",
        timeline=(at, at),
        render=(seen.start, seen.stop),
        shots=() if shot is None else (shot,),
        confidence=seen.confidence,
        evidence=(exhibit(laid, "found", seen.start - 1, seen.start, seen.stop),),
    )
