"""Holds two versions against each other: pictures first, then shots, then words."""

from __future__ import annotations

import statistics
from dataclasses import dataclass

from timeline.analyse.diff.changes import changes, out_of_order, without_repeats
from timeline.analyse.diff.exact import exactly
from timeline.analyse.diff.facts import Facts
from timeline.analyse.diff.framing import reframed
from timeline.analyse.diff.inside import differing
from timeline.analyse.diff.overlay import repainted
from timeline.analyse.diff.path import follow
from timeline.analyse.diff.prints import prints, unlike
from timeline.analyse.diff.retime import retimed
from timeline.analyse.diff.runs import Piece, pieces_of, settle
from timeline.analyse.diff.takes import same_takes, seeing
from timeline.analyse.diff.transitions import transition_changes
from timeline.kernels.pooling import Floats
from timeline.kernels.signature import Signatures
from timeline.model.difference import Change, Tie
from timeline.model.edit import Timeline

RELATED = 0.2
"""Share of the shorter version that the other must show for them to be versions of one cut."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """One version: its timeline and the signatures of all its frames, uint8 (frames, S).

    ``refitted``: they were cropped or enlarged to show what the other version shows;
    ``regraded``: they were put under its grade.
    """

    timeline: Timeline
    signatures: Signatures
    refitted: bool = False
    regraded: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """``related``: whether they are versions of one cut; else there are neither ties nor changes."""

    related: bool
    ties: tuple[Tie, ...]
    changes: tuple[Change, ...]
    shared: int
    """Frames of the later version that the earlier one shows."""


def compare(before: Version, after: Version) -> Compared:
    """Find every change from one version to the next; both on one clock, counted from frame 0."""
    before, after = reframed(before, after)
    old, new = prints(before.signatures), prints(after.signatures)
    runs = follow(old, new, before.timeline.edit_points, after.timeline.edit_points)
    seen = seeing(before, after)
    pieces = pieces_of(settle(runs, before.timeline, after.timeline), before.timeline, after.timeline)
    pieces = without_repeats(same_takes(pieces, seen, (old, new)))
    shared = sum(piece.frames for piece in pieces)
    if shared < RELATED * min(len(old), len(new)):
        return Compared(related=False, ties=(), changes=(), shared=shared)
    pieces = retimed(before, after, (old, new), exactly(pieces, before, after))
    facts = Facts(
        old=before.timeline,
        new=after.timeline,
        prints=new,
        pieces=pieces,
        strayed=out_of_order(pieces),
    )
    found = [
        *changes(facts),
        *transition_changes(facts, old, new, differing(pieces, before, after)),
        *repainted(pieces, before, after, seen),
    ]
    ties = tuple(_tie(piece, old, new) for piece in pieces)
    ordered = tuple(sorted(found, key=lambda change: (change.after, change.before, change.kind, change.edge)))
    return Compared(related=True, ties=ties, changes=ordered, shared=shared)


def _tie(piece: Piece, old: Floats, new: Floats) -> Tie:
    away = unlike(old[piece.places()], new[piece.start : piece.stop])
    return Tie(
        old=piece.old,
        new=piece.new,
        before=(piece.source, piece.source_stop),
        after=(piece.start, piece.stop),
        unlike=round(max(0.0, float(statistics.median(away.tolist()))), 4),
        speed=piece.speed,
    )
