"""Kills ``timeline library add`` at random moments, with all its workers, and holds what is left against what was done.

``python -m benchmarks library --kills 200 [--seed N] [--skip K] [--out DIR]``

Each round runs the command in a process group of its own, forked from a process that has imported it, and ends the
whole group with SIGKILL. A version is finished once its row has its name in the folder. After every round all that were
finished are there, each once, with their records, and ``verify`` has nothing to say; the next round goes on where the
last one was killed. When every episode is there the library is held against the list of files, and the next round
begins a new one. Files are merged from eight on rather than from 32, so that many kills fall into a merge.
"""

from __future__ import annotations

import contextlib
import io
import multiprocessing
import os
import random
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from multiprocessing.process import BaseProcess
from pathlib import Path

import imageio_ffmpeg
from rich.console import Console

from timeline.catalogue import open_library
from timeline.catalogue.layout import Layout
from timeline.cataloguing.keeping import verify
from timeline.errors import TimelineError

EPISODES = 24
WORKERS = 4
LONGEST = 1.0
"""Seconds within which a round is killed, counted from one of ``SIGNS``."""
SIGNS = ("", "", "*", "*/*.record", "*/*.record", "*/*.record", "*/*.record", "*/*.parquet")
"""What must be on its way in before the moment counts: nothing, a process's folder, a record, or a row."""
COMMAND = ("cli", "timeline.cataloguing.add", "timeline.cataloguing.progress", "duckdb", "pyarrow.parquet")
"""What the command imports."""
_CONTENT = re.compile(r"([0-9a-f]{64})-.*\.parquet")


class LostError(TimelineError):
    """A kill lost or doubled what was finished, or left a library that is not whole."""

    exit_code = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """One kill: when it came, what the run was at, and how many versions were there before and after it."""

    number: int
    seconds: float
    moment: str
    before: int
    after: int


def episodes(folder: Path, count: int) -> list[Path]:
    """Clips of a second, all of one encode, each with a remark that makes it another content."""
    ffmpeg = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-y"]
    source = folder / "source.mp4"
    encode = ["-f", "lavfi", "-i", "testsrc2=s=90x160:r=25:d=1", "-c:v", "libx264", "-pix_fmt", "yuv420p"]
    subprocess.run([*ffmpeg, *encode, str(source)], check=True)
    made = [folder / f"ep{number:03}.mp4" for number in range(1, count + 1)]
    for path in made:
        subprocess.run([*ffmpeg, "-i", source, "-c", "copy", "-metadata", f"comment={path.stem}", path], check=True)
    return made


def rounds(folder: Path, kills: int, seed: int, *, count: int = EPISODES, skip: int = 0) -> Iterator[Round]:
    """Kill so many runs, each at its own moment; ``skip``: how many moments of the seed other slices have had.

    Raises:
        LostError: a library is not as it must be.
    """
    files = episodes(folder, count)
    moments = random.Random(seed)
    waits = [(moments.choice(SIGNS), moments.uniform(0.0, LONGEST)) for _ in range(skip + kills)]
    libraries, layout = 0, Layout(folder / "lib-0")
    for number, (sign, wait) in enumerate(waits[skip:], start=skip + 1):
        before = held(layout)
        moment, finished = _killed(files, layout, sign, wait)
        after = held(layout)
        lost = (before | finished) - after
        if lost:
            raise LostError(f"round {number}, {moment}: {len(lost)} finished versions are gone")
        check_whole(layout, f"round {number}, {moment}")
        yield Round(number=number, seconds=wait, moment=moment, before=len(before), after=len(after))
        if len(after) == len(files):
            _complete(layout, files)
            libraries += 1
            layout = Layout(folder / f"lib-{libraries}")
    run = _start(files, layout)
    run.join()
    if run.exitcode:
        raise LostError(f"the run after the last kill left with {run.exitcode}")
    _complete(layout, files)


def held(layout: Layout) -> set[str]:
    """Contents that the library answers with; each once.

    Raises:
        LostError: one is there twice.
    """
    if not layout.marker.exists():
        return set()
    with open_library(layout.root) as library:
        found = [version.content_id for version in library.versions()]
    double = [content for content, times in Counter(found).items() if times > 1]
    if double:
        raise LostError(f"{len(double)} versions are there twice, such as {double[0]}")
    return set(found)


