"""A run on small rendered clips: figures, files equal to the byte, going on after a kill, refusals in words."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.suites import lay_suite, lay_truth
from tests.videos import cut_video
from timeline.errors import InputError, OutputError, UsageError
from timeline.suite import machine, predictions, work
from timeline.suite.predictions import FORMAT, Prediction
from timeline.suite.report_json import read_results
from timeline.suite.results import Results
from timeline.suite.run import Job, run
from timeline.suite.scoring import Mark
from timeline.suite.truth import TruthError

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def suite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two clips; the truth of the second states a cut that is not there."""
    toml = 'name = "Two"\n[splits]\nfirst = ["one"]\n'
    return lay_suite(tmp_path_factory.mktemp("suites") / "two", toml, two=[{"start": 80, "stop": 80, "kind": "cut"}])


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache")


def scored(job: Job) -> Results:
    assert run(job) == 0
    assert job.out is not None
    return read_results(job.out / "results.json")


def test_the_detector_that_ships_is_scored(
    suite: Path, cache: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told = scored(Job(suite=suite, cache=cache, out=tmp_path / "out", jobs=1))
    assert (told.suite, told.tolerances, [clip.name for clip in told.clips]) == ("Two", (0, 1, 2), ["one", "two"])
    (ours,) = told.detectors
    assert ours.detector == predictions.DEFAULT
    cuts = ours.total.cuts[0]
    assert (cuts.true, cuts.hits, cuts.false_alarms, ours.total.clean_clips) == (5, 4, 0, 1)
    assert [group.genre for group in ours.genres] == ["one", "two"]
    assert [event.start for event in ours.clips[1].errors[0].missed] == [80]
    printed = capsys.readouterr().out
    assert "Two: 2 clips, 180 frames: 5 cuts" in printed
    assert "  two: missed 80" in printed
    assert {path.name for path in (tmp_path / "out").iterdir()} >= {"results.json", "results.md", "junit.xml"}


def test_two_runs_and_any_number_of_jobs_are_equal_to_the_byte(
    suite: Path, cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(machine, "commit", lambda: "one checkout")
    for out, kept_in, jobs in (("a", cache, 1), ("b", cache, 1), ("c", tmp_path / "fresh", 2)):
        run(Job(suite=suite, cache=kept_in, out=tmp_path / out, jobs=jobs))
    first, *others = ({p.name: p.read_bytes() for p in (tmp_path / out).iterdir()} for out in "abc")
    assert others == [first, first]


def test_nothing_runs_twice_and_what_is_damaged_or_old_is_made_again(
    suite: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = Job(suite=suite, cache=tmp_path / "kept", out=tmp_path / "out", detectors=("hash",), jobs=1)
    first = scored(job)
    damaged, old = sorted((tmp_path / "kept").rglob("hash-*.json"))
    whole = damaged.read_text(), old.read_text()
    damaged.write_text(whole[0][:20])
    old.write_text(whole[1].replace(f'"format": {FORMAT}', '"format": 1'))
    assert scored(job) == first
    assert (damaged.read_text(), old.read_text()) == whole

    def refuse(*_: object) -> None:
        raise AssertionError("decoded again")

    monkeypatch.setattr(work, "_attempt", refuse)
    assert scored(job) == first
    monkeypatch.setattr(predictions, "version", lambda row: "another")
    with pytest.raises(AssertionError, match="decoded again"):
        run(job)


def test_kept_predictions_hold_every_candidate_with_its_confidence(tmp_path: Path) -> None:
    prediction = Prediction(frames=9, marks=(Mark(3, 3, "cut", 0.021, 3), Mark(4, 7, "wipe", 0.5, 5)))
    predictions.keep(tmp_path / "x.json", prediction)
    assert predictions.kept(tmp_path / "x.json") == prediction
    assert predictions.kept(tmp_path / "absent.json") is None
    assert prediction.counted() == (Mark(4, 7, "wipe", 0.5, 5),)


def test_a_split_and_tolerances(suite: Path, cache: Path, tmp_path: Path) -> None:
    told = scored(Job(suite=suite, cache=cache, out=tmp_path, splits=("first",), tolerances=(3, 0), jobs=1))
    assert (told.splits, told.tolerances, [clip.name for clip in told.clips]) == (("first",), (0, 3), ["one"])
    assert told.detectors[0].total.cuts[0].f1 == 1.0


def test_predictions_made_elsewhere_stand_beside(suite: Path, cache: Path, tmp_path: Path) -> None:
    held = tmp_path / "held.json"
    held.write_text(
        json.dumps({"one": [[20, 20], [50, 60, "wipe"]], "two": [{"start": 20, "stop": 20, "confidence": 0.4}]})
    )
    job = Job(suite=suite, cache=cache, out=tmp_path, predicted=(f"held-out={held}",), jobs=1)
    (alone,) = scored(job).detectors
    assert (alone.detector, alone.total.cuts[0].hits, alone.total.cuts[0].false_alarms) == ("held-out", 1, 1)
    both = scored(Job(**{**{f: getattr(job, f) for f in job.__slots__}, "detectors": ("temporal", "hash")}))
    assert [row.detector for row in both.detectors] == ["temporal", "held-out", "hash"]
    assert both.detectors[1] == alone


def test_what_counts_is_chosen(suite: Path, tmp_path: Path) -> None:
    (tmp_path / "held.json").write_text('{"one": [[20, 20, "cut", 0.3], [55, 55, "cut", 0.7]], "two": []}')
    told = [
        scored(Job(suite=suite, predicted=(f"h={tmp_path / 'held.json'}",), min_confidence=at, out=tmp_path / "out"))
        for at in (0.2, 0.5, 0.8)
    ]
    assert [each.detectors[0].total.cuts[0].hits for each in told] == [2, 1, 0]
    assert [each.min_confidence for each in told] == [0.2, 0.5, 0.8]
    assert [event.confidence for event in told[2].detectors[0].clips[0].errors[0].missed] == [0.3, 0.7]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("{", "not readable as JSON"),
        ("[]", "what is needed is clip name"),
        ('{"one": []}', "predicts nothing for two; an empty list says that it found nothing"),
        ('{"one": [5], "two": []}', r"one\[0\]: \[start, stop\] is needed"),
        ('{"one": [[5, 4]], "two": []}', r"one\[0\]: two frames in order from 0 are needed, not 5 and 4"),
        ('{"one": [[5, 91]], "two": []}', r"one\[0\]: 5 to 91 runs past the end: the clip has 90 frames"),
        ('{"one": [[5, 5, "swirl"]], "two": []}', r"one\[0\]: there is no kind 'swirl'"),
        ('{"one": [[5, 5, "cut", 2]], "two": []}', r"one\[0\]: a confidence lies in 0\.\.1, not 2"),
        ('{"one": {}, "two": []}', "one: a list is needed, not dict"),
    ],
)
def test_wrong_predictions_are_named(suite: Path, tmp_path: Path, content: str, words: str) -> None:
    (tmp_path / "held.json").write_text(content)
    with pytest.raises(UsageError, match=words):
        run(Job(suite=suite, predicted=(f"held={tmp_path / 'held.json'}",)))


def test_wrong_commands_are_refused_before_anything_runs(suite: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    for job, words in (
        (Job(suite=suite, detectors=("best",)), r"no detector 'best'; there are temporal, "),
        (Job(suite=suite, predicted=("held",)), "takes NAME=FILE, not 'held'"),
        (Job(suite=suite, detectors=("hash",), predicted=("hash=x",)), "two rows would be called 'hash'"),
        (Job(suite=suite, tolerances=(-1,)), "0 frames or more"),
        (Job(suite=suite, splits=("dev",)), "no split 'dev'; there are first"),
    ):
        with pytest.raises(UsageError, match=words):
            run(job)
    with pytest.raises(OutputError):
        run(Job(suite=suite, out=tmp_path / "file" / "out"))


def test_videos_that_are_absent(tmp_path: Path, cache: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("one", "two"):
        lay_truth(tmp_path / "truth", name, frames=90, transitions=[{"start": 20, "stop": 20}])
    with pytest.raises(
        InputError, match=r"none of its 2 videos; put them into .*clips \(one\.mp4, two\.mp4\), or score"
    ):
        run(Job(suite=tmp_path))
    (tmp_path / "held.json").write_text('{"one": [[20, 20]], "two": []}')
    held = (f"held={tmp_path / 'held.json'}",)
    assert scored(Job(suite=tmp_path, predicted=held, out=tmp_path / "out")).detectors[0].total.cuts[0].hits == 1
    (tmp_path / "clips").mkdir()
    cut_video(tmp_path / "clips" / "one.mp4", frames=90, cuts=(20,))
    told = scored(Job(suite=tmp_path, detectors=("hash",), predicted=held, out=tmp_path / "out", cache=cache, jobs=1))
    assert [clip.name for clip in told.clips] == ["one"]
    assert told.notes == ("1 of 2 clips are not scored, since their videos are not there: two.mp4",)
    assert "1 of 2 clips are not scored" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"frames": 99}, r"a\.json: frames: the truth says 99, hash saw 100 in .*a\.mp4: another video, or one that"),
        ({"rate": "24"}, r"a\.json: rate: the truth says 24 frames a second, .*a\.mp4 runs at 25"),
    ],
)
def test_truth_of_another_length_or_rate(tmp_path: Path, cache: Path, changes: dict[str, object], words: str) -> None:
    cut_video(tmp_path / "a.mp4")
    lay_truth(tmp_path, "a", **changes)
    with pytest.raises(InputError, match=words) as refused:
        run(Job(suite=tmp_path, detectors=("hash",), cache=cache, jobs=1))
    assert isinstance(refused.value, TruthError | work.ClipsError)
    assert refused.value.exit_code == 3


