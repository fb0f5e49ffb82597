"""Real ``timeline library`` processes on small rendered episodes, for tests."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import av

from tests.videos import cut_video
from timeline.catalogue import open_library

ROOT = Path(__file__).parents[1]
NIGHT_BUS = ("--series", "Night Bus", "--season", "1")


def environment(cache: Path) -> dict[str, str]:
    """What a process of ours sees; warnings are errors, and the user's cache is left alone."""
    return os.environ | {
        "TIMELINE_CACHE": str(cache),
        "PYTHONWARNINGS": "error",
        "PYTHONPATH": str(ROOT),
        "COLUMNS": "200",
    }


def library(cache: Path, *arguments: object, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    """Run ``timeline library ...`` to its end."""
    return subprocess.run(
        [sys.executable, str(ROOT / "cli.py"), "library", *map(str, arguments)],
        capture_output=True,
        text=True,
        timeout=180,
        env=environment(cache),
        cwd=cwd,
    )


def season(folder: Path, count: int, *, first: int = 1, frames: int = 30) -> list[Path]:
    """So many episodes with a cut at frame 12: one encode, copied with a remark that makes each another content."""
    folder.mkdir(parents=True, exist_ok=True)
    source = cut_video(folder / "source.mp4", frames=frames, cuts=(12,))
    return [remark(source, folder / f"ep{number:02}.mp4", str(number)) for number in range(first, first + count)]


def remark(source: Path, path: Path, words: str) -> Path:
    """Copy a file's packets under another remark: the same pictures as another content."""
    with av.open(str(source)) as read, av.open(str(path), "w") as written:
        stream = written.add_stream_from_template(read.streams.video[0])
        written.metadata["comment"] = words
        for packet in read.demux(video=0):
            if packet.dts is not None:
                packet.stream = stream
                written.mux(packet)
    return path


def held(folder: Path) -> list[tuple[int, int, str]]:
    """Episode, version and file of everything a library holds."""
    with open_library(folder) as found:
        return [(v.episode.number, v.number, Path(v.path).name) for v in found.versions()]
