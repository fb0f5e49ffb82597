"""Profiles learnt from episodes: they pass a share of good ones as a whole and say what they rest on."""

from __future__ import annotations

import itertools
import random
from fractions import Fraction
from pathlib import Path

import pytest
from typer.testing import CliRunner

from cli import app
from tests.libraries import episode as which
from tests.libraries import library, row
from tests.seasons import documents, episode, inspected, references
from timeline.analyse.learn import Reference, learn
from timeline.analyse.learn_columns import cuts_by, measure_all
from timeline.analyse.learn_fit import rank_of
from timeline.analyse.learn_profile import passes
from timeline.errors import UsageError
from timeline.model.profile import HOUSE_DEFAULT
from timeline.profiles import load, parse
from timeline.profiles.write import dumps

SHARE = Fraction(9, 10)
RUN = CliRunner()


def test_what_is_learnt_passes_the_stated_share_of_further_episodes() -> None:
    """The promise itself: episodes of the same style that were not learnt from, over several sets of references."""
    rates = []
    for seed in range(4):
        learnt = learn(references(12, seed), load("micro-drama"), SHARE, 1)
        rng = random.Random(100 + seed)
        rates.append(sum(passes(episode(rng), learnt.profile) for _ in range(60)) / 60)
        assert learnt.passing >= SHARE * len(learnt.used)
    assert sum(rates) / len(rates) >= 0.85, rates


@pytest.mark.parametrize(("n", "mean", "passed"), [(12, 8, 3), (12, 10, 0), (20, 8, 0)])
def test_another_pace_fails_it(n: int, mean: float, passed: int) -> None:
    """Of ten episodes cut at a third of the pace; wide bands of twelve references let some of them through."""
    learnt = learn(references(n), load("micro-drama"), SHARE, 1)
    rng = random.Random(7)
    assert sum(passes(episode(rng, mean=mean), learnt.profile) for _ in range(10)) == passed


def test_an_outlier_is_named_and_moves_no_band() -> None:
    plain = references(12)
    odd = Reference(name="odd", content_id="f" * 64, timeline=episode(random.Random(5), mean=12))
    learnt, without = learn([*plain, odd], load("micro-drama"), SHARE, 1), learn(plain, load("micro-drama"), SHARE, 1)
    assert [outlier.name for outlier in learnt.outliers] == ["odd"]
    assert not without.outliers
    assert learnt.profile.bands == without.profile.bands
    assert "odd" not in learnt.used


def test_one_reference_left_out_fails_as_often_as_is_quoted() -> None:
    learnt = learn(references(12), load("micro-drama"), SHARE, 1)
    assert learnt.failure_rate == Fraction(len(learnt.failing), 12)
    assert set(learnt.failing) <= set(learnt.used)


def test_few_references_promise_less_and_say_so() -> None:
    learnt = learn(references(5), load("micro-drama"), SHARE, 1)
    assert learnt.share == Fraction(5, 6)
    assert any("5 references promise no more" in note for note in learnt.left_out)


@pytest.mark.parametrize("n", [0, 1, 3])
def test_too_few_references_are_refused(n: int) -> None:
    with pytest.raises(UsageError, match=r"learnt from 4 to 400"):
        learn(references(n), load("micro-drama"), SHARE, 1)


def test_the_bands_reach_to_the_score_that_a_further_episode_stays_below_often_enough() -> None:
    """Rank ceil((n + 1) share) of n exchangeable scores: a further one is above it with at most 1 - share."""
    assert [rank_of(n, SHARE) for n in (4, 9, 12, 19, 99)] == [4, 9, 12, 18, 90]


def test_columns_are_the_judged_figures_overall_and_by_section() -> None:
    measured = measure_all([r.timeline for r in references(3)], load("micro-drama").sections)
    titles = {column.title for column in measured.columns}
    assert {"Cuts", "Length", "Cuts in the hook", "Median shot length in the escalation"} <= titles
    assert "Length in the hook" not in titles


