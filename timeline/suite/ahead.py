"""Where another detector does better than the first row of a result by more than one event on a clip."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from timeline.detect.registry import DETECTORS, FeatureRow
from timeline.suite.report_text import event, listed
from timeline.suite.results import ClipResult, DetectorResult, Event, Results

MOST = 30
"""Errors that a table names."""
ALLOWED = 1
"""Events by which the first row may be behind on a single clip without being told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ahead:
    """One clip on which a peer makes fewer errors. ``ours`` and ``theirs``: cuts missed, gradual transitions missed and
    false alarms of the first row and of the peer; for ``jumps``, jumps missed, which are counted apart.
    ``only_ours``: errors of that sort that the peer does not make.
    """

    clip: str
    peer: str
    jumps: bool
    ours: int
    theirs: int
    only_ours: tuple[Event, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Behind:
    """A clip on which peers are ahead, in words: what is counted, the best peer and the others with their counts.

    ``only_ours``: what the first row gets wrong and the best peer does not.
    """

    clip: str
    sort: str
    ours: int
    best: str
    theirs: int
    others: str
    only_ours: str


def behind(results: Results) -> tuple[Behind, ...]:
    """``ahead`` by clip, in words."""
    places = ahead(results)
    return tuple(
        _told([each for each in places if (each.clip, each.jumps) == key])
        for key in dict.fromkeys((each.clip, each.jumps) for each in places)
    )


def _told(places: list[Ahead]) -> Behind:
    best, *others = sorted(places, key=lambda each: each.theirs)
    return Behind(
        clip=best.clip,
        sort="jumps missed" if best.jumps else "errors",
        ours=best.ours,
        best=best.peer,
        theirs=best.theirs,
        others=", ".join(f"{each.peer} {each.theirs}" for each in others),
        only_ours=listed(map(event, best.only_ours), MOST),
    )


def ahead(results: Results) -> tuple[Ahead, ...]:
    """Every clip and peer where the first row is behind by more than ALLOWED, at the smallest tolerance.

    The project's own detector as it ships is no peer of its held-out self: it may have seen these clips.
    """
    first, *others = results.detectors
    peers = [each for each in others if not isinstance(DETECTORS.get(each.detector), FeatureRow)]
    return tuple(
        each for number, ours in enumerate(first.clips) for peer in peers for each in _clip(ours, peer, number)
    )


def _clip(ours: ClipResult, peer: DetectorResult, number: int) -> Iterator[Ahead]:
    for jumps in (False, True):
        mine, theirs = _errors(ours, jumps), _errors(peer.clips[number], jumps)
        if len(mine) - len(theirs) > ALLOWED:
            places = {(each.start, each.stop) for each in theirs}
            yield Ahead(
                clip=ours.clip,
                peer=peer.detector,
                jumps=jumps,
                ours=len(mine),
                theirs=len(theirs),
                only_ours=tuple(each for each in mine if (each.start, each.stop) not in places),
            )


def _errors(clip: ClipResult, jumps: bool) -> tuple[Event, ...]:
    strict = clip.errors[0]
    if jumps:
        return strict.missed_jumps
    return tuple(
        sorted((*strict.missed, *strict.missed_gradual, *strict.false_alarms), key=lambda e: (e.start, e.stop))
    )
