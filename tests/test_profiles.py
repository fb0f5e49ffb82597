"""Profile files: what is written is what is read, and what is wrong is refused with its line, its key and a way out."""

from __future__ import annotations

import os
import re
import tomllib
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from timeline.analyse import figure_names
from timeline.errors import ProfileError
from timeline.model.profile import HOUSE_DEFAULT, Band, EventRule, FigureName, SectionRule, ShotLimit
from timeline.profiles import available, describe, load, parse
from timeline.profiles.lines import key_lines, line_of

HEAD = '[profile]\nname = "house"\ntitle = "House style"\nsource = "our first season"\n'
SECTION = '[[section]]\nname = "opening"\nseconds_from_start = [0, 3]\n'
POINTS = "{ seconds = 0, min = 0, max = 1 }, { seconds = 30, min = 6, max = 12 }"


def test_a_whole_profile_is_read_exactly_as_written() -> None:
    profile = parse(
        HEAD
        + SECTION
        + '[[band]]\nfigure = "cuts"\nsection = "opening"\nmin = 1\nmax = 4\nseverity = "warning"\nsource = "a book"\n'
        + '[[band]]\nfigure = "trend"\nmin = -0.5\n'
        + "[[shot]]\nmin_frames = 4\n"
        + '[[event]]\nkind = "freeze"\nmax_seconds = 1.1\n'
        + f'[corridor]\npoints = [{POINTS}]\nsource = "{HOUSE_DEFAULT}"\n',
        "house.toml",
    )
    assert profile.sections[0] == SectionRule(
        name="opening", anchor="seconds_from_start", first=Fraction(0), last=Fraction(3)
    )
    assert profile.bands[0] == Band(
        figure="cuts",
        section="opening",
        unit="plain",
        low=Fraction(1),
        high=Fraction(4),
        severity="warning",
        source="a book",
    )
    assert (profile.bands[1].low, profile.bands[1].high) == (Fraction(-1, 2), None)
    assert profile.shots[0] == ShotLimit(
        section="programme", unit="frames", low=Fraction(4), high=None, severity="error", source="our first season"
    )
    assert profile.events == (
        EventRule(
            kind="freeze",
            section="programme",
            unit="seconds",
            high=Fraction(11, 10),  # as written, not as a float holds it
            severity="error",
            source="our first season",
        ),
    )
    assert profile.corridor is not None
    assert profile.corridor.severity == "info"  # a house default is advisory unless it says otherwise
    assert profile.corridor.points[1] == (30, 6, 12)


