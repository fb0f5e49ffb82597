"""FCP7 XML by hand: what its adapter leaves out, flags and ids, times that are not stated."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from benchmarks import seeds
from tests.timeline_files import DF30, codes, names, put, seen, spans, told, written
from timeline.errors import SequenceError
from timeline.interchange import as_written, read


def rate(base: object, ntsc: str = "FALSE") -> str:
    return f"<rate><timebase>{base}</timebase><ntsc>{ntsc}</ntsc></rate>"


def item(start: int, end: int, *, name: str = "a", begin: int = 0, more: str = "", file: str = "") -> str:
    media = file or f'<file id="{name}"><name>{name}.mov</name><pathurl>file:///{name}.mov</pathurl></file>'
    times = f"<start>{start}</start><end>{end}</end><in>{begin}</in><out>{begin + max(0, end - start)}</out>"
    return f"<clipitem><name>{name}</name>{times}{media}{more}</clipitem>"


def mix(start: int, end: int, align: str = "center", name: str = "Cross Dissolve") -> str:
    alignment = f"<alignment>{align}</alignment>" if align else ""
    times = f"<start>{start}</start><end>{end}</end>"
    return f"<transitionitem>{times}{alignment}<effect><name>{name}</name></effect></transitionitem>"


def xmeml(folder: Path, *tracks: str, head: str = "", base: str = rate(25)) -> Path:
    body = "".join(f"<track>{track}</track>" for track in tracks)
    inside = f"<name>t</name>{base}{head}<media><video>{body}</video></media>"
    return put(folder, "cut.xml", f'<xmeml version="5"><sequence>{inside}</sequence></xmeml>')


def test_clips_holes_and_a_head_that_begins_late(tmp_path: Path) -> None:
    path = xmeml(tmp_path, item(10, 50) + item(50, 60, name="b") + item(70, 100, name="c"))
    assert written(path) == (3, 2, 0, 4, 100)
    assert names(seen(path)) == ["", "a", "b", "", "c"]


@pytest.mark.parametrize(
    ("align", "edit", "cut"),
    [("center", 50, 50), ("start", 50, 45), ("end", 50, 55), ("", 50, 50), ("start-black", 50, 45)],
)
def test_items_that_meet_under_a_transition_state_no_time(tmp_path: Path, align: str, edit: int, cut: int) -> None:
    path = xmeml(tmp_path, item(0, -1, begin=100) + mix(45, 55, align) + item(-1, 100, name="b", begin=200))
    assert written(path) == (2, 0, 1, 1, 100)
    assert [item.stop for item in read(path).v1.items] == [cut, 100]
    found = seen(path)
    assert spans(found) == [("dissolve", 45, edit, 55)]
    # ``in`` counts from the start of the transition, not from where the items meet.
    assert read(path).v1.items[1].origin is not None
    assert read(path).v1.items[1].origin.start == Fraction(200 + cut - 45, 25)  # type: ignore[union-attr]  # just said


def test_what_follows_a_fade_before_a_hole_stays_in_its_place(tmp_path: Path) -> None:
    """The adapter counts a transition's tail as laid, and would move the next clip."""
    path = xmeml(tmp_path, item(0, 50) + mix(40, 60) + item(80, 100, name="b"))
    assert written(path) == (2, 1, 1, 2, 100)
    assert spans(seen(path)) == [("fade_out", 40, 60, 60), ("cut", 80, 80, 80)]


def test_fades_at_the_ends(tmp_path: Path) -> None:
    path = xmeml(tmp_path, mix(0, 10, "start-black") + item(0, 50) + mix(40, 50, "end-black"))
    assert spans(seen(path)) == [("fade_in", 0, None, 10), ("fade_out", 40, None, 50)]


def test_kinds_of_transitions(tmp_path: Path) -> None:
    """The adapter calls every transition a dissolve."""
    parts = item(0, 50) + mix(45, 55, name="Clock Wipe") + item(50, 100, name="b") + mix(95, 105, name="Mystery")
    path = xmeml(tmp_path, parts + item(100, 150, name="c"))
    assert [kind for kind, *_ in spans(seen(path))] == ["wipe", "other"]


@pytest.mark.parametrize(
    ("base", "ntsc", "exact"),
    [
        (30, "TRUE", DF30),
        (30, "FALSE", Fraction(30)),
        (24, "TRUE", Fraction(24000, 1001)),
        (60, "TRUE", Fraction(60000, 1001)),
        (25, "FALSE", Fraction(25)),
        ("23.976", "FALSE", Fraction(24000, 1001)),
    ],
)
def test_ntsc_flags(tmp_path: Path, base: object, ntsc: str, exact: Fraction) -> None:
    path = xmeml(tmp_path, item(0, 48), base=rate(base, ntsc))
    assert as_written(read(path)).rate == exact
    assert seen(path).timeline.duration == 48 / exact


def test_an_ntsc_flag_on_a_rate_without_one_is_named(tmp_path: Path) -> None:
    path = xmeml(tmp_path, item(0, 48), base=rate(25, "TRUE"))
    assert as_written(read(path)).rate == 25
    assert [code for code, _ in codes(read(path))] == ["ntsc flag"]


def test_media_rate_and_sequence_rate_differ(tmp_path: Path) -> None:
    """In and out must lie on the sequence's grid, whatever the media runs at."""
    path = xmeml(tmp_path, "".join(item(n * 7, n * 7 + 7, more=rate(24, "TRUE"), begin=n * 40) for n in range(10)))
    assert written(path) == (10, 0, 0, 9, 70)
    assert seen(path).timeline.edit_points == tuple(range(7, 70, 7))