def test_a_clip_that_does_not_decode_stops_no_other(tmp_path: Path) -> None:
    for name in "ab":
        cut_video(tmp_path / f"{name}.mp4", frames=30, cuts=())
        lay_truth(tmp_path, name, transitions=[], frames=30)
    whole = (tmp_path / "a.mp4").read_bytes()
    first, last = whole.index(b"mdat") + 4, whole.index(b"moov") - 4
    (tmp_path / "a.mp4").write_bytes(whole[:first] + bytes(last - first) + whole[last:])
    with pytest.raises(InputError, match=r"^[^;]*a\.mp4' cannot be inspected: none of its 30 video packets"):
        run(Job(suite=tmp_path, detectors=("temporal",), cache=tmp_path / "kept", jobs=1))
    assert len(list((tmp_path / "kept").rglob("temporal-*.json"))) == 1


def command(suite: Path, cache: Path, *more: str) -> subprocess.Popen[str]:
    arguments = [sys.executable, str(ROOT / "cli.py"), "bench", "run", str(suite), "--cache", str(cache), *more]
    return subprocess.Popen(
        arguments,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # tests in the background inherit it ignored
    )


@pytest.fixture(scope="module")
def long_suite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("long")
    for number in range(3):
        frames = 60 if number == 0 else 400
        cut_video(folder / f"c{number}.mp4", frames=frames, cuts=(20,), seed=number + 1)
        lay_truth(folder, f"c{number}", frames=frames, transitions=[{"start": 20, "stop": 20}])
    return folder


