"""Findings that overlap are told once.

Two rules, on findings about pace (shots too long or too few cuts; or the reverse):

1. Of findings on the very same frames, in the same direction, the most severe is told, and of those the largest.
2. A wider finding is not told when narrower ones within its frames (a shot: one that begins there), in the same
   direction and at least as severe, add up to as many frames. What it needs is said with the largest of them.

Delivery facts, transitions, and events are never folded into anything but their own kind (rule 1).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from timeline.analyse.case import Miss

_RANK = {"error": 0, "warning": 1, "info": 2}


def rank(miss: Miss) -> tuple[int, int, int, str]:
    """Order for choosing: severe first, then large, then early."""
    finding = miss.finding
    return _RANK[finding.severity], -finding.effect, finding.start, finding.id


def told_once(misses: Iterable[Miss]) -> tuple[Miss, ...]:
    """Apply both rules; what is left keeps what was folded into it as part of its remedy."""
    kept = _one_a_place(misses)
    narrow_first = sorted(kept, key=lambda m: (m.finding.stop - m.finding.start, rank(m)))
    told: list[Miss] = []
    for miss in narrow_first:
        cover = [other for other in told if _covers(other, miss)]
        if cover and sum(other.finding.effect for other in cover) >= miss.finding.effect:
            largest = min(cover, key=rank)
            told[told.index(largest)] = _with_need(largest, miss.need)
        else:
            told.append(miss)
    return tuple(told)


def _one_a_place(misses: Iterable[Miss]) -> list[Miss]:
    best: dict[tuple[object, ...], Miss] = {}
    for miss in sorted(misses, key=rank):
        finding = miss.finding
        kind = miss.pace or finding.rule.split(".")[0] + finding.rule.split(".")[-1] + finding.id.split("-")[-1]
        best.setdefault((finding.start, finding.stop, kind if miss.pace else (kind, finding.id)), miss)
    return list(best.values())


def _covers(narrow: Miss, wide: Miss) -> bool:
    a, b = narrow.finding, wide.finding
    begins = b.start <= a.start < b.stop and a.stop - a.start < b.stop - b.start
    within = begins and (a.stop <= b.stop or len(a.shots) == 1)
    return bool(narrow.pace) and narrow.pace == wide.pace and within and _RANK[a.severity] <= _RANK[b.severity]


def _with_need(miss: Miss, need: str) -> Miss:
    remedy = miss.finding.remedy.rstrip(".")
    return replace(miss, finding=replace(miss.finding, remedy=f"{remedy}; {need}."))


def in_order(misses: Sequence[Miss]) -> tuple[Miss, ...]:
    """Largest effect first; equals by severity, then by place."""
    return tuple(sorted(misses, key=lambda m: (-m.finding.effect, *rank(m))))