def check_whole(layout: Layout, when: str) -> None:
    """Hold a library to ``verify``.

    Raises:
        LostError: it has something to see to.
    """
    said = io.StringIO()
    if layout.marker.exists() and verify(layout.root, Console(file=said, width=200), lambda versions: None):
        raise LostError(f"{when}: {said.getvalue().strip()}")


def _killed(files: Sequence[Path], layout: Layout, sign: str, wait: float) -> tuple[str, set[str]]:
    """Run the command until it is killed; what it was at, and what it had finished a moment before."""
    run = _start(files, layout)
    pid = run.pid or 0
    while sign and run.is_alive() and not _on_the_way(layout, sign):
        time.sleep(0.002)
    run.join(wait)
    finished = named(layout)
    moment = _at(layout, pid) if run.is_alive() else "at its end"
    run.kill()
    with contextlib.suppress(ProcessLookupError):  # its group, which workers are in
        os.killpg(pid, signal.SIGKILL)
    run.join()
    return moment, finished


def _start(files: Sequence[Path], layout: Layout) -> BaseProcess:
    asked = ["--library", str(layout.root), "--series", "Kills", "--season", "1", "--workers", str(WORKERS)]
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(list(COMMAND))
    run = context.Process(target=_command, args=(["library", "add", *map(str, files), *asked],))
    run.start()
    return run


def _command(arguments: list[str]) -> None:
    """The command as the shell starts it, silent."""
    os.setsid()
    from timeline.catalogue import packing

    packing.FRESH, packing.STEP = 8, 3
    from cli import main

    sys.argv = ["timeline", *arguments]
    nothing = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1):
        os.dup2(nothing, stream)
    main()


def named(layout: Layout) -> set[str]:
    """Contents whose rows have their name in the folder of those that were just added."""
    try:
        names = os.listdir(layout.fresh)
    except FileNotFoundError:
        return set()
    return {found[1] for name in names if (found := _CONTENT.fullmatch(name))}


def _at(layout: Layout, pid: int) -> str:
    """What a run is at, as far as its folder tells."""
    with contextlib.suppress(OSError):
        if (layout.root / "packing").read_text().endswith(f"-{pid}"):
            return "merging"
    if _on_the_way(layout, "*/*.parquet"):
        return "writing a row"
    if _on_the_way(layout, "*/*.record"):
        return "reading a file"
    return "between files" if _on_the_way(layout, "*") else "starting"


def _on_the_way(layout: Layout, what: str) -> bool:
    """Whether processes at work have such files under way; their folders come and go while one looks."""
    with contextlib.suppress(OSError):
        return any(layout.working.glob(what))
    return False


def _complete(layout: Layout, files: Sequence[Path]) -> None:
    with open_library(layout.root) as library:
        found = sorted((v.episode.number, v.number, Path(v.path).name) for v in library.versions())
    if found != [(number, 1, path.name) for number, path in enumerate(files, start=1)]:
        raise LostError(f"'{layout.root}' does not hold each file as its episode, once")
    check_whole(layout, f"'{layout.root}', complete")


def main(kills: int, seed: int, skip: int) -> str:
    """Run the rounds and sum them up as Markdown.

    Raises:
        LostError: a library is not as it must be.
    """
    began = time.monotonic()
    at: Counter[str] = Counter()
    with tempfile.TemporaryDirectory(prefix="timeline-kills-") as folder:
        for done in rounds(Path(folder), kills, seed, skip=skip):
            at[done.moment] += 1
            print(f"{done.number}: {done.seconds:.2f} s, {done.moment}, {done.before} -> {done.after}", flush=True)
    said = ", ".join(f"{count} {moment}" for moment, count in at.most_common())
    return (
        f"Kills {skip + 1} to {skip + kills} of seed {seed} in {time.monotonic() - began:.0f} s: {said}.\n"
        "No finished version lost, none double, every library whole after each.\n"
    )
