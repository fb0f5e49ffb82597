"""The integer programme of suggested trims, piece by piece: amounts, rooms, placement, medians."""

from __future__ import annotations

import dataclasses
from fractions import Fraction

import pytest

from benchmarks.suggest import check
from benchmarks.suggest_rules import Case, Rule
from tests.programmes import cut, programme, span
from timeline.analyse import assemble
from timeline.analyse.suggest.linear import Model, Sum
from timeline.analyse.suggest.place import Cut, place
from timeline.analyse.suggest.room import Amount, Bounds, Room, rooms_of
from timeline.analyse.suggest.solve import solve
from timeline.analyse.suggest.trimmed import trimmed_clock, trimmed_timeline
from timeline.errors import UsageError
from timeline.model.clock import constant_clock
from timeline.model.edit import Kind, Shot
from timeline.suggesting import amounts

SIX = Case(
    seed=0,
    shots=tuple((1,) * size for size in (44, 7, 25, 9, 34, 12)),
    second=25,
    black=frozenset(),
    soft=frozenset(),
    held=(),
    sections=(),
    rules=(),
    max_trim=4,
    share=Fraction(1, 2),
    min_shot=4,
)


def median(low: str | None, high: str | None) -> Case:
    bounds = (None if value is None else Fraction(value) for value in (low, high))
    low_bound, high_bound = bounds
    rule = Rule(kind="band", figure="median_shot_length", unit="frames", low=low_bound, high=high_bound)
    return dataclasses.replace(SIX, rules=(rule,))


@pytest.mark.parametrize(("high", "frames"), [("19", 0), ("18", 1), ("17", 3), ("16", 5)])
def test_the_median_of_an_even_number_is_the_mean_of_the_middle_two(high: str, frames: int) -> None:
    """12 and 25 frames: their mean is 18.5, and either may give."""
    done = check(median(None, high))
    assert done.wrong == ()
    assert (done.found.ways[-1].frames if done.found.ways else 0) == frames


def test_two_answers_where_fewer_shots_cost_more_frames() -> None:
    """The first edit wants 4 frames of shot 1; the median 1 of shot 2, or 6 more of shot 1."""
    rules = tuple(
        Rule(kind="band", figure=figure, unit="frames", high=Fraction(high))
        for figure, high in (("first_edit_point", 40), ("median_shot_length", 34))
    )
    shots = tuple((1,) * size for size in (44, 35, 50, 20, 30))
    done = check(dataclasses.replace(SIX, shots=shots, rules=rules, max_trim=12))
    assert done.wrong == ()
    fewest_shots, fewest_frames = done.found.ways
    assert (fewest_shots.least, fewest_shots.frames, fewest_shots.shots) == (("shots",), 10, 1)
    assert (fewest_frames.least, fewest_frames.frames, fewest_frames.shots) == (("frames",), 5, 2)
    assert [cut.frames for cut in fewest_shots.cuts] == [10, 0, 0, 0, 0]
    assert [cut.frames for cut in fewest_frames.cuts] == [4, 1, 0, 0, 0]


def test_nothing_taken_out_makes_a_median_longer() -> None:
    done = check(median("30", None))
    assert [aim.rule for aim in done.found.beyond] == ["band.median_shot_length"]
    assert done.found.ways == ()


def test_a_transition_protected_frames_and_the_ends_hold_their_frames() -> None:
    timeline = assemble(constant_clock(100, Fraction(25)), [cut(40), span(Kind.DISSOLVE, 66, 74, 70)])
    bounds = Bounds(max_trim=Amount(frames=20), protected=((44, 46),), min_shot=Amount(frames=10))
    rooms = rooms_of(timeline, bounds)
    assert [(room.head, room.tail, room.most) for room in rooms] == [(0, 40, 20), (4, 0, 4), (0, 0, 0)]
    assert (rooms[1].head_stop, rooms[1].tail_stop) == ("protect", "transitions")
    assert (rooms[0].head_stop, rooms[2].tail_stop) == ("ends", "ends")


def test_frames_are_taken_where_the_picture_is_stillest() -> None:
    shot, room = Shot(start=10, stop=30), Room(head=10, tail=10, most=10)
    still_head = [0.0] * 20 + [0.5] * 20
    assert place(shot, room, 4, still_head) == Cut(head=4)
    assert place(shot, room, 4, still_head[::-1]) == Cut(tail=4)
    assert place(shot, room, 4, None) == Cut(tail=4)
    assert place(shot, Room(head=3, tail=4, most=7), 6, still_head) == Cut(head=3, tail=3)


def test_the_clock_of_what_is_left_keeps_every_frame_as_long() -> None:
    clock = dataclasses.replace(constant_clock(10, Fraction(25)), runs=((4, 1), (3, 2), (3, 1)))
    left = trimmed_clock(clock, [(2, 5), (8, 9)])
    assert left.runs == ((2, 1), (2, 2), (2, 1))


def test_edges_and_transitions_move_with_what_goes_before_them() -> None:
    timeline = programme(100, [40, 70])
    left = trimmed_timeline(timeline, [Cut(tail=5), Cut(head=2, tail=3), Cut()])
    assert left.edit_points == (35, 60)
    assert (left.stop, left.clock.frames) == (90, 90)


def test_a_programme_without_an_answer_is_told_from_one_with() -> None:
    model = Model()
    number = model.variable(0, 10)
    model.at_least(number * 2, 5)
    solved = solve(model, number, 10)
    assert (solved.state, solved.whole(number), solved.proven) == ("solved", 3, True)
    model.at_most(number, 2)
    assert solve(model, Sum(), 10).state == "impossible"


@pytest.mark.parametrize("text", ["12", "1.5f", "soon", "-3f", "12x"])
def test_an_amount_says_what_it_counts(text: str) -> None:
    with pytest.raises(UsageError, match="write whole frames such as 12f"):
        amounts.amount(text, "--max-trim")


def test_amounts_as_written() -> None:
    assert amounts.amount("12f", "--max-trim") == Amount(frames=12)
    assert amounts.amount("0.5 s", "--max-trim") == Amount(seconds=Fraction(1, 2))
    assert amounts.share("62.5%", "--max-share") == Fraction(5, 8)
    with pytest.raises(UsageError, match="from 0% to 100%"):
        amounts.share("101%", "--max-share")
