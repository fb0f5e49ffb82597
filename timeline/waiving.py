"""One run of ``timeline waive``: waivers given, taken back, listed, or brought over from an earlier version."""

from __future__ import annotations

import getpass
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

from timeline.analyse.doubt import doubtful_of
from timeline.errors import UsageError
from timeline.interchange import is_timeline
from timeline.interrupts import Interrupts
from timeline.model.inspection import Inspection
from timeline.model.waiver import EDIT, Waiver, edit_id
from timeline.pipeline import Request, inspect
from timeline.profiles import load
from timeline.session import progress_bar
from timeline.waivers import SUFFIX, beside
from timeline.waivers.file import read, update

if TYPE_CHECKING:
    from rich.console import Console

NAMED = 12
"""Ids that a refusal names at most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WaiveJob:
    """What ``timeline waive`` was asked for."""

    episode: Path | None
    findings: tuple[str, ...] = ()
    note: str | None = None
    by: str | None = None
    profile: str | None = None
    remove: bool = False
    listed: bool = False
    source: Path | None = None
    quiet: bool = False


def run(job: WaiveJob, console: Console) -> None:
    """Do what was asked, and say what was done.

    Raises:
        TimelineError: the command, the file of waivers or the video is wrong.
    """
    _check(job)
    say: Callable[[str], None] = (lambda words: None) if job.quiet else _voice(console)
    if job.listed:
        _list(job, console)
        return
    assert job.episode is not None  # checked
    if job.remove:
        _remove(job.episode, job.findings, say)
    elif job.source is not None:
        _bring(job, job.episode, job.source, say)
    else:
        _give(job, job.episode, say)


def _check(job: WaiveJob) -> None:
    if sum((job.listed, job.remove, job.source is not None)) > 1:
        raise UsageError("--list, --remove and --from are three things to do; choose one")
    if job.listed and (job.findings or job.note):
        raise UsageError("--list only shows waivers; leave the findings and the note out")
    if job.listed:
        return
    if job.episode is None:
        raise UsageError("name the episode whose finding is meant, or --list")
    if is_timeline(job.episode):
        raise UsageError(f"'{job.episode}' is a timeline; waivers hang on pictures, so give its render")
    if job.source is not None and (job.findings or job.note):
        raise UsageError("--from brings every waiver over as it is; leave the findings and the note out")
    if job.source is None and not job.findings:
        raise UsageError("name the finding that is meant, by the id that inspect shows, such as shot.max@412")
    if job.source is None and not job.remove and not (job.note or "").strip():
        raise UsageError('say why it is meant: --note "held on purpose"')


def _voice(console: Console) -> Callable[[str], None]:
    from timeline.render.text import clean

    return lambda words: console.print(clean(words), markup=False, highlight=False, soft_wrap=True)


def _give(job: WaiveJob, episode: Path, say: Callable[[str], None]) -> None:
    seen = _inspected(job, episode, ())
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
    path = beside(episode)
    names = {each.finding for each in given}
    update(path, lambda kept: [*(w for w in kept if w.finding not in names), *given])
    for each in given:
        say(f"waived {each.finding}, by {each.by}: {each.note}")
    say(f"wrote {path}")


def _inspected(job: WaiveJob, episode: Path, waivers: tuple[Waiver, ...]) -> Inspection:
    request = Request(profile=None if job.profile is None else load(job.profile), waivers=waivers)
    interrupts = Interrupts()
    with (
        interrupts.watched(),
        progress_bar(episode.name, interrupts, quiet=job.quiet) as step,
        inspect(episode, request, step) as found,
    ):
        interrupts.check()
        return found.inspection


def _login() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a user without a name, as in a container
        return "unknown"


Place = tuple[int, int] | tuple[None, None]


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
    hint = "" if profiled or name.startswith(EDIT) else "; findings need --profile, or the frame of a shot"
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


def _remove(episode: Path, findings: Sequence[str], say: Callable[[str], None]) -> None:
    path, gone = beside(episode), set(findings)

    def without(kept: tuple[Waiver, ...]) -> list[Waiver]:
        there = [each.finding for each in kept]
        missing = sorted(gone - set(there))
        if missing:
            raise UsageError(f"'{missing[0]}' is not waived in {path}; there is {', '.join(there) or 'nothing'}")
        return [each for each in kept if each.finding not in gone]

    left = update(path, without)
    say(f"{', '.join(findings)}: no longer waived")
    say(f"wrote {path}" if left else f"removed {path}, which held nothing else")


def _bring(job: WaiveJob, episode: Path, source: Path, say: Callable[[str], None]) -> None:
    given = read(beside(source))
    if not given:
        raise UsageError(f"there are no waivers beside '{source}': {beside(source)} does not exist")
    if source.exists():
        _inspected(replace(job, profile=None), source, ())  # so that its pictures are kept
    seen = _inspected(job, episode, given)
    came: list[Waiver] = []
    done: set[Waiver] = set()
    for waiver in given:
        standing = next(s for s in seen.waivers if (s.id, s.version) == (waiver.finding, waiver.version))
        if standing.state == "idle" and not standing.reached:
            say(f"left {waiver.finding}: {standing.words}")
            continue
        done.add(waiver)
        if standing.state == "dropped":
            say(f"dropped {waiver.finding}: {standing.words}")
            continue
        came.append(_moved(waiver, seen, standing.start, standing.stop))
        say(f"carried {waiver.finding}{'' if came[-1].finding == waiver.finding else f' as {came[-1].finding}'}")
    path, names = beside(episode), {each.finding for each in came}
    update(path, lambda kept: [*(w for w in kept if w not in done and w.finding not in names), *came])
    say(f"wrote {path}" if came else "nothing came along")


def _moved(waiver: Waiver, seen: Inspection, start: int | None, stop: int | None) -> Waiver:
    """The waiver as if it had been given on the version inspected; who gave it and when stay."""
    if start is None or stop is None:
        return replace(waiver, version=seen.content_id)
    doubtful = doubtful_of(seen.timeline.transitions, seen.near_misses)
    at = next((t.edit_point for t in doubtful if waiver.rule == EDIT and start - 2 <= t.start <= start + 2), start)
    return replace(waiver, finding=f"{waiver.rule}@{at}", version=seen.content_id, start=start, stop=stop)


def _list(job: WaiveJob, console: Console) -> None:
    from timeline.render.waivers import listing

    paths = sorted(Path().glob(f"*{SUFFIX}")) if job.episode is None else [beside(job.episode)]
    listing([(path, read(path)) for path in paths], console)
