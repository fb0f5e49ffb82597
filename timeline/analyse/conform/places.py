"""Every edit point of the timeline with its verdict, and the differences that single edit points make."""

from __future__ import annotations

from timeline.analyse.conform import words
from timeline.analyse.conform.edits import Verdict, Wanted, by_course, by_detector, unmatched
from timeline.analyse.conform.laid import Laid, exhibit
from timeline.analyse.conform.pictures import Views, gone
from timeline.model.conformity import Difference, Exhibit, Join, Place


def places(laid: Laid, views: Views) -> list[Place]:
    """The verdict on each edit point, in order."""
    absent = gone(laid.changes)
    matched = laid.matched
    taken = frozenset(laid.seen[number].at for number in matched.values())
    put_in = {number for change in laid.changes if change.inserted for number in change.inserted}
    made = []
    for edge in range(1, len(laid.wanted) - 1):
        wanted = _wanted(laid, edge)
        number = matched.get(edge)
        mark = None if number is None else laid.seen[number]
        beside = edge in absent or edge - 1 in absent or number in put_in
        if beside and mark is None:
            verdict = Verdict(verdict="removed", witness="detector")
        elif beside and mark is not None:
            verdict = _joint(by_detector(wanted, mark, laid.footage))
        elif edge in views.courses:
            verdict = by_course(wanted, views.courses[edge], mark, laid.footage)
        elif mark is not None:
            verdict = by_detector(wanted, mark, laid.footage)
            if verdict.finding == "length" and (views.other(edge) or views.other(edge - 1)):
                verdict = _joint(verdict)  # between a shot and another in its place the ends cannot be told so well
        else:
            verdict = unmatched(wanted, laid.footage, taken)
        made.append(_place(wanted, verdict))
    return made


def _joint(verdict: Verdict) -> Verdict:
    """Where a neighbour is gone the edit joins other shots: that it is there is all that can be asked."""
    return Verdict(verdict="in place", witness=verdict.witness, found=verdict.found, confidence=verdict.confidence)


def _wanted(laid: Laid, edge: int) -> Wanted:
    transition = laid.wanted[edge].transition
    assert transition is not None
    return Wanted(
        number=edge,
        transition=transition,
        before=laid.timeline.shots[edge - 1],
        after=laid.timeline.shots[edge],
        offset=laid.offsets[edge],
        scale=laid.scale,
    )


def _place(wanted: Wanted, verdict: Verdict) -> Place:
    t = wanted.transition
    return Place(
        number=wanted.number,
        wanted=Join(kind=t.kind, start=t.start, stop=t.stop, edit_point=t.edit_point),
        expected=wanted.at,
        found=verdict.found,
        off=verdict.off,
        verdict=verdict.verdict,
        finding=verdict.finding,
        witness=verdict.witness,
        confidence=verdict.confidence,
        sentence=_sentence(wanted, verdict),
    )


def _sentence(wanted: Wanted, verdict: Verdict) -> str:
    own = words.kind(wanted.transition.kind, wanted.transition.stop - wanted.transition.start)
    match verdict.verdict:
        case "in place":
            by = {"pictures": ", by its pictures", "sources": ", by the sources' pictures"}.get(verdict.witness, "")
            return f"{words.capital(own)} in place{by}."
        case "off":
            return f"{words.capital(own)} lies {words.late(verdict.off)}."
        case "missing":
            return f"{words.capital(own)} is not in the render."
        case "removed":
            return f"{words.capital(own)} went with the shot that is not in the render."
        case "cannot be seen":
            why = "the source runs on through it" if wanted.hidden else "both sides look alike, or move too much"
            return f"{words.capital(own)} cannot be seen: {why}."
        case "other transition":
            assert verdict.found is not None
            return f"{words.capital(own)} is a {words.join(verdict.found)} in the render."


def differences_of(made: list[Place], laid: Laid, tolerance: int) -> list[Difference]:
    """What edit points on their own have to say."""
    return [found for place in made for found in [_difference(place, laid, tolerance)] if found is not None]


def _difference(place: Place, laid: Laid, tolerance: int) -> Difference | None:
    if place.verdict in ("in place", "cannot be seen", "removed"):
        return None
    at = place.wanted.edit_point or 0
    own = words.join(place.wanted)
    found = place.found
    shots = (place.number - 1, place.number)
    frame = f"at frame {at}"
    moved = f" (frame {place.expected} of the render)" if place.expected != at else ""
    expected = exhibit(laid, "expected", place.expected - 1, place.expected)
    if place.verdict == "missing" or found is None:
        return Difference(
            kind="missing",
            title=f"{words.capital(own)} missing",
            sentence=f"The timeline has a {own} {frame}{moved}; the render shows none there.",
            timeline=(place.wanted.start, place.wanted.stop),
            render=(place.expected, place.expected),
            shots=shots,
            witness=place.witness,
            evidence=(expected,),
        )
    if place.verdict == "off":
        return Difference(
            kind="off",
            title=f"{words.capital(own)} {words.late(place.off)}",
            sentence=f"The {own} {frame} belongs on frame {place.expected} of the render and lies on "
            f"{place.expected + place.off}.",
            timeline=(place.wanted.start, place.wanted.stop),
            render=(found.start, found.stop),
            shots=shots,
            frames=place.off,
            witness=place.witness,
            confidence=place.confidence,
            counted=abs(place.off) > tolerance,
            evidence=(expected, _seam(laid, found)),
        )
    return _other(place, found, laid, tolerance, shots, f"{frame}{moved}")


def _other(place: Place, found: Join, laid: Laid, tolerance: int, shots: tuple[int, ...], where: str) -> Difference:
    longer = found.frames - place.wanted.frames
    own, seen = words.join(place.wanted), words.join(found)
    length = place.finding == "length"
    title = (
        f"{words.capital(place.wanted.kind.value.replace('_', ' '))} of {words.frames(found.frames)} instead of "
        f"{place.wanted.frames:,}"
        if length
        else f"{words.capital(seen)} instead of a {own}"
    )
    return Difference(
        kind="transition length" if length else "transition kind",
        title=title,
        sentence=f"The timeline has a {own} {where}; the render has a {seen}, from {found.start} to {found.stop}.",
        timeline=(place.wanted.start, place.wanted.stop),
        render=(found.start, found.stop),
        shots=shots,
        frames=longer if length else None,
        witness=place.witness,
        confidence=place.confidence,
        counted=not length or max(abs(longer), 1) > tolerance,
        evidence=(_seam(laid, found),),
    )


def _seam(laid: Laid, found: Join) -> Exhibit:
    """The frames on either side of a transition, and one in the middle of a gradual one."""
    middle = ((found.start + found.stop) // 2,) if found.frames else ()
    return exhibit(laid, "found", found.start - 1, *middle, found.stop)
