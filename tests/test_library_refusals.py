"""What is wrong is one clear line and the right exit code: real ``timeline library`` processes on bad input."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.inspections import judged
from tests.libraries import episode, row
from tests.libraries import library as made_of
from tests.shelves import NIGHT_BUS, library, season
from timeline.catalogue import Layout

MARKUP = "<script>alert(1)</script> [bold]&'\"=1+1"


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Layout:
    rows = [row(n, episode(n), inspection=judged()) for n in (1, 2, 3)]
    return made_of(tmp_path_factory.mktemp("lib"), *rows, row(4, episode(1, series=MARKUP), inspection=judged()))


def refusal(tmp_path: Path, *arguments: object) -> tuple[int, str]:
    """Exit code, and the one line that is said; nothing on stdout."""
    done = library(tmp_path, *arguments)
    assert done.stdout == ""
    (line,) = done.stderr.splitlines()
    assert line.startswith("timeline: ")
    return done.returncode, line.removeprefix("timeline: ")


@pytest.mark.parametrize("command", [("verify",), ("query", "select 1")])
def test_a_folder_that_is_no_library(tmp_path: Path, command: tuple[str, ...]) -> None:
    folder = tmp_path / "holiday"
    folder.mkdir()
    (folder / "beach.jpg").touch()
    code, line = refusal(tmp_path, *command, "--library", folder)
    assert (code, line.partition(";")[0]) == (2, f"'{folder}' is no library: it holds no library.json")
    assert [path.name for path in folder.iterdir()] == ["beach.jpg"]


def test_adding_to_a_folder_of_something_else(tmp_path: Path) -> None:
    (tmp_path / "beach.jpg").touch()
    (file,) = season(tmp_path / "in", 1)
    code, line = refusal(tmp_path, "add", file, "--library", tmp_path, *NIGHT_BUS)
    assert code == 2
    assert line == f"'{tmp_path}' is no library and holds other files; name a new or empty folder"


def test_a_damaged_file_is_named_and_verify_says_what_to_do(tmp_path: Path) -> None:
    layout = made_of(tmp_path / "lib", row(1, episode(1)), row(2, episode(2)))
    spoilt = min(layout.fresh.glob("*.parquet"))
    data = bytearray(spoilt.read_bytes())
    data[200:260] = bytes(60)
    spoilt.write_bytes(data[:-40])
    code, line = refusal(tmp_path, "list", "--library", layout.root)
    assert code == 2
    assert spoilt.name in line
    assert "`timeline library verify --library" in line
    done = library(tmp_path, "verify", "--library", layout.root)
    assert (done.returncode, done.stderr) == (1, "")
    damaged = [line for line in done.stdout.splitlines() if line.startswith("damaged: ")]
    assert len(damaged) == 1
    assert damaged[0].startswith(f"damaged: fresh/{spoilt.name}: 1 version: ")
    assert damaged[0].endswith(
        f"delete fresh/{spoilt.name}, then add the files again; their records are kept, so nothing is decoded twice"
    )
    spoilt.unlink()
    assert library(tmp_path, "list", "--library", layout.root).returncode == 0


@pytest.mark.parametrize(
    ("sql", "options", "words"),
    [
        ("copy (select 1) to '{lib}/x.parquet'", (), "a query is one SELECT; this is COPY, and a library is only read"),
        ("delete from episodes", (), "a query is one SELECT; this is DELETE, and a library is only read here"),
        ("select * from read_csv('/etc/passwd')", (), "the query reaches outside the library: "),
        ("select * from read_blob('{lib}/library.json')", (), "the query reaches outside the library: "),
        (
            "with recursive t(n) as (select 1 union all select n + 1 from t) select max(n) from t",
            ("--seconds", 0.5),
            "the query was stopped after 0.5 s; narrow it with where or limit, or give --seconds",
        ),
        (
            "select list(i) from range(100000000) t(i)",
            ("--memory", 128),
            "the query needs more than 128 MiB; narrow it with where or limit, or give --memory",
        ),
    ],
)
def test_a_query_that_asks_too_much(
    shelf: Layout, tmp_path: Path, sql: str, options: tuple[object, ...], words: str
) -> None:
    before = sorted(path.name for path in shelf.root.rglob("*"))
    target = tmp_path / "answer.parquet"
    code, line = refusal(
        tmp_path, "query", sql.format(lib=shelf.root), "--library", shelf.root, "--parquet", target, *options
    )
    assert code == 2
    assert line.startswith(words)
    assert sorted(path.name for path in shelf.root.rglob("*")) == before
    assert list(tmp_path.iterdir()) == []


def test_a_series_name_made_of_markup_is_a_name(shelf: Layout, tmp_path: Path) -> None:
    done = library(tmp_path, "list", "--library", shelf.root)
    assert done.returncode == 0
    assert "<script>alert(1" in done.stdout, "as text, cut to the width of a terminal"
    done = library(tmp_path, "query", "select series from episodes order by 1", "--library", shelf.root, "--json")
    assert json.loads(done.stdout)[0] == {"series": MARKUP}
    code, line = refusal(tmp_path, "list", MARKUP + "x", "--library", shelf.root)
    assert (code, line) == (2, f"the library has no '{MARKUP}x'; it holds {MARKUP!r}, 'Night Bus'")


def test_a_name_that_no_line_could_carry(tmp_path: Path) -> None:
    (file,) = season(tmp_path / "in", 1)
    code, line = refusal(tmp_path, "add", file, "--library", tmp_path / "lib", "--series", "a\x1b[31m", "--season", 1)
    assert code == 2
    assert "\x1b" not in line
    assert "series" in line
    assert not (tmp_path / "lib").exists()


def test_two_files_of_one_episode(tmp_path: Path) -> None:
    (first,), (second,) = season(tmp_path / "a", 1), season(tmp_path / "b", 1)
    code, line = refusal(tmp_path, "add", first, second, "--library", tmp_path / "lib", *NIGHT_BUS)
    assert code == 2
    assert line.startswith(f"'{first}' and '{second}' both come out as Night Bus S01E01; ")
    assert not (tmp_path / "lib").exists()


def test_a_season_of_nothing(shelf: Layout, tmp_path: Path) -> None:
    code, line = refusal(tmp_path, "list", "Night Bus", "--season", 2, "--library", shelf.root)
    assert (code, line) == (2, f"the library has no 'Night Bus' season 2; it holds {MARKUP!r}, 'Night Bus'")
    code, line = refusal(tmp_path, "add", "--library", tmp_path / "lib", *NIGHT_BUS)
    assert (code, line) == (2, "no file to add; name videos, or a table of them with --table")
