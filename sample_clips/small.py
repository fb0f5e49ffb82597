"""The small clips: each one hard case, a few seconds long."""

from __future__ import annotations

from fractions import Fraction
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray

from sample_clips import seats
from sample_clips.edit import Edit, JoinKind, Row, Scene, centred, dip, say, trap
from sample_clips.paint import Picture
from sample_clips.render import Clip
from sample_clips.scenes import SCENES

TALL, WIDE = 384, 216
PAL = Fraction(25)
NTSC = Fraction(30000, 1001)
FLASH = {62: 1.0, 63: 0.55, 64: 0.2}


def _take(u: int, height: int, width: int) -> Picture:
    """One take with much in it: hand-held, a whip of the camera, a flash, a passing lamp."""
    canvas = seats.pan(u, height, width, start=34, length=7)
    burst = FLASH.get(u, 0.0)
    return canvas * np.float32(1 + 2.5 * burst) + np.float32(0.15 * burst)


def _boxed(scene: Scene) -> Scene:
    """A wide scene between bars, as a 16:9 picture sits in an upright one."""

    def draw(u: int, height: int, width: int) -> Picture:
        tall = round(width * 9 / 16 / 2) * 2
        canvas = np.zeros((height, width, 3), np.float32)
        top = (height - tall) // 2
        canvas[top : top + tall] = scene(u, tall, width)
        return canvas

    return draw


BOXED: dict[str, Scene] = {name: _boxed(scene) for name, scene in SCENES.items()}


def _rows(*shots: tuple[str, int]) -> tuple[Row, ...]:
    """Shots joined by cuts."""
    return tuple(Row(scene=scene, frames=frames) for scene, frames in shots)


# 30 pictures at 30 a second, 24 at 15, one held for half a second, then long and short in turn; in 90000ths.
DURATIONS = [3000] * 30 + [6000] * 24 + [45000] + [1500, 3750] * 16
PTS = [0, *accumulate(DURATIONS)][:-1]
VFR_TIMES = (
    "settb=1/90000,setpts='if(lt(N,30),N*3000,if(lt(N,54),90000+(N-30)*6000,if(lt(N,55),234000,"
    "279000+floor((N-55)/2)*5250+mod(N-55,2)*1500)))'"
)


