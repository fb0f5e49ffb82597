"""Small timelines by hand, one or more of each format: what damaged files are made from, and what tests build on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

EDL = """TITLE: SEED
FCM: NON-DROP FRAME

001  A001C001 V     C        01:00:00:00 01:00:02:00 10:00:00:00 10:00:02:00
* FROM CLIP NAME: first.mov
* LOC: 10:00:01:00 RED     look here
002  A001C002 V     C        02:00:00:00 02:00:00:00 10:00:02:00 10:00:02:00
002  A001C003 V     D    012 03:00:00:00 03:00:02:00 10:00:02:00 10:00:04:00
* FROM CLIP NAME: first.mov
* TO CLIP NAME: third.mov
M2   A001C003       012.5                03:00:00:00
003  A001C003 AA/V  W001 010 03:00:02:00 03:00:03:00 10:00:04:00 10:00:05:00
004  BL       V     C        00:00:00:00 00:00:01:00 10:00:05:00 10:00:06:00
005  A001C004 V     K B      04:00:00:00 04:00:01:00 10:00:06:00 10:00:07:00
005  TITLE    V     K    000 00:00:00:00 00:00:01:00 10:00:06:00 10:00:07:00
006  A001C005 V     C        05:00:00:00 05:00:01:12 10:00:07:00 10:00:08:12
"""

FCP7 = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE xmeml>
<xmeml version="5"><sequence id="s1"><name>seed</name><duration>150</duration>
<rate><timebase>30</timebase><ntsc>TRUE</ntsc></rate>
<timecode><rate><timebase>30</timebase><ntsc>TRUE</ntsc></rate><string>01:00:00;00</string><frame>107892</frame>
<displayformat>DF</displayformat></timecode>
<marker><name>note</name><comment>look</comment><in>5</in><out>-1</out></marker>
<media><video><format><samplecharacteristics><width>1080</width><height>1920</height>
<pixelaspectratio>square</pixelaspectratio></samplecharacteristics></format>
<track><enabled>TRUE</enabled>
<clipitem id="c1"><name>a.mov</name><enabled>TRUE</enabled><duration>500</duration>
<rate><timebase>30</timebase><ntsc>TRUE</ntsc></rate><start>0</start><end>-1</end><in>10</in><out>70</out>
<file id="f1"><name>a.mov</name><pathurl>file://localhost/a.mov</pathurl>
<rate><timebase>30</timebase><ntsc>TRUE</ntsc></rate><duration>500</duration></file>
<marker><name>in clip</name><in>12</in><out>-1</out></marker></clipitem>
<transitionitem><start>45</start><end>55</end><alignment>center</alignment>
<effect><name>Cross Dissolve</name><effectid>Cross Dissolve</effectid><effectcategory>Dissolve</effectcategory>
<effecttype>transition</effecttype></effect></transitionitem>
<clipitem id="c2"><name>b.mov</name><enabled>TRUE</enabled><start>-1</start><end>100</end><in>0</in><out>55</out>
<file id="f2"><name>b.mov</name><pathurl>file://localhost/b.mov</pathurl></file>
<filter><effect><name>Time Remap</name><effectid>timeremap</effectid>
<parameter><parameterid>speed</parameterid><value>50</value></parameter></effect></filter></clipitem>
<clipitem id="c3"><name>inner</name><enabled>TRUE</enabled><start>110</start><end>150</end><in>0</in><out>40</out>
<sequence id="s2"><name>inner</name><duration>40</duration><rate><timebase>30</timebase><ntsc>TRUE</ntsc></rate>
<media><video><track>
<clipitem id="c4"><name>c.mov</name><start>0</start><end>20</end><in>0</in><out>20</out><file id="f1"/></clipitem>
<clipitem id="c5"><name>d.mov</name><start>20</start><end>40</end><in>0</in><out>20</out><file id="f2"/></clipitem>
</track></video></media></sequence></clipitem>
</track>
<track><clipitem id="c6"><name>off.mov</name><enabled>FALSE</enabled><start>20</start><end>40</end><in>0</in>
<out>20</out><file id="f1"/></clipitem></track>
</video></media></sequence></xmeml>
"""

