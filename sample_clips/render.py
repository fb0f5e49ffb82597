"""Render a clip: frames through MoviePy, container features by a second pass of its FFmpeg, the truth beside it."""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Any

import imageio_ffmpeg
import numpy as np
from numpy.typing import NDArray

from sample_clips import truth
from sample_clips.edit import Edit, Scene
from sample_clips.screen import Screen
from sample_clips.sound import SAMPLES, score

# One thread and no dates or versions in the container: the same frames give the same file.
STEADY = (
    "-threads",
    "1",
    "-fflags",
    "+bitexact",
    "-flags:v",
    "+bitexact",
    "-flags:a",
    "+bitexact",
    "-map_metadata",
    "-1",
)
TAGS = ("-colorspace", "bt709", "-color_primaries", "bt709", "-color_trc", "bt709", "-color_range", "tv")
TO_709 = "scale=out_color_matrix=bt709:out_range=tv"


@dataclass(frozen=True, slots=True, kw_only=True)
class Clip:
    """One file to render.

    ``times``: a filter expression for each picture's time, where the rate alone does not give it. ``stored`` turns the
    picture as drawn into the picture as stored. ``remux``: options of a second pass that copies the streams, before
    and after its input. ``facts``: what the truth says of the container.
    """

    name: str
    shows: str
    edit: Edit
    scenes: Mapping[str, Scene]
    height: int
    width: int
    rate: Fraction
    crf: int
    codec: str = "libx264"
    pixels: str = "yuv420p"
    options: tuple[str, ...] = ()
    times: str = ""
    stored: Callable[[NDArray[np.uint8]], NDArray[np.uint8]] = np.asarray
    remux: tuple[tuple[str, ...], tuple[str, ...]] | None = None
    sound: bool = False
    facts: Mapping[str, Any] = field(default_factory=dict)

    @property
    def screen(self) -> Screen:
        """What draws its frames."""
        return Screen(edit=self.edit, scenes=self.scenes, height=self.height, width=self.width)

    @property
    def scale(self) -> int:
        """Ticks a second of the video track, where the rate alone gives each picture's time."""
        return self.rate.numerator * (512 if self.rate.denominator == 1 else 1)

    def truth(self) -> truth.Json:
        """Its truth, the same whether or not it has been rendered."""
        steady: dict[str, Any] = {}
        if not self.times:
            step = self.scale // self.rate.numerator * self.rate.denominator
            steady = {
                "time_base": f"1/{self.scale}",
                "pts_first": 0,
                "pts_step": step,
                "pts_end": step * self.edit.frames,
            }
        facts = {"series": "night-bus", "genre": "sample", "shows": self.shows, **steady, **self.facts}
        return truth.document(
            self.name, self.edit, rate=str(self.rate), width=self.width, height=self.height, facts=facts
        )


def render(clip: Clip, folder: Path, *, progress: bool = False) -> Path:
    """Write the clip and its truth into ``folder``, each aside first and then renamed; gives the clip's path."""
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / clip.name
    with tempfile.TemporaryDirectory(dir=folder) as aside:
        work = Path(aside) / f"first{target.suffix}"
        _write(clip, work, progress=progress)
        if clip.remux:
            before, after = clip.remux
            last = Path(aside) / f"last{target.suffix}"
            _ffmpeg(*before, "-i", str(work), "-c", "copy", *STEADY, *after, str(last))
            work = last
        note = Path(aside) / "truth.json"
        note.write_text(truth.text(clip.truth()), encoding="utf-8")
        os.replace(work, target)
        os.replace(note, target.with_suffix(".json"))
    return target


def _write(clip: Clip, path: Path, *, progress: bool) -> None:
    """Frames and sound through MoviePy."""
    # MoviePy costs a third of a second to load; asking for a frame alone should not.
    from moviepy import VideoClip
    from moviepy.audio.AudioClip import AudioArrayClip

    screen, fps = clip.screen, float(clip.rate)
    # A quarter of a frame more, so that rounding never loses the last one.
    video = VideoClip(lambda t: clip.stored(screen.frame(round(t * fps))), duration=(clip.edit.frames + 0.25) / fps)
    if clip.sound:
        video = video.with_audio(AudioArrayClip(score(clip.edit, fps), fps=SAMPLES))
    clock = clip.times or f"settb=AVTB,setpts=N/({clip.rate})/TB"
    options = [
        *STEADY,
        *TAGS,
        "-vf",
        f"{TO_709},format={clip.pixels},{clock}",
        "-fps_mode",
        "passthrough",
        "-crf",
        str(clip.crf),
        "-movflags",
        "+faststart",
        *clip.options,
    ]
    if not clip.times:
        options += ["-video_track_timescale", str(clip.scale)]
    video.write_videofile(
        str(path),
        fps=fps,
        codec=clip.codec,
        preset="medium",
        audio=clip.sound,
        audio_fps=SAMPLES,
        audio_codec="aac",
        audio_bitrate="72k",
        temp_audiofile=str(path.with_suffix(".m4a")),
        ffmpeg_params=options,
        logger="bar" if progress else None,
    )


def _ffmpeg(*arguments: str) -> None:
    """Run the bundled FFmpeg."""
    subprocess.run(
        [imageio_ffmpeg.get_ffmpeg_exe(), "-y", "-loglevel", "error", *arguments], check=True, stdin=subprocess.DEVNULL
    )
