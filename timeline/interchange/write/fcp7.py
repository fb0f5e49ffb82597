"""Final Cut Pro 7 XML, which Premiere, Resolve and others read: one track of picture, one of sound for each channel.

Written here and not by OpenTimelineIO's adapter, which has no links between picture and sound, no marker notes, empty
formats and no effect parameters, and turns two alike clips into an empty reference; the tests read it back with that
adapter. Rules that editing systems insist on: ``timebase`` whole with ``ntsc`` beside it; a ``format`` under video; no
XML comments; ``start`` or ``end`` is -1 where a transition covers that side, and ``in`` and ``out`` then reach into it;
``in`` counts from the file's first frame, whose timecode stands in ``file`` and nowhere else.
"""

from __future__ import annotations

from fractions import Fraction

from timeline.interchange.write.plan import Clip, Colour, Footage, Join, Mark, Plan
from timeline.interchange.write.xmltext import Element, document, node
from timeline.timebase import is_ntsc, nominal
from timeline.timecode import TimecodeBasis

TICKS = 254_016_000_000
"""Premiere's ticks a second, in which it states where a transition cuts."""
# Colours as 8-bit red, green, blue, and as Premiere's own number for the nearest of its marker colours.
_COLOURS: dict[Colour, tuple[tuple[int, int, int], int]] = {
    "red": ((210, 44, 54), 4281740498),
    "yellow": ((208, 161, 43), 4281049552),
    "blue": ((66, 141, 252), 4294741314),
    "green": ((113, 134, 55), 4281828977),
}
_EFFECTS = {
    "dissolve": ("Cross Dissolve", "Cross Dissolve", "Dissolve"),
    "fade": ("Cross Dissolve", "Cross Dissolve", "Dissolve"),
    "wipe": ("Edge Wipe", "Edge Wipe", "Wipe"),
}


def write(plan: Plan) -> str:
    """The project as XML text, version 4."""
    root = node(None, "xmeml", version=4)
    sequence = node(root, "sequence", id="sequence-1")
    node(sequence, "name", plan.title)
    node(sequence, "duration", plan.frames)
    _rate(sequence, plan.rate)
    _timecode(sequence, plan.basis, None)
    media = node(sequence, "media")
    _video(node(media, "video"), plan)
    if plan.footage.channels:
        _audio(node(media, "audio"), plan)
    for mark in plan.marks:
        _marker(sequence, mark)
    return document(root, "xmeml")


def _rate(parent: Element, rate: Fraction) -> None:
    made = node(parent, "rate")
    node(made, "timebase", nominal(rate))
    node(made, "ntsc", "TRUE" if is_ntsc(rate) else "FALSE")


def _timecode(parent: Element, basis: TimecodeBasis, reel: str | None) -> None:
    made = node(parent, "timecode")
    _rate(made, basis.rate)
    node(made, "string", basis.label(0))
    node(made, "frame", basis.start)
    node(made, "displayformat", "DF" if basis.drop else "NDF")
    if reel is not None:
        node(node(made, "reel"), "name", reel)


def _video(video: Element, plan: Plan) -> None:
    _characteristics(node(video, "format"), plan.footage, plan.rate)
    track = node(video, "track")
    shown = [clip for clip in plan.clips if not clip.black]
    for clip in plan.clips:
        join = plan.into(clip)
        if join is not None and join.shape != "cut":
            _transition(track, plan, join)
        if not clip.black:
            item = _item(track, plan, clip, f"clipitem-v-{clip.number}")
            _covered(item, plan, clip, join)
            _file(item, plan, first=clip is shown[0])
            _links(item, plan, clip, shown)
            _remark(item, join)
    tail = plan.tail()
    if tail is not None:
        _transition(track, plan, tail)
    node(track, "enabled", "TRUE")
    node(track, "locked", "FALSE")


def _audio(audio: Element, plan: Plan) -> None:
    node(audio, "numOutputChannels", plan.footage.channels)
    sound = node(node(audio, "format"), "samplecharacteristics")
    node(sound, "depth", 16)
    node(sound, "samplerate", plan.footage.sample_rate)
    shown = [clip for clip in plan.clips if not clip.black]
    for channel in range(1, plan.footage.channels + 1):
        track = node(audio, "track")
        for clip in plan.clips:
            item = _item(track, plan, clip, f"clipitem-a{channel}-{clip.number}")
            node(item, "start", clip.start)
            node(item, "end", clip.stop)
            node(item, "in", clip.source)
            node(item, "out", clip.source + clip.frames)
            _file(item, plan, first=not shown and channel == 1 and clip is plan.clips[0])
            source = node(item, "sourcetrack")
            node(source, "mediatype", "audio")
            node(source, "trackindex", channel)
            _links(item, plan, clip, shown)
        node(track, "enabled", "TRUE")
        node(track, "locked", "FALSE")
        node(track, "outputchannelindex", channel)


