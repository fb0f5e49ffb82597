"""Assembling: shots partition the programme at the edit points, whatever transitions come."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.programmes import clocks, cut, programme, span, transitions
from timeline.analyse import assemble
from timeline.model.clock import FrameClock, constant_clock
from timeline.model.edit import Event, Kind, Transition

CLOCK = constant_clock(200, Fraction(25))


@given(clocks(), st.lists(transitions(), max_size=20), st.data())
def test_shots_partition_the_programme(clock: FrameClock, found: list[Transition], data: st.DataObject) -> None:
    start = data.draw(st.integers(0, clock.frames - 1))
    stop = data.draw(st.integers(start + 1, clock.frames))
    timeline = assemble(clock, found, start=start, stop=stop)
    frames = [frame for shot in timeline.shots for frame in range(shot.start, shot.stop)]
    assert frames == list(range(start, stop))
    assert [shot.start for shot in timeline.shots[1:]] == list(timeline.edit_points)
    assert sum(clock.span(s.start, s.stop) for s in timeline.shots) == timeline.duration


@given(clocks(), st.sets(st.integers(0, 60)))
def test_no_short_shot_is_merged_away(clock: FrameClock, cuts: set[int]) -> None:
    inside = sorted(frame for frame in cuts if 0 < frame < clock.frames)
    assert assemble(clock, [cut(frame) for frame in cuts]).edit_points == tuple(inside)


@given(clocks(), st.lists(transitions(), max_size=12))
def test_the_order_of_transitions_does_not_matter(clock: FrameClock, found: list[Transition]) -> None:
    assert assemble(clock, found).shots == assemble(clock, found[::-1]).shots


def test_a_long_hold_between_fades_is_a_black_shot() -> None:
    fades = [span(Kind.FADE_OUT, 40, 60, 50), span(Kind.FADE_IN, 66, 80, 70)]
    timeline = assemble(CLOCK, fades)
    assert [(s.start, s.stop, s.kind) for s in timeline.shots] == [
        (0, 60, "picture"),
        (60, 66, "black"),
        (66, 200, "picture"),
    ]


def test_a_hold_of_five_frames_is_one_dip_with_its_edit_point_in_the_middle() -> None:
    timeline = assemble(CLOCK, [span(Kind.FADE_OUT, 40, 60, 60), span(Kind.FADE_IN, 65, 80, 65)])
    assert [(t.kind, t.start, t.stop, t.edit_point) for t in timeline.transitions] == [(Kind.FADE_THROUGH, 40, 80, 62)]


def test_fades_with_a_cut_between_them_enclose_no_hold() -> None:
    timeline = assemble(CLOCK, [span(Kind.FADE_OUT, 40, 60, 60), cut(100), span(Kind.FADE_IN, 140, 160, 140)])
    assert [s.kind for s in timeline.shots] == ["picture"] * 4


def test_fades_at_head_and_tail_have_no_edit_point() -> None:
    timeline = assemble(CLOCK, [span(Kind.FADE_IN, 0, 20, 10), span(Kind.FADE_OUT, 180, 200, 190)])
    assert timeline.edit_points == ()
    assert [t.edit_point for t in timeline.transitions] == [None, None]


@pytest.mark.parametrize(("start", "kept"), [(90, 100), (100, None), (105, None)])
def test_a_dissolve_across_the_start_keeps_its_mixed_frames(start: int, kept: int | None) -> None:
    timeline = assemble(CLOCK, [span(Kind.DISSOLVE, 90, 110, 100)], start=start)
    assert [t.edit_point for t in timeline.transitions] == [kept]


def test_what_lies_outside_the_programme_is_dropped() -> None:
    timeline = assemble(CLOCK, [cut(10), cut(50), span(Kind.WIPE, 10, 50, 30), cut(150)], start=50, stop=150)
    assert timeline.transitions == ()


def test_of_coinciding_edit_points_the_most_confident_stays() -> None:
    timeline = assemble(CLOCK, [cut(100, 0.4), span(Kind.FLASH, 98, 103, 100, 0.9)])
    assert [t.kind for t in timeline.transitions] == [Kind.FLASH]


def test_black_events_make_a_shot_black_only_where_they_cover_it_whole() -> None:
    black = [Event(kind="black", start=50, stop=80), Event(kind="black", start=78, stop=100)]
    shots = programme(200, [50, 100, 150], black=[*black, Event(kind="freeze", start=100, stop=150)]).shots
    assert [shot.kind for shot in shots] == ["picture", "black", "picture", "picture"]
    assert all(shot.kind == "picture" for shot in programme(200, [49, 100], black=black).shots)


def test_a_programme_outside_the_clock_is_refused() -> None:
    with pytest.raises(ValueError, match="not inside the 200 frames"):
        assemble(CLOCK, [], start=10, stop=201)
