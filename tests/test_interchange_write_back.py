"""What is exported comes back: every format read by the reference library of that format, in exact frames."""

from __future__ import annotations

import dataclasses
import io
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from lxml import etree

from tests.cuts import RATES, SPANS, cuts, edit
from tests.cuts import inspection as cut_up
from timeline.interchange.write import export, exporter_for
from timeline.interchange.write.planning import Wish
from timeline.model.clock import constant_clock
from timeline.model.edit import Kind, Transition
from timeline.model.inspection import Inspection
from timeline.timecode import TimecodeBasis

Span = tuple[int, int]


def examples(number: int) -> settings:
    return settings(
        max_examples=number,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        phases=(Phase.explicit, Phase.reuse, Phase.generate, Phase.shrink),
    )


@dataclass(frozen=True, kw_only=True)
class Back:
    """A cut as it came back: where it starts, items as (start, stop, label of the source or None for black), spans."""

    start: int
    items: list[tuple[int, int, int | None]]
    spans: list[Span]


def written(inspection: Inspection, name: str, **wish: Any) -> Any:
    return export(inspection, exporter_for("", format=name), Wish(**wish)).content


def expected(inspection: Inspection, *, uneven: bool) -> Back:
    """The same from the timeline itself; ``uneven``: spans where they were found, else centred on their edit point."""
    timeline, basis = inspection.timeline, inspection.timecode.basis
    items = [
        (
            shot.start - timeline.start,
            shot.stop - timeline.start,
            None if shot.kind == "black" else (basis.start + shot.start) % basis.day,
        )
        for shot in timeline.shots
    ]
    spans = [_span(t, uneven) for t in timeline.transitions if t.kind in SPANS and t.start < t.stop]
    start = (basis.start + timeline.start) % basis.day
    return Back(start=start, items=items, spans=sorted((a - timeline.start, b - timeline.start) for a, b in spans))


def _span(t: Transition, uneven: bool) -> Span:
    if uneven or t.edit_point is None or t.kind in (Kind.FADE_IN, Kind.FADE_OUT):
        return t.start, t.stop
    start = t.edit_point - (t.stop - t.start) // 2
    return start, start + t.stop - t.start


def otio_json(text: str, basis: TimecodeBasis) -> Back:
    import opentimelineio as otio

    return _of_otio(otio.adapters.read_from_string(text, "otio_json"), basis)


def fcp7(text: str, basis: TimecodeBasis) -> Back:
    import opentimelineio as otio

    return _of_otio(otio.adapters.read_from_string(text, "fcp_xml"), basis)


def aaf(data: bytes, basis: TimecodeBasis, folder: Path) -> Back:
    import opentimelineio as otio

    path = folder / "cut.aaf"
    path.write_bytes(data)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the adapter's own, of unclosed caches
        return _of_otio(otio.adapters.read_from_file(str(path)), basis)


def _of_otio(made: Any, basis: TimecodeBasis) -> Back:
    import opentimelineio as otio

    items: list[tuple[int, int, int | None]] = []
    spans = []
    at = Fraction(0)
    (track,) = [track for track in made.tracks if track.kind == "Video"]
    for item in track:
        if isinstance(item, otio.schema.Transition):
            spans.append((int(at - _whole(item.in_offset)), int(at + _whole(item.out_offset))))
            continue
        stop = at + _whole(item.source_range.duration if item.source_range else item.duration())
        black = isinstance(item, otio.schema.Gap)
        if stop > at:  # under a fade at the head or tail the AAF adapter leaves a gap of no length
            source = None if black else _whole(item.source_range.start_time) % basis.day
            items.append((int(at), int(stop), source))
        at = stop
    return Back(start=_whole(made.global_start_time), items=items, spans=sorted(spans))


def _whole(time: Any) -> int:
    assert time.value == int(time.value)
    return int(time.value)


