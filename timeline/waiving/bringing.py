"""Waivers brought over from an earlier version to the one at hand."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from timeline.analyse.doubt import doubtful_of
from timeline.errors import UsageError
from timeline.interchange import is_timeline
from timeline.model.inspection import Inspection
from timeline.model.waiver import EDIT, Waiver
from timeline.waivers import beside
from timeline.waivers.file import read, update
from timeline.waiving.asked import Say, WaiveJob, inspected, placeable


def bring(job: WaiveJob, episode: Path, source: Path, say: Say) -> None:
    """Bring the waivers beside ``source`` over, and say of each what became of it.

    Raises:
        UsageError: there are none.
        InputError: one of the two cannot be inspected.
    """
    given = read(beside(source))
    if not given:
        raise UsageError(f"there are no waivers beside '{source}': {beside(source)} does not exist")
    if source.exists() and not is_timeline(source):
        inspected(replace(job, profile=None), source, ())  # so that its pictures are kept
    seen = inspected(job, episode, given)
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
    came = [*placeable(job, episode, came)]
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
