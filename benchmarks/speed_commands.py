"""The commands that the speed benchmark runs: contenders, references, and what is measured alone."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

TIMELINE = [sys.executable, "-m", "timeline"]
AS_INSTALLED = {"PYTHONDONTWRITEBYTECODE": ""}
"""An installed package has its bytecode: where it may not be written, every start would compile the sources."""
CODES = (0, 1)  # 1: findings, which cost nothing here


@dataclass(frozen=True, slots=True, kw_only=True)
class Contest:
    """The commands that are run in turn, by name, and those that cannot be, with the reason."""

    commands: Mapping[str, Sequence[str]]
    absent: Mapping[str, str]


def inspect(video: Path, out: Path) -> list[str]:
    """A whole inspection, with everything it writes, and no stored record."""
    return [*TIMELINE, "inspect", str(video), "--out", str(out), "--no-cache"]


def bare_decode(video: Path) -> list[str]:
    """The bundled FFmpeg decodes the picture and throws it away, with its own choice of threads."""
    import imageio_ffmpeg

    return [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-i", str(video), "-an", "-f", "null", "-"]


def contest(video: Path, out: Path, *, peer: bool) -> Contest:
    """A whole inspection, the bundled FFmpeg's bare decode and, if asked, PySceneDetect's command line on one file."""
    commands: dict[str, Sequence[str]] = {"inspect": inspect(video, out)}
    absent = {}
    if importlib.util.find_spec("imageio_ffmpeg"):
        commands["decode"] = bare_decode(video)
    else:
        absent["decode"] = "imageio-ffmpeg is not installed"
    if peer and importlib.util.find_spec("scenedetect"):
        commands["scenedetect"] = [sys.executable, "-m", "scenedetect", "-i", str(video), "detect-adaptive"]
    elif peer:
        absent["scenedetect"] = "scenedetect is not installed"
    return Contest(commands=commands, absent=absent)


def pool(files: Sequence[Path], library: Path, processes: int) -> Contest:
    """A library filled by some processes, against as many bare decodes of one thread each side by side."""
    names = [str(path) for path in files]
    add = [*TIMELINE, "library", "add", *names, "--library", str(library), "--series", "Speed", "--season", "1"]
    numbered = r"copy(?P<episode>\d+)"  # other numbers in the names are sizes and rates
    return Contest(
        commands={
            "inspect": [*add, "--pattern", numbered, "--workers", str(processes)],
            "decode": [sys.executable, "-m", "benchmarks.side_by_side", str(processes), *names],
        },
        absent={},
    )
