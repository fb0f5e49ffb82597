"""Videos against themselves, encoded again at half the size and a quarter of the bits: each is to be the same cut.

``python -m benchmarks diff --same FOLDER [--work FOLDER]``. A video of variable rate is tried twice: with its own time
stamps, and as a constant rate makes of it, frames doubled and dropped.
"""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import av

from benchmarks.diff_timing import Timed, timed
from timeline.errors import TimelineError
from timeline.suite.tables import markdown

SUFFIXES = (".mp4", ".mov", ".mkv", ".webm", ".avi")
WAYS = {"passthrough": "its own time stamps", "cfr": "a constant rate"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Again:
    """A video, how its time stamps were written the second time, and what came of it."""

    name: str
    way: str
    result: Timed

    @property
    def right(self) -> bool:
        """Whether it is the same cut."""
        return self.result.diff.outcome == "same"


def run(folder: Path, work: Path) -> list[Again]:
    """Encode every video of a folder again into ``work`` and compare; one line each.

    Raises:
        TimelineError: there is no video, or one cannot be encoded.
    """
    videos = sorted(path for path in folder.iterdir() if path.suffix.lower() in SUFFIXES)
    if not videos:
        raise TimelineError(f"'{folder}' holds no video; name a folder of {', '.join(SUFFIXES)}")
    found = []
    for path in videos:
        found += list(_each(path, work))
    return found


def _each(path: Path, work: Path) -> Iterator[Again]:
    first = _again(path, work, "passthrough")
    yield first
    if first.result.diff.before.varies:
        yield _again(path, work, "cfr")


def _again(path: Path, work: Path, way: str) -> Again:
    made = Again(name=path.stem, way=way, result=timed(path, encoded(path, work / f"{path.stem}-{way}.mp4", way)))
    print(f"{'same ' if made.right else 'WRONG'}  {made.name}, {WAYS[way]}: {made.result.diff.summary}", flush=True)
    for change in made.result.diff.changes:
        print(f"       {change.sentence}")
    return made


def encoded(path: Path, target: Path, way: str) -> Path:
    """Encode a video at half its size and a quarter of its bit rate, unless that was done before.

    Raises:
        TimelineError: FFmpeg fails.
    """
    if target.exists():
        return target
    import imageio_ffmpeg

    command = [
        imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-y", "-i", str(path), "-an", "-fps_mode", way,
        "-vf", "scale=trunc(iw/4)*2:trunc(ih/4)*2", "-c:v", "libx264", "-preset", "fast",
        "-b:v", str(max(8000, _bits_per_second(path) // 4)), str(target),
    ]  # fmt: skip
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        target.unlink(missing_ok=True)
        raise TimelineError(f"'{path}' cannot be encoded again: {done.stderr.strip()}")
    return target


def _bits_per_second(path: Path) -> int:
    with av.open(str(path)) as container:
        stream = container.streams.video[0]
        size, end = 0, 0.0
        for packet in container.demux(stream):
            size += packet.size
            if packet.pts is not None and stream.time_base is not None:
                end = max(end, float((packet.pts + (packet.duration or 0)) * stream.time_base))
    return int(8 * size / end) if end else 0


def table(found: list[Again]) -> str:
    """The results as a Markdown table."""
    return markdown(
        ("clip", "frames", "before", "after", "time stamps", "compared in", "processor seconds", "answer"),
        [
            (
                each.name,
                each.result.diff.before.frames,
                f"{each.result.diff.before.width}x{each.result.diff.before.height}",
                f"{each.result.diff.after.width}x{each.result.diff.after.height}",
                WAYS[each.way],
                each.result.diff.basis,
                f"{each.result.processor:.2f}",
                each.result.diff.outcome if each.right else each.result.diff.summary,
            )
            for each in found
        ],
    )