def test_start_timecode_of_the_media_and_of_the_sequence(tmp_path: Path) -> None:
    label = "<string>10:00:00:00</string><frame>900000</frame><displayformat>NDF</displayformat>"
    code = f"<timecode>{rate(25)}{label}</timecode>"
    file = f'<file id="f"><name>f.mov</name>{rate(25)}<timecode>{rate(25)}<frame>90000</frame></timecode></file>'
    path = xmeml(tmp_path, item(0, 50, begin=5, file=file) + item(50, 99, begin=500, file='<file id="f"/>'), head=code)
    facts = as_written(read(path))
    assert (facts.start, facts.drop, facts.frames) == ("10:00:00:00", False, 99)
    assert [s.source.start for s in seen(path).timeline.shots if s.source] == [90005, 90500]


def test_drop_frame_and_size(tmp_path: Path) -> None:
    path = seeds.write_seed("fcp7", tmp_path)
    facts = as_written(read(path))
    assert (facts.start, facts.drop) == ("01:00:00;00", True)
    assert (read(path).width, read(path).height) == (1080, 1920)


def test_disabled_clips_and_tracks_are_not_seen(tmp_path: Path) -> None:
    """The adapter leaves the flag in the metadata."""
    off = "<enabled>FALSE</enabled>"
    path = xmeml(
        tmp_path, item(0, 50) + item(50, 100, name="b", more=off), item(20, 30, name="c", more=off), off + item(0, 9)
    )
    assert written(path) == (2, 0, 0, 1, 100)
    assert names(seen(path)) == ["a", ""]
    assert told(seen(path)) == {"disabled": 3, "black": 1}


def test_nested_sequences_open(tmp_path: Path) -> None:
    """The adapter reads every nested sequence as an empty stack."""
    inner = item(0, 20, name="c") + item(20, 60, name="d")
    nested = (
        f'<sequence id="s"><name>in</name>{rate(25)}<media><video><track>{inner}</track></video></media></sequence>'
    )
    path = xmeml(
        tmp_path,
        item(0, 30, name="n", begin=10, file=nested) + item(30, 40, name="m", file='<sequence id="s"/>') + item(40, 50),
    )
    assert written(path) == (3, 0, 0, 2, 50)
    assert names(seen(path)) == ["c", "d", "c", "a"]
    assert seen(path).timeline.edit_points == (10, 30, 40)
    assert told(seen(path)) == {"nested": 2}


def test_a_definition_may_follow_its_use_and_ids_of_other_elements_do_not_clash(tmp_path: Path) -> None:
    late = '<file id="x"><name>late.mov</name></file>'
    named = item(50, 60, name="b").replace("<clipitem>", '<clipitem id="x">')
    path = xmeml(tmp_path, item(0, 50, file='<file id="x"/>') + named + item(60, 80, file=late))
    assert [item.origin.name for item in read(path).v1.items if item.origin] == ["late.mov", "b.mov", "late.mov"]
    assert written(path) == (3, 0, 0, 2, 80)


def test_speed_and_reverse(tmp_path: Path) -> None:
    def remap(speed: str, reverse: str = "FALSE") -> str:
        values = (("speed", speed), ("reverse", reverse))
        inside = "".join(f"<parameter><parameterid>{n}</parameterid><value>{v}</value></parameter>" for n, v in values)
        return f"<filter><effect><effectid>timeremap</effectid>{inside}</effect></filter>"

    path = xmeml(tmp_path, item(0, 50, more=remap("50")) + item(50, 99, name="b", more=remap("100", "TRUE")))
    assert [s.source.speed for s in seen(path).timeline.shots if s.source] == [Fraction(1, 2), -1]


def test_generators(tmp_path: Path) -> None:
    def drawn(start: int, end: int, effect: str) -> str:
        times = f"<start>{start}</start><end>{end}</end><in>0</in><out>{end - start}</out>"
        return (
            f"<generatoritem><name>{effect}</name>{times}<effect><effectid>{effect}</effectid></effect></generatoritem>"
        )

    path = xmeml(tmp_path, item(0, 50) + drawn(50, 60, "Slug") + item(60, 99, name="b"), drawn(5, 30, "Text"))
    assert written(path) == (3, 0, 0, 2, 99)
    assert [s.kind for s in seen(path).timeline.shots] == ["picture", "black", "picture"]
    assert told(seen(path))["overlay"] == 1


def test_items_without_a_range_and_overlaps_are_named_with_their_lines(tmp_path: Path) -> None:
    path = xmeml(tmp_path, item(0, 50) + "\n" + item(-1, 80, name="b") + "\n" + item(40, 90, name="c"))
    assert codes(read(path)) == [("no range", "clipitem, line 2"), ("overlap", "clipitem, line 3")]
    assert names(seen(path)) == ["a", "c"]


def test_empty_names_and_empty_tracks_are_nothing_special(tmp_path: Path) -> None:
    path = xmeml(tmp_path, "", item(0, 50).replace("<name>a</name>", "<name></name>", 1), "")
    assert written(path) == (1, 0, 0, 0, 50)


def test_what_is_no_sequence_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SequenceError, match="is no FCP7 XML: its root is <filter>"):
        read(put(tmp_path, "cut.xml", "<filter><effect/></filter>"))
    with pytest.raises(SequenceError, match="holds no sequence"):
        read(put(tmp_path, "cut.xml", '<xmeml version="5"><project/></xmeml>'))
    with pytest.raises(SequenceError, match="no picture lies on its tracks"):
        read(xmeml(tmp_path, ""))
