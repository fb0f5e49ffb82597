"""Waivers in words: as they are kept in a file, and as they stand in one inspection."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console

from timeline.model.inspection import Inspection
from timeline.model.waiver import Waiver, WaiverStanding
from timeline.render.text import clean, plural
from timeline.render.voice import Voice

if TYPE_CHECKING:
    from timeline.model.difference import VersionDiff


def listing(files: Sequence[tuple[Path, Sequence[Waiver]]], console: Console) -> None:
    """Print the waivers of some files as they were given."""
    voice = Voice(console)
    shown = [(path, waivers) for path, waivers in files if waivers]
    if not shown:
        voice.put("nothing is waived here")
    for path, waivers in shown:
        voice.put(voice.say(str(path), "bold"))
        rows = [
            (each.finding, each.note, each.by, f"{each.when:%Y-%m-%d}", f"on {each.version[:8]}") for each in waivers
        ]
        voice.columns(rows, ("", "", "", "", ""))


def waived(doc: Inspection | VersionDiff) -> tuple[WaiverStanding, ...]:
    """Those that take something out."""
    return tuple(each for each in doc.waivers if each.state == "applies")


def lost(doc: Inspection | VersionDiff) -> tuple[WaiverStanding, ...]:
    """Those that take nothing out, the dropped ones first; without a profile nothing can be said of the others."""
    told = (each for each in doc.waivers if each.state != "applies" and each.words)
    return tuple(sorted(told, key=lambda each: each.state))


def title(standing: WaiverStanding) -> str:
    """What it is about."""
    if standing.finding is not None:
        return standing.finding.title
    return "Doubtful edit point" if standing.id.startswith("edit@") else standing.id


def given(standing: WaiverStanding) -> str:
    """Who said so and when: ``anna, 2026-05-01``, and how it came here."""
    came = f", {standing.words}" if standing.words and standing.state == "applies" else ""
    return f"{clean(standing.by)}, {standing.when[:10]}{came}"


def told(standing: WaiverStanding) -> str:
    """One that takes nothing out, with the reason: ``shot.max@412 is no longer waived: its shot was replaced``."""
    verb = "is no longer waived" if standing.state == "dropped" else "waives nothing"
    return f"{standing.id} {verb}: {standing.words} ({standing.note})"


def tally(inspection: Inspection) -> str:
    """``2 waived. ``; empty where nothing is."""
    count = len(waived(inspection))
    return f"{count} waived. " if count else ""


def carried(diff: VersionDiff) -> str:
    """``2 waivers come along, 1 dropped``; empty where there are none."""
    came, dropped = sum(w.reached for w in diff.waivers), sum(w.state == "dropped" for w in diff.waivers)
    rest = len(diff.waivers) - came - dropped
    said = [
        f"{plural(came, 'waiver')} {'comes' if came == 1 else 'come'} along" if came else "",
        f"{plural(dropped, 'waiver')} dropped" if dropped else "",
        f"{plural(rest, 'waiver')} out of reach" if rest else "",
    ]
    return ", ".join(filter(None, said))
