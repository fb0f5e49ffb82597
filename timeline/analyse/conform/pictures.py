"""What the source media say of a laid timeline: which shots look like their source, and where each edit really lies."""

from __future__ import annotations

import statistics
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

import numpy as np

from timeline.analyse.conform.changes import Change
from timeline.analyse.conform.contents import contents
from timeline.analyse.conform.footage import Take, black_take
from timeline.analyse.conform.laid import Laid, realigned, settled
from timeline.analyse.conform.sources import ALIKE, OTHER, Course, Look, course_of, look_at
from timeline.kernels.likeness import apart
from timeline.model.edit import Timeline

STRANGE = 0.3
"""Median distance of all shots from their sources above which the render is taken for another grade or framing."""
FAR = 1000.0
"""Mean squared distance, in 8-bit codes, that a shot without pictures is taken to have."""
HANDLES = 48
"""Frames of a source that are kept on either side of a shot."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Views:
    """Looks of the shots that could be compared, and courses of the edges between two that look like their sources.

    ``origins``: frames by which all shots of one source lie off: then its timecode is counted otherwise there.
    ``strangers``: sources of which no shot looks like the media. ``trusted``: whether pictures may say anything.
    """

    takes: Mapping[int, Take]
    looks: Mapping[int, Look]
    courses: Mapping[int, Course]
    origins: Mapping[str, int]
    strangers: frozenset[str]
    trusted: bool

    def alike(self, shot: int) -> bool:
        """Whether a shot shows its source."""
        return self.trusted and shot in self.looks and self.looks[shot].apart <= ALIKE

    def other(self, shot: int) -> bool:
        """Whether a shot shows something else."""
        known = self.trusted and shot in self.looks and self.takes[shot].source not in self.strangers
        return known and self.looks[shot].apart >= OTHER

    def slip(self, shot: int) -> int:
        """Frames that a shot's content lies off its place in the source."""
        if not self.alike(shot):
            return 0
        return self.looks[shot].slip - self.origins.get(self.takes[shot].source, 0)

    def explains(self, shot: int, start: int, stop: int, laid: Laid) -> bool:
        """Whether frames ``[start, stop]`` of the render show what the shot's source shows there itself."""
        if not self.alike(shot) or self.slip(shot):
            return False
        frames = np.arange(max(0, start), min(laid.footage.frames - 1, stop) + 1)
        offset = self.looks[shot].offset - self.looks[shot].slip
        own = np.array([laid.scale.to_timeline(int(frame) - offset) for frame in frames])
        rows, held = self.takes[shot].at(own)
        inside = held & (own >= laid.timeline.shots[shot].start) & (own < laid.timeline.shots[shot].stop)
        if inside.sum() < 2:
            return False
        away = apart(laid.footage.signatures[frames[inside]], rows[inside])
        return bool(float(away.max()) <= ALIKE)


def with_black(timeline: Timeline, takes: Mapping[int, Take]) -> dict[int, Take]:
    """Takes of the media and of the timeline's black."""
    dark = {
        number: black_take(shot.start - HANDLES, shot.stop + HANDLES)
        for number, shot in enumerate(timeline.shots)
        if shot.kind == "black" and shot.source is None
    }
    return {**dark, **takes}


def removed_runs(laid: Laid, takes: Mapping[int, Take]) -> Laid:
    """Where several runs of shots explain a removal, put first the one whose absence the pictures bear out."""
    if not any(len(change.removed) > 1 for change in laid.changes):
        return laid
    return replace(laid, changes=tuple(_borne_out(change, laid, takes) for change in laid.changes))


def _borne_out(change: Change, laid: Laid, takes: Mapping[int, Take]) -> Change:
    def unlike(run: tuple[int, int]) -> float:
        found = []
        for shot in range(*change.shots):
            if shot in takes and not run[0] <= shot < run[1]:
                offset = change.before if shot < run[0] else change.after
                look = look_at(laid.timeline, shot, takes[shot], laid.footage, laid.scale, (offset, offset), (offset,))
                found.append(look.cost if look else FAR)
        return statistics.fmean(found) if found else 0.0

    return replace(change, removed=tuple(sorted(change.removed, key=unlike)))


def gone(changes: Iterable[Change]) -> set[int]:
    """Shots of the timeline that are not in the render."""
    return {shot for change in changes if change.removed for shot in range(*change.removed[0])}


