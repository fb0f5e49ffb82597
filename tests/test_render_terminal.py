"""An inspection in the terminal: the page's order, plain where it must be, at 80 columns."""

from __future__ import annotations

import io

import pytest
from rich.cells import cell_len
from rich.console import Console

from tests import golden_files, inspections
from timeline.model.inspection import Inspection
from timeline.profiles import available
from timeline.render import terminal
from timeline.render.summary import Summary, refusal, summarise

CASES = ("judged", "facts", "drop_frame", "variable", "one_shot")


class AsciiFile(io.StringIO):
    """An output that knows ASCII alone."""

    encoding = "ascii"


def shown(inspection: Inspection, *, width: int = 80, full: bool = False, file: io.StringIO | None = None) -> str:
    out = file or io.StringIO()
    terminal.show(inspection, Console(file=out, width=width, color_system=None), full=full)
    return out.getvalue()


@pytest.mark.parametrize("case", CASES)
def test_the_terminal_keeps_to_its_golden_files(case: str) -> None:
    golden_files.check(f"{case}.terminal.txt", shown(getattr(inspections, case)()))


def test_the_first_screen_holds_slate_verdict_and_three_findings() -> None:
    first = shown(inspections.judged()).splitlines()[:24]
    assert first[0].startswith("night-bus-ep01_v3.mp4  version 3f9ad0c41b7e")
    assert "+99 f to target 1:00:00 to 1:04:00" in first[1]
    assert any("7 to look at" in line for line in first)
    assert [line[0] for line in first if line[:2] in {"1 ", "2 ", "3 "}] == ["1", "2", "3"]


@pytest.mark.parametrize("case", [*CASES, "hostile"])
@pytest.mark.parametrize("width", [80, 100])
def test_no_line_is_wider_than_the_terminal(case: str, width: int) -> None:
    text = shown(getattr(inspections, case)(), width=width, full=True)
    assert max(cell_len(line) for line in text.splitlines()) <= width


def test_facts_list_shots_rhythm_and_events_and_no_verdict() -> None:
    text = shown(inspections.facts())
    assert "Facts only" in text
    assert "to look at" not in text
    for part in ("Median shot length", "Shots  last frame inclusive", "Picture events", "00:00:18:03"):
        assert part in text


def test_shots_are_listed_with_a_profile_only_when_asked() -> None:
    assert "last frame inclusive" not in shown(inspections.judged())
    assert "last frame inclusive" in shown(inspections.judged(), full=True)


def test_hostile_names_do_nothing() -> None:
    out = io.StringIO()
    terminal.show(
        inspections.hostile(), Console(file=out, width=100, force_terminal=True, color_system=None), full=True
    )
    text = out.getvalue()
    assert not [c for c in text if (ord(c) < 32 and c != "\n") or 127 <= ord(c) < 160]
    assert "\u202e" not in text
    assert "[bold]x[/bold]:smile:" in "".join(text.split())
    assert text.encode("utf-8")


def test_no_line_ends_in_blanks() -> None:
    assert not [line for line in shown(inspections.judged(), full=True).splitlines() if line.endswith(" ")]


def test_colour_comes_only_where_there_is_colour() -> None:
    out = io.StringIO()
    terminal.show(inspections.judged(), Console(file=out, width=80, force_terminal=True, color_system="standard"))
    assert "\x1b[" in out.getvalue()
    assert "\x1b" not in shown(inspections.judged())


def test_ascii_terminals_get_ascii() -> None:
    text = shown(inspections.judged(), file=AsciiFile())
    assert text.isascii()
    assert "x 7 to look at" in text
    assert "####===##=" in text


def test_many_inputs_end_in_a_table() -> None:
    out = io.StringIO()
    lines: list[Summary] = [
        summarise(inspections.judged()),
        summarise(inspections.facts()),
        refusal("x\x1b.txt", "no video"),
    ]
    terminal.table(lines, Console(file=out, width=120, color_system=None))
    golden_files.check("table.terminal.txt", out.getvalue())


def test_a_summary_names_what_is_largest() -> None:
    summary = summarise(inspections.judged())
    assert (summary.shots, summary.length, summary.median_shot) == (36, "1:07:24", "1.68 s")
    assert (summary.findings, summary.largest) == (7, "+116 f Shot 12 is too long")


def test_profiles_say_what_they_rest_on_and_each_target_its_source() -> None:
    out = io.StringIO()
    console = Console(file=out, width=80, color_system=None)
    terminal.profile_list(available(), console)
    for profile in available():
        terminal.profile_show(profile, console)
    text = " ".join(out.getvalue().split())
    for profile in available():
        assert f"{profile.name} {profile.title}" in text
        for rule in (*profile.bands, *profile.shots, *profile.delivery):
            assert " ".join(rule.source.split()) in text
