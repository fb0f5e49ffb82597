"""Timecode labels against the standard's rules and well-known values."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.strategies import bases
from timeline.errors import TimecodeError
from timeline.timebase import is_ntsc, nominal, parse_rate
from timeline.timecode import TimecodeBasis, can_drop, reads_as_drop

NTSC_30 = Fraction(30000, 1001)
NTSC_60 = Fraction(60000, 1001)
NTSC_120 = Fraction(120000, 1001)


@pytest.mark.parametrize(
    ("rate", "drop", "frame", "label"),
    [
        (NTSC_30, True, 1799, "00:00:59;29"),
        (NTSC_30, True, 1800, "00:01:00;02"),
        (NTSC_30, True, 17981, "00:09:59;29"),
        (NTSC_30, True, 17982, "00:10:00;00"),
        (NTSC_30, True, 107892, "01:00:00;00"),
        (NTSC_30, False, 1800, "00:01:00:00"),
        (NTSC_60, True, 3599, "00:00:59;59"),
        (NTSC_60, True, 3600, "00:01:00;04"),
        (NTSC_60, True, 215784, "01:00:00;00"),
        (NTSC_120, True, 7200, "00:01:00;008"),
        (Fraction(24000, 1001), False, 24, "00:00:01:00"),
        (Fraction(120), False, 119, "00:00:00:119"),
        (Fraction(100), False, 99, "00:00:00:99"),
        (Fraction(25), False, 24 * 3600 * 25, "00:00:00:00"),
        (NTSC_30, True, 2589408, "00:00:00;00"),
    ],
)
def test_known_labels(rate: Fraction, drop: bool, frame: int, label: str) -> None:
    assert TimecodeBasis(rate=rate, drop=drop).label(frame) == label


@given(bases(), st.integers(0, 5_000_000))
def test_a_label_leads_back_to_its_frame(basis: TimecodeBasis, frame: int) -> None:
    assert basis.frame(basis.label(frame)) == frame % basis.day


@given(bases(), st.integers(0, 5_000_000))
def test_labels_follow_each_other_and_skip_only_what_drop_frame_drops(basis: TimecodeBasis, frame: int) -> None:
    """ST 12-1: labels 0 and 1 (0 to 3 at 60) are left out at each minute but every tenth."""
    here, there = basis.label(frame), basis.label(frame + 1)
    assert here != there
    if basis.drop and there[6:8] == "00" and int(there[3:5]) % 10:
        assert int(there[9:]) >= basis.fps // 15


@given(bases())
def test_frame_zero_wears_the_start(basis: TimecodeBasis) -> None:
    assert basis.number(basis.label(0)) == basis.start


@pytest.mark.parametrize(
    "text", ["", "1:2:3", "00:00:00:25", "24:00:00:00", "00:60:00:00", "00:00:61:00", "aa:00:00:00"]
)
def test_what_is_no_timecode_is_refused(text: str) -> None:
    with pytest.raises(TimecodeError, match=r"timecode|range"):
        TimecodeBasis(rate=Fraction(25)).frame(text)


def test_a_dropped_label_is_refused() -> None:
    with pytest.raises(TimecodeError, match="leaves out"):
        TimecodeBasis(rate=NTSC_30, drop=True).frame("00:01:00;01")


@pytest.mark.parametrize("rate", [Fraction(25), Fraction(24000, 1001), Fraction(30), Fraction(48000, 1001)])
def test_drop_frame_only_where_the_standard_has_it(rate: Fraction) -> None:
    assert not can_drop(rate)
    with pytest.raises(TimecodeError, match="drop-frame"):
        TimecodeBasis(rate=rate, drop=True)


@pytest.mark.parametrize(
    ("text", "drop"), [("01:00:00;00", True), ("01:00:00:00", False), ("01:00:00.00", True), ("x", False)]
)
def test_the_separator_tells_drop_frame(text: str, drop: bool) -> None:
    assert reads_as_drop(text) is drop


@pytest.mark.parametrize(
    ("text", "rate"),
    [
        ("25", Fraction(25)),
        ("29.97", NTSC_30),
        ("23.976", Fraction(24000, 1001)),
        ("23.98", Fraction(24000, 1001)),
        ("59.94", NTSC_60),
        ("119.88", NTSC_120),
        ("30000/1001", NTSC_30),
        ("12.5", Fraction(25, 2)),
    ],
)
def test_rates_are_read_exactly(text: str, rate: Fraction) -> None:
    assert parse_rate(text) == rate


@pytest.mark.parametrize("text", ["", "0", "25/0", "-25", "fast", "1e3", "25fps"])
def test_what_is_no_rate_is_refused(text: str) -> None:
    with pytest.raises(TimecodeError, match="frame rate"):
        parse_rate(text)


@given(st.integers(1, 240))
def test_nominal_rate_of_the_ntsc_family(fps: int) -> None:
    slowed = Fraction(fps * 1000, 1001)
    assert nominal(slowed) == nominal(Fraction(fps)) == fps
    assert is_ntsc(slowed) is (slowed.denominator == 1001)
