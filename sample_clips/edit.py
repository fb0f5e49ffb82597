"""An edit as a table: rows of shots, how each is joined to the one before, and what lies over the picture."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Literal, TypeAlias

from sample_clips.paint import Picture

# A scene draws frame ``u`` (negative before its first frame, as handles under transitions) at ``(height, width)``.
Scene: TypeAlias = Callable[[int, int, int], Picture]
JoinKind: TypeAlias = Literal[
    "cut", "jump", "dissolve", "wipe", "slide", "zoom", "whip", "flash", "fade_through", "fade_out", "fade_in"
]
Style: TypeAlias = Literal["speech", "thought", "card"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Join:
    """How a shot is joined to the one before it.

    ``before`` frames of the effect lie before the edit point and ``after`` from it on. For ``fade_through``, ``hold``
    wholly ``white`` or black frames lie between ``before`` fading out and ``after`` fading in. ``way``: the direction.
    """

    kind: JoinKind = "cut"
    before: int = 0
    after: int = 0
    hold: int = 0
    way: str = "left"
    white: bool = False


CUT = Join()
JUMP = Join(kind="jump")


def centred(kind: JoinKind, frames: int, way: str = "left") -> Join:
    """A join of ``frames`` mixed frames whose edit point is the middle one, rounded down."""
    return Join(kind=kind, before=frames // 2, after=frames - frames // 2, way=way)


def around(kind: JoinKind, before: int, after: int, way: str = "left") -> Join:
    """An effect over a swap of sources."""
    return Join(kind=kind, before=before, after=after, way=way)


def dip(before: int, hold: int, after: int, *, white: bool = False) -> Join:
    """A dip through black or white; ``hold`` is at most 5 frames."""
    if not 1 <= hold <= 5:
        raise ValueError(f"a dip holds 1 to 5 frames, not {hold}: a longer hold is a black shot between two fades")
    return Join(kind="fade_through", before=before, hold=hold, after=after, white=white)


def fade_out(frames: int) -> Join:
    """The old shot falls to black over ``frames``; the row that follows is black."""
    return Join(kind="fade_out", before=frames)


def fade_in(frames: int) -> Join:
    """The new shot rises from the black row before it over ``frames``."""
    return Join(kind="fade_in", after=frames)


@dataclass(frozen=True, slots=True, kw_only=True)
class Caption:
    """Burned-in words over frames ``[start, stop)``; ``style``: speech, thought or card."""

    text: str
    start: int
    stop: int
    style: Style = "speech"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A labelled stretch ``[start, stop)`` where something looks like an edit and is none."""

    kind: str
    start: int
    stop: int
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One shot: its scene (``black`` for none), its length between edit points, its first frame in the scene.

    Frames of ``captions``, ``traps`` and ``freeze`` count from the shot's own start. From the first frame of ``freeze``
    on, the scene stands still.
    """

    scene: str
    frames: int
    join: Join = CUT
    first: int = 0
    captions: tuple[Caption, ...] = ()
    traps: tuple[Mark, ...] = ()
    freeze: tuple[int, int] | None = None


def say(text: str, start: int, stop: int, style: Style = "speech") -> tuple[Caption, ...]:
    """One caption, as a row takes it."""
    return (Caption(text=text, start=start, stop=stop, style=style),)


def trap(kind: str, start: int, stop: int, why: str) -> Mark:
    """One trap, as a row takes it."""
    return Mark(kind=kind, start=start, stop=stop, why=why)


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """A row with its place ``[start, stop)`` in the programme and the span ``[lead, end)`` of the join before it."""

    row: Row
    start: int
    stop: int
    lead: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """A whole clip: its rows, and the fades at its very head and tail."""

    rows: tuple[Row, ...]
    fade_up: int = 0
    fade_down: int = 0
    placed: tuple[Placed, ...] = field(init=False)

    def __post_init__(self) -> None:
        """Place the rows one after another."""
        object.__setattr__(self, "placed", tuple(_placed(self.rows)))

    @property
    def frames(self) -> int:
        """Length in frames."""
        return self.placed[-1].stop

    @property
    def captions(self) -> list[Caption]:
        """Every caption, its frames counted from the clip's start."""
        return [replace(c, start=c.start + p.start, stop=c.stop + p.start) for p in self.placed for c in p.row.captions]

    @property
    def traps(self) -> list[Mark]:
        """Every trap, its frames counted from the clip's start."""
        return [replace(m, start=m.start + p.start, stop=m.stop + p.start) for p in self.placed for m in p.row.traps]

    @property
    def freezes(self) -> list[tuple[int, int]]:
        """Every frozen stretch, its frames counted from the clip's start."""
        return [(p.start + p.row.freeze[0], p.start + p.row.freeze[1]) for p in self.placed if p.row.freeze]

    def at(self, frame: int) -> int:
        """Index of the row that holds ``frame``."""
        return next(k for k, p in enumerate(self.placed) if frame < p.stop)


def _placed(rows: tuple[Row, ...]) -> list[Placed]:
    """Rows with their frames and the frames of their joins."""
    placed: list[Placed] = []
    start = 0
    for row in rows:
        join = row.join
        # A dip's edit point is the middle of its hold.
        lead = start - join.before - join.hold // 2
        end = start + join.after + join.hold - join.hold // 2
        if placed and lead < placed[-1].end:
            raise ValueError(f"the {join.kind} into {row.scene} at {start} begins inside the transition before it")
        placed.append(Placed(row=row, start=start, stop=start + row.frames, lead=lead, end=end))
        start += row.frames
    return placed