def edl(text: str, basis: TimecodeBasis) -> Back:
    """By pycmx: the edit point of a span is its middle, of a fade its black side."""
    import pycmx

    items: list[tuple[int, int, int | None]] = []
    spans = []
    first: int | None = None
    for event in pycmx.parse_cmx3600(io.StringIO(text)).events:
        edit = event.edits[-1]
        start, stop = (basis.number(tc) for tc in (edit.record_in, edit.record_out))
        first = start if first is None else first
        at, end = (start - first) % basis.day, (stop - first) % basis.day
        black, source = edit.source == "BL", basis.number(edit.source_in)
        length = int(edit.transition.operand) if edit.transition.kind != "C" else 0
        assert (basis.number(edit.source_out) - source) % basis.day == (end - at)
        if length:
            spans.append((at, at + length))
            out = event.edits[0]
            assert (out.record_in, out.record_out) == (edit.record_in,) * 2
            point = at + length if black else at if out.source == "BL" else at + length // 2
            if items:
                items[-1] = (items[-1][0], point, items[-1][2])
            if black and at + length == end:
                continue
            source, at = source + point - at, point
        items.append((at, end, None if black else source % basis.day))
    assert first is not None
    return Back(start=first, items=items, spans=spans)


def fcpxml(text: str, basis: TimecodeBasis) -> Back:
    """By lxml: every time on the grid of the sequence, items of the spine end to end."""
    tree = etree.fromstring(text.encode())
    step = 1 / basis.rate

    def frames(node: Any, name: str) -> int:
        value = node.get(name)
        assert value.endswith("s")
        count = Fraction(value[:-1]) / step
        assert count.denominator == 1, f"{name}={value} is off the grid"
        return int(count)

    sequence = tree.find(".//sequence")
    start = frames(sequence, "tcStart")
    items: list[tuple[int, int, int | None]] = []
    spans = []
    for node in sequence.find("spine"):
        at = frames(node, "offset") - start
        stop = at + frames(node, "duration")
        if node.tag == "transition":
            spans.append((at, stop))
        else:
            assert at == (items[-1][1] if items else 0)
            items.append((at, stop, None if node.tag == "gap" else frames(node, "start") % basis.day))
    assert frames(sequence, "duration") == items[-1][1]
    return Back(start=start, items=items, spans=spans)


@examples(40)
@given(cuts())
def test_opentimelineio_reads_its_json(inspection: Inspection) -> None:
    back = otio_json(written(inspection, "otio"), inspection.timecode.basis)
    assert back == expected(inspection, uneven=True)


@examples(40)
@given(cuts())
def test_opentimelineio_reads_the_fcp7_xml(inspection: Inspection) -> None:
    """Centred spans: that format states no edit point, and systems other than Premiere take the middle."""
    back = fcp7(written(inspection, "fcp7"), inspection.timecode.basis)
    assert back == expected(inspection, uneven=False)


@examples(5)
@given(cuts(most=5))
def test_opentimelineio_reads_the_aaf(tmp_path_factory: pytest.TempPathFactory, inspection: Inspection) -> None:
    folder = tmp_path_factory.mktemp("aaf")
    back = aaf(written(inspection, "aaf"), inspection.timecode.basis, folder)
    assert back == expected(inspection, uneven=True)


@examples(40)
@given(cuts([rate for rate in RATES if rate <= 60]))
def test_pycmx_reads_the_edl(inspection: Inspection) -> None:
    text = written(inspection, "edl")
    assert edl(text, inspection.timecode.basis) == expected(inspection, uneven=False)
    assert f"FCM: {'' if inspection.timecode.basis.drop else 'NON-'}DROP FRAME" in text.splitlines()


@examples(40)
@given(cuts())
def test_the_fcpxml_lies_on_the_grid_of_its_sequence(inspection: Inspection) -> None:
    back = fcpxml(written(inspection, "fcpxml"), inspection.timecode.basis)
    assert back == expected(inspection, uneven=True)


@pytest.mark.parametrize("name", ["edl", "otio", "fcp7", "fcpxml", "aaf"])
@examples(2)
@given(data=st.data())
def test_our_own_readers_read_it_too(tmp_path_factory: pytest.TempPathFactory, name: str, data: st.DataObject) -> None:
    from timeline.interchange import read

    rates = [rate for rate in RATES if rate <= 60] if name == "edl" else RATES
    inspection = data.draw(cuts(rates, most=5))
    row = exporter_for("", format=name)
    path = tmp_path_factory.mktemp("own") / f"cut{row.suffix}"
    content = written(inspection, name)
    path.write_bytes(content if row.binary else content.encode())
    found = read(path, inspection.timeline.clock.rate if name == "edl" else None)
    want = expected(inspection, uneven=row.holds.uneven)
    assert found.rate == inspection.timeline.clock.rate
    assert found.start == want.start
    seen = [(item.start, item.stop) for item in found.v1.items if item.stop > item.start]
    assert seen[-1][1] == want.items[-1][1]
    assert sorted((t.start, t.stop) for t in found.v1.transitions) == want.spans
    if name != "edl":  # an EDL's events begin where a transition does
        assert seen == [(a, b) for a, b, _ in want.items]


