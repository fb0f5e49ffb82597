"""What episodes share, found from signatures: exact at both ends, and nothing where pictures are only alike."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.shared_season import RATE, Part, Script, scripts, signatures
from timeline.analyse.shared import Reel, find
from timeline.analyse.shared.kinds import spans_of
from timeline.analyse.shared.material import Occurrence, materials
from timeline.analyse.shared.runs import Run
from timeline.model.clock import constant_clock
from timeline.model.shared import Piece, SharedSpan

Codes = npt.NDArray[np.uint8]
TITLE = (Part(take=-1, start=0, frames=40), Part(take=-2, start=0, frames=35))
CARD = Part(take=-100, start=0, frames=60)
BLACK = 0


def found(rows: Sequence[Codes]) -> tuple[SharedSpan, ...]:
    reels = [Reel(number=n, clock=constant_clock(len(each), RATE)) for n, each in enumerate(rows, start=1)]
    return find(reels, lambda n: rows[n])


def episode(number: int, *parts: Part) -> Codes:
    return signatures(Script(number=number, parts=parts, truth=()), seed=number % 3)


def shot(take: int, frames: int = 60, start: int = 0) -> Part:
    return Part(take=take, start=start, frames=frames)


def told(spans: Sequence[SharedSpan]) -> list[tuple[int, str, int, int]]:
    return [(span.episode, span.kind, span.start, span.stop) for span in spans]


def test_a_season_to_the_frame_and_nothing_else() -> None:
    """Recaps, titles under an episode number, end cards; cold opens and black between; every shot on one of 12 sets."""
    made = list(scripts(7, seconds=60))
    spans = found([signatures(each, seed=each.number % 3) for each in made])
    assert told(spans) == [truth for each in made for truth in each.truth]


def test_a_recap_says_where_each_piece_comes_from() -> None:
    body = [shot(take, 80) for take in range(1001, 1009)]
    recap = [shot(1002, 30, 12), shot(1005, 26, 40), shot(1007, 41, 7)]
    own = [shot(take, 70) for take in range(2001, 2010)]
    (span,) = found([episode(1, *body), episode(2, *recap, *own)])
    assert (span.episode, span.kind, span.start, span.stop, span.episodes) == (2, "recap", 0, 97, (1,))
    assert [(p.start, p.stop, p.source) for p in span.pieces] == [(0, 30, 92), (30, 56, 360), (56, 97, 487)]


def test_other_takes_of_the_same_sets_and_black_are_no_shared_material() -> None:
    rows = [
        episode(n, shot(BLACK, 80), *(shot(1000 * n + k, 50) for k in range(12)), shot(BLACK, 80)) for n in range(1, 5)
    ]
    assert found(rows) == ()


def test_alike_shots_beside_the_title_are_not_taken_in() -> None:
    """The title is cut against takes of one set, before and behind it, in every episode."""
    rows = [
        episode(n, *_takes_of_one_set(4, n), *TITLE, *_takes_of_one_set(4, n + 20), *(_own(n, 10)))
        for n in (1, 2, 3, 4)
    ]
    assert told(found(rows)) == [(n, "title", 60, 135) for n in (1, 2, 3, 4)]


def _own(number: int, shots: int) -> list[Part]:
    return [shot(1000 * number + k, 50) for k in range(shots)]


def _takes_of_one_set(which: int, number: int) -> list[Part]:
    """The ``number``th take of those that show this set."""
    takes = [take for take in range(50_000, 51_000) if int(np.random.default_rng((take, 11)).integers(12)) == which]
    return [shot(takes[number], 60)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (shot(8194, 26, 38), shot(32184, 26, 8)),
        (shot(90188, 50, 19), shot(93182, 46, 35)),
    ],
)
def test_takes_that_happen_to_walk_alike_are_not_the_same_pictures(one: Part, other: Part) -> None:
    """Of a hundred episodes some takes on one set do: half of their frames move alike by more than 0.92."""
    rows = [episode(n, *_own(n, 4), part, *_own(n + 5, 4)) for n, part in ((1, one), (2, other))]
    assert found(rows) == ()


def test_black_beside_shared_material_is_its_own_only_where_all_have_as_much() -> None:
    def made(number: int, before: int, after: int) -> Codes:
        return episode(
            number, *_own(number, 9), shot(BLACK, before), CARD, shot(BLACK, after), shot(1000 * number + 99)
        )

    varied = found([made(1, 5, 8), made(2, 11, 8), made(3, 3, 8)])
    assert told(varied) == [(1, "endcard", 455, 523), (2, "endcard", 461, 529), (3, "endcard", 453, 521)]


def test_black_to_the_end_of_the_file_goes_with_the_end_card() -> None:
    rows = [episode(n, *_own(n, 9), shot(BLACK, 4 + n), CARD, shot(BLACK, 10 * n)) for n in (1, 2, 3)]
    assert told(found(rows)) == [(n, "endcard", 454 + n, 514 + n + 10 * n) for n in (1, 2, 3)]


def test_a_still_that_is_held_longer_in_one_copy_is_whole_in_each() -> None:
    rows = [episode(n, *_own(n, 9), shot(-100, 30 + 20 * n)) for n in (1, 2, 3)]
    assert told(found(rows)) == [(n, "endcard", 450, 480 + 20 * n) for n in (1, 2, 3)]


def test_two_episodes_that_share_more_than_the_title() -> None:
    """Episodes 2 and 3 go on with one shot: that is shared, and the title ends where it ends in all."""
    extra = shot(77_001, 50)
    rows = [episode(n, *TITLE, *([extra] if n in (2, 3) else []), *_own(n, 10)) for n in range(1, 6)]
    spans = told(found(rows))
    assert [span for span in spans if span[1] == "title"] == [(n, "title", 0, 75) for n in range(1, 6)]
    assert [span for span in spans if span[1] != "title"] == [(2, "shared", 75, 125), (3, "shared", 75, 125)]


@pytest.mark.parametrize("mixed", [8, 12])
def test_a_title_that_dissolves_ends_before_the_first_mixed_frame(mixed: int) -> None:
    rows = []
    for n in (1, 2, 3):
        whole = episode(n, *TITLE, *_own(n, 8)).astype(np.float32)
        share = (np.arange(1, mixed + 1, dtype=np.float32) / (mixed + 1))[:, None]
        whole[75 - mixed : 75] += share * (whole[75 : 75 + mixed] - whole[75 - mixed : 75])
        rows.append(np.rint(whole).astype(np.uint8))
    spans = found(rows)
    assert [span.start for span in spans] == [0, 0, 0]
    assert all(75 - mixed <= span.stop <= 75 - mixed + 1 for span in spans)


def test_one_episode_and_one_without_pictures_share_nothing() -> None:
    assert found([episode(1, *TITLE)]) == ()
    assert found([episode(1, *TITLE), np.full((60, 1152), 16, np.uint8)]) == ()


@st.composite
def placed(draw: st.DrawFn) -> tuple[list[list[Occurrence]], list[Run]]:
    """Materials at places of their own in some of the episodes, and pairs of them enough to hang together."""
    episodes = draw(st.integers(2, 6))
    truth, runs = list[list[Occurrence]](), list[Run]()
    for number in range(draw(st.integers(1, 4))):
        length = draw(st.integers(20, 90))
        chosen = draw(st.lists(st.integers(0, episodes - 1), min_size=2, max_size=episodes, unique=True))
        starts = {each: 500 * number + draw(st.integers(0, 200)) for each in sorted(chosen)}
        own = [Occurrence(episode=e, start=s, stop=s + length, origin=s) for e, s in starts.items()]
        truth.append(own)
        linked = [(a, b) for n, a in enumerate(own) for b in own[n + 1 :] if b is own[n + 1] or draw(st.booleans())]
        runs += [
            Run(one=a.episode, other=b.episode, start=a.start, stop=a.stop, shift=b.start - a.start) for a, b in linked
        ]
    return truth, draw(st.permutations(runs))


@given(placed())
def test_runs_of_pairs_come_together_as_the_materials_they_are_of(
    case: tuple[list[list[Occurrence]], list[Run]],
) -> None:
    truth, runs = case
    assert sorted(map(list, materials(runs)), key=str) == sorted(truth, key=str)


def reels(*frames: int) -> list[Reel]:
    return [Reel(number=n, clock=constant_clock(each, RATE)) for n, each in enumerate(frames, start=1)]


def at(episode: int, start: int, frames: int = 50) -> Occurrence:
    return Occurrence(episode=episode, start=start, stop=start + frames, origin=start)


def kinds(*material: Occurrence, episodes: int) -> list[tuple[int, str]]:
    return [(span.episode, span.kind) for span in spans_of([material], reels(*[1500] * episodes))]


def test_kinds_by_place_and_by_how_many_have_it() -> None:
    assert kinds(at(0, 0), at(1, 300), at(3, 0), episodes=5) == [(1, "title"), (2, "title"), (4, "title")]
    assert kinds(at(0, 1400), at(2, 1410), at(3, 1450), episodes=5) == [(n, "endcard") for n in (1, 3, 4)]
    assert kinds(at(0, 700), at(1, 0), episodes=5) == [(2, "recap")]
    assert kinds(at(0, 1400), at(1, 0), at(2, 50), episodes=8) == [(2, "recap"), (3, "recap")]
    assert kinds(at(0, 700), at(3, 800), episodes=5) == [(1, "shared"), (4, "shared")]
    assert kinds(at(2, 0), at(3, 10), episodes=12) == [(3, "shared"), (4, "shared")]
    assert kinds(at(0, 400), at(1, 0), episodes=2) == [(2, "recap")]
    assert kinds(at(0, 75), at(1, 0), episodes=4) == [(2, "recap")]
    assert kinds(at(0, 40), at(1, 0), episodes=2) == [(1, "title"), (2, "title")]


def test_pieces_less_than_a_second_apart_are_one_span() -> None:
    pieces = [(at(0, 700), at(1, 0)), (at(0, 900), at(1, 75)), (at(0, 1100), at(1, 151))]
    spans = spans_of(pieces, reels(1500, 1500, 1500, 1500))
    assert told(spans) == [(2, "recap", 0, 125), (2, "recap", 151, 201)]


@pytest.mark.parametrize("pieces", [(), ((0, 5),), ((2, 10),)])
def test_a_span_reaches_from_its_first_piece_to_its_last(pieces: tuple[tuple[int, int], ...]) -> None:
    made = tuple(Piece(start=a, stop=b, episode=1, source=0) for a, b in pieces)
    with pytest.raises(ValueError, match="reach from end to end"):
        SharedSpan(episode=2, kind="title", start=0, stop=10, episodes=(1,), pieces=made)


def test_a_title_behind_a_long_cold_open_is_a_title_still() -> None:
    assert kinds(at(0, 0), at(1, 0), at(2, 900), at(3, 20), episodes=4) == [(n, "title") for n in (1, 2, 3, 4)]
