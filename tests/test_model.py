"""The model's invariants: clocks that are exact, transitions that mean something, shots that partition."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.strategies import clocks, timelines
from timeline.model.clock import FrameClock, clock_from_pts, constant_clock
from timeline.model.edit import Kind, Shot, Timeline, Transition, centre
from timeline.model.rhythm import Figure, Rhythm


@given(clocks(), st.data())
def test_a_clock_tells_the_time_of_every_frame_as_a_plain_sum_would(clock: FrameClock, data: st.DataObject) -> None:
    frame = data.draw(st.integers(0, clock.frames))
    steps = [step for count, step in clock.runs for _ in range(count)]
    assert clock.pts(frame) == clock.first_pts + sum(steps[:frame])
    assert clock.time(frame) == sum(steps[:frame]) * clock.time_base
    assert clock.duration == sum(steps) * clock.time_base


@given(clocks(), st.data())
def test_the_frame_at_a_frames_time_is_that_frame_until_the_next(clock: FrameClock, data: st.DataObject) -> None:
    frame = data.draw(st.integers(0, clock.frames - 1))
    start, stop = clock.time(frame), clock.time(frame + 1)
    assert clock.frame_at(start) == frame
    assert clock.frame_at((start + stop) / 2) == frame
    assert clock.frame_at(stop - Fraction(1, 10**12)) == frame


@given(clocks())
def test_times_outside_are_held_at_the_ends(clock: FrameClock) -> None:
    assert clock.frame_at(Fraction(-1)) == 0
    assert clock.frame_at(clock.duration + 1) == clock.frames
    with pytest.raises(IndexError):
        clock.pts(clock.frames + 1)


@given(st.lists(st.integers(1, 5000), min_size=1, max_size=60), st.integers(-5000, 5000))
def test_a_clock_from_pts_gives_them_back(steps: list[int], first: int) -> None:
    pts = [first + sum(steps[:n]) for n in range(len(steps))]
    clock = clock_from_pts(pts, steps[-1], Fraction(1, 1000), Fraction(25))
    assert [clock.pts(n) for n in range(len(pts))] == pts
    assert clock.end_pts == pts[-1] + steps[-1]


@pytest.mark.parametrize(
    ("steps", "kind"),
    [
        ([40, 40, 40, 7], "constant"),
        ([33, 33, 34, 33], "rounded"),
        ([33, 66, 33, 33], "variable"),
        ([1, 2, 1, 1], "variable"),
        ([5], "constant"),
    ],
)
def test_regularity_ignores_how_long_the_last_frame_is_shown(steps: list[int], kind: str) -> None:
    pts = [sum(steps[:n]) for n in range(len(steps))]
    assert clock_from_pts(pts, steps[-1], Fraction(1, 1000), Fraction(25)).regularity == kind


@pytest.mark.parametrize("pts", [[0, 1, 1], [0, 2, 1]])
def test_pts_that_do_not_rise_make_no_clock(pts: list[int]) -> None:
    with pytest.raises(ValueError, match="at least one tick"):
        clock_from_pts(pts, 1, Fraction(1, 25), Fraction(25))


def test_no_frames_make_no_clock() -> None:
    with pytest.raises(ValueError, match="at least one frame"):
        clock_from_pts([], 1, Fraction(1, 25), Fraction(25))


@pytest.mark.parametrize(
    ("kind", "start", "stop", "point"),
    [
        (Kind.CUT, 10, 11, 10),
        (Kind.CUT, 10, 10, None),
        (Kind.DISSOLVE, 12, 10, 11),
        (Kind.DISSOLVE, 10, 20, 21),
        (Kind.DISSOLVE, -1, 20, 3),
    ],
)
def test_a_transition_that_means_nothing_is_refused(kind: Kind, start: int, stop: int, point: int | None) -> None:
    with pytest.raises(ValueError, match=r"transition|must start|edit point"):
        Transition(kind=kind, start=start, stop=stop, edit_point=point)


def test_a_dissolve_is_centred_as_editing_systems_do() -> None:
    assert centre(10, 20) == 15
    assert centre(10, 21) == 15


@given(timelines())
def test_shots_partition_the_programme_at_the_edit_points(timeline: Timeline) -> None:
    assert sum(shot.frames for shot in timeline.shots) == timeline.frames
    assert tuple(shot.start for shot in timeline.shots[1:]) == timeline.edit_points
    assert sum(timeline.clock.span(s.start, s.stop) for s in timeline.shots) == timeline.duration


@pytest.mark.parametrize(
    ("shots", "why"),
    [
        ([(0, 10), (10, 19)], "partition"),
        ([(0, 10), (11, 20)], "partition"),
        ([(0, 9), (9, 20)], "edit points"),
        ([(0, 20)], "edit points"),
        ([(0, 10), (10, 10), (10, 20)], "at least one frame"),
    ],
)
def test_shots_that_do_not_fit_are_refused(shots: list[tuple[int, int]], why: str) -> None:
    cut = Transition(kind=Kind.CUT, start=10, stop=10, edit_point=10)
    with pytest.raises(ValueError, match=why):
        Timeline(
            clock=constant_clock(20, Fraction(25)),
            start=0,
            stop=20,
            transitions=(cut,),
            shots=tuple(Shot(start=a, stop=b) for a, b in shots),
        )


def test_figures_are_found_by_name_and_section() -> None:
    figure = Figure(name="cuts", title="Cuts", value=3, unit="count", section="opening")
    assert Rhythm(sections=(), figures=(figure,)).figure("cuts", "opening") is figure
    with pytest.raises(KeyError, match="no figure 'cuts'"):
        Rhythm(sections=(), figures=(figure,)).figure("cuts")
