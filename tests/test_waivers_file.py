"""The file of waivers: read back as written, refused by line, changed by many processes at once without a loss."""

from __future__ import annotations

import multiprocessing
import os
import time
from datetime import UTC, datetime
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from timeline.errors import OutputError, WaiverError
from timeline.model.waiver import Waiver
from timeline.waivers import beside
from timeline.waivers.file import dumps, read, update

TEXTS = st.text(st.characters(codec="utf-8"), min_size=1, max_size=40)
GOOD = """format = 1

[[waiver]]
finding = "shot.max@12"
note = "held"
by = "anna"
when = 2026-05-01T12:00:00Z
version = "aa"
frames = [12, 90]
"""


def waiver(name: str, note: str = "held", by: str = "anna") -> Waiver:
    return Waiver(
        finding=name, note=note, by=by, when=datetime(2026, 5, 1, 12, tzinfo=UTC), version="aa", start=12, stop=90
    )


@given(note=TEXTS, by=TEXTS, measured=st.none() | st.fractions(max_denominator=10**6))
def test_what_is_written_reads_back(
    tmp_path_factory: pytest.TempPathFactory, note: str, by: str, measured: Fraction | None
) -> None:
    path = tmp_path_factory.mktemp("w") / "ep.waivers.toml"
    made = Waiver(
        finding="band.asl", note=note, by=by, when=datetime(2026, 5, 1, tzinfo=UTC), version="aa", measured=measured
    )
    path.write_text(dumps([made]), encoding="utf-8")
    (found,) = read(path)
    assert (found.finding, found.when, found.measured, found.start) == ("band.asl", made.when, measured, None)
    printable = note.isprintable() and note.strip()
    assert found.note == (note.strip() if printable else found.note)
    assert read(path) == (found,)
    assert dumps([found]) == path.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("[12, 90]", "[90, 12]", "line 9: waiver[1].frames: this is no range of frames"),
        ("[12, 90]", "12", "line 9: waiver[1].frames"),
        ("2026-05-01T12:00:00Z", '"may"', "line 7: waiver[1].when: this is no moment"),
        ('note = "held"', "", "line 3: waiver[1]: 'note' is missing"),
        ('"held"', '"a\\u001b[2J"', "line 5: waiver[1].note: the text is empty, too long or has control"),
        ("frames", "frame", "line 9: waiver[1].frame: unknown key"),
        ("format = 1", "format = 2", "line 1: format: this version does not know it"),
        ("[[waiver]]", "[[waiver", "at line 3"),
        ("frames = [12, 90]\n", "frames", "at line 9, the end"),
        ('by = "anna"', 'by = "anna"\nmeasured = "1/0"', "line 7: waiver[1].measured: this is no number"),
    ],
)
def test_a_damaged_file_is_refused_by_its_line_and_left_alone(tmp_path: Path, old: str, new: str, words: str) -> None:
    path = tmp_path / "ep.waivers.toml"
    assert old in GOOD
    path.write_text(GOOD.replace(old, new))
    with pytest.raises(WaiverError) as refused:
        update(path, lambda kept: [])
    assert words in str(refused.value)
    assert str(path) in str(refused.value)
    assert path.read_text() == GOOD.replace(old, new)
    assert [each.name for each in tmp_path.iterdir()] == [path.name]


def test_bytes_that_are_no_text_are_refused_by_their_line(tmp_path: Path) -> None:
    path = tmp_path / "ep.waivers.toml"
    path.write_bytes(GOOD.encode() + b"\n# \xff\n")
    with pytest.raises(WaiverError, match=r"line 11: this is no UTF-8 text"):
        read(path)


def _add(path: Path, name: str) -> None:
    for number in range(5):
        update(path, lambda kept, number=number: [*kept, waiver(f"shot.max@{name}{number}")])


def test_many_processes_at_once_lose_nothing(tmp_path: Path) -> None:
    path = tmp_path / "ep.waivers.toml"
    context = multiprocessing.get_context("spawn")
    workers = [context.Process(target=_add, args=(path, str(n))) for n in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert sorted(each.finding for each in read(path)) == sorted(f"shot.max@{n}{k}" for n in range(4) for k in range(5))
    assert [each.name for each in tmp_path.iterdir()] == [path.name]


def test_the_lock_of_a_process_that_was_killed_does_not_hold_for_ever(tmp_path: Path) -> None:
    path = tmp_path / "ep.waivers.toml"
    lock = tmp_path / ".ep.waivers.toml.lock"
    lock.touch()
    os.utime(lock, (time.time() - 60, time.time() - 60))
    update(path, lambda kept: [waiver("shot.max@12")])
    assert len(read(path)) == 1


def test_the_last_one_taken_back_takes_the_file_along(tmp_path: Path) -> None:
    path = beside(tmp_path / "ep01_v3.mp4")
    assert path.name == "ep01_v3.waivers.toml"
    update(path, lambda kept: [waiver("shot.max@12")])
    assert update(path, lambda kept: []) == ()
    assert list(tmp_path.iterdir()) == []
    assert read(path) == ()


def test_a_folder_that_cannot_be_written_is_said_in_one_line(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="cannot write"):
        update(tmp_path / "gone" / "ep.waivers.toml", lambda kept: [waiver("shot.max@12")])
