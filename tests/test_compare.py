"""Episodes side by side: exact differences, their range over doubtful cuts, the terminal and an offline page."""

from __future__ import annotations

import dataclasses
from fractions import Fraction
from pathlib import Path

import pytest
from typer.testing import CliRunner

from cli import app
from tests.programmes import cut, programme
from tests.seasons import documents, inspected
from timeline.analyse.season_compare import Line, side_by_side
from timeline.model.inspection import Inspection
from timeline.profiles import load
from timeline.render.compare_html import page
from timeline.render.compare_text import difference_text, standing

RUN = CliRunner()


def lines_of(*inspections: Inspection) -> dict[tuple[str, str], Line]:
    lines, _ = side_by_side(inspections, load("micro-drama").sections)
    return {(line.title, line.section): line for line in lines}


def test_differences_are_exact() -> None:
    first, second = inspected(programme(1500, [50, 100, 700]), 1), inspected(programme(1503, [50, 700]), 2)
    lines = lines_of(first, second)
    length = lines["Length", "programme"].differences[0]
    assert length is not None
    assert (length.value, length.low, length.high, length.sure) == (Fraction(3, 25),) * 3 + (True,)
    cuts = lines["Cuts", "programme"].differences[0]
    assert cuts is not None
    assert (cuts.value, cuts.sure) == (-1, True)
    assert ("Cuts", "hook") in lines


def test_a_doubtful_cut_makes_a_difference_uncertain() -> None:
    first = inspected(programme(1500, [50, 100]), 1)
    second = dataclasses.replace(inspected(programme(1500, [50]), 2), near_misses=(cut(900, 0.4),))
    line = lines_of(first, second)["Cuts", "programme"]
    difference = line.differences[0]
    assert difference is not None
    assert (difference.value, difference.low, difference.high, difference.sure) == (-1, -1, 0, False)
    assert difference_text(difference, "count") == "−1 (−1 to ±0)"
    assert standing(line, 0) == "doubtful"


def test_sections_that_do_not_fit_are_named_once() -> None:
    short = inspected(programme(300, [50]), 2)
    _, notes = side_by_side([inspected(programme(1500, [50]), 1), short, short], load("micro-drama").sections)
    (note,) = notes
    assert note.startswith("'stakes', ")
    assert note.endswith(" are not compared: no room in 2 and 3.")


def test_a_figure_that_one_does_not_have_has_no_difference() -> None:
    line = lines_of(inspected(programme(1500, [50]), 1), inspected(programme(1500, []), 2))[
        "First edit point", "programme"
    ]
    assert line.differences == (None,)


def test_the_page_escapes_names_and_asks_for_nothing() -> None:
    inspections = [inspected(programme(1500, [50]), 1), inspected(programme(1500, [60]), 2)]
    lines, notes = side_by_side(inspections, ())
    made = page(["<script>alert(1)</script>", "b\x1b[2J"], inspections, lines, notes)
    assert "<script>" not in made
    assert "&lt;script&gt;" in made
    assert "http" not in made.replace("http-equiv", "")
    assert made == page(["<script>alert(1)</script>", "b\x1b[2J"], inspections, lines, notes)


def test_compare_shows_and_writes(tmp_path: Path) -> None:
    paths = documents(
        tmp_path / "cuts", [programme(1500, [50, 100]), programme(1510, [50]), programme(1500, [50, 100])]
    )
    html = tmp_path / "out" / "beside.html"
    done = RUN.invoke(app, ["compare", *map(str, paths), "--profile", "micro-drama", "--html", str(html)])
    assert done.exit_code == 0, done.output
    assert "+0.40 s" in done.output
    assert "Hook" in done.output
    assert html.read_text(encoding="utf-8").startswith("<!doctype html>")


@pytest.mark.parametrize("count", [1, 13])
def test_too_few_or_too_many_are_refused(tmp_path: Path, count: int) -> None:
    paths = documents(tmp_path / "cuts", [programme(1500, [50])] * count)
    done = RUN.invoke(app, ["compare", *map(str, paths)])
    assert done.exit_code == 2
    assert "compare takes 2 to 12 episodes" in done.output