REFUSALS = [
    ("", 1, "the file", "[profile] is missing", "begin the file with [profile]"),
    ("profile = 3", 1, "profile", "this is no table", "write it under [profile]"),
    ('[profile]\nname = "a"\ntitle = "b"\n', 1, "profile", "'source' is missing", "add source ="),
    ('[profile]\nname = 7\ntitle = "b"\nsource = "c"\n', 2, "profile.name", "7 is no text", "in quotes"),
    (
        '[profile]\nname = "../x"\ntitle = "b"\nsource = "c"\n',
        2,
        "profile.name",
        "'../x' is no name",
        "up to 40 letters",
    ),
    ('[profile]\nname = "a"\ntitle = "b\\u001b[2J"\nsource = "c"\n', 3, "profile.title", "control characters", "400"),
    (HEAD + 'sorce = "x"\n', 5, "profile.sorce", "unknown key (did you mean 'source'?)", "name, title, source"),
    (
        HEAD + '[[bands]]\nfigure = "cuts"\n',
        5,
        "bands",
        "unknown key (did you mean 'band'?)",
        "profile, section, band",
    ),
    (HEAD + '[band]\nfigure = "cuts"\n', 5, "band", "this is no list of tables", "[[band]]"),
    (
        HEAD + '\n[[band]]\nfigure = "cut"\nmin = 1\n',
        7,
        "band[1].figure",
        "'cut' is unknown here (did you mean 'cuts'?)",
        "duration",
    ),
    (
        HEAD + '[[band]]\nfigure = "cuts"\nsection = "opening"\nmin = 1\n',
        7,
        "band[1].section",
        "'opening' is unknown",
        "programme",
    ),
    (
        HEAD + SECTION + '[[band]]\nfigure = "cuts_by_3s"\nsection = "opening"\nmin = 1\n',
        10,
        "band[1].section",
        "cuts_by_3s exists for the whole programme only",
        "per section: duration",
    ),
    (HEAD + '[[band]]\nfigure = "cuts"\nmin = 4\nmax = 3\n', 7, "band[1].min", "the least is above the most", "swap"),
    (HEAD + '[[band]]\nfigure = "cuts"\nmin = "4"\n', 7, "band[1].min", "'4' is no number", "without quotes"),
    (HEAD + '[[band]]\nfigure = "cuts"\nmin = true\n', 7, "band[1].min", "true is no number", "without quotes"),
    (HEAD + '[[band]]\nfigure = "cuts"\nmin = -1\n', 7, "band[1].min", "-1 is out of range", "from 0 to 1000000"),
    (HEAD + '[[band]]\nfigure = "cuts"\nmin = nan\n', 7, "band[1].min", "nan is out of range", "from 0"),
    (HEAD + '[[band]]\nfigure = "cuts"\nmax = 1e999999999\n', 7, "band[1].max", "out of range", "from 0"),
    (HEAD + '[[band]]\nfigure = "cuts"\n', 5, "band[1]", "it sets no limit", "give min or max"),
    (
        HEAD + '[[band]]\nfigure = "cuts"\nmin_seconds = 1\n',
        7,
        "band[1].min_seconds",
        "unknown key",
        "figure, section, source, severity, min, max",
    ),
    (
        HEAD + '[[band]]\nfigure = "longest_shot"\nmax = 3\n',
        7,
        "band[1].max",
        "unknown key",
        "max_seconds, min_frames, max_frames",
    ),
    (HEAD + "[[shot]]\nmin_frames = 2.5\n", 6, "shot[1].min_frames", "frames come whole", "whole number"),
    (HEAD + "[[shot]]\nmin_frames = 4\nmax_seconds = 3\n", 5, "shot[1]", "it mixes units", "both limits in seconds"),
    (
        HEAD + '[[shot]]\nmax_seconds = 3\nseverity = "fatal"\n',
        7,
        "shot[1].severity",
        "'fatal' is unknown here",
        "error, warning, info",
    ),
    (
        HEAD + "[[shot]]\nmax_seconds = 3\n\n[[shot]]\nmax_second = 3\n",
        9,
        "shot[2].max_second",
        "did you mean 'max_seconds'",
        "min_frames",
    ),
    (HEAD + '[[section]]\nname = "a"\n', 5, "section[1]", "it has 0 anchors", "exactly one of seconds_from_start"),
    (
        HEAD + SECTION + "seconds_before_end = [3, 0]\n",
        5,
        "section[1]",
        "it has 2 anchors",
        "exactly one of seconds_from_start",
    ),
    (
        HEAD + SECTION.replace("[0, 3]", "[3, 0]"),
        7,
        "section[1].seconds_from_start",
        "it runs backwards",
        "smaller number first",
    ),
    (
        HEAD + '[[section]]\nname = "a"\nseconds_before_end = [0, 15]\n',
        7,
        "section[1].seconds_before_end",
        "it runs backwards",
        "larger number first",
    ),
    (HEAD + SECTION.replace("[0, 3]", "[0, 3, 4]"), 7, "section[1].seconds_from_start", "no pair", "two numbers"),
    (HEAD + SECTION.replace("[0, 3]", "3"), 7, "section[1].seconds_from_start", "3 is no pair", "two numbers"),
    (
        HEAD + '[[section]]\nname = "a"\npercent_of_programme = [50, 101]\n',
        7,
        "section[1].percent_of_programme",
        "it goes past 100 %",
        "from 0 to 100",
    ),
    (HEAD + SECTION + SECTION, 9, "section[2].name", "there are two sections 'opening'", "its own name"),
    (
        HEAD + SECTION + SECTION.replace("opening", "b").replace("[0, 3]", "[2, 5]"),
        10,
        "section[2].seconds_from_start",
        "it overlaps section 'opening'",
        "may touch",
    ),
    (HEAD + SECTION.replace("opening", "programme"), 6, "section[1].name", "is no section name", "not 'programme'"),
    (
        HEAD + '[[transition]]\nallowed = ["cut", "disolve"]\n',
        6,
        "transition[1].allowed",
        "'disolve' is unknown here (did you mean 'dissolve'?)",
        "fade_through",
    ),
    (HEAD + '[[transition]]\nallowed = "cut"\n', 6, "transition[1].allowed", "is no list of texts", "write a list"),
    (HEAD + "[[transition]]\nallowed = []\n", 6, "transition[1].allowed", "is no list of texts", "write a list"),
    (HEAD + '[[event]]\nkind = "flash"\nmax_frames = 0\n', 6, "event[1].kind", "'flash' is unknown here", "black"),
    (HEAD + '[[event]]\nkind = "black"\nmin_frames = 2\n', 5, "event[1]", "longest length only", "0 means never"),
    (HEAD + '[[delivery]]\nfact = "codec"\n', 6, "delivery[1].fact", "'codec' is unknown here", "duration, rate, size"),
    (HEAD + '[[delivery]]\nfact = "aspect"\n', 5, "delivery[1]", "it sets no limit", "give allowed"),
    (HEAD + '[[delivery]]\nfact = "aspect"\nallowed = ["tall"]\n', 7, "delivery[1].allowed", "is no aspect", '"9:16"'),
    (HEAD + '[[delivery]]\nfact = "aspect"\nallowed = ["0:16"]\n', 7, "delivery[1].allowed", "is no aspect", '"9:16"'),
    (HEAD + '[[delivery]]\nfact = "size"\nallowed = ["1080"]\n', 7, "delivery[1].allowed", "no size", "1080x1920"),
    (HEAD + '[[delivery]]\nfact = "rate"\nallowed = ["PAL"]\n', 7, "delivery[1].allowed", "no frame rate", "29.97"),
    (HEAD + '[[delivery]]\nfact = "rate"\nmin = 60\nmax = 23\n', 7, "delivery[1].min", "least is above", "swap"),
    (
        HEAD + '[[delivery]]\nfact = "duration"\nallowed = ["60"]\n',
        7,
        "delivery[1].allowed",
        "unknown key",
        "min_seconds, max_seconds",
    ),
    (HEAD + "corridor = 3\n", 5, "profile.corridor", "unknown key", "name, title, source"),
    (HEAD + "[corridor]\npoints = []\n", 5, "corridor", "fewer than two points", "points = ["),
    (
        HEAD + f"[corridor]\npoints = [{POINTS}, {{ seconds = 20, min = 8, max = 20 }}]\n",
        6,
        "corridor.points[3]",
        "its seconds do not rise",
        "in order",
    ),
    (
        HEAD + f"[corridor]\npoints = [{POINTS}, {{ seconds = 40, min = 2, max = 20 }}]\n",
        6,
        "corridor.points[3]",
        "fewer than those of the point before",
        "never fall",
    ),
    (
        HEAD + "[corridor]\npoints = [{ seconds = 0, min = 3, max = 1 }, { seconds = 1, min = 3, max = 4 }]\n",
        6,
        "corridor.points[1]",
        "the least is above the most",
        "swap",
    ),
    (
        HEAD + "[corridor]\npoints = [{ seconds = 0, min = 3 }, { seconds = 1, min = 3, max = 4 }]\n",
        6,
        "corridor.points[1]",
        "needs three numbers",
        "max = 20",
    ),
    (
        HEAD + f"[corridor]\npoints = [{POINTS}, {{ percent = 40, min = 9, max = 20 }}]\n",
        6,
        "corridor.points[3].percent",
        "unknown key",
        "seconds, min, max",
    ),
    (HEAD + "[[shot]]\nmax_seconds = 1\n" * 501, 5, "shot", "501 of them are too many", "up to 500"),
]


