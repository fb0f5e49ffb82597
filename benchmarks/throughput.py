"""Adds full-size episodes to a library on N workers, in turn with N bare decodes side by side of the same files.

``python -m benchmarks library --throughput [--episodes 80] [--workers 2] [--rounds 3] [--cache DIR] [--out DIR]``

The reference decodes with the bundled FFmpeg, one thread each as a worker has (``-threads 1 -an -f null -``), the next
file as soon as one is done. The episodes are one minute of 1080x1920 H.264 at about 6 Mbit/s and a smaller encode of
it, copied under a remark that makes each another content. Ratio: seconds of the reference over ours, so 1 is a decode's
own speed. Processor seconds are of the whole tree; they tell the same where a machine is shared.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from pathlib import Path
from statistics import median
from typing import Any

import imageio_ffmpeg

from benchmarks.measure import Run, run
from benchmarks.speed_input import make
from timeline.errors import UsageError
from timeline.suite import machine
from timeline.suite.tables import markdown

GOAL, MOST = 0.95, 300
"""Least ratio of throughput; most MiB of memory of one worker."""


def episodes(cache: Path, count: int) -> list[Path]:
    """Files of different contents: two encodes, copied in turn; kept in ``cache`` for later runs."""
    source = make(cache)
    smaller = cache / f"{source.stem}-crf28.mp4"
    if not smaller.exists():
        _ffmpeg("-i", source, "-c:v", "libx264", "-preset", "veryfast", "-crf", "28", "-c:a", "copy", smaller)
    made = [cache / f"throughput-ep{number:03}.mp4" for number in range(1, count + 1)]
    for number, path in enumerate(made):
        if not path.exists():
            one = smaller if number % 2 else source
            _ffmpeg("-i", one, "-c", "copy", "-metadata", f"comment={path.stem}", path)
    return made


def measure(files: Sequence[Path], workers: int, rounds: int) -> list[tuple[Run, Run]]:
    """Ours and the reference, in turn; which goes first changes from round to round."""
    pairs = []
    for number in range(rounds):
        order = ("ours", "reference") if number % 2 else ("reference", "ours")
        runs = {}
        for name in order:
            print(f"round {number + 1} of {rounds}: {name}", file=sys.stderr, flush=True)
            runs[name] = _ours(files, workers) if name == "ours" else _reference(files, workers)
        pairs.append((runs["ours"], runs["reference"]))
    return pairs


def _ours(files: Sequence[Path], workers: int) -> Run:
    with tempfile.TemporaryDirectory(prefix="timeline-throughput-") as folder:
        asked = ["--library", f"{folder}/lib", "--series", "Throughput", "--season", "1", "--workers", str(workers)]
        pattern = ["--pattern", r"ep(?P<episode>\d+)", "--quiet"]
        command = [sys.executable, "-m", "timeline", "library", "add", *map(str, files), *asked, *pattern]
        return run(command, {"TIMELINE_CACHE": f"{folder}/cache"})


def _reference(files: Sequence[Path], workers: int) -> Run:
    return run([sys.executable, "-m", "benchmarks.throughput", str(workers), *map(str, files)])


def table(pairs: Sequence[tuple[Run, Run]], files: int, workers: int) -> str:
    """What was found, as Markdown."""
    ratios = sorted(reference.wall / ours.wall for ours, reference in pairs)
    processor = sorted(reference.cpu / ours.cpu for ours, reference in pairs)
    largest = max(ours.largest for ours, _ in pairs) / 2**20
    whole = max(ours.peak for ours, _ in pairs) / 2**20
    rows = [
        [f"throughput against {workers} bare decodes side by side", _spread(ratios), f"at least {GOAL}"],
        ["the same in processor seconds", _spread(processor), ""],
        ["memory of the largest process", f"{largest:.0f} MiB", f"at most {MOST} MiB"],
        ["memory of all processes", f"{whole:.0f} MiB", ""],
    ]
    head = (
        f"{files} episodes of a minute, 1080x1920, {workers} workers, {len(pairs)} rounds, on {machine.told(_facts())}."
    )
    return f"{head}\n\n{markdown(['what', 'figure', 'goal'], rows)}"


def _spread(values: Sequence[float]) -> str:
    return f"{median(values):.2f} ({values[0]:.2f} to {values[-1]:.2f})"


def _facts() -> dict[str, str]:
    return machine.facts() | machine.load()


def document(pairs: Sequence[tuple[Run, Run]], files: int, workers: int) -> dict[str, Any]:
    """Every run, for JSON."""
    runs = [{"ours": asdict(ours), "reference": asdict(reference)} for ours, reference in pairs]
    return {"made_on": _facts(), "episodes": files, "workers": workers, "rounds": runs}


def decode_all(files: Sequence[str], workers: int) -> None:
    """The reference: every file decoded by an FFmpeg of its own, so many at once, on one thread each."""
    with ThreadPoolExecutor(workers) as crew:
        list(crew.map(lambda file: _ffmpeg("-threads", "1", "-i", file, "-an", "-f", "null", "-"), files))


def _ffmpeg(*arguments: object) -> None:
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", *map(str, arguments)]
    done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True)
    if done.returncode:
        raise UsageError(f"FFmpeg could not make or read an episode: {done.stderr.strip()}")


if __name__ == "__main__":
    decode_all(sys.argv[2:], int(sys.argv[1]))
