"""Edit lists by hand, each with one of the things that lists do to their readers."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.timeline_files import DF30, P25, codes, names, put, seen, spans, told, written
from timeline.errors import SequenceError, UsageError
from timeline.interchange import as_written, read
from timeline.timecode import TimecodeBasis

HEAD = "TITLE: TEST\nFCM: NON-DROP FRAME\n"


def edl(folder: Path, *lines: str, head: str = HEAD) -> Path:
    return put(folder, "cut.edl", head + "\n".join(lines) + "\n")


def test_cuts_and_a_hole_between_records(tmp_path: Path) -> None:
    path = edl(
        tmp_path,
        "001  A        V     C        01:00:00:00 01:00:02:00 10:00:00:00 10:00:02:00",
        "002  B        V     C        02:00:00:00 02:00:01:00 10:00:03:00 10:00:04:00",
    )
    assert written(path, P25) == (2, 1, 0, 2, 100)
    found = seen(path, P25)
    assert [(s.start, s.stop, s.kind) for s in found.timeline.shots] == [
        (0, 50, "picture"),
        (50, 75, "black"),
        (75, 100, "picture"),
    ]
    assert told(found) == {"black": 1}
    assert as_written(read(path, P25)).start == "10:00:00:00"


def test_a_dissolve_belongs_to_the_incoming_event_and_its_record_in_is_its_start(tmp_path: Path) -> None:
    path = edl(
        tmp_path,
        "001  A        V     C        01:00:00:00 01:00:02:00 10:00:00:00 10:00:02:00",
        "002  A        V     C        01:00:02:00 01:00:02:00 10:00:02:00 10:00:02:00",
        "002  B        V     D    012 02:00:00:00 02:00:02:00 10:00:02:00 10:00:04:00",
        "003  C        V     W001 010 03:00:00:00 03:00:01:00 10:00:04:00 10:00:05:00",
    )
    assert written(path, P25) == (3, 0, 2, 2, 125)
    found = seen(path, P25)
    assert spans(found) == [("dissolve", 50, 56, 62), ("wipe", 100, 105, 110)]
    assert names(found) == ["A", "B", "C"]
    assert told(found) == {"moved": 2}


def test_fades_from_and_to_black(tmp_path: Path) -> None:
    path = edl(
        tmp_path,
        "001  BL       V     C        00:00:00:00 00:00:00:00 10:00:00:00 10:00:00:00",
        "001  A        V     D    010 01:00:00:00 01:00:02:00 10:00:00:00 10:00:02:00",
        "002  A        V     C        01:00:02:00 01:00:02:00 10:00:02:00 10:00:02:00",
        "002  BL       V     D    015 00:00:00:00 00:00:01:00 10:00:02:00 10:00:03:00",
        "003  B        V     C        02:00:00:00 02:00:01:00 10:00:03:00 10:00:04:00",
        "004  BL       V     D    020 00:00:00:00 00:00:00:20 10:00:04:00 10:00:04:20",
    )
    assert written(path, P25) == (2, 2, 3, 3, 120)
    found = seen(path, P25)
    # A fade at head or tail has no edit point; the one inside ends where the black holds.
    assert spans(found) == [
        ("fade_in", 0, None, 10),
        ("fade_out", 50, 65, 65),
        ("cut", 75, 75, 75),
        ("fade_out", 100, None, 120),
    ]
    assert [s.kind for s in found.timeline.shots] == ["picture", "black", "picture"]
    assert [(e.start, e.stop) for e in found.black] == [(65, 75)]


def test_a_short_dip_is_one_transition(tmp_path: Path) -> None:
    path = edl(
        tmp_path,
        "001  A        V     C        01:00:00:00 01:00:02:00 10:00:00:00 10:00:02:00",
        "002  BL       V     D    010 00:00:00:00 00:00:00:13 10:00:02:00 10:00:02:13",
        "003  B        V     D    010 02:00:00:00 02:00:01:00 10:00:02:13 10:00:03:13",
    )
    assert spans(seen(path, P25)) == [("fade_through", 50, 61, 73)]


def test_speed_changes_are_noted_and_the_record_rules(tmp_path: Path) -> None:
    path = edl(
        tmp_path,
        "001  A        V     C        01:00:00:00 01:00:00:10 10:00:00:00 10:00:00:10",
        "M2   A               309.6                01:00:00:00",
        "002  B        V     C        02:00:00:00 02:00:00:01 10:00:00:10 10:00:01:10",
        "M2   B               000.0                02:00:00:00",
        "003  C        V     C        03:00:01:00 03:00:02:00 10:00:01:10 10:00:02:10",
        "M2   C              -025.0                03:00:01:00",
    )
    assert written(path, P25) == (3, 0, 0, 2, 60)
    assert not codes(read(path, P25))
    speeds = [item.origin.speed for item in read(path, P25).v1.items if item.origin]
    assert speeds == [Fraction("309.6") / 25, 0, -1]
    assert told(seen(path, P25)) == {"speed": 3}


def test_lengths_that_differ_without_a_speed_are_named(tmp_path: Path) -> None:
    path = edl(tmp_path, "001  A        V     C        01:00:00:00 01:00:02:00 10:00:00:00 10:00:01:00")
    sequence = read(path, P25)
    assert written(path, P25) == (1, 0, 0, 0, 25)
    assert codes(sequence) == [("length", "line 3")]
    assert "50 frames of source for 25 of record" in sequence.oddities[0].message


def test_overlapping_records_are_named_and_the_later_one_is_seen(tmp_path: Path) -> None:
    path = edl(
        tmp_path,
        "001  A        V     C        01:00:00:00 01:00:04:00 10:00:00:00 10:00:04:00",
        "002  B        V     C        02:00:00:00 02:00:01:00 10:00:01:00 10:00:02:00",
    )
    assert codes(read(path, P25)) == [("overlap", "line 4")]
    assert names(seen(path, P25)) == ["A", "B", "A"]


def test_record_timecode_past_midnight(tmp_path: Path) -> None:
    path = edl(
        tmp_path,
        "001  A        V     C        01:00:00:00 01:00:02:00 23:59:58:00 00:00:00:00",
        "002  B        V     C        02:00:00:00 02:00:01:00 00:00:00:00 00:00:01:00",
        "003  C        V     C        02:00:00:00 02:00:01:00 00:00:01:00 00:00:02:00",
    )
    assert written(path, P25) == (3, 0, 0, 2, 100)
    assert not codes(read(path, P25))
    assert seen(path, P25).timeline.edit_points == (50, 75)


def test_events_that_lost_their_reel_or_their_letter_are_named(tmp_path: Path) -> None:
    path = edl(
        tmp_path,
        "001           V     C        01:00:00:00 01:00:02:00 10:00:00:00 10:00:02:00",
        "002  B        V          008 02:00:00:00 02:00:01:00 10:00:02:00 10:00:03:00",
        "003  C        V              03:00:00:00 03:00:01:00 10:00:03:00 10:00:04:00",
        "004  D              C        04:00:00:00 04:00:01:00 10:00:04:00 10:00:05:00",
    )
    sequence = read(path, P25)
    assert codes(sequence) == [
        ("no reel", "line 3"),
        ("no transition", "line 4"),
        ("no transition", "line 5"),
        ("no channel", "line 6"),
    ]
    assert "taken as a dissolve of 8 frames" in sequence.oddities[1].message
    assert spans(seen(path, P25)) == [("dissolve", 50, 54, 58), ("cut", 75, 75, 75), ("cut", 100, 100, 100)]


def test_lines_that_mean_nothing_are_named_with_their_numbers_and_never_dropped_in_silence(tmp_path: Path) -> None:
    path = edl(
        tmp_path,
        "001  A        V     C        01:00:00:00 01:00:02:00 10:00:00:00 10:00:02:00",
        "what is this",
        "and this",
        "* a remark is none",
        "002  B        V     C        02:00:00:00 02:00:01:00 10:00:02:00",
        "003  C        V     C        02:00:00:00 02:00:01:00 10:00:02:00 10:00:03:00",
        "004  D        V     C        02:00:00:00 02:00:01:00 10:00:03:00 10:00:02:00",
        "005  E        V     C        02:00:00:00 02:00:00:00 10:00:03:00 10:00:03:00",
    )
    assert codes(read(path, P25)) == [
        ("not understood", "lines 4 to 5"),
        ("not understood", "line 7"),
        ("backwards", "line 9"),
        ("no length", "line 10"),
    ]
    assert written(path, P25) == (2, 0, 0, 1, 75)


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\r\n"), max_size=60))
@settings(max_examples=40, deadline=None)
def test_any_line_is_an_event_a_remark_or_named(line: str) -> None:
    from timeline.interchange.edl_lines import parse
    from timeline.interchange.reading import Log

    log = Log()
    listing = parse(f"TITLE: X\n{line}\n", log)
    known = listing.events or listing.locators or listing.rates or listing.drop is not None or listing.title != "X"
    remark = line.strip(" \t\x0b\x0c\x1c\x1d\x1e\x1f\x85\xa0\0\x1a").startswith(("*", "#", ">>>")) or not line.strip()
    named = any(oddity.where == "line 2" for oddity in log.all())
    assert named or known or remark or line.strip("\0\x1a ").upper().startswith(REMARKS) or not line.strip("\0\x1a \t")


REMARKS = ("REM", "AUD", "FINAL CUT", "GPI", "MASTER", "DLEDL", "END", "TRACK", "SOURCE", "TITLE:", "---", "===", "___")


def test_several_markers_lie_on_one_clip(tmp_path: Path) -> None:
    path = edl(
        tmp_path,
        "001  A        V     C        01:00:00:00 01:00:02:00 10:00:00:00 10:00:02:00",
        "* LOC: 10:00:00:10 RED     FIRST NOTE",
        "* LOC: 10:00:01:00 GREEN",
    )
    assert [(m.start, m.colour, m.note) for m in read(path, P25).markers] == [
        (10, "red", "FIRST NOTE"),
        (25, "green", ""),
    ]


def test_keys_lie_over_the_picture_and_are_no_shots(tmp_path: Path) -> None:
    path = edl(
        tmp_path,
        "001  A        V     C        01:00:00:00 01:00:02:00 10:00:00:00 10:00:02:00",
        "002  B        V     K B      02:00:00:00 02:00:01:00 10:00:02:00 10:00:03:00",
        "002  TITLES   V     K    012 00:00:00:00 00:00:01:00 10:00:02:00 10:00:03:00",
        "003  B        V     K B (F)  02:00:01:00 02:00:02:00 10:00:03:00 10:00:04:00",
        "003  TITLES   V     K O  012 00:00:00:00 00:00:01:00 10:00:03:00 10:00:04:00",
    )
    assert written(path, P25) == (3, 0, 0, 2, 100)
    found = seen(path, P25)
    assert names(found) == ["A", "B"]
    assert told(found) == {"through": 1, "overlay": 2}


def test_reel_names_that_were_cut_alike_are_told_apart_by_their_clips(tmp_path: Path) -> None:
    lines = (
        "001  SCENE_01 V     C        01:00:00:00 01:00:02:00 10:00:00:00 10:00:02:00",
        "* FROM CLIP NAME: SCENE_01_TAKE_1.MOV",
        "002  SCENE_01 V     C        01:00:02:00 01:00:04:00 10:00:02:00 10:00:04:00",
    )
    other = edl(tmp_path, *lines, "* FROM CLIP NAME: SCENE_01_TAKE_2.MOV")
    assert told(seen(other, P25)) == {}
    same = edl(tmp_path, *lines, "* FROM CLIP NAME: SCENE_01_TAKE_1.MOV")
    assert told(seen(same, P25)) == {"through": 1}
    assert told(seen(same, P25, keep=True)) == {}
    assert written(same, P25) == written(other, P25)


def test_a_reel_that_stands_for_anything_joins_nothing(tmp_path: Path) -> None:
    path = edl(
        tmp_path,
        "001  AX       V     C        00:00:00:00 00:00:02:00 10:00:00:00 10:00:02:00",
        "002  AX       V     C        00:00:02:00 00:00:04:00 10:00:02:00 10:00:04:00",
    )
    assert len(seen(path, P25).timeline.shots) == 2


def test_frame_code_modes_that_change_in_mid_file_do_not_move_the_record(tmp_path: Path) -> None:
    path = edl(
        tmp_path,
        "FCM: DROP FRAME",
        "001  A        V     C        01;00;59;28 01;01;00;02 00:00:59:28 00:01:00:00",
        "FCM: NON-DROP FRAME",
        "002  B        V     C        01:00:59:28 01:01:00:02 00:01:00:00 00:01:00:04",
    )
    # Source 1 is drop-frame: 01;00;59;28 to 01;01;00;02 are 2 frames. The record side counts as its first line says.
    assert written(path, DF30) == (2, 0, 0, 1, 6)
    assert not codes(read(path, DF30))


def test_drop_frame_of_the_record_side(tmp_path: Path) -> None:
    lines = (
        "001  A        V     C        00:00:00:00 00:00:01:00 01:00:59:00 01:01:00:02",
        "002  B        V     C        00:00:00:00 00:00:01:00 01:01:00:02 01:01:01:02",
    )
    path = edl(tmp_path, *lines, head="TITLE: T\nFCM: DROP FRAME\n")
    assert written(path, DF30) == (2, 0, 0, 1, 60)
    facts = as_written(read(path))
    assert (facts.rate, facts.drop, facts.start) == (DF30, True, "01:00:59;00")
    assert "drop-frame" in read(path).oddities[0].message
    assert written(edl(tmp_path, *lines), DF30) == (2, 0, 0, 1, 62)


def test_a_label_that_drop_frame_leaves_out_is_named_and_the_next_taken(tmp_path: Path) -> None:
    line = "001  A        V     C        00:00:00:00 00:00:01:00 01:00:59:00 01:01:00:00"
    path = edl(tmp_path, line, head="TITLE: T\nFCM: DROP FRAME\n")
    assert written(path, DF30) == (1, 0, 0, 0, 30)
    assert ("dropped label", "line 3") in codes(read(path, DF30))


def test_drop_frame_where_there_is_none_is_named(tmp_path: Path) -> None:
    line = "001  A        V     C        00:00:00:00 00:00:01:00 01:00:59:00 01:01:00:00"
    path = edl(tmp_path, line, head="TITLE: T\nFCM: DROP FRAME\n")
    assert codes(read(path, P25)) == [("drop-frame", "")]
    assert as_written(read(path, P25)).drop is False


@pytest.mark.parametrize(
    "rate", [Fraction(n) for n in (24, 25, 30, 48, 50, 60, 100, 120)] + [Fraction(24000, 1001), DF30]
)
def test_every_rate_counts_exactly(tmp_path: Path, rate: Fraction) -> None:
    basis = TimecodeBasis(rate=rate, start=TimecodeBasis(rate=rate).number("01:00:00:00"))
    marks = [basis.label(frame) for frame in (0, 17, 4000)]
    path = edl(
        tmp_path,
        f"001  A        V     C        {marks[0]} {marks[1]} {marks[0]} {marks[1]}",
        f"002  B        V     C        {marks[1]} {marks[2]} {marks[1]} {marks[2]}",
    )
    assert written(path, rate) == (2, 0, 0, 1, 4000)
    found = seen(path, rate)
    assert found.timeline.edit_points == (17,)
    assert found.timeline.duration == 4000 / rate


def test_a_rate_that_the_record_does_not_fit_is_refused_with_the_line(tmp_path: Path) -> None:
    path = edl(tmp_path, "001  A        V     C        00:00:00:00 00:00:01:00 01:00:00:24 01:00:01:24")
    with pytest.raises(SequenceError, match=r"line 3: at 24 frames a second '01:00:00:24'.*is --rate right"):
        read(path, Fraction(24))


def test_a_rate_is_asked_for_in_words_where_it_cannot_be_told(tmp_path: Path) -> None:
    plain = edl(tmp_path, "001  A        V     C        00:00:00:00 00:00:01:00 01:00:00:00 01:00:01:00")
    with pytest.raises(
        UsageError, match=r"states no frame rate; its frame fields go up to 0, so add --rate, one of 24"
    ):
        read(plain)
    film = edl(
        tmp_path,
        "001  A        V     C        00:00:00:20 00:00:01:20 01:00:00:00 01:00:01:00",
        "002  A        V     C        00:00:00:20 00:00:02:00 01:00:01:00 01:00:02:04",
    )
    with pytest.raises(UsageError, match=r"agree at 24 and 23.976, so add --rate 24 or --rate 23.976"):
        read(film)


def test_a_rate_is_told_where_only_one_fits_or_a_remark_says(tmp_path: Path) -> None:
    pal = edl(tmp_path, "001  A        V     C        00:00:00:20 00:00:02:00 01:00:01:00 01:00:02:05")
    assert read(pal).rate == 25
    assert codes(read(pal)) == [("rate", "")]
    line = "001  A        V     C        00:00:00:00 00:00:01:00 01:00:00:00 01:00:01:00"
    said = edl(tmp_path, line, head="TITLE: T\n* FORMAT: 1920X1080 P 59.94FPS\nFCM: NON-DROP FRAME\n")
    assert read(said).rate == Fraction(60000, 1001)


def test_lists_of_sound_alone_and_texts_that_are_no_lists_are_refused(tmp_path: Path) -> None:
    with pytest.raises(SequenceError, match="its 1 events are all sound"):
        read(edl(tmp_path, "001  A        AA    C        00:00:00:00 00:00:01:00 01:00:00:00 01:00:01:00"), P25)
    with pytest.raises(SequenceError, match="none of its lines is an event"):
        read(put(tmp_path, "cut.edl", "  5.3   7.1    0\n  15    16.7   1\n"), P25)
    with pytest.raises(SequenceError, match="nothing but black"):
        read(edl(tmp_path, "001  BL       V     C        00:00:00:00 00:00:01:00 01:00:00:00 01:00:01:00"), P25)


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("carriage returns alone", lambda text: text.replace("\n", "\r").encode()),
        ("every line end", lambda text: text.replace("\n", "\r\n", 2).replace("\r\n", "\r", 1).encode()),
        ("a byte order mark", lambda text: b"\xef\xbb\xbf" + text.encode()),
        ("UTF-16", lambda text: text.encode("utf-16")),
        ("control Z to the end", lambda text: text.encode() + b"\x1a" * 200),
        ("tabs", lambda text: text.replace("  ", "\t").encode()),
        ("a long event number and reel", lambda text: text.replace("001  A  ", "000001 A001C004_130917 ").encode()),
    ],
)
def test_the_same_list_in_other_clothes(tmp_path: Path, name: str, change: object) -> None:
    text = HEAD + "001  A        V     C        01:00:00:00 01:00:02:00 10:00:00:00 10:00:02:00\n"
    assert callable(change)
    assert written(put(tmp_path, "cut.edl", change(text)), P25) == (1, 0, 0, 0, 50), name


def test_names_that_are_no_utf8_are_read_and_that_is_said(tmp_path: Path) -> None:
    text = HEAD + "001  A        V     C        01:00:00:00 01:00:02:00 10:00:00:00 10:00:02:00\n* FROM CLIP NAME: Caf"
    path = put(tmp_path, "cut.edl", text.encode() + b"\xe9.mov\n")
    assert codes(read(path, P25)) == [("encoding", "")]
    assert names(seen(path, P25)) == ["Café.mov"]


def test_tracks_of_a_list_lie_over_each_other(tmp_path: Path) -> None:
    path = edl(
        tmp_path,
        "001  A        V     C        01:00:00:00 01:00:04:00 10:00:00:00 10:00:04:00",
        "002  B        V2    C        02:00:00:00 02:00:01:00 10:00:01:00 10:00:02:00",
    )
    assert written(path, P25) == (1, 0, 0, 0, 100)
    assert names(seen(path, P25)) == ["A", "B", "A"]


def test_events_out_of_record_order_are_put_into_it(tmp_path: Path) -> None:
    path = edl(
        tmp_path,
        "002  B        V     C        02:00:00:00 02:00:01:00 10:00:02:00 10:00:03:00",
        "001  A        V     C        01:00:00:00 01:00:02:00 10:00:00:00 10:00:02:00",
    )
    assert codes(read(path, P25)) == [("order", "")]
    assert names(seen(path, P25)) == ["A", "B"]


def test_a_second_list_in_one_file_is_named(tmp_path: Path) -> None:
    line = "001  A        V     C        01:00:00:00 01:00:02:00 10:00:00:00 10:00:02:00\n"
    path = put(tmp_path, "cut.edl", HEAD + line + HEAD + line)
    assert codes(read(path, P25)) == [("second list", "line 4")]
    assert written(path, P25) == (1, 0, 0, 0, 50)


def test_transitions_that_cannot_be_as_long_as_they_say_are_named(tmp_path: Path) -> None:
    path = edl(
        tmp_path,
        "001  A        V     C        01:00:00:00 01:00:02:00 10:00:00:00 10:00:02:00",
        "002  B        V     D    000 02:00:00:00 02:00:01:00 10:00:02:00 10:00:03:00",
        "003  C        V     D    040 02:00:00:00 02:00:01:00 10:00:03:00 10:00:04:00",
    )
    assert codes(read(path, P25)) == [("no duration", "line 4"), ("long transition", "line 5")]
    assert spans(seen(path, P25)) == [("cut", 50, 50, 50), ("dissolve", 75, 87, 100)]


def test_a_split_edit_brings_the_picture_later(tmp_path: Path) -> None:
    path = edl(
        tmp_path,
        "001  A        B     C        01:00:00:00 01:00:02:00 10:00:00:00 10:00:02:00",
        "002  B        B     C        02:00:00:00 02:00:02:00 10:00:02:00 10:00:04:00",
        "SPLIT:    VIDEO DELAY=  00:00:00:10",
    )
    assert codes(read(path, P25)) == [("split edit", "line 4")]
    assert written(path, P25) == (2, 1, 0, 2, 100)
