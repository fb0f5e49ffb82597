"""Exporters: one contract and one golden file for every row of the table, and what users of other tools met."""

from __future__ import annotations

import contextlib
import csv
import dataclasses
import io
import json
import re
import subprocess
import tempfile
from fractions import Fraction
from pathlib import Path
from typing import Any

import aaf2
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from lxml import etree

from tests import golden_files
from tests.cuts import PATH, cuts, drama, edit, finding, inspection, variable
from tests.inspections import hostile, media
from tests.strategies import inspections
from tests.videos import cut_video
from timeline.errors import UsageError
from timeline.interchange.write import EXPORTERS, Exporter, Written, export, exporter_for
from timeline.interchange.write.holds import Holds
from timeline.interchange.write.planning import Wish
from timeline.interchange.write.text import cell, not_before
from timeline.model.clock import FrameClock, constant_clock
from timeline.model.edit import Kind
from timeline.model.inspection import Inspection

EACH = pytest.mark.parametrize("row", EXPORTERS, ids=lambda row: row.name)
ROOMS = pytest.mark.parametrize("row", [r for r in EXPORTERS if r.holds.frames and r.holds.shots], ids=lambda r: r.name)


def made(found: Inspection, row: Exporter | str, **wish: Any) -> Written:
    return export(found, exporter_for("", format=row) if isinstance(row, str) else row, Wish(**wish))


def shown(content: str | bytes) -> str:
    """Text of a file; of an AAF, what lies in it: mobs, slots, components with their figures."""
    return content if isinstance(content, str) else _aaf_text(content)


def _aaf_text(content: bytes) -> str:
    lines: list[str] = []
    with tempfile.NamedTemporaryFile(suffix=".aaf") as kept:
        kept.write(content)
        kept.flush()
        with aaf2.open(kept.name) as file:
            for mob in sorted(file.content.mobs, key=lambda mob: (type(mob).__name__, str(mob.mob_id))):
                lines.append(f"{type(mob).__name__} {mob.name!r} {mob.mob_id}")
                described = mob.get("EssenceDescription", None)
                places = (described.value.get("Locator", None) if described is not None else None) or []
                lines += [f"  at {place['URLString'].value}" for place in places]
                for slot in mob.slots:
                    lines.append(f"  slot {slot.slot_id} {slot.name} {slot['EditRate'].value} {slot.media_kind}")
                    lines += [f"    {line}" for line in _segment(slot.segment)]
    return "\n".join(lines) + "\n"


def _segment(segment: Any) -> list[str]:
    kind, length = type(segment).__name__, segment.length
    if kind == "Sequence":
        return [line for part in segment.components for line in _segment(part)]
    if kind == "SourceClip":
        told = [item.value for item in segment.get("ComponentAttributeList", None) or []]
        where = f"{segment.mob.name} {segment.mob.mob_id} slot {segment.slot_id}" if segment.mob else "nothing"
        return [f"clip of {length} from {segment.start} of {where}" + "".join(f", begins with {text}" for text in told)]
    if kind == "Transition":
        name = segment["OperationGroup"].value.operation.name
        return [f"transition of {length}, cut at {segment['CutPoint'].value}: {name}"]
    if kind == "Timecode":
        return [f"timecode from {segment.start} at {segment.fps} {'DF' if segment.drop else 'NDF'} over {length}"]
    if kind == "DescriptiveMarker":
        (colour,) = [item.value for item in segment["CommentMarkerAttributeList"].value]
        return [f"marker {colour} at {segment['Position'].value} over {length}: {segment['Comment'].value}"]
    return [f"{kind} of {length}"]


@EACH
def test_what_it_writes_is_what_was_last_looked_at(row: Exporter) -> None:
    suffix = row.suffix + (".txt" if row.binary else "")
    name = "export" if exporter_for(f"cut{row.suffix}") is row else f"export.{row.name}"
    golden_files.check(f"{name}{suffix}", shown(made(drama(), row).content).replace("\r\n", "\n"))


@EACH
def test_the_same_cut_gives_the_same_bytes(row: Exporter) -> None:
    assert made(drama(), row).content == made(drama(), row).content


