"""Small files of each annotation format, rebuilt by hand, mess included: each bad line is mended or refused by name."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest
import scenedetect
from hypothesis import given
from hypothesis import strategies as st
from scenedetect.output import write_scene_list

from timeline.errors import InputError
from timeline.suite.imports.annotation import Annotation, Entry, Note, Notes, Verdict, settle
from timeline.suite.imports.formats import FORMATS
from timeline.suite.truth import Truth, parse_truth, truth_document

Read = Callable[..., tuple[list[Annotation], list[str]]]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    def run(kind: str, text: str, name: str = "file.txt") -> tuple[list[Annotation], list[str]]:
        path = tmp_path / name
        path.write_text(text)
        found, notes = FORMATS[kind].read(path)
        return found, [str(note) for note in sorted(notes, key=lambda note: note.line)]

    return run


def marks(annotation: Annotation) -> list[tuple[int, int, str]]:
    return [(mark.start, mark.stop, mark.kind) for mark in annotation.marks]


CLIPSHOTS = """{
 "a.mp4": {"transitions": [[9, 10], [19, 25], [30, 30], [41, 40], [24, 26], [55, 56], [55, 56], [98, 99], [99, 100],
                           [120, 121], [60.5, 61], [70], "x", [88, 88], [89, 99]], "frame_num": 100.0},
 "b.mp4": {"transitions": [], "frame_num": 12.5},
 "c.mp4": {"transitions": [[-1, 3], [4, 5]]},
 "d.mp4": {"frame_num": 10.0},
 "b.mp4": {"transitions": [[1, 2]]}
}"""


def test_clipshots(read: Read) -> None:
    (a, b, c), notes = read("clipshots", CLIPSHOTS, "test.json")
    assert (a.clip, a.frames) == ("a.mp4", 100)
    assert marks(a) == [(10, 10, "cut"), (20, 25, "other"), (56, 56, "cut"), (99, 99, "cut")]
    assert (b.marks, b.frames) == ((), None)
    assert (marks(c), c.frames) == ([(5, 5, "cut")], None)
    assert notes == [
        """test.json: 'b.mp4': {"transitions": [[1, 2]]} refused: named twice: the first stands""",
        "test.json: a.mp4: transitions[10]: [60.5, 61] refused: two whole frame numbers are needed",
        "test.json: a.mp4: transitions[11]: [70] refused: two whole frame numbers are needed",
        'test.json: a.mp4: transitions[12]: "x" refused: two whole frame numbers are needed',
        "test.json: a.mp4: transitions[2]: [30, 30] refused: both numbers are the same",
        "test.json: a.mp4: transitions[3]: [41, 40] refused: runs backwards",
        "test.json: a.mp4: transitions[8]: [99, 100] mended: leaves no frame after it: only marks the end of a.mp4",
        "test.json: a.mp4: transitions[9]: [120, 121] refused: past the 100 frames of a.mp4",
        "test.json: a.mp4: transitions[13]: [88, 88] refused: both numbers are the same",
        "test.json: a.mp4: transitions[6]: [55, 56] mended: there twice, counts once",
        "test.json: a.mp4: transitions[4]: [24, 26] refused: overlaps [19, 25] (a.mp4: transitions[1])",
        "test.json: a.mp4: transitions[14]: [89, 99] refused: overlaps [98, 99] (a.mp4: transitions[7])",
        "test.json: b.mp4: frame_num: 12.5 refused: no whole number of frames: the length is not known",
        "test.json: c.mp4: transitions[0]: [-1, 3] refused: leaves no frame before it",
        """test.json: d.mp4: {"frame_num": 10.0} refused: a video needs a list of 'transitions'""",
    ]


TRECVID = """<?xml version="1.0"?>
<!DOCTYPE refSeg SYSTEM "shotBoundaryReferenceSegmentation.dtd">
<refSeg src="bor08.mpg" creationMethod="MANUAL" totalFNum="1000">
<trans type="CUT" preFNum="76" postFNum="77"/>
<trans type="DIS" preFNum="732" postFNum="773"/>
<trans type="FOI" preFNum="800" postFNum="820"/>
<trans type="DIS" preFNum="830" postFNum="831"/>
<trans type="CUT" preFNum="840" postFNum="842"/>
<trans type="OTH" preFNum="850" postFNum="860"/>
<trans type="WIP" preFNum="870" postFNum="880"/>
<trans type="CUT" preFNum="900" postFNum="x"/>
<trans type="CUT" preFNum="999" postFNum="1000"/>
<trans type="CUT" preFNum="2000" postFNum="2001"/>
</refSeg>
"""


def test_trecvid(read: Read) -> None:
    (found,), notes = read("trecvid", TRECVID, "ref_bor08.xml")
    assert (found.clip, found.frames) == ("bor08.mpg", 1000)
    assert marks(found) == [
        (77, 77, "cut"),
        (733, 773, "dissolve"),
        (801, 820, "fade_through"),
        (831, 831, "cut"),
        (841, 842, "other"),
        (851, 860, "other"),
        (871, 880, "other"),
    ]
    called = "mended: called"
    assert [note.removeprefix("ref_bor08.xml: ") for note in notes] == [
        f'line 7: type="DIS" preFNum="830" postFNum="831" {called} dissolve with no frame between the shots: taken as '
        "cut",
        f'line 8: type="CUT" preFNum="840" postFNum="842" {called} cut with 1 frames between the shots: taken as other',
        'line 10: type="WIP" preFNum="870" postFNum="880" mended: type \'WIP\' is taken as a gradual transition of no '
        "named kind",
        'line 11: type="CUT" preFNum="900" postFNum="x" refused: preFNum and postFNum must be whole frame numbers',
        'line 12: type="CUT" preFNum="999" postFNum="1000" mended: leaves no frame after it: only marks the end of '
        "bor08.mpg",
        'line 13: type="CUT" preFNum="2000" postFNum="2001" refused: past the 1000 frames of bor08.mpg',
    ]


def test_a_trecvid_result_of_many_videos(read: Read) -> None:
    text = (
        '<shotBoundaryResult sysId="x"><seg src="a.mpg"><trans type="CUT" preFNum="4" postFNum="5"/></seg>'
        '<seg src="b.mpg"></seg></shotBoundaryResult>'
    )
    found, notes = read("trecvid", text, "run.xml")
    assert [(each.clip, marks(each)) for each in found] == [("a.mpg", [(5, 5, "cut")]), ("b.mpg", [])]
    assert notes == []


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ('<!DOCTYPE r [<!ENTITY a "b">]><refSeg src="&a;"/>', "line 1: declares an entity"),
        ("<refSeg src='a.mpg'>", "not readable as XML"),
        ("<html/>", "<refSeg> or <seg> is needed"),
    ],
)
def test_xml_that_is_refused(read: Read, text: str, why: str) -> None:
    with pytest.raises(InputError, match=why):
        read("trecvid", text, "a.xml")


SCENES = "0\t9\n10 19\n25\t40\n\n41,49\n45 51\n50 x\n60 55\n52 99\n"


def test_transnetv2_scenes(read: Read) -> None:
    (found,), notes = read("transnetv2", SCENES, "night.mp4.scenes.txt")
    assert (found.clip, found.frames) == ("night.mp4", 100)
    assert marks(found) == [(10, 10, "cut"), (20, 25, "other"), (41, 41, "cut"), (50, 52, "other")]
    assert [note.removeprefix("night.mp4.scenes.txt: ") for note in notes] == [
        "line 5: '41,49' mended: read as 41 49",
        "line 6: '45 51' refused: overlaps '41,49' (line 5)",
        "line 7: '50 x' refused: two frame numbers are needed, the first and the last of a shot",
        "line 8: '60 55' refused: the shot ends before it begins",
    ]


def test_probabilities_are_no_scenes(read: Read) -> None:
    with pytest.raises(InputError, match=r"a probability for each frame.*NAME\.scenes\.txt"):
        read("transnetv2", "0.000123 0.002000\n0.9 0.8\n", "night.mp4.predictions.txt")


def test_bbc_numbers_are_one_behind_the_video(read: Read) -> None:
    (found,), notes = read("bbc", "0\t649\n650\t936\n940\t1258\n", "09_Shallow_Seas.txt")
    assert (found.clip, found.frames) == ("bbc_09", None)
    assert marks(found) == [(651, 651, "cut"), (938, 941, "other")]
    assert notes == [
        "09_Shallow_Seas.txt: all lines noted: numbers moved by +1: the published ones are one behind the video"
    ]
    (corrected,), notes = read("bbc", "0\t650\n651\t937\n", "09-scenes.txt")
    assert (corrected.clip, marks(corrected), notes) == ("bbc_09", [(651, 651, "cut")], [])


def test_rai_and_a_late_first_shot(read: Read) -> None:
    (found,), notes = read("rai", "5 99\n100 150\n", "7_gt.txt")
    assert (found.clip, marks(found)) == ("7", [(100, 100, "cut")])
    assert [(span.start, span.stop) for span in found.ignore] == [(0, 5)]
    assert notes == ["7_gt.txt: line 1: '5 99' noted: frames 0 to 4 belong to no shot: ignored in scoring"]


def test_a_folder_has_a_file_a_video(tmp_path: Path) -> None:
    for number in (1, 2):
        (tmp_path / f"{number}_gt.txt").write_text("0 9\n10 19\n")
    found, _ = FORMATS["rai"].read(tmp_path)
    assert [each.clip for each in found] == ["1", "2"]


def pyscenedetect_file(scenes: list[tuple[int, int]], *, first_line: bool, separator: str = ",") -> str:
    listed = [tuple(scenedetect.FrameTimecode(frame, 25.0) for frame in scene) for scene in scenes]
    out = io.StringIO()
    write_scene_list(out, listed, include_cut_list=first_line, col_separator=separator)
    return out.getvalue()


@pytest.mark.parametrize("first_line", [True, False])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_what_pyscenedetect_writes_is_read_back(read: Read, first_line: bool, separator: str) -> None:
    text = pyscenedetect_file([(0, 30), (30, 41), (41, 90)], first_line=first_line, separator=separator)
    (found,), notes = read("pyscenedetect", text, "night-Scenes.csv")
    assert (found.clip, found.frames) == ("night", 90)
    assert (marks(found), notes) == ([(30, 30, "cut"), (41, 41, "cut")], [])


def test_dropped_and_broken_scenes_are_named(read: Read) -> None:
    text = pyscenedetect_file([(4, 30), (36, 41)], first_line=True) + "3,x,,,50,,,,,\n4,60,,,55,,,,,\n5,38,,,45,,,,,\n"
    (found,), notes = read("pyscenedetect", text, "a-Scenes.csv")
    assert (marks(found), found.frames) == ([], 41)
    assert [(span.start, span.stop) for span in found.ignore] == [(0, 4), (30, 36)]
    whys = [note.split("' ", 1)[1] for note in notes]
    assert whys == [
        "noted: frames 0 to 3 are in no scene: ignored in scoring",
        "noted: frames 30 to 35 are in no scene: ignored in scoring",
        "refused: 'Start Frame' and 'End Frame' must be whole numbers",
        "refused: the scene ends before it begins",
        "refused: overlaps '2,37,00:00:01.440,1.440,41,00:00:01.640,1.640,5,00:00:00.200,0.200' (line 4)",
    ]


TABLE = """clip,start,stop,kind,frames,edit_point
# a comment
a.mp4,10,10,,100,
a.mp4,20,30,dissolve,90,26
b.mp4,,,,50,
a.mp4,40,50,zoom,,44
a.mp4,60,60,smash cut,,
a.mp4,60,x,cut,,
,1,1,cut,,
a.mp4,70,80,wipe,,99
a.mp4,0,0,cut,,
a.mp4,35,35,cut,,
a.mp4,90,95,jump,x,
"""


def test_our_own_table(read: Read) -> None:
    (a, b), notes = read("csv", TABLE, "truth.csv")
    assert (a.clip, a.frames, b.clip, b.frames, b.marks) == ("a.mp4", 100, "b.mp4", 50, ())
    assert marks(a) == [(10, 10, "cut"), (20, 30, "dissolve"), (35, 35, "cut"), (90, 95, "other")]
    assert a.marks[1].edit_point == 26
    assert [note.removeprefix("truth.csv: line ").split("' ", 1)[-1] for note in notes] == [
        "refused: frames: 90 here, 100 before: the first stands",
        "refused: out of order: before 'a.mp4,35,35,cut,,' (line 12)",
        "refused: there is no kind 'smash cut'; there are cut, jump, dissolve, wipe, slide, zoom, whip, flash, "
        "fade_through, fade_out, fade_in, other",
        "refused: start, stop and edit_point must be whole frame numbers",
        "refused: names no clip",
        "refused: edit_point: a frame from 70 to 80 is needed",
        "refused: leaves no frame before it",
        "refused: frames: 'x' is no number of frames, and is left out",
        "mended: called jump with 5 frames between the shots: taken as other",
    ]


def test_a_table_without_its_columns(read: Read) -> None:
    with pytest.raises(InputError, match="the column 'stop' is missing"):
        read("csv", "clip,start\na,1\n")


@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00", b"hello\n", b"[1, 2]"])
def test_another_kind_of_file_is_refused_in_one_line(tmp_path: Path, kind: str, content: bytes) -> None:
    path = tmp_path / "x.txt"
    path.write_bytes(content)
    if kind == "autoshot" and not content:
        assert FORMATS[kind].read(path) == ([], [])
        return
    with pytest.raises(InputError) as refused:
        FORMATS[kind].read(path)
    assert "\n" not in str(refused.value)


@given(
    st.lists(st.tuples(st.integers(-3, 120), st.integers(-3, 120)), max_size=12),
    st.one_of(st.none(), st.integers(1, 100)),
    st.lists(st.sampled_from([None, "cut", "jump", "dissolve"]), min_size=12, max_size=12),
)
def test_whatever_is_settled_makes_a_truth_and_nothing_is_dropped_in_silence(
    boundaries: list[tuple[int, int]], frames: int | None, kinds: list[str | None]
) -> None:
    entries = [
        Entry(last=last, first=first, place=f"line {number}", text=f"{last},{first}", kind=kinds[number])
        for number, (last, first) in enumerate(boundaries)
    ]
    notes = Notes("file")
    settled = settle("a.mp4", entries, frames, notes)
    parse_truth(truth_document(Truth(clip="a.mp4", transitions=settled.marks, frames=frames)), "a.mp4")
    told = {note.line for note in notes.all}
    taken = {(mark.start - 1, mark.stop) for mark in settled.marks}
    assert all(number in told or boundary in taken for number, boundary in enumerate(boundaries))


def test_a_note_reads_as_one_line() -> None:
    note = Note(place="line 3", text="'1,,2'", verdict=Verdict.MENDED, why="read as 1,2", file="a.txt")
    assert (str(note), note.line) == ("a.txt: line 3: '1,,2' mended: read as 1,2", 3)


HUGE = "9" * 5000


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("clipshots", '{"a": {"transitions": [[1, 20000000]], "frame_num": 1e999}}'),
        ("transnetv2", f"0 9\n10 {HUGE}\n"),
        ("autoshot", f"1.mp4\n9,{HUGE}\n"),
        ("trecvid", f'<refSeg src="a" totalFNum="{HUGE}"><trans type="CUT" preFNum="{HUGE}" postFNum="2"/></refSeg>'),
        ("pyscenedetect", f"Start Frame,End Frame\n1,9\n10,{HUGE}\n"),
        ("csv", f"clip,start,stop,frames\na,{HUGE},5,{HUGE}\n"),
    ],
)
def test_numbers_that_no_video_has_are_refused_by_name(tmp_path: Path, kind: str, text: str) -> None:
    path = tmp_path / "x.txt"
    path.write_text(text)
    found, notes = FORMATS[kind].read(path)
    assert [each.marks for each in found] == [()]
    assert notes
    assert all(note.verdict is Verdict.REFUSED and len(str(note)) < 12_000 for note in notes)
