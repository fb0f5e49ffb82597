"""Waivers given: what an id is about, who says so, and when."""

from __future__ import annotations

import getpass
from datetime import UTC, datetime
from fractions import Fraction
from pathlib import Path
from typing import TypeAlias

from timeline.analyse.doubt import doubtful_of
from timeline.errors import UsageError
from timeline.model.inspection import Inspection
from timeline.model.waiver import EDIT, Waiver, edit_id
from timeline.waivers import beside
from timeline.waivers.file import update
from timeline.waiving.asked import Say, WaiveJob, inspected, placeable

NAMED = 12
"""Ids that a refusal names at most."""
Place: TypeAlias = tuple[int, int] | tuple[None, None]


def give(job: WaiveJob, episode: Path, say: Say) -> None:
    """Waive findings and doubtful edit points, and say so.

    Raises:
        UsageError: there is nothing of that name.
        InputError: the episode cannot be inspected.
    """
    seen = inspected(job, episode, ())
    moment, by = datetime.now(UTC).replace(microsecond=0), job.by or _login()
    given = [
        Waiver(
            finding=name,
            note=(job.note or "").strip(),
            by=by,
            when=moment,
            version=seen.content_id,
            start=place[0],
            stop=place[1],
            measured=measured,
        )
        for name in dict.fromkeys(job.findings)
        for place, measured in [_meant(name, seen, profiled=job.profile is not None)]
    ]
    given = [*placeable(job, episode, given)]
    path = beside(episode)
    names = {each.finding for each in given}
    update(path, lambda kept: [*(w for w in kept if w.finding not in names), *given])
    for each in given:
        say(f"waived {each.finding}, by {each.by}: {each.note}")
    say(f"wrote {path}")


def _login() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a user without a name, as in a container
        return "unknown"


def _meant(name: str, seen: Inspection, *, profiled: bool) -> tuple[Place, Fraction | None]:
    """Frames that an id is about, and the figure measured there.

    Raises:
        UsageError: there is nothing of that name.
    """
    findings = [*seen.findings, *(each.finding for each in seen.waivers if each.finding is not None)]
    edits = {edit_id(t.edit_point or 0): t for t in doubtful_of(seen.timeline.transitions, seen.near_misses)}
    if name in edits:
        return (edits[name].start, edits[name].stop), None
    for finding in findings:
        if finding.id == name:
            place: Place = (finding.start, finding.stop) if "@" in name else (None, None)
            return place, None if finding.measured is None else Fraction(finding.measured)
    found = None if profiled else _unjudged(name, seen)
    if found is not None:
        return found, None
    there = [*(finding.id for finding in findings), *edits]
    words = ", ".join(there[:NAMED]) + (f" and {len(there) - NAMED} more" if len(there) > NAMED else "")
    hint = "" if profiled else "; findings need --profile, or the frame of a shot"
    if name.startswith(EDIT):
        hint = "" if seen.written is None else "; a timeline states its edits, so none of them is doubtful"
    raise UsageError(f"nothing is called '{name}' here; there is {words or 'nothing to waive'}{hint}")


def _unjudged(name: str, seen: Inspection) -> tuple[int, int] | None:
    """Frames of a finding that only a profile could name: the shot, transition or event that begins there."""
    rule, _, frame = name.partition("@")
    if not frame.isascii() or not frame.isdecimal():
        return None
    at, kind, timeline = int(frame), rule.split(".", 1)[0], seen.timeline
    if kind == "shot" and rule.endswith((".min", ".max")):
        return next(((s.start, s.stop) for s in timeline.shots if s.start == at), None)
    if kind == "transition" and rule.endswith(".allowed"):
        return next(((t.start, max(t.stop, at + 1)) for t in timeline.transitions if t.start == at), None)
    events = (e for e in seen.events if kind == "event" and rule.endswith(f".{e.kind}"))
    return next(((at, e.stop) for e in events if e.start <= at < e.stop), None)