def view(laid: Laid, takes: Mapping[int, Take]) -> Views:
    """Look at every shot that is in the render, then follow the edits between those that look like their sources."""
    absent = gone(laid.changes)
    looks = dict[int, Look]()
    for shot, take in takes.items():
        if shot in absent:
            continue
        places = (laid.around(shot), laid.within(shot))
        look = look_at(laid.timeline, shot, take, laid.footage, laid.scale, *places)
        if look is not None:
            looks[shot] = look
    media = {shot: look.apart for shot, look in looks.items() if takes[shot].source}
    strange = bool(media) and statistics.median(media.values()) > STRANGE
    views = Views(
        takes=takes,
        looks=looks,
        courses={},
        origins=_origins(takes, looks),
        strangers=_strangers(takes, media),
        trusted=bool(media) and not strange,
    )
    courses = dict[int, Course]()
    for edge in range(1, len(laid.timeline.shots)):
        course = _course(laid, views, edge)
        if course is not None:
            courses[edge] = course
    return replace(views, courses=courses)


def refined(laid: Laid, views: Views) -> Laid:
    """Laid anew by where the pictures of shots are and exactly where mixes lie, if anything stirs in the render.

    Where all stands as it should there is nothing to be told better.
    """
    calm = not laid.changes and not any(point.off for point in laid.edges)
    if not views.trusted or (calm and not any(views.other(shot) or views.slip(shot) for shot in views.looks)):
        return laid
    found = contents(laid, views.takes, range(len(laid.timeline.shots)))
    found = {shot: gap + views.origins.get(views.takes[shot].source, 0) for shot, gap in found.items()}
    better = realigned(laid, found)
    looked = view(better, views.takes)
    exact = {
        edge: _middle(course.start, course.stop) - laid.wanted[edge].at
        for edge, course in looked.courses.items()
        if laid.wanted[edge].gradual and course.start < course.stop and _as_long(laid, edge, course)
    }
    return settled(better, exact, found)


def _as_long(laid: Laid, edge: int, course: Course) -> bool:
    transition = laid.wanted[edge].transition
    return transition is not None and abs((course.stop - course.start) - (transition.stop - transition.start)) <= 1


def _middle(start: int, stop: int) -> int:
    return start + (stop - start) // 2


def _origins(takes: Mapping[int, Take], looks: Mapping[int, Look]) -> dict[str, int]:
    slips = defaultdict[str, list[int]](list)
    for shot, look in looks.items():
        if takes[shot].source and look.apart <= ALIKE:
            slips[takes[shot].source].append(look.slip)
    return {
        source: slip
        for source, found in slips.items()
        for slip, count in Counter(found).most_common(1)
        if slip and count >= 2 and count > len(found) / 2
    }


def _strangers(takes: Mapping[int, Take], media: Mapping[int, float]) -> frozenset[str]:
    """Sources with several shots of which none looks like the media: another file of that name."""
    by_source = defaultdict[str, list[float]](list)
    for shot, away in media.items():
        by_source[takes[shot].source].append(away)
    return frozenset(source for source, found in by_source.items() if len(found) > 1 and min(found) >= OTHER)


def _course(laid: Laid, views: Views, edge: int) -> Course | None:
    old, new = edge - 1, edge
    if not (views.alike(old) and views.alike(new)) or views.slip(old) or views.slip(new):
        return None
    offsets = (views.looks[old].offset, views.looks[new].offset)
    return course_of(
        laid.timeline.shots[new].start,
        _bounds(laid, edge, offsets),
        (views.takes[old], views.takes[new]),
        offsets,
        (views.looks[old].slip, views.looks[new].slip),
        laid.footage,
        laid.scale,
    )


def _bounds(laid: Laid, edge: int, offsets: tuple[int, int]) -> tuple[int, int]:
    """Frames of the render that show the two shots at an edge and nothing else, by the timeline's own transitions."""
    shots, led = laid.timeline.shots, {t.edit_point: t for t in laid.timeline.transitions}
    before, after = led.get(shots[edge - 1].start), led.get(shots[edge].stop)
    low = before.stop if before else shots[edge - 1].start
    high = after.start if after else shots[edge].stop
    return laid.scale.to_render(low) + offsets[0], laid.scale.to_render(high) + offsets[1]