@pytest.mark.parametrize("name", ["edl", "otio", "fcp7", "fcpxml", "aaf"])
def test_seen_again_it_has_the_same_shots_and_edit_points(name: str, tmp_path: Path) -> None:
    """Every join is a through-edit of one file, so they are kept for this; black shots come back black.

    Spans lie evenly here: seen, a transition has its edit point in the middle, whatever the file says.
    """
    from timeline.interchange import as_seen, read

    row = exporter_for("", format=name)
    path = tmp_path / f"cut{row.suffix}"
    spans = [edit(Kind.DISSOLVE, 90, 6, 7), edit(Kind.FADE_OUT, 220, 12), edit(Kind.FADE_IN, 232, 0, 10)]
    rate = Fraction(30000, 1001)
    made = cut_up(constant_clock(360, rate), [edit(Kind.CUT, 40), *spans], black=(3,), stated="01:00:00;00", drop=True)
    content = written(made, name)
    path.write_bytes(content if row.binary else content.encode())
    seen = as_seen(read(path, rate if name == "edl" else None), keep_through_edits=True).timeline
    assert [(s.start, s.stop, s.kind) for s in seen.shots] == [(s.start, s.stop, s.kind) for s in made.timeline.shots]
    assert seen.edit_points == made.timeline.edit_points


@pytest.mark.parametrize("name", ["edl", "otio", "fcp7", "fcpxml", "aaf"])
def test_a_sequence_that_starts_elsewhere_leaves_the_file_its_own_timecode(name: str, tmp_path: Path) -> None:
    """Timecode offsets ignored, or a one-hour start counted twice: PySceneDetect 515; auto-editor 1063, 1138."""
    inspection = _hour()
    basis = inspection.timecode.basis
    content = written(inspection, name, start="02:00:00:00")
    readers: dict[str, Callable[..., Back]] = {"edl": edl, "otio": otio_json, "fcp7": fcp7, "fcpxml": fcpxml}
    back = aaf(content, basis, tmp_path) if name == "aaf" else readers[name](content, basis)
    assert back.start == basis.number("02:00:00:00")
    assert [source for _, _, source in back.items] == [basis.number("01:00:00:00") + at for at in (0, 20, 55)]


def _hour() -> Inspection:
    clock = constant_clock(100, Fraction(24000, 1001))
    return cut_up(clock, [edit(Kind.CUT, 20), edit(Kind.CUT, 55)], stated="01:00:00:00")


def test_an_hour_at_23_976_does_not_drift() -> None:
    """EDL times that drift at 23.976, rate and ntsc flag refused: PySceneDetect 502; OpenTimelineIO 830."""
    last = 24 * 3600
    made = cut_up(constant_clock(last, Fraction(24000, 1001)), [edit(Kind.CUT, last - 1)])
    assert "00:59:59:23 01:00:00:00" in written(made, "edl").splitlines()[-4]
    rate = etree.fromstring(written(made, "fcp7").encode()).find("sequence/rate")
    assert (rate.findtext("timebase"), rate.findtext("ntsc")) == ("24", "TRUE")
    assert fcp7(written(made, "fcp7"), made.timecode.basis).items[-1][:2] == (last - 1, last)


def test_edl_out_points_are_exclusive() -> None:
    """Out points one frame short or long: PySceneDetect 516; flowblade 252."""
    lines = [line for line in written(_hour(), "edl").splitlines() if line[:1].isdigit()]
    assert [line.split()[-2:] for line in lines] == [
        ["01:00:00:00", "01:00:00:20"],
        ["01:00:00:20", "01:00:02:07"],
        ["01:00:02:07", "01:00:04:04"],
    ]


def test_spans_that_would_meet_become_cuts_and_are_counted() -> None:
    crowded = [edit(Kind.DISSOLVE, 20, 6, 6), edit(Kind.CUT, 23), edit(Kind.DISSOLVE, 40, 6, 6)]
    made = cut_up(constant_clock(60, Fraction(25)), crowded)
    row = exporter_for("", format="otio")
    done = export(made, row, Wish())
    assert otio_json(str(done.content), made.timecode.basis).spans == [(34, 46)]
    assert done.lost == ("1 transition that runs past a neighbouring edit (left as cuts)",)