@EACH
def test_it_holds_what_the_table_says(row: Exporter) -> None:
    """Marks, confidence and the file are in it exactly where the row claims room for them; what is not is said."""
    written, holds = made(drama(), row), row.holds
    text = shown(written.content)
    assert ("Trim 9 frames" in text) == holds.marks
    assert ("0.87" in text) == holds.confidence
    assert bool(re.search(r"\d;\d\d|>DF<|tcFormat=\"DF\"|drop_frame\": true| DF ", text)) == holds.drop
    assert ("ep01_v3.mp4" in text) == (holds.shots and row.name not in ("ffmetadata", "losslesscut-csv"))
    said = ", ".join(written.lost)
    assert ("markers" in said) == (not holds.marks)
    if holds.frames:
        assert ("colours" in said) == (not holds.colours)
        assert ("sound" in said) == (holds.shots and not holds.sound)
        plain = made(dataclasses.replace(drama(), findings=()), row)
        assert ("1 wipe" in ", ".join(plain.lost)) == (holds.shots and "wipe" not in holds.joins)
        assert ("1 uneven" in ", ".join(plain.lost)) == (holds.shots and not holds.uneven)


@EACH
def test_a_name_that_would_act_is_only_text(row: Exporter) -> None:
    """Names and notes out of a hostile file: markup, quotes, line ends, overrides, bytes that are no UTF-8."""
    found = hostile()
    placed = dataclasses.replace(found.media, path=f"/edit/{found.media.path}")
    content = made(dataclasses.replace(found, media=placed), row).content
    if row.name in ("fcp7", "fcpxml"):
        etree.fromstring(str(content).encode())
    data = content if isinstance(content, bytes) else content.encode("utf-8")
    assert row.binary or not set(data) & set(range(32)) - {9, 10, 13}


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck), phases=(Phase.generate,))
@given(inspections(), st.sampled_from([row for row in EXPORTERS if not row.binary]), st.booleans())
def test_whatever_a_document_holds_is_written_or_refused_in_words(found: Inspection, row: Exporter, sane: bool) -> None:
    stated = media(found.timeline.clock) if sane else found.media
    placed = dataclasses.replace(found, media=dataclasses.replace(stated, path=f"/edit/x{found.media.path}"))
    with contextlib.suppress(UsageError):
        str(made(placed, row, rate=Fraction(240)).content).encode("utf-8")


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"width": 1 << 30}, r"1\.07374e\+09 pixels across"),
        ({"height": 0}, "0 pixels down"),
        ({"sample_aspect": Fraction(-1)}, "pixels of shape -1"),
    ],
)
def test_figures_that_no_video_has_are_refused(change: dict[str, Any], says: str) -> None:
    with pytest.raises(UsageError, match=says):
        made(dataclasses.replace(drama(), media=dataclasses.replace(drama().media, **change)), "aaf")


def test_a_cut_of_days_and_a_thousand_channels_are_refused() -> None:
    audio = (dataclasses.replace(drama().media.audio[0], channels=1000),)
    with pytest.raises(UsageError, match="1000 channels of sound"):
        made(dataclasses.replace(drama(), media=dataclasses.replace(drama().media, audio=audio)), "fcp7")
    with pytest.raises(UsageError, match=r"1e\+12 frames"):
        made(inspection(constant_clock(10**12, Fraction(25)), []), "edl")


@EACH
def test_a_rate_that_varies_is_exact_or_refused(row: Exporter) -> None:
    """Variable rates: PySceneDetect 168, 479, 561, 569."""
    if row.holds.frames:
        with pytest.raises(UsageError, match=r"its frame rate varies .* --rate R"):
            made(variable(), row)
        written = made(variable(), row, rate=Fraction(30))
        assert Fraction(0) < written.moved <= Fraction(1, 2)
        assert f"by at most {float(written.moved):.1f}"[:-1] in " ".join(written.notes)
    else:
        assert made(variable(), row).moved == 0


def test_times_of_a_variable_rate_come_from_its_stamps() -> None:
    """Frame numbers exact, seconds from the stamps, no end before its start: PySceneDetect 168, 479, 561, 569."""
    rows = list(csv.DictReader(io.StringIO(str(made(variable(), "csv").content))))
    assert [(r["start_frame"], r["stop_frame"]) for r in rows] == [
        ("0", "20"),
        ("20", "21"),
        ("21", "62"),
        ("62", "100"),
    ]
    assert [r["start_seconds"] for r in rows] == ["0.000000", "0.660000", "0.910000", "2.473000"]
    assert all(float(r["stop_seconds"]) > float(r["start_seconds"]) for r in rows)
    assert {r["start_timecode"] for r in rows} == {""}
    chapters = str(made(variable(), "ffmetadata").content)
    assert "TIMEBASE=1/1000\nSTART=660\nEND=910\n" in chapters


