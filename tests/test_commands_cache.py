"""timeline cache info and clear, as their user reads them."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from timeline.library.record import VERSION

ROOT = Path(__file__).parents[1]


def timeline(cache: Path, *arguments: str, **env: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(ROOT / "cli.py"), "cache", *arguments],
        capture_output=True,
        text=True,
        env=os.environ | {"TIMELINE_CACHE": str(cache), "PYTHONWARNINGS": "error"} | env,
        timeout=120,
    )


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    for name, size, used in ((f"a-default-{VERSION}", 1_500_000, 86_400), ("b-default-r0f0w0", 500_000, 0)):
        path = tmp_path / f"{name}.record"
        path.write_bytes(bytes(size))
        os.utime(path, (used, used))
    return tmp_path


def test_info_tells_where_how_many_how_much_and_what_may_be(cache: Path) -> None:
    done = timeline(cache, "info", TIMELINE_CACHE_LIMIT="2GB")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines() == [
        f"folder  {cache}  (TIMELINE_CACHE chooses another)",
        "kept    2 records, 2.0 MB",
        "used    1970-01-01 00:00 UTC to 1970-01-02 00:00 UTC",
        "stale   1 record, 0.5 MB of other versions of the program, which no longer reads them",
        "limit   2.00 GB, least recently used go first  (TIMELINE_CACHE_LIMIT sets another)",
    ]


def test_clear_removes_them_and_says_so(cache: Path) -> None:
    done = timeline(cache, "clear")
    assert (done.returncode, done.stdout) == (0, f"removed 2 records, 2.0 MB from {cache}\n")
    assert list(cache.iterdir()) == []
    assert timeline(cache, "clear").stdout == f"removed 0 records, 0.0 MB from {cache}\n"


def test_a_limit_that_is_no_size_is_refused(cache: Path) -> None:
    done = timeline(cache, "info", TIMELINE_CACHE_LIMIT="much")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "timeline: TIMELINE_CACHE_LIMIT is 'much'; give a size such as 500MB or 4GB\n"
