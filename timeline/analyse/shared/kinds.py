"""What shared material is, by where episodes show it and how many do: title, end card, recap, or none of these."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from timeline.analyse.shared.material import Material, Occurrence
from timeline.model.clock import FrameClock
from timeline.model.shared import Piece, SharedKind, SharedSpan

END = Fraction(1, 3)
"""Share of an episode, in frames, that is near its head, or near its tail."""
MOST = Fraction(1, 2)
"""Share of the episodes that have a title or an end card, at least; and never fewer than two."""
SURE = 3
"""Episodes that must show a title, unless it begins at the same place in the two that do."""
SAME_PLACE = Fraction(2)
"""Seconds between beginnings at the same place: what two episodes show there is no recap."""
JOINED = Fraction(1)
"""Seconds between two pieces of one kind that are still one span."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reel:
    """One episode of the season: its number and its clock."""

    number: int
    clock: FrameClock

    def seconds(self, frame: int) -> Fraction:
        """When a frame begins."""
        return self.clock.time(frame)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Part:
    """An occurrence with its kind, and the one of another episode where it is found too."""

    kind: SharedKind
    here: Occurrence
    there: Occurrence
    others: frozenset[int]


def spans_of(found: Sequence[Material], episodes: Sequence[Reel]) -> tuple[SharedSpan, ...]:
    """Spans of every episode, by episode and place. ``episodes`` in the order of their numbers."""
    parts = [part for material in found for part in _parts(material, episodes)]
    spans = list[SharedSpan]()
    for number, reel in enumerate(episodes):
        own = sorted((part for part in parts if part.here.episode == number), key=lambda part: part.here.start)
        for kind in ("recap", "title", "endcard", "shared"):
            spans += _joined([part for part in own if part.kind == kind], reel, episodes)
    return tuple(sorted(spans, key=lambda span: (span.episode, span.start, span.stop)))


def _parts(material: Material, episodes: Sequence[Reel]) -> Iterator[_Part]:
    kinds = _kinds(material, episodes)
    for here in material:
        kind = kinds[here]
        if kind is None:
            continue
        before = [each for each in material if each.episode < here.episode]
        after = [each for each in material if each.episode > here.episode]
        if before or after:
            there = before[-1] if before else after[0]
            others = frozenset(each.episode for each in (*before, *after))
            yield _Part(kind=kind, here=here, there=there, others=others)


def _kinds(material: Material, episodes: Sequence[Reel]) -> dict[Occurrence, SharedKind | None]:
    """The kind of each occurrence; none for what a recap was taken from."""
    heads = [each for each in material if _near_head(each, episodes)]
    tails = [each for each in material if _near_tail(each, episodes)]
    title = _most(heads, episodes) and (_same_place(heads, episodes) or len({each.episode for each in heads}) >= SURE)
    card = _most(tails, episodes)
    if title or card:
        return {each: "endcard" if card and (each in tails or not title) else "title" for each in material}
    first = [each for each in material if each.episode == material[0].episode]
    recaps = [
        each
        for each in material
        if each.episode > material[0].episode
        and each in heads
        and not any(one in heads and _same_place([one, each], episodes) for one in first)
    ]
    left = [each for each in material if each not in recaps]
    source = bool(recaps) and all(each in first for each in left)
    return {each: "recap" if each in recaps else None if source else "shared" for each in material}


def _near_head(each: Occurrence, episodes: Sequence[Reel]) -> bool:
    return each.start < END * episodes[each.episode].clock.frames


def _near_tail(each: Occurrence, episodes: Sequence[Reel]) -> bool:
    frames = episodes[each.episode].clock.frames
    return frames - each.stop < END * frames


def _most(some: Sequence[Occurrence], episodes: Sequence[Reel]) -> bool:
    number = len({each.episode for each in some})
    return number >= 2 and number >= MOST * len(episodes)


def _same_place(some: Sequence[Occurrence], episodes: Sequence[Reel]) -> bool:
    starts = [episodes[each.episode].seconds(each.start) for each in some]
    return max(starts) - min(starts) <= SAME_PLACE


def _joined(parts: Sequence[_Part], reel: Reel, episodes: Sequence[Reel]) -> Iterator[SharedSpan]:
    """Spans of one kind, parts that touch or nearly touch made one."""
    together: list[_Part] = []
    for part in parts:
        reach = max((each.here.stop for each in together), default=0)
        if together and reel.clock.span(min(reach, part.here.start), part.here.start) > JOINED:
            yield _span(together, reel, episodes)
            together = []
        together.append(part)
    if together:
        yield _span(together, reel, episodes)


def _span(parts: Sequence[_Part], reel: Reel, episodes: Sequence[Reel]) -> SharedSpan:
    return SharedSpan(
        episode=reel.number,
        kind=parts[0].kind,
        start=parts[0].here.start,
        stop=max(part.here.stop for part in parts),
        episodes=tuple(sorted({episodes[n].number for part in parts for n in part.others})),
        pieces=tuple(
            Piece(
                start=part.here.start,
                stop=part.here.stop,
                episode=episodes[part.there.episode].number,
                source=part.there.origin + part.here.start - part.here.origin,
            )
            for part in parts
        ),
    )
