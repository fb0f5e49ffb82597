"""Runs commands and measures them: wall and processor seconds, peak memory of the whole process tree."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from timeline.errors import TimelineError

SAMPLE_SECONDS = 0.02


class RunError(TimelineError):
    """A measured command failed; the message ends in its last words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One run: seconds on the clock and on the processors (children included), peak resident bytes of the tree.

    ``largest``: peak resident bytes of its largest process.
    """

    wall: float
    cpu: float
    peak: int
    largest: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Ratio:
    """Contender against reference: median of the pairs' ratios of wall seconds, and the smallest and largest of them.

    Smallest to largest of n pairs covers the true median with probability 1 - 2^(1-n): 0.98 for 7, 0.75 for 3.
    """

    median: float
    low: float
    high: float
    pairs: int


def run(command: Sequence[str], env: Mapping[str, str] | None = None, *, accept: Sequence[int] = (0,)) -> Run:
    """Run a command to its end and measure it; ``env`` is added to this process's own.

    Raises:
        RunError: it cannot be started or leaves with a code that is not in ``accept``.
    """
    with tempfile.TemporaryFile() as errors:
        began = time.perf_counter()
        try:
            process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=errors,
                env={**os.environ, **(env or {})},
            )
        except OSError as error:
            raise RunError(f"{command[0]} cannot be started: {error.strerror or error}") from error
        tree = _Tree(process.pid)
        tree.start()
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - began
        process.returncode = os.waitstatus_to_exitcode(status)
        tree.stop()
        most = usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024)  # what its parent held is in it too
        if process.returncode not in accept:
            errors.seek(0)
            words = errors.read().decode(errors="replace").strip().splitlines()
            raise RunError(f"{' '.join(command)} left with {process.returncode}: {words[-1] if words else 'no word'}")
    cpu = max(usage.ru_utime + usage.ru_stime, sum(tree.seconds.values()))
    return Run(wall=wall, cpu=cpu, peak=max(tree.peak, most), largest=tree.largest or most)


def ratio(contender: Sequence[Run], reference: Sequence[Run]) -> Ratio:
    """Compare runs made in turn, pair by pair, so that what slows the machine slows both."""
    ratios = [a.wall / b.wall for a, b in zip(contender, reference, strict=True)]
    return Ratio(median=median(ratios), low=min(ratios), high=max(ratios), pairs=len(ratios))


class _Tree(threading.Thread):
    """Samples memory and time of a process and all its descendants (Linux; elsewhere it sees nothing).

    ``seconds``: of each, by number; those of a worker whose parent does not wait for it are counted nowhere else.
    """

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self.pid = pid
        self.peak = self.largest = 0
        self.seconds: dict[int, float] = {}
        self.over = threading.Event()

    def run(self) -> None:
        while not self.over.wait(SAMPLE_SECONDS):
            pids = tree(self.pid)
            sizes = [resident(pid) for pid in pids]
            self.peak, self.largest = max(self.peak, sum(sizes)), max(self.largest, *sizes)
            self.seconds |= {pid: seconds for pid in pids if (seconds := processor(pid))}

    def stop(self) -> None:
        self.over.set()
        self.join()


def tree(pid: int) -> list[int]:
    """A process and its descendants, as /proc tells."""
    found = [pid]
    for parent in found:
        for task in _listed(Path(f"/proc/{parent}/task")):
            found += [int(child) for child in _text(task / "children").split()]
    return found


def resident(pid: int) -> int:
    """Resident bytes of one process; 0 once it is gone."""
    fields = _text(Path(f"/proc/{pid}/statm")).split()
    return int(fields[1]) * os.sysconf("SC_PAGE_SIZE") if len(fields) > 1 else 0


def processor(pid: int) -> float:
    """Seconds that one process has had on the processors; 0 once it is gone."""
    fields = _text(Path(f"/proc/{pid}/stat")).rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK") if len(fields) > 12 else 0.0


def _listed(folder: Path) -> list[Path]:
    try:
        return list(folder.iterdir())
    except OSError:
        return []


def _text(path: Path) -> str:
    try:
        return path.read_text()
    except OSError:
        return ""
