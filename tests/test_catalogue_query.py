"""What a user may ask of a library: one SELECT that reads nothing else, changes nothing and comes to an end."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.inspections import judged
from tests.libraries import episode, library, row
from timeline.catalogue import Layout, open_library
from timeline.catalogue.query import Limits, ask
from timeline.errors import LibraryError
from timeline.render.answers import show, write_csv, write_json
from timeline.session import console

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def season(tmp_path_factory: pytest.TempPathFactory) -> Layout:
    rows = [row(n, episode(n), inspection=judged()) for n in (1, 2, 3)]
    rows.append(row(4, episode(1, series="[bold]<b>&'\"=1+1"), inspection=judged()))
    return library(tmp_path_factory.mktemp("lib"), *rows)


def rows_of(layout: Layout, sql: str, limits: Limits | None = None) -> list[tuple[object, ...]]:
    with open_library(layout.root) as found, ask(found, sql, limits) as answer:
        return list(answer.rows())


def refusal(layout: Layout, sql: str, limits: Limits | None = None) -> str:
    with pytest.raises(LibraryError) as caught:
        rows_of(layout, sql, limits)
    message = str(caught.value)
    assert "\n" not in message
    return message


def snapshot(folder: Path) -> dict[str, tuple[int, int]]:
    return {str(p): (p.stat().st_size, p.stat().st_mtime_ns) for p in folder.rglob("*") if p.is_file()}


def test_the_example_of_the_readme(season: Layout) -> None:
    found = rows_of(
        season, "select episode, asl, cuts_per_minute from episodes where series = 'Night Bus' order by asl, 1"
    )
    figure = judged().rhythm.figure
    expected = (float(figure("average_shot_length").value or 0), float(figure("cuts_per_minute").value or 0))
    assert found == [(n, *expected) for n in (1, 2, 3)]


@pytest.mark.parametrize(
    "sql",
    [
        "with far as (select * from shots where frames > 60) select count(*) from far",
        "select 1;",
        "-- a remark\nselect count(*) over () from rhythm limit 1",
        "from episodes select count(*)",
        "describe episodes",
    ],
)
def test_one_select_in_any_of_its_forms_is_answered(season: Layout, sql: str) -> None:
    assert rows_of(season, sql)


@pytest.mark.parametrize(
    "sql",
    [
        "copy (select 1) to '{inside}'",
        "copy (select 1) to '{existing}'",
        "select 1; copy (select 1) to '{inside}'",
        "create table x as select 1",
        "insert into live values (1)",
        "drop view episodes",
        "delete from live",
        "attach '{inside}' as other",
        "export database '{inside}'",
        "explain analyze copy (select 1) to '{inside}'",
        "pragma memory_limit='1TB'",
        "set memory_limit = '1TB'",
        "call enable_logging(storage = 'file', storage_path = '{inside}')",
        "install httpfs",
        "load httpfs",
        "prepare p as select 1",
        "",
        ";",
        "-- nothing",
    ],
)
def test_what_is_no_single_select_is_refused_and_writes_nothing(season: Layout, sql: str) -> None:
    before = snapshot(season.root)
    existing = next(season.fresh.glob("*.parquet"))
    message = refusal(season, sql.format(inside=season.root / "x", existing=existing))
    assert message.startswith("a query is one SELECT")
    assert snapshot(season.root) == before


@pytest.mark.parametrize(
    "sql",
    [
        "select * from read_text('{outside}')",
        "select * from read_csv('{outside}')",
        "select * from '{outside}'",
        "select * from read_parquet('{outside}')",
        "select * from glob('{folder}/*')",
        "select * from read_text('{marker}')",
        "select * from read_blob('{record}')",
        "select * from read_json('https://example.invalid/x.json')",
        "select * from query('copy (select 1) to ''{inside}''')",
        "select getenv('HOME')",
        "select * from enable_logging(storage = 'file', storage_path = '{inside}')",
        "select * from duckdb_extensions()",
        "with x as (insert into live values (1)) select 1",
    ],
)
def test_a_select_reaches_nothing_outside_the_tables(season: Layout, sql: str, tmp_path: Path) -> None:
    secret = tmp_path / "secret.csv"
    secret.write_text("word\nhunter2\n")
    record = season.record("ab" * 32)
    record.parent.mkdir(exist_ok=True)
    record.write_text("hunter2")
    before = snapshot(season.root)
    message = refusal(
        season,
        sql.format(outside=secret, folder=tmp_path, marker=season.marker, record=record, inside=season.root / "x"),
    )
    assert "hunter2" not in message
    assert snapshot(season.root) == before


@pytest.mark.parametrize(
    "sql",
    [
        "select count(*) from range(1000000000) a, range(1000000000) b",
        "with recursive r(i) as (select 1 union all select i + 1 from r) select max(i) from r",
        "select sum(length(i::varchar)) from range(100000000000) t(i)",
    ],
)
def test_a_query_that_never_ends_is_stopped(season: Layout, sql: str) -> None:
    began = time.monotonic()
    assert "stopped after 0.3 s" in refusal(season, sql, Limits(seconds=0.3))
    assert time.monotonic() - began < 20


def test_rows_that_never_end_are_stopped_too(season: Layout) -> None:
    assert "stopped after" in refusal(season, "select i from range(100000000000) t(i)", Limits(seconds=0.5))


def test_memory_has_a_limit(season: Layout) -> None:
    sql = "select list(i) from range(100000000) t(i)"
    assert "needs more than 128 MiB" in refusal(season, sql, Limits(megabytes=128))


def test_an_answer_that_cannot_be_held_while_it_is_written_is_refused_in_words(season: Layout) -> None:
    with (
        pytest.raises(LibraryError, match="needs more than 128 MiB"),
        open_library(season.root) as library,
        ask(library, "select 1", Limits(megabytes=128)),
    ):
        raise pa.ArrowMemoryError("malloc of size 1 failed")  # as Arrow says it


def test_mistakes_are_said_in_a_line_with_what_was_meant(season: Layout) -> None:
    assert "episodes" in refusal(season, "select * from episode")
    assert "cuts_per_minute" in refusal(season, "select cuts_per_minut from episodes")
    assert "cannot run" in refusal(season, "selekt 1")


def test_columns_of_one_name_stay_apart(season: Layout) -> None:
    with open_library(season.root) as found, ask(found, "select 1 as a, 2 as a, 3 as a_1") as answer:
        assert answer.columns == ["a", "a_1", "a_1_1"]
        assert list(answer.rows()) == [(1, 2, 3)]


ROWS = [('Night Bus, "1"\n', 1.5, None, [1, None], {"a": float("nan")}), ("=1+1", float("inf"), True, [], {})]
COLUMNS = ["name", "figure", "flag", "list", "struct"]


def test_csv_and_json_read_back() -> None:
    out = io.StringIO()
    write_csv(COLUMNS, ROWS, out)
    header, first, second = csv.reader(io.StringIO(out.getvalue()))
    assert header == COLUMNS
    assert first == ['Night Bus, "1"\n', "1.5", "", "[1, null]", '{"a": null}']
    assert second[:3] == ["=1+1", "inf", "True"]
    out = io.StringIO()
    write_json(COLUMNS, iter(ROWS), out)
    one, two = json.loads(out.getvalue())
    assert one == {"name": ROWS[0][0], "figure": 1.5, "flag": None, "list": [1, None], "struct": {"a": None}}
    assert two["figure"] is None
    out = io.StringIO()
    write_json(["a"], [], out)
    assert json.loads(out.getvalue()) == []


def test_the_terminal_shows_what_tries_to_act_as_text(capsys: pytest.CaptureFixture[str]) -> None:
    show(["[red]name"], iter([("[bold]x[/bold]\x1b[31m",), (0.1234567,)]), console())
    shown = capsys.readouterr().out
    assert "[bold]x[/bold]" in shown
    assert "\x1b" not in shown
    assert "0.123457" in shown
    assert "2 rows" in shown


def test_the_terminal_says_where_there_are_more(capsys: pytest.CaptureFixture[str]) -> None:
    show(["n"], iter([(n,) for n in range(600)]), console())
    shown = capsys.readouterr().out
    assert "499" in shown
    assert "the first 500 rows; --csv, --json and --parquet give all" in shown


def run(*arguments: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(ROOT / "cli.py"), "library", "query", *map(str, arguments)],
        capture_output=True,
        text=True,
        timeout=120,
        env=os.environ | {"PYTHONWARNINGS": "error"},
    )


def test_the_command_answers_in_every_form(season: Layout, tmp_path: Path) -> None:
    sql = "select series, episode from episodes order by 1, 2"
    target = tmp_path / "answer.parquet"
    done = run(sql, "--library", season.root, "--parquet", target)
    assert (done.returncode, done.stdout) == (0, f"wrote {target}\n")
    assert pq.read_table(target).column("episode").to_pylist() == [1, 2, 3, 1]
    assert sorted(tmp_path.iterdir()) == [target]
    done = run(sql, "--library", season.root, "--json")
    assert [row["episode"] for row in json.loads(done.stdout)] == [1, 2, 3, 1]
    done = run(sql, "--library", season.root, "--csv", "--json")
    assert done.returncode == 2
    assert "choose one" in done.stderr


STUCK = """
import sys, time
from pathlib import Path
from timeline.catalogue import create, open_library, query