def _item(track: Element, plan: Plan, clip: Clip, name: str) -> Element:
    item = node(track, "clipitem", id=name)
    node(item, "masterclipid", "masterclip-1")
    node(item, "name", plan.footage.name)
    node(item, "enabled", "TRUE")
    node(item, "duration", plan.footage.frames)
    _rate(item, plan.rate)
    return item


def _covered(item: Element, plan: Plan, clip: Clip, into: Join | None) -> None:
    """Where a clip stands and what of its file it shows, handles under its transitions included."""
    after = next((other for other in plan.clips if other.start == clip.stop), None)
    leaving = plan.into(after) if after is not None else plan.tail()
    before = into is not None and into.shape != "cut"
    behind = leaving is not None and leaving.shape != "cut"
    first = into.start if into is not None and before else clip.start
    last = leaving.stop if leaving is not None and behind else clip.stop
    node(item, "start", -1 if before else clip.start)
    node(item, "end", -1 if behind else clip.stop)
    node(item, "in", clip.source + first - clip.start)
    node(item, "out", clip.source + last - clip.start)


def _file(item: Element, plan: Plan, *, first: bool) -> None:
    """The file in full where it is named first, a reference after that."""
    media = plan.footage
    made = node(item, "file", id="file-1")
    if not first:
        return
    node(made, "name", media.name)
    node(made, "pathurl", "file://localhost" + media.url.removeprefix("file://"))
    _rate(made, plan.rate)
    node(made, "duration", media.frames)
    _timecode(made, media.basis, media.reel)
    kinds = node(made, "media")
    _characteristics(node(kinds, "video"), media, plan.rate)
    if media.channels:
        audio = node(kinds, "audio")
        sound = node(audio, "samplecharacteristics")
        node(sound, "depth", 16)
        node(sound, "samplerate", media.sample_rate)
        node(audio, "channelcount", media.channels)


def _characteristics(parent: Element, media: Footage, rate: Fraction) -> None:
    made = node(parent, "samplecharacteristics")
    _rate(made, rate)
    node(made, "width", media.width)
    node(made, "height", media.height)
    node(made, "anamorphic", "FALSE")
    node(made, "pixelaspectratio", "square" if media.aspect == 1 else f"{float(media.aspect):.4f}")
    node(made, "fielddominance", "none")


def _links(item: Element, plan: Plan, clip: Clip, shown: list[Clip]) -> None:
    """Tie picture and every channel of sound of a shot together, so that they move as one."""
    if not plan.footage.channels:
        return
    if not clip.black:
        _link(item, f"clipitem-v-{clip.number}", "video", 1, shown.index(clip) + 1)
    for channel in range(1, plan.footage.channels + 1):
        _link(item, f"clipitem-a{channel}-{clip.number}", "audio", channel, clip.number)


def _link(item: Element, name: str, kind: str, track: int, index: int) -> None:
    link = node(item, "link")
    node(link, "linkclipref", name)
    node(link, "mediatype", kind)
    node(link, "trackindex", track)
    node(link, "clipindex", index)
    if kind == "audio":
        node(link, "groupindex", 1)


def _remark(item: Element, join: Join | None) -> None:
    if join is not None:
        node(node(item, "logginginfo"), "lognote", f"begins with {join.told}")


def _transition(track: Element, plan: Plan, join: Join) -> None:
    name, effect_id, category = _EFFECTS[join.shape]
    made = node(track, "transitionitem")
    node(made, "start", join.start)
    node(made, "end", join.stop)
    node(made, "alignment", _alignment(join))
    node(made, "cutPointTicks", round((join.point - join.start) * TICKS / plan.rate))
    _rate(made, plan.rate)
    effect = node(made, "effect")
    node(effect, "name", name)
    node(effect, "effectid", effect_id)
    node(effect, "effectcategory", category)
    node(effect, "effecttype", "transition")
    node(effect, "mediatype", "video")
    node(effect, "wipecode", 1 if join.shape == "wipe" else 0)
    node(effect, "wipeaccuracy", 100)
    node(effect, "startratio", 0)
    node(effect, "endratio", 1)
    node(effect, "reverse", "FALSE")


def _alignment(join: Join) -> str:
    if join.shape != "fade":
        return "center"
    return "end-black" if join.point == join.stop else "start-black"


def _marker(sequence: Element, mark: Mark) -> None:
    (red, green, blue), premiere = _COLOURS[mark.colour]
    made = node(sequence, "marker")
    node(made, "name", mark.title)
    node(made, "comment", mark.note)
    node(made, "in", mark.start)
    node(made, "out", mark.stop if mark.frames > 1 else -1)
    node(made, "pproColor", premiere)
    colour = node(made, "color")
    for part, value in (("alpha", 0), ("red", red), ("green", green), ("blue", blue)):
        node(colour, part, value)
