"""Judging: what an editor reads, to the word; what would bring it back, checked by doing it."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.programmes import RATE, cut, judged, media, programme, span, variable_clock
from timeline.analyse import assemble, judge, measure
from timeline.model.clock import constant_clock
from timeline.model.edit import Event, Kind, Timeline, Transition
from timeline.model.finding import Finding
from timeline.model.media import Media
from timeline.profiles import available, load
from timeline.timecode import TimecodeBasis

OPENING = '[[section]]\nname = "opening"\nseconds_from_start = [0, 12]\n'
EPISODE = programme(1500, [50, 125, 200, 260, 300, 700, 710])


def band(figure: str, limit: str, section: str = "programme") -> str:
    return f'[[band]]\nfigure = "{figure}"\nsection = "{section}"\n{limit}\n'


def only(rules: str, timeline: Timeline = EPISODE, **how: Any) -> Finding:
    _, findings = judged(timeline, rules, **how)
    assert len(findings) == 1
    return findings[0]


SENTENCES = [
    (
        "[[shot]]\nmax_seconds = 20\n",
        "Shot 8 (00:00:28:10) runs 290 frames (11.60 s) past the 20.0 s a shot may last.",
        "Trim 290 frames (11.60 s) from shot 8, or cut into it once.",
        290,
    ),
    (
        "[[shot]]\nmin_frames = 12\n",
        "Shot 7 (00:00:28:00) lasts 10 frames (0.40 s), 2 frames (0.08 s) short of 12 frames.",
        "Give shot 7 another 2 frames (0.08 s), or take it out; leave it where the flash is meant.",
        -2,
    ),
    (
        "[[shot]]\nmin_frames = 11\n",
        "Shot 7 (00:00:28:00) lasts 10 frames (0.40 s), 1 frame (0.04 s) short of 11 frames.",
        "Give shot 7 another 1 frame (0.04 s), or take it out; leave it where the flash is meant.",
        -1,
    ),
    (
        band("cuts_by_3s", "min = 3"),
        "One cut by 3.0 s, where at least 3 are wanted: two too few.",
        "Make two more cuts, or take 125 frames (5.00 s) out before 00:00:03:01 so that the next two fall inside.",
        125,
    ),
    (
        OPENING + band("cuts", "max = 3", "opening"),
        "Four cuts in the opening, where at most 3 are wanted: one too many.",
        "Take out one cut, or hold the shots before 00:00:12:00 40 frames (1.60 s) longer.",
        -40,
    ),
    (
        band("first_edit_point", "max_seconds = 1.5"),
        "The first edit point comes at 00:00:02:00, 13 frames (0.52 s) after the latest wanted, 1.5 s.",
        "Take 13 frames (0.52 s) out before it, or cut earlier.",
        13,
    ),
    (
        band("last_shot", "max_seconds = 20"),
        "The last shot, shot 8 (00:00:28:10), runs 290 frames (11.60 s) past 20.0 s.",
        "Trim 290 frames (11.60 s) from shot 8, or cut into it.",
        290,
    ),
    (
        band("median_shot_length", "max_seconds = 2"),
        "Half of the 8 shots in the programme last 67.5 frames (2.7 s) or more; the median wanted is at most 2.0 s.",
        "Trim shots 2 and 4 to 2.0 s: 35 frames (1.40 s) in all.",
        35,
    ),
    (
        band("average_shot_length", "max_seconds = 5"),
        "Average shot length in the programme: 187.5 frames (7.5 s); wanted: at most 5.0 s.",
        "Take out 500 frames (20.00 s), or make four more cuts in the programme.",
        500,
    ),
    (
        band("cuts_per_minute", "min = 8.5"),
        "Cuts per minute in the programme: 7; wanted: at least 8.5.",
        "Take out 265 frames (10.60 s), or make two more cuts in the programme.",
        265,
    ),
    (
        '[[delivery]]\nfact = "duration"\nmax_seconds = 50\n',
        "The programme runs 1,500 frames (60.00 s), 250 frames (10.00 s) over the 50.0 s allowed.",
        "Take out 250 frames (10.00 s).",
        250,
    ),
    (
        '[[delivery]]\nfact = "duration"\nmin_seconds = 90\n',
        "The programme runs 1,500 frames (60.00 s), 750 frames (30.00 s) short of the 90.0 s wanted.",
        "Add 750 frames (30.00 s) of picture.",
        -750,
    ),
    (
        "[corridor]\npoints = [{ seconds = 0, min = 0, max = 4 }, { seconds = 28, min = 9, max = 20 }]\n",
        "Four cuts behind by 00:00:27:24: five cuts so far, where the corridor has at least 9.",
        "Add four cuts before 00:00:27:24.",
        None,
    ),
]


@pytest.mark.parametrize(("rules", "told", "remedy", "off"), SENTENCES)
def test_what_an_editor_reads(rules: str, told: str, remedy: str, off: int | None) -> None:
    finding = only(rules)
    assert (finding.sentence, finding.remedy, finding.off_frames) == (told, remedy, off)
    assert finding.off_seconds == (None if off is None else Fraction(off, 25))


def test_ahead_of_the_corridor() -> None:
    rules = "[corridor]\npoints = [{ seconds = 0, min = 0, max = 0 }, { seconds = 12, min = 0, max = 3 }]\n"
    finding = only(rules)
    # 12 s allow 3 cuts; the fourth of the five there is at frame 260 and must come after frame 300.
    assert finding.sentence == "Two cuts ahead by 00:00:12:00: five cuts so far, where the corridor has at most 3."
    assert (
        finding.remedy == "Take two cuts out before 00:00:12:00, or hold the shots before it 41 frames (1.64 s) longer."
    )
    assert (finding.rule, finding.off_frames) == ("corridor.max", -41)


def test_a_shot_answers_for_its_section_where_it_makes_up_the_whole_miss() -> None:
    timeline = programme(1500, [30, 60, 250, 320, *range(390, 1500, 40)])
    rules = OPENING + "[[shot]]\nmax_seconds = 3\n" + band("cuts", "min = 5", "opening")
    judgement, findings = judged(timeline, rules)
    assert [f.rule for f in findings] == ["shot.max"]
    assert findings[0].remedy == (
        "Trim 115 frames (4.60 s) from shot 3, or cut into it twice; "
        "the opening needs 91 frames (3.64 s) less or two more cuts."
    )
    assert [(s.name, s.state) for s in judgement.sections] == [("opening", "two cuts short")]


def test_a_section_without_a_miss_of_its_own_shows_its_worst_shot() -> None:
    judgement, _ = judged(EPISODE, OPENING + "[[shot]]\nmax_frames = 70\n")
    assert [(s.name, s.state) for s in judgement.sections] == [("opening", "shot 2 5 frames (0.20 s) over")]


def test_a_section_is_told_apart_where_its_shots_do_not_make_up_the_miss() -> None:
    timeline = programme(1500, [30, 60, 140, 400, *range(440, 1500, 40)])
    rules = OPENING + "[[shot]]\nmax_seconds = 10\n" + band("cuts", "min = 7", "opening")
    assert [f.rule for f in judged(timeline, rules)[1]] == ["band.opening.cuts", "shot.max"]


def test_an_advisory_finding_never_hides_a_firm_one() -> None:
    timeline = programme(1500, [30, 60, 250, 320, *range(390, 1500, 40)])
    rules = OPENING + '[[shot]]\nmax_seconds = 3\nseverity = "info"\n' + band("cuts", "min = 5", "opening")
    assert ("band.opening.cuts", "error") in {(f.rule, f.severity) for f in judged(timeline, rules)[1]}


def test_one_shot_past_two_limits_is_told_once_by_the_more_severe() -> None:
    rules = '[[shot]]\nmax_seconds = 20\nseverity = "warning"\n[[shot]]\nmax_seconds = 25\n' + band(
        "longest_shot", "max_seconds = 22\nseverity = 'info'"
    )
    assert only(rules).severity == "error"


RATE_24 = Fraction(24000, 1001)
DELIVERY = [
    (
        'fact = "aspect"\nallowed = ["9:16"]',
        media(960, 1080),
        "The picture is 8:9 (960x1080 as displayed); 9:16 is wanted.",
    ),
    (
        'fact = "aspect"\nallowed = ["9:16", "4:5"]',
        media(1920, 1080),
        "The picture is 16:9 (1920x1080 as displayed); 9:16 or 4:5 is wanted.",
    ),
    (
        'fact = "rate"\nallowed = ["25", "29.97"]',
        media(rate=RATE_24),
        "The file runs at 23.976 frames a second; 25 or 29.97 frames a second are wanted.",
    ),
    (
        'fact = "rate"\nmin = 24\nmax = 60',
        media(rate=RATE_24),
        "The file runs at 23.976 frames a second; 24 to 60 frames a second are wanted.",
    ),
    (
        'fact = "size"\nmin_width = 1080',
        media(720, 1280),
        "The picture is 720x1280: 1,080 or more pixels of width are wanted.",
    ),
    (
        'fact = "size"\nallowed = ["1080x1920"]',
        media(720, 1280),
        "The picture is 720x1280: 1080x1920 is wanted.",
    ),
]


@pytest.mark.parametrize(("rule", "file", "told"), DELIVERY)
def test_delivery_facts(rule: str, file: Media, told: str) -> None:
    finding = only(f"[[delivery]]\n{rule}\n", file=file)
    assert finding.sentence == told
    assert (finding.start, finding.stop, finding.effect) == (0, 1500, 1500)


@pytest.mark.parametrize(
    ("rule", "file"),
    [
        ('fact = "aspect"\nallowed = ["9:16"]', media(608, 1080)),  # 607.5 rounded by an encoder
        ('fact = "aspect"\nallowed = ["9:16"]', replace(media(720, 1920), display_width=1080)),  # pixels not square
        ('fact = "rate"\nallowed = ["29.97"]', media(rate=Fraction(30000, 1001))),
        ('fact = "rate"\nmin = 23\nmax = 60', media(rate=RATE_24)),
        ('fact = "size"\nmin_width = 360\nmax_height = 4096', media()),
        ('fact = "duration"\nmin_seconds = 60\nmax_seconds = 60', media()),
    ],
)
def test_delivery_facts_that_are_kept(rule: str, file: Media) -> None:
    judgement, findings = judged(EPISODE, f"[[delivery]]\n{rule}\n", file=file)
    assert (judgement.outcome, findings) == ("on target", ())


def test_target_frames_are_those_of_the_clock() -> None:
    timeline = programme(1500, [], RATE_24)
    judgement, _ = judged(timeline, '[[delivery]]\nfact = "duration"\nmin_seconds = 60\nmax_seconds = 180\n')
    # 60 s is 1438.56 frames and 180 s is 4315.68: the first whole frame past the one, the last one before the other.
    assert judgement.target_frames == (1439, 4315)


def test_transitions_that_are_not_allowed() -> None:
    timeline = assemble(
        constant_clock(500, RATE), [span(Kind.WIPE, 100, 112, 106), span(Kind.FADE_THROUGH, 200, 230, 215), cut(300)]
    )
    _, findings = judged(timeline, '[[transition]]\nallowed = ["cut", "dissolve"]\n')
    assert [f.sentence for f in findings] == [
        "A dip of 30 frames (1.20 s) at 00:00:08:00; allowed here: cut and dissolve.",
        "A wipe of 12 frames (0.48 s) at 00:00:04:00; allowed here: cut and dissolve.",
    ]


def test_events_that_last_too_long_or_may_not_be() -> None:
    events = [Event(kind="freeze", start=320, stop=380), Event(kind="short_shot", start=700, stop=702)]
    rules = '[[event]]\nkind = "freeze"\nmax_seconds = 1\n[[event]]\nkind = "short_shot"\nmax_frames = 0\n'
    _, findings = judged(EPISODE, rules, events=events)
    assert [f.sentence for f in findings] == [
        "A freeze from 00:00:12:20 lasts 60 frames (2.40 s), 35 frames (1.40 s) longer than the 1.0 s allowed.",
        "A very short shot from 00:00:28:00 lasts 2 frames (0.08 s); none is allowed.",
    ]


@pytest.mark.parametrize(
    ("rules", "doubtful", "outcome"),
    [
        (band("cuts", "min = 7"), [], "on target"),
        (band("cuts", "min = 7"), [cut(200, 0.5)], "cannot judge"),
        (band("cuts", "min = 7\nseverity = 'info'"), [cut(200, 0.5)], "on target"),
        (band("cuts", "min = 8"), [cut(220, 0.5)], "cannot judge"),
        (band("cuts", "min = 9"), [cut(220, 0.5)], "to look at"),
        ("[[shot]]\nmax_seconds = 20\n", [cut(1200, 0.5)], "cannot judge"),
        ("[[shot]]\nmax_seconds = 20\n", [cut(730, 0.5)], "to look at"),
        ("[[shot]]\nmin_frames = 11\n", [cut(710, 0.5)], "cannot judge"),
        ("[[shot]]\nmin_frames = 11\n", [cut(125, 0.5)], "to look at"),
        ("[[shot]]\nmax_seconds = 40\n", [cut(710, 0.5)], "on target"),
        (band("autocorrelation", "min = 0.9"), [], "cannot judge"),
        (OPENING.replace("12", "90") + band("cuts", "min = 1", "opening"), [], "cannot judge"),
    ],
)
def test_the_outcome_says_whether_doubtful_cuts_decide(rules: str, doubtful: list[Transition], outcome: str) -> None:
    assert judged(EPISODE, rules, doubtful=doubtful)[0].outcome == outcome


def test_summaries_name_the_profile_and_what_it_rests_on() -> None:
    tail = ", held against House style, which rests on our first season."
    assert judged(EPISODE, band("cuts", "min = 7"))[0].summary == "On target" + tail
    assert judged(EPISODE, band("cuts", "min = 9"))[0].summary == "1 to look at" + tail
    advisory = judged(EPISODE, band("cuts", "min = 9\nseverity = 'info'"))[0]
    assert advisory.summary == "1 to look at (all advisory)" + tail
    doubt = judged(EPISODE, band("cuts", "min = 7"), doubtful=[cut(200, 0.5)])[0]
    assert doubt.summary == "Cannot judge: doubtful cuts decide one rule" + tail
    nothing = judged(EPISODE, "")[0]
    assert nothing.summary == "Cannot judge: nothing the profile asks for could be measured here" + tail


def test_a_section_that_does_not_fit_is_noted_and_its_rules_are_skipped() -> None:
    rules = OPENING + band("cuts", "min = 9", "opening") + band("cuts", "min = 1")
    judgement, findings = judged(programme(100, [30]), rules)
    assert (judgement.outcome, findings) == ("on target", ())
    assert judgement.notes == (
        "Section 'opening' (0 to 12.0 s from the start) was left out: the programme is only 4.0 s long.",
    )


def test_without_any_cut_the_first_edit_point_is_late() -> None:
    finding = only(band("first_edit_point", "max_seconds = 3"), programme(300, []))
    assert finding.sentence == "There is no edit point; the first was wanted by 3.0 s (00:00:03:00)."


def test_without_a_file_delivery_is_noted_not_judged() -> None:
    profile = load("micro-drama")
    judgement, _ = judge(EPISODE, measure(EPISODE), None, [], profile, TimecodeBasis(rate=RATE))
    assert "There is no picture file, so its aspect was not judged." in judgement.notes


def test_findings_are_ordered_by_effect_and_their_ids_are_their_own() -> None:
    rules = (
        "[[shot]]\nmax_seconds = 2\n[[shot]]\nmin_frames = 12\n"
        + band("coefficient_of_variation", "max = 0.1")
        + band("last_shot", "max_seconds = 1")
        + band("cuts_per_minute", "min = 90")
    )
    _, findings = judged(EPISODE, rules)
    assert [f.effect for f in findings] == sorted((f.effect for f in findings), reverse=True)
    assert len({f.id for f in findings}) == len(findings)


@pytest.mark.parametrize("name", [profile.name for profile in available()])
def test_house_defaults_and_references_never_fail(name: str) -> None:
    profile = load(name)
    timeline = programme(4000, [1, 2, 3, 3000, 3001])
    rhythm = measure(timeline)
    events = [Event(kind="black", start=500, stop=600), Event(kind="freeze", start=700, stop=900)]
    _, findings = judge(timeline, rhythm, media(), events, profile, TimecodeBasis(rate=RATE))
    assert findings
    assert {f.severity for f in findings} == {"info"}


CUTS = st.sets(st.integers(1, 499), min_size=1, max_size=12)


@given(CUTS, st.integers(5, 60))
def test_trimming_as_told_mends_a_long_shot(cuts: set[int], most: int) -> None:
    timeline = programme(500, sorted(cuts))
    for finding in judged(timeline, f"[[shot]]\nmax_frames = {most}\n")[1]:
        assert finding.off_frames is not None
        assert finding.stop - finding.start - finding.off_frames == most


@given(CUTS, st.integers(2, 15))
def test_taking_frames_out_as_told_brings_the_cuts_in(cuts: set[int], least: int) -> None:
    section = '[[section]]\nname = "opening"\nseconds_from_start = [0, 4]\n'
    _, findings = judged(programme(500, sorted(cuts)), section + band("cuts", f"min = {least}", "opening"))
    for finding in findings:
        if finding.off_frames:
            moved = [c if c < 100 else c - finding.off_frames for c in sorted(cuts)]
            assert sum(c < 100 for c in moved) == least


@given(CUTS, st.sampled_from(["average_shot_length", "median_shot_length"]), st.integers(5, 120))
def test_trimming_as_told_brings_average_and_median_down(cuts: set[int], figure: str, most: int) -> None:
    timeline = programme(500, sorted(cuts))
    for finding in judged(timeline, band(figure, f"max_frames = {most}"))[1]:
        assert finding.off_frames is not None
        sizes = [shot.frames for shot in timeline.shots]
        if figure == "average_shot_length":
            assert (
                sum(sizes) - finding.off_frames <= most * len(sizes) < sum(sizes) - finding.off_frames + 1 + len(sizes)
            )
        else:
            trimmed = [min(size, most) if n in finding.shots else size for n, size in enumerate(sizes)]
            assert sorted(trimmed)[len(sizes) // 2] <= most
            assert sum(sizes) - sum(trimmed) == finding.off_frames


@given(CUTS, st.lists(st.integers(0, 12), min_size=3, max_size=6))
def test_the_corridor_is_furthest_off_where_a_walk_over_every_frame_finds_it(cuts: set[int], rises: list[int]) -> None:
    totals = [sum(rises[:n]) for n in range(1, len(rises) + 1)]
    points = ", ".join(f"{{ seconds = {4 * n}, min = {total}, max = {total + 1} }}" for n, total in enumerate(totals))
    _, findings = judged(programme(500, sorted(cuts)), f"[corridor]\npoints = [{points}]\n")
    worst = {f.rule: _whole(f.sentence) for f in findings}
    behind, ahead = 0, 0
    for frame in range(min(500, 100 * (len(totals) - 1) + 1)):
        n, rest = divmod(frame, 100)
        low = Fraction(totals[n]) + (Fraction(rest, 100) * (totals[n + 1] - totals[n]) if rest else 0)
        so_far = sum(c <= frame for c in cuts)
        behind = max(behind, _ceil(low - Fraction(1, 2)) - so_far)
        ahead = max(ahead, so_far + _ceil(-low - 1 - Fraction(1, 2)))
    assert worst.get("corridor.min", 0) == behind
    assert worst.get("corridor.max", 0) == ahead


def _ceil(value: Fraction) -> int:
    return -int(-value // 1)


def _whole(told: str) -> int:
    words = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
    first = told.split()[0].lower()
    return words.index(first) if first in words else int(first)


def test_seconds_go_through_a_variable_clock() -> None:
    timeline = assemble(variable_clock([40] * 25 + [200] * 25), [cut(25)])
    finding = only("[[shot]]\nmax_seconds = 2\n", timeline)
    # 25 frames of 0.2 s: ten of them are 2 s, the other 15 are 3 s too many.
    assert (finding.shots, finding.off_frames, finding.off_seconds) == ((1,), 15, 3)
