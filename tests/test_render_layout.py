"""Where things lie: the strip, the axes, the plots and the pictures that stand for frames."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests import inspections
from timeline.model.inspection import Inspection
from timeline.render import plots
from timeline.render.album import Album, album
from timeline.render.axis import TimeAxis, value_axis, whole_axis
from timeline.render.bars import ASCII, bar_rows
from timeline.render.doubt import doubtful, most_doubtful
from timeline.render.figures import figure_tables
from timeline.render.frames import Frames
from timeline.render.strip import lanes, row_count, rows

ALL = (inspections.judged, inspections.drop_frame, inspections.variable, inspections.sixty, inspections.one_shot)


class Sparse:
    """Pictures of few frames, each named by its own number."""

    mime = "image/jpeg"

    def __init__(self, *frames: int) -> None:
        self.frames = frames

    def get(self, frame: int) -> bytes | None:
        return b"%d" % frame if frame in self.frames else None

    def nearest(self, frame: int) -> tuple[int, bytes] | None:
        near = min(self.frames, key=lambda kept: abs(kept - frame), default=None)
        return None if near is None else (near, b"%d" % near)


def frames_of(inspection: Inspection, *kept: int) -> Frames:
    return Frames(timeline=inspection.timeline, album=album(Sparse(*kept), 1080, 1920))


def share(text: str) -> float:
    return float(text.removesuffix("%"))


@pytest.mark.parametrize("make", ALL)
def test_tiles_are_as_wide_as_their_shots_last(make: object) -> None:
    inspection: Inspection = make()  # type: ignore[operator]  # a function that makes one
    timeline = inspection.timeline
    laid = rows(inspection, frames_of(inspection), (), ())
    widths: dict[int, float] = {}
    for row in laid:
        for tile in row.tiles:
            left, right = share(tile.x), share(tile.x) + share(tile.width)
            widths[tile.number] = widths.get(tile.number, 0.0) + min(100.0, right) - max(0.0, left)
    assert list(widths) == list(range(1, len(timeline.shots) + 1))
    for number, width in widths.items():
        shot = timeline.shots[number - 1]
        true = float(timeline.clock.span(shot.start, shot.stop) / timeline.duration) * 100 * len(laid)
        assert width == pytest.approx(true, abs=0.01)


def test_sections_and_findings_lie_over_their_frames() -> None:
    inspection = inspections.judged()
    marked = [f for f in inspection.findings if f.rule != "delivery.rate"]
    laid = rows(inspection, frames_of(inspection), tuple(d.transition for d in doubtful(inspection)), marked)
    assert sum(len(row.doubts) for row in laid) == 5
    first = laid[0].sections[0][0]
    assert (first.number, first.x, first.again) == (1, "0.000%", False)
    assert [bar.again for row in laid for lane in row.sections for bar in lane if bar.number == 3] == [
        False,
        True,
        True,
    ]


@given(st.lists(st.tuples(st.integers(0, 99), st.integers(1, 50)).map(lambda p: (p[0], p[0] + p[1])), max_size=12))
def test_lanes_keep_bars_apart_and_lose_none(places: list[tuple[int, int]]) -> None:
    spread = lanes(places)
    assert sorted(bar for lane in spread for bar in lane) == [(n, *p) for n, p in enumerate(places, start=1)]
    for lane in spread:
        assert all(a[2] <= b[1] for a, b in itertools.pairwise(sorted(lane, key=lambda bar: bar[1:])))


@pytest.mark.parametrize(("seconds", "count"), [(4, 1), (20, 2), (60, 3), (100, 3), (180, 6), (7200, 12)])
def test_rows_stand_three_side_by_side(seconds: float, count: int) -> None:
    assert row_count(seconds) == count


@given(st.floats(-50, 0), st.floats(0, 5000), st.integers(2, 6))
def test_value_axes_hold_their_values_at_round_steps(low: float, high: float, most: int) -> None:
    axis = value_axis(low, high, most=most)
    assert axis.low <= low + 1e-6
    assert axis.high >= high - 1e-6 * max(1.0, high)
    assert 2 <= len(axis.ticks()) <= most + 3


def test_counts_have_no_halves() -> None:
    assert [tick.label for tick in value_axis(0, 1, least_step=1).ticks()] == ["0", "1"]


def test_time_ticks_are_round_seconds_from_programme_start() -> None:
    axis = whole_axis(inspections.drop_frame().timeline)
    assert [tick.label for tick in axis.ticks(6)] == ["00:00", "00:10", "00:20", "00:30", "00:40", "00:50"]


def test_the_staircase_rises_one_step_an_edit_point_and_ends_at_the_end() -> None:
    inspection = inspections.judged()
    stairs = plots.staircase(inspection)
    assert stairs.path.count("V") == len(inspection.timeline.edit_points) == stairs.total
    assert stairs.path.startswith("M0 1000.0")
    assert stairs.path.endswith("H1000")
    assert stairs.corridor.count("L") == 21
    assert plots.staircase(inspections.facts()).corridor == ""


def test_bars_stand_on_the_axis_and_mark_single_shot_findings() -> None:
    columns = plots.columns(inspections.judged())
    assert [c.number for c in columns.columns if c.marked] == [12, 14, 36]
    assert all(share(c.y) + share(c.height) == pytest.approx(100, abs=0.01) for c in columns.columns)
    assert columns.median


def test_the_staircase_is_not_drawn_twice() -> None:
    assert [line.curve.name for line in plots.lines(inspections.judged())] == ["cutting_rate", "activity"]


def test_doubtful_cuts_are_those_in_the_band_counted_or_not() -> None:
    doubts = doubtful(inspections.judged())
    assert [(d.frame, d.counted) for d in doubts] == [
        (251, True),
        (530, False),
        (879, True),
        (1082, False),
        (1509, True),
    ]
    most, rest = most_doubtful(doubts, 2)
    assert [d.transition.confidence for d in most] == [0.41, 0.55]
    assert len(rest) == 3


def test_figures_stand_by_section_and_empty_tables_go() -> None:
    judged, details = figure_tables(inspections.judged().rhythm)
    assert judged.columns == ("programme", "hook", "stakes", "middle", "cliffhanger")
    cuts = next(row for row in judged.rows if row.title == "Edit points")
    assert [cell.value for cell in cuts.cells] == ["35", "3", "6", "18", "8"]
    assert next(r for r in details.rows if r.title == "1/f slope").reason.startswith("20 to 60 shots")
    assert figure_tables(inspections.one_shot().rhythm)[0].columns == ("programme",)


def test_the_strip_in_text_loses_no_shot() -> None:
    inspection = inspections.judged()
    laid = bar_rows(inspection, doubtful(inspection), 3, 73, ASCII)
    assert [len(row.cells) for row in laid] == [73, 73, 73]
    cells = "".join(row.cells for row in laid)
    runs = [glyph for glyph, _ in itertools.groupby(cells)]
    assert set(runs) == {"#", "=", "|"}
    assert cells.count("|") == 2
    assert "".join(row.marks for row in laid).count("?") == 5


def test_an_exact_picture_is_preferred_and_a_near_one_says_so() -> None:
    frames = frames_of(inspections.judged(), 40, 45, 60)
    assert (frames.single(45).frame, frames.single(45).near) == (45, False)
    assert (frames.single(44).frame, frames.single(44).near) == (45, True)


def test_a_near_picture_never_comes_from_the_neighbouring_shot() -> None:
    inspection = inspections.judged()
    dissolve = next(t for t in inspection.timeline.transitions if t.kind == "dissolve")
    inside = range(dissolve.start, dissolve.stop)
    frames = frames_of(inspection, *inside, dissolve.start - 9, dissolve.stop + 20)
    assert frames.before(dissolve).frame == dissolve.start - 9
    assert frames.after(dissolve).frame == dissolve.stop + 20
    assert frames_of(inspection, *inside).before(dissolve).picture is None


def test_each_picture_is_kept_once_and_the_budget_holds() -> None:
    pictures: Album = album(Sparse(1, 2, 3), 1080, 1920)
    for _ in range(3):
        assert pictures.near(1, 0, 10)
    assert [p.frame for p in pictures.embedded] == [1]
    pictures.budget = 0
    assert pictures.near(2, 0, 10) is None
    assert pictures.refused == 1


def test_pictures_take_the_display_shape() -> None:
    assert (album(Sparse(), 1080, 1920).width, album(Sparse(), 1080, 1920).height) == (180, 320)
    assert (album(Sparse(), 1920, 1080).width, album(Sparse(), 1920, 1080).height) == (320, 180)


@given(st.integers(0, 200), st.integers(1, 40), st.integers(0, 39))
def test_a_place_on_an_axis_is_the_exact_share_of_its_time(frame: int, rows_of_page: int, row: int) -> None:
    timeline = inspections.judged().timeline
    length, at = timeline.duration / rows_of_page, min(row, rows_of_page - 1)
    axis = TimeAxis(timeline=timeline, begin=length * at, end=length * (at + 1))
    held = min(frame, timeline.clock.frames)
    seconds = timeline.clock.time(held) - timeline.clock.time(timeline.start)
    assert axis.share(frame) == float(100 * (seconds - axis.begin) / (axis.end - axis.begin))
