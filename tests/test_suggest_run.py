"""``timeline suggest`` as a user meets it: real files, real processes, what is said and the exit codes."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from cli import app
from timeline.model import wire
from timeline.model.suggestion import Suggestion
from timeline.model.suggestion_wire import loads
from timeline.sequences import Ask, inspect_sequence

SAMPLES = Path(__file__).parent.parent / "sample_clips"
EPISODE = SAMPLES / "night-bus-ep01.mp4"
HEAD = '[profile]\nname = "house"\ntitle = "House style"\nsource = "our first season"\n'
DEFAULT = "house default, no published source"
RUN = CliRunner()


@pytest.fixture(scope="module", autouse=True)
def _cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """One decode for all."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TIMELINE_CACHE", str(tmp_path_factory.mktemp("cache")))
        yield


def suggest(*words: str | Path, code: int = 0) -> Result:
    """Run the command."""
    done = RUN.invoke(app, ["suggest", *map(str, words), "--time-limit", "60"])
    assert done.exit_code == code, done.output
    return done


def document(*words: str | Path, code: int = 0) -> Suggestion:
    """The document that a run writes."""
    return loads(suggest(*words, "--json", "-", code=code).stdout)


def profile(folder: Path, rules: str) -> Path:
    path = folder / "house.toml"
    path.write_text(HEAD + rules)
    return path


def test_a_shot_too_long_is_trimmed_by_what_it_is_over(tmp_path: Path) -> None:
    made = document(EPISODE, "--profile", profile(tmp_path, "[[shot]]\nmax_seconds = 2.4\n"), "--no-speech")
    (answer,) = made.answers
    assert (made.outcome, answer.fewest, answer.proven) == ("mended", ("shots", "frames"), True)
    assert [(trim.shot + 1, trim.frames) for trim in answer.trims] == [(18, 2), (26, 2), (43, 2)]
    assert answer.length == 1452 - 6
    assert {each.state for each in answer.findings} == {"mended"}
    first = answer.trims[0]
    assert (first.edge, first.gone, first.kept, first.lies) == ("tail", (678, 680), (618, 678), (618, 678))
    assert "a transition lies at the head" in first.place  # a slide leads into it
    assert first.needed == ("Shot 18 too long",)
    assert answer.trims[2].edge == "head"  # the episode keeps its last frame


