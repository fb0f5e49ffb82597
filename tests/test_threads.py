"""What is begun beside the caller gives its result or its error, and the content of a file is one of them."""

from __future__ import annotations

import hashlib
import os
import threading
from pathlib import Path

import pytest

from timeline.errors import MediaError
from timeline.library import content
from timeline.library.content import Content, content_id
from timeline.threads import Begun


def test_a_call_runs_beside_the_caller_who_gets_its_result() -> None:
    gate = threading.Event()

    def call() -> int:
        assert gate.wait(10)
        return threading.get_ident()

    begun = Begun(call)
    gate.set()
    assert begun.result() not in (None, threading.get_ident())
    assert begun.result() == begun.result()


def test_what_it_raises_is_raised_where_the_result_is_asked_for() -> None:
    def call() -> None:
        raise MediaError("gone")

    begun = Begun(call)
    with pytest.raises(MediaError, match="gone"):
        begun.result()


@pytest.mark.parametrize("size", [0, 1, 4095, 4096, 4097, 3 * 4096])
def test_the_digest_is_that_of_all_bytes_however_they_are_read(
    tmp_path: Path, size: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(content, "PIECE", 4096)
    path, data = tmp_path / "a.mp4", os.urandom(size)
    path.write_bytes(data)
    assert content_id(path) == Content(path).id() == hashlib.sha256(data).hexdigest()


def test_a_file_that_cannot_be_read_is_refused_when_its_digest_is_asked_for(tmp_path: Path) -> None:
    with pytest.raises(MediaError, match="cannot be read: No such file"):
        Content(tmp_path / "gone.mp4")
    met = Content(tmp_path)  # a folder can be looked at, and no more
    with pytest.raises(MediaError, match="cannot be read: Is a directory"):
        met.id()
