"""How bounds, reasons and conflicts are put into words."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from timeline.analyse.suggest.aims import Aim
from timeline.analyse.suggest.clash import Clash
from timeline.analyse.suggest.place import Cut, head_activity, tail_activity
from timeline.analyse.suggest.room import Amount, Bounds, Guard, Room
from timeline.analyse.words import count, plain, plural, seconds_text
from timeline.model.edit import Shot
from timeline.model.speech import Speech

_HELD: dict[Guard, str] = {
    "speech": "somebody speaks",
    "protect": "its frames are protected",
    "transitions": "a transition lies",
    "ends": "the programme's own frame lies",
}
_OPTIONS: dict[Guard, str] = {"max-trim": "--max-trim", "share": "--max-share", "min-shot": "--min-shot"}


def amount_text(amount: Amount) -> str:
    """Such as ``12 frames``, ``0.4 s``."""
    if amount.frames is not None:
        return f"{amount.frames} {plural(amount.frames, 'frame')}"
    return seconds_text(amount.seconds or Fraction(0))


def share_text(share: Fraction) -> str:
    """Such as ``50 %``."""
    return f"{plain(share * 100)} %"


def guard_text(guard: Guard, bounds: Bounds) -> str:
    """A bound on trims as a sentence without its full stop."""
    texts: dict[Guard, str] = {
        "max-trim": f"no shot loses more than {amount_text(bounds.max_trim or Amount(frames=0))}",
        "share": f"no shot loses more than {share_text(bounds.share)} of itself",
        "min-shot": f"no trimmed shot gets shorter than {amount_text(bounds.min_shot)}",
        "speech": "nothing is taken while somebody speaks",
        "protect": "protected frames stay",
        "transitions": "nothing is taken out of a transition or beside one",
        "ends": "the first and the last frame of the programme stay",
        "sections": "every section of the profile still fits",
    }
    return texts[guard]


def bounds_text(bounds: Bounds, speech: Speech) -> tuple[str, ...]:
    """The bounds in force, those that are asked for first."""
    basis = {"subtitles": "the subtitles", "sound": "the sound"}.get(speech.basis)
    guards: list[Guard] = ["max-trim"] if bounds.max_trim else []
    guards += ["share", "min-shot"]
    guards += ["protect"] if bounds.protected else []
    told = [guard_text(guard, bounds) for guard in guards]
    told += [f"{guard_text('speech', bounds)}, by {basis}"] if basis else []
    return (*told, guard_text("transitions", bounds), guard_text("ends", bounds))


def place_text(shot: Shot, room: Room, cut: Cut, edge: str, activity: Sequence[float] | None, speech: Speech) -> str:
    """Why frames are taken at this edge of a shot."""
    here, there = ("head", "tail") if edge == "head" else ("tail", "head")
    frames, free = (cut.head, room.tail) if edge == "head" else (cut.tail, room.head)
    stop = room.tail_stop if edge == "head" else room.head_stop
    both = cut.head and cut.tail
    silent = "; nobody speaks in it" if speech.basis != "none" else ""
    if both:
        return f"both edges, since neither has room for {cut.frames} frames{silent}"
    if free < frames and stop:
        return f"the {here}, since {_HELD.get(stop, 'a bound lies')} at the {there}{silent}"
    if activity is None:
        return f"the {here}; there is no picture to look at"
    look = {"head": head_activity, "tail": tail_activity}
    moving = {side: sum(find(shot, frames, activity)) / frames for side, find in look.items()}
    if moving[here] == moving[there]:
        return f"the {here}, as still as the {there}{silent}"
    return f"stiller than the {there}: movement {moving[here]:.4f}, there {moving[there]:.4f}{silent}"


def short_text(aim: Aim, slack: Fraction) -> str:
    """How far off an aim stays, such as ``one cut off``, ``12 frames off``."""
    if aim.counts:
        return f"{count(round(slack), 'cut')} off"
    frames = slack * aim.worth
    whole = int(frames) + (frames.denominator != 1)
    return f"{whole} {plural(whole, 'frame')} off"


def against_text(clash: Clash, bounds: Bounds) -> tuple[str, ...]:
    """What an aim clashes with."""
    others = dict.fromkeys(aim.words for aim in clash.others)
    return (*others, *(guard_text(guard, bounds) for guard in clash.guards))


def reliefs_text(clash: Clash) -> tuple[str, ...]:
    """The options that would each let it be had."""
    return tuple(f"{_OPTIONS[guard]} {relief_text(guard, value)}" for guard, value in clash.relief)


def relief_text(guard: Guard, value: Fraction) -> str:
    """A bound as its option takes it."""
    return share_text(value).replace(" ", "") if guard == "share" else f"{plain(value)}f"
