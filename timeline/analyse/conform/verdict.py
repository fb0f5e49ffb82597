"""Is this render that timeline? Everything that was found, in one value."""

from __future__ import annotations

from collections.abc import Mapping

from timeline.analyse.conform import words
from timeline.analyse.conform.ends import end_fades, leader_of, outside
from timeline.analyse.conform.extras import extras
from timeline.analyse.conform.footage import Footage, Take
from timeline.analyse.conform.framing import framed
from timeline.analyse.conform.laid import ALMOST, Laid, exhibit, lay
from timeline.analyse.conform.pictures import Views, refined, removed_runs, view, with_black
from timeline.analyse.conform.places import differences_of, places
from timeline.analyse.conform.shots import moved, shown
from timeline.model.conformity import Conformity, Difference, Leader, Outcome, Reel, ShotLook
from timeline.model.edit import Timeline
from timeline.model.notice import Notice

RELATED = 0.34
"""Share of edit points that must keep their distance for two edits to be of one programme."""
FEWEST = 4
"""Edit points on both sides together from which so much can be said."""


def conform(
    timeline: Timeline,
    footage: Footage,
    *,
    names: tuple[Reel, Reel],
    takes: Mapping[int, Take] | None = None,
    refused: Mapping[int, str] | None = None,
    tolerance: int = 0,
    version: str = "",
    notices: tuple[Notice, ...] = (),
) -> Conformity:
    """Hold a render against a timeline.

    ``names``: the two sides as they are called. ``takes``: pictures of the sources by shot, where their media could be
    read; ``refused``: why they could not, by shot. ``tolerance``: frames that are no mismatch.
    """
    known = with_black(timeline, takes or {})
    laid = lay(timeline, footage)
    known = framed(laid, known)
    laid = removed_runs(laid, known)
    views = view(laid, known)
    better = refined(laid, views)
    if better is not laid:
        laid = removed_runs(better, known)
        views = view(laid, known)
    leader = leader_of(footage, 0, laid.leader)
    tail = leader_of(footage, footage.frames - laid.tail, footage.frames)
    made = places(laid, views)
    apart = unrelated(laid, views)
    found = [apart] if apart else _found(laid, views, leader, tail, tolerance)
    if apart is None:
        found += differences_of(made, laid, tolerance) + extras(laid, views, made)
        found.sort(key=_order)
    rate = _rate(laid)
    found = ([rate] if rate else []) + found
    outcome: Outcome = "unrelated" if apart else "differs" if any(each.counted for each in found) else "conforms"
    return Conformity(
        version=version,
        outcome=outcome,
        summary=_summary(outcome, found, leader),
        tolerance=tolerance,
        basis=laid.scale.basis,
        timeline=names[0],
        render=names[1],
        leader=leader,
        tail=tail,
        places=() if apart else tuple(made),
        differences=tuple(found),
        looks=() if apart else tuple(_looks(timeline, views, refused or {})),
        pictures=_pictures(timeline, views, takes or {}, refused or {}),
        notices=notices + _origins(views),
    )


def _found(laid: Laid, views: Views, leader: Leader, tail: Leader, tolerance: int) -> list[Difference]:
    return [
        *outside(laid, leader, tail),
        *moved(laid, views, tolerance),
        *shown(laid, views, tolerance),
        *end_fades(laid, views, tolerance),
    ]


def _order(difference: Difference) -> tuple[int, int, int]:
    first = 0 if difference.kind == "head" else 2 if difference.kind == "tail" else 1
    return first, difference.timeline[0], difference.render[0]