# The order and the required attributes that Apple's DTD 1.10 has for the elements written here, in our own words.
STRUCTURE = """
<!ELEMENT fcpxml (resources, library)> <!ATTLIST fcpxml version CDATA #FIXED "1.10">
<!ELEMENT resources (format | asset | effect)*>
<!ELEMENT format EMPTY> <!ATTLIST format id ID #REQUIRED frameDuration CDATA #IMPLIED width CDATA #IMPLIED
  height CDATA #IMPLIED paspH CDATA #IMPLIED paspV CDATA #IMPLIED>
<!ELEMENT asset (media-rep+, metadata?)> <!ATTLIST asset id ID #REQUIRED name CDATA #IMPLIED start CDATA #IMPLIED
  duration CDATA #IMPLIED hasVideo CDATA #IMPLIED format IDREF #IMPLIED hasAudio CDATA #IMPLIED videoSources CDATA
  #IMPLIED audioSources CDATA #IMPLIED audioChannels CDATA #IMPLIED audioRate CDATA #IMPLIED>
<!ELEMENT media-rep EMPTY> <!ATTLIST media-rep kind (original-media | proxy-media) #IMPLIED src CDATA #REQUIRED>
<!ELEMENT metadata (md*)> <!ELEMENT md EMPTY> <!ATTLIST md key CDATA #REQUIRED value CDATA #IMPLIED>
<!ELEMENT effect EMPTY> <!ATTLIST effect id ID #REQUIRED name CDATA #IMPLIED uid CDATA #REQUIRED>
<!ELEMENT library (event*)> <!ELEMENT event (project*)> <!ATTLIST event name CDATA #IMPLIED>
<!ELEMENT project (sequence)> <!ATTLIST project name CDATA #IMPLIED>
<!ELEMENT sequence (spine)> <!ATTLIST sequence format IDREF #REQUIRED duration CDATA #IMPLIED tcStart CDATA #IMPLIED
  tcFormat (DF | NDF) #IMPLIED audioLayout (mono | stereo | surround) #IMPLIED
  audioRate (32k | 44.1k | 48k | 88.2k | 96k | 176.4k | 192k) #IMPLIED>
<!ELEMENT spine (asset-clip | gap | transition)*>
<!ELEMENT asset-clip (note?, marker*)> <!ATTLIST asset-clip ref IDREF #REQUIRED lane CDATA #IMPLIED offset CDATA
  #IMPLIED name CDATA #IMPLIED start CDATA #IMPLIED duration CDATA #IMPLIED format IDREF #IMPLIED
  tcFormat (DF | NDF) #IMPLIED audioRole CDATA #IMPLIED srcEnable (all | audio | video) "all">
<!ELEMENT gap (note?, asset-clip*, marker*)> <!ATTLIST gap name CDATA #IMPLIED offset CDATA #IMPLIED start CDATA
  #IMPLIED duration CDATA #REQUIRED>
<!ELEMENT transition (filter-video?)> <!ATTLIST transition name CDATA #IMPLIED offset CDATA #IMPLIED
  duration CDATA #REQUIRED>
<!ELEMENT filter-video EMPTY> <!ATTLIST filter-video ref IDREF #REQUIRED name CDATA #IMPLIED>
<!ELEMENT note (#PCDATA)>
<!ELEMENT marker EMPTY> <!ATTLIST marker start CDATA #REQUIRED duration CDATA #IMPLIED value CDATA #REQUIRED
  note CDATA #IMPLIED completed CDATA #IMPLIED>
"""


@examples(40)
@given(cuts(), st.sampled_from([None, "A001"]))
def test_the_fcpxml_keeps_to_the_structure_that_final_cut_demands(inspection: Inspection, reel: str | None) -> None:
    dtd = etree.DTD(io.StringIO(STRUCTURE))
    odd = dataclasses.replace(inspection.media, sample_aspect=Fraction(8, 9))
    tree = etree.fromstring(written(dataclasses.replace(inspection, media=odd), "fcpxml", reel=reel).encode())
    assert dtd.validate(tree), dtd.error_log
