"""Makes a suite of synthetic episodes and takes out of an annotated suite: ``timeline bench synth``."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np

from timeline.errors import UsageError
from timeline.outputs import check_folder, write_text
from timeline.suite.clips import Clip, file_digest
from timeline.suite.scoring import Mark
from timeline.suite.suite import FILE, Suite, load_suite, save_suite
from timeline.suite.synth.drama.draw import draw_episode, draw_take
from timeline.suite.synth.drama.encode import Encoding, encode
from timeline.suite.synth.drama.footage import Source, Survey, survey
from timeline.suite.synth.drama.pictures import Size
from timeline.suite.synth.drama.plan import Plan, usable
from timeline.suite.synth.drama.render import pictures, spooled
from timeline.suite.synth.drama.tricks import TRICKS
from timeline.suite.synth.material import groups_of
from timeline.suite.tables import to_json
from timeline.suite.truth import Truth, read_truth, write_truth

VERSION = 1
"""Rises when the same seed no longer gives the same edits."""
CLIPS = 12
"""Clips that one edit draws on at most, so that a large suite is not decoded whole for each."""
KEPT = 64
"""Surveys of clips that are kept in memory."""
UNFINISHED = "unfinished.json"

Rng = np.random.Generator


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One run. ``traps``: seconds of takes without a cut; ``groups``: parts into which series are put first."""

    suite: Path
    out: Path
    seed: int
    episodes: int = 0
    traps: float = 0.0
    splits: tuple[str, ...] = ()
    groups: int = 1
    size: Size = (288, 512)
    seconds: tuple[float, float] = (60.0, 90.0)
    take: float = 10.0


@dataclass(frozen=True, slots=True, kw_only=True)
class _Item:
    """One clip to make: an episode, or a take with the trap ``trick``."""

    name: str
    number: int
    trick: str = ""


def run(job: Job) -> str:
    """Make what is not made yet; what was made, in words.

    Raises:
        UsageError: the suite has nothing to draw on, or the folder holds something else.
        MediaError: a clip of the suite does not decode.
        OutputError: the folder cannot be written.
    """
    items = _items(job)
    if not items:
        raise UsageError("nothing to make: give --episodes, --traps or both")
    footage = _Footage(job, load_suite(job.suite).chosen(job.splits))
    _begin(job, footage)
    with _progress() as progress:
        task = progress.add_task("", total=len(items))
        for item in items:
            progress.update(task, description=item.name)
            if not _made(job, item):
                _make(job, item, footage)
            progress.advance(task)
    truths = [read_truth(job.out / "truth" / f"{item.name}.json") for item in items]
    _finish(job, footage, items, truths)
    return _told(job, truths)


def _items(job: Job) -> list[_Item]:
    episodes = [_Item(name=f"episode-{k + 1:02}", number=k) for k in range(job.episodes)]
    names = list(TRICKS)
    takes = []
    for k in range(int(np.ceil(job.traps / job.take))):
        trick = names[k % len(names)]
        takes.append(_Item(name=f"take-{k + 1:03}-{trick.replace(' ', '-')}", number=k, trick=trick))
    return [*episodes, *takes]


class _Footage:
    """The suite's clips by group of series, surveyed when first needed."""

    def __init__(self, job: Job, suite: Suite) -> None:
        there = [clip for clip in suite.clips if clip.path is not None]
        if not there:
            raise UsageError(f"{suite.folder}: none of its videos is there; edits are made out of pictures")
        self.name = suite.name
        self.clips: dict[Path, Clip] = {clip.path: clip for clip in there if clip.path is not None}
        self._surveys: OrderedDict[Path, Survey] = OrderedDict()
        self._groups = self._grouped(job.groups)

    def _grouped(self, count: int) -> list[list[Path]]:
        frames: dict[str, int] = {}
        for path, clip in self.clips.items():
            frames[series_of(clip)] = frames.get(series_of(clip), 0) + (
                clip.truth.frames or len(self.survey(path).thumbs)
            )
        if count > len(frames):
            raise UsageError(f"there are {len(frames)} series, too few for {count} groups")
        group = groups_of(sorted(frames.items()), count)
        return [[p for p, clip in self.clips.items() if group[series_of(clip)] == g] for g in range(count)]

    def survey(self, path: Path) -> Survey:
        """What is where in a clip."""
        if path not in self._surveys:
            clip = self.clips[path]
            ignore = tuple(Mark(span.start, span.stop) for span in clip.truth.ignore)
            found = survey(Source(path=path, series=series_of(clip), truth=clip.truth.transitions, ignore=ignore))
            self._surveys[path] = found
        self._surveys.move_to_end(path)
        while len(self._surveys) > KEPT:
            self._surveys.popitem(last=False)
        return self._surveys[path]

    def draw(self, rng: Rng, number: int) -> tuple[int, list[Survey]]:
        """The group of edit ``number``, and some of its clips that have clean shots.

        Raises:
            UsageError: no clip of the group has any.
        """
        group = number % len(self._groups)
        found: list[Survey] = []
        for which in rng.permutation(len(self._groups[group])):
            each = self.survey(self._groups[group][int(which)])
            found += [each] if usable([each]) else []
            if len(found) == CLIPS:
                break
        if not found:
            names = ", ".join(path.name for path in self._groups[group])
            raise UsageError(
                f"no clean shot to draw on in {names}: no 12 frames between what is annotated show a picture"
            )
        return group, sorted(found, key=lambda each: each.source.path.name)