def _turned(picture: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """The picture as a phone on its side stores it; the display matrix turns it back."""
    return np.ascontiguousarray(np.rot90(picture, -1))


DROP_FRAME = Clip(
    name="drop-frame.mov",
    shows="29.97 drop-frame with a start timecode; frame 60, a cut, is 00:09:00;02",
    edit=Edit(rows=_rows(("mara", 33), ("daniel", 27), ("mara-leans", 31), ("over-mara", 29))),
    scenes=SCENES,
    height=180,
    width=320,
    rate=NTSC,
    crf=26,
    remux=((), ("-timecode", "00:08:58;00", "-video_track_timescale", "30000")),
    facts={
        "start_timecode": "00:08:58;00",
        "drop_frame": True,
        "timecodes": {"59": "00:08:59;29", "60": "00:09:00;02"},
    },
)

VARIABLE = Clip(
    name="variable-rate.mp4",
    shows="real unequal frame durations, one of half a second; cuts where they change",
    edit=Edit(rows=_rows(("stop", 30), ("waiting", 24), ("window", 18), ("eyes-mara", 15))),
    scenes=SCENES,
    height=TALL,
    width=WIDE,
    rate=Fraction(30),
    crf=27,
    times=VFR_TIMES,
    remux=((), ("-bsf:v", "setts=duration=if(eq(N\\,86)\\,3750\\,DURATION)", "-video_track_timescale", "90000")),
    options=("-video_track_timescale", "90000", "-enc_time_base:v", "1:90000", "-bf", "0"),
    facts={"time_base": "1/90000", "vfr": True, "pts": PTS, "pts_end": sum(DURATIONS)},
)

ROTATED = Clip(
    name="rotated.mp4",
    shows="stored lying, with a display matrix of 90 degrees; width and height are as displayed",
    edit=Edit(rows=_rows(("window", 22), ("mara", 20), ("title", 20))),
    scenes=SCENES,
    height=TALL,
    width=WIDE,
    rate=PAL,
    crf=26,
    stored=_turned,
    remux=(("-display_rotation:v:0", "90"), ()),
    facts={"rotation": 90, "stored_width": TALL, "stored_height": WIDE},
)

ONE_FRAME = Clip(
    name="one-frame.mp4",
    shows="shots of a single frame, of two and of three",
    edit=Edit(
        rows=_rows(
            ("mara", 18),
            ("crash", 1),
            ("mara", 14),
            ("daniel", 15),
            ("rings", 2),
            ("phone-call", 16),
            ("eyes-daniel", 3),
            ("room", 1),
            ("button", 16),
        )
    ),
    scenes=SCENES,
    height=TALL,
    width=WIDE,
    rate=PAL,
    crf=25,
)

NO_CUT = Clip(
    name="no-cut.mp4",
    shows="one take: anything reported is false",
    edit=Edit(
        rows=(
            Row(
                scene="take",
                frames=96,
                captions=say("Daniel?", 12, 26),
                traps=(
                    trap("whip_pan", 34, 42, "the camera whips within the take"),
                    trap("flash", 62, 65, "a flash lights the take"),
                ),
            ),
        )
    ),
    scenes={"take": _take},
    height=TALL,
    width=WIDE,
    rate=PAL,
    crf=26,
)

TEN_BIT = Clip(
    name="ten-bit.mp4",
    shows="10 bits a sample (HEVC Main 10), a fade up and a dissolve in dark tones",
    edit=Edit(
        rows=(
            Row(scene="windscreen", frames=26),
            Row(scene="cab", frames=22),
            Row(scene="mirror", frames=26, join=centred("dissolve", 12)),
        ),
        fade_up=10,
    ),
    scenes=SCENES,
    height=TALL,
    width=WIDE,
    rate=PAL,
    crf=25,
    codec="libx265",
    pixels="yuv420p10le",
    options=("-tag:v", "hvc1", "-x265-params", "pools=none:frame-threads=1:info=0:log-level=error"),
    facts={"bit_depth": 10},
)

LETTERBOX = Clip(
    name="letterbox.mp4",
    shows="a 16:9 picture between black bars in an upright one; a caption in the lower bar",
    edit=Edit(
        rows=(
            Row(scene="drive-by", frames=22),
            Row(scene="aisle", frames=20),
            Row(scene="mara", frames=24, captions=say("Daniel?", 6, 18)),
            Row(scene="daniel", frames=18),
            Row(scene="mara", frames=16, first=42),
        )
    ),
    scenes=BOXED,
    height=TALL,
    width=WIDE,
    rate=PAL,
    crf=25,
)

DISSOLVES = Clip(
    name="dissolves.mp4",
    shows="dissolves of 4, 12 and 40 frames, a dip through white",
    edit=Edit(
        rows=(
            Row(scene="stop", frames=24),
            Row(scene="waiting", frames=26, join=centred("dissolve", 4)),
            Row(scene="room", frames=44, join=centred("dissolve", 12)),
            Row(scene="funeral", frames=46, join=centred("dissolve", 40)),
            Row(scene="window", frames=22, join=dip(5, 2, 6, white=True)),
        )
    ),
    scenes=SCENES,
    height=TALL,
    width=WIDE,
    rate=PAL,
    crf=26,
)

SWEEPS: tuple[tuple[str, JoinKind, int, str], ...] = (
    ("room", "wipe", 10, "left"),
    ("title", "wipe", 12, "right"),
    ("window", "wipe", 8, "up"),
    ("phone-call", "wipe", 11, "down"),
    ("funeral", "wipe", 14, "diagonal"),
    ("daniel", "wipe", 10, "iris"),
    ("drive-by", "wipe", 12, "clock"),
    ("button", "slide", 9, "left"),
    ("waiting", "slide", 10, "down"),
)

WIPES = Clip(
    name="wipes.mp4",
    shows="wipes in seven directions and slides in two",
    edit=Edit(
        rows=(
            Row(scene="mara", frames=16),
            *(Row(scene=s, frames=24, join=centred(k, n, way)) for s, k, n, way in SWEEPS),
        )
    ),
    scenes=SCENES,
    height=320,
    width=180,
    rate=PAL,
    crf=26,
)

SMALL = (DROP_FRAME, VARIABLE, ROTATED, ONE_FRAME, NO_CUT, TEN_BIT, LETTERBOX, DISSOLVES, WIPES)
