"""FCPXML by hand: rational times, lanes, nested clips, auditions, resources in any order."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from tests.timeline_files import DF30, codes, names, put, seen, spans, told, written
from timeline.errors import SequenceError
from timeline.interchange import as_written, read


def fcpxml(
    folder: Path, spine: str, *, resources: str = "", version: str = "1.11", sequence: str = "", name: str = "p"
) -> Path:
    form = '<format id="r1" frameDuration="100/2500s" width="1080" height="1920"/>'
    asset = '<asset id="r2" name="a" start="100s" duration="900s" hasVideo="1" format="r1"><media-rep src="file:///a.mov"/></asset>'
    head = f'<sequence format="r1" tcStart="3600s" tcFormat="NDF" duration="60s"{sequence}>'
    project = (
        f'<library><event><project name="{name}">{head}<spine>{spine}</spine></sequence></project></event></library>'
    )
    # Resources after what refers to them: their order means nothing.
    inside = f"{project}<resources>{form}{asset}{resources}</resources>"
    return put(folder, "cut.fcpxml", f'<!DOCTYPE fcpxml>\n<fcpxml version="{version}">{inside}</fcpxml>')


def compound(inside: str) -> str:
    head = '<sequence format="r1" tcStart="0s" duration="4s">'
    return f'<media id="r3" name="c">{head}<spine>{inside}</spine></sequence></media>'


def shot(
    offset: int, length: int, *, start: int = 100, more: str = "", inside: str = "", tag: str = "asset-clip"
) -> str:
    """Frames of 25 a second, from the sequence's start."""
    times = f'offset="{90000 + offset}/25s" duration="{length}/25s" start="{start}s"'
    return f'<{tag} ref="r2" name="n{offset}" {times} {more}>{inside}</{tag}>'


def test_clips_gaps_and_transitions(tmp_path: Path) -> None:
    mixes = (
        '<transition name="Cross Dissolve" offset="90045/25s" duration="10/25s"/>',
        '<transition name="Fade To Color" offset="90100/25s" duration="8/25s"/>',
    )
    spine = shot(0, 50) + mixes[0] + shot(50, 54, start=200) + mixes[1] + shot(104, 20, start=300)
    path = fcpxml(tmp_path, spine + '<gap offset="90124/25s" duration="6/25s"/>')
    assert written(path) == (3, 1, 2, 3, 130)
    assert spans(seen(path)) == [("dissolve", 45, 50, 55), ("fade_through", 100, 104, 108), ("cut", 124, 124, 124)]
    assert as_written(read(path)).start == "01:00:00:00"
    assert not codes(read(path))


def test_fades_at_the_ends(tmp_path: Path) -> None:
    first, last = (f'<transition name="Cross Dissolve" offset="{at}/25s" duration="10/25s"/>' for at in (90000, 90040))
    assert spans(seen(fcpxml(tmp_path, first + shot(0, 50) + last))) == [
        ("fade_in", 0, None, 10),
        ("fade_out", 40, None, 50),
    ]


def test_a_storyline_of_titles_alone(tmp_path: Path) -> None:
    path = fcpxml(tmp_path, shot(0, 50, tag="title") + shot(50, 30, start=200, tag="title"))
    assert written(path) == (2, 0, 0, 1, 80)
    assert seen(path).timeline.edit_points == (50,)


def test_offsets_may_be_left_out(tmp_path: Path) -> None:
    clips = "".join(f'<asset-clip ref="r2" name="{n}" start="{n}00s" duration="2s"/>' for n in range(1, 4))
    assert written(fcpxml(tmp_path, clips)) == (3, 0, 0, 2, 150)


def test_connected_clips_lie_over_and_titles_let_the_picture_through(tmp_path: Path) -> None:
    over = '<asset-clip ref="r2" lane="1" name="over" offset="101s" start="300s" duration="1s"/>'
    title = '<title ref="r9" lane="2" name="words" offset="100s" duration="2s"/>'
    under = '<asset-clip ref="r2" lane="-1" name="under" offset="100s" start="400s" duration="4s"/>'
    path = fcpxml(tmp_path, shot(0, 100, inside=over + title + under))
    assert written(path) == (1, 0, 0, 0, 100)
    assert names(seen(path)) == ["n0", "over", "n0"]
    assert told(seen(path))["overlay"] == 1