@settings(max_examples=60, deadline=None)
@given(cuts(), st.sampled_from(["csv", "llc", "losslesscut-csv"]))
def test_a_player_sent_to_a_written_time_shows_that_frame(found: Inspection, name: str) -> None:
    """Times rounded to a frame early, a neighbour's frame at the seam.

    PySceneDetect 159, 306, 431, 464; lossless-cut 1024, 2071, 2121.
    """
    content = str(made(found, name).content)
    if name == "llc":
        times = [str(part["start"]) for part in json.loads(content)["cutSegments"]]
    elif name == "csv":
        times = [row["start_seconds"] for row in csv.DictReader(io.StringIO(content))]
    else:
        times = [row[0] for row in csv.reader(io.StringIO(content))]
    clock = found.timeline.clock
    assert [clock.frame_at(Fraction(time)) for time in times] == [shot.start for shot in found.timeline.shots]


def test_ffmpeg_cuts_where_the_table_says(tmp_path: Path) -> None:
    """What it finds at a written time is the first frame of the shot: PySceneDetect 159, 306; lossless-cut 2121."""
    import imageio_ffmpeg

    rate = Fraction(24000, 1001)
    video = cut_video(tmp_path / "ep.mp4", frames=60, cuts=(23, 41), rate=rate)
    found = inspection(constant_clock(60, rate), [edit(Kind.CUT, 23), edit(Kind.CUT, 41)], path=str(video))
    rows = list(csv.DictReader(io.StringIO(str(made(found, "csv").content))))

    def grey(*options: str) -> bytes:
        command = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", *options, "-frames:v", "1", "-pix_fmt", "gray"]
        return subprocess.run([*command, "-f", "rawvideo", "-"], capture_output=True, check=True).stdout

    for row in rows:
        wanted = grey("-i", str(video), "-vf", f"select=eq(n\\,{row['start_frame']})")
        assert grey("-ss", row["start_seconds"], "-i", str(video)) == wanted


def test_ffmpeg_takes_the_chapters(tmp_path: Path) -> None:
    import imageio_ffmpeg

    video = cut_video(tmp_path / "ep.mp4", frames=60, cuts=(23,))
    found = inspection(constant_clock(60, Fraction(25)), [edit(Kind.CUT, 23)], path=str(video))
    (tmp_path / "cut.ffmetadata").write_text(str(made(found, "ffmetadata").content))
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-i", "ep.mp4", "-i", "cut.ffmetadata"]
    copy = ["-map_metadata", "1", "-codec", "copy", "out.mkv"]
    subprocess.run([*command, *copy], cwd=tmp_path, check=True)
    back = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-i", "out.mkv", "-f", "ffmetadata", "-"]
    text = subprocess.run(back, cwd=tmp_path, check=True, capture_output=True, text=True).stdout
    assert text.count("[CHAPTER]") == 2
    assert "START=920000000" in text
    assert "title=Shot 2: cut, confidence 0.97" in text


def test_resolve_and_premiere_open_the_xml() -> None:
    """Missing format element, comments that stop a parser: OpenTimelineIO 499, 742, 839, 1178."""
    text = str(made(drama(), "fcp7").content)
    assert text.startswith('<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE xmeml>\n')
    assert "<!--" not in text
    tree = etree.fromstring(text.encode())
    characteristics = tree.find("sequence/media/video/format/samplecharacteristics")
    assert [characteristics.findtext(tag) for tag in ("width", "height")] == ["1080", "1920"]
    assert all(rate.findtext("ntsc") == "TRUE" for rate in tree.iter("rate"))
    assert "FROM CLIP:" not in str(made(drama(), "edl").content)
    assert "FROM FILE" not in str(made(drama(), "edl").content)


