"""Gets every prediction a run needs: those kept from earlier runs, the rest made by as many processes as asked for."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from timeline.errors import InputError
from timeline.interrupts import Interrupts
from timeline.suite import predictions
from timeline.suite.clips import Clip
from timeline.suite.predictions import Prediction
from timeline.suite.videos import check_frames

Predicted: TypeAlias = dict[str, dict[str, Prediction]]
"""Clip name -> detector name -> prediction."""


class ClipsError(InputError):
    """Clips that cannot be scored, each with its reason."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Task:
    """A clip and the detectors that have not seen it yet, each with the file that will keep its prediction."""

    clip: Clip
    video: Path
    keep_in: Mapping[str, Path]


def cores() -> int:
    """Processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def predict_all(
    clips: Sequence[Clip],
    names: Sequence[str],
    cache: Path,
    jobs: int,
    done: Callable[[str], None] = lambda clip: None,
) -> Predicted:
    """Predictions of each detector on each clip whose video is there; each is kept as soon as it is made.

    Args:
        clips: those to predict.
        names: rows of ``predictions.rows()``.
        cache: folder that keeps predictions.
        jobs: videos decoded at a time; the result is the same for any number.
        done: called with a clip's name once all of its predictions are there.

    Raises:
        ClipsError: some clips cannot be predicted; the others are, and kept.
        OutputError: the cache cannot be written.
    """
    found: Predicted = {}
    tasks = []
    for clip in clips:
        if clip.path is None:
            continue
        places = {name: predictions.place(cache, clip.digest, name) for name in names}
        before = {name: predictions.kept(path) for name, path in places.items()}
        found[clip.name] = {name: each for name, each in before.items() if each is not None}
        missing = {name: path for name, path in places.items() if before[name] is None}
        if missing:
            tasks.append(_Task(clip=clip, video=clip.path, keep_in=missing))
        else:
            done(clip.name)
    errors = []
    for task, made in _run(tasks, jobs):
        if isinstance(made, InputError):
            errors.append(str(made))
        else:
            found[task.clip.name] |= made
        done(task.clip.name)
    errors += _check(clips, found)
    if errors:
        more = f"; {len(errors) - 1} more: {'; '.join(errors[1:])}" if len(errors) > 1 else ""
        raise ClipsError(errors[0] + more)
    return {clip: {name: each[name] for name in names} for clip, each in found.items()}


def _check(clips: Sequence[Clip], found: Predicted) -> list[str]:
    errors = []
    for clip in clips:
        for name, prediction in found.get(clip.name, {}).items():
            try:
                check_frames(clip, name, prediction.frames)
            except InputError as error:
                errors.append(str(error))
                break
    return errors


def _run(tasks: Sequence[_Task], jobs: int) -> Iterator[tuple[_Task, dict[str, Prediction] | InputError]]:
    if not tasks:
        return
    if min(jobs, len(tasks)) == 1:
        interrupts = Interrupts()
        for task in tasks:
            with interrupts.watched():
                made = _attempt(task, interrupts.check)
            interrupts.check()
            yield task, made
        return
    with _pool(min(jobs, len(tasks))) as pool:
        waiting = {pool.submit(_attempt, task): task for task in tasks}
        try:
            for future in as_completed(waiting):
                yield waiting[future], future.result()
        except BrokenProcessPool as error:
            raise InputError(
                "a decoding process was ended from outside, perhaps for want of memory; what it finished is kept: "
                "run it again with fewer --jobs"
            ) from error


def _attempt(task: _Task, check: Callable[[], None] = predictions.nothing_to_do) -> dict[str, Prediction] | InputError:
    try:
        return predictions.predict(task.video, task.keep_in, task.keep_in, check)
    except InputError as error:
        return error


@contextmanager
def _pool(jobs: int) -> Iterator[ProcessPoolExecutor]:
    """Fresh processes that leave interrupts to this one and end with it, however it ends."""
    pool = ProcessPoolExecutor(jobs, mp_context=multiprocessing.get_context("spawn"), initializer=_prepare)
    try:
        yield pool
        pool.shutdown()
    except BaseException:
        pool.shutdown(wait=False, cancel_futures=True)
        for child in multiprocessing.active_children():
            child.terminate()
        raise


def _prepare() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent.join,), daemon=True).start()


def _end_with(wait: Callable[[], None]) -> None:
    wait()
    os._exit(1)
