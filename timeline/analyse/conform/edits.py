"""The verdict on one edit point: what stands where it should, by the detector, the pictures and the sources."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from timeline.analyse.conform.footage import Footage
from timeline.analyse.conform.marks import FADES, STEP, Mark, runs_on, same_source
from timeline.analyse.conform.scale import Scale
from timeline.analyse.conform.sources import LEAST_APART, Course
from timeline.kernels.likeness import apart, shares, vectors
from timeline.model.conformity import Join, PlaceFinding, PlaceVerdict, Witness
from timeline.model.edit import INSTANT, Kind, Shot, Transition

ENDS = 3
"""Frames that the detector may be off at either end of a gradual transition."""
NEARBY = 2
"""Frames around its place within which a lone step in the picture is taken for the edit."""
CLEAR = 2.5
"""How far such a step must stand out of those around it."""
BUSY = 4.0
"""Change from frame to frame, in 8-bit codes, in which a cut can hide."""
SAME = 0.25
"""Pictures up to so far apart are taken as one shot going on."""
EFFECTS = frozenset({Kind.ZOOM, Kind.WHIP, Kind.FLASH})
SWEEPS = frozenset({Kind.WIPE, Kind.SLIDE})


class _Told(Protocol):
    """Makes the verdict of one comparison."""

    def __call__(self, verdict: PlaceVerdict, finding: PlaceFinding, off: int = 0) -> Verdict:
        """The verdict."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """An edit point as the timeline has it, with its shots and the offset at which the render should have it."""

    number: int
    transition: Transition
    before: Shot
    after: Shot
    offset: int
    scale: Scale

    @property
    def start(self) -> int:
        """First mixed frame in the render."""
        return self.scale.to_render(self.transition.start) + self.offset

    @property
    def stop(self) -> int:
        """The frame after the last mixed one in the render."""
        return self.scale.to_render(self.transition.stop) + self.offset

    @property
    def at(self) -> int:
        """Its edit point in the render."""
        return self.scale.to_render(self.transition.edit_point or 0) + self.offset

    @property
    def instant(self) -> bool:
        """Whether it is a cut."""
        return self.transition.kind in INSTANT

    @property
    def hidden(self) -> bool:
        """Whether nobody would see it: the source runs on."""
        return runs_on(self.before, self.after)

    @property
    def like(self) -> bool:
        """Whether both sides come from one source, so that it may be hard to see."""
        return same_source(self.before, self.after)


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What became of an edit point; ``finding`` says more of what is not in place."""

    verdict: PlaceVerdict
    witness: Witness
    found: Join | None = None
    off: int = 0
    finding: PlaceFinding = "same"
    confidence: float | None = None


def by_course(wanted: Wanted, course: Course, mark: Mark | None, footage: Footage) -> Verdict:
    """By the sources: exactly where the one gives way to the other."""
    confidence = mark.transition.confidence if mark and mark.transition and mark.sure else None
    if course.apart < LEAST_APART:
        if mark is not None and mark.sure:
            return by_detector(wanted, mark, footage)
        return Verdict(verdict="cannot be seen", witness="sources")
    kind = mark.transition.kind if mark and mark.transition and mark.sure else wanted.transition.kind
    if course.start == course.stop:
        kind = Kind.CUT
    elif kind in INSTANT:
        kind = Kind.DISSOLVE if wanted.instant else wanted.transition.kind
    middle = course.start + (course.stop - course.start) // 2
    found = Join(kind=kind, start=course.start, stop=course.stop, edit_point=middle)
    return _compared(wanted, found, "sources", confidence, _ends(wanted.transition.kind), 0, sure_of_kind=False)


def by_detector(wanted: Wanted, mark: Mark, footage: Footage) -> Verdict:
    """By what the detector found there, or, for a weak sign, by the picture itself."""
    assert mark.transition is not None
    seen = mark.transition
    found = Join(kind=seen.kind, start=seen.start, stop=seen.stop, edit_point=seen.edit_point)
    if not mark.sure:
        return _compared(wanted, found, "pictures", seen.confidence or None, ENDS, ENDS, sure_of_kind=False)
    if not wanted.instant and seen.kind not in INSTANT:
        found = _trued(wanted, found, footage)
    return _compared(wanted, found, "detector", seen.confidence, ENDS, ENDS, sure_of_kind=True)


def _trued(wanted: Wanted, found: Join, footage: Footage) -> Join:
    """What the detector found, with either end moved to where it is wanted if the pictures bear that out.

    Between the two places of a start a frame is the old shot alone, or so much of the new one as a ramp has there.
    """
    low, high = min(wanted.start, found.start) - 1, max(wanted.stop, found.stop)
    if low < 0 or high >= footage.frames:
        return found
    rows = vectors(footage.signatures[[low, high]])

    def share(frame: int) -> float:
        seen = vectors(footage.signatures[[frame]])
        return float(shares(seen, rows[:1], rows[1:])[0][0])

    start, stop = found.start, found.stop
    early, late = (wanted, found) if wanted.start < found.start else (found, wanted)
    if early.start < late.start:
        ramp = (late.start - early.start) / (early.stop - early.start + 1)
        start = early.start if share(late.start - 1) > ramp / 2 else late.start
    early, late = (wanted, found) if wanted.stop < found.stop else (found, wanted)
    if early.stop < late.stop:
        ramp = 1 - (late.stop - early.stop) / (late.stop - late.start + 1)
        stop = late.stop if share(early.stop) < (1 + ramp) / 2 else early.stop
    if (start, stop) == (found.start, found.stop) or start >= stop:
        return found
    middle = found.edit_point if found.kind in FADES else start + (stop - start) // 2
    return Join(kind=found.kind, start=start, stop=stop, edit_point=middle)


