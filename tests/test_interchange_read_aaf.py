"""AAF by hand, written with pyaaf2: fillers under fades, transitions that overlap, rates, drop-frame, damage."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from benchmarks.seeds import write_aaf
from tests.timeline_files import DF30, codes, put, seen, spans, told, written
from timeline.errors import SequenceError
from timeline.interchange import as_written, read

Part = tuple[str, int, int]


def aaf(folder: Path, *parts: Part, **more: object) -> Path:
    write_aaf(folder / "cut.aaf", parts, **more)  # type: ignore[arg-type]  # handed on as they come
    return folder / "cut.aaf"


def clip(length: int, start: int) -> Part:
    return ("clip", length, start)


def filler(length: int) -> Part:
    return ("filler", length, 0)


def mix(length: int, cut: int) -> Part:
    return ("transition", length, cut)


def test_clips_fillers_and_a_dissolve(tmp_path: Path) -> None:
    path = aaf(tmp_path, clip(60, 100), mix(12, 6), clip(50, 300), filler(20), clip(40, 500))
    assert written(path) == (3, 1, 1, 3, 158)
    assert spans(seen(path)) == [("dissolve", 48, 54, 60), ("cut", 98, 98, 98), ("cut", 118, 118, 118)]
    facts = as_written(read(path))
    assert (facts.rate, facts.start, facts.drop) == (25, "01:00:00:00", False)


def test_fades_replace_their_filler_which_counts_all_the_same(tmp_path: Path) -> None:
    path = aaf(tmp_path, filler(10), mix(10, 0), clip(60, 100), clip(50, 300), mix(15, 15), filler(15))
    assert written(path) == (2, 2, 2, 3, 110)
    assert spans(seen(path)) == [("fade_in", 0, None, 10), ("cut", 60, 60, 60), ("fade_out", 95, None, 110)]


def test_transitions_that_overlap_leave_a_clip_no_frame_of_its_own_and_that_is_named(tmp_path: Path) -> None:
    path = aaf(tmp_path, clip(60, 100), mix(20, 10), clip(15, 300), mix(20, 10), clip(60, 500))
    sequence = read(path)
    assert [code for code, _ in codes(sequence)] == ["overlapping transitions"]
    assert written(path)[:4] == (3, 0, 2, 2)
    found = seen(path)
    assert len(found.timeline.shots) == 2
    assert found.timeline.frames == 60 + 15 + 60 - 40


@pytest.mark.parametrize(
    ("rate", "fps", "drop", "start", "label", "exact"),
    [
        ("30000/1001", 30, True, 107892, "01:00:00;00", DF30),
        ("30000/1001", 30, False, 108000, "01:00:00:00", DF30),
        ("24000/1001", 24, False, 86400, "01:00:00:00", Fraction(24000, 1001)),
    ],
)
def test_rates_and_drop_frame(
    tmp_path: Path, rate: str, fps: int, drop: bool, start: int, label: str, exact: Fraction
) -> None:
    facts = as_written(read(aaf(tmp_path, clip(60, 0), clip(60, 100), rate=rate, fps=fps, drop=drop, start=start)))
    assert (facts.rate, facts.drop, facts.start, facts.frames) == (exact, drop, label, 120)


def test_through_edits_are_joined_when_seen(tmp_path: Path) -> None:
    path = aaf(tmp_path, clip(60, 100), clip(40, 160), clip(40, 300))
    assert told(seen(path)) == {"through": 1}
    assert seen(path, keep=True).timeline.edit_points == (60, 100)


def test_what_is_cut_short_or_something_else_is_refused_in_words(tmp_path: Path) -> None:
    content = aaf(tmp_path, clip(60, 100)).read_bytes()
    for size in (100, len(content) // 2):
        with pytest.raises(SequenceError, match="is damaged or cut short"):
            read(put(tmp_path, "short.aaf", content[:size]))
    with pytest.raises(SequenceError, match="does not begin as one"):
        read(put(tmp_path, "other.aaf", b"RIFF" + content))
    with pytest.raises(SequenceError, match="no picture lies on its tracks"):
        read(aaf(tmp_path, filler(50)))


def test_nothing_is_printed_or_logged_past_the_reader(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """The adapter prints and pyaaf2 logs to everybody's terminal."""
    content = aaf(tmp_path, clip(60, 100)).read_bytes()
    with pytest.raises(SequenceError):
        read(put(tmp_path, "short.aaf", content[:300_000]))
    assert capfd.readouterr() == ("", "")