@pytest.mark.parametrize(("text", "line", "key", "problem", "allowed"), REFUSALS)
def test_refusals_name_line_key_and_what_is_allowed(text: str, line: int, key: str, problem: str, allowed: str) -> None:
    with pytest.raises(ProfileError) as caught:
        parse(text, "house.toml")
    told = str(caught.value)
    assert told.startswith(f"house.toml, line {line}: {key}: ")
    assert problem in told
    assert allowed in told
    assert "\n" not in told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[profile\n", r"house.toml: this is no TOML: .*\(at line 1, column 9\)"),
        ('[profile]\nname = "a"\nname = "b"\n', r"this is no TOML: .*\(at line 3"),
        ("x = " + "[" * 100_000, "nested too deep|this is no TOML"),
        ("x = " + "9" * 5000, "this is no TOML"),
        ("# " + "x" * 300_000, "300,002 characters are too many"),
    ],
)
def test_what_is_no_toml_is_refused_with_its_place(text: str, told: str) -> None:
    with pytest.raises(ProfileError, match=told):
        parse(text, "house.toml")


VALUES = st.sampled_from(
    [
        "1",
        "-1",
        "0.5",
        "1e308",
        "inf",
        "nan",
        "true",
        '""',
        '"cut"',
        "[]",
        "[1]",
        "[[1]]",
        "{}",
        "{ a = 1 }",
        "1979-05-27",
    ]
)
KEYS = ["figure", "section", "min", "max", "min_seconds", "max_frames", "severity", "source", "kind", "allowed", "fact"]
KEYS += ["name", "seconds_from_start", "points", "unknown"]


