"""Transitions of the drama generator, one row a style: how long each lasts, what it shows, which truth it leaves."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from timeline.suite.synth.drama.pictures import (
    BLACK,
    WHITE,
    Colour,
    Picture,
    flat,
    masked,
    mixed,
    panned,
    rushed,
    streaked,
    toward,
)

Rng = np.random.Generator
LONGEST_DIP = 5
"""Frames a dip may hold and still be one transition; a longer hold is a shot of its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One transition of the truth: first frame not purely old, first purely new; its edit point is a middle.

    ``middle``: the frames between which the edit point lies half way, the same one twice where it is no middle; None
    for a fade at the very head or tail, which has none.
    """

    kind: str
    start: int
    stop: int
    middle: tuple[int, int] | None

    @property
    def edit_point(self) -> int | None:
        """The frame at which an editor's cut would stand."""
        return None if self.middle is None else self.middle[0] + (self.middle[1] - self.middle[0]) // 2

    def through(self, shown: Callable[[int], int]) -> Event:
        """The same transition where each frame is shown at another place."""
        return Event(
            kind=self.kind,
            start=shown(self.start),
            stop=shown(self.stop),
            middle=None if self.middle is None else (shown(self.middle[0]), shown(self.middle[1])),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Join:
    """One transition as planned. ``style`` names its row.

    The last ``out`` frames of the old shot and the first ``back`` of the new one are altered. Where ``overlaps`` is
    set those are the same frames (``out == back``); else ``hold`` frames of flat ``colour`` stand between them.
    """

    style: str
    out: int = 0
    back: int = 0
    hold: int = 0
    overlaps: bool = False
    colour: Colour = BLACK
    axis: int = 1
    sign: int = 1
    amount: float = 0.0
    eased: bool = False

    def events(self, at: int) -> tuple[Event, ...]:
        """The truth of the transition when the first frame it touches is ``at``."""
        return STYLES[self.style].truth(self, at)

    def share(self, number: int, count: int) -> float:
        """How far the transition has gone at frame ``number`` of ``count``, strictly between 0 and 1."""
        straight = (number + 1) / (count + 1)
        eased = straight * straight * (3 - 2 * straight)
        return (straight + eased) / 2 if self.eased else straight  # half eased, so that the first frame is seen


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """One row: its draw (rng, most frames it may alter at either side), how often, its truth and its pictures.

    ``both(join, a, b, share)`` shows frames of both shots; ``leave(join, a, share)`` and ``enter(join, b, share)`` show
    one, ``share`` being how far it is altered, 0..1. Styles that need not alter a frame leave them out.
    """

    draw: Callable[[Rng, int], Join]
    weight: float
    truth: Callable[[Join, int], tuple[Event, ...]]
    both: Callable[[Join, Picture, Picture, float], Picture] | None = None
    leave: Callable[[Join, Picture, float], Picture] | None = None
    enter: Callable[[Join, Picture, float], Picture] | None = None
    least: int = 0


def _frames(rng: Rng, low: int, high: int, most: int) -> int:
    """A length; short ones as likely as long ones."""
    return max(1, min(most, round(float(np.exp(rng.uniform(np.log(low), np.log(high)))))))


def _point(kind: str) -> Callable[[Join, int], tuple[Event, ...]]:
    return lambda join, at: (Event(kind=kind, start=at, stop=at, middle=(at, at)),)


def _centred(kind: str) -> Callable[[Join, int], tuple[Event, ...]]:
    return lambda join, at: (Event(kind=kind, start=at, stop=at + join.out, middle=(at, at + join.out)),)


def _swapped(kind: str) -> Callable[[Join, int], tuple[Event, ...]]:
    """An effect over a swap: the edit point is the first frame of the new source."""
    return lambda join, at: (
        Event(kind=kind, start=at, stop=at + join.out + join.back, middle=(at + join.out, at + join.out)),
    )


def _dip(join: Join, at: int) -> tuple[Event, ...]:
    down, up = at + join.out, at + join.out + join.hold
    if join.hold <= LONGEST_DIP:
        return (Event(kind="fade_through", start=at, stop=up + join.back, middle=(down, up)),)
    return (
        Event(kind="fade_out", start=at, stop=down, middle=(down, down)),
        Event(kind="fade_in", start=up, stop=up + join.back, middle=(up, up)),
    )


def _draw_cut(rng: Rng, most: int) -> Join:
    return Join(style="cut")


def _draw_dissolve(rng: Rng, most: int) -> Join:
    count = _frames(rng, 4, 30, most)
    return Join(style="dissolve", out=count, back=count, overlaps=True, eased=bool(rng.random() < 0.3))


def _draw_dip(rng: Rng, most: int) -> Join:
    colour = BLACK if rng.random() < 0.65 else WHITE
    hold = int(rng.integers(1, 4))
    return Join(
        style="dip", out=_frames(rng, 3, 18, most), back=_frames(rng, 3, 18, most), hold=hold, colour=colour, eased=True
    )


def _draw_fades(rng: Rng, most: int) -> Join:
    hold = int(rng.integers(9, 26))
    return Join(style="fades", out=_frames(rng, 6, 25, most), back=_frames(rng, 6, 25, most), hold=hold)


def _draw_edge(style: str) -> Callable[[Rng, int], Join]:
    def draw(rng: Rng, most: int) -> Join:
        count = _frames(rng, 5, 24, most)
        axis, sign, soft = int(rng.integers(2)), int(rng.choice((-1, 1))), float(rng.choice((0.01, 0.1, 0.3)))
        return Join(style=style, out=count, back=count, overlaps=True, axis=axis, sign=sign, amount=soft)

    return draw


def _draw_effect(style: str, low: int, high: int) -> Callable[[Rng, int], Join]:
    def draw(rng: Rng, most: int) -> Join:
        out, back = (min(most, int(rng.integers(low, high + 1))) for _ in range(2))
        axis, sign = int(rng.integers(2)), int(rng.choice((-1, 1)))
        return Join(style=style, out=out, back=back, axis=axis, sign=sign, amount=float(rng.uniform(0.6, 1.4)))

    return draw


def _dissolve(join: Join, a: Picture, b: Picture, share: float) -> Picture:
    return mixed(a, b, share)


def _wipe(join: Join, a: Picture, b: Picture, share: float) -> Picture:
    height, width = a.shape[:2]
    ramp = np.linspace(0, 1, a.shape[join.axis], dtype=np.float32)[:: join.sign]
    edge = np.clip((share * (1 + join.amount) - ramp) / join.amount, 0, 1).astype(np.float32)
    mask = np.broadcast_to(edge[None] if join.axis else edge[:, None], (height, width))
    return masked(a, b, np.ascontiguousarray(mask))


def _slide(join: Join, a: Picture, b: Picture, share: float) -> Picture:
    """The new picture pushes the old one out."""
    size = a.shape[join.axis]
    gone = min(size - 1, max(1, round(share * size)))
    pair = np.concatenate([a, b] if join.sign > 0 else [b, a], axis=join.axis)
    at = gone if join.sign > 0 else size - gone
    return np.take(pair, range(at, at + size), axis=join.axis)


def _tint(join: Join, picture: Picture, share: float) -> Picture:
    return toward(picture, join.colour, share)


def _whiten(join: Join, picture: Picture, share: float) -> Picture:
    return toward(picture, WHITE, share)


def _rush(join: Join, picture: Picture, share: float) -> Picture:
    return rushed(picture, 1 + 0.05 + join.amount * share**2, 0.3 * share)


def _sweep(join: Join, picture: Picture, share: float) -> Picture:
    along = join.sign * (0.04 + join.amount * share**2)
    return streaked(panned(picture, join.axis, along), join.axis, 0.03 + 0.4 * share)


def _sweep_in(join: Join, picture: Picture, share: float) -> Picture:
    along = -join.sign * (0.04 + join.amount * share**2)
    return streaked(panned(picture, join.axis, along), join.axis, 0.03 + 0.4 * share)


STYLES: dict[str, Style] = {
    "cut": Style(draw=_draw_cut, weight=0.0, truth=_point("cut")),
    "jump": Style(draw=_draw_cut, weight=0.0, truth=_point("jump")),
    "dissolve": Style(draw=_draw_dissolve, weight=0.36, truth=_centred("dissolve"), both=_dissolve, least=4),
    "dip": Style(draw=_draw_dip, weight=0.14, truth=_dip, leave=_tint, enter=_tint, least=3),
    "fades": Style(draw=_draw_fades, weight=0.10, truth=_dip, leave=_tint, enter=_tint, least=6),
    "wipe": Style(draw=_draw_edge("wipe"), weight=0.10, truth=_centred("wipe"), both=_wipe, least=5),
    "slide": Style(draw=_draw_edge("slide"), weight=0.08, truth=_centred("slide"), both=_slide, least=5),
    "zoom": Style(
        draw=_draw_effect("zoom", 3, 7), weight=0.08, truth=_swapped("zoom"), leave=_rush, enter=_rush, least=3
    ),
    "whip": Style(
        draw=_draw_effect("whip", 3, 6), weight=0.08, truth=_swapped("whip"), leave=_sweep, enter=_sweep_in, least=3
    ),
    "flash": Style(
        draw=_draw_effect("flash", 1, 5), weight=0.06, truth=_swapped("flash"), leave=_whiten, enter=_whiten, least=1
    ),
}
"""``weight`` is the style's share of the transitions that are neither cuts nor jumps."""


def draw_gradual(rng: Rng, most: int) -> Join | None:
    """A transition of some length, or None where ``most``, the frames free at either side, are too few."""
    rows = {name: row for name, row in STYLES.items() if row.weight and row.least <= most}
    if not rows:
        return None
    weights = np.array([row.weight for row in rows.values()])
    return rows[str(rng.choice(list(rows), p=weights / weights.sum()))].draw(rng, most)


def hold_picture(join: Join, width: int, height: int) -> Picture:
    """What stands between two shots."""
    return flat(width, height, join.colour)
