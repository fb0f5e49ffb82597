"""Final Cut Pro XML 1.10: every time a whole number of frames of the sequence, written as a rational of seconds.

Written by the structure of Apple's DTD. Items of the spine abut at the edit points; a transition lies over them from
its own offset. Clips begin at the file's own start timecode plus the frame, once: ``asset`` and ``asset-clip`` count
from the same start. A black shot is a gap, with the sound connected below it. Markers live inside clips and in their
time, have no colour, and are points: errors become to-do markers, the only other look there is.
"""

from __future__ import annotations

from fractions import Fraction

from timeline.interchange.write.plan import Clip, Join, Mark, Plan
from timeline.interchange.write.xmltext import Element, document, node

# Apple's identifier of the built-in cross dissolve, as Final Cut writes it itself.
DISSOLVE = "FxPlug:4731E73A-8DAC-4113-9A30-AE85B1761265"
FORMAT, ASSET, EFFECT = "r1", "r2", "r3"
_RATES = {32000: "32k", 44100: "44.1k", 48000: "48k", 88200: "88.2k", 96000: "96k", 176400: "176.4k", 192000: "192k"}


def write(plan: Plan) -> str:
    """The project as XML text."""
    root = node(None, "fcpxml", version="1.10")
    _resources(node(root, "resources"), plan)
    event = node(node(root, "library"), "event", name=plan.title)
    project = node(event, "project", name=plan.title)
    sequence = node(
        project,
        "sequence",
        format=FORMAT,
        duration=_time(plan, plan.frames),
        tcStart=_time(plan, plan.basis.start),
        tcFormat="DF" if plan.basis.drop else "NDF",
    )
    if plan.footage.channels:
        sequence.set("audioLayout", "mono" if plan.footage.channels == 1 else "stereo")
        sequence.set("audioRate", _RATES.get(plan.footage.sample_rate, "48k"))
    spine = node(sequence, "spine")
    for clip in plan.clips:
        join = plan.into(clip)
        _transition(spine, plan, join)
        _black(spine, plan, clip) if clip.black else _shot(spine, plan, clip, join)
    _transition(spine, plan, plan.tail())
    return document(root, "fcpxml")


def _time(plan: Plan, frames: int) -> str:
    """Frames of the sequence in seconds: ``1001/24000s``, ``3600s``; never reduced off its grid's denominator."""
    step = 1 / plan.rate
    seconds = frames * step
    if seconds.denominator == 1:
        return f"{seconds.numerator}s"
    return f"{frames * step.numerator}/{step.denominator}s"


def _resources(resources: Element, plan: Plan) -> None:
    media = plan.footage
    made = node(resources, "format", id=FORMAT, frameDuration=_time(plan, 1), width=media.width, height=media.height)
    if media.aspect != Fraction(1):
        made.set("paspH", str(media.aspect.numerator))
        made.set("paspV", str(media.aspect.denominator))
    asset = node(
        resources,
        "asset",
        id=ASSET,
        name=media.name,
        start=_time(plan, media.basis.start),
        duration=_time(plan, media.frames),
        hasVideo=1,
        format=FORMAT,
        videoSources=1,
    )
    if media.channels:
        asset.set("hasAudio", "1")
        asset.set("audioSources", "1")
        asset.set("audioChannels", str(media.channels))
        asset.set("audioRate", str(media.sample_rate))
    node(asset, "media-rep", kind="original-media", src=media.url)
    if media.reel is not None:
        node(node(asset, "metadata"), "md", key="com.apple.proapps.studio.reel", value=media.reel)
    if any(join.shape != "cut" for join in plan.joins):
        node(resources, "effect", id=EFFECT, name="Cross Dissolve", uid=DISSOLVE)


def _shot(spine: Element, plan: Plan, clip: Clip, join: Join | None) -> None:
    made = _asset_clip(spine, plan, clip, offset=plan.basis.start + clip.start)
    if join is not None:
        node(made, "note", f"begins with {join.told}")
    _markers(made, plan, clip, plan.footage.basis.start + clip.source)


def _asset_clip(parent: Element, plan: Plan, clip: Clip, *, offset: int) -> Element:
    made = node(
        parent,
        "asset-clip",
        ref=ASSET,
        offset=_time(plan, offset),
        name=plan.footage.name,
        start=_time(plan, plan.footage.basis.start + clip.source),
        duration=_time(plan, clip.frames),
        format=FORMAT,
        tcFormat="DF" if plan.footage.basis.drop else "NDF",
    )
    if plan.footage.channels:
        made.set("audioRole", "dialogue")
    return made


def _black(spine: Element, plan: Plan, clip: Clip) -> None:
    """A gap, whose own time starts at 0, with the sound of the stretch connected to it."""
    made = node(
        spine,
        "gap",
        name="Black",
        offset=_time(plan, plan.basis.start + clip.start),
        start=_time(plan, 0),
        duration=_time(plan, clip.frames),
    )
    if plan.footage.channels:
        sound = _asset_clip(made, plan, clip, offset=0)
        sound.set("lane", "-1")
        sound.set("srcEnable", "audio")
    _markers(made, plan, clip, 0)


def _transition(spine: Element, plan: Plan, join: Join | None) -> None:
    if join is None or join.shape == "cut":
        return
    made = node(
        spine,
        "transition",
        name=join.name.capitalize(),
        offset=_time(plan, plan.basis.start + join.start),
        duration=_time(plan, join.frames),
    )
    node(made, "filter-video", ref=EFFECT, name="Cross Dissolve")


def _markers(item: Element, plan: Plan, clip: Clip, start: int) -> None:
    """Marks that begin within a clip; ``start``: the clip's own time at its first frame."""
    for mark in plan.marks:
        if clip.start <= mark.start < clip.stop:
            _marker(item, plan, mark, start + mark.start - clip.start)


def _marker(item: Element, plan: Plan, mark: Mark, place: int) -> None:
    made = node(item, "marker", start=_time(plan, place), duration=_time(plan, 1), value=mark.title, note=mark.note)
    if mark.colour == "red":
        made.set("completed", "0")