@given(
    st.sampled_from(
        ["[[band]]", "[[shot]]", "[[section]]", "[[event]]", "[[transition]]", "[[delivery]]", "[corridor]"]
    ),
    st.dictionaries(st.sampled_from(KEYS), VALUES, max_size=5),
)
def test_whatever_stands_at_a_key_is_read_or_refused_in_words(table: str, keys: dict[str, str]) -> None:
    text = HEAD + table + "\n" + "".join(f"{key} = {value}\n" for key, value in keys.items())
    told = _refusal(text)
    assert told is None or told.startswith("house.toml, line ")


def _refusal(text: str) -> str | None:
    try:
        parse(text, "house.toml")
    except ProfileError as refusal:
        return str(refusal)
    return None


def test_built_in_profiles_are_read_and_say_where_every_figure_comes_from() -> None:
    assert [profile.name for profile in available()] == ["micro-drama", "short-video", "film"]
    for profile in available():
        assert all(row.source for row in describe(profile))


def test_micro_drama_fails_only_on_what_has_a_source() -> None:
    rows = describe(load("micro-drama"))
    assert {row.group for row in rows if row.severity == "error"} == {"delivery"}
    assert all(row.source != HOUSE_DEFAULT for row in rows if row.severity == "error")
    assert all(row.severity == "info" for row in rows if row.source == HOUSE_DEFAULT)


def test_micro_drama_sets_no_target_for_cuts_in_the_hook() -> None:
    profile = load("micro-drama")
    assert not [b for b in profile.bands if b.section == "hook" or b.figure in {"cuts_by_3s", "first_edit_point"}]


@pytest.mark.parametrize("name", ["short-video", "film"])
def test_references_are_labelled_and_advisory(name: str) -> None:
    profile = load(name)
    assert profile.title.startswith("Reference: ")
    assert "no target" in profile.title
    assert {band.severity for band in profile.bands} == {"info"}
    assert "python -m benchmarks profiles" in profile.source


