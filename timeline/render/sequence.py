"""A timeline file as it is written: its facts in a terminal and as JSON."""

from __future__ import annotations

import json
from collections.abc import Sequence as Several
from fractions import Fraction

from rich.console import Console

from timeline.model.notice import Notice
from timeline.model.sequence import Item, Sequence, WrittenTransition
from timeline.model.written import Facts
from timeline.render import text
from timeline.render.voice import Voice
from timeline.render.words import written_text
from timeline.timecode import TimecodeBasis


def frames_text(frames: Fraction) -> str:
    """``1,066``, or ``321.54`` where the file strays off its own grid."""
    return text.whole(int(frames)) if frames.denominator == 1 else text.decimal(frames)


def document(sequence: Sequence, facts: Facts) -> str:
    """The facts of V1 and everything on it as JSON, named as benchmarks name them."""
    track = sequence.v1
    data = {
        "format": sequence.format,
        "sequence": sequence.name,
        "rate": str(facts.rate),
        "drop_frame": facts.drop,
        "start_tc": facts.start if sequence.start is not None else None,
        "clips_v1": facts.clips,
        "nested_v1": facts.nested,
        "gaps_v1": facts.gaps,
        "transitions": facts.transitions,
        "edit_points": facts.edit_points,
        "frames": _number(facts.frames),
        "items": [_item(item) for item in track.items],
        "transition_spans": [_transition(one) for one in track.transitions],
        "markers": [
            {"start": _number(one.start), "stop": _number(one.stop), "name": one.name, "note": one.note}
            for one in sequence.markers
        ],
        "oddities": [{"code": one.code, "where": one.where, "message": one.message} for one in sequence.oddities],
    }
    written = json.dumps(data, ensure_ascii=False, indent=1, allow_nan=False) + "\n"
    return written.encode("utf-8", "backslashreplace").decode()


def _number(value: Fraction) -> int | str:
    """A whole number of frames, or the exact fraction as text."""
    return int(value) if value.denominator == 1 else str(value)


def _item(item: Item) -> dict[str, object]:
    origin = item.origin
    return {
        "kind": item.kind,
        "start": _number(item.start),
        "stop": _number(item.stop),
        "name": item.name,
        "source": None if origin is None else origin.path or origin.reel or origin.name,
        "source_start_seconds": None if origin is None or origin.start is None else str(origin.start),
        "speed": "1" if origin is None else str(origin.speed),
        "enabled": item.enabled,
        "where": item.where,
    }


def _transition(one: WrittenTransition) -> dict[str, object]:
    return {
        "kind": one.kind.value,
        "start": _number(one.start),
        "cut": _number(one.cut),
        "stop": _number(one.stop),
        "name": one.name,
        "where": one.where,
    }


def show(
    name: str, sequence: Sequence, facts: Facts, notices: Several[Notice], console: Console, *, full: bool = False
) -> None:
    """Print what a file holds on V1 as written; every item of it where ``full``."""
    voice = Voice(console)
    basis = TimecodeBasis(rate=facts.rate, drop=bool(facts.drop), start=sequence.start or 0)
    called = f" '{sequence.name}'" if sequence.name else ""
    voice.put(voice.say(name, "bold"), f"  {sequence.format}{called}, as written")
    seconds = text.decimal(facts.frames / facts.rate)
    voice.put(f"{frames_text(facts.frames)} f, {seconds} s · {text.rate_text(facts.rate, 'constant')}")
    counted = "DF" if facts.drop else "NDF" if facts.drop is False else "the file does not say whether DF or NDF"
    begins = f"starts {facts.start}" if sequence.start is not None else "no start timecode stated"
    voice.put(f"timecode {counted}; {begins}")
    voice.put(voice.say(f"V1: {written_text(facts)}", "bold"))
    if full:
        voice.head("Items of V1", "last frame inclusive")
        rows = [_row(number, item, basis) for number, item in enumerate(sequence.v1.items, start=1)]
        voice.columns(rows, ("", "", "in", "frame", "last", "frames", "name", "where"), "r  r r")
    if full and sequence.v1.transitions:
        voice.head("Transitions of V1")
        spans = [
            (
                one.kind.value.replace("_", " "),
                basis.label(int(one.start)),
                frames_text(one.stop - one.start),
                one.where,
            )
            for one in sequence.v1.transitions
        ]
        voice.columns(spans, ("", "from", "frames", "where"), "  r")
    if notices:
        voice.head("Notices")
    for notice in notices:
        voice.put(f"{notice.message.rstrip('.')}.", indent=2)


def _row(number: int, item: Item, basis: TimecodeBasis) -> tuple[str, ...]:
    first, last = int(item.start), max(int(item.start), int(item.stop) - 1)
    name = item.name if item.enabled else f"{item.name} (disabled)"
    return (
        str(number),
        item.kind,
        basis.label(first),
        frames_text(item.start),
        basis.label(last),
        frames_text(item.stop - item.start),
        name,
        item.where,
    )
