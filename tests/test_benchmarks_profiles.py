"""The reference profiles' figures from small files of the published kinds, mess included."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks import profiles
from timeline.errors import InputError
from timeline.suite.imports.autoshot import Video, ascending, read_autoshot

MESS = """11.mp4 100
9,10
19,,20
30.31
39,40,
50,51\v60,61
70 71
[80,81]
99,100

22.mp4
9,10
11,8
13,14,15
9999,10000
19,20

33.mp4.png  60
20,24
58,59
70,71

11.mp4 100
9,10
19,,20
30.31
39,40,
50,51\v60,61
70 71
[80,81]
99,100
"""


def read(tmp_path: Path, text: str) -> tuple[list[Video], list[str]]:
    path = tmp_path / "shots.txt"
    path.write_text(text)
    return read_autoshot(path)


def test_the_mess_is_mended_or_refused_and_named(tmp_path: Path) -> None:
    videos, notes = read(tmp_path, MESS)
    one, two, three = videos
    assert one.boundaries == ((9, 10), (19, 20), (30, 31), (39, 40), (50, 51), (60, 61), (70, 71), (80, 81))
    assert one.shot_lengths == [10, 10, 11, 9, 11, 10, 10, 10, 19]
    assert two.boundaries == ((9, 10), (19, 20))
    assert two.shot_lengths == [10, 10]  # the frames after the last boundary are unknown
    assert three.shot_lengths == [22, 37, 1]  # a gradual transition is parted at its middle
    assert notes == [
        "line 3: '19,,20' mended: read as 19,20",
        "line 4: '30.31' mended: read as 30,31",
        "line 5: '39,40,' mended: read as 39,40",
        "line 6: '50,51\\x0b60,61' mended: read as 50,51 and 60,61",
        "line 9: '99,100' mended: leaves no frame after it: only marks the end of 11.mp4",
        "line 14: '13,14,15' refused: 3 numbers where two belong",
        "line 13: '11,8' refused: runs backwards",
        "line 15: '9999,10000' refused: out of order: before '19,20' (line 16)",
        "line 21: '70,71' refused: past the 60 frames of 33.mp4",
        "line 23: 11.mp4 mended: comes twice, counts once",
    ]


def test_a_video_that_comes_twice_and_differs_is_said(tmp_path: Path) -> None:
    videos, notes = read(tmp_path, "1.mp4 50\n9,10\n1.mp4 50\n19,20\n")
    assert [video.boundaries for video in videos] == [((9, 10),)]
    assert notes == ["line 3: 1.mp4 refused: comes twice and differs: the first stands"]


def test_another_kind_of_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="line 1: a boundary before any header"):
        read(tmp_path, "9,10\n")
    (tmp_path / "films.csv").write_text("A,B\n1,2\n3,x\n")
    with pytest.raises(InputError, match=r"films\.csv: column 2 \(B\): could not convert"):
        profiles.read_films(tmp_path / "films.csv")
    with pytest.raises(InputError, match="not readable as text"):
        profiles.read_films(tmp_path / "absent.csv")


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(1, 4)).map(lambda p: (p[0], p[0] + p[1])), max_size=8))
def test_ascending_keeps_a_longest_chain(boundaries: list[tuple[int, int]]) -> None:
    def longest(at: int, end: int) -> int:
        if at == len(boundaries):
            return 0
        last, first = boundaries[at]
        return max(longest(at + 1, end), 1 + longest(at + 1, first) if last >= end else 0)

    chain = [boundaries[i] for i in ascending(boundaries)]
    assert all(a[1] <= b[0] for a, b in pairwise(chain))
    assert len(chain) == longest(0, 0)


def test_figures_of_one_programme() -> None:
    lengths = [2.0, 4.0, 4.0, 2.0]
    assert profiles.npvi(lengths) == pytest.approx(100 / 3 * (2 / 3 + 0 + 2 / 3))
    assert profiles.cuts_per_minute(lengths) == 15.0


def test_the_command_prints_both_references(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    films = tmp_path / "films.csv"
    films.write_bytes(b"A (1935),B (1940)\r\n2,10\r\n4,20\r\n6,\r\n")
    shots = tmp_path / "shots.txt"
    shots.write_text("1.mp4 180\n" + "".join(f"{30 * k - 1},{30 * k}\n" for k in range(1, 6)))
    assert profiles.main(["--autoshot", str(shots), "--hollywood", str(films)]) == 0
    printed = capsys.readouterr().out
    assert "# short-video: 1 programmes" in printed
    assert "[cuts_per_minute]  # 1/min\np10 = 50\n" in printed
    assert "# film: 2 programmes" in printed
    assert "[median_shot_length]  # s\np10 = 5.1\np25 = 6.75\np50 = 9.5\n" in printed
