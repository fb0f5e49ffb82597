"""The inputs of the speed benchmark: one drawn episode, and files made of it that differ from it in one thing.

Longer and shorter ones are the same packets again (``-stream_loop``, ``-t``, ``-c copy``); another codec, size or rate
is encoded once by the bundled FFmpeg with the options of its row.
"""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeAlias

from benchmarks.speed_input import make
from timeline.errors import TimelineError

Family: TypeAlias = Literal["base", "length", "codec", "size", "rate"]
MINUTE = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Input:
    """One file: what it differs in, FFmpeg's options before and after ``-i``, how many rounds it is worth.

    ``seconds`` of video, ``pixels`` a frame; ``judged``: whether the goal is asked of it.
    """

    name: str
    family: Family
    seconds: float = MINUTE
    pixels: int = 1080 * 1920
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    suffix: str = ".mp4"
    rounds: int = 7
    judged: bool = True


def _length(name: str, seconds: int, rounds: int = 7) -> Input:
    loops = -(-seconds // MINUTE) - 1
    return Input(
        name=name,
        family="length",
        seconds=seconds,
        before=("-stream_loop", str(loops)) if loops else (),
        after=("-t", str(seconds), "-c", "copy"),
        rounds=rounds,
        judged=seconds >= MINUTE,
    )


def _video(*options: str) -> tuple[str, ...]:
    return (*options, "-c:a", "copy")


_X264 = ("-c:v", "libx264", "-preset", "veryfast")

INPUTS: tuple[Input, ...] = (
    Input(name="60 s 1080x1920 H.264", family="base"),
    _length("3 s", 3),
    _length("20 s", 20),
    _length("180 s", 180, rounds=3),
    _length("20 min", 20 * MINUTE, rounds=1),
    _length("2 h", 120 * MINUTE, rounds=1),
    Input(
        name="HEVC 8 bit",
        family="codec",
        after=_video("-c:v", "libx265", "-preset", "superfast", "-b:v", "6M", "-x265-params", "log-level=error"),
        rounds=3,
    ),
    Input(
        name="HEVC 10 bit",
        family="codec",
        after=_video(
            *("-pix_fmt", "yuv420p10le", "-c:v", "libx265", "-preset", "superfast", "-b:v", "6M"),
            *("-x265-params", "log-level=error"),
        ),
        rounds=3,
    ),
    Input(
        name="VP9",
        family="codec",
        after=("-c:v", "libvpx-vp9", "-deadline", "realtime", "-cpu-used", "8", "-row-mt", "1", "-b:v", "6M", "-an"),
        suffix=".webm",
        rounds=3,
    ),
    Input(
        name="AV1",
        family="codec",
        after=_video("-c:v", "libsvtav1", "-preset", "10", "-b:v", "6M"),
        rounds=3,
    ),
    Input(
        name="720p",
        family="size",
        pixels=720 * 1280,
        after=_video("-vf", "scale=720:1280", *_X264, "-b:v", "3M"),
        rounds=3,
    ),
    Input(
        name="2160p",
        family="size",
        pixels=2160 * 3840,
        after=_video("-vf", "scale=2160:3840", *_X264, "-b:v", "20M"),
        rounds=3,
    ),
    Input(
        name="30 fps",
        family="rate",
        before=("-stream_loop", "1"),
        after=("-vf", "setpts=N/(30*TB)", "-r", "30", "-t", "60", *_X264, "-b:v", "6M", "-an"),
        rounds=3,
    ),
    Input(
        name="60 fps",
        family="rate",
        before=("-stream_loop", "2"),
        after=("-vf", "setpts=N/(60*TB)", "-r", "60", "-t", "60", *_X264, "-b:v", "6M", "-an"),
        rounds=3,
    ),
)


def file_of(row: Input, folder: Path) -> Path:
    """The file of a row in ``folder``, made there once.

    Raises:
        TimelineError: the folder cannot be written or FFmpeg fails.
    """
    base = make(folder)
    if row.family == "base":
        return base
    path = folder / f"{base.stem}-{row.name.replace(' ', '')}{row.suffix}"
    if not path.exists():
        aside = path.with_name(f"part-{path.name}")
        try:
            _run([*_ffmpeg(), *row.before, "-i", str(base), *row.after, str(aside)])
            aside.replace(path)
        finally:
            aside.unlink(missing_ok=True)
    return path


def copies(folder: Path, many: int) -> list[Path]:
    """``many`` files of the base episode that differ in their content: the same packets under other titles."""
    base = make(folder)
    made = []
    for number in range(many):
        path = folder / f"{base.stem}-copy{number}.mp4"
        if not path.exists():
            aside = path.with_name(f"part-{path.name}")
            _run([*_ffmpeg(), "-i", str(base), "-c", "copy", "-metadata", f"title=copy {number}", str(aside)])
            aside.replace(path)
        made.append(path)
    return made


def _ffmpeg() -> list[str]:
    import imageio_ffmpeg

    return [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-y"]


def _run(command: list[str]) -> None:
    done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, errors="replace")
    if done.returncode != 0:
        words = done.stderr.strip().splitlines()
        raise TimelineError(f"an input of the benchmark could not be made: {words[-1] if words else 'no word'}")