def test_the_sample_says_what_cannot_be_had_and_why() -> None:
    command = [sys.executable, "-m", "timeline", "suggest", str(EPISODE), "--profile", str(SAMPLES / "night-bus.toml")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    told = done.stdout
    assert "50 frames out of four shots mend the four targets that are missed" in told
    assert "Cannot be had  the corridor's lower side" in told
    assert "nothing is taken while somebody speaks" in told
    assert "Very short shot too long: trimming edges does not change it" in told


def test_a_length_is_met_to_the_frame() -> None:
    made = document(EPISODE, "--duration", "56s", "--no-speech")
    assert all(answer.length == 1400 for answer in made.answers)
    shots, frames = made.answers[0], made.answers[-1]
    assert frames.frames == shots.frames == 52
    assert shots.shots == 2  # no shot of this episode can lose 52 frames alone


def test_what_clashes_is_named(tmp_path: Path) -> None:
    made = document(EPISODE, "--profile", SAMPLES / "night-bus.toml", "--max-trim", "12f", "--no-speech", code=1)
    assert made.outcome == "nearest"
    assert {conflict.target for conflict in made.conflicts} == {"the corridor's lower side"}
    (conflict,) = made.conflicts
    assert conflict.against == ("length of the programme, at least 55.0 s", "cuts in the cliffhanger, at least 11")


def test_no_house_default_is_ever_a_target(tmp_path: Path) -> None:
    rules = f'[[shot]]\nmax_seconds = 1\nsource = "{DEFAULT}"\nseverity = "error"\n'
    made = document(EPISODE, "--profile", profile(tmp_path, rules))
    assert (made.outcome, made.answers) == ("no targets", ())
    assert made.apart[0].why == "its limit is a house default, which is never a target"


def test_no_detail_is_ever_a_target(tmp_path: Path) -> None:
    made = document(EPISODE, "--profile", profile(tmp_path, '[[band]]\nfigure = "npvi"\nmax = 1\n'))
    assert (made.outcome, made.answers) == ("no targets", ())
    assert [each.rule for each in made.apart] == ["band.npvi"]


def test_a_built_in_reference_is_no_target() -> None:
    assert document(EPISODE, "--profile", "film").outcome == "no targets"


def test_nothing_to_mend(tmp_path: Path) -> None:
    told = suggest(EPISODE, "--profile", profile(tmp_path, "[[shot]]\nmax_seconds = 3\n")).stdout
    assert "Nothing to mend" in told


def test_too_few_cuts_are_beyond_trimming(tmp_path: Path) -> None:
    rules = '[[band]]\nfigure = "cuts"\nmin = 60\n[[shot]]\nmax_seconds = 2.45\n'
    made = document(EPISODE, "--profile", profile(tmp_path, rules), "--no-speech")
    assert made.outcome == "mended"  # what trimming can mend
    (apart,) = made.apart
    assert (apart.rule, apart.start, apart.stop) == ("band.cuts", 0, 1452)
    assert apart.why.startswith("no frames taken out bring it there: make 18 more cuts")


def test_a_limit_that_stands_in_the_way_is_named_with_what_would_do(tmp_path: Path) -> None:
    rules = "[[shot]]\nmax_seconds = 2\n"
    made = document(EPISODE, "--profile", profile(tmp_path, rules), "--max-trim", "11f", "--no-speech", code=0)
    blocked = {conflict.target: conflict for conflict in made.conflicts}
    conflict = blocked["shot 18, at most 2.0 s"]
    assert (conflict.short, conflict.against) == ("1 frame off", ("no shot loses more than 11 frames",))
    assert conflict.reliefs == ("--max-trim 12f",)


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        ((), 2, "there is nothing to aim at; give --profile FILE, --duration 90s, or both"),
        (("--duration", "soon"), 2, "write seconds such as 90s"),
        (("--duration", "50s", "--protect", "99:00-99:10"), 2, "lies outside the programme, frames 0 to 1452"),
        (("--duration", "50s", "--protect", "1500-1600"), 2, "lies outside the programme, frames 0 to 1452"),
        (("--duration", "50s", "--protect", "8-4"), 2, "holds no frame; end after the start"),
        (("--duration", "50s", "--max-trim", "many"), 2, "write whole frames such as 12f"),
        (("--duration", "50s", "--rate", "25"), 2, "are for timeline files"),
    ],
)
def test_refusals(words: tuple[str, ...], code: int, said: str) -> None:
    assert said in suggest(EPISODE, *words, code=code).stderr


def test_the_document_is_read_like_its_video(tmp_path: Path) -> None:
    made = tmp_path / "ep.inspection.json"
    command = [sys.executable, "-m", "timeline", "inspect", str(EPISODE), "--json", str(made), "--quiet"]
    subprocess.run(command, check=True)
    rules = profile(tmp_path, "[[shot]]\nmax_seconds = 2.4\n")
    one, other = (document(path, "--profile", rules, "--no-speech") for path in (EPISODE, made))
    assert one == other
    assert json.loads(made.read_text())["profile"] is None


def test_a_protected_stretch_stays(tmp_path: Path) -> None:
    rules = profile(tmp_path, "[[shot]]\nmax_seconds = 2.4\n")
    made = document(EPISODE, "--profile", rules, "--no-speech", "--protect", "00:36-00:37")
    assert ("tail", (960, 962)) in [(trim.edge, trim.gone) for trim in made.answers[0].trims]
    assert "its frames are protected at the head" in "".join(trim.place for trim in made.answers[0].trims)


