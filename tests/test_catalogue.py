"""The library's files: what is put in comes out, once, whoever else writes, packs, removes or is killed meanwhile."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings

from tests import golden_files, strategies
from tests.inspections import hostile, judged
from tests.libraries import content, episode, library, put, row
from timeline.catalogue import Layout, create, files, find, open_library, packing
from timeline.catalogue.files import listing, put_file, put_removed
from timeline.catalogue.layout import is_gone, owner, sweep, working_folder
from timeline.catalogue.rows import document_of, row_of
from timeline.catalogue.schema import FIGURES, LISTS, STORED, arrow_schema, views
from timeline.errors import DocumentError, LibraryError
from timeline.model.episode import Episode
from timeline.model.inspection import Inspection

ROOT = Path(__file__).parents[1]


def pack(layout: Layout, *, everything: bool = True) -> int:
    with working_folder(layout) as working:
        return packing.pack(layout, working, everything=everything)


def held(folder: Path) -> list[tuple[int, int, bool, str]]:
    """Episode, version, whether it is the latest, and content."""
    with open_library(folder) as found:
        return [(v.episode.number, v.number, v.latest, v.content_id) for v in found.versions()]


def test_versions_are_numbered_as_they_were_added(tmp_path: Path) -> None:
    library(
        tmp_path, row(1, episode(4)), row(2, episode(4), minutes=9), row(3, episode(4), minutes=5), row(4, episode(2))
    )
    assert held(tmp_path) == [
        (2, 1, True, content(4)),
        (4, 1, False, content(1)),
        (4, 2, False, content(3)),
        (4, 3, True, content(2)),
    ]
    with open_library(tmp_path) as found:
        assert [str(v) for v in found.versions("Night Bus", 1, 4, latest=True)] == ["Night Bus S01E04 version 3"]
        assert found.series() == (("Night Bus", 1),)
        assert found.versions("night bus") == ()
        holder = found.holder(content(3))
        assert holder is not None
        assert holder.number == 2
        assert found.holder(content(9)) is None


def test_adding_twice_changes_nothing_and_the_newest_row_counts(tmp_path: Path) -> None:
    layout = library(tmp_path, row(1, episode()), row(1, episode()))
    assert held(tmp_path) == [(1, 1, True, content(1))]
    put(layout, row(1, episode(), inspection=judged()))
    with open_library(tmp_path) as found:
        (version,) = found.versions()
        assert version.profile == "micro-drama" or version.profile
        assert found.inspection(version).findings == judged().findings


def test_documents_come_back_equal_in_the_order_asked(tmp_path: Path) -> None:
    library(tmp_path, *(row(n, episode(n), inspection=judged()) for n in range(1, 8)))
    with open_library(tmp_path) as found:
        wanted = list(reversed(found.versions()))
        read = list(found.inspections(wanted))
        assert [version for version, _ in read] == wanted
        assert [made.content_id for _, made in read] == [content(n) for n in range(7, 0, -1)]
        assert read[0][1].timeline == judged().timeline
        assert found.record_path(wanted[0]) == tmp_path / "records" / content(7)[:2] / f"{content(7)}.record"


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(made=strategies.inspections())
def test_any_inspection_is_a_row_and_comes_back(made: Inspection) -> None:
    found = row_of(made, episode(), path="/x\udcff.mp4", modified_ns=0, stored="r", added=row(1, episode())["added"])
    table = pa.Table.from_pylist([found | {"entry": "e", "written": found["added"]}], schema=arrow_schema())
    (back,) = table.to_pylist()
    assert document_of(back["document"]) == made
    assert [(s["start"], s["stop"]) for s in back["shots_list"]] == [(s.start, s.stop) for s in made.timeline.shots]


def test_a_damaged_document_is_said_so() -> None:
    whole = row(1, episode())["document"]
    for spoilt in (whole[:-5], b"", whole[:30] + bytes([whole[30] ^ 255]) + whole[31:]):
        with pytest.raises(DocumentError):
            document_of(spoilt)


def test_columns_are_those_that_were_published() -> None:
    lines = [f"{view}.{column.name} {column.type}" for view, columns in views().items() for column in columns]
    golden_files.check("library.columns.txt", "\n".join(lines) + "\n")


def test_every_column_is_documented_and_there(tmp_path: Path) -> None:
    text = (ROOT / "docs" / "library.md").read_text(encoding="utf-8")
    library(tmp_path, row(1, episode(), inspection=judged()))
    with open_library(tmp_path) as found:
        for view, columns in views().items():
            described = found.rows(f"describe {view}")
            assert [(d["column_name"], d["column_type"]) for d in described] == [(c.name, c.type) for c in columns]
            assert f"### {view}\n" in text
            for column in columns:
                assert f"| `{column.name}` | {column.type} | {column.meaning} |" in text, (view, column.name)


def test_views_hold_what_the_document_says(tmp_path: Path) -> None:
    made = judged()
    library(tmp_path, row(1, episode(), inspection=made))
    with open_library(tmp_path) as found:
        (figures,) = found.rows("select asl, msl, average_shot_length, cuts, file, latest, versions from episodes")
        assert figures["file"] == "1.mp4"
        assert figures["latest"]
        assert figures["versions"] == 1
        assert figures["asl"] == figures["average_shot_length"]
        shots = found.rows("select shot, start, stop, frames, duration, series, version from shots order by shot")
        assert [(s["start"], s["stop"]) for s in shots] == [(s.start, s.stop) for s in made.timeline.shots]
        assert sum(s["duration"] for s in shots) == pytest.approx(float(made.timeline.duration))
        assert {(s["series"], s["version"]) for s in shots} == {("Night Bus", 1)}
        kinds = found.rows("select kind, edit_point, time from transitions order by transition")
        assert [(k["kind"], k["edit_point"]) for k in kinds] == [
            (t.kind.value, t.edit_point) for t in made.timeline.transitions
        ]
        findings = found.rows("select id, severity, off_frames, holds from findings order by finding")
        assert [(f["id"], f["off_frames"], f["holds"]) for f in findings] == [
            (f.id, f.off_frames, f.holds) for f in made.findings
        ]
        rhythm = found.rows("select figure, section, value from rhythm where section = 'programme'")
        assert {r["figure"]: r["value"] for r in rhythm}.keys() == {
            f.name for f in made.rhythm.figures if f.section == "programme"
        }


def test_text_that_tries_to_act_is_only_text(tmp_path: Path) -> None:
    series = "<img src=x onerror=alert(1)>'; drop table live; --"
    library(tmp_path, row(1, episode(series=series), inspection=hostile()))
    with open_library(tmp_path) as found:
        (version,) = found.versions(series)
        assert version.episode.series == series
        assert found.inspection(version).media.path == hostile().media.path


@pytest.mark.parametrize("series", ["", " Night Bus", "a\nb", "a\x1b[31m", "a\u202egpj", "x" * 201, "\udcff"])
def test_names_that_no_line_could_carry_are_refused(series: str) -> None:
    with pytest.raises(ValueError, match="series"):
        Episode(series=series, season=1, number=1)


def test_packing_keeps_every_row_and_readers_that_listed_before_still_read(tmp_path: Path) -> None:
    rows = [row(n, episode(n), inspection=judged()) for n in range(1, 6)]
    layout = library(tmp_path, *rows)
    before = held(tmp_path)
    with open_library(tmp_path) as old:
        assert pack(layout) == 5
        assert len(list(old.inspections(old.versions()))) == 5
    after = listing(layout)
    assert (len(after.fresh), len(after.packed)) == (0, 1)
    assert held(tmp_path) == before
    assert len(list(layout.fresh.glob("*.parquet"))) == 5, "kept for those who listed them before"
    assert pack(layout) == 0


def test_replaced_files_go_when_nobody_can_be_reading_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    layout = library(tmp_path, *(row(n, episode(n)) for n in range(1, 4)))
    pack(layout)
    put(layout, row(9, episode(9)))
    pack(layout)
    before = held(tmp_path)
    monkeypatch.setattr(packing, "GRACE", -1.0)
    packing.prune(layout)
    assert [path.suffix for path in sorted(layout.packed.iterdir())] == [".json", ".keys", ".parquet"]
    assert list(layout.fresh.iterdir()) == []
    assert held(tmp_path) == before


def test_sizes_grow_by_steps(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packing, "FRESH", 2)
    monkeypatch.setattr(packing, "STEP", 3)
    layout = create(tmp_path)
    for number in range(12):
        put(layout, row(number, episode(number)))
        pack(layout, everything=False)
    files = listing(layout)
    assert sorted(packing.rows_in(name) for name in files.packed) == [6, 6]
    assert files.fresh == ()
    assert len(held(tmp_path)) == 12


def test_a_process_that_packs_is_left_alone_and_one_that_died_is_not_waited_for(tmp_path: Path) -> None:
    layout = library(tmp_path, row(1, episode(1)), row(2, episode(2)))
    claim = tmp_path / "packing"
    claim.write_text(owner())
    assert pack(layout) == 0
    claim.write_text(f"{owner().rpartition('-')[0]}-{_ended()}")
    assert pack(layout) == 2
    assert not claim.exists()


def test_a_claim_that_was_never_signed_holds_for_a_minute(tmp_path: Path) -> None:
    """As a process leaves it that is killed between making the file and writing its name."""
    layout = library(tmp_path, row(1, episode(1)), row(2, episode(2)))
    claim = tmp_path / "packing"
    claim.touch()
    assert pack(layout) == 0
    os.utime(claim, (0, 0))
    assert pack(layout) == 2


def test_what_is_added_again_while_another_packs_is_not_taken_for_removed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    layout = library(tmp_path, row(1, episode(1)), row(2, episode(2)))
    put_removed(layout, content(1))

    def meanwhile(aside: Path, final: Path) -> None:
        put_file(aside, final)
        if final.suffix != ".parquet":
            return
        monkeypatch.undo()
        assert pack(layout) == 3

    monkeypatch.setattr(files, "put_file", meanwhile)
    put(layout, row(1, episode(1)))
    assert {found[3] for found in held(tmp_path)} == {content(1), content(2)}


def _ended() -> int:
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    return process.pid


def test_a_row_of_two_packed_files_counts_once(tmp_path: Path) -> None:
    layout = library(tmp_path, *(row(n, episode(n)) for n in range(1, 4)))
    pack(layout)
    (one,) = layout.packed.glob("*.parquet")
    (layout.packed / f"00000003-{'0' * 24}.parquet").write_bytes(one.read_bytes())
    assert len(held(tmp_path)) == 3
    with open_library(tmp_path) as found:
        assert found.rows("select count(*) as n from shots") == [{"n": 6}]
    assert pack(layout) == 2
    assert len(held(tmp_path)) == 3


def test_removed_versions_are_gone_at_once_and_come_back_when_added(tmp_path: Path) -> None:
    layout = library(tmp_path, row(1, episode()), row(2, episode(), minutes=1))
    pack(layout)
    layout.record(content(1)).parent.mkdir()
    layout.record(content(1)).touch()
    put_removed(layout, content(1))
    assert not layout.record(content(1)).exists()
    assert held(tmp_path) == [(1, 1, True, content(2))]
    pack(layout)
    assert sum(pq.read_metadata(path).num_rows for path in layout.packed.glob("0*1-*.parquet")) == 1
    assert held(tmp_path) == [(1, 1, True, content(2))]
    put(layout, row(1, episode(), minutes=5))
    assert held(tmp_path) == [(1, 1, False, content(2)), (1, 2, True, content(1))]


def test_files_of_an_older_version_read_as_null_and_are_packed(tmp_path: Path) -> None:
    layout = library(tmp_path, row(1, episode(1), inspection=judged()))
    (path,) = layout.fresh.glob("*.parquet")
    table = pq.read_table(path)
    pq.write_table(
        table.drop_columns(["msl" if "msl" in table.column_names else "median_shot_length", "rhythm_list"]), path
    )
    for _ in range(2):
        with open_library(tmp_path) as found:
            assert found.rows("select msl, cuts is null as none from episodes") == [{"msl": None, "none": False}]
            assert found.rows("select * from rhythm") == []
        put(layout, row(2, episode(2), inspection=judged()))
        with open_library(tmp_path) as found:
            read = found.rows("select msl is null as none from episodes order by episode")
        assert read == [{"none": True}, {"none": False}]
        put_removed(layout, content(2))
        pack(layout)


def test_a_damaged_file_is_one_line_that_names_it(tmp_path: Path) -> None:
    layout = library(tmp_path, row(1, episode(1)), row(2, episode(2)))
    spoilt = sorted(layout.fresh.glob("*.parquet"))[0]
    spoilt.write_bytes(spoilt.read_bytes()[:-100])
    with pytest.raises(LibraryError, match=re.escape(spoilt.name)) as caught, open_library(tmp_path):
        pass
    assert "\n" not in str(caught.value)
    assert "verify" in str(caught.value)
    pack(layout)
    assert spoilt.exists(), "what cannot be read is not packed away"


@pytest.mark.parametrize(
    ("prepare", "words"),
    [
        (lambda folder: None, "does not exist"),
        (lambda folder: folder.mkdir(), "is no library"),
        (lambda folder: folder.write_text("x"), "is no library"),
        (lambda folder: (folder.mkdir(), (folder / "library.json").write_text("{}")), "of something else"),
        (lambda folder: (folder.mkdir(), (folder / "library.json").write_text("{")), "cannot be read"),
        (
            lambda folder: (
                folder.mkdir(),
                (folder / "library.json").write_text(json.dumps({"format": "timeline-library", "form": 2})),
            ),
            "install a newer one",
        ),
    ],
)
def test_a_folder_that_is_no_library_is_refused(tmp_path: Path, prepare: Callable[[Path], Any], words: str) -> None:
    prepare(tmp_path / "lib")
    with pytest.raises(LibraryError, match=words):
        find(tmp_path / "lib")


def test_a_library_is_made_only_in_a_new_or_empty_folder(tmp_path: Path) -> None:
    (tmp_path / "holiday.jpg").touch()
    with pytest.raises(LibraryError, match="holds other files"):
        create(tmp_path)
    with pytest.raises(LibraryError, match="is a file"):
        create(tmp_path / "holiday.jpg")
    assert create(create(tmp_path / "new").root) == find(tmp_path / "new")


def test_what_a_process_that_ended_left_is_swept(tmp_path: Path) -> None:
    layout = create(tmp_path)
    host = owner().rpartition("-")[0]
    dead = layout.working / f"{host}-{_ended()}-00"
    elsewhere = layout.working / "otherhost-1-00"
    for folder in (dead, elsewhere):
        folder.mkdir()
        (folder / "half.parquet").write_text("half")
    with working_folder(layout) as mine:
        assert sweep(layout) == 1
        assert sorted(layout.working.iterdir()) == sorted([elsewhere, mine])
    os.utime(elsewhere, (0, 0))
    assert sweep(layout) == 1
    assert not is_gone(owner(), 0.0)


def test_every_figure_of_the_metrics_table_is_a_column() -> None:
    names = [column.name for column in STORED]
    assert len(set(names)) == len(names)
    assert {column.name for column in FIGURES} <= set(names)
    assert set(LISTS) == {"shots", "transitions", "findings", "rhythm"}