query.LAST_RESORT = 0.1
create(Path(sys.argv[2]))
limits = query.Limits(seconds=0.2)
with open_library(Path(sys.argv[2])) as library, query.guard(library, limits, lambda: Path(sys.argv[1]).unlink()):
    time.sleep(60)
"""


def test_what_cannot_be_interrupted_ends_with_the_process(tmp_path: Path) -> None:
    """DuckDB looks for an interrupt between chunks; one value that takes minutes to compute never meets it."""
    aside = tmp_path / "half"
    aside.touch()
    command = [sys.executable, "-c", STUCK, str(aside), str(tmp_path / "lib")]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=50)
    assert (done.returncode, done.stdout) == (2, "")
    assert (
        done.stderr == "timeline: the query was stopped after 0.2 s; narrow it with where or limit, or give --seconds\n"
    )
    assert not aside.exists()


def test_memory_that_duckdb_does_not_count_has_an_end_too(season: Layout, tmp_path: Path) -> None:
    target = tmp_path / "answer.parquet"
    sql = "select length(repeat('x', 3000000000))"
    done = run(sql, "--library", season.root, "--memory", "64", "--parquet", target)
    assert (done.returncode, done.stdout) == (2, "")
    (line,) = done.stderr.strip().splitlines()
    assert line.startswith("timeline: the query needs more than 64 MiB")
    assert list(tmp_path.iterdir()) == []