def test_the_new_cut_and_the_markers_lie_where_the_answer_says(tmp_path: Path) -> None:
    rules = profile(tmp_path, "[[shot]]\nmax_seconds = 2.4\n")
    files = {name: tmp_path / name for name in ("m.edl", "new.edl", "new.otio")}
    words = ("--markers", files["m.edl"], "--edl", files["new.edl"], "--otio", files["new.otio"])
    done = suggest(EPISODE, "--profile", rules, "--no-speech", *words)
    assert done.stderr.count("music and atmosphere that run across an edit will jump there") == 2
    marked = files["m.edl"].read_text()
    assert marked.count("|M:Trim shot") == 3
    assert "00:00:27:03 00:00:27:04 00:00:27:03 00:00:27:04" in marked  # frame 678, where the tail of shot 18 goes
    ask = Ask(rate=Fraction(25), keep_through_edits=True)
    for name in ("new.edl", "new.otio"):
        cut = inspect_sequence(files[name], ask).timeline
        assert cut.frames == 1446
        first, later = cut.shots[17], cut.shots[18]
        assert (first.start, first.stop, later.start) == (618, 678, 678)
        assert later.source is not None
        assert later.source.start == 680
    assert " AA/V  C " in files["new.edl"].read_text()
    tracks = json.loads(files["new.otio"].read_text())["tracks"]["children"]
    picture, sound = ([clip["source_range"] for clip in track["children"]] for track in tracks)
    assert picture == sound


def test_where_there_is_nothing_to_mend_no_new_cut_is_written_and_nothing_failed(tmp_path: Path) -> None:
    rules, new = profile(tmp_path, "[[shot]]\nmax_seconds = 3\n"), tmp_path / "new.edl"
    done = suggest(EPISODE, "--profile", rules, "--no-speech", "--edl", new, "--out", tmp_path / "pages", code=0)
    assert "Nothing to mend" in done.stdout
    assert done.stderr == f"not written: {new}, since there is no trim to write\n"
    assert not new.exists()
    assert (tmp_path / "pages" / f"{EPISODE.stem}.suggest.html").exists()


def test_files_of_a_second_answer_that_is_not_there_are_refused(tmp_path: Path) -> None:
    rules, new = profile(tmp_path, "[[shot]]\nmax_seconds = 2.4\n"), tmp_path / "new.edl"
    done = suggest(EPISODE, "--profile", rules, "--no-speech", "--edl", new, "--answer", "2", code=2)
    assert "no file holds answer 2: there is only 1. " in done.stderr
    assert not new.exists()


def test_the_preview_is_cut_where_the_answer_says_and_the_findings_are_gone(tmp_path: Path) -> None:
    """Frames 576 to 961 of the sample, shots 17 to 26, rendered without what goes and inspected again."""
    rules, preview = profile(tmp_path, "[[shot]]\nmax_seconds = 2.4\n"), tmp_path / "new.mp4"
    words = ("--profile", rules, "--no-speech", "--program", "576-962")
    made = document(EPISODE, *words, "--preview", preview)
    (answer,) = made.answers
    assert [(trim.shot, trim.gone) for trim in answer.trims] == [(1, (678, 680)), (9, (900, 902))]
    again = tmp_path / "again.json"
    done = RUN.invoke(app, ["inspect", str(preview), "--profile", str(rules), "--json", str(again), "--quiet"])
    assert done.exit_code == 0, done.output
    found = wire.loads(again.read_text())
    truth = json.loads((SAMPLES / "night-bus-ep01.json").read_text())["shots"]
    before = [shot["start"] for shot in truth if 576 < shot["start"] < 962]
    assert found.timeline.edit_points == tuple(at - 576 - 2 * (at >= 680) for at in before)
    assert found.timeline.frames == answer.length == 382
    assert found.findings == ()


def test_what_is_waived_is_no_target(tmp_path: Path) -> None:
    """Shot 18 is held on purpose; shots 26 and 43 are trimmed all the same."""
    episode = tmp_path / "episode.mp4"
    episode.write_bytes(EPISODE.read_bytes())
    rules = profile(tmp_path, "[[shot]]\nmax_seconds = 2.4\n")
    words = ["waive", str(episode), "shot.max@618", "--note", "held on purpose", "--profile", str(rules)]
    done = RUN.invoke(app, words)
    assert done.exit_code == 0, done.output
    made = document(episode, "--profile", rules, "--no-speech")
    (answer,) = made.answers
    assert [trim.shot + 1 for trim in answer.trims] == [26, 43]
    assert {each.state for each in answer.findings} == {"mended"}
    assert [each for each in made.missed if "shot 18" in each] == []