FCPXML = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE fcpxml>
<fcpxml version="1.10"><library><event name="e"><project name="seed">
<sequence format="r1" duration="6s" tcStart="3600s" tcFormat="NDF"><spine>
<transition name="Cross Dissolve" offset="3600s" duration="10/25s"/>
<asset-clip ref="r2" offset="3600s" name="a" start="10s" duration="2s" tcFormat="NDF">
<marker start="11s" duration="1/25s" value="note"/>
<title ref="r4" lane="1" offset="10s" name="words" duration="1s"/></asset-clip>
<transition name="Wipe" offset="90040/25s" duration="20/25s"/>
<ref-clip ref="r3" offset="3602s" name="compound" duration="2s"/>
<gap name="Gap" offset="3604s" start="3600s" duration="1s">
<spine lane="1" offset="3600s"><asset-clip ref="r2" offset="0s" name="over" duration="12/25s"/></spine></gap>
<asset-clip ref="r2" offset="3605s" name="b" start="20s" duration="1s" enabled="1">
<timeMap><timept time="0s" value="0s" interp="smooth2"/><timept time="2s" value="4s" interp="smooth2"/></timeMap>
</asset-clip></spine></sequence></project></event></library>
<resources><format id="r1" name="FFVideoFormat1080p25" frameDuration="100/2500s" width="1080" height="1920"/>
<asset id="r2" name="a" start="0s" duration="60s" hasVideo="1" format="r1">
<media-rep kind="original-media" src="file:///a.mov"/></asset>
<media id="r3" name="compound"><sequence format="r1" duration="2s" tcStart="0s"><spine>
<asset-clip ref="r2" offset="0s" name="c" start="30s" duration="1s"/>
<asset-clip ref="r2" offset="1s" name="d" start="40s" duration="1s"/></spine></sequence></media>
<effect id="r4" name="Basic Title" uid="t"/></resources></fcpxml>
"""


AAF = (
    ("filler", 10, 0),
    ("transition", 10, 0),
    ("clip", 60, 100),
    ("transition", 12, 6),
    ("clip", 50, 300),
    ("filler", 20, 0),
    ("clip", 40, 500),
)


def otio_timeline() -> Any:
    """A timeline of clips, a gap, a dissolve, a nested stack and a marker, as OpenTimelineIO has it."""
    import opentimelineio as otio

    def clip(name: str, start: int, frames: int) -> Any:
        reference = otio.schema.ExternalReference(
            target_url=f"file:///{name}",
            available_range=otio.opentime.TimeRange(
                otio.opentime.RationalTime(0, 24), otio.opentime.RationalTime(999, 24)
            ),
        )
        span = otio.opentime.TimeRange(otio.opentime.RationalTime(start, 24), otio.opentime.RationalTime(frames, 24))
        return otio.schema.Clip(name=name, media_reference=reference, source_range=span)

    def time(frames: int) -> Any:
        return otio.opentime.RationalTime(frames, 24)

    track = otio.schema.Track(name="V1", kind=otio.schema.TrackKind.Video)
    first = clip("a.mov", 100, 40)
    first.markers.append(
        otio.schema.Marker(name="note", marked_range=otio.opentime.TimeRange(time(110), time(1)), color="RED")
    )
    dissolve = otio.schema.Transition(
        name="dissolve",
        transition_type=otio.schema.TransitionTypes.SMPTE_Dissolve,
        in_offset=time(6),
        out_offset=time(6),
    )
    gap = otio.schema.Gap(source_range=otio.opentime.TimeRange(time(0), time(12)))
    for item in (first, dissolve, clip("b.mov", 200, 30), gap, clip("c.mov", 300, 20)):
        track.append(item)
    timeline = otio.schema.Timeline(name="seed", global_start_time=time(86400))
    timeline.tracks.append(track)
    return timeline


def _write_otio(path: Path) -> None:
    import opentimelineio as otio

    timeline = otio_timeline()
    inner = otio.schema.Stack(name="inner", children=[otio.schema.Track(kind=otio.schema.TrackKind.Video)])
    inner[0].append(timeline.tracks[0][0].clone())
    timeline.tracks[0].append(inner)
    otio.adapters.write_to_file(timeline, str(path))


def write_aaf(
    path: Path,
    parts: Sequence[tuple[str, int, int]],
    *,
    rate: str = "25",
    fps: int = 25,
    start: int = 90000,
    drop: bool = False,
) -> None:
    """Write an AAF by hand: one track of ``(kind, length, place)`` parts under a timecode track.

    ``clip``: ``place`` is where in its source it begins. ``filler``: ``place`` means nothing. ``transition``: ``place``
    is its cut point. Neighbours of a transition overlap under it (AAF Object Specification, Transition).
    """
    import aaf2

    with aaf2.open(str(path), "w") as file:
        master = file.create.MasterMob("source.mov")
        file.content.mobs.append(master)
        tape = file.create.SourceMob("tape")
        tape.descriptor = file.create.TapeDescriptor()
        file.content.mobs.append(tape)
        tape.create_empty_slot(rate, "picture").segment.length = 10_000
        slot = master.create_timeline_slot(rate)
        slot.segment = tape.create_source_clip(1, start=0, length=10_000, media_kind="picture")
        whole = file.create.CompositionMob("seed")
        whole.usage = "Usage_TopLevel"
        file.content.mobs.append(whole)
        _lay(file, whole.create_timeline_slot(rate), master, slot.slot_id, parts)
        timecode = whole.create_timeline_slot(rate)
        timecode["PhysicalTrackNumber"].value = 1
        timecode.segment = file.create.Timecode(fps, drop=drop, length=10_000)
        timecode.segment.start = start


def _lay(file: Any, slot: Any, master: Any, slot_id: int, parts: Sequence[tuple[str, int, int]]) -> None:
    slot.name = "V1"
    slot.segment = file.create.Sequence(media_kind="picture")
    for kind, length, place in parts:
        if kind == "clip":
            made = master.create_source_clip(slot_id, start=place, length=length, media_kind="picture")
        elif kind == "filler":
            made = file.create.Filler("picture", length)
        else:
            made = _mix(file, length, place)
        slot.segment.components.append(made)


def _mix(file: Any, length: int, cut: int) -> Any:
    made = file.create.Transition()
    made.media_kind = "picture"
    made.length = length
    made["CutPoint"].value = cut
    operation = file.create.OperationDef("0c3bea40-fc05-11d2-8a29-0050040ef7d2", "Video Dissolve")
    operation.media_kind = "picture"
    operation["IsTimeWarp"].value = False
    operation["NumberInputs"].value = 2
    file.dictionary.register_def(operation)
    group = file.create.OperationGroup(operation)
    group.media_kind = "picture"
    group.length = length
    made["OperationGroup"].value = group
    return made


def _text(content: str) -> Callable[[Path], None]:
    def write(path: Path) -> None:
        path.write_text(content, encoding="utf-8", newline="\n")

    return write


# format -> (name of the seed, what writes it)
SEEDS: dict[str, tuple[str, Callable[[Path], None]]] = {
    "edl": ("seed.edl", _text(EDL)),
    "otio": ("seed.otio", _write_otio),
    "fcp7": ("seed.xml", _text(FCP7)),
    "fcpxml": ("seed.fcpxml", _text(FCPXML)),
    "aaf": ("seed.aaf", lambda path: write_aaf(path, AAF)),
}


def write_seed(format: str, folder: Path) -> Path:
    """Write the seed of a format into a folder."""
    name, write = SEEDS[format]
    write(folder / name)
    return folder / name
