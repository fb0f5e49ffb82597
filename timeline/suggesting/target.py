"""The profile that is aimed at: the one asked for, with the length asked for beside it."""

from __future__ import annotations

import hashlib
import re
from dataclasses import replace
from fractions import Fraction

from timeline.analyse.times import most_frames
from timeline.errors import UsageError
from timeline.model.clock import FrameClock
from timeline.model.edit import Timeline
from timeline.model.profile import DeliveryRule, Profile
from timeline.profiles import load
from timeline.profiles.store import available

_SECONDS = re.compile(r"(\d{1,5}(?:\.\d{1,6})?)\s*s?")


def profile_of(name: str | None) -> tuple[Profile, bool]:
    """The profile of a name or file, and whether it is one that is built in; an empty one where none is named."""
    if name is None:
        return Profile(name="length", title="The length asked for", source="--duration", digest=_digest("")), False
    profile = load(name)
    return profile, profile in available()


def with_length(profile: Profile, text: str, timeline: Timeline) -> Profile:
    """The profile and beside it the length ``text``: ``90s``, to the last whole frame within it, or ``85s-90s``.

    Raises:
        UsageError: no length.
    """
    least, most = length(text)
    low = _whole(timeline, most) if least is None else least
    limits = (("min_seconds", low), ("max_seconds", most))
    rule = DeliveryRule(fact="duration", limits=limits, allowed=(), severity="error", source="--duration")
    return replace(profile, delivery=(rule, *profile.delivery), digest=_digest(profile.digest + text))


def length(text: str) -> tuple[Fraction | None, Fraction]:
    """Seconds of a length as it is written, the least only where a range is.

    Raises:
        UsageError: neither a length nor a range of them.
    """
    first, dash, last = (part.strip() for part in text.partition("-"))
    found = [_SECONDS.fullmatch(part) for part in ((first, last) if dash else (first,))]
    if not all(found):
        raise UsageError(f"--duration {text}: write seconds such as 90s, or a range such as 85s-90s")
    seconds = [Fraction(one[1]) for one in found if one]
    if not 0 < seconds[0] <= seconds[-1]:
        raise UsageError(f"--duration {text}: the least must be above 0 and not above the most")
    return (seconds[0] if dash else None), seconds[-1]


def _whole(timeline: Timeline, seconds: Fraction) -> Fraction:
    """The longest that whole frames can last within ``seconds``; where the rate varies, a frame less than that."""
    clock = timeline.clock
    if clock.regularity == "constant":
        frames = most_frames(clock, timeline.start, seconds)
        return frames * clock.runs[0][1] * clock.time_base
    return max(Fraction(0), seconds - _longest(clock))


def _longest(clock: FrameClock) -> Fraction:
    return max(step for _, step in clock.runs) * clock.time_base


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
