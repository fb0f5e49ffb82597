"""Renders a preview: pictures and sound through MoviePy's writers, then every picture at its exact time."""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np

from timeline.decode import SoundFormat, open_sound, read_stills
from timeline.errors import MediaError, OutputError
from timeline.model.clock import FrameClock
from timeline.model.preview import PreviewMark
from timeline.previewing.burn import framed
from timeline.previewing.cut import Cut, cut_of
from timeline.previewing.join import join
from timeline.timecode import TimecodeBasis

Progress: TypeAlias = Callable[[int, int | None], None]

AREA = 360 * 640
"""Pixels of the picture, about."""
SOUND = SoundFormat(rate=48_000, channels=2)
_RAMP = 96  # samples over which sound comes up and goes down at an edit, so that the join itself does not click
_RATE = 25  # pictures get their own times when streams are joined; until then any rate does
_ENCODING = ("-crf", "26", "-bf", "0", "-g", "25", "-vf", "scale=out_color_matrix=bt709:out_range=tv,format=yuv420p")
_TAGS = ("-colorspace", "bt709", "-color_primaries", "bt709", "-color_trc", "bt709", "-color_range", "tv")


def preview(
    source: Path,
    clock: FrameClock,
    kept: Sequence[tuple[int, int]],
    marks: Sequence[PreviewMark],
    out: Path,
    *,
    timecode: TimecodeBasis | None = None,
    progress: Progress | None = None,
) -> None:
    """Write a rough cut of ``source`` as an MP4: only the kept frames, in order, small, with their numbers burnt in.

    Frame n of the preview is the n-th kept frame of the source, and is shown as long as there, whatever the rate;
    sound goes with it, and is left out where the source has none. The file is written aside and then renamed.

    Args:
        source: the video.
        clock: its frame clock.
        kept: ranges ``[start, stop)`` of its frames, rising and apart.
        marks: what was trimmed away between them, shown beside the edit.
        out: the file to write.
        timecode: how source frames are labelled beside their number; ``None``: by number alone.
        progress: called with frames done and frames to do; an interrupt may be raised from it.

    Raises:
        ValueError: ranges that do not rise or lie outside the source, or a mark on frames that are kept.
        InputError: the source cannot be read, or has fewer frames than its clock.
        OutputError: the preview cannot be written.
    """
    cut = cut_of(clock, kept, marks)
    report = progress or (lambda done, expected: None)
    out = out.resolve()
    if out.exists() and not out.is_file():
        raise OutputError(f"'{out}' is no regular file and is left alone; name a file")
    with _aside(out) as folder, _words(out, report):
        sound = _write_sound(source, cut, folder / "sound.m4a")
        report(0, cut.frames)
        _write_pictures(source, cut, folder / "pictures.mp4", timecode, report)
        join(folder / "pictures.mp4", sound, cut.steps(), clock.time_base, folder / "joined.mp4")
        report(cut.frames, cut.frames)
        os.replace(folder / "joined.mp4", out)


@contextlib.contextmanager
def _aside(out: Path) -> Iterator[Path]:
    """A folder beside the file to come, gone afterwards whatever happens."""
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        folder = Path(tempfile.mkdtemp(prefix=f".{out.name}.", suffix=".partial", dir=out.parent))
    except OSError as error:
        raise OutputError(f"cannot write '{out}': {error.strerror or error}; choose another folder") from error
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def _words(out: Path, report: Progress) -> Iterator[None]:
    """Errors of writing as refusals; an interrupt ends FFmpeg first, so that a broken pipe may be one."""
    try:
        yield
    except OSError as error:
        report(0, None)
        reason = str(error.strerror or error).strip().splitlines()[-1]
        raise OutputError(
            f"cannot write '{out}': {reason}; choose another folder or free some room, then run it again"
        ) from error


def _write_pictures(source: Path, cut: Cut, path: Path, timecode: TimecodeBasis | None, report: Progress) -> None:
    from moviepy.video.io.ffmpeg_writer import FFMPEG_VideoWriter

    wanted = frozenset(cut.numbers())
    done = 0
    with contextlib.ExitStack() as stack:
        writer: Any = None
        for done, (number, picture) in enumerate(read_stills(source, wanted, area=AREA), 1):
            label = f"frame {number}" if timecode is None else f"{timecode.label(number)}  frame {number}"
            whole = framed(picture, label, cut.beside(number))
            if writer is None:
                size = whole.shape[1], whole.shape[0]
                params = [*_ENCODING, *_TAGS]
                writer = FFMPEG_VideoWriter(str(path), size, _RATE, preset="veryfast", ffmpeg_params=params)
                stack.enter_context(writer)
            writer.write_frame(whole)
            report(done, len(wanted))
    if done != len(wanted):
        raise MediaError(
            f"'{source}' gives {done} of the {len(wanted)} frames to show; inspect it again, it has changed"
        )


def _write_sound(source: Path, cut: Cut, path: Path) -> Path | None:
    """The kept sound as AAC; ``None`` where the source has no sound that can be decoded."""
    from moviepy.audio.io.ffmpeg_audiowriter import FFMPEG_AudioWriter

    ranges = cut.samples(SOUND.rate)
    origin = cut.clock.first_pts * cut.clock.time_base
    with open_sound(source) as sound:
        if sound is None:
            return None
        writer = FFMPEG_AudioWriter(str(path), SOUND.rate, codec="aac", bitrate="96k")
        with writer:
            for samples in _kept(sound.blocks(origin, ranges[-1][1], SOUND), ranges):
                writer.write_frames((np.clip(samples, -1, 1) * 32767).astype("<i2"))
    return path


def _kept(blocks: Iterator[Any], ranges: Sequence[tuple[int, int]]) -> Iterator[Any]:
    """The samples within ranges that rise, with a short ramp at each end of a range."""
    first, left = 0, list(ranges)
    for block in blocks:
        while left and left[0][0] < first + len(block):
            start, stop = left[0]
            low, high = max(start, first), min(stop, first + len(block))
            place = np.arange(low, high)
            gain = np.clip(np.minimum(place - start + 1, stop - place) / _RAMP, 0, 1).astype(np.float32)
            yield block[low - first : high - first] * gain[:, None]
            if stop > first + len(block):
                break
            left.pop(0)
        first += len(block)
