"""One run of ``timeline bench run``: a suite, predictions new and kept, results, what is shown and what is written."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from timeline.errors import InputError, UsageError
from timeline.outputs import check_folder
from timeline.suite import predictions
from timeline.suite.elsewhere import named_file, read_elsewhere
from timeline.suite.results import Results
from timeline.suite.scored import Row, score
from timeline.suite.suite import Suite, load_suite
from timeline.suite.videos import check_rate
from timeline.suite.work import cores, predict_all


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """What ``timeline bench run`` was asked for; ``jobs`` None: as many as there are processors."""

    suite: Path
    detectors: tuple[str, ...] = ()
    splits: tuple[str, ...] = ()
    out: Path | None = None
    tolerances: tuple[int, ...] = ()
    predicted: tuple[str, ...] = ()
    min_confidence: float = predictions.MIN_CONFIDENCE
    jobs: int | None = None
    cache: Path | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Orders:
    """Detectors to run, and names with files of predictions made elsewhere."""

    names: tuple[str, ...]
    files: Mapping[str, Path]


def run(job: Job) -> int:
    """Score a suite, show the result and write its files; the exit code.

    Raises:
        TimelineError: the command, the suite, a truth, a clip or an output is wrong.
    """
    if job.tolerances and min(job.tolerances) < 0:
        raise UsageError("a tolerance is 0 frames or more")
    orders = read_orders(job.detectors, job.predicted)
    for line in predictions.left_out(job.detectors):
        print(line, file=sys.stderr)
    if job.out is not None:
        check_folder(job.out)
    suite = at_hand(load_suite(job.suite).chosen(job.splits), orders)
    results = run_suite(
        suite,
        orders,
        jobs=job.jobs or cores(),
        tolerances=job.tolerances,
        splits=job.splits,
        min_confidence=job.min_confidence,
        cache=job.cache,
    )
    from timeline.suite.report_terminal import show

    show(results)
    if job.out is not None:
        from timeline.suite import machine
        from timeline.suite.report import Report, write

        paths = write(Report(results=results, clips=suite.clips, made_on=machine.facts()), job.out)
        print("\nWritten: " + ", ".join(str(path) for path in paths))
    return 0


def read_orders(detectors: Sequence[str], predicted: Sequence[str], *, every_shot: bool = False) -> Orders:
    """Check the names of detectors and files; without any, the detector that ships.

    Raises:
        UsageError: a name is unknown, not NAME=FILE, or stands for two rows.
    """
    pairs = [named_file(text) for text in predicted]
    names = [] if pairs and not detectors else predictions.detector_names(detectors, every_shot=every_shot)
    taken = [*names, *(name for name, _ in pairs)]
    twice = next((name for name in taken if taken.count(name) > 1), None)
    if twice is not None:
        raise UsageError(f"two rows would be called '{twice}'; give the file's predictions another name")
    return Orders(names=tuple(names), files=dict(pairs))


def at_hand(suite: Suite, orders: Orders) -> Suite:
    """The suite as far as it can be scored: detectors need videos, predictions from files do not.

    Raises:
        InputError: detectors are to run and no video is there.
    """
    if not suite.clips:
        raise UsageError("the chosen splits hold no clip")
    absent = suite.absent
    if not orders.names or not absent:
        return suite
    some = f"{', '.join(absent[:5])}{f' and {len(absent) - 5} more' if len(absent) > 5 else ''}"
    clips = tuple(clip for clip in suite.clips if clip.path is not None)
    if not clips:
        raise InputError(
            f"{suite.folder} holds truth but none of its {len(absent)} videos; put them into {suite.folder / 'clips'} "
            f"({some}), or score predictions of a file with --predicted NAME=FILE"
        )
    note = f"{len(absent)} of {len(suite.clips)} clips are not scored, since their videos are not there: {some}"
    return replace(suite, clips=clips, notes=(*suite.notes, note))


def run_suite(
    suite: Suite,
    orders: Orders,
    *,
    jobs: int,
    tolerances: Sequence[int] = (),
    splits: Sequence[str] = (),
    min_confidence: float = predictions.MIN_CONFIDENCE,
    cache: Path | None = None,
) -> Results:
    """Predict what is not kept yet and score everything.

    Raises:
        TimelineError: a truth, a clip, a file of predictions or the cache is wrong.
    """
    rates = {clip.name: check_rate(clip) for clip in suite.clips}
    elsewhere = [_elsewhere(name, path, suite) for name, path in orders.files.items()]
    with _progress(len(suite.clips) if orders.names else 0) as done:
        found = predict_all(suite.clips, orders.names, cache or predictions.default_cache(), jobs, done)
    ran = [
        Row(
            detector=name,
            version=predictions.version(predictions.rows()[name]),
            parameters=predictions.parameters(name),
            predictions={clip.name: found[clip.name][name] for clip in suite.clips},
        )
        for name in orders.names
    ]
    rows = [*ran[:1], *elsewhere, *ran[1:]]
    return score(
        suite,
        rows,
        rates=rates,
        tolerances=tolerances or suite.tolerances,
        splits=splits,
        min_confidence=min_confidence,
    )


def _elsewhere(name: str, path: Path, suite: Suite) -> Row:
    found = read_elsewhere(path, {clip.name: clip.truth.frames for clip in suite.clips})
    digest = hashlib.sha256(repr(sorted(found.items(), key=lambda item: item[0])).encode()).hexdigest()
    return Row(detector=name, version=f"a file of predictions, {digest[:16]}", parameters={}, predictions=found)


@contextmanager
def _progress(clips: int) -> Iterator[Callable[[str], None]]:
    """A bar on stderr where that is a terminal; yields what is called with each clip's name once it is done."""
    if not clips or not sys.stderr.isatty():
        yield lambda clip: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}", markup=False), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("", total=clips)

        def done(clip: str) -> None:
            progress.update(task, advance=1, description=clip)

        yield done
