"""Workers on this machine: one process and one decoding thread each; a file that kills its reader harms no other.

A worker that dies takes one file with it, which is reported; another takes its place. When the process that asked is
gone, however it went, workers find nobody to tell and leave.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import signal
import time
from collections.abc import Generator, Sequence
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from multiprocessing.context import BaseContext
from multiprocessing.process import BaseProcess
from typing import TypeAlias

from timeline.cataloguing.study import Studied, Task, attempt

LOOK = 0.2
"""Seconds after which whoever asked gets to look about, whatever the workers do."""
TELL = 0.25
"""Seconds between a worker's words on how far it is."""

NEEDED = ("timeline.cataloguing.study", "timeline.decode", "timeline.library.writer", "timeline.detect.network")
"""What every worker imports sooner or later."""

Event: TypeAlias = "Studied | Stepped | None"


@dataclass(frozen=True, slots=True)
class Stepped:
    """A task has that many frames decoded."""

    number: int
    frames: int


@dataclass(slots=True)
class _Worker:
    process: BaseProcess
    pipe: Connection
    task: Task | None = None

    @classmethod
    def start(cls) -> _Worker:
        context = _context()
        here, there = context.Pipe()
        process: BaseProcess = context.Process(target=_work, args=(there,), daemon=True)  # type: ignore[attr-defined]
        process.start()
        there.close()
        return cls(process, here)

    def give(self, task: Task) -> None:
        self.task = task
        with contextlib.suppress(OSError):  # one that has died is found out by its silence
            self.pipe.send(task)

    def end(self) -> None:
        self.process.kill()
        self.process.join()
        self.pipe.close()


@dataclass(slots=True)
class _Crew:
    waiting: list[Task]
    workers: list[_Worker] = field(default_factory=list)

    def hear(self, worker: _Worker) -> Event:
        """What a worker has to say; one that is gone has left its task undone."""
        try:
            said = worker.pipe.recv()
        except (EOFError, OSError):
            return self._replace(worker)
        if isinstance(said, Studied):
            worker.task = None
            self.feed(worker)
        return said if isinstance(said, (Studied, Stepped)) else None

    def feed(self, worker: _Worker) -> None:
        if self.waiting:
            worker.give(self.waiting.pop())

    def _replace(self, worker: _Worker) -> Studied | None:
        worker.process.join()
        self.workers.remove(worker)
        worker.pipe.close()
        if self.waiting:
            fresh = _Worker.start()
            self.workers.append(fresh)
            self.feed(fresh)
        if worker.task is None:
            return None
        how = _ending(worker.process.exitcode)
        reason = f"'{worker.task.path}': the process that read it {how}; the file may be damaged in a new way"
        return Studied(number=worker.task.number, refused=reason, exit_code=3)


def run(tasks: Sequence[Task], workers: int) -> Generator[Event]:
    """Study every task on so many processes, in the order given; events as they come, ``None`` when there is none."""
    crew = _Crew(waiting=list(reversed(tasks)))
    try:
        for _ in range(min(workers, len(tasks))):
            crew.workers.append(_Worker.start())
            crew.feed(crew.workers[-1])
        while busy := [worker for worker in crew.workers if worker.task is not None]:
            ready = wait([worker.pipe for worker in busy], timeout=LOOK)
            if not ready:
                yield None
            for worker in busy:
                if worker.pipe in ready:
                    yield crew.hear(worker)
    finally:
        for worker in crew.workers:
            worker.end()


def _context() -> BaseContext:
    """Workers are forked from one process that has imported what they need, where there are forks.

    They start in a few milliseconds, and share the memory of what was imported.
    """
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(list(NEEDED))
    return context


def _ending(code: int | None) -> str:
    if code is not None and code < 0:
        with contextlib.suppress(ValueError):
            return f"was ended by {signal.Signals(-code).name}"
    return f"ended with {code}"


def _work(pipe: Connection) -> None:
    """A worker's life: tasks one after the other, until nobody asks."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for whoever asked, who ends us
    with contextlib.suppress(EOFError, OSError):
        while True:
            task = pipe.recv()
            pipe.send(attempt(task, _Teller(pipe, task.number)))


class _Teller:
    """Tells how far a task is, now and then."""

    def __init__(self, pipe: Connection, number: int) -> None:
        self._pipe, self._number, self._last = pipe, number, time.monotonic()

    def __call__(self, frames: int) -> None:
        now = time.monotonic()
        if now - self._last >= TELL:
            self._last = now
            try:
                self._pipe.send(Stepped(self._number, frames))
            except OSError:
                raise SystemExit from None  # nobody asks any more; an OSError would read as the file's