def test_cuts_by_a_share_count_a_cut_exactly_there() -> None:
    from tests.programmes import programme

    assert cuts_by(programme(100, [10, 50, 51]), [10, 49, 50, 51, 100]) == [1, 1, 2, 3, 3]


def test_a_profile_written_is_read_back_the_same() -> None:
    for name in ("micro-drama", "short-video", "film"):
        profile = load(name)
        again = parse(dumps(profile, ["A comment of its own,", "- and a list."]), "again.toml")
        for field in ("name", "title", "source", "sections", "bands", "corridor", "shots", "delivery", "events"):
            assert getattr(again, field) == getattr(profile, field), field
        assert again.transitions == profile.transitions
    learnt = learn(references(12), load("micro-drama"), SHARE, 1).profile
    again = parse(dumps(learnt), "again.toml")
    assert (again.bands, again.corridor, again.sections) == (learnt.bands, learnt.corridor, learnt.sections)


def test_house_defaults_give_way_to_what_was_learnt() -> None:
    profile = learn(references(12), load("micro-drama"), SHARE, 1).profile
    assert HOUSE_DEFAULT not in {band.source for band in profile.bands} | {limit.source for limit in profile.shots}
    assert profile.delivery == load("micro-drama").delivery


def test_learn_twice_gives_the_same_bytes_in_any_order(tmp_path: Path) -> None:
    paths = documents(tmp_path / "good", [r.timeline for r in references(6)])
    house = tmp_path / "house.toml"

    def learnt(*files: Path) -> bytes:
        done = RUN.invoke(app, ["profile", "learn", *map(str, files), "-o", str(house), "--date", "2026-05-01"])
        assert done.exit_code == 0, done.output
        return house.read_bytes()

    first = learnt(*paths)
    assert learnt(*reversed(paths)) == first
    text = first.decode()
    for said in ('name = "house"', "learnt 2026-05-01 from n = 6 episodes", "left out in turn", "ep01, ep02", "seed 1"):
        assert said in text, said
    shown = RUN.invoke(app, ["profile", "show", str(house)])
    assert shown.exit_code == 0
    assert "Corridor" in shown.output or "Bands" in shown.output
    assert "█" in shown.output or "#" in shown.output


def library_of(folder: Path, n: int) -> None:
    """A library of one season, an episode a reference, and a later cut of the first."""
    cuts = [r.timeline for r in references(n)]
    rows = [row(k, which(k), inspection=inspected(cut, k)) for k, cut in enumerate(cuts, start=1)]
    library(folder, *rows, row(99, which(1), minutes=5, inspection=inspected(references(1, 8)[0].timeline, 99)))


def test_a_query_on_a_library_names_references(tmp_path: Path) -> None:
    library_of(tmp_path / "lib", 8)
    house = tmp_path / "house.toml"

    def learnt(select: str) -> str:
        asked = ["--library", str(tmp_path / "lib"), "--query", select]
        done = RUN.invoke(app, ["profile", "learn", "-o", str(house), "--date", "2026-05-01", *asked])
        assert done.exit_code == 0, done.output
        return house.read_text(encoding="utf-8")

    first = learnt("select content_id from versions where episode between 2 and 7 order by asl")
    assert first == learnt("select series, season, episode from episodes where episode between 2 and 7")
    assert "references: Night Bus S01E02, Night Bus S01E03" in first
    cuts = learnt("select series, season, episode, version from versions where episode < 5")
    assert "Night Bus S01E01 version 1, Night Bus S01E01 version 2, Night Bus S01E02" in cuts


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["--query", "select 1"], "give both --library"),
        ([], "name the episodes that worked"),
        (["--library", "lib", "--query", "select asl from episodes"], "names no episode"),
        (["--library", "lib", "--query", "select content_id from episodes where false"], "names no episode"),
        (["--library", "lib", "--query", "select 'x' as content_id"], "has no x"),
        (["--library", "lib", "--query", "select content_id from episodes, range(500)"], "more than 400"),
        (["--library", "lib", "--query", "drop view episodes"], "one SELECT"),
    ],
)
def test_a_query_that_names_no_references_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, args: list[str], said: str
) -> None:
    monkeypatch.chdir(tmp_path)
    library_of(tmp_path / "lib", 2)
    done = RUN.invoke(app, ["profile", "learn", "-o", "x.toml", *args])
    assert done.exit_code == 2
    assert said in " ".join(done.output.split())


