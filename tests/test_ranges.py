"""What part of a file is meant and how it is labelled, option against container."""

from __future__ import annotations

import dataclasses
from fractions import Fraction

import pytest

from tests.documents import small_media
from timeline.errors import UsageError
from timeline.model.clock import FrameClock, constant_clock
from timeline.model.media import Media, StartTimecode
from timeline.ranges import RangeRequest, choose_timecode, resolve

NTSC = Fraction(30000, 1001)
CLOCK = constant_clock(3000, Fraction(25))


def media(rate: Fraction, start: str | None = None) -> Media:
    told = StartTimecode(text=start, origin="container" if start else "none")
    return dataclasses.replace(small_media(3000, rate), start_timecode=told)


@pytest.mark.parametrize(
    ("rate", "container", "request_", "first", "start_origin", "drop_origin"),
    [
        (Fraction(25), None, RangeRequest(), "00:00:00:00", "none", "rate"),
        (NTSC, None, RangeRequest(), "00:00:00:00", "none", "assumed"),
        (NTSC, "00:59:58;00", RangeRequest(), "00:59:58;00", "container", "container"),
        (NTSC, "00:59:58:00", RangeRequest(), "00:59:58:00", "container", "container"),
        (NTSC, "00:59:58;00", RangeRequest(counting="ndf"), "00:59:58:00", "container", "option"),
        (NTSC, None, RangeRequest(counting="df"), "00:00:00;00", "none", "option"),
        (NTSC, None, RangeRequest(start="01:00:00;00"), "01:00:00;00", "option", "option"),
        (Fraction(25), "10:00:00:00", RangeRequest(start="01:00:00:00"), "01:00:00:00", "option", "rate"),
        (Fraction(24), "10:00:00:24", RangeRequest(), "00:00:00:00", "none", "rate"),
    ],
)
def test_labels_come_from_the_option_then_the_container_and_are_never_inferred(
    rate: Fraction, container: str | None, request_: RangeRequest, first: str, start_origin: str, drop_origin: str
) -> None:
    choice = choose_timecode(media(rate, container), request_)
    assert choice.basis.label(0) == first
    assert (choice.start_origin, choice.drop_origin) == (start_origin, drop_origin)


@pytest.mark.parametrize(
    ("rate", "request_", "says"),
    [
        (Fraction(25), RangeRequest(counting="df"), "drop-frame exists at"),
        (NTSC, RangeRequest(start="01:00:00;00", counting="ndf"), "written as drop-frame"),
        (Fraction(25), RangeRequest(start="01:00:00:25"), "out of range"),
        (Fraction(25), RangeRequest(start="soon"), "no timecode"),
    ],
)
def test_labels_that_contradict_are_refused(rate: Fraction, request_: RangeRequest, says: str) -> None:
    with pytest.raises(UsageError, match=says):
        choose_timecode(media(rate), request_)


@pytest.mark.parametrize(
    ("request_", "expected"),
    [
        (RangeRequest(), (0, 3000)),
        (RangeRequest(first="100"), (100, 3000)),
        (RangeRequest(last="100"), (0, 100)),
        (RangeRequest(first="10:00:01:00", last="10:00:02:00"), (25, 50)),
        (RangeRequest(programme="250-2750"), (250, 2750)),
        (RangeRequest(programme="10:00:10:00-10:01:50:00"), (250, 2750)),
    ],
)
def test_ranges_are_frames_or_timecodes(request_: RangeRequest, expected: tuple[int, int]) -> None:
    choice = choose_timecode(media(Fraction(25), "10:00:00:00"), request_)
    assert resolve(request_, CLOCK, choice) == expected


@pytest.mark.parametrize(
    ("request_", "says"),
    [
        (RangeRequest(first="3001"), "file ends at frame 3000"),
        (RangeRequest(first="200", last="200"), "holds no frame"),
        (RangeRequest(first="200", last="100"), "holds no frame"),
        (RangeRequest(first="00:00:00:00"), "file ends at frame"),
        (RangeRequest(first="later"), "no timecode.*or give a frame number"),
        (RangeRequest(programme="100"), "write IN-OUT"),
        (RangeRequest(programme="100-200", last="300"), "leave out"),
    ],
)
def test_ranges_that_mean_nothing_are_refused(request_: RangeRequest, says: str) -> None:
    choice = choose_timecode(media(Fraction(25), "10:00:00:00"), request_)
    with pytest.raises(UsageError, match=says):
        resolve(request_, CLOCK, choice)


def test_a_variable_rate_is_addressed_by_its_clock() -> None:
    clock = FrameClock(time_base=Fraction(1, 1000), first_pts=500, runs=((10, 100), (10, 20)), rate=Fraction(25))
    choice = choose_timecode(media(Fraction(25)), RangeRequest())
    assert resolve(RangeRequest(first="0:00.350", last="00:00:01.05"), clock, choice) == (3, 12)
    for beyond in ("0:09.000", "99:00"):
        with pytest.raises(UsageError, match="file ends at frame 20"):
            resolve(RangeRequest(last=beyond), clock, choice)
    with pytest.raises(UsageError, match=r"MM:SS\.mmm"):
        resolve(RangeRequest(first="0:99"), clock, choice)
    with pytest.raises(UsageError, match=r"MM:SS\.mmm"):
        resolve(RangeRequest(first="00:00:00:10"), clock, choice)