def test_a_storyline_of_its_own_hangs_on_a_gap(tmp_path: Path) -> None:
    line = "".join(
        f'<asset-clip ref="r2" name="{name}" offset="{at}s" start="{at + 2}00s" duration="1s"/>'
        for at, name in enumerate("xy")
    )
    gap = f'<gap offset="3600s" start="3600s" duration="4s"><spine lane="1" offset="3601s">{line}</spine></gap>'
    assert names(seen(fcpxml(tmp_path, gap))) == ["", "x", "y", ""]


def test_compound_clips_open_from_where_they_begin(tmp_path: Path) -> None:
    inner = shot(-90000, 50, start=200) + shot(-89950, 50, start=300)
    clip = '<ref-clip ref="r3" name="c" offset="3600s" start="1s" duration="2s"/>'
    path = fcpxml(tmp_path, clip + shot(50, 20), resources=compound(inner))
    assert written(path) == (2, 0, 0, 1, 70)
    found = seen(path)
    assert found.timeline.edit_points == (25, 50)
    assert [s.source.start for s in found.timeline.shots if s.source] == [201 * 25, 300 * 25, 2500]


def test_a_clip_that_holds_itself_is_left_closed_and_named(tmp_path: Path) -> None:
    inner = '<ref-clip ref="r3" name="again" offset="0s" duration="2s"/>'
    path = fcpxml(tmp_path, '<ref-clip ref="r3" name="c" offset="3600s" duration="2s"/>', resources=compound(inner))
    assert [code for code, _ in codes(read(path))] == ["nested in itself"]
    assert seen(path).timeline.frames == 50


def test_multicam_clips_show_the_angle_switched_on(tmp_path: Path) -> None:
    angles = "".join(
        f'<mc-angle name="{n}" angleID="{n}"><gap offset="0s" duration="1s"/>'
        f'<asset-clip ref="r2" name="cam {n}" offset="1s" duration="9s"/></mc-angle>'
        for n in "AB"
    )
    media = f'<media id="r3" name="m"><multicam format="r1" tcStart="0s">{angles}</multicam></media>'
    chosen = '<mc-source angleID="B" srcEnable="video"/>'
    clip = f'<mc-clip ref="r3" name="m" offset="3600s" start="2s" duration="2s">{chosen}</mc-clip>'
    assert names(seen(fcpxml(tmp_path, clip, resources=media))) == ["cam B"]


def test_sync_clips_show_what_they_contain(tmp_path: Path) -> None:
    inside = '<asset-clip ref="r2" name="in" offset="0s" duration="4s"/>'
    inside += '<asset-clip ref="r4" lane="-1" name="sound" offset="0s" duration="4s"/>'
    sound = '<asset id="r4" name="s" hasAudio="1"/>'
    path = fcpxml(
        tmp_path, f'<sync-clip name="sync" offset="3600s" duration="4s">{inside}</sync-clip>', resources=sound
    )
    assert written(path) == (1, 0, 0, 0, 100)
    assert told(seen(path)) == {}


def test_an_audition_shows_its_first_choice(tmp_path: Path) -> None:
    choices = '<asset-clip ref="r2" name="first" duration="2s"/><asset-clip ref="r2" name="second" duration="9s"/>'
    path = fcpxml(tmp_path, f'<audition offset="3600s">{choices}</audition>' + shot(50, 10))
    assert written(path) == (2, 0, 0, 1, 60)
    assert names(seen(path))[0] == "first"


def test_disabled_clips_speeds_and_markers(tmp_path: Path) -> None:
    faster = '<timeMap><timept time="0s" value="0s"/><timept time="1s" value="2s"/></timeMap>'
    marks = '<marker start="101s" duration="1/25s" value="one"/>'
    marks += '<marker start="102s" duration="1/25s" value="two" note="why"/>'
    path = fcpxml(tmp_path, shot(0, 75, inside=marks) + shot(75, 25, more='enabled="0"') + shot(100, 25, inside=faster))
    assert told(seen(path)) == {"disabled": 1, "black": 1, "speed": 1}
    assert [(m.start, m.name, m.note) for m in read(path).markers] == [(25, "one", ""), (50, "two", "why")]


def test_sound_on_the_storyline_shows_nothing(tmp_path: Path) -> None:
    sound = '<asset id="r4" name="s" hasAudio="1" audioSources="1"/>'
    silent = '<asset-clip ref="r4" name="s" offset="3602s" duration="2s"/>'
    path = fcpxml(tmp_path, shot(0, 50) + silent, resources=sound)
    assert written(path) == (2, 0, 0, 1, 100)
    assert [s.kind for s in seen(path).timeline.shots] == ["picture", "black"]
    with pytest.raises(SequenceError, match="holds no picture"):
        read(fcpxml(tmp_path, silent, resources=sound))


