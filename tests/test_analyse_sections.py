"""Sections placed where they are anchored, and spans proposed at head and tail."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.programmes import cut, programme, variable_clock
from timeline.analyse import assemble, place_sections, programme_of, propose_spans
from timeline.model.clock import constant_clock
from timeline.model.edit import Event, Span
from timeline.model.profile import Anchor, SectionRule
from timeline.profiles import load


def rule(name: str, anchor: Anchor, first: float, last: float) -> SectionRule:
    return SectionRule(name=name, anchor=anchor, first=Fraction(first), last=Fraction(last))


MICRO = load("micro-drama").sections


def test_the_published_shape_of_a_90_second_episode() -> None:
    sections, notes = place_sections(programme(2250, []), MICRO)
    assert [(s.name, s.start / 25, s.stop / 25) for s in sections] == [
        ("hook", 0, 3),
        ("stakes", 3, 15),
        ("first reversal", 15, 45),
        ("escalation", 45, 75),
        ("cliffhanger", 75, 90),
    ]
    assert notes == ()


@given(st.integers(60 * 25, 180 * 25))
def test_micro_drama_sections_partition_every_length_it_is_for(frames: int) -> None:
    sections, notes = place_sections(programme(frames, []), MICRO)
    assert notes == ()
    assert [s.start for s in sections] == [0, *(s.stop for s in sections[:-1])]
    assert sections[-1].stop == frames


def test_a_section_that_does_not_fit_is_left_out_and_said() -> None:
    sections, notes = place_sections(programme(20 * 25, []), MICRO)
    assert [s.name for s in sections] == ["hook", "stakes"]
    assert "Section 'cliffhanger' (the last 15.0 s) was left out: at 20.0 s it would overlap 'stakes'." in notes
    assert len(notes) == 3


@pytest.mark.parametrize(
    ("section", "why"),
    [
        (rule("a", "seconds_from_start", 0, 30), "the programme is only 20.0 s long"),
        (rule("a", "seconds_before_end", 25, 10), "the programme is only 20.0 s long"),
        (rule("a", "seconds_from_start", 0.001, 0.002), "no frame of the 20.0 s programme falls into it"),
    ],
)
def test_why_a_section_does_not_fit(section: SectionRule, why: str) -> None:
    sections, notes = place_sections(programme(500, []), [section])
    assert sections == ()
    assert notes[0].endswith(f"was left out: {why}.")


def test_a_frame_belongs_to_the_section_in_whose_time_it_starts() -> None:
    timeline = programme(100, [], Fraction(24000, 1001))
    sections, _ = place_sections(
        timeline, [rule("a", "seconds_from_start", 0, 3), rule("b", "seconds_from_start", 3, 4)]
    )
    assert [(s.start, s.stop) for s in sections] == [(0, 72), (72, 96)]  # frame 72 starts at 3.003 s


def test_sections_go_by_time_on_a_variable_clock_and_count_from_programme_start() -> None:
    timeline = assemble(variable_clock([100] * 10 + [500] * 10), [], start=5)
    sections, _ = place_sections(
        timeline, [rule("a", "seconds_from_start", 0, 1), rule("z", "seconds_before_end", 1, 0)]
    )
    assert [(s.start, s.stop) for s in sections] == [(5, 11), (18, 20)]


def test_leading_and_trailing_stretches_are_proposed_never_applied() -> None:
    clock = constant_clock(1000, Fraction(25))
    events = [
        Event(kind="black", start=0, stop=25),
        Event(kind="colour", start=25, stop=150),
        Event(kind="freeze", start=150, stop=225),
        Event(kind="black", start=500, stop=550),
        Event(kind="black", start=960, stop=1000),
    ]
    spans = propose_spans(events, clock, [cut(225)])
    assert [(s.label, s.start, s.stop) for s in spans] == [
        ("black", 0, 25),
        ("bars", 25, 150),
        ("slate", 150, 225),
        ("black", 960, 1000),
    ]
    assert all(s.proposed for s in spans)
    assert programme_of(spans, clock) == (225, 960)


def test_a_breath_of_black_and_an_opening_still_are_no_leader() -> None:
    clock = constant_clock(1000, Fraction(25))
    still = Event(kind="freeze", start=0, stop=100)
    assert (
        propose_spans([Event(kind="black", start=0, stop=10), Event(kind="black", start=995, stop=1000)], clock) == ()
    )
    assert propose_spans([still], clock) == ()  # no edit point ends it


def test_a_file_all_black_proposes_one_span_and_leaves_a_programme() -> None:
    clock = constant_clock(100, Fraction(25))
    spans = propose_spans([Event(kind="black", start=0, stop=100)], clock)
    assert spans == (Span(label="black", start=0, stop=100, proposed=True),)
    assert programme_of(spans, clock) == (0, 100)
