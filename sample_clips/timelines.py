"""Sample timelines, cut from the sample clips: tables of pieces, written as OTIO, EDL and FCPXML."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

from sample_clips.cutting import BLACK, Cutting, Piece, spans

PAL, NTSC = Fraction(25), Fraction(30000, 1001)
BUS = "night-bus-ep01.mp4"
DROP = "drop-frame.mov"
HOUR = 3600
# Label of drop-frame.mov's first frame, 00:08:58;00, counted with the gaps left out.
DROP_START = 538 * 30 - 2 * 8


def _cut(clip: str, first: int, frames: int, dissolve: int = 0) -> Piece:
    return Piece(clip=clip, first=first, frames=frames, dissolve=dissolve)


TEASER = Cutting(
    name="night-bus-teaser.otio",
    rate=PAL,
    pieces=(
        _cut(BUS, 10, 24),
        _cut(BUS, 240, 28),
        _cut("letterbox.mp4", 68, 14),
        _cut(BUS, 62, 16),
        _cut(BUS, 446, 20, 12),
        _cut("no-cut.mp4", 0, 18),
        _cut("no-cut.mp4", 18, 14),  # runs on: a through-edit
        _cut("no-cut.mp4", 12, 18),  # goes back: a jump in one set-up
        _cut(BLACK, 0, 12),
        _cut(BUS, 1050, 30),
        _cut(BUS, 1305, 24, 8),
        _cut(BUS, 1350, 30),
    ),
    fade_down=10,
)
RECAP = Cutting(
    name="night-bus-recap.edl",
    rate=PAL,
    pieces=(
        _cut(BUS, 262, 28),  # holds a cut of its own at its frame 14
        _cut(BUS, 312, 20),
        _cut("dissolves.mp4", 58, 14),
        _cut(BUS, 504, 26, 10),
        _cut("one-frame.mp4", 34, 12),
        _cut(BUS, 1206, 30),
        _cut("no-cut.mp4", 66, 22, 6),
        _cut(BUS, 1412, 30),
    ),
)
PROMO = Cutting(
    name="night-bus-promo.fcpxml",
    rate=PAL,
    pieces=(
        _cut(BUS, 342, 26),
        _cut(BUS, 1052, 24),
        _cut("rotated.mp4", 2, 16),
        _cut(BUS, 630, 18),
        _cut(BUS, 880, 16, 8),
        _cut(BUS, 1210, 30),
        _cut(BUS, 1248, 22),
        _cut("letterbox.mp4", 24, 16),
    ),
    fade_up=8,
)
DROPPED = Cutting(
    name="drop-frame-cut.edl",
    rate=NTSC,
    pieces=(_cut(DROP, 93, 22), _cut(DROP, 4, 25), _cut(DROP, 66, 20, 6), _cut(DROP, 38, 20)),
    height=108,
    width=192,
)
TAKE = Cutting(name="one-take.otio", rate=PAL, pieces=(_cut("no-cut.mp4", 0, 60),))

TIMELINES = {cutting.name: cutting for cutting in (TEASER, RECAP, PROMO, DROPPED, TAKE)}


def text(cutting: Cutting) -> str:
    """The timeline as a file of the format that its name says."""
    writers = {".otio": otio, ".edl": edl, ".fcpxml": fcpxml}
    return writers[Path(cutting.name).suffix](cutting)


def otio(cutting: Cutting) -> str:
    """An OpenTimelineIO file; fades at head and tail are transitions that have a clip on one side only."""
    children: list[dict[str, Any]] = []
    if cutting.fade_up:
        children.append(_otio_mix(cutting, 0, cutting.fade_up))
    for piece in cutting.pieces:
        if piece.dissolve:
            half = piece.dissolve // 2
            children.append(_otio_mix(cutting, half, piece.dissolve - half))
        children.append(_otio_item(cutting, piece))
    if cutting.fade_down:
        children.append(_otio_mix(cutting, cutting.fade_down, 0))
    track = {"OTIO_SCHEMA": "Track.1", "name": "V1", "kind": "Video", "children": children}
    stack = {"OTIO_SCHEMA": "Stack.1", "name": "tracks", "children": [track]}
    document = {
        "OTIO_SCHEMA": "Timeline.1",
        "name": Path(cutting.name).stem,
        "global_start_time": _otio_time(cutting, HOUR * 25),
        "tracks": stack,
    }
    return json.dumps(document, indent=1) + "\n"


def _otio_time(cutting: Cutting, frames: int) -> dict[str, Any]:
    return {"OTIO_SCHEMA": "RationalTime.1", "rate": float(cutting.rate), "value": float(frames)}


def _otio_range(cutting: Cutting, start: int, frames: int) -> dict[str, Any]:
    return {
        "OTIO_SCHEMA": "TimeRange.1",
        "start_time": _otio_time(cutting, start),
        "duration": _otio_time(cutting, frames),
    }


def _otio_mix(cutting: Cutting, before: int, after: int) -> dict[str, Any]:
    return {
        "OTIO_SCHEMA": "Transition.1",
        "transition_type": "SMPTE_Dissolve",
        "in_offset": _otio_time(cutting, before),
        "out_offset": _otio_time(cutting, after),
    }


def _otio_item(cutting: Cutting, piece: Piece) -> dict[str, Any]:
    place = _otio_range(cutting, piece.first, piece.frames)
    if piece.clip == BLACK:
        return {"OTIO_SCHEMA": "Gap.1", "source_range": place}
    media = {"OTIO_SCHEMA": "ExternalReference.1", "target_url": piece.clip}
    return {"OTIO_SCHEMA": "Clip.1", "name": piece.clip, "source_range": place, "media_reference": media}


def edl(cutting: Cutting) -> str:
    """A CMX3600 edit list; a dissolve is a second line of its event and begins where the mix does."""
    drop = cutting.rate == NTSC
    lines = [f"TITLE: {Path(cutting.name).stem.upper()}", f"FCM: {'DROP' if drop else 'NON-DROP'} FRAME", ""]
    joins = [*spans(cutting), (cutting.frames, cutting.frames)]
    for number, piece in enumerate(cutting.pieces):
        start, stop = joins[number][0], joins[number + 1][0]
        first = piece.first - (cutting.starts[number] - start)
        event = f"{number + 1:03d}  {_reel(piece):8} V     "
        if piece.dissolve:
            old = cutting.pieces[number - 1]
            out = old.first + (start - cutting.starts[number - 1])
            lines.append(
                f"{number + 1:03d}  {_reel(old):8} V     C        {_places(cutting, old, out, out, start, start)}"
            )
            lines.append(
                f"{event}D    {piece.dissolve:03d} {_places(cutting, piece, first, first + stop - start, start, stop)}"
            )
            lines.append(f"* FROM CLIP NAME: {old.clip}")
            lines.append(f"* TO CLIP NAME: {piece.clip}")
        else:
            lines.append(f"{event}C        {_places(cutting, piece, first, first + stop - start, start, stop)}")
            lines.append(f"* FROM CLIP NAME: {piece.clip}")
    return "\n".join(lines) + "\n"


def _reel(piece: Piece) -> str:
    return "BL" if piece.clip == BLACK else Path(piece.clip).stem.replace("-", "").upper()[:8]


def _places(cutting: Cutting, piece: Piece, first: int, last: int, start: int, stop: int) -> str:
    fps = round(cutting.rate)
    zero = DROP_START if piece.clip == DROP else 0
    hour = HOUR * fps - (108 if cutting.rate == NTSC else 0)
    labels = (zero + first, zero + last, hour + start, hour + stop)
    return " ".join(_label(number, fps, drop=cutting.rate == NTSC) for number in labels)


def _label(number: int, fps: int, *, drop: bool) -> str:
    """SMPTE label of a running count of frames."""
    if drop:
        tens, rest = divmod(number, 17982)
        number += 18 * tens + (2 * ((rest - 2) // 1798) if rest >= 2 else 0)
    seconds, frames = divmod(number, fps)
    mark = ";" if drop else ":"
    return f"{seconds // 3600:02d}{mark}{seconds // 60 % 60:02d}{mark}{seconds % 60:02d}{mark}{frames:02d}"


def fcpxml(cutting: Cutting) -> str:
    """A Final Cut Pro XML file: one spine, its clips end to end, with transitions over where they meet."""
    clips = list(dict.fromkeys(piece.clip for piece in cutting.pieces))
    names = {clip: f"r{number}" for number, clip in enumerate(clips, start=2)}
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        "<!DOCTYPE fcpxml>",
        '<fcpxml version="1.10">',
        " <resources>",
        '  <format id="r1" frameDuration="1/25s" width="432" height="768"/>',
    ]
    for clip, name in names.items():
        lines.append(f'  <asset id="{name}" name="{clip}" start="0s" duration="2000/25s" hasVideo="1" format="r1">')
        lines += [f'   <media-rep kind="original-media" src="{clip}"/>', "  </asset>"]
    lines += [" </resources>", f' <project name="{Path(cutting.name).stem}">']
    lines.append(f'  <sequence format="r1" duration="{cutting.frames}/25s" tcStart="3600s" tcFormat="NDF">')
    lines.append("   <spine>")
    lines += _spine(cutting, names)
    lines += ["   </spine>", "  </sequence>", " </project>", "</fcpxml>"]
    return "\n".join(lines) + "\n"


def _spine(cutting: Cutting, names: dict[str, str]) -> list[str]:
    lines = []
    if cutting.fade_up:
        lines.append(f'    <transition name="Cross Dissolve" offset="3600s" duration="{cutting.fade_up}/25s"/>')
    for piece, start, join in zip(cutting.pieces, cutting.starts, spans(cutting), strict=True):
        if piece.dissolve:
            at = HOUR * 25 + join[0]
            lines.append(f'    <transition name="Cross Dissolve" offset="{at}/25s" duration="{piece.dissolve}/25s"/>')
        lines.append(
            f'    <asset-clip ref="{names[piece.clip]}" name="{piece.clip}" offset="{HOUR * 25 + start}/25s" '
            f'start="{piece.first}/25s" duration="{piece.frames}/25s"/>'
        )
    return lines
