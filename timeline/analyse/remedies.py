"""How a figure outside its band is told, and what would bring it back: one row a figure, arithmetic to the frame."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from timeline.analyse.case import PROGRAMME, Case, Pace, within
from timeline.analyse.metrics import Metric
from timeline.analyse.times import least_frames, most_frames
from timeline.analyse.words import count, listed, number_word, plain, seconds_text
from timeline.model.edit import Shot
from timeline.model.profile import Band
from timeline.model.rhythm import Number

Numbered = tuple[int, Shot]


@dataclass(frozen=True, slots=True, kw_only=True)
class Off:
    """A figure outside its band: ``bound`` is the limit it passed, ``above`` whether upwards."""

    case: Case
    band: Band
    metric: Metric
    value: Number
    bound: Fraction
    above: bool

    @property
    def where(self) -> str:
        """Such as ``the hook``."""
        return f"the {self.band.section}"

    @property
    def limit(self) -> str:
        """The bound in its unit, in words."""
        if self.band.unit == "seconds":
            return seconds_text(self.bound)
        return f"{plain(self.bound)} frame{'' if self.bound == 1 else 's'}" if self.band.unit == "frames" else plain(self.bound)

    def frames_from(self, start: int) -> int:
        """Frames that reach the bound from frame ``start``: the most within it, or the fewest that reach it."""
        if self.band.unit == "frames":
            return math.floor(self.bound) if self.above else math.ceil(self.bound)
        reach = most_frames if self.above else least_frames
        return reach(self.case.timeline.clock, start, self.bound)


@dataclass(frozen=True, slots=True, kw_only=True)
class Remedy:
    """How a miss is told. ``cuts``: cuts missing or too many. ``place``: frames it is about, where not the section."""

    title: str
    sentence: str
    remedy: str
    short: str
    need: str
    pace: Pace = ""
    off_frames: int | None = None
    off_seconds: Fraction | None = None
    cuts: int = 0
    shots: tuple[Numbered, ...] = ()
    place: tuple[int, int] | None = None


def cuts(off: Off) -> Remedy:
    """Too few or too many cuts: how many, and the frames that would move the nearest ones across the boundary."""
    case, (_, stop) = off.case, off.case.range(off.band.section)
    if off.metric.name.startswith("cuts_by_"):
        limit = Fraction(off.metric.name.removeprefix("cuts_by_").removesuffix("s"))
        stop = case.timeline.start + most_frames(case.timeline.clock, case.timeline.start, limit) + 1
        where, until = f"by {seconds_text(limit)}", f"before {case.label(min(stop, case.timeline.stop))}"
    else:
        where, until = within(off.band.section), f"before {case.label(stop)}"
    n = math.ceil(abs(Fraction(off.value) - off.bound))
    shift = _shift(off, stop, n)
    amount = case.amount(shift, stop) if shift else ""
    found = "no cut" if off.value == 0 else count(int(off.value), "cut")
    told = f"{found[0].upper()}{found[1:]} {where}, where at {'most' if off.above else 'least'} {off.limit} "
    told += f"{'is' if off.bound == 1 else 'are'} wanted: {number_word(n)} too {'many' if off.above else 'few'}"
    if off.above:
        remedy = f"take out {count(n, 'cut')}" + (f", or hold the shots {until} {amount} longer" if amount else "")
        need = (f"{amount} more or " if amount else "") + f"{count(n, 'cut')} fewer"
    else:
        cut_in = count(n, "more cut")
        follow = "the next one falls" if n == 1 else f"the next {number_word(n)} fall"
        remedy = f"cut {'once' if n == 1 else number_word(n) + ' times'} more" + (
            f", or take {amount} out {until} so that {follow} inside" if amount else ""
        )
        need = (f"{amount} less or " if amount else "") + cut_in
    subject = off.where if off.band.section != PROGRAMME else "the programme"
    return Remedy(
        title=f"{count(n, 'cut').capitalize()} {'too many' if off.above else 'short'} {where}",
        sentence=told,
        remedy=remedy,
        short=f"{count(n, 'cut')} {'too many' if off.above else 'short'}",
        need=f"{subject} needs {need}",
        pace="fast" if off.above else "slow",
        off_frames=(-shift if off.above else shift) if shift else None,
        off_seconds=case.seconds(-shift if off.above else shift, stop) if shift else None,
        cuts=n,
        shots=_extreme(off, longest=not off.above),
    )


def _shift(off: Off, stop: int, n: int) -> int | None:
    """Frames by which the n-th edit point beyond a fixed boundary must move to cross it; ``None`` where there is none.

    Only a boundary that is anchored from the start stays where it is when frames before it are taken out.
    """
    rule = off.case.rule(off.band.section)
    if not off.metric.name.startswith("cuts_by_") and (rule is None or rule.anchor != "seconds_from_start"):
        return None
    edits = off.case.timeline.edit_points
    first = bisect_left(edits, stop)
    if off.above:
        return stop - edits[first - n] if first >= n else None
    return edits[first + n - 1] - (stop - 1) if first + n <= len(edits) else None


def _extreme(off: Off, *, longest: bool) -> tuple[Numbered, ...]:
    shots = off.case.shots_in(off.band.section)
    size = [(shot.frames, n, shot) for n, shot in shots]
    if not size:
        return ()
    _, n, shot = max(size, key=lambda s: (s[0], -s[1])) if longest else min(size, key=lambda s: (s[0], s[1]))
    return ((n, shot),)


def one_shot(choose: Callable[[Off], Numbered], name: Callable[[int], str], title: str) -> Callable[[Off], Remedy]:
    """Make the remedy of a figure that is the length of one shot."""

    def remedy(off: Off) -> Remedy:
        case, (n, shot) = off.case, choose(off)
        frames = shot.frames - off.frames_from(shot.start)
        at = shot.stop - max(frames, 0)
        amount, label = case.amount(frames, at), case.label(shot.start)
        who = name(n)
        if off.above:
            told = f"{who} ({label}) runs {amount} past {off.limit}"
            mend = f"trim {amount} from shot {n + 1}, or cut into it"
        else:
            told = f"{who} ({label}) lasts {case.amount(shot.frames, shot.start)}, {amount} short of {off.limit}"
            mend = f"give shot {n + 1} {amount} more"
        return Remedy(
            title=f"{title} too {'long' if off.above else 'short'}",
            sentence=told,
            remedy=mend,
            short=f"shot {n + 1} {amount} {'over' if off.above else 'short'}",
            need=f"shot {n + 1} needs {amount} {'less' if off.above else 'more'}",
            pace="slow" if off.above else "fast",
            off_frames=frames,
            off_seconds=case.seconds(frames, at),
            shots=((n, shot),),
            place=(shot.start, shot.stop),
        )

    return remedy


def _by_length(*, longest: bool) -> Callable[[Off], Numbered]:
    """Longest or shortest shot of the section, by time where the clock varies."""

    def choose(off: Off) -> Numbered:
        clock, frames = off.case.timeline.clock, off.band.unit == "frames"
        sign = 1 if longest else -1
        return max(
            off.case.shots_in(off.band.section),
            key=lambda s: (sign * (s[1].frames if frames else clock.span(s[1].start, s[1].stop)), -s[0]),
        )

    return choose


def first_edit(off: Off) -> Remedy:
    """The first edit point, too late or too early: how far the first shot must give."""
    case, start = off.case, off.case.timeline.start
    edit = case.timeline.edit_points[0]
    frames = edit - start - off.frames_from(start)
    amount = case.amount(frames, edit - max(frames, 0))
    side, when = ("late", "latest") if off.above else ("early", "earliest")
    mend = f"take {amount} out before it, or cut earlier" if off.above else f"hold the first shot {amount} longer"
    return Remedy(
        title=f"First edit point {side}",
        sentence=f"the first edit point comes at {case.label(edit)}, {amount} {'after' if off.above else 'before'} the "
        f"{when} wanted, {off.limit}",
        remedy=mend,
        short=f"first edit {amount} {side}",
        need=f"the first edit point needs to come {amount} {'earlier' if off.above else 'later'}",
        pace="slow" if off.above else "fast",
        off_frames=frames,
        off_seconds=case.seconds(frames, edit - max(frames, 0)),
        shots=((0, case.timeline.shots[0]),),
        place=(start, edit),
    )


def duration(off: Off) -> Remedy:
    """Length of the programme or of a section."""
    case, (start, stop) = off.case, off.case.range(off.band.section)
    frames = stop - start - off.frames_from(start)
    amount = case.amount(frames, stop - max(frames, 0))
    whole = case.amount(stop - start, start)
    return Remedy(
        title=f"{off.band.section.capitalize()} too {'long' if off.above else 'short'}",
        sentence=f"{off.where} runs {whole}, {amount} {'over' if off.above else 'short of'} {off.limit}",
        remedy=f"take out {amount}" if off.above else f"add {amount}",
        short=f"{amount} {'over' if off.above else 'short'}",
        need=f"{off.where} needs {amount} {'less' if off.above else 'more'}",
        off_frames=frames,
        off_seconds=case.seconds(frames, stop - max(frames, 0)),
    )


def middle(off: Off) -> Remedy:
    """The median shot: which shots, fewest frames first, would have to give for half of them to keep the bound."""
    case, shots = off.case, off.case.shots_in(off.band.section)
    gaps = sorted((abs(gap), n, shot) for n, shot in shots if (gap := _gap(off, shot)))
    keep = len(shots) - len(gaps)
    need = max(0, len(shots) // 2 + 1 - keep)
    moved = gaps[:need]
    total = sum(gap for gap, _, _ in moved)
    start = case.range(off.band.section)[0]
    amount = case.amount(total, start)
    names = listed([str(n + 1) for _, n, _ in sorted(moved, key=lambda m: m[1])][:8])
    more = f" and {len(moved) - 8} more" if len(moved) > 8 else ""
    do = "trim" if off.above else "lengthen"
    middle_shot = _in_frames(off)
    return Remedy(
        title=f"Median shot {'long' if off.above else 'short'} {within(off.band.section)}",
        sentence=f"half of the {len(shots)} shots {within(off.band.section)} last {middle_shot} or "
        f"{'more' if off.above else 'less'}; the median wanted is {'at most' if off.above else 'at least'} {off.limit}",
        remedy=f"{do} shot{'' if len(moved) == 1 else 's'} {names}{more} to {off.limit}: {amount} in all",
        short=f"median {_gap_text(off)} {'over' if off.above else 'short'}",
        need=f"{off.where} needs {amount} {'less' if off.above else 'more'}",
        pace="slow" if off.above else "fast",
        off_frames=total if off.above else -total,
        off_seconds=case.seconds(total if off.above else -total, start),
        shots=tuple((n, shot) for _, n, shot in sorted(moved, key=lambda m: m[1])),
    )


def _gap(off: Off, shot: Shot) -> int:
    """Frames by which one shot breaks the bound; 0 where it keeps it."""
    gap = shot.frames - off.frames_from(shot.start)
    return max(gap, 0) if off.above else min(gap, 0)


def _in_frames(off: Off) -> str:
    """The figure in frames with its seconds beside."""
    points, section = off.case.timeline.edit_points, off.case.place(off.band.section)
    frames = off.metric.function(off.case.doubt.layout.sample(points, section, frames=True))
    value = off.case.doubt.value(off.metric, points, section)
    return f"{plain(frames or 0)} frames ({seconds_text(value or 0)})"


def _gap_text(off: Off) -> str:
    gap = abs(Fraction(off.value) - off.bound)
    return seconds_text(gap) if off.band.unit == "seconds" else f"{plain(gap)} frames"


def rate(off: Off) -> Remedy:
    """Average shot length and cutting rate: time over number, so frames out or cuts in, whichever is preferred."""
    case, (start, stop) = off.case, off.case.range(off.band.section)
    shots = case.shots_in(off.band.section)
    span = sum((case.timeline.clock.span(s.start, s.stop) for _, s in shots), Fraction(0))
    if off.metric.name == "cuts_per_minute":
        number, time, slow = bisect_cuts(case, start, stop), case.timeline.clock.span(start, stop), not off.above
        each = 60 / off.bound if off.bound else None
    else:
        number, time, slow = len(shots), span, off.above
        each = off.bound if off.band.unit == "seconds" else off.bound * time / sum(s.frames for _, s in shots)
    if not each:
        return other(off)
    wanted = each * number
    frames = stop - start - (most_frames if slow else least_frames)(
        case.timeline.clock, start, case.timeline.clock.span(start, stop) + wanted - time
    )
    change = math.ceil(time / each) - number if slow else number - math.floor(time / each)
    amount = case.amount(frames, stop - max(frames, 0))
    title = off.metric.title.lower() if off.metric.name == "cuts_per_minute" else "average shot length"
    value = plain(off.value) if off.metric.name == "cuts_per_minute" else _in_frames(off)
    if slow:
        need = f"{amount} less or {count(change, 'more cut')}"
        mend = f"take out {amount}, or cut {_times(change)} more"
    else:
        need = f"{amount} more or {count(change, 'cut')} fewer"
        mend = f"give the shots {amount} more, or take out {count(change, 'cut')}"
    return Remedy(
        title=f"{title.capitalize()} {'high' if off.above else 'low'} {within(off.band.section)}",
        sentence=f"{title} {within(off.band.section)}: {value}, {'above' if off.above else 'below'} the {off.limit} wanted",
        remedy=f"{mend} {within(off.band.section)}",
        short=need,
        need=f"{off.where} needs {need}",
        pace="slow" if slow else "fast",
        off_frames=frames,
        off_seconds=case.seconds(frames, stop - max(frames, 0)),
        cuts=change,
        shots=_extreme(off, longest=slow),
    )


def bisect_cuts(case: Case, start: int, stop: int) -> int:
    """Edit points in ``[start, stop)``."""
    edits = case.timeline.edit_points
    return bisect_left(edits, stop) - bisect_left(edits, start)


def _times(n: int) -> str:
    return "once" if n == 1 else f"{number_word(n)} times"


def other(off: Off) -> Remedy:
    """Any other figure: told plainly; no single trim is promised to mend it."""
    value = seconds_text(off.value) if off.metric.unit == "seconds" else plain(off.value)
    side = "above" if off.above else "below"
    title = off.metric.title
    return Remedy(
        title=f"{title} {side} its band",
        sentence=f"{title} {within(off.band.section)} is {value}, {side} the {off.limit} wanted",
        remedy="no single trim mends this: compare the shot lengths with the episodes that the target comes from",
        short=f"{title.lower()} {side} its band",
        need=f"{off.where} needs another {title.lower()}",
    )


_longest = one_shot(_by_length(longest=True), lambda n: f"the longest shot, shot {n + 1}", "Longest shot")
_shortest = one_shot(_by_length(longest=False), lambda n: f"the shortest shot, shot {n + 1}", "Shortest shot")
_last = one_shot(lambda off: off.case.shots[-1], lambda n: f"the last shot, shot {n + 1}", "Last shot")

REMEDIES: dict[str, Callable[[Off], Remedy]] = {
    "duration": duration,
    "cuts": cuts,
    "cuts_by_3s": cuts,
    "cuts_by_5s": cuts,
    "cuts_by_10s": cuts,
    "first_edit_point": first_edit,
    "longest_shot": _longest,
    "shortest_shot": _shortest,
    "last_shot": _last,
    "median_shot_length": middle,
    "average_shot_length": rate,
    "cuts_per_minute": rate,
}
