"""Makes a suite of synthetic episodes and takes out of an annotated suite: ``timeline bench synth``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np

from timeline.errors import UsageError
from timeline.outputs import check_folder, write_text
from timeline.suite.clips import file_digest
from timeline.suite.scoring import Mark
from timeline.suite.suite import FILE, load_suite, save_suite
from timeline.suite.synth.drama.draw import draw_episode, draw_take
from timeline.suite.synth.drama.encode import Encoding, encode
from timeline.suite.synth.drama.footage import Survey
from timeline.suite.synth.drama.pictures import Size
from timeline.suite.synth.drama.plan import Plan
from timeline.suite.synth.drama.pool import Footage
from timeline.suite.synth.drama.render import pictures, spooled
from timeline.suite.synth.drama.tricks import TRICKS
from timeline.suite.tables import to_json
from timeline.suite.truth import Truth, read_truth, write_truth

VERSION = 1
"""Rises when the same seed no longer gives the same edits."""
UNFINISHED = "unfinished.json"


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
    footage = Footage(load_suite(job.suite).chosen(job.splits), job.groups)
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


def _settings(job: Job, footage: Footage) -> dict[str, Any]:
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


def _begin(job: Job, footage: Footage) -> None:
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


def _make(job: Job, item: _Item, footage: Footage) -> None:
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


def _finish(job: Job, footage: Footage, items: Sequence[_Item], truths: Sequence[Truth]) -> None:
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