def series_of(clip: Clip) -> str:
    """What a clip belongs to; one without a series stands for itself."""
    return clip.truth.series or clip.name


def _settings(job: Job, footage: _Footage) -> dict[str, Any]:
    return {
        "generator": f"timeline bench synth {VERSION}",
        "suite": footage.name,
        "clips": {path.name: clip.digest for path, clip in footage.clips.items()},
        "truth": {path.name: clip.truth.digest for path, clip in footage.clips.items()},
        "seed": job.seed,
        "episodes": job.episodes,
        "traps": job.traps,
        "groups": job.groups,
        "size": list(job.size),
        "seconds": list(job.seconds),
        "take": job.take,
    }


def _begin(job: Job, footage: _Footage) -> None:
    """Take an empty folder, or one in which the very same run was stopped."""
    settings, note = to_json(_settings(job, footage)), job.out / UNFINISHED
    check_folder(job.out)
    if note.is_file():
        if note.read_text(encoding="utf-8") != settings:
            raise UsageError(f"{job.out} holds another run that was stopped; finish that one, or choose another folder")
    elif any(job.out.iterdir()):
        raise UsageError(f"{job.out} is not empty and nothing is overwritten; choose another folder")
    for folder in ("clips", "truth"):
        check_folder(job.out / folder)
    write_text(note, settings)


def _made(job: Job, item: _Item) -> bool:
    video, note = job.out / "clips" / f"{item.name}.mp4", job.out / "truth" / f"{item.name}.json"
    return note.is_file() and video.is_file() and read_truth(note).sha256 == file_digest(video)


def _make(job: Job, item: _Item, footage: _Footage) -> None:
    rng = np.random.default_rng((job.seed, item.number, bool(item.trick)))
    group, surveys = footage.draw(rng, item.number)
    rate = int(rng.choice((25, 30)))
    if item.trick:
        plan = draw_take(rng, surveys, item.trick, round(job.take * rate))
    else:
        plan = draw_episode(rng, surveys, round(float(rng.uniform(*job.seconds)) * rate))
    rate = 30 if plan.repeats else rate
    encoding = Encoding(
        rate=Fraction(rate), crf=int(rng.integers(18, 31)), keyframes=int(rng.choice((25, 60, 125, 250)))
    )
    video = job.out / "clips" / f"{item.name}.mp4"
    with spooled(plan, surveys, job.size, job.out) as fetch:
        frames = encode(video, pictures(plan, fetch, job.size), job.size, encoding)
    truth = Truth(
        clip=video.name,
        transitions=tuple(Mark(e.start, e.stop, e.kind, edit_point=e.edit_point) for e in plan.events()),
        frames=frames,
        rate=encoding.rate,
        sha256=file_digest(video),
        genre=f"trap: {item.trick}" if item.trick else "synthetic episode",
        series=f"synthetic, group {group}",
        more=_made_of(job, item, group, plan, surveys, encoding),
    )
    write_truth(job.out / "truth" / f"{item.name}.json", truth)


def _made_of(
    job: Job, item: _Item, group: int, plan: Plan, surveys: Sequence[Survey], encoding: Encoding
) -> dict[str, Any]:
    used = sorted({piece.clip for piece in plan.pieces} | {p.other[0] for p in plan.pieces if p.other})
    facts: dict[str, Any] = {
        "generator": f"timeline bench synth {VERSION}",
        "seed": job.seed,
        "number": item.number,
        "group": group,
        "groups": job.groups,
        "source_series": sorted({surveys[k].source.series for k in used}),
        "source_clips": [surveys[k].source.path.name for k in used],
        "crf": encoding.crf,
    }
    tricks = sorted({piece.trick[0] for piece in plan.pieces if piece.trick})
    return {
        "width": job.size[0],
        "height": job.size[1],
        "synthetic": facts | {"traps": tricks, "repeats": plan.repeats},
    }


def _finish(job: Job, footage: _Footage, items: Sequence[_Item], truths: Sequence[Truth]) -> None:
    splits = {
        "episodes": [item.name for item in items if not item.trick],
        "traps": [item.name for item in items if item.trick],
    }
    save_suite(
        job.out,
        truths,
        name=f"{footage.name}, edited anew (seed {job.seed})",
        splits={name: clips for name, clips in splits.items() if clips},
        source=f"timeline bench synth {VERSION}, seed {job.seed}, out of {footage.name}",
    )
    (job.out / UNFINISHED).unlink()


def _told(job: Job, truths: Sequence[Truth]) -> str:
    marks = [mark for truth in truths for mark in truth.transitions]
    cuts, jumps = (sum(mark.kind == kind for mark in marks) for kind in ("cut", "jump"))
    seconds = sum(truth.frames / truth.rate for truth in truths if truth.frames and truth.rate)
    takes = sum(truth.genre.startswith("trap") for truth in truths)
    return (
        f"{job.out / FILE}: {len(truths) - takes} episodes and {takes} takes, {float(seconds) / 60:.1f} min; "
        f"{cuts} cuts, {jumps} jumps, {len(marks) - cuts - jumps} gradual transitions"
    )


def _progress() -> Any:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    console = Console(stderr=True)
    return Progress(*columns, console=console, transient=True, disable=not console.is_terminal)
