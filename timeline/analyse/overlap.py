"""Findings that overlap are told once.

Two rules, on findings about pace (shots too long or too few cuts; or the reverse):

1. Of findings on the very same frames, in the same direction, the most severe is told, and of those the largest; what
   the others need is said with it, unless all are about the same single shot.
2. A wider finding is not told when narrower ones within its frames (a shot: one that begins there), in the same
   direction and at least as severe, add up to as many frames. What it needs is said with the largest of them.

All other findings are told once each: of two rules that find the same thing at the same place, the more severe.
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
    best: dict[tuple[int, int, str], Miss] = {}
    for miss in sorted(misses, key=rank):
        key = (miss.finding.start, miss.finding.stop, miss.pace or miss.finding.id)
        if key not in best:
            best[key] = miss
        elif miss.finding.rule != best[key].finding.rule and not _same_shot(miss, best[key]):
            best[key] = _with_need(best[key], miss.need)
    return list(best.values())


def _same_shot(a: Miss, b: Miss) -> bool:
    return len(a.finding.shots) == 1 and a.finding.shots == b.finding.shots


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