def test_durations_off_the_frame_grid_are_kept_exactly_and_seen_on_it(tmp_path: Path) -> None:
    one = '<asset-clip ref="r2" name="a" offset="3600s" duration="1001/500s"/>'
    two = '<asset-clip ref="r2" name="b" offset="1801001/500s" start="300s" duration="999/500s"/>'
    path = fcpxml(tmp_path, one + two)
    assert written(path) == (2, 0, 0, 1, 100)
    assert read(path).v1.items[0].stop == Fraction(1001, 20)
    assert seen(path).timeline.edit_points == (50,)
    assert told(seen(path)) == {"off grid": 2}


@pytest.mark.parametrize(
    ("format", "exact"),
    [
        ('frameDuration="1001/30000s"', DF30),
        ('frameDuration="1001/24000s"', Fraction(24000, 1001)),
        ('frameDuration="200/5000s"', Fraction(25)),
        ('name="FFVideoFormat1080p5994"', Fraction(60000, 1001)),
        ('name="FFVideoFormat720x576i50"', Fraction(25)),
        ('frameDuration="1/120s"', Fraction(120)),
    ],
)
def test_rates(tmp_path: Path, format: str, exact: Fraction) -> None:
    path = fcpxml(tmp_path, shot(0, 50))
    path.write_text(path.read_text().replace('frameDuration="100/2500s"', format))
    assert read(path).rate == exact


def test_drop_frame_start(tmp_path: Path) -> None:
    # 01:00:00;00 is label 107892: of the hour's 108000 labels drop-frame leaves 108 out.
    clip = '<asset-clip ref="r2" name="a" offset="107999892/30000s" duration="30030/30000s"/>'
    text = fcpxml(tmp_path, clip).read_text().replace("100/2500s", "1001/30000s")
    path = put(
        tmp_path, "df.fcpxml", text.replace('tcStart="3600s"', 'tcStart="107999892/30000s"').replace("NDF", "DF")
    )
    facts = as_written(read(path))
    assert (facts.start, facts.drop, facts.frames) == ("01:00:00;00", True, 30)


@pytest.mark.parametrize("version", ["1.8", "1.9", "1.10", "1.13"])
def test_versions(tmp_path: Path, version: str) -> None:
    assert not codes(read(fcpxml(tmp_path, shot(0, 50), version=version)))


def test_a_version_to_come_is_named(tmp_path: Path) -> None:
    assert codes(read(fcpxml(tmp_path, shot(0, 50), version="1.99"))) == [("version", "")]


def test_several_projects_and_bundles(tmp_path: Path) -> None:
    path = fcpxml(tmp_path, shot(0, 50), name="long")
    text = path.read_text()
    event = text[text.index("<event>") : text.index("</event>") + 8]
    path.write_text(
        text.replace(
            "</event>", "</event>" + event.replace("long", "short").replace('duration="60s"', 'duration="9s"'), 1
        )
    )
    assert read(path).name == "long"
    assert codes(read(path)) == [("several sequences", "")]
    assert read(path, sequence="short").name == "short"
    bundle = tmp_path / "cut.fcpxmld"
    bundle.mkdir()
    (bundle / "Info.fcpxml").write_text(text)
    assert written(bundle) == written(path)


def test_what_holds_no_timeline_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SequenceError, match="nothing lies on the storyline of 'p'"):
        read(fcpxml(tmp_path, ""))
    with pytest.raises(SequenceError, match="holds no project with a storyline"):
        read(put(tmp_path, "cut.fcpxml", '<fcpxml version="1.9"><asset-clip ref="r1" duration="1s"/></fcpxml>'))
    with pytest.raises(SequenceError, match=r'duration="x" is no time \(asset-clip, line 2\)'):
        read(fcpxml(tmp_path, shot(0, 50).replace('duration="50/25s"', 'duration="x"')))


def test_xml_of_either_kind_is_told_by_its_root(tmp_path: Path) -> None:
    path = fcpxml(tmp_path, shot(0, 50))
    other = put(tmp_path, "cut.xml", path.read_bytes())
    assert read(other).format == "FCPXML 1.11"