def test_described_targets_read_as_written() -> None:
    text = HEAD + SECTION + "[[shot]]\nmin_frames = 1\n[[shot]]\nsection = 'opening'\nmax_seconds = 2.5\n"
    text += '[[event]]\nkind = "short_shot"\nmax_frames = 0\n[[transition]]\nallowed = ["cut"]\n'
    text += f"[corridor]\npoints = [{POINTS}]\n"
    rows = [(row.group, row.subject, row.target) for row in describe(parse(text, "house.toml"))]
    assert rows == [
        ("section", "opening", "0 to 3.0 s from the start"),
        ("shot", "every shot", "at least 1 frame"),
        ("shot", "every shot in opening", "up to 2.5 s"),
        ("corridor", "cumulative cuts", "2 points, from 0 to 30 s"),
        ("transition", "transitions", "only cut"),
        ("event", "short shot", "none"),
    ]


def test_a_file_is_loaded_by_its_path_and_known_by_its_content(tmp_path: Path) -> None:
    path = tmp_path / "my style.toml"
    path.write_bytes(b"\xef\xbb\xbf" + HEAD.replace("\n", "\r\n").encode())
    profile = load(path)
    assert (profile.name, profile.digest) == ("house", parse(HEAD, "x").digest)
    assert profile.digest != parse(HEAD + "# changed", "x").digest


def test_a_name_that_is_none_is_refused_with_the_nearest() -> None:
    with pytest.raises(ProfileError, match=r"no profile 'microdrama' \(did you mean 'micro-drama'\?\)"):
        load("microdrama")


def test_files_that_cannot_be_read_are_refused(tmp_path: Path) -> None:
    (tmp_path / "binary.toml").write_bytes(b"\xff\xfe\x00")
    (tmp_path / "folder.toml").mkdir()
    os.mkfifo(tmp_path / "pipe.toml")
    (tmp_path / "huge.toml").write_bytes(b"#" * 2_000_000)
    for name, told in [
        ("missing.toml", "does not exist"),
        ("folder.toml", "is no file"),
        ("pipe.toml", "is no file"),
        ("binary.toml", "is no UTF-8 text"),
        ("huge.toml", "too many for a profile"),
        ("x" * 5000 + ".toml", "does not exist"),
        ("nul\0.toml", "does not exist"),
    ]:
        with pytest.raises(ProfileError, match=told):
            load(tmp_path / name)


def test_lines_are_found_past_strings_comments_and_arrays() -> None:
    text = '# [a]\n[b]\ns = """\n[c]\nd = 1\n"""\nl = [\n  1, # ]\n  2,\n]\n"q k" = 1\n'
    text += "[[t]]\nx.y = 1\n[[t]]\n[t.u]\nz = 1\n"
    lines = key_lines(text)
    assert tomllib.loads(text)["t"] == [{"x": {"y": 1}}, {"u": {"z": 1}}]
    assert lines == {
        ("b",): 2,
        ("b", "s"): 3,
        ("b", "l"): 7,
        ("b", "q k"): 11,
        ("t", 0): 12,
        ("t", 0, "x", "y"): 13,
        ("t", 1): 14,
        ("t", 1, "u"): 15,
        ("t", 1, "u", "z"): 16,
    }
    assert line_of(lines, ("t", 1, "u", "nothing")) == 15
    assert line_of(lines, ("nowhere",)) == 1


DOCS = Path(__file__).parent.parent / "docs"


def test_every_example_in_the_documentation_is_read() -> None:
    blocks = re.findall(r"```toml\n(.*?)```", (DOCS / "profiles.md").read_text(), re.DOTALL)
    assert len(blocks) == 2
    for block in blocks:
        parse(block if "[profile]" in block else HEAD + block, "docs/profiles.md")


@pytest.mark.parametrize("figure", figure_names(), ids=lambda figure: figure.name)
def test_every_figure_is_documented(figure: FigureName) -> None:
    assert f"`{figure.name}`" in (DOCS / "rhythm.md").read_text()