def _compared(
    wanted: Wanted,
    found: Join,
    witness: Witness,
    confidence: float | None,
    ends: int,
    middle: int,
    *,
    sure_of_kind: bool,
) -> Verdict:
    """Hold what was found against what was wanted; ``ends``, ``middle``: what ends and middle of a mix may be off."""

    def told(verdict: PlaceVerdict, finding: PlaceFinding, off: int = 0) -> Verdict:
        return Verdict(verdict=verdict, witness=witness, found=found, off=off, finding=finding, confidence=confidence)

    loose = wanted.scale.allowance
    at = found.edit_point if found.edit_point is not None else found.start
    if wanted.instant or found.kind in INSTANT:
        if found.kind in EFFECTS and wanted.instant:
            return told("in place", "same") if abs(at - wanted.at) <= NEARBY else told("off", "off", at - wanted.at)
        if wanted.instant == (found.kind in INSTANT):
            off = at - wanted.at
            return told("in place", "same") if abs(off) <= loose else told("off", "off", off)
        if not sure_of_kind and witness == "pictures":
            return told("in place", "same")
        short = found.frames if wanted.instant else wanted.stop - wanted.start
        if short <= 1 and abs(at - wanted.at) <= 1:
            return told("in place", "same")
        return told("other transition", "kind")
    if sure_of_kind and not _alike(wanted, found.kind):
        return told("other transition", "kind")
    return _span(wanted, found, ends + loose, middle + loose, told)


def _span(wanted: Wanted, found: Join, ends: int, middle: int, told: _Told) -> Verdict:
    """Two gradual transitions: the same ends, the same length elsewhere, or another length.

    Renderers differ on whether the first and last frame of a mix are pure, so a mix may be a frame shorter at each end;
    the ends of a long one are that much harder to see.
    """
    start, stop = found.start - wanted.start, found.stop - wanted.stop
    more = (wanted.stop - wanted.start) // 16 + ends
    if -more <= start <= more + 1 and -more - 1 <= stop <= more:
        return told("in place", "same")
    if abs(stop - start) <= more + 1:
        off = round((start + stop) / 2)
        return told("off", "off", off) if abs(off) > middle else told("in place", "same")
    return told("other transition", "length")


def _alike(wanted: Wanted, found: Kind) -> bool:
    """Whether two kinds of gradual transition may be one: some formats and some eyes tell fewer of them apart."""
    own = wanted.transition.kind
    if Kind.OTHER in (own, found) or own == found or own in EFFECTS or found in EFFECTS:
        return True
    fades = FADES | ({Kind.DISSOLVE} if "black" in (wanted.before.kind, wanted.after.kind) else set())
    return any(own in family and found in family for family in (fades, SWEEPS))


def _ends(kind: Kind) -> int:
    """Frames that the ends of a transition may be off by the sources: a mix shows from its first frame on."""
    return 0 if kind in (Kind.DISSOLVE, Kind.OTHER) else 2


def unmatched(wanted: Wanted, footage: Footage, taken: frozenset[int]) -> Verdict:
    """No sign of it was laid against it: look at the pictures around its place.

    ``taken``: frames whose steps are other edit points. A cut of one source into another that the pictures run on
    through is missing; what could hide in motion or between like pictures cannot be seen.
    """
    if not 0 < wanted.at < footage.frames or not (wanted.start > 0 and wanted.stop < footage.frames):
        return Verdict(verdict="missing", witness="none")
    nothing = Verdict(verdict="cannot be seen", witness="none")
    if wanted.hidden:
        return nothing
    covered = _within(wanted, footage)
    if covered is not None:
        return covered
    if not wanted.instant:
        ends = apart(footage.signatures[[wanted.start - 1]], footage.signatures[[wanted.stop]])
        return nothing if wanted.like or float(ends[0]) < SAME else Verdict(verdict="missing", witness="pictures")
    near = _lone_step(wanted, footage, taken)
    if near is not None:
        found = Join(kind=Kind.CUT, start=near, stop=near, edit_point=near)
        return _compared(wanted, found, "pictures", None, 0, 0, sure_of_kind=False)
    if wanted.like or float(footage.steps[wanted.at - 1 : wanted.at + 2].max()) > BUSY:
        return nothing
    return Verdict(verdict="missing", witness="pictures")


def _within(wanted: Wanted, footage: Footage) -> Verdict | None:
    """An edge of black inside a fade or dip that was told as one: it is that fade's."""
    if "black" not in (wanted.before.kind, wanted.after.kind):
        return None
    for each in footage.transitions:
        if each.kind in FADES and each.start - 1 <= wanted.at <= each.stop + 1:
            found = Join(kind=each.kind, start=each.start, stop=each.stop, edit_point=each.edit_point)
            return Verdict(verdict="in place", witness="detector", found=found, confidence=each.confidence)
    return None


def _lone_step(wanted: Wanted, footage: Footage, taken: frozenset[int]) -> int | None:
    """The nearest frame whose step stands out, where it is clear that there is one."""
    for away in range(NEARBY + 1):
        for frame in dict.fromkeys((wanted.at + away, wanted.at - away)):
            if not 0 < frame < footage.frames or frame in taken:
                continue
            if footage.steps[frame] > STEP and footage.prominence[frame] > CLEAR:
                return frame
    return None