def test_picture_and_sound_stay_linked_and_relink() -> None:
    """Relinking and links between picture and sound lost: auto-editor 368, 388."""
    tree = etree.fromstring(str(made(drama(), "fcp7").content).encode())
    items = {item.get("id"): item for item in tree.iter("clipitem")}
    tracks = {"video": tree.findall("sequence/media/video/track"), "audio": tree.findall("sequence/media/audio/track")}
    assert [len(found) for found in tracks.values()] == [1, 2]
    for name, item in items.items():
        linked = item.findall("link")
        assert name in [link.findtext("linkclipref") for link in linked]
        assert len(linked) == (2 if name.endswith("-6") else 3)  # shot 6 is black: sound alone
        for link in linked:
            track = tracks[link.findtext("mediatype")][int(link.findtext("trackindex")) - 1]
            at = track.findall("clipitem")[int(link.findtext("clipindex")) - 1]
            assert at.get("id") == link.findtext("linkclipref")
    files = list(tree.iter("file"))
    assert {file.get("id") for file in files} == {"file-1"}
    assert [file.findtext("pathurl") for file in files if len(file)] == ["file://localhost/edit/day%201/ep01_v3.mp4"]
    assert {item.findtext("name") for item in items.values()} == {"ep01_v3.mp4"}
    assert {item.findtext("masterclipid") for item in items.values()} == {"masterclip-1"}


@pytest.mark.parametrize(
    ("root", "url"),
    [
        ("/Volumes/Raid 2", "file:///Volumes/Raid%202/ep01_v3.mp4"),
        ("D:\\media\\día", "file:///D:/media/d%C3%ADa/ep01_v3.mp4"),
        ("\\\\nas\\show", "file://nas/show/ep01_v3.mp4"),
    ],
)
def test_media_root_says_where_the_editing_system_has_the_file(root: str, url: str) -> None:
    for name in ("otio", "fcpxml", "aaf"):
        assert url in shown(made(drama(), name, root=root).content)


@pytest.mark.parametrize("rate", [Fraction(25), Fraction(30000, 1001), Fraction(60)])
def test_media_and_sequence_of_different_rates_meet_on_the_grid_of_the_sequence(rate: Fraction) -> None:
    """In and out between frames where media and sequence differ: buttercut 133."""
    tree = etree.fromstring(str(made(variable(), "fcpxml", rate=rate).content).encode())
    times = [node.get(name) for node in tree.iter("asset-clip") for name in ("offset", "start", "duration")]
    counts = [Fraction(time.removesuffix("s")) * rate for time in times]
    assert {count.denominator for count in counts} == {1}
    starts = [int(count) for count in counts[0::3]]
    clock = variable().timeline.clock
    assert starts == [round(clock.time(shot.start) * rate) for shot in variable().timeline.shots]


def test_a_rate_too_coarse_for_the_cut_is_refused() -> None:
    with pytest.raises(UsageError, match="puts two edit points on one frame"):
        made(variable(), "otio", rate=Fraction(1))


def test_a_rate_for_a_file_that_has_one_is_refused() -> None:
    with pytest.raises(UsageError, match="this one runs at 30000/1001"):
        made(drama(), "otio", rate=Fraction(25))


@pytest.mark.parametrize("name", ["edl", "resolve-markers", "premiere-markers"])
@pytest.mark.parametrize("rate", [Fraction(100), Fraction(120000, 1001)])
def test_two_digits_for_frames_end_at_60(name: str, rate: Fraction) -> None:
    with pytest.raises(UsageError, match="two digits for frames, too few for 1"):
        made(inspection(constant_clock(9, rate), []), name)


@ROOMS
def test_a_rate_without_timecode_is_refused_where_frames_are_labelled(row: Exporter) -> None:
    odd = inspection(constant_clock(50, Fraction(25, 2)), [edit(Kind.CUT, 20)])
    if row.holds.timed:
        with pytest.raises(UsageError, match="counts whole frames a second, and 25/2 is none"):
            made(odd, row)
    else:
        assert made(odd, row).shots == 2


def test_an_edl_of_more_than_999_events_is_refused() -> None:
    """CMX3600 numbers events with three digits; what longer numbers mean differs from reader to reader."""
    many = inspection(constant_clock(2000, Fraction(25)), [edit(Kind.CUT, at) for at in range(1, 1000)])
    with pytest.raises(UsageError, match="numbers 999 events and this cut has 1000"):
        made(many, "edl")
    assert made(many, "otio").shots == 1000


