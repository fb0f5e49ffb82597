"""Differences of whole shots: shorter, longer, left out, put in, another picture in its place, slipped."""

from __future__ import annotations

from timeline.analyse.conform import words
from timeline.analyse.conform.changes import Change
from timeline.analyse.conform.laid import Laid, exhibit
from timeline.analyse.conform.pictures import Views
from timeline.model.conformity import Difference, Exhibit


def moved(laid: Laid, views: Views, tolerance: int) -> list[Difference]:
    """One difference for each change of offset."""
    made = []
    for change in laid.changes:
        if change.removed:
            made.append(_removed(change, laid))
        elif change.inserted is not None:
            made.append(_inserted(change, laid))
        else:
            made.append(_resized(change, laid, views, tolerance))
    return made


def _removed(change: Change, laid: Laid) -> Difference:
    first, stop = change.removed[0]
    shots = laid.timeline.shots
    lost = shots[stop - 1].stop - shots[first].start
    joint = laid.wanted[first].at + change.before
    others = [run for run in change.removed[1:] if run[1] - run[0] == stop - first]
    either = f" (or {words.shots(*others[0])}, just as long)" if others else ""
    return Difference(
        kind="shot removed",
        title=f"{words.capital(words.shots(first, stop))} not in the render",
        sentence=f"{words.capital(words.shots(first, stop))}{either}, frames {shots[first].start} to "
        f"{shots[stop - 1].stop - 1} of the timeline, {'is' if stop - first == 1 else 'are'} not in the render; "
        f"everything after lies {words.frames(lost)} earlier.",
        timeline=(shots[first].start, shots[stop - 1].stop),
        render=(joint, joint),
        shots=tuple(range(first, stop)),
        frames=-lost,
        evidence=(exhibit(laid, "seam", joint - 1, joint),),
    )


def _inserted(change: Change, laid: Laid) -> Difference:
    assert change.inserted is not None
    start, stop = (laid.seen[edge].at for edge in change.inserted)
    at = laid.scale.to_timeline(start - change.before)
    return Difference(
        kind="shot inserted",
        title=f"{words.frames(stop - start)} that the timeline does not have".capitalize(),
        sentence=f"Frames {start} to {stop - 1} of the render, {words.frames(stop - start)}, are not in the timeline; "
        f"everything after lies that much later.",
        timeline=(at, at),
        render=(start, stop),
        frames=stop - start,
        evidence=(exhibit(laid, "begins", start - 1, start), exhibit(laid, "ends", stop - 1, stop)),
    )


def _resized(change: Change, laid: Laid, views: Views, tolerance: int) -> Difference:
    first, stop = _widened(change, laid, views)
    shots = laid.timeline.shots
    start, end = laid.wanted[first].at + change.before, laid.wanted[stop].at + change.after
    return Difference(
        kind="shot longer" if change.frames > 0 else "shot shorter",
        title=_resized_title(change, first, stop),
        sentence=_resized_sentence(change, laid, (first, stop)),
        timeline=(shots[first].start, shots[stop - 1].stop),
        render=(start, end),
        shots=tuple(range(first, stop)),
        frames=change.frames,
        counted=max(abs(change.frames), abs(change.after - laid.offsets[0])) > tolerance,
        evidence=(exhibit(laid, "begins", start - 1, start), exhibit(laid, "ends", end - 1, end)),
    )


def _resized_title(change: Change, first: int, stop: int) -> str:
    count, own = words.frames(change.frames), words.shots(first, stop)
    if stop - first == 1:
        return words.capital(f"{own} {count} {'longer' if change.frames > 0 else 'shorter'}")
    return f"{count} {'more' if change.frames > 0 else 'fewer'} in {own}"


def _resized_sentence(change: Change, laid: Laid, run: tuple[int, int]) -> str:
    first, stop = run
    shots, count = laid.timeline.shots, words.frames(change.frames)
    later = "later" if change.frames > 0 else "earlier"
    own = words.shots(first, stop) if stop - first == 1 else f"one of {words.shots(first, stop)}"
    is_now = f"{own} is {count} {'longer' if change.frames > 0 else 'shorter'} than in the timeline"
    wanted = shots[stop - 1].stop - shots[first].start
    at = f", at its {change.end}" if change.end and stop - first == 1 else ""
    lengths = f": {wanted + change.frames:,} instead of {wanted:,}" if stop - first == 1 else ""
    after = f"everything after lies {count} {later}" if stop < len(shots) else f"the render ends that much {later}"
    return words.capital(f"{is_now}{at}{lengths}; {after}.")


def _widened(change: Change, laid: Laid, views: Views) -> tuple[int, int]:
    """Over gradual transitions whose place is known no better than the shift is large: the next shot may be the one."""
    first, stop = change.shots
    if change.end:
        return first, stop
    for edge, step in ((first, -1), (stop, 1)):
        mark = laid.wanted[edge]
        if mark.gradual and edge not in views.courses and abs(change.frames) <= mark.slack:
            first, stop = (first - 1, stop) if step < 0 else (first, stop + 1)
    return max(first, 0), min(stop, len(laid.timeline.shots))


def shown(laid: Laid, views: Views, tolerance: int) -> list[Difference]:
    """Shots that show something else than their source, or another part of it."""
    made = []
    for number, shot in enumerate(laid.timeline.shots):
        look = views.looks.get(number)
        if look is None:
            continue
        start, stop = (laid.scale.to_render(f) + look.offset for f in (shot.start, shot.stop))
        frames = exhibit(laid, "render", start, (start + stop) // 2, stop - 1)
        if views.other(number):
            made.append(
                Difference(
                    kind="shot replaced",
                    title=f"Shot {number + 1} shows another picture",
                    sentence=f"Shot {number + 1}, frames {start} to {stop - 1} of the render, does not show "
                    f"{words.named(shot)} as the timeline has it.",
                    timeline=(shot.start, shot.stop),
                    render=(start, stop),
                    shots=(number,),
                    witness="sources",
                    evidence=(frames,),
                )
            )
        elif views.slip(number):
            made.append(_slipped(number, laid, views, (start, stop), frames, tolerance))
    return made


def _slipped(
    number: int, laid: Laid, views: Views, render: tuple[int, int], frames: Exhibit, tolerance: int
) -> Difference:
    shot, slip = laid.timeline.shots[number], views.slip(number)
    return Difference(
        kind="shot slipped",
        title=f"Shot {number + 1} slipped by {words.frames(slip)}",
        sentence=f"Shot {number + 1} shows {words.named(shot)} {words.frames(slip)} "
        f"{'later' if slip > 0 else 'earlier'} than the timeline has it; its edit points stand.",
        timeline=(shot.start, shot.stop),
        render=render,
        shots=(number,),
        frames=slip,
        witness="sources",
        counted=abs(slip) > tolerance,
        evidence=(frames,),
    )