def once_one_is_kept(cache: Path) -> None:
    limit = time.monotonic() + 300
    while not list(cache.rglob("hash-*.json")):
        assert time.monotonic() < limit, "nothing was kept"
        time.sleep(0.02)


def living(session: int) -> Iterator[int]:
    for entry in Path("/proc").iterdir():
        try:
            ours = entry.name.isdigit() and os.getsid(int(entry.name)) == session
            if ours and " Z " not in (entry / "stat").read_text():
                yield int(entry.name)
        except OSError:
            continue


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT])
def test_a_run_that_was_ended_goes_on_and_leaves_nobody_behind(long_suite: Path, tmp_path: Path, how: int) -> None:
    cache = tmp_path / "kept"
    started = command(long_suite, cache, "--detector", "hash", "--jobs", "2")
    once_one_is_kept(cache)
    os.kill(started.pid, how)
    _, said = started.communicate(timeout=300)
    if how == signal.SIGINT:
        assert (started.returncode, said) == (130, "timeline: interrupted; nothing half-written was left\n")
    limit = time.monotonic() + 120
    while list(living(started.pid)):
        assert time.monotonic() < limit, "a worker outlived its run"
        time.sleep(0.05)
    kept = {path: path.stat().st_mtime_ns for path in cache.rglob("hash-*.json")}
    assert 1 <= len(kept) < 3
    again = command(long_suite, cache, "--detector", "hash", "--jobs", "2", "--out", str(tmp_path / "out"))
    _, said = again.communicate(timeout=600)
    assert (again.returncode, said) == (0, "")
    assert {path: path.stat().st_mtime_ns for path in kept} == kept
    assert read_results(tmp_path / "out" / "results.json").detectors[0].total.cuts[0].true == 3
