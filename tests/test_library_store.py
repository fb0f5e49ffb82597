"""The cache stays within its limit, oldest first, under any number of processes; a run goes on without it."""

from __future__ import annotations

import errno
import multiprocessing
import os
from pathlib import Path

import pytest

from tests.videos import cut_video
from timeline import pipeline
from timeline.errors import OutputError, UsageError
from timeline.library import store
from timeline.library.writer import RecordWriter
from timeline.pipeline import Request, record_of


def put(folder: Path, name: str, size: int, used: float) -> Path:
    path = folder / f"{name}.record"
    path.write_bytes(b"x" * size)
    os.utime(path, (used, used))
    return path


def names(folder: Path) -> list[str]:
    return [record.path.stem for record in store.stored(folder)]


def test_the_least_recently_used_go_first_and_the_newest_stays(tmp_path: Path) -> None:
    for name, used in (("c", 30), ("a", 10), ("d", 40), ("b", 20)):
        put(tmp_path, name, 100, used)
    store.mark_used(tmp_path / "a.record")
    assert names(tmp_path) == ["b", "c", "d", "a"]
    store.trim(tmp_path, 400, keep=tmp_path / "a.record")
    assert names(tmp_path) == ["b", "c", "d", "a"]
    store.trim(tmp_path, 399, keep=tmp_path / "b.record")
    assert names(tmp_path) == ["b", "d", "a"]
    store.trim(tmp_path, 10, keep=tmp_path / "b.record")
    assert names(tmp_path) == ["b"]


def test_clearing_takes_records_and_leaves_what_is_not_ours_or_under_way(tmp_path: Path) -> None:
    put(tmp_path, "a", 7, 10)
    under_way = store.partial_path(tmp_path, "b")
    (tmp_path / "letter.txt").write_text("mine")
    assert [(record.path.stem, record.size) for record in store.clear(tmp_path)] == [("a", 7)]
    assert sorted(tmp_path.iterdir()) == sorted([under_way, tmp_path / "letter.txt"])
    assert store.clear(tmp_path / "nowhere") == []


@pytest.mark.parametrize(
    ("text", "size"), [("", store.LIMIT), ("500MB", 5 * 10**8), ("1.5g", 15 * 10**8), ("0", 0), (" 12 kb ", 12_000)]
)
def test_the_limit_is_read_as_people_write_sizes(text: str, size: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TIMELINE_CACHE_LIMIT", text)
    assert store.size_limit() == size


@pytest.mark.parametrize("text", ["much", "-5", "4 gibbons", "1e9"])
def test_what_is_no_size_is_refused(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TIMELINE_CACHE_LIMIT", text)
    with pytest.raises(UsageError, match="give a size such as 500MB"):
        store.size_limit()


SIZE, ROUNDS, LIMIT = 1000, 60, 10_000


def _hammer(folder: Path, number: int) -> None:
    """Publish, read and trim as an inspection does, as fast as it goes."""
    for turn in range(ROUNDS):
        partial = store.partial_path(folder, f"{number}-{turn}")
        partial.write_bytes(b"y" * SIZE)
        final = folder / f"{number}-{turn}.record"
        os.replace(partial, final)
        try:
            with final.open("rb") as file:
                store.mark_used(final)
                store.trim(folder, LIMIT, keep=final)
                assert len(file.read()) == SIZE
        except FileNotFoundError:
            continue


def test_many_processes_share_one_cache(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    workers = [context.Process(target=_hammer, args=(tmp_path, number)) for number in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert [worker.exitcode for worker in workers] == [0, 0, 0]
    kept = store.stored(tmp_path)
    assert 0 < sum(record.size for record in kept) <= LIMIT
    assert not list(tmp_path.glob("*.partial"))


@pytest.fixture(scope="module")
def episode(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return cut_video(tmp_path_factory.mktemp("media") / "ep01.mp4", frames=60, cuts=(30,))


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    store.tell_unkept.cache_clear()
    monkeypatch.setenv("TIMELINE_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


def look(episode: Path) -> tuple[int, bool]:
    with record_of(episode, Request(), None) as (record, reused):
        return record.table.frames, reused


def test_a_record_is_kept_marked_and_used_again(cache: Path, episode: Path) -> None:
    assert look(episode) == (60, False)
    (kept,) = store.stored(cache)
    os.utime(kept.path, (1, 1))
    assert look(episode) == (60, True)
    assert store.stored(cache)[0].used > 1


def test_a_limit_below_one_record_keeps_the_last_only(
    cache: Path, episode: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache.mkdir()
    put(cache, "old", 100, 1)
    monkeypatch.setenv("TIMELINE_CACHE_LIMIT", "1")
    assert look(episode) == (60, False)
    assert look(episode) == (60, True)
    assert len(names(cache)) == 1


def test_without_a_cache_that_can_be_written_the_run_goes_on_and_says_so_once(
    cache: Path, episode: Path, caplog: pytest.LogCaptureFixture
) -> None:
    cache.write_text("a file where the folder should be")
    assert look(episode) == look(episode) == (60, False)
    (line,) = caplog.messages
    assert line.startswith("timeline: what is decoded is not kept: cannot write in")


def test_a_cache_that_runs_full_is_left_and_nothing_half_written_stays(
    cache: Path, episode: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    write = RecordWriter._flush

    def full(self: RecordWriter) -> None:
        if self.path.parent == cache:
            raise OSError(errno.ENOSPC, "No space left on device")
        write(self)

    monkeypatch.setattr(RecordWriter, "_flush", full)
    assert look(episode) == (60, False)
    assert list(cache.iterdir()) == []
    assert "No space left on device" in caplog.messages[0]


def test_a_record_that_another_process_removed_at_once_is_made_again(
    cache: Path, episode: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    decode_into = pipeline.decode_into

    def snatched(final: Path, *rest: object) -> None:
        decode_into(final, *rest)  # type: ignore[arg-type]  # handed on as they come
        if final.parent == cache:
            final.unlink()

    monkeypatch.setattr(pipeline, "decode_into", snatched)
    assert look(episode) == (60, False)


def test_a_record_that_can_be_written_nowhere_is_an_error(
    cache: Path, episode: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(self: RecordWriter) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(RecordWriter, "_flush", full)
    with pytest.raises(OutputError, match="free some room or set TIMELINE_CACHE"):
        look(episode)
