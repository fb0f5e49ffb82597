"""A comparison of versions made by hand: one change of every kind, for the renderers."""

from __future__ import annotations

import itertools
from dataclasses import replace
from fractions import Fraction

from tests import inspections
from timeline.analyse.diff.standing import figures_of
from timeline.differing.compare import side_of
from timeline.model.clock import constant_clock
from timeline.model.difference import Change, FindingChange, Tie, VersionDiff
from timeline.model.inspection import Inspection
from timeline.model.notice import Notice

BEFORE = inspections.LENGTHS
REMOVED, TRIMMED, ADDED, FAST = 1, 4, 33, 10
AFTER = (
    *BEFORE[:REMOVED],
    *BEFORE[REMOVED + 1 : TRIMMED],
    BEFORE[TRIMMED] - 8,
    *BEFORE[TRIMMED + 1 : FAST],
    BEFORE[FAST] // 2,
    *BEFORE[FAST + 1 :],
    ADDED,
)


def sides() -> tuple[Inspection, Inspection]:
    """The earlier and the later version."""
    first = inspections.judged()
    second = inspections.laid(constant_clock(sum(AFTER), inspections.RATE), AFTER)
    return first, replace(second, media=replace(second.media, path="cuts/night-bus-ep01_v4.mp4"))


def ties() -> tuple[Tie, ...]:
    """Every earlier shot that carried on, with where it lies."""
    old, new = (list(itertools.accumulate(lengths, initial=0)) for lengths in (BEFORE, AFTER))
    made = []
    for shot in range(len(BEFORE)):
        if shot == REMOVED:
            continue
        later = shot if shot < REMOVED else shot - 1
        length = new[later + 1] - new[later]
        speed = Fraction(2) if shot == FAST else Fraction(1)
        stop = old[shot] + length * int(speed)
        made.append(
            Tie(
                old=shot,
                new=later,
                before=(old[shot], min(stop, old[shot + 1])),
                after=(new[later], new[later + 1]),
                unlike=0.0123,
                speed=speed,
            )
        )
    return tuple(made)


def changes() -> tuple[Change, ...]:
    """One of every kind, some of both edges."""
    return (
        Change(
            kind="removed",
            sentence="Shot 2 is gone, 22 frames.",
            before=(31, 53),
            after=(31, 31),
            old=(1,),
            frames=-22,
            shown=((41,), ()),
        ),
        Change(
            kind="trimmed",
            sentence="Shot 5: tail trimmed by 8 frames.",
            before=(158, 166),
            after=(136, 136),
            old=(4,),
            new=(3,),
            edge="tail",
            frames=-8,
            shown=((157, 165), (135,)),
        ),
        Change(
            kind="extended",
            sentence="Shot 6: head extended by 1 frame.",
            before=(166, 166),
            after=(136, 137),
            old=(5,),
            new=(4,),
            edge="head",
            frames=1,
            shown=((166,), (136, 137)),
        ),
        Change(
            kind="retimed",
            sentence="Shot 11 runs at 200 %: 19 frames for 38.",
            before=(415, 453),
            after=(385, 404),
            old=(10,),
            new=(9,),
            frames=-19,
            speed=Fraction(2),
            shown=((415, 434, 452), (385, 394, 403)),
        ),
        Change(
            kind="split", sentence="Shot 13 is split at its frame 30.", before=(674, 674), after=(620, 620), old=(12,)
        ),
        Change(
            kind="joined", sentence="Shots 15 and 17 are one now.", before=(714, 750), after=(700, 700), old=(14, 16)
        ),
        Change(
            kind="moved", sentence="Shot 20 now comes behind shot 22.", before=(830, 842), after=(900, 912), old=(19,)
        ),
        Change(
            kind="replaced",
            sentence="Shots 23 to 25 replaced by 88 frames of other pictures.",
            before=(1045, 1191),
            after=(1000, 1088),
            old=(22, 23, 24),
            new=(21, 22, 23),
            frames=-58,
        ),
        Change(
            kind="re-graded",
            sentence="Shot 27: darker by 9 codes, contrast down 12 %.",
            before=(1191, 1211),
            after=(1100, 1120),
            old=(26,),
        ),
        Change(
            kind="re-captioned",
            sentence="Shot 28: other lettering or overlay.",
            before=(1211, 1285),
            after=(1120, 1194),
            old=(27,),
        ),
        Change(
            kind="transition",
            sentence="Between shots 29 and 30: a dissolve of 12 frames is a cut now.",
            before=(1314, 1326),
            after=(1260, 1260),
            old=(28, 29),
            frames=-12,
        ),
        Change(
            kind="added",
            sentence="A new shot at frames 1600 to 1632, 33 frames.",
            before=(1709, 1709),
            after=(sum(AFTER) - ADDED, sum(AFTER)),
            new=(len(AFTER) - 1,),
            frames=33,
            shown=((), (sum(AFTER) - 17,)),
        ),
    )


def difference() -> tuple[VersionDiff, tuple[Inspection, Inspection]]:
    """The comparison and both inspections."""
    both = sides()
    findings = (
        FindingChange(
            state="mended",
            id="longest-shot-12",
            rule="shots.longest",
            severity="error",
            title="Shot 12 is too long",
            before=(486, 677),
            after=None,
        ),
        FindingChange(
            state="left",
            id="rate",
            rule="delivery.rate",
            severity="error",
            title="Delivered at 25 fps",
            before=(0, sum(BEFORE)),
            after=(0, sum(AFTER)),
        ),
        FindingChange(
            state="new",
            id="hook-cuts",
            rule="sections.hook.cuts",
            severity="warning",
            title="Too few cuts in the hook",
            before=None,
            after=(0, 75),
        ),
    )
    made = VersionDiff(
        version="0.1.0",
        outcome="differs",
        summary="12 changes; 16 of 36 shots touched.",
        basis="frames",
        before=side_of(both[0]),
        after=side_of(both[1]),
        ties=ties(),
        changes=changes(),
        profile="Micro-drama, 60 to 120 s",
        figures=figures_of(*both),
        findings=findings,
        notices=(Notice(code="test", message="one notice of either version"),),
    )
    return made, both


def unrelated() -> tuple[VersionDiff, tuple[Inspection, Inspection]]:
    """Two videos that have nothing in common."""
    made, both = difference()
    summary = "These are not two versions of one cut."
    return replace(made, outcome="unrelated", summary=summary, ties=(), changes=(), notices=()), both