def unrelated(laid: Laid, views: Views) -> Difference | None:
    """Whether the two have so little in common that laying one against the other says nothing."""
    wanted, sure = len(laid.wanted) - 2, sum(mark.sure for mark in laid.seen)
    visible = sum(mark.skip > 0.1 for mark in laid.wanted[1:-1])
    if wanted + sure < FEWEST or laid.kept >= RELATED * max(visible, sure):
        return None
    if views.trusted and sum(views.alike(shot) for shot in views.looks if views.takes[shot].source) >= 2:
        return None
    return Difference(
        kind="unrelated",
        title="This is another edit",
        sentence=f"Of the timeline's {wanted:,} edit points and the render's {sure:,}, {laid.kept:,} keep their "
        "distance to a neighbour, which chance alone would give; so nothing was laid against anything.",
        timeline=(laid.timeline.start, laid.timeline.stop),
        render=(0, laid.footage.frames),
        evidence=(exhibit(laid, "render", 0, laid.footage.frames // 2, laid.footage.frames - 1),),
    )


def _rate(laid: Laid) -> Difference | None:
    own, seen = laid.timeline.clock.rate, laid.footage.clock.rate
    if own == seen or (laid.footage.clock.regularity == "variable" and abs(own / seen - 1) < 0.02):
        return None
    how = (
        "frame by frame, since that fits"
        if laid.scale.basis == "frames"
        else "by time, since that fits; so a frame either way is no difference"
    )
    near = " The two differ by a thousandth only." if abs(own / seen - 1) <= ALMOST else ""
    return Difference(
        kind="rate",
        title=f"{_number(seen)} frames a second instead of {_number(own)}",
        sentence=f"The timeline runs at {_number(own)} frames a second, the render at {_number(seen)}.{near} "
        f"They were compared {how}.",
        timeline=(laid.timeline.start, laid.timeline.stop),
        render=(0, laid.footage.frames),
    )


def _number(rate: object) -> str:
    number = float(rate)  # type: ignore[arg-type]  # a Fraction
    return f"{number:.3f}".rstrip("0").rstrip(".")


def _summary(outcome: Outcome, found: list[Difference], leader: Leader) -> str:
    if outcome == "unrelated":
        return "This render is another edit than the timeline."
    after = f", after {words.frames(leader.frames)} of leader ({leader.shows})" if leader.frames else ""
    counted = sum(each.counted for each in found)
    within = sum(not each.counted and each.kind not in ("head", "tail") for each in found)
    rest = f"; {within:,} within the tolerance" if within else ""
    if outcome == "conforms":
        return f"The render is the timeline{after}{rest}."
    return f"{counted:,} difference{'' if counted == 1 else 's'} from the timeline{after}{rest}."


def _looks(timeline: Timeline, views: Views, refused: Mapping[int, str]) -> list[ShotLook]:
    made = []
    for number, shot in enumerate(timeline.shots):
        if shot.source is None:
            continue
        look = views.looks.get(number)
        made.append(
            ShotLook(
                shot=number,
                source=shot.source.name,
                apart=round(look.apart, 3) if look else None,
                reason="" if look else refused.get(number, "not in the render"),
            )
        )
    return made


def _pictures(timeline: Timeline, views: Views, takes: Mapping[int, Take], refused: Mapping[int, str]) -> str:
    shots = sum(shot.source is not None for shot in timeline.shots)
    if not shots:
        return "The timeline names no sources, so no pictures were compared."
    if not takes:
        why = next(iter(refused.values()), "")
        return f"Pictures were not compared with their sources{': ' + why if why else ''}."
    if not views.trusted:
        return (
            "Hardly a shot looks like its source: other media, or graded or reframed throughout. "
            "So the sources' pictures decided nothing."
        )
    compared = sum(shot in views.looks for shot in takes)
    rest = f" Not compared: {_reasons(refused)}." if refused else ""
    return f"{compared:,} of {shots:,} shots were held against the pictures of their sources.{rest}"


def _reasons(refused: Mapping[int, str]) -> str:
    by_reason = dict[str, list[int]]()
    for shot, why in sorted(refused.items()):
        by_reason.setdefault(why, []).append(shot)
    return "; ".join(
        f"{', '.join(words.shots(s, s + 1) for s in shots[:6])} ({why})" for why, shots in by_reason.items()
    )


def _origins(views: Views) -> tuple[Notice, ...]:
    shifted = tuple(
        Notice(
            code="source-origin",
            message=f"every shot of '{source}' lies {words.frames(slip)} off in the media: its timecode is counted "
            "otherwise there, and this was taken in",
        )
        for source, slip in sorted(views.origins.items())
    )
    strange = tuple(
        Notice(
            code="source-stranger",
            message=f"no shot of '{source}' looks like the media of that name, so its pictures decided nothing",
        )
        for source in sorted(views.strangers)
    )
    return shifted + strange
