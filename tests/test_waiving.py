"""Waivers in the arithmetic: carried with their shots or dropped, out of the verdict, no longer doubtful."""

from __future__ import annotations

import dataclasses
import itertools
from datetime import UTC, datetime
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.documents import small_inspection
from tests.programmes import cut, media, programme
from timeline.analyse import doubtful_of, judge, measure
from timeline.analyse.carrying import SAME, Placed, carry, here
from timeline.analyse.season import held
from timeline.analyse.waiving import Waivers
from timeline.model.difference import Tie
from timeline.model.finding import Finding, Judgement
from timeline.model.waiver import Waiver, edit_id
from timeline.profiles import parse
from timeline.timecode import TimecodeBasis

LENGTHS = (40, 30, 50, 20, 60)
EDGES = (0, 40, 70, 120, 140, 200)
HEAD = '[profile]\nname = "h"\ntitle = "H"\nsource = "made for a test"\n'


def waiver(name: str, start: int | None = None, stop: int | None = None, measured: Fraction | None = None) -> Waiver:
    return Waiver(
        finding=name,
        note="meant",
        by="anna",
        when=datetime(2026, 5, 1, tzinfo=UTC),
        version="a" * 64,
        start=start,
        stop=stop,
        measured=measured,
    )


def trimmed(cuts: tuple[int, ...]) -> tuple[tuple[Tie, ...], tuple[int, ...]]:
    """Ties of a version in which each shot lost so many frames at its head, and the edges of that version."""
    ties, edges = [], [0]
    for n, (start, stop) in enumerate(itertools.pairwise(EDGES)):
        first = start + cuts[n]
        edges.append(edges[-1] + stop - first)
        ties.append(Tie(old=n, new=n, before=(first, stop), after=(edges[-2], edges[-1]), unlike=0.0))
    return tuple(ties), tuple(edges)


@given(cuts=st.tuples(*(st.integers(0, length - 1) for length in LENGTHS)), shot=st.integers(0, 4))
def test_a_shots_waiver_goes_along_while_four_fifths_of_it_are_there(cuts: tuple[int, ...], shot: int) -> None:
    ties, edges = trimmed(cuts)
    given_on = waiver(f"shot.max@{EDGES[shot]}", EDGES[shot], EDGES[shot + 1])
    found = carry(given_on, ties, 200, programme(edges[-1], edges[1:-1]))
    if Fraction(LENGTHS[shot] - cuts[shot], LENGTHS[shot]) >= SAME:
        assert found.span == (edges[shot], edges[shot + 1])
    else:
        assert found.dropped == f"only {100 * (LENGTHS[shot] - cuts[shot]) // LENGTHS[shot]} % of its shot is left"


@given(cuts=st.tuples(*(st.integers(0, length - 1) for length in LENGTHS)), at=st.integers(1, 4))
def test_an_edits_waiver_goes_along_while_the_same_pictures_meet(cuts: tuple[int, ...], at: int) -> None:
    ties, edges = trimmed(cuts)
    found = carry(waiver(edit_id(EDGES[at]), EDGES[at], EDGES[at]), ties, 200, programme(edges[-1], ()))
    if cuts[at] <= 2:  # as near as a mixture's end can be told
        assert found.span is not None
        assert abs(found.span[0] - edges[at]) <= 2
    else:
        assert found.dropped


SHOT = waiver("shot.max@70", 70, 120)


@pytest.mark.parametrize(
    ("ties", "edges", "reason"),
    [
        ([], (0, 200), "its shot was taken out or replaced"),
        ([Tie(old=2, new=0, before=(70, 120), after=(0, 25), unlike=0.0, speed=Fraction(2))], (0, 25), "another speed"),
        ([Tie(old=2, new=0, before=(70, 120), after=(0, 50), unlike=0.0)], (0, 80), "its shot grew: only 62 %"),
        (
            [
                Tie(old=2, new=n, before=(70 + 25 * n, 95 + 25 * n), after=(60 * n, 60 * n + 25), unlike=0.0)
                for n in (0, 1)
            ],
            (0, 25, 60, 85),
            "only 50 % of its shot is left",
        ),
    ],
)
def test_a_shots_waiver_is_dropped_with_the_reason(ties: list[Tie], edges: tuple[int, ...], reason: str) -> None:
    found = carry(SHOT, ties, 200, programme(edges[-1], edges[1:-1]))
    assert reason in found.dropped
    assert not found.held


def test_a_stretch_goes_along_and_is_dropped_where_it_was_torn_apart() -> None:
    freeze = waiver("event.freeze@80", 80, 100)
    whole = [Tie(old=2, new=0, before=(70, 120), after=(0, 50), unlike=0.0)]
    torn = [
        dataclasses.replace(whole[0], before=(70, 90), after=(0, 20)),
        Tie(old=2, new=2, before=(90, 120), after=(60, 90), unlike=0.0),
    ]
    new = programme(90, (20, 60))
    assert carry(freeze, whole, 200, new).span == (10, 30)
    assert carry(freeze, torn, 200, new).dropped == "its frames lie apart now"
    assert carry(freeze, [], 200, new).dropped.startswith("most of its frames")


