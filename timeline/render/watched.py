"""What a watch says: when a version came, how it stands, and what changed since the one before, in a few lines."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console

from timeline.model.difference import VersionDiff
from timeline.model.finding import Finding
from timeline.model.inspection import Inspection
from timeline.render import diff_text, text, waivers, words
from timeline.render.voice import STYLE, Voice

NEW = 5
"""New findings that are named at most; the page has them all."""


def told(path: Path, what: str) -> str:
    """A word about a file, with the time of day."""
    return text.clean(f"{_now()}  {path.name}: {what}" if path.name not in what else f"{_now()}  {what}")


def show_start(target: Path, page: Path | None, console: Console) -> None:
    """Say what is watched, how it ends, and which page to open."""
    voice = Voice(console)
    voice.put(voice.say("watching ", "dim"), voice.say(str(target), "bold"), voice.say("; Ctrl-C ends it", "dim"))
    if page is not None:
        _whole(voice, f"open {page.absolute().as_uri()}  it refreshes itself")


def show(
    inspection: Inspection, changed: VersionDiff | None, console: Console, *, again: bool, written: Sequence[Path]
) -> None:
    """Print one version as it was found."""
    voice, tone = Voice(console), words.tone(inspection)
    standing = diff_text.findings_text(changed) if changed else ""
    voice.put(
        voice.say(f"{_now()}  ", "dim"),
        voice.say(text.file_name(inspection.media.path), "bold"),
        f"  version {inspection.content_id[:12]}  ",
        voice.sign(tone),
        voice.say(f" {text.verdict(inspection)}", STYLE[tone]),
        voice.say(f"  {standing}" if standing else "", "bold"),
    )
    if again:
        voice.put("looked at again: the same content", indent=10)
    elif changed is not None:
        voice.put(diff_text.summary_line(changed), indent=10)
        for finding in _new(inspection, changed)[:NEW]:
            voice.put("new: ", voice.sign(finding.severity), f" {finding.title}  {finding.id}", indent=10)
    for each in waivers.lost(inspection):
        if each.state == "dropped" and not again:
            voice.put(waivers.told(each), indent=10)
    if written:
        _whole(voice, f"{'':10}wrote {written[-1]}")


def _whole(voice: Voice, words: str) -> None:
    """Print a path or an address in one piece, however long: it is to be copied."""
    voice.console.print(voice.say(words, "dim"), highlight=False, soft_wrap=True)


def show_filed(path: Path, told_of: Sequence[str], console: Console) -> None:
    """Print what a library made of a file."""
    voice = Voice(console)
    first, *rest = told_of
    voice.put(voice.say(f"{_now()}  ", "dim"), voice.say(text.clean(path.name), "bold"), f"  {first}")
    for line in rest:
        voice.put(line, indent=10)


def since(changed: VersionDiff | None) -> tuple[str, ...]:
    """The same for the page: ``Since version 3f2a1b9c: 5 of 7 mended, 1 new.``."""
    if changed is None:
        return ()
    standing = diff_text.findings_text(changed)
    said = "; ".join(filter(None, [standing, diff_text.summary_line(changed)]))
    return (f"Since version {changed.before.identity[:12]}: {said}.",)


def _new(inspection: Inspection, changed: VersionDiff) -> list[Finding]:
    fresh = {each.id for each in changed.findings if each.state == "new"}
    return [finding for finding in inspection.findings if finding.id in fresh]


def _now() -> str:
    return time.strftime("%H:%M:%S")
