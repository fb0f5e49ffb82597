"""Transitions of a timeline as joins between clips: which take time in an editing system, and where they fit."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence

from timeline.interchange.write.plan import Clip, Join, Shape
from timeline.model.edit import INSTANT, Kind, Timeline, Transition

# An effect over a swap is part of the rendered picture: an editing system has a cut there and the effect beside it.
EFFECTS = frozenset({Kind.ZOOM, Kind.WHIP, Kind.FLASH})
FADES = frozenset({Kind.FADE_IN, Kind.FADE_OUT})


def joins_of(
    timeline: Timeline, clips: Sequence[Clip], at: Callable[[int], int]
) -> tuple[tuple[Join, ...], tuple[str, ...]]:
    """Joins in order, and what is lost of transitions that do not fit between their neighbours.

    ``at`` gives the frame of the cut for a frame of the file.
    """
    joins = [join for t in timeline.transitions if (join := _join(t, timeline, clips, at)) is not None]
    return _fitted(sorted(joins, key=lambda join: (join.point, join.start)), clips)


def _join(t: Transition, timeline: Timeline, clips: Sequence[Clip], at: Callable[[int], int]) -> Join | None:
    start, stop = at(max(t.start, timeline.start)), at(min(t.stop, timeline.stop))
    edit = None if t.edit_point is None else at(t.edit_point)
    shape: Shape = "fade"
    if edit is not None:
        shape = _shape(t, edit, start, stop, clips)
    elif not _fades(t, timeline):
        return None
    span = (edit, edit) if edit is not None and shape == "cut" else (start, stop)
    return Join(
        kind=t.kind,
        shape=shape,
        start=span[0],
        stop=span[1],
        edit=edit,
        confidence=t.confidence,
        found=(start, stop),
    )


def _fades(t: Transition, timeline: Timeline) -> bool:
    """Whether a transition without an edit point is the fade at the head or the tail; any other is cut through."""
    head = t.kind is Kind.FADE_IN and t.start <= timeline.start < t.stop
    return head or (t.kind is Kind.FADE_OUT and t.start < timeline.stop <= t.stop)


def _shape(t: Transition, edit: int, start: int, stop: int, clips: Sequence[Clip]) -> Shape:
    if t.kind in INSTANT or t.kind in EFFECTS or start == stop:
        return "cut"
    if t.kind in FADES:
        before, after = _sides(edit, clips)
        to_black = t.kind is Kind.FADE_OUT and edit == stop and after.black
        from_black = t.kind is Kind.FADE_IN and edit == start and before.black
        return "fade" if to_black or from_black else "dissolve"
    return "wipe" if t.kind is Kind.WIPE else "dissolve"


def _sides(edit: int, clips: Sequence[Clip]) -> tuple[Clip, Clip]:
    after = next(n for n, clip in enumerate(clips) if clip.start == edit)
    return clips[after - 1], clips[after]


def _fitted(joins: Sequence[Join], clips: Sequence[Clip]) -> tuple[tuple[Join, ...], tuple[str, ...]]:
    """Keep spans that lie within their two clips and off each other; the rest become cuts.

    No editing format lets one transition begin before the last has ended, or reach past a whole clip.
    """
    kept: list[Join] = []
    crowded = 0
    taken = 0
    for join in joins:
        if join.shape == "cut" or _fits(join, clips, taken):
            kept.append(join)
            taken = max(taken, join.stop)
            continue
        crowded += 1
        if join.edit is not None:
            kept.append(as_cut(join))
    what = "transition that runs" if crowded == 1 else "transitions that run"
    return tuple(kept), (f"{crowded} {what} past a neighbouring edit (left as cuts)",) if crowded else ()


def _fits(join: Join, clips: Sequence[Clip], taken: int) -> bool:
    if join.edit is None:
        clip = clips[0] if join.kind is Kind.FADE_IN else clips[-1]
        return max(taken, clip.start) <= join.start < join.stop <= clip.stop
    before, after = _sides(join.edit, clips)
    return max(taken, before.start) <= join.start < join.stop <= after.stop


def as_cut(join: Join) -> Join:
    """The same change of shot without its span."""
    return dataclasses.replace(join, shape="cut", start=join.point, stop=join.point)


def is_even(join: Join) -> bool:
    """Whether a span lies about its edit point as editing systems centre one; fades lie on one side of it."""
    return join.shape in ("cut", "fade") or join.edit == join.start + join.frames // 2


def evened(joins: Sequence[Join], clips: Sequence[Clip]) -> tuple[tuple[Join, ...], int]:
    """Move each span so that it lies evenly about its edit point, which stays; one that cannot becomes a cut.

    Returns:
        The joins, and how many were moved or became cuts.
    """
    out: list[Join] = []
    touched = taken = 0
    for join in joins:
        made = join
        if not is_even(join) and join.edit is not None:
            touched += 1
            start = join.edit - join.frames // 2
            made = dataclasses.replace(join, start=start, stop=start + join.frames)
        if made.shape != "cut" and not _fits(made, clips, taken):
            touched += made is join
            if join.edit is None:
                continue
            made = as_cut(made)
        taken = max(taken, made.stop)
        out.append(made)
    return tuple(out), touched
