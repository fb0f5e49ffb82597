"""As written: what the main video track of a timeline file holds, counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from fractions import Fraction

from timeline.model.sequence import Item, Sequence
from timeline.model.written import Facts
from timeline.timecode import TimecodeBasis

HALF = Fraction(1, 2)


def facts_of(sequence: Sequence) -> Facts:
    """Count the main video track."""
    items = list(filled(sequence.v1.items))
    kinds = Counter(item.kind for item in items)
    frames = max(item.stop for item in items) - min(item.start for item in items) if items else Fraction(0)
    basis = TimecodeBasis(rate=sequence.rate, drop=bool(sequence.drop), start=sequence.start or 0)
    return Facts(
        clips=kinds["clip"],
        nested=kinds["nested"],
        gaps=kinds["gap"],
        transitions=len(sequence.v1.transitions),
        edit_points=max(0, len(items) - 1),
        frames=frames,
        rate=sequence.rate,
        start=basis.label(0),
        drop=sequence.drop,
    )


def filled(items: Iterable[Item]) -> Iterator[Item]:
    """The items with a gap wherever nothing lies, neighbouring gaps joined, in the order of their starts.

    A hole before the first item is a gap only where the file wrote one; one of less than half a frame is none. Gaps
    that meet off the frame grid stay two: what lies between them is no frame of this sequence.
    """
    waiting: Item | None = None
    end: Fraction | None = None
    for item in sorted(items, key=lambda item: item.start):
        if end is not None and item.start - end >= HALF:
            waiting = _joined(waiting, Item(kind="gap", start=end, stop=item.start))
        if item.kind == "gap":
            if waiting is not None and waiting.stop.denominator != 1:
                yield waiting
                waiting = None
            waiting = _joined(waiting, item)
        else:
            if waiting is not None:
                yield waiting
                waiting = None
            yield item
        end = item.stop if end is None else max(end, item.stop)
    if waiting is not None:
        yield waiting


def _joined(first: Item | None, second: Item) -> Item:
    return second if first is None else replace(first, stop=max(first.stop, second.stop))
