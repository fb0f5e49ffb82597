"""AAF for Avid and Resolve, through pyaaf2: a composition over a master clip, its file and its tape with the timecode.

Written here and not by OpenTimelineIO's adapter, which has no markers, calls every fractional rate drop-frame, knows
timecode at 24, 25, 30 and 60 only, and gives every clip a file of its own; the tests read it back with that adapter.
Lengths of neighbours overlap under a transition (AAF Object Specification, Transition), so clips are written with their
handles; a fade at head or tail overlaps filler. All identities come from the file's content and all dates are fixed, so
that the same cut gives the same bytes.
"""

from __future__ import annotations

import contextlib
import datetime
import random
import uuid
from collections.abc import Iterator
from typing import Any

import aaf2
import aaf2.file
import aaf2.mobid

from timeline.interchange.write.plan import Clip, Colour, Join, Plan
from timeline.interchange.write.text import plain
from timeline.timecode import TimecodeBasis

NAMESPACE = uuid.UUID("6d6f6b1f-3a39-5d6a-9b07-2f3a54ad1c52")
THEN = datetime.datetime(2000, 1, 1)
# AAF's own names for its two built-in transitions (AAF Object Specification, built-in operation definitions).
_OPERATIONS = {
    "dissolve": ("0c3bea40-fc05-11d2-8a29-0050040ef7d2", "Video Dissolve"),
    "fade": ("0c3bea40-fc05-11d2-8a29-0050040ef7d2", "Video Dissolve"),
    "wipe": ("0c3bea44-fc05-11d2-8a29-0050040ef7d2", "SMPTE Video Wipe"),
}
_COLOURS: dict[Colour, tuple[str, tuple[int, int, int]]] = {
    "red": ("Red", (65535, 0, 0)),
    "yellow": ("Yellow", (65535, 65535, 0)),
    "blue": ("Blue", (0, 0, 65535)),
    "green": ("Green", (0, 65535, 0)),
}


def write(plan: Plan) -> bytes:
    """The file as bytes, the same for the same plan."""
    with _settled(plan):
        file = aaf2.file.AAFFile()
        _stamp(file, plan)
        tape = _tape(file, plan)
        master = _master(file, plan, tape)
        _composition(file, plan, master)
        file.save()
        file.manager.remove_temp()
        file.cfb.close()
        return bytes(file.f.getvalue())


@contextlib.contextmanager
def _settled(plan: Plan) -> Iterator[None]:
    """Take chance out of pyaaf2, which names scratch folders and orders siblings by it, while one file is written."""
    state, scratch = random.getstate(), aaf2.file.uuid4
    counter = iter(range(1 << 30))
    random.seed(_content(plan))
    aaf2.file.uuid4 = lambda: uuid.uuid5(NAMESPACE, str(next(counter)))
    try:
        yield
    finally:
        random.setstate(state)
        aaf2.file.uuid4 = scratch


def _content(plan: Plan) -> str:
    return plain(plan.footage.content)


def _stamp(file: Any, plan: Plan) -> None:
    made = next(iter(file.header["IdentificationList"].value))
    made["CompanyName"].value = "timeline-inspector"
    made["ProductName"].value = "timeline"
    made["Platform"].value = "any"
    made["Date"].value = THEN
    made["GenerationAUID"].value = uuid.uuid5(NAMESPACE, _content(plan))
    file.header["LastModified"].value = THEN


def _mob(file: Any, kind: str, plan: Plan, role: str, name: str) -> Any:
    """A mob whose identity follows from the file's content and its role."""
    mob = getattr(file.create, kind)(plain(name))
    identity = aaf2.mobid.MobID.new()
    identity.material = uuid.uuid5(NAMESPACE, f"{_content(plan)} {role}")
    mob.mob_id = identity
    mob["CreationTime"].value = mob["LastModified"].value = THEN
    file.content.mobs.append(mob)
    return mob


def _timecode(file: Any, mob: Any, basis: TimecodeBasis, length: int) -> None:
    slot = mob.create_timeline_slot(str(basis.rate))
    slot.name = "TC1"
    slot["PhysicalTrackNumber"].value = 1
    made = file.create.Timecode(basis.fps, drop=basis.drop, length=length)
    made.start = basis.start
    slot.segment = made


def _tracks(plan: Plan) -> list[tuple[str, str, int]]:
    """Name, kind and physical number of each track of picture and sound."""
    sound = [(f"A{n}", "sound", n) for n in range(1, plan.footage.channels + 1)]
    return [("V1", "picture", 1), *sound]


def _tape(file: Any, plan: Plan) -> Any:
    """What the file was made from, which carries the timecode of its first frame."""
    media = plan.footage
    mob = _mob(file, "SourceMob", plan, "tape", media.reel or media.name)
    mob.descriptor = file.create.TapeDescriptor()
    for name, kind, number in _tracks(plan):
        slot = mob.create_empty_slot(str(plan.rate), kind)
        slot.name = name
        slot["PhysicalTrackNumber"].value = number
        slot.segment.length = media.frames
    _timecode(file, mob, media.basis, media.frames)
    return mob


def _file(file: Any, plan: Plan, tape: Any, index: int, kind: str) -> Any:
    """The file of one track: its description and where it lies."""
    media = plan.footage
    mob = _mob(file, "SourceMob", plan, f"file {index}", media.name)
    mob.descriptor = _picture(file, plan) if kind == "picture" else _sound(file, plan)
    locator = file.create.NetworkLocator()
    locator["URLString"].value = media.url
    mob.descriptor["Locator"].append(locator)
    slot = mob.create_timeline_slot(str(plan.rate), slot_id=1)
    slot.segment = tape.create_source_clip(index, start=0, length=media.frames, media_kind=kind)
    return mob