@pytest.mark.parametrize(
    ("reel", "says"),
    [("MUCHTOOLONG", "1 to 8 letters"), ("A 1", "1 to 8 letters"), ("BL", "stands for black"), ("", "1 to 8 letters")],
)
def test_a_reel_that_an_edl_cannot_hold_is_named(reel: str, says: str) -> None:
    with pytest.raises(UsageError, match=says):
        made(drama(), "edl", reel=reel)


@pytest.mark.parametrize(
    ("name", "reel"),
    [
        ("ep01.mp4", "EP01"),
        ("night-bus-ep01_v3.mp4", "NIGH01V3"),
        ("night-bus-ep02_v3.mp4", "NIGH02V3"),
        ("黑.mp4", "AX"),
        ("bl.mp4", "AX"),
    ],
)
def test_the_reel_keeps_the_end_of_a_name_apart(name: str, reel: str) -> None:
    found = inspection(constant_clock(9, Fraction(25)), [], path=f"/edit/{name}")
    (line,) = [line for line in str(made(found, "edl").content).splitlines() if line.startswith("001")]
    assert line.split()[1] == reel


def test_a_reel_that_was_asked_for_is_in_every_format_that_has_one() -> None:
    for name in ("edl", "otio", "fcp7", "fcpxml", "aaf"):
        assert "A007C1" in shown(made(drama(), name, reel="A007C1").content)


def test_a_start_that_does_not_fit_is_refused() -> None:
    with pytest.raises(UsageError, match="--start-tc: '01:00:00:61'"):
        made(drama(), "edl", start="01:00:00:61")
    with pytest.raises(UsageError, match="drop-frame, which does not exist at 25 fps"):
        made(inspection(constant_clock(9, Fraction(25)), []), "edl", start="01:00:00;00")


def test_timecode_runs_past_midnight() -> None:
    late = inspection(constant_clock(50, Fraction(25)), [edit(Kind.CUT, 20)], stated="23:59:59:00")
    lines = [line for line in str(made(late, "edl").content).splitlines() if line[:1].isdigit()]
    assert [line.split()[-2:] for line in lines] == [["23:59:59:00", "23:59:59:20"], ["23:59:59:20", "00:00:01:00"]]


def test_cuts_as_markers_say_how_sure_they_are() -> None:
    text = str(made(drama(), "resolve-markers", markers="cuts").content)
    assert "cut, confidence 0.87 |C:ResolveColorGreen |M:Cut |D:1" in text
    assert "whip of 8 frames, confidence 0.97 |C:ResolveColorGreen |M:Whip |D:1" in text
    assert made(drama(), "otio", markers="none").marks == 0


def test_several_markers_of_one_frame_stand_together_where_resolve_keeps_one() -> None:
    both = [finding("1 late", "info", 5, 9), finding("Too | long", "error", 5, 30), finding("Apart", "warning", 7, 8)]
    found = inspection(constant_clock(50, Fraction(25)), [], findings=both)
    lines = str(made(found, "resolve-markers").content).splitlines()
    assert [line for line in lines if "|C:" in line] == [
        "Too / long: It is 9 frames too long. Trim 9 frames. / 1 late: It is 9 frames too long. Trim 9 frames. "
        "|C:ResolveColorRed |M:Too / long and 1 more |D:25",
        "It is 9 frames too long. Trim 9 frames. |C:ResolveColorYellow |M:Apart |D:1",
    ]


def test_a_note_that_begins_with_a_digit_is_no_event_for_resolve() -> None:
    found = inspection(
        constant_clock(50, Fraction(25)), [], findings=[finding("Late", "info", 5, 9, "3 cuts are missing.")]
    )
    assert "\n- 3 cuts are missing." in str(made(found, "resolve-markers").content)


def test_captions_without_markers_are_refused() -> None:
    with pytest.raises(UsageError, match="holds nothing but markers"):
        made(drama(), "srt", markers="none")


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1"])
def test_a_spreadsheet_never_runs_a_cell(text: str) -> None:
    assert cell(text)[0] not in "=+-@" or cell(text) == text.strip() == ""
    assert cell(text).startswith("'")


def test_a_byte_order_mark_only_where_excel_needs_one() -> None:
    assert str(made(drama(), "csv").content).startswith("shot,")
    named = inspection(constant_clock(9, Fraction(25)), [], path="/edit/夜班车.mp4")
    assert str(made(named, "csv").content).startswith("\ufeffshot,")


