"""Profiles in the terminal: what there is, and where each figure comes from."""

from __future__ import annotations

import itertools
from collections.abc import Iterable

from rich.console import Console

from timeline.model.profile import Profile
from timeline.profiles import Row, describe
from timeline.render.profile_drawn import draw
from timeline.render.text import plural
from timeline.render.voice import STYLE, Voice
from timeline.render.words import SEVERITY


def profile_list(profiles: Iterable[Profile], console: Console) -> None:
    """Print each profile's name, title and what it rests on."""
    voice = Voice(console)
    for profile in profiles:
        rows = describe(profile)
        judged = [row for row in rows if row.severity]
        fails = sum(row.severity == "error" for row in judged)
        voice.put(voice.say(profile.name, "bold"), f"  {profile.title}")
        voice.put(f"{plural(len(judged), 'target')}, {fails} of which can fail an episode", indent=2)
        voice.put(voice.say(f"rests on {profile.source}", "dim"), indent=2)
        console.print()
    voice.put("timeline profile show NAME prints every target of one and its source; any TOML file can be one.")


def profile_show(profile: Profile, console: Console) -> None:
    """Print every target of a profile, kind by kind, each with its severity and its source."""
    voice = Voice(console)
    voice.put(voice.say(profile.name, "bold"), f"  {profile.title}")
    voice.put(voice.say(f"rests on {profile.source}", "dim"))
    voice.put(voice.say(f"digest {profile.digest[:12]}", "dim"))
    for group, rows in itertools.groupby(describe(profile), key=lambda row: row.group):
        voice.head(group.capitalize())
        for row in rows:
            _row(voice, row)
    draw(profile, voice)


def _row(voice: Voice, row: Row) -> None:
    severity = voice.say(f"  {SEVERITY[row.severity]}", STYLE[row.severity]) if row.severity in SEVERITY else ""
    voice.put(voice.say(row.subject, "bold"), f"  {row.target}", severity, indent=2)
    voice.put(voice.say(row.source, "dim"), indent=4)
