"""What a profile leaves out: every figure is that of a programme that never had those frames."""

from __future__ import annotations

import dataclasses
import itertools
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.documents import small_inspection
from tests.programmes import HEAD, RATE, cut, judged, programme, span, variable_clock
from tests.strategies import timelines
from timeline.analyse import assemble, measure
from timeline.analyse.leaving_out import inspection_without, kept_of, without
from timeline.errors import ProfileError
from timeline.model.clock import constant_clock
from timeline.model.edit import Event, Kind, Timeline
from timeline.profiles import describe, parse
from timeline.profiles.write import dumps

Range = tuple[int, int]
ranges = st.lists(st.tuples(st.integers(0, 260), st.integers(0, 90)).map(lambda p: (p[0], p[0] + p[1])), max_size=4)


def remaining(timeline: Timeline, out: list[Range]) -> list[int]:
    """Frames of the file that are left, one by one."""
    return [f for f in range(timeline.start, timeline.stop) if not any(a <= f < b for a, b in out)]


@given(timelines(), ranges)
def test_shots_and_times_are_those_of_the_frames_that_remain(timeline: Timeline, out: list[Range]) -> None:
    """Frame by frame: a shot is a run of frames that follow each other in the file and lie in one shot of it."""
    left = remaining(timeline, out)
    kept = kept_of(timeline.start, timeline.stop, out)
    assert kept.frames == len(left)
    if not left:
        return
    shorter = without(timeline, kept)
    assert [kept.file_frame(n) for n in range(len(left))] == left
    assert [kept.place(frame) for frame in left] == list(range(len(left)))
    shot_of = {f: n for n, shot in enumerate(timeline.shots) for f in range(shot.start, shot.stop)}
    cuts = [n for n in range(1, len(left)) if left[n] != left[n - 1] + 1 or shot_of[left[n]] != shot_of[left[n - 1]]]
    assert list(shorter.edit_points) == cuts
    lengths = [timeline.clock.span(f, f + 1) for f in left]
    assert [shorter.clock.time(n) for n in range(len(left) + 1)] == list(
        itertools.accumulate(lengths, initial=Fraction(0))
    )
    assert shorter.duration == sum(lengths)


@given(timelines())
def test_nothing_left_out_changes_nothing(timeline: Timeline) -> None:
    shorter = without(timeline, kept_of(timeline.start, timeline.stop, []))
    assert [(s.start + timeline.start, s.stop + timeline.start) for s in shorter.shots] == [
        (s.start, s.stop) for s in timeline.shots
    ]
    assert measure(shorter).figures == measure(timeline).figures


def test_a_head_and_a_tail_left_out_are_as_a_programme_between_them() -> None:
    """As ``--program`` does it, dissolves across the boundaries and black inside included."""
    clock = constant_clock(200, RATE)
    made = [span(Kind.DISSOLVE, 35, 45, 40), cut(70), span(Kind.DISSOLVE, 96, 106, 101), cut(150), cut(180)]
    black = [Event(kind="black", start=70, stop=96)]
    whole = assemble(clock, made, black=black)
    between = assemble(clock, made, start=40, stop=160, black=black)
    shorter = without(whole, kept_of(0, 200, [(0, 40), (160, 200)]), black)
    assert measure(shorter).figures == measure(between).figures
    assert [(s.start + 40, s.stop + 40, s.kind) for s in shorter.shots] == [
        (s.start, s.stop, s.kind) for s in between.shots
    ]


def test_what_is_before_and_after_meets_in_one_edit() -> None:
    """A title of three shots between a cold open and the rest: its cuts go, one stays."""
    timeline = programme(250, [30, 60, 75, 90, 100, 130])
    shorter = without(timeline, kept_of(0, 250, [(60, 100)]))
    assert shorter.edit_points == (30, 60, 90)
    assert [shot.frames for shot in shorter.shots] == [30, 30, 30, 120]


def test_figures_and_the_corridor_run_on_the_time_that_remains() -> None:
    timeline = programme(500, [50, 75, 100, 200, 300, 450])
    shorter = without(timeline, kept_of(0, 500, [(0, 100), (450, 500)]))
    rhythm = measure(shorter)
    assert rhythm.figure("duration").value == 14
    assert rhythm.figure("cuts").value == 2
    assert rhythm.figure("first_edit_point").value == 4
    assert rhythm.figure("longest_shot").value == 6
    rules = (
        "[corridor]\nseverity = 'error'\npoints = [{seconds = 3, min = 0, max = 0}, {seconds = 5, min = 1, max = 1}]"
    )
    assert judged(shorter, rules)[1] == ()
    assert judged(timeline, rules)[1] != ()


def test_variable_rates_keep_every_frame_as_long_as_it_was() -> None:
    timeline = assemble(variable_clock([40, 40, 33, 33, 50, 50, 50, 40]), [cut(4)])
    shorter = without(timeline, kept_of(0, 8, [(1, 3), (5, 6)]))
    assert [shorter.clock.span(n, n + 1) * 1000 for n in range(5)] == [40, 33, 50, 50, 40]
    assert shorter.edit_points == (1, 2, 3)


def test_an_inspection_keeps_the_labels_of_its_file() -> None:
    timeline = programme(100, [30, 60])
    inspection = dataclasses.replace(small_inspection(), timeline=timeline, near_misses=(cut(8), cut(22), cut(80, 0.3)))
    shorter = inspection_without(inspection, [(0, 10), (20, 25)])
    label, own = inspection.timecode.basis.label, shorter.timecode.basis.label
    assert [own(n) for n in (0, 9, 10, 85)] == [label(n) for n in (10, 19, 25, 100)]
    assert shorter.timeline.frames == 85
    assert shorter.near_misses == (cut(65, 0.3),)
    assert shorter.judgement is None
    cuts = shorter.rhythm.figure("cuts")
    assert (cuts.value, cuts.low, cuts.high) == (
        3,
        3,
        4,
    )  # two of its own, one where something was left out, one doubtful
    assert inspection_without(inspection, []) is inspection
    assert inspection_without(inspection, [(0, 100)]) is inspection  # nothing would remain to judge


def test_a_profile_says_what_is_left_out() -> None:
    text = HEAD + 'exclude = ["endcard", "recap"]\n'
    profile = parse(text, "house.toml")
    assert profile.exclude == ("recap", "endcard")
    assert parse(dumps(profile), "again.toml").exclude == profile.exclude
    (row,) = describe(profile)
    assert (row.group, row.target) == ("left out", "recap, end card")
    assert parse(HEAD, "house.toml").exclude == ()


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ('exclude = ["recaps"]', "did you mean 'recap'?"),
        ('exclude = "recap"', "is no list of texts"),
        ("exclude = []", "is no list of texts"),
    ],
)
def test_a_profile_that_leaves_out_something_else_is_refused(line: str, words: str) -> None:
    with pytest.raises(ProfileError, match=r"line 5: profile\.exclude: ") as refusal:
        parse(HEAD + line + "\n", "house.toml")
    assert words in str(refusal.value)
