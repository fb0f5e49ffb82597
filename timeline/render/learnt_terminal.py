"""A profile that was just learnt, in the terminal: what it promises, what it left out, who does not fit."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from rich.console import Console

from timeline.analyse.learn import Learnt, percent
from timeline.render.voice import Voice


def show_learnt(learnt: Learnt, references: int, twice: Sequence[str], target: Path, console: Console) -> None:
    """Print what was learnt and what it rests on."""
    voice, used = Voice(console), len(learnt.used)
    bands = sum(band.severity == "error" for band in learnt.profile.bands)
    corridor = " and the corridor of cumulative cuts" if learnt.profile.corridor else ""
    voice.put(voice.say(f"{bands} bands{corridor}", "bold"), f" learnt from {used} of {references} references")
    voice.put(
        f"{learnt.passing} of {used} references pass as a whole; made to pass at least {percent(learnt.share)}",
        indent=2,
    )
    voice.put(
        f"left out in turn, {len(learnt.failing)} of {used} fail ({percent(learnt.failure_rate)})"
        + (f": {', '.join(learnt.failing)}" if learnt.failing else ""),
        indent=2,
    )
    for outlier in learnt.outliers:
        voice.put(
            voice.sign("warning"),
            f" {outlier.name} is unlike all the others and was not learnt from: {outlier.figure} "
            f"{outlier.value:.4g}, usually {outlier.usual:.4g}",
            indent=2,
        )
    for name in twice:
        voice.put(f"the same content was given twice: {name}", indent=2)
    if learnt.left_out:
        voice.head("Left out", "what so few references cannot support")
        for note in learnt.left_out:
            voice.put(note, indent=2)
    console.print()
    voice.put(f"wrote {target}; timeline profile show {target} draws it")
