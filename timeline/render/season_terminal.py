"""A season in the terminal: what to open first, what is missing, who strays from what and since when."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from rich.console import Console

from timeline.analyse.season import Season
from timeline.render.season_text import episodes_text, since_text, told_counts
from timeline.render.voice import Voice

RULES = 8


def show(
    series: str, number: int, season: Season, shared: Sequence[str], written: Sequence[Path], console: Console
) -> None:
    """Print the season's summary and where its files are. ``shared``: what the episodes share, a line a kind."""
    voice = Voice(console)
    voice.put(voice.say(f"{series}, season {number}", "bold"), f"  {told_counts(season)}")
    voice.put(voice.say(f"held against {season.profile.title}, which rests on {season.profile.source}", "dim"))
    if season.missing:
        voice.put(voice.sign("warning"), f" missing: {episodes_text(season.missing)}")
    if season.behind:
        voice.put(voice.sign("warning"), f" fewer versions than of most: {episodes_text(season.behind)}")
    if season.first:
        voice.head("Open first")
        for entry in season.first:
            voice.put(voice.say(f"{entry.number}  ", "bold"), " ".join(f.sentence for f in entry.strays[:2]), indent=2)
    if season.rules:
        voice.head("What strays")
        for rule in season.rules[:RULES]:
            where = "" if rule.section == "programme" else f" in the {rule.section}"
            since = since_text(rule)
            voice.put(f"{rule.title}{where}: {episodes_text(rule.episodes)}{f', {since}' if since else ''}", indent=2)
    for change in season.changes.changes:
        first = season.entries[change.first].number
        voice.put(
            voice.say(f"{change.figure} changes from episode {first} on", "bold"),
            f": median {change.before:.2f} before, {change.after:.2f} from there on",
        )
    for outlier in season.outliers:
        voice.put(
            f"Episode {outlier.number} is unlike the others: {outlier.figure} {outlier.value:.2f}, "
            f"usually {outlier.usual:.2f}"
        )
    if shared:
        voice.head("Shared between episodes")
        for line in shared:
            voice.put(line, indent=2)
    console.print()
    for path in written:
        voice.put(f"wrote {path}")
