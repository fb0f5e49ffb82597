"""As written against as seen: laws that hold whatever the tracks, and how pieces of sequences come to lie."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.timeline_files import names, spans, told
from timeline.errors import SequenceError
from timeline.interchange import as_seen, as_written
from timeline.model.edit import Kind
from timeline.model.sequence import Item, Origin, Sequence, Track, WrittenTransition

RATE = Fraction(25)


def clip(start: int, stop: int, name: str = "a", *, at: int = 0, **more: object) -> Item:
    origin = Origin(name=name, start=Fraction(at, 25), speed=Fraction(more.pop("speed", 1)))  # type: ignore[arg-type]
    return Item(kind="clip", start=Fraction(start), stop=Fraction(stop), name=name, origin=origin, **more)  # type: ignore[arg-type]


def gap(start: int, stop: int) -> Item:
    return Item(kind="gap", start=Fraction(start), stop=Fraction(stop))


def mix(start: int, cut: int, stop: int, kind: Kind = Kind.DISSOLVE) -> WrittenTransition:
    return WrittenTransition(kind=kind, start=Fraction(start), cut=Fraction(cut), stop=Fraction(stop))


def sequence(*tracks: Track, main: int = 0) -> Sequence:
    return Sequence(name="s", format="test", rate=RATE, tracks=tracks, main=main)


def track(*items: Item, mixes: tuple[WrittenTransition, ...] = (), enabled: bool = True) -> Track:
    return Track(items=items, transitions=mixes, enabled=enabled)


@st.composite
def tracks(draw: st.DrawFn, *, overlays: bool = True) -> Track:
    """A track of clips and gaps end to end, some of them off, with transitions at some of their meetings."""
    items, mixes, at = [], [], 0
    for number in range(draw(st.integers(1, 8))):
        stop = at + draw(st.integers(1, 40))
        kind = draw(st.sampled_from(["clip", "clip", "clip", "gap"]))
        if kind == "gap":
            items.append(gap(at, stop))
        else:
            name = draw(st.sampled_from("abc"))
            off, over = draw(st.booleans()), overlays and draw(st.booleans())
            items.append(clip(at, stop, name, at=draw(st.integers(0, 900)), enabled=not off, overlay=over))
        if number and draw(st.booleans()):
            half = draw(st.integers(1, 10))
            mixes.append(mix(max(0, at - half), at, at + half))
        at = stop
    return track(*items, mixes=tuple(mixes))


@given(st.lists(tracks(), min_size=1, max_size=3))
@settings(max_examples=60, deadline=None)
def test_what_is_seen_always_partitions_the_programme(layers: list[Track]) -> None:
    found = as_seen(sequence(*layers))
    shown = [i for layer in layers for i in layer.items if i.kind == "clip" and i.enabled and not i.overlay]
    stop = max((item.stop for item in shown), default=0)
    timeline = found.timeline
    assert timeline.frames == max(stop, max(item.stop for item in layers[0].items))
    assert all(one.count > 0 for one in found.differences)
    assert all(shot.source is not None for shot in timeline.shots if shot.kind == "picture")


@given(st.lists(tracks(overlays=False), min_size=1, max_size=3))
@settings(max_examples=60, deadline=None)
def test_every_frame_shows_the_top_enabled_clip(layers: list[Track]) -> None:
    """Brute force, frame by frame, for sequences without transitions."""
    plain = [track(*layer.items) for layer in layers]
    found = as_seen(sequence(*plain), keep_through_edits=True)
    shown = [
        "" if shot.source is None else shot.source.name for shot in found.timeline.shots for _ in range(shot.frames)
    ]
    wanted = []
    for frame in range(found.timeline.frames):
        over = [
            item.name
            for layer in reversed(plain)
            for item in layer.items
            if item.kind == "clip" and item.enabled and item.start <= frame < item.stop
        ]
        wanted.append(over[0] if over else "")
    assert shown == wanted


@given(tracks(overlays=False))
@settings(max_examples=40, deadline=None)
def test_one_track_without_anything_special_is_seen_as_it_is_written(layer: Track) -> None:
    items = tuple(clip(int(i.start), int(i.stop), f"{n}", at=500 * n) for n, i in enumerate(layer.items))
    written, found = as_written(sequence(track(*items))), as_seen(sequence(track(*items)))
    assert (written.edit_points, written.frames) == (len(found.timeline.edit_points), found.timeline.frames)
    assert not found.differences


def test_through_edits_join_until_the_source_or_the_speed_changes() -> None:
    items = (
        clip(0, 10, at=0),
        clip(10, 20, at=10),
        clip(20, 30, at=21),
        clip(30, 40, at=31, speed=2),
        clip(40, 50, at=51, speed=2),
        clip(50, 60, "b", at=71, speed=2),
    )
    found = as_seen(sequence(track(*items)))
    assert found.timeline.edit_points == (20, 30, 50)
    assert told(found)["through"] == 2
    assert as_seen(sequence(track(*items)), keep_through_edits=True).timeline.edit_points == (10, 20, 30, 40, 50)


def test_a_dissolve_into_the_same_source_is_no_through_edit() -> None:
    found = as_seen(sequence(track(clip(0, 20, at=0), clip(20, 40, at=20), mixes=(mix(15, 20, 25),))))
    assert spans(found) == [("dissolve", 15, 20, 25)]


def test_a_transition_under_an_upper_clip_is_not_seen() -> None:
    lower = track(clip(0, 20), clip(20, 40, "b"), mixes=(mix(15, 20, 25),))
    found = as_seen(sequence(lower, track(clip(10, 30, "top"))))
    assert names(found) == ["a", "top", "b"]
    assert [kind for kind, *_ in spans(found)] == ["cut", "cut"]
    assert told(found)["covered transitions"] == 1


def test_a_transition_of_an_upper_track_leads_from_the_picture_beneath() -> None:
    top = track(gap(0, 20), clip(20, 40, "top"), mixes=(mix(15, 20, 25),))
    assert spans(as_seen(sequence(track(clip(0, 60)), top))) == [("dissolve", 15, 20, 25), ("cut", 40, 40, 40)]


def test_nested_sequences_open_at_their_speed() -> None:
    inner = sequence(track(clip(0, 20, "x", at=100), clip(20, 60, "y", at=200)))
    outer = Item(
        kind="clip",
        start=Fraction(10),
        stop=Fraction(35),
        origin=Origin(name="n", speed=Fraction(2)),
        nested=inner,
        inset=Fraction(10, 25),
    )
    found = as_seen(sequence(track(clip(0, 10), outer)))
    # From frame 10 of the inner sequence at double speed: 10 frames of x are seen for 5, then y for 20.
    assert found.timeline.edit_points == (10, 15)
    assert names(found) == ["a", "x", "y"]
    assert [(s.source.start, s.source.speed) for s in found.timeline.shots if s.source] == [(0, 1), (110, 2), (200, 2)]


def test_nesting_that_multiplies_without_end_is_refused() -> None:
    inner = sequence(track(clip(0, 1), clip(1, 2, "b")))
    for _ in range(40):
        length = max(item.stop for item in inner.v1.items)
        items = [
            Item(kind="clip", start=n * length, stop=(n + 1) * length, origin=Origin(name="n"), nested=inner)
            for n in range(2)
        ]
        inner = sequence(track(*items))
    with pytest.raises(SequenceError, match="open into more than"):
        as_seen(inner)


def test_a_sequence_that_shows_no_frame_is_refused() -> None:
    with pytest.raises(SequenceError, match="shows no frame"):
        as_seen(sequence(track(clip(0, 0))))


def test_clips_shorter_than_a_frame_are_left_out_and_counted() -> None:
    tiny = Item(kind="clip", start=Fraction(10), stop=Fraction(41, 4), name="tiny", origin=Origin(name="tiny"))
    rest = Item(kind="clip", start=Fraction(41, 4), stop=Fraction(20), name="b", origin=Origin(name="b"))
    found = as_seen(sequence(track(clip(0, 10), tiny, rest)))
    assert names(found) == ["a", "b"]
    assert told(found) == {"off grid": 2, "too short": 1}


def test_tracks_below_the_main_one_show_through_its_holes() -> None:
    found = as_seen(sequence(track(clip(0, 40, "under")), track(clip(0, 10), gap(10, 20), clip(20, 30, "b")), main=1))
    assert names(found) == ["a", "under", "b", "under"]
    assert "upper" not in told(found)
