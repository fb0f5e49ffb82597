"""What would bring a figure back into its band: one row a figure, arithmetic to the frame."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from timeline.analyse.case import within
from timeline.analyse.countremedies import cuts, rate
from timeline.analyse.telling import Numbered, Off, Remedy, in_frames
from timeline.analyse.words import listed, plain, seconds_text
from timeline.model.edit import Shot


def one_shot(choose: Callable[[Off], Numbered], name: Callable[[int], str], title: str) -> Callable[[Off], Remedy]:
    """Make the remedy of a figure that is the length of one shot."""

    def remedy(off: Off) -> Remedy:
        case, (n, shot) = off.case, choose(off)
        frames = shot.frames - off.frames_from(shot.start)
        at = shot.stop - max(frames, 0)
        amount, label = case.amount(frames, at), case.label(shot.start)
        who = name(n)
        if off.above:
            told = f"{who} ({label}), runs {amount} past {off.limit}"
            mend = f"trim {amount} from shot {n + 1}, or cut into it"
        else:
            told = f"{who} ({label}), lasts {case.amount(shot.frames, shot.start)}, {amount} short of {off.limit}"
            mend = f"give shot {n + 1} another {amount}"
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
    if not case.timeline.edit_points:
        return _no_edit(off)
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


def _no_edit(off: Off) -> Remedy:
    case, frames = off.case, off.case.timeline.frames - off.frames_from(off.case.timeline.start)
    at = case.timeline.stop - frames
    return Remedy(
        title="No edit point",
        sentence=f"there is no edit point; the first was wanted by {off.limit} ({case.label(at)})",
        remedy=f"cut by {case.label(at)}",
        short="no edit point",
        need="the programme needs a cut",
        pace="slow",
        off_frames=frames,
        off_seconds=case.seconds(frames, at),
        cuts=1,
        shots=case.shots[:1],
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
    middle_shot = in_frames(off)
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


def _gap_text(off: Off) -> str:
    gap = abs(Fraction(off.value) - off.bound)
    return seconds_text(gap) if off.band.unit == "seconds" else f"{plain(gap)} frames"


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
