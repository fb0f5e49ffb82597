"""Suites as folders: where clips and truth are looked for, what does not belong together, writing and reading back."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from tests.suites import lay_truth
from timeline.errors import UsageError
from timeline.suite.scoring import Mark
from timeline.suite.suite import Suite, SuiteError, load_folder, load_suite, save_suite
from timeline.suite.truth import Truth, TruthError


def lay_video(folder: Path, name: str = "a") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.mp4"
    path.write_bytes(b"video " + name.encode())
    return path


@pytest.mark.parametrize("where", ["clips", "truth"])
def test_truth_beside_the_clips_or_next_door(tmp_path: Path, where: str) -> None:
    lay_video(tmp_path / "clips")
    lay_truth(tmp_path / where, "a", genre="film")
    (tmp_path / "clips" / "other.json").write_text("[1]")
    for suite in (load_folder(tmp_path / "clips"), load_suite(tmp_path)):
        (clip,) = suite.clips
        assert suite.notes == ()
        assert (clip.name, clip.genre, clip.path) == ("a", "film", tmp_path / "clips" / "a.mp4")
        assert clip.digest == hashlib.sha256(b"video a").hexdigest()


def test_clips_and_truth_in_one_flat_folder(tmp_path: Path) -> None:
    lay_video(tmp_path)
    lay_truth(tmp_path, "a")
    suite = load_suite(tmp_path)
    assert (suite.name, suite.tolerances, len(suite.clips)) == (tmp_path.name, (0, 1, 2), 1)


def test_suite_toml_names_folders_and_says_how_to_score(tmp_path: Path) -> None:
    lay_video(tmp_path / "elsewhere")
    lay_video(tmp_path / "elsewhere", "b")
    lay_truth(tmp_path / "notes", "a")
    lay_truth(tmp_path / "notes", "b", genre="film")
    (tmp_path / "suite").mkdir()
    (tmp_path / "suite" / "suite.toml").write_text(
        'name = "House"\nsource = "us"\nnotes = "by eye"\ngenre = "drama"\ntolerances = [2, 0, 2]\n'
        'clips = "../elsewhere"\ntruth = "../notes"\n[splits]\ntest = ["b"]\ntrain = ["a"]\n'
    )
    suite = load_suite(tmp_path / "suite")
    assert (suite.name, suite.source, suite.notes, suite.tolerances) == ("House", "us", ("by eye",), (0, 2))
    assert {clip.name: clip.genre for clip in suite.clips} == {"a": "drama", "b": "film"}
    assert [clip.name for clip in suite.chosen(["test"]).clips] == ["b"]
    assert suite.chosen(["test", "train"]).clips == suite.clips
    with pytest.raises(UsageError, match="no split 'dev'; there are test, train"):
        suite.chosen(["dev"])


@pytest.mark.parametrize(
    ("toml", "words"),
    [
        ("name = ", "not readable as TOML"),
        ("title = 'x'", "'title' is unknown here; a suite has name, source"),
        ("name = 3", "name: a text is needed, not 3"),
        ("tolerances = [-1]", r"tolerances: a list of frames from 0 is needed, not \[-1\]"),
        ("tolerances = []", "tolerances: a list of frames"),
        ("clips = 'gone'", "clips: .*gone is no folder"),
        ("splits = 3", "splits: a table of lists is needed"),
        ("splits = {test = 'a'}", "splits.test: a list of clip names is needed"),
        ("splits = {test = ['a.mp4']}", r"splits.test: no clip is called 'a\.mp4' \(names carry no suffix\)"),
    ],
)
def test_a_wrong_suite_toml_is_named_with_its_key(tmp_path: Path, toml: str, words: str) -> None:
    lay_video(tmp_path / "clips")
    lay_truth(tmp_path / "truth", "a")
    (tmp_path / "suite.toml").write_text(toml)
    with pytest.raises(SuiteError, match=rf"suite\.toml: {words}"):
        load_suite(tmp_path)


def test_what_has_no_partner(tmp_path: Path) -> None:
    lay_video(tmp_path / "clips", "lonely")
    lay_truth(tmp_path / "truth", "gone")
    suite = load_suite(tmp_path)
    assert suite.absent == ("gone.mp4",)
    assert suite.notes == ("lonely.mp4: no truth, not scored",)


def test_truth_of_another_file_or_of_one_clip_twice(tmp_path: Path) -> None:
    lay_video(tmp_path)
    lay_truth(tmp_path, "a", sha256="0" * 64)
    with pytest.raises(TruthError, match=r"a\.json: sha256: made for another file than .*a\.mp4: the truth says 0000"):
        load_suite(tmp_path)
    lay_truth(tmp_path, "a")
    lay_truth(tmp_path, "b", clip="a.mp4")
    with pytest.raises(TruthError, match=r"b\.json: 'a' is annotated in a\.json already"):
        load_suite(tmp_path)


def test_folders_that_hold_nothing(tmp_path: Path) -> None:
    for load in (load_suite, load_folder):
        with pytest.raises(UsageError, match="is no folder"):
            load(tmp_path / "none")
        with pytest.raises(UsageError, match="no clip of"):
            load(tmp_path)
    with pytest.raises(UsageError, match="none is no folder; give the folder that holds the truth"):
        load_folder(tmp_path, tmp_path / "none")


def test_a_saved_suite_reads_back(tmp_path: Path) -> None:
    truths = [Truth(clip=f"{name}.mp4", transitions=(Mark(3, 3),), frames=9) for name in ("a", "b")]
    splits = {"first half": ["a"], "none": []}
    name = 'Say "cheese"\n\\'
    save_suite(tmp_path, truths, name=name, splits=splits, tolerances=[1], source="x", notes="n", genre="g")
    suite = load_suite(tmp_path)
    assert isinstance(suite, Suite)
    assert (suite.name, suite.source, suite.notes, suite.tolerances) == (name, "x", ("n",), (1,))
    assert {split.name: list(split.clips) for split in suite.splits} == splits
    assert suite.absent == ("a.mp4", "b.mp4")
    assert [(clip.truth.transitions, clip.genre) for clip in suite.clips] == [((Mark(3, 3),), "g")] * 2
    with pytest.raises(TruthError, match="two clips are called 'A'"):
        save_suite(tmp_path / "more", [truths[0], Truth(clip="A.mkv", transitions=())], name="x")
