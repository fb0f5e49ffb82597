"""When a file counts as written: at rest for long enough, whole, and told once, whoever wrote it and however."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.media_factory import copy, make
from timeline.interrupts import Interrupts
from timeline.watching import loop
from timeline.watching.loop import Loop
from timeline.watching.settling import Settling
from timeline.watching.whole import unfinished

WAIT = 1.0


def looks(*states: tuple[float, int | None]) -> list[float]:
    """Moments at which a file is told that looks like this, at these moments."""
    settling = Settling(WAIT)
    return [now for now, state in states if settling.look(None if state is None else (1, state, state), now)]


def test_a_file_is_told_once_it_rested_and_not_again() -> None:
    assert looks((0, 1), (0.9, 1), (1.0, 1), (2, 1), (9, 1)) == [1.0]


def test_each_write_begins_the_rest_anew() -> None:
    assert looks((0, 1), (0.9, 2), (1.5, 3), (2.4, 3), (2.5, 3), (4, 3)) == [2.5]


def test_a_writer_that_pauses_for_longer_is_told_twice_and_its_last_state_once() -> None:
    assert looks((0, 1), (1.1, 1), (3, 2), (3.5, 3), (4.6, 3), (9, 3)) == [1.1, 4.6]


def test_a_file_taken_away_is_not_told_and_one_put_back_is() -> None:
    assert looks((0, 1), (1, 1), (2, None), (5, None), (6, 2), (7, 2)) == [1, 7]
    assert looks((0, 1), (1, 1), (2, None), (3, 1), (9, 1)) == [1]  # the very same file, moved out and in again


def test_a_file_that_was_there_long_before_the_watch_needs_no_waiting() -> None:
    assert Settling(WAIT).look((1, 1, 1), 100.0, age=60.0)
    assert not Settling(WAIT).look((1, 1, 1), 100.0, age=0.2)


@given(st.lists(st.tuples(st.floats(0.05, 3), st.integers(1, 3)), max_size=40))
def test_every_state_that_rested_is_told_exactly_once_in_a_row(steps: list[tuple[float, int]]) -> None:
    settling, now, told, rested, last, since = Settling(WAIT), 0.0, [], [], 0, 0.0
    for step, state in steps:
        now += step
        if state != last:
            last, since = state, now
        if now - since >= WAIT and (not rested or rested[-1] != state):
            rested.append(state)
        if settling.look((1, state, state), now):
            told.append(state)
    assert told == rested


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("media")
    plain = make(folder / "plain.mp4")
    return {
        "plain": plain,
        "faststart": copy(folder / "faststart.mp4", plain, "-movflags", "faststart"),
        "fragmented": copy(folder / "fragmented.mp4", plain, "-movflags", "frag_keyframe+empty_moov"),
        "mov": copy(folder / "mov.mov", plain),
        "mkv": copy(folder / "mkv.mkv", plain),
    }


@pytest.mark.parametrize("name", ["plain", "faststart", "mov"])
def test_no_beginning_of_an_mp4_passes_for_the_whole(files: dict[str, Path], tmp_path: Path, name: str) -> None:
    whole = files[name].read_bytes()
    part = tmp_path / files[name].name
    part.write_bytes(whole)
    assert unfinished(part) == ""
    for length in {0, 5, 20, 40, *range(1, len(whole), max(1, len(whole) // 60)), len(whole) - 1}:
        part.write_bytes(whole[:length])
        assert unfinished(part), length


def test_what_is_missing_is_said(files: dict[str, Path], tmp_path: Path) -> None:
    whole, part = files["plain"].read_bytes(), tmp_path / "p.mp4"
    part.write_bytes(whole[:-10])
    assert unfinished(part) == "its last part is cut short by 10 bytes"
    part.write_bytes(whole[: whole.index(b"moov") - 4])
    assert unfinished(part) == "it has no index (moov) yet"
    part.write_bytes(b"\0\0\0\x08free\0\0\0\0mdat" + bytes(100))
    assert unfinished(part) == "it has no index (moov) yet"
    part.write_bytes(b"")
    assert unfinished(part) == "it is empty"


def test_other_containers_are_left_to_rest_and_decoding(files: dict[str, Path]) -> None:
    assert unfinished(files["mkv"]) == unfinished(files["fragmented"]) == ""


class Clock:
    """Time as the watch sees it."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now = 1000.0
        monkeypatch.setattr(loop.time, "monotonic", lambda: self.now)


def test_a_folder_hands_on_each_finished_video_and_nothing_else(
    files: dict[str, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock, given_on, said = Clock(monkeypatch), list[str](), list[str]()
    watch = Loop(tmp_path, WAIT, lambda path: given_on.append(path.name), lambda path, words: said.append(words))

    def pass_by(seconds: float) -> list[str]:
        before = len(given_on)
        watch.once(Interrupts())
        clock.now += seconds
        watch.once(Interrupts())
        return given_on[before:]

    assert pass_by(2) == []
    whole = files["plain"].read_bytes()
    (tmp_path / "a.mp4").write_bytes(whole)
    (tmp_path / ".b.mp4").write_bytes(whole)
    (tmp_path / "c.txt").write_bytes(whole)
    (tmp_path / "d.mp4").mkdir()
    (tmp_path / "half.mp4").write_bytes(whole[:3000])
    assert pass_by(2) == ["a.mp4"]
    assert pass_by(2) == []
    (tmp_path / "half.mp4").write_bytes(whole)
    assert pass_by(2) == ["half.mp4"]
    (tmp_path / "part").write_bytes(whole)
    (tmp_path / "part").replace(tmp_path / "a.mp4")
    assert pass_by(0.5) == []
    assert pass_by(2) == ["a.mp4"]
    (tmp_path / "a.mp4").unlink()
    assert pass_by(2) == []
    (tmp_path / "a.mp4").write_bytes(whole)
    assert pass_by(2) == ["a.mp4"]
    assert said == []


def test_a_file_that_stays_unfinished_is_said_once(
    files: dict[str, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock, said = Clock(monkeypatch), list[str]()
    target = tmp_path / "ep.mp4"
    target.write_bytes(files["plain"].read_bytes()[:3000])
    watch = Loop(target, WAIT, lambda path: said.append("ready"), lambda path, words: said.append(words))
    for _ in range(60):
        watch.once(Interrupts())
        clock.now += 1
    assert len(said) == 1
    assert said[0].startswith("is not whole: its last part is cut short by ")
    assert time.monotonic() == clock.now
