"""Draws plans by a seed: episodes with the rhythm of a micro-drama, and single takes full of one trap."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from timeline.suite.synth.drama.footage import Survey
from timeline.suite.synth.drama.joins import Join, draw_gradual
from timeline.suite.synth.drama.lettering import random_words
from timeline.suite.synth.drama.pictures import Framing
from timeline.suite.synth.drama.plan import Piece, Plan, Words, draw_window, jump_within, unlike, usable
from timeline.suite.synth.drama.tricks import TRICKS

Rng = np.random.Generator
Window = tuple[int, int, int]
"""(clip, start, stop)."""

GRADUAL = 0.45
"""Share of changes of shot that are no cut where there is room; often there is too little, so that fewer come out."""
JUMPS = 0.3
"""Share of shots that are cut short and taken up later, where the shot is long enough and moves."""
TRICKY = 0.15
"""Share of an episode's shots with a trap inside."""
FREE = 6
"""Frames of a shot that no transition touches."""
LONGEST = 30
"""Frames that a transition may alter on either side."""


def draw_episode(rng: Rng, surveys: Sequence[Survey], frames: int) -> Plan:
    """An episode of about ``frames`` frames; the surveys hold at least one usable shot."""
    shots, layout = usable(surveys), _layout(rng)
    pieces = _shot(rng, surveys, shots, layout, None)
    joins = [Join(style="jump")] * (len(pieces) - 1)
    altered, made = 0, sum(len(piece.frames) for piece in pieces)
    while made < frames:
        after = _shot(rng, surveys, shots, layout, pieces[-1])
        free = min(len(pieces[-1].frames) - altered, len(after[0].frames)) - FREE
        alike = _scene(surveys, pieces[-1], -1) == _scene(surveys, after[0], 0)
        join = draw_gradual(rng, min(free, LONGEST)) if rng.random() < GRADUAL and not alike else None
        joins += [join or Join(style="jump" if alike else "cut"), *[Join(style="jump")] * (len(after) - 1)]
        pieces += after
        made += sum(len(piece.frames) for piece in after)
        altered = join.back if join and len(after) == 1 else 0
    plan = Plan(
        pieces=tuple(pieces),
        joins=tuple(joins),
        fade_in=_ending(rng, 0.2, pieces[0]),
        fade_out=_ending(rng, 0.4, pieces[-1], altered),
        repeats=bool(rng.random() < 0.2),
    )
    return replace(plan, words=_dialogue(rng, len(plan.order())))


def _scene(surveys: Sequence[Survey], piece: Piece, which: int) -> tuple[int, int]:
    """Tells set-ups apart: the clip, and how many changes of shot other than jumps lie before the frame."""
    return _scene_at(surveys, piece.clip, piece.frames[which])


def _scene_at(surveys: Sequence[Survey], clip: int, frame: int) -> tuple[int, int]:
    return clip, sum(mark.kind != "jump" and mark.start <= frame for mark in surveys[clip].source.truth)


def _layout(rng: Rng) -> Framing:
    """How pictures are laid in all through an episode: filling it, over their own blur, or between black bars."""
    style = rng.random()
    inset = 1.0 if style < 0.6 else float(rng.choice((0.42, 0.5625, 0.7)))
    return Framing(inset=inset, blurred=bool(style < 0.85))


def _shot_length(rng: Rng) -> int:
    """Median near 40 frames, a few of a third of a second, some of six seconds."""
    if rng.random() < 0.08:
        return int(rng.integers(5, 13))
    return int(np.clip(np.exp(rng.normal(3.7, 0.55)), 12, 160))


def _shot(
    rng: Rng, surveys: Sequence[Survey], shots: Sequence[Window], layout: Framing, before: Piece | None
) -> list[Piece]:
    """One shot of another scene that begins unlike what stands before it; two pieces where a jump divides it."""
    for _ in range(20):
        windows = _windows(rng, surveys, shots)
        if before is None or _differs(surveys, before, windows[0]):
            break
    framing = replace(
        layout,
        zoom=float(rng.uniform(1.0, 1.25)),
        x=float(rng.uniform(-0.4, 0.4)),
        y=float(rng.uniform(-0.8, 0.8)),
        mirror=bool(rng.random() < 0.3),
    )
    piece = _piece(rng, windows[0], framing)
    if len(windows) == 1:
        return [_tricked(rng, piece, shots)]
    closer = replace(framing, zoom=framing.zoom * float(rng.uniform(1.15, 1.4))) if rng.random() < 0.35 else framing
    return [piece, replace(piece, frames=tuple(range(*windows[1][1:])), framing=closer)]