def judged(rules: str, cuts: tuple[int, ...], *placed: Placed) -> tuple[Judgement, tuple[Finding, ...], Waivers]:
    made, profile = programme(200, cuts), parse(HEAD + rules, "h.toml")
    waivers = Waivers(placed=placed)
    rhythm = measure(made)
    verdict = judge(made, rhythm, media(), (), profile, TimecodeBasis(rate=Fraction(25)), (), waivers.takes)
    return *verdict, waivers


LIMIT = "[[shot]]\nmax_frames = 30\n"


def test_a_waived_finding_is_out_of_findings_verdict_and_strip() -> None:
    before, findings, _ = judged(LIMIT, (30, 60, 90, 120, 150))
    assert [finding.id for finding in findings] == ["shot.max@150"]
    assert before.outcome == "to look at"
    after, findings, waivers = judged(LIMIT, (30, 60, 90, 120, 150), here(waiver("shot.max@150", 150, 200)))
    assert findings == ()
    assert after.outcome == "on target"
    (standing,) = waivers.standings(judged=True)
    assert (standing.state, standing.finding is not None) == ("applies", True)


def test_what_was_told_with_a_waived_finding_does_not_come_up_in_its_place() -> None:
    rules = LIMIT + '[[band]]\nfigure = "longest_shot"\nmax_frames = 30\n'
    told = judged(rules, (30, 60, 90, 120, 150))[1]
    assert len(told) == 1
    meant = here(waiver(told[0].id, *((150, 200) if "@" in told[0].id else (None, None))))
    after, findings, _ = judged(rules, (30, 60, 90, 120, 150), meant)
    assert (after.outcome, findings) == ("on target", ())


def test_two_waivers_of_one_finding_are_told_as_one() -> None:
    twice = (here(waiver("shot.max@150", 150, 200)), here(waiver("shot.max@149", 149, 200)))
    _, findings, waivers = judged(LIMIT, (30, 60, 90, 120, 150), *twice)
    assert findings == ()
    assert [each.id for each in waivers.standings(judged=True)] == ["shot.max@150"]


def test_a_waiver_of_another_shot_takes_nothing_and_says_so() -> None:
    _, findings, waivers = judged(LIMIT, (30, 60, 90, 120, 150), here(waiver("shot.max@30", 30, 60)))
    assert len(findings) == 1
    assert [(each.state, each.words) for each in waivers.standings(judged=True)] == [("idle", "no such finding here")]


@pytest.mark.parametrize(("was", "state"), [(5, "applies"), (Fraction(48, 10), "applies"), (4, "dropped")])
def test_a_figures_waiver_is_dropped_where_it_is_further_off_by_a_twentieth(was: Fraction, state: str) -> None:
    rules = '[[band]]\nfigure = "cuts"\nmax = 3\n'
    _, findings, waivers = judged(rules, (30, 60, 90, 120, 150), here(waiver("band.cuts", measured=Fraction(was))))
    (standing,) = waivers.standings(judged=True)
    assert standing.state == state
    assert (findings == ()) == (state == "applies")
    if state == "dropped":
        assert standing.words == "it was 4 when it was waived and is 5 now"


def test_a_season_judges_anew_without_what_was_waived() -> None:
    made = programme(200, (30, 60, 90, 120, 150))
    standing = judged(LIMIT, (30, 60, 90, 120, 150), here(waiver("shot.max@150", 150, 200)))[2].standings(judged=True)
    inspection = dataclasses.replace(small_inspection(), timeline=made, waivers=standing)
    other = parse(HEAD + LIMIT + '[[band]]\nfigure = "cuts"\nmax = 3\n', "other.toml")
    assert [finding.id for finding in held(inspection, other).findings] == ["band.cuts"]
    assert [each.state for each in held(inspection, other).waivers] == ["applies"]
    bare = dataclasses.replace(inspection, waivers=())
    assert "shot.max@150" in [finding.id for finding in held(bare, other).findings]


def test_a_waived_doubtful_edit_point_no_longer_counts_as_doubtful() -> None:
    doubtful = doubtful_of([cut(30, 0.6), cut(90, 0.4)])
    waivers = Waivers(placed=(here(waiver(edit_id(30), 30, 30)), here(waiver(edit_id(150), 150, 150))))
    assert [t.edit_point for t in waivers.sure(doubtful)] == [90]
    assert [each.state for each in waivers.standings(judged=False)] == ["applies", "idle"]


def test_a_fade_at_the_tail_goes_along_with_the_picture_beside_it() -> None:
    ties, edges = trimmed((5, 0, 0, 0, 0))
    fade = waiver("transition.allowed@190", 190, 200)
    assert carry(fade, ties, 200, programme(edges[-1], edges[1:-1])).span == (185, 195)
    head = waiver("transition.allowed@0", 0, 10)
    assert carry(head, ties[1:], 200, programme(edges[-1], edges[1:-1])).dropped
    whole, _ = trimmed((0, 0, 0, 0, 9))
    assert carry(head, whole, 200, programme(191, EDGES[1:-1])).span == (0, 10)
