"""CMX3600 edit decision lists: one event a shot, transitions on the event that comes in, out points exclusive.

The layout is CMX's (event, reel of 8, channel, transition, its length, source in and out, record in and out). A
transition is an event of two lines: the outgoing clip with no length, then the incoming one from the frame where the
transition begins, with its length in frames. Fades come from or go to the reel BL. ``FROM CLIP`` and ``FROM FILE`` are
never written: Premiere loses the media's name over them (OpenTimelineIO issue 1178).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from timeline.errors import UsageError
from timeline.interchange.write.plan import Clip, Colour, Footage, Join, Plan
from timeline.interchange.write.text import one_line

BLACK = "BL"
LONGEST = 999
_COLOURS: dict[Colour, str] = {"red": "RED", "yellow": "YELLOW", "blue": "BLUE", "green": "GREEN"}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Event:
    """Record frames ``[start, stop)``; ``clip`` comes in, ``out`` goes out before it, ``None`` standing for black."""

    start: int
    stop: int
    clip: Clip | None
    out: Clip | None
    join: Join | None


def write(plan: Plan, channels: str = "V") -> str:
    """The list as text with line feeds; ``channels``: what every event takes of its source, such as ``AA/V``."""
    reel = reel_of(plan.footage)
    lines = [f"TITLE: {one_line(plan.title)[:70]}", f"FCM: {'' if plan.basis.drop else 'NON-'}DROP FRAME", ""]
    for number, event in enumerate(_events(plan), start=1):
        lines += [*_lines(plan, event, number, reel, channels), ""]
    return "\n".join(lines)


def reel_of(footage: Footage) -> str:
    """Reel name: the one asked for, else the first and last four letters and digits of the file's name.

    Episodes of a series differ at the end of their names, so that is kept.

    Raises:
        UsageError: the name asked for is longer than 8, has other signs, or is the one that stands for black.
    """
    if footage.reel is not None:
        if not re.fullmatch(r"[A-Za-z0-9_.-]{1,8}", footage.reel):
            raise UsageError(f"--reel {footage.reel}: a reel of a CMX3600 EDL has 1 to 8 letters, digits, . _ or -")
        if footage.reel.upper() in (BLACK, "BLACK"):
            raise UsageError(f"--reel {footage.reel} stands for black in a CMX3600 EDL; choose another name")
        return footage.reel
    name = re.sub(r"[^A-Z0-9]", "", footage.name.rpartition(".")[0].upper() or footage.name.upper())
    short = name if len(name) <= 8 else name[:4] + name[-4:]
    return short if short and short not in (BLACK, "BLACK") else "AX"


def _events(plan: Plan) -> Iterator[_Event]:
    tail = plan.tail()
    for n, clip in enumerate(plan.clips):
        join = plan.into(clip)
        last = n + 1 == len(plan.clips)
        leaving = tail if last else plan.into(plan.clips[n + 1])
        yield _Event(
            start=clip.start if join is None else join.start,
            stop=clip.stop if leaving is None else leaving.start,
            clip=clip,
            out=plan.clips[n - 1] if n else None,
            join=join,
        )
        if last and tail is not None:
            yield _Event(start=tail.start, stop=tail.stop, clip=None, out=clip, join=tail)


def _lines(plan: Plan, event: _Event, number: int, reel: str, channels: str) -> list[str]:
    lines = []
    length = event.join.frames if event.join else 0
    if length > LONGEST:
        raise UsageError(f"a CMX3600 EDL writes transitions of up to {LONGEST} frames and one here has {length}")
    if event.join is not None and length:
        lines.append(_line(plan, event.out, number, (reel, channels), "C", 0, event.start, event.start))
    effect = "C" if not length else "W001" if event.join and event.join.shape == "wipe" else "D"
    lines.append(_line(plan, event.clip, number, (reel, channels), effect, length, event.start, event.stop))
    lines += _remarks(plan, event, length)
    for mark in plan.marks:
        if event.start <= mark.start < event.stop:
            text = one_line(mark.text)
            lines.append(f"* LOC: {plan.basis.label(mark.start)} {_COLOURS[mark.colour]:<7} {text}")
    return lines


def _line(
    plan: Plan, clip: Clip | None, number: int, source: tuple[str, str], effect: str, length: int, start: int, stop: int
) -> str:
    """One line of 13 fields in CMX's columns; ``source``: its reel and channels."""
    reel, channels = source
    if clip is None or clip.black:
        name, first = BLACK, 0
        labels = type(plan.basis)(rate=plan.rate, drop=plan.basis.drop)
    else:
        name, first, labels = reel, clip.source + start - clip.start, plan.footage.basis
    times = (labels.label(first), labels.label(first + stop - start), plan.basis.label(start), plan.basis.label(stop))
    return f"{number:03d}  {name:<8} {channels:<5} {effect:<4} {f'{length:03d}' if length else '':<3} {' '.join(times)}"


def _remarks(plan: Plan, event: _Event, length: int) -> list[str]:
    name = one_line(plan.footage.name)
    out = event.out is not None and not event.out.black
    shown = event.clip is not None and not event.clip.black
    lines = []
    if length and out:
        lines.append(f"* FROM CLIP NAME: {name}")
    if shown:
        lines.append(f"* {'TO' if length else 'FROM'} CLIP NAME: {name}")
        lines.append(f"* SOURCE FILE: {one_line(plan.footage.path)}")
    if event.join is not None:
        lines.append(f"* COMMENT: {event.join.told.upper()}")
    return lines
