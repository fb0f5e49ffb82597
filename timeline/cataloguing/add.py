"""Adds files to a library: each inspected once, kept as soon as it is done; what cannot be is said at the end."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Generator, Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from timeline.catalogue import Layout, Library, create, open_library
from timeline.catalogue.files import put_row
from timeline.catalogue.layout import sweep, working_folder
from timeline.catalogue.packing import FRESH, pack
from timeline.cataloguing import cluster, here, pool
from timeline.cataloguing.naming import Named, Naming, name_files
from timeline.cataloguing.pool import Event, Stepped
from timeline.cataloguing.study import Studied, Task
from timeline.errors import UsageError
from timeline.interrupts import Interrupts
from timeline.library.record import VERSION
from timeline.model.episode import Episode, Version
from timeline.model.profile import Profile


@dataclass(frozen=True, slots=True, kw_only=True)
class AddJob:
    """What ``timeline library add`` was asked for. ``workers``: ``None`` for one a processor."""

    files: tuple[Path, ...]
    library: Path
    naming: Naming
    profile: str | None = None
    workers: int | None = None
    cluster: str | None = None


@dataclass(slots=True)
class Tally:
    """What has come of a run so far; ``refused``: (file, reason, exit code)."""

    files: int
    episodes: int = 0
    versions: int = 0
    renewed: int = 0
    there: int = 0
    refused: list[tuple[Path, str, int]] = field(default_factory=list)
    frames: int = 0
    under_way: dict[int, int] = field(default_factory=dict)
    bytes_done: int = 0
    bytes_total: int = 0
    begun: float = field(default_factory=time.monotonic)

    @property
    def done(self) -> int:
        """Files of which it is known what came of them."""
        return self.kept + self.there + len(self.refused)

    @property
    def kept(self) -> int:
        """Files that were written to the library."""
        return self.episodes + self.versions + self.renewed

    @property
    def rate(self) -> float:
        """Frames decoded a second since the run began, those under way included."""
        return (self.frames + sum(self.under_way.values())) / max(1e-3, time.monotonic() - self.begun)

    @property
    def exit_code(self) -> int:
        """The highest over all files."""
        return max((code for _, _, code in self.refused), default=0)


def add(job: AddJob, tell: Callable[[Tally], None]) -> Tally:
    """Add files to a library; ``tell`` is given the same tally, brought up to date, after each step.

    Raises:
        TimelineError: the command, the library or the profile is wrong; files that cannot be inspected are tallied.
    """
    if job.cluster is not None and job.workers is not None:
        raise UsageError("--workers is for this machine and --cluster for another; leave one out")
    named = name_files(job.files, job.naming)
    profile = _profile(job.profile)
    layout = create(job.library)
    sweep(layout)
    interrupts = Interrupts()
    try:
        with interrupts.watched(), open_library(job.library) as library, working_folder(layout) as working:
            keeper = _Keeper(library, working, named, profile)
            tell(keeper.tally)
            with closing(_events(job, keeper.tasks(frame_threads=_alone(job, named)), interrupts)) as events:
                for event in events:
                    keeper.take(event)
                    tell(keeper.tally)
                    interrupts.check()
            pack(layout, working)
    finally:
        sweep(layout)  # what workers that were ended left
    interrupts.check()
    return keeper.tally


def _profile(name: str | None) -> Profile | None:
    if name is None:
        return None
    from timeline.profiles import load

    return load(name)


def _workers(job: AddJob, files: int) -> int:
    return min(job.workers or os.cpu_count() or 1, files)


def _alone(job: AddJob, named: Sequence[Named]) -> bool:
    return job.cluster is None and job.workers is None and _workers(job, len(named)) == 1


def _events(job: AddJob, tasks: Sequence[Task], interrupts: Interrupts) -> Generator[Event]:
    """Where the work is done; the largest files go first, so that none is left alone at the end."""
    ordered = sorted(tasks, key=lambda task: (-task.size, task.number))
    if job.cluster is not None and ordered:
        return cluster.run(ordered, job.cluster)
    if _workers(job, len(ordered)) > 1:
        return pool.run(ordered, _workers(job, len(ordered)))
    return here.run(ordered, interrupts)


class _Keeper:
    """Knows what the library holds of the files of one run, and writes what comes back of each."""

    def __init__(self, library: Library, working: Path, named: Sequence[Named], profile: Profile | None) -> None:
        self._library, self._working, self._named, self._profile = library, working, named, profile
        self._layout: Layout = library.layout
        self._versions = _of_episodes(library, {each.episode for each in named})
        self._contents = {v.content_id: v for versions in self._versions.values() for v in versions}
        self._taken: dict[str, Named] = {}
        self._episodes = set(self._versions)
        self._sizes: dict[int, int] = {}
        self._since_packed = len(library.files.fresh)
        self.tally = Tally(files=len(named))

    def tasks(self, *, frame_threads: bool) -> list[Task]:
        """What is left to do: a file that was not touched since it was added needs not even be read."""
        began = datetime.now(UTC).replace(tzinfo=None)
        later: dict[Episode, datetime] = {}
        tasks = []
        for number, each in reversed(list(enumerate(self._named))):
            try:
                found = each.path.stat()
            except OSError as error:
                self._refuse(each, f"'{each.path}' cannot be read: {error.strerror or error}", 3)
                continue
            enough = [v for v in self._versions.get(each.episode, ()) if self._enough(v)]
            place = (str(each.path.absolute()), found.st_size, found.st_mtime_ns)
            there = next((v for v in enough if (v.path, v.size_bytes, v.modified_ns) == place), None)
            added = there.added if there else began + timedelta(microseconds=number)
            if each.order is not None:  # the earlier cut counts as added before the later one, whichever was first done
                added = later[each.episode] = min(added, later.get(each.episode, added) - timedelta(microseconds=1))
            if there:
                self.tally.there += 1
                continue
            self.tally.bytes_total += found.st_size
            tasks.append(
                Task(
                    number=number,
                    path=each.path,
                    episode=each.episode,
                    library=self._layout.root,
                    known=frozenset(v.content_id for v in enough),
                    profile=self._profile,
                    added=added,
                    size=found.st_size,
                    frame_threads=frame_threads,
                )
            )
        self._sizes = {task.number: task.size for task in tasks}
        return tasks

    def _enough(self, version: Version) -> bool:
        """Whether a version is as this run would make it."""
        judged = self._profile is None or version.profile_digest == self._profile.digest
        return judged and version.stored == VERSION and self._library.record_path(version).exists()

    def take(self, event: Event) -> None:
        """Write what came of a task, and note it."""
        if isinstance(event, Stepped):
            self.tally.under_way[event.number] = event.frames
        elif isinstance(event, Studied):
            self.tally.under_way.pop(event.number, None)
            self.tally.frames += event.frames
            self.tally.bytes_done += self._sizes.get(event.number, 0)
            named = self._named[event.number]
            self._done(named, event)

    def _done(self, named: Named, studied: Studied) -> None:
        if studied.refused:
            self._refuse(named, studied.refused, studied.exit_code)
            return
        other = self._elsewhere(named, studied.content_id)
        if other:
            self._refuse(named, other, UsageError.exit_code)
        elif studied.row is None or studied.content_id in self._taken:
            self.tally.there += 1
        else:
            self._put(named, studied.content_id, studied.row)
        self._taken.setdefault(studied.content_id, named)

    def _elsewhere(self, named: Named, content: str) -> str:
        """Why a content cannot be this episode: it is another one already."""
        if content in self._taken and self._taken[content].episode != named.episode:
            first = self._taken[content]
            return f"'{named.path}' has the same content as '{first.path}', which is {first.episode}; mend one of them"
        there = self._contents.get(content) or self._library.holder(content)
        if there and there.episode != named.episode:
            return (
                f"'{named.path}' is in the library already, as {there}; to file it as {named.episode}, "
                "take it out with `timeline library remove` first"
            )
        return ""

    def _put(self, named: Named, content: str, row: dict[str, Any]) -> None:
        before = self._contents.get(content)
        if before:
            row = row | {"added": before.added}
            self.tally.renewed += 1
        elif named.episode in self._episodes:
            self.tally.versions += 1
        else:
            self.tally.episodes += 1
        self._episodes.add(named.episode)
        put_row(self._layout, self._working, row)
        self._since_packed += 1
        if self._since_packed >= FRESH:
            pack(self._layout, self._working)
            self._since_packed = 0

    def _refuse(self, named: Named, reason: str, code: int) -> None:
        self.tally.refused.append((named.path, reason, code))


def _of_episodes(library: Library, episodes: Iterable[Episode]) -> dict[Episode, list[Version]]:
    """Versions that the library has of these episodes."""
    found: dict[Episode, list[Version]] = {}
    wanted = set(episodes)
    for series, season in {(episode.series, episode.season) for episode in wanted}:
        for version in library.versions(series, season):
            if version.episode in wanted:
                found.setdefault(version.episode, []).append(version)
    return found