def _picture(file: Any, plan: Plan) -> Any:
    media = plan.footage
    made = file.create.CDCIDescriptor()
    made["ComponentWidth"].value = 8
    made["HorizontalSubsampling"].value = 2
    made["ImageAspectRatio"].value = str(media.aspect * media.width / media.height)
    made["StoredWidth"].value = media.width
    made["StoredHeight"].value = media.height
    made["FrameLayout"].value = "FullFrame"
    made["VideoLineMap"].value = [0, 0]
    made["SampleRate"].value = str(plan.rate)
    made["Length"].value = media.frames
    return made


def _sound(file: Any, plan: Plan) -> Any:
    media = plan.footage
    made = file.create.PCMDescriptor()
    made["SampleRate"].value = made["AudioSamplingRate"].value = str(media.sample_rate)
    made["Channels"].value = 1
    made["QuantizationBits"].value = 16
    made["BlockAlign"].value = 2
    made["AverageBPS"].value = 2 * media.sample_rate
    made["Length"].value = round(media.frames * media.sample_rate / plan.rate)
    return made


def _master(file: Any, plan: Plan, tape: Any) -> Any:
    mob = _mob(file, "MasterMob", plan, "master", plan.footage.name)
    for index, (name, kind, number) in enumerate(_tracks(plan), start=1):
        source = _file(file, plan, tape, index, kind)
        slot = mob.create_timeline_slot(str(plan.rate), slot_id=index)
        slot.name = name
        slot["PhysicalTrackNumber"].value = number
        slot.segment = source.create_source_clip(1, start=0, length=plan.footage.frames, media_kind=kind)
    return mob


def _composition(file: Any, plan: Plan, master: Any) -> None:
    mob = _mob(file, "CompositionMob", plan, f"cut {plain(plan.title)} {plan.basis.label(0)}", plan.title)
    mob.usage = "Usage_TopLevel"
    _timecode(file, mob, plan.basis, plan.frames)
    for index, (name, kind, number) in enumerate(_tracks(plan), start=1):
        slot = mob.create_empty_sequence_slot(str(plan.rate), media_kind=kind)
        slot.name = name
        slot["PhysicalTrackNumber"].value = number
        for part in _parts(file, plan, master, index, kind):
            slot.segment.components.append(part)
        slot.segment.length = plan.frames
    if plan.marks:
        _markers(file, plan, mob)


def _parts(file: Any, plan: Plan, master: Any, index: int, kind: str) -> Iterator[Any]:
    """Components of one track in order; transitions lie on the picture alone."""
    picture = kind == "picture"
    head, tail = (plan.into(plan.clips[0]), plan.tail()) if picture else (None, None)
    if head is not None:
        yield file.create.Filler(kind, head.frames)
    for clip in plan.clips:
        into = plan.into(clip) if picture else None
        after = next((other for other in plan.clips if other.start == clip.stop), None)
        leaving = (plan.into(after) if after is not None else tail) if picture else None
        if into is not None and into.frames:
            yield _transition(file, into)
        first = into.start if into is not None and into.frames else clip.start
        last = leaving.stop if leaving is not None and leaving.frames else clip.stop
        if picture and clip.black:
            yield file.create.Filler(kind, last - first)
            continue
        made = master.create_source_clip(
            index, start=clip.source + first - clip.start, length=last - first, media_kind=kind
        )
        if into is not None:
            _tell(file, made, into, clip)
        yield made
    if tail is not None:
        yield _transition(file, tail)
        yield file.create.Filler(kind, tail.frames)


def _tell(file: Any, component: Any, join: Join, clip: Clip) -> None:
    """How the shot begins, as an attribute of its clip."""
    made = file.create.TaggedValue("begins with", join.told)
    component["ComponentAttributeList"].append(made)


def _transition(file: Any, join: Join) -> Any:
    auid, name = _OPERATIONS[join.shape]
    operation = file.create.OperationDef(auid, name, name)
    operation.media_kind = "picture"
    operation["IsTimeWarp"].value = False
    operation["Bypass"].value = 0
    operation["NumberInputs"].value = 2
    operation["OperationCategory"].value = "OperationCategory_Effect"
    file.dictionary.register_def(operation)
    made = file.create.Transition("picture", join.frames)
    made["OperationGroup"].value = file.create.OperationGroup(operation, join.frames)
    made["CutPoint"].value = join.point - join.start
    return made


def _markers(file: Any, plan: Plan, mob: Any) -> None:
    """Markers on the picture track, as Avid has them: the text as comment, title and colour as attributes."""
    slot = file.create.EventMobSlot()
    slot["EditRate"].value = str(plan.rate)
    slot["SlotID"].value = 1000
    slot["PhysicalTrackNumber"].value = 1
    slot["SlotName"].value = "Markers"
    sequence = file.create.Sequence(media_kind="DescriptiveMetadata")
    sequence["Components"].value = []
    for mark in plan.marks:
        name, (red, green, blue) = _COLOURS[mark.colour]
        made = file.create.DescriptiveMarker()
        made["DescribedSlots"].value = {2}
        made["Position"].value = mark.start
        made["Length"].value = mark.frames
        made["Comment"].value = plain(mark.text)
        made["CommentMarkerColor"].value = {"red": red, "green": green, "blue": blue}
        made["CommentMarkerAttributeList"].append(file.create.TaggedValue("_ATN_CRM_COLOR", name))
        sequence.components.append(made)
    slot.segment = sequence
    mob.slots.append(slot)
