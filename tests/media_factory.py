"""Makes odd media files with the FFmpeg that ships in the wheels, and asks ffprobe what a right reader finds."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Any

import imageio_ffmpeg

from timeline.decode import VideoHeader
from timeline.kernels.pictures import PictureBatch

SOURCE = "testsrc2=size=64x48:rate=25:duration=1"


def ffmpeg(*arguments: str | Path) -> None:
    """Run the bundled FFmpeg; its words are shown where it fails."""
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-y", "-threads", "1", *map(str, arguments)]
    run = subprocess.run(command, capture_output=True, text=True)
    assert run.returncode == 0, run.stderr


def make(path: Path, *options: str | Path, source: str = SOURCE) -> Path:
    """Encode a test picture into ``path``."""
    ffmpeg("-f", "lavfi", "-i", source, *options, path)
    return path


def copy(path: Path, original: Path, *options: str, before: tuple[str, ...] = ()) -> Path:
    """Copy a file's packets into ``path``; ``before``: options of the input."""
    ffmpeg(*before, "-i", original, "-c", "copy", *options, path)
    return path


def damage(original: Path, path: Path, place: float, length: int) -> Path:
    """Write ``original`` into ``path`` with ``length`` bytes overwritten at ``place`` (0..1 of the file)."""
    data = bytearray(original.read_bytes())
    start = int(len(data) * place)
    data[start : start + length] = bytes((17 * n) % 251 for n in range(length))
    path.write_bytes(data)
    return path


def box(kind: bytes, payload: bytes) -> bytes:
    """One box of an ISO base media file."""
    return (8 + len(payload)).to_bytes(4, "big") + kind + payload


def replace_box(data: bytes, way: list[bytes], new: bytes) -> bytes:
    """Replace the first box found along ``way`` (such as moov, trak) by ``new``; sizes on the way are put right."""
    at = 0
    while at < len(data):
        size, kind = int.from_bytes(data[at : at + 4], "big"), data[at + 4 : at + 8]
        if kind == way[0]:
            inner = new if len(way) == 1 else box(kind, replace_box(data[at + 8 : at + size], way[1:], new))
            return data[:at] + inner + data[at + size :]
        at += size
    raise AssertionError(f"no box {way[0]!r}")


@dataclass(slots=True)
class Probe:
    """What ffprobe says of one video stream."""

    stamps: list[int | None]
    time_base: Fraction
    size: tuple[int, int]

    @property
    def frames(self) -> int:
        return len(self.stamps)


def ffprobe(path: Path, stream: int | str = "v:0") -> Probe:
    """Every frame's ``best_effort_timestamp`` as the system's ffprobe reads it, with one thread."""
    entries = "frame=best_effort_timestamp:stream=time_base,width,height"
    command = ["ffprobe", "-v", "quiet", "-threads", "1", "-select_streams", str(stream), "-show_entries", entries]
    run = subprocess.run([*command, "-of", "json", f"file:{path}"], capture_output=True, text=True, check=True)
    said: dict[str, Any] = json.loads(run.stdout)
    facts = said["streams"][0]
    stamps = [frame.get("best_effort_timestamp") for frame in said["frames"]]
    return Probe(stamps=stamps, time_base=Fraction(facts["time_base"]), size=(facts["width"], facts["height"]))


@dataclass(slots=True)
class Collect:
    """A sink that keeps every picture."""

    header: VideoHeader
    batches: list[PictureBatch] = field(default_factory=list)

    def push(self, batch: PictureBatch) -> None:
        assert batch.first == self.frames, "a sink gets every frame once, in order"
        self.batches.append(batch)

    @property
    def frames(self) -> int:
        return sum(batch.frames for batch in self.batches)

    def pictures(self) -> Iterator[tuple[Any, Any, Any]]:
        """Luma, Cb and Cr of every frame."""
        for batch in self.batches:
            yield from zip(batch.luma, batch.cb, batch.cr, strict=True)
