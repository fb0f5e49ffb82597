"""Numbers, places and names as they are written."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests import inspections
from timeline.model.clock import constant_clock
from timeline.model.finding import Target
from timeline.model.inspection import TimecodeChoice
from timeline.model.rhythm import Figure
from timeline.render import text, words
from timeline.render.text import Labels
from timeline.timecode import TimecodeBasis

NTSC = Fraction(30000, 1001)


@given(st.text(st.characters()))
def test_cleaned_text_holds_nothing_that_acts(raw: str) -> None:
    cleaned = text.clean(raw)
    assert not [c for c in cleaned if unicodedata.category(c) in {"Cc", "Cs"} or c in "\u2028\u2029\u202e\u200b\ufeff"]
    assert cleaned.encode("utf-8").decode("utf-8") == cleaned
    assert text.clean(cleaned) == cleaned


@pytest.mark.parametrize(
    ("raw", "written"),
    [
        ("\x1b[31m", "\\x1b[31m"),
        ("a\udcffb", "a\\xffb"),
        ("\u202egpj", "\\u202egpj"),
        ("第3集 café", "第3集 café"),
        ("two\nlines", "two\\x0alines"),
    ],
)
def test_hostile_characters_are_written_out(raw: str, written: str) -> None:
    assert text.clean(raw) == written


def test_ascii_keeps_the_sense() -> None:
    assert text.to_ascii("−74 f · ±0 f → é") == "-74 f | +/-0 f -> \\xe9"


@pytest.mark.parametrize(("frames", "written"), [(116, "+116 f"), (-12, "−12 f"), (0, "±0 f"), (1200, "+1,200 f")])
def test_signed_frames(frames: int, written: str) -> None:
    assert text.signed_frames(frames) == written


@pytest.mark.parametrize(
    ("share", "written"), [(0.62, "62 %"), (1.0, "100 %"), (0.999, "> 99 %"), (0.001, "< 1 %"), (0.0, "0 %")]
)
def test_percent_never_claims_certainty(share: float, written: str) -> None:
    assert text.percent(share) == written


def test_plural() -> None:
    assert [text.plural(n, "cut") for n in (0, 1, 2)] == ["0 cuts", "1 cut", "2 cuts"]


@given(st.integers(0, 5000), st.fractions(min_value=1, max_value=240, max_denominator=1001))
def test_a_seek_to_a_clock_time_shows_the_frame_meant(frame: int, rate: Fraction) -> None:
    clock = constant_clock(5001, rate)
    minute, rest = text.clock_time(clock.time(frame)).split(":")
    written = 60 * int(minute) + Fraction(rest)
    assert clock.time(frame) <= written < clock.time(frame) + Fraction(1, 1000)
    assert clock.frame_at(written) == frame


def labels(rate: Fraction, drop: bool = False) -> Labels:
    return Labels(clock=constant_clock(100_000, rate), basis=TimecodeBasis(rate=rate, drop=drop))


@pytest.mark.parametrize(
    ("rate", "frames", "written"),
    [
        (Fraction(25), 191, "7:16"),
        (Fraction(25), 1, "0:01"),
        (NTSC, 60, "2:00"),
        (Fraction(120), 125, "1:005"),
        (Fraction(24000, 1001), 23, "0:23"),
    ],
)
def test_lengths_are_seconds_and_frames(rate: Fraction, frames: int, written: str) -> None:
    assert labels(rate).length(10, 10 + frames) == written


def test_lengths_and_places_without_timecode() -> None:
    varied = text.labels_of(inspections.variable())
    assert not varied.timecode
    assert varied.length(3, 10) == "7 f"
    assert varied.place(0) == "00:00.000 (frame 0)"
    assert varied.seconds(0, 1).split(".")[1].endswith(" s")
    assert len(varied.seconds(0, 1).split(".")[1]) == len("033 s")


def test_drop_frame_labels_say_so() -> None:
    dropped = text.labels_of(inspections.drop_frame())
    assert dropped.at(0) == "01:00:00;00"
    assert dropped.at(1800) == "01:01:00;02"


@pytest.mark.parametrize(
    ("rate", "vfr", "written"),
    [
        (Fraction(25), "constant", "25 fps"),
        (NTSC, "constant", "29.97 fps (30000/1001)"),
        (Fraction(24000, 1001), "rounded", "23.976 fps (24000/1001)"),
        (NTSC, "variable", "variable, about 29.97 fps"),
    ],
)
def test_rates(rate: Fraction, vfr: str, written: str) -> None:
    assert text.rate_text(rate, vfr) == written


def test_timecode_says_what_it_rests_on() -> None:
    basis = TimecodeBasis(rate=NTSC)
    assumed = TimecodeChoice(basis=basis, start_origin="none", drop_origin="assumed")
    assert text.basis_text(assumed) == "assumed NDF: nothing says; counted from 00:00:00:00: the file states none"
    stated = inspections.drop_frame().timecode
    assert text.basis_text(stated) == "DF, as the file says; starts 01:00:00;00 (from the file)"
    assert "clock time" in text.basis_text(assumed, timecode=False)


@pytest.mark.parametrize(
    ("target", "written"),
    [
        (Target(unit="seconds", high=Fraction(3)), "at most 3.00 s"),
        (Target(unit="count", low=3, high=5), "3 to 5"),
        (Target(unit="frames", low=4), "at least 4 f"),
        (Target(unit="count", low=2, high=2), "2"),
        (Target(allowed=("cut", "jump")), "allowed: cut, jump"),
        (Target(), ""),
        (None, ""),
    ],
)
def test_targets_in_words(target: Target | None, written: str) -> None:
    assert text.target_text(target) == written


def test_figures_say_when_there_is_no_value_and_where_they_may_lie() -> None:
    figure = Figure(name="x", title="X", value=None, unit="ratio", reason="too few shots")
    assert (text.figure_value(figure), text.figure_range(figure)) == ("–", "")
    figure = replace(figure, value=36, unit="count", low=33, high=38)
    assert (text.figure_value(figure), text.figure_range(figure)) == ("36", "33 to 38")
    assert text.figure_range(replace(figure, low=36, high=36)) == ""


@pytest.mark.parametrize(
    ("band", "off", "written"),
    [
        ((1500, 1600), "+99 f", "1:00:00 to 1:04:00"),
        ((None, 1600), "+99 f", "up to 1:04:00"),
        ((1800, None), "−101 f", "at least 1:12:00"),
        ((1600, 1800), "", "1:04:00 to 1:12:00"),
    ],
)
def test_programme_length_against_its_target(band: tuple[int | None, int | None], off: str, written: str) -> None:
    made = inspections.judged()
    assert made.judgement is not None
    target = text.length_target(replace(made, judgement=replace(made.judgement, target_frames=band)))
    assert target is not None
    assert (target.off, target.band) == (off, written)


def test_no_target_length_is_no_line() -> None:
    assert text.length_target(inspections.facts()) is None


def test_verdicts() -> None:
    made = inspections.judged()
    assert made.judgement is not None
    assert (text.verdict(made), words.tone(made)) == ("7 to look at", "error")
    good = replace(made, judgement=replace(made.judgement, outcome="on target"), findings=())
    assert (text.verdict(good), words.tone(good)) == ("On target", "good")
    unsure = replace(good, judgement=replace(made.judgement, outcome="cannot judge"))
    assert (text.verdict(unsure), words.tone(unsure)) == ("Cannot judge", "info")
    assert (text.verdict(inspections.facts()), words.tone(inspections.facts())) == ("Facts only", "none")


@pytest.mark.parametrize(
    ("shots", "written"), [((11,), "shot 12"), ((9, 10, 11), "shots 10 to 12"), ((2, 7), "shots 3, 8")]
)
def test_shots_count_from_one(shots: tuple[int, ...], written: str) -> None:
    assert words.shot_names(shots) == written


def test_shots_say_how_they_begin_and_the_last_how_it_ends() -> None:
    timeline = inspections.judged().timeline
    begins_with = words.beginnings(timeline)
    assert begins_with(timeline.shots[0]) == "start, fade in of 8 f"
    assert begins_with(timeline.shots[5]) == "dissolve of 13 f"
    assert begins_with(timeline.shots[-1]) == "cut, ends in fade out of 10 f"


def test_a_finding_over_the_whole_programme_marks_no_place() -> None:
    made = inspections.judged()
    rate = next(f for f in made.findings if f.rule == "delivery.rate")
    assert not words.has_place(rate, made.timeline)
    assert words.evidence_frames(rate, made.timeline) == ()
    assert rate not in [f for _, f in words.marked_of(made.findings, made.timeline)]


def test_pictures_of_a_finding_stay_inside_the_programme() -> None:
    made = inspections.judged()
    hook = next(f for f in made.findings if f.id == "hook-cuts")
    assert words.evidence_frames(hook, made.timeline) == (0, 74, 75)


def test_proposed_spans_and_notices_are_told_first() -> None:
    notes = words.notes_of(inspections.drop_frame())
    assert notes[0].startswith("slate proposed from 01:00:00;00 to 01:00:01;29 inclusive")
    assert notes[1] == "One frame did not decode and is missing from the count (01:00:27;01)"