@given(st.fractions(min_value=0, max_value=10_000, max_denominator=120_000), st.sampled_from([3, 6]))
def test_seconds_are_never_before_the_frame(seconds: Fraction, places: int) -> None:
    written = Fraction(not_before(seconds, places))
    assert 0 <= written - seconds < Fraction(1, 10**places)


def test_a_caption_stays_until_it_is_read_or_the_cut_ends() -> None:
    clock = FrameClock(time_base=Fraction(1, 90_000), first_pts=0, runs=((1, 1), (1, 270_000)), rate=Fraction(30))
    marks = [finding("Short", "info", 0, 1), finding("Late", "info", 1, 2)]
    found = inspection(clock, [edit(Kind.CUT, 1)], findings=marks)
    text = str(made(found, "srt").content)
    assert "1\n00:00:00,000 --> 00:00:02,000\nShort\n" in text
    assert "2\n00:00:00,001 --> 00:00:03,001\nLate\n" in text


@pytest.mark.parametrize(
    ("name", "format", "row"),
    [
        ("cut.EDL", None, "edl"),
        ("cut.xml", None, "fcp7"),
        ("cut.fcpxml", None, "fcpxml"),
        ("cut.csv", None, "csv"),
        ("cut.csv", "premiere-markers", "premiere-markers"),
        ("notes.txt", "edl", "edl"),
    ],
)
def test_the_suffix_or_the_name_chooses(name: str, format: str | None, row: str) -> None:
    assert exporter_for(name, format=format).name == row


@pytest.mark.parametrize(
    ("name", "row"), [("m.edl", "resolve-markers"), ("m.csv", "premiere-markers"), ("m.srt", "srt"), ("m.vtt", "vtt")]
)
def test_markers_alone_have_a_format_for_each_suffix(name: str, row: str) -> None:
    assert exporter_for(name, marks_only=True).name == row


def test_a_suffix_that_means_nothing_is_refused() -> None:
    with pytest.raises(UsageError, match=r"'cut.prproj' says no format; files end in .edl, .otio"):
        exporter_for("cut.prproj")
    with pytest.raises(UsageError, match="no format is called 'avid'; there are edl"):
        exporter_for("cut.aaf", format="avid")
    with pytest.raises(UsageError, match=r"'m\.otio' says no format"):
        exporter_for("m.otio", marks_only=True)


def test_names_are_distinct_and_the_path_is_what_was_inspected() -> None:
    assert len({row.name for row in EXPORTERS}) == len(EXPORTERS)
    assert f"* SOURCE FILE: {PATH}" in str(made(drama(), "edl").content).splitlines()


def test_the_table_in_the_docs_says_what_each_format_holds() -> None:
    page = (Path(__file__).parents[1] / "docs" / "interchange.md").read_text(encoding="utf-8")
    assert table() in page


def table() -> str:
    """The losses of every format, a row each."""
    heads = (
        "Format",
        "`--format`",
        "Suffix",
        "Rates",
        "Drop-frame",
        "Dissolves",
        "Wipes",
        "Fades",
        "Uneven",
        "Markers",
    )
    heads = (*heads, "Colours", "Lengths", "Confidence", "Sound")
    lines = [f"| {' | '.join(heads)} |", "|---|---|---|---|" + ":-:|" * (len(heads) - 4)]
    for row in EXPORTERS:
        holds = row.holds
        lines.append(f"| {row.title} | `{row.name}` | `{row.suffix}` | {rates(row)} | {' | '.join(marks(holds))} |")
    return "\n".join(lines)


def rates(row: Exporter) -> str:
    if not row.holds.frames:
        return "any, varying too"
    if not row.holds.timed:
        return "any constant"
    return "whole or NTSC" if row.holds.fastest is None else f"to {row.holds.fastest}"


def marks(holds: Holds) -> list[str]:
    joins = [
        "text" if holds.rows else "yes" if shape in holds.joins else "as dissolve" if other in holds.joins else "no"
        for shape, other in (("dissolve", ""), ("wipe", "dissolve"), ("fade", ""))
    ]
    uneven = "text" if holds.rows else "yes" if holds.uneven else "no"
    joins = [*joins, uneven] if holds.shots else ["–"] * 4
    rest = (holds.marks, holds.marks and holds.colours, holds.marks and holds.lengths, holds.confidence, holds.sound)
    return ["yes" if holds.drop else "no", *joins, *("yes" if held else "no" for held in rest)]
