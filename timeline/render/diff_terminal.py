"""A comparison of versions in a terminal, as short as ``git diff --stat``."""

from __future__ import annotations

from rich.console import Console

from timeline.model.difference import VersionDiff
from timeline.render import diff_text as say
from timeline.render import text, waivers
from timeline.render.voice import STYLE, Voice

SHOWN = 40
"""Lines of changes that are printed at most; the page and the document have them all."""


def show(diff: VersionDiff, console: Console, *, full: bool = False) -> None:
    """Print the answer; ``full``: with every change and every figure."""
    voice = Voice(console)
    sides = (("before", diff.before), ("after", diff.after))
    voice.columns(
        [(name, voice.say(text.file_name(side.path), "bold"), say.side_text(side)) for name, side in sides],
        ("", "", ""),
    )
    tone = say.TONE[diff.outcome]
    voice.put(voice.sign(tone), voice.say(f" {say.HEADLINE[diff.outcome]}", STYLE[tone]), f"  {diff.summary}")
    if diff.outcome == "differs":
        _changes(voice, diff, full=full)
    _standing(voice, diff, full=full)
    for notice in diff.notices if full else diff.notices[:3]:
        voice.put(f"{text.clean(notice.message)}.", indent=2)


def _changes(voice: Voice, diff: VersionDiff, *, full: bool) -> None:
    old, new = say.Labels.of(diff.before), say.Labels.of(diff.after)
    told = list(diff.changes) if full else say.runs(diff.changes)
    shown = told if full else told[:SHOWN]
    rows = [
        (
            say.SHORT[change.kind],
            f"shot {say.shots_of(change)}",
            say.title(change),
            say.frames_of(change),
            old.at(change.before[0]),
            new.at(change.after[0]),
        )
        for change in shown
    ]
    voice.columns(rows, ("", "", "", "", "before", "after"), "   r")
    if len(shown) < len(told):
        voice.put(f"{text.whole(len(told) - len(shown))} more; --full lists all", indent=2)
    voice.put(say.tally(diff), indent=2)


def _standing(voice: Voice, diff: VersionDiff, *, full: bool) -> None:
    moved = [figure for figure in diff.figures if full or say.figure_moved(figure)]
    if diff.outcome != "unrelated" and moved:
        rows = [
            (figure.title, say.figure_value(figure, after=False), "→", say.figure_value(figure, after=True))
            for figure in moved
        ]
        voice.columns(rows, ("", "", "", ""), " r r")
    if diff.profile and diff.outcome != "unrelated":
        voice.put(f"{text.clean(diff.profile)}: {say.findings_text(diff)}", indent=2)
        for each in diff.findings:
            if full or each.state == "new":
                voice.put(f"{each.state}: {each.title}", indent=4)
    if diff.waivers:
        voice.put(waivers.carried(diff), indent=2)
    for standing in waivers.lost(diff):
        if full or standing.state == "dropped":
            voice.put(waivers.told(standing), indent=4)