def _differs(surveys: Sequence[Survey], before: Piece, window: Window) -> bool:
    clip, start, stop = window
    last, thumbs = surveys[before.clip].thumbs[before.frames[-1]], surveys[clip].thumbs
    return _scene(surveys, before, -1) != _scene_at(surveys, clip, start) and all(
        unlike(last, thumbs[first])
        for first in (start, stop - 1)  # whichever way round it is shown
    )


def _windows(rng: Rng, surveys: Sequence[Survey], shots: Sequence[Window]) -> list[Window]:
    window = draw_window(rng, shots, _shot_length(rng))
    if rng.random() < JUMPS:
        clip, start, stop = next(s for s in shots if s[0] == window[0] and s[1] <= window[1] < s[2])
        first, second = int(rng.integers(18, 50)), int(rng.integers(12, 50))
        leap = jump_within(rng, surveys[clip], (start, stop), first, second)
        if leap:
            return [(clip, leap[0], leap[0] + first), (clip, leap[1], leap[1] + second)]
    return [window]


def _piece(rng: Rng, window: Window, framing: Framing) -> Piece:
    clip, start, stop = window
    frames = range(start, stop) if rng.random() < 0.8 else range(stop - 1, start - 1, -1)
    drift = float(rng.uniform(0.02, 0.12)) if rng.random() < 0.3 else 0.0
    return Piece(clip=clip, frames=tuple(frames), framing=framing, gain=float(np.exp(rng.normal(0, 0.12))), drift=drift)


def _tricked(rng: Rng, piece: Piece, shots: Sequence[Window]) -> Piece:
    if rng.random() >= TRICKY or len(piece.frames) < 30:
        return piece
    return replace(piece, trick=(_any_trick(rng), int(rng.integers(2**31)), False), other=_still(rng, shots))


def _any_trick(rng: Rng) -> str:
    return str(rng.choice([name for name in TRICKS if name != "caption"]))


def _still(rng: Rng, shots: Sequence[Window]) -> tuple[int, int]:
    return draw_window(rng, shots, 2)[:2]


def _ending(rng: Rng, chance: float, piece: Piece, altered: int = 0) -> int:
    """Frames of a fade at the head or tail, none at all where the shot is too short."""
    free = len(piece.frames) - altered - FREE - LONGEST
    return int(rng.integers(6, 26)) if rng.random() < chance and free > 25 else 0


def _dialogue(rng: Rng, frames: int) -> tuple[Words, ...]:
    """Subtitles that change as people speak, over cuts or not, perhaps a title at the head."""
    found, at = list[Words](), int(rng.integers(0, 40))
    if rng.random() < 0.4:
        found.append(
            Words(start=0, stop=int(rng.integers(30, 75)), text=f"EPISODE {rng.integers(1, 80)}", seed=0, large=True)
        )
    if rng.random() < 0.15:
        return tuple(found)
    while at < frames:
        stop = at + int(rng.integers(14, 55))
        text = random_words(rng, int(rng.integers(2, 9)))
        found.append(Words(start=at, stop=min(stop, frames), text=text, seed=int(rng.integers(2**31))))
        at = stop + (int(rng.integers(1, 40)) if rng.random() < 0.5 else 0)
    return tuple(found)


LONG_TAKE = 40
"""Frames of a clean shot from which a take is made; shorter ones only where a clip has no other."""


def draw_take(rng: Rng, surveys: Sequence[Survey], name: str, frames: int) -> Plan:
    """One shot, played to and fro until it has ``frames`` frames, with the trap ``name`` again and again."""
    shots = usable(surveys, LONG_TAKE) or usable(surveys)
    clip, start, stop = draw_window(rng, shots, frames)
    there = list(range(start, stop))
    round_trip = there + there[-2:0:-1]
    order = (round_trip * (frames // len(round_trip) + 1))[:frames]
    framing = replace(
        _layout(rng),
        zoom=float(rng.uniform(1.0, 1.25)),
        x=float(rng.uniform(-0.4, 0.4)),
        y=float(rng.uniform(-0.8, 0.8)),
    )
    piece = Piece(
        clip=clip,
        frames=tuple(order),
        framing=framing,
        trick=(name, int(rng.integers(2**31)), True),
        other=_still(rng, shots),
    )
    return Plan(pieces=(piece,))