def test_timelines_are_references_too(tmp_path: Path) -> None:
    """An EDL states no rate: it is asked for, and --rate answers."""
    edls = []
    for number, cut in enumerate(references(5), start=1):
        points = [cut.timeline.start, *cut.timeline.edit_points, cut.timeline.stop]
        lines = ["TITLE: EP"]
        for event, (start, stop) in enumerate(itertools.pairwise(points), start=1):
            # Sources lie apart: were they to run on, the edits between them would be no cuts to see.
            marks = (frame_label(at) for at in (start + 25 * event, stop + 25 * event, start, stop))
            lines.append(f"{event:03}  R{event:03} V C {' '.join(marks)}")
        path = tmp_path / f"ep{number}.edl"
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        edls.append(str(path))
    args = ["profile", "learn", *edls, "-o", str(tmp_path / "house.toml"), "--date", "2026-05-01"]
    assert "--rate" in RUN.invoke(app, args).output
    done = RUN.invoke(app, [*args, "--rate", "25"])
    assert done.exit_code == 0, done.output
    want = learn(references(5), load("micro-drama"), SHARE, 1).profile
    made = load(str(tmp_path / "house.toml"))
    assert [(b.figure, b.low, b.high) for b in made.bands] == [(b.figure, b.low, b.high) for b in want.bands]


def frame_label(frame: int) -> str:
    seconds, frames = divmod(frame, 25)
    return f"00:{seconds // 60:02}:{seconds % 60:02}:{frames:02}"


def test_the_verdict_quotes_how_often_good_episodes_fail(tmp_path: Path) -> None:
    from tests.programmes import media
    from timeline.analyse import judge, measure, place_sections
    from timeline.timecode import TimecodeBasis

    paths = documents(tmp_path / "good", [r.timeline for r in references(6)])
    house = tmp_path / "house.toml"
    RUN.invoke(app, ["profile", "learn", *map(str, paths), "-o", str(house), "--name", "House", "-q"])
    profile, timeline = load(house), episode(random.Random(3), mean=9)
    sections, _ = place_sections(timeline, profile.sections)
    rhythm = measure(timeline, sections=sections)
    judgement, findings = judge(timeline, rhythm, media(), (), profile, TimecodeBasis(rate=timeline.clock.rate))
    assert "of 6 good episodes fail it" in judgement.rests_on
    assert "good episodes fail it" in judgement.summary
    assert findings


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["--date", "yesterday"], "is no date"),
        (["--share", "1.5"], "cannot be learnt"),
        (["--base", "nothing"], "there is no profile"),
    ],
)
def test_wrong_orders_are_refused_in_one_line(tmp_path: Path, args: list[str], said: str) -> None:
    paths = documents(tmp_path / "good", [r.timeline for r in references(4)])
    done = RUN.invoke(app, ["profile", "learn", *map(str, paths), "-o", str(tmp_path / "x.toml"), *args])
    assert done.exit_code == 2
    assert said in done.output
    assert not (tmp_path / "x.toml").exists()


def test_what_is_no_document_and_the_same_file_twice_are_refused(tmp_path: Path) -> None:
    paths = documents(tmp_path / "good", [r.timeline for r in references(4)])
    broken = tmp_path / "broken.inspection.json"
    broken.write_text("{}", encoding="utf-8")
    done = RUN.invoke(app, ["profile", "learn", *map(str, [*paths, broken]), "-o", str(tmp_path / "x.toml")])
    assert done.exit_code == 2
    assert "broken.inspection.json" in done.output
    done = RUN.invoke(app, ["profile", "learn", *map(str, [*paths, paths[0]]), "-o", str(tmp_path / "x.toml")])
    assert done.exit_code == 2
    assert "named twice" in done.output
