"""Files for the user: whole or not at all, and never one over another."""

from __future__ import annotations

import os
import re
import resource
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from timeline import outputs
from timeline.errors import OutputError
from timeline.outputs import check_folder, distinct_names, write_text


def test_a_file_replaces_the_old_one_and_leaves_nothing_beside(tmp_path: Path) -> None:
    target = tmp_path / "new" / "a.txt"
    write_text(target, "one\n")
    write_text(target, "two — ü\n")
    assert target.read_bytes() == "two — ü\n".encode()
    assert list(target.parent.iterdir()) == [target]


def test_a_text_in_pieces_is_the_same_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outputs, "PIECE", 5)
    pieces = ["", "one ", "— ü", "", "😄", "a much longer piece\n", ""]
    write_text(tmp_path / "a.txt", iter(pieces))
    assert (tmp_path / "a.txt").read_bytes() == "".join(pieces).encode()
    write_text(tmp_path / "a.txt", iter(()))
    assert (tmp_path / "a.txt").read_bytes() == b""


def test_a_text_that_breaks_off_leaves_the_old_file(tmp_path: Path) -> None:
    def pieces() -> Iterator[str]:
        yield "x" * outputs.PIECE
        raise ZeroDivisionError

    target = tmp_path / "a.txt"
    target.write_text("old")
    with pytest.raises(ZeroDivisionError):
        write_text(target, pieces())
    assert target.read_text() == "old"
    assert os.listdir(tmp_path) == ["a.txt"]


def test_a_new_file_has_the_permissions_of_any_other(tmp_path: Path) -> None:
    write_text(tmp_path / "a.txt", "one")
    (tmp_path / "b.txt").touch()
    assert (tmp_path / "a.txt").stat().st_mode == (tmp_path / "b.txt").stat().st_mode


def test_where_nothing_more_fits_the_old_file_stands(tmp_path: Path) -> None:
    target = tmp_path / "a.txt"
    target.write_text("old")
    script = (
        "import pathlib, sys; from timeline.outputs import write_text; from timeline.errors import OutputError\n"
        "try: write_text(pathlib.Path(sys.argv[1]), 'x' * 100_000)\n"
        "except OutputError as error: print(error); sys.exit(2)"
    )
    limit = (1000, 1000)
    done = subprocess.run(
        [sys.executable, "-c", script, str(target)],
        capture_output=True,
        text=True,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, limit),
    )
    assert done.returncode == 2, done.stderr
    assert "cannot write" in done.stdout
    assert target.read_text() == "old"
    assert os.listdir(tmp_path) == ["a.txt"]


def test_a_folder_that_is_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    said = f"'{tmp_path / 'file'}' is a file, not a folder; name a folder"
    for place in (tmp_path / "file", tmp_path / "file" / "deeper"):
        with pytest.raises(OutputError, match=re.escape(f"cannot write '{place}': {said}")):
            check_folder(place)
    with pytest.raises(OutputError, match=re.escape(said)):
        write_text(tmp_path / "file" / "a.txt", "")


def test_inputs_of_one_name_get_distinct_ones() -> None:
    paths = [Path(p) for p in ("a/ep.mp4", "b/ep.mp4", "ep.mov", "EP.mkv", "ep-2.mp4", "x.mp4")]
    assert distinct_names(paths) == ["ep", "ep-2", "ep-3", "EP-4", "ep-2-2", "x"]
