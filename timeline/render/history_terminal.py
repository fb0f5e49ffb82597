"""The versions of one episode in a terminal, newest first: how each stands, and what changed since the one before."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from rich.console import Console

from timeline.model.difference import VersionDiff
from timeline.model.episode import Version
from timeline.model.inspection import Inspection
from timeline.render import diff_text, text, words
from timeline.render.figures import median_shot
from timeline.render.voice import STYLE, Voice


class Told(Protocol):
    """A version and what changed since the one before it."""

    @property
    def version(self) -> Version:
        """The version."""

    @property
    def inspection(self) -> Inspection:
        """How it stands."""

    @property
    def changed(self) -> VersionDiff | None:
        """What changed, if that is known."""

    @property
    def why(self) -> str:
        """Why it is not known, where it should be."""


def show(episode: str, steps: Sequence[Told], console: Console) -> None:
    """Print a chain of versions, the newest first."""
    voice = Voice(console)
    voice.put(voice.say(episode, "bold"), f"  {text.plural(len(steps), 'version')}, newest first")
    for step in steps:
        _version(voice, step)
        for line in lines(step):
            voice.put(line, indent=6)


def lines(step: Told) -> list[str]:
    """What changed since the version before, what that mended, and how the rhythm moved."""
    if step.changed is None:
        return [step.why] if step.why else []
    changed = step.changed
    said = [diff_text.summary_line(changed), diff_text.findings_text(changed)]
    moved = [
        f"{figure.title} {diff_text.figure_value(figure, after=False)} → {diff_text.figure_value(figure, after=True)}"
        for figure in changed.figures
        if diff_text.figure_moved(figure)
    ]
    return ["; ".join(filter(None, said)), *([", ".join(moved)] if moved else [])]


def _version(voice: Voice, step: Told) -> None:
    inspection, tone = step.inspection, words.tone(step.inspection)
    timeline, median = inspection.timeline, median_shot(inspection.rhythm)
    facts = (
        f"{step.version.added:%Y-%m-%d %H:%M}",
        text.file_name(step.version.path),
        text.labels_of(inspection).seconds(timeline.start, timeline.stop),
        text.plural(len(timeline.shots), "shot"),
        f"median {text.figure_value(median)}" if median else "",
    )
    voice.put(
        voice.say(f"  {step.version.number:>2}  ", "bold"),
        "  ".join(filter(None, facts)),
        "  ",
        voice.sign(tone),
        voice.say(f" {text.verdict(inspection)}", STYLE[tone]),
    )
