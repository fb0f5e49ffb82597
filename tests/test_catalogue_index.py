"""Which rows of a library count, told from the keys beside its files: as a plain dictionary has it, in any order."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.libraries import BEGAN, content, episode, library, put, row
from timeline.catalogue import Layout, create, files, keys, open_library, packing
from timeline.catalogue.checking import Complaint, check
from timeline.catalogue.files import listing, put_file, put_removed
from timeline.catalogue.keys import fault_beside, keys_beside, keys_of, keys_within
from timeline.catalogue.layout import working_folder
from timeline.model.episode import Episode, Version

OPERATIONS = st.lists(
    st.one_of(
        st.tuples(st.just("add"), st.integers(0, 5), st.integers(0, 5), st.integers(0, 2)),
        st.tuples(st.just("remove"), st.integers(0, 5)),
        st.tuples(st.just("pack"), st.booleans()),
        st.tuples(st.just("prune")),
        st.tuples(st.just("copy")),
        st.tuples(st.just("lose keys"), st.integers(0, 7)),
        st.tuples(st.just("spoil keys"), st.integers(0, 7), st.integers(0, 4000)),
    ),
    max_size=16,
)
PLACES = [
    episode(number, season=season, series=series)
    for series in ("Night Bus", "Ébène")
    for season, number in ((1, 1), (1, 2), (2, 1))
]


@dataclass
class Shelf:
    """A library beside the dictionary of what it should hold: content to its episode and when it was added."""

    layout: Layout
    expected: dict[str, tuple[Episode, int]] = field(default_factory=dict)

    def do(self, what: str, *how: int) -> None:
        if what == "add":
            number, place, minutes = how
            put(self.layout, row(number, PLACES[place], minutes=minutes))
            self.expected[content(number)] = PLACES[place], minutes
        elif what == "remove" and content(how[0]) in self.expected:
            put_removed(self.layout, content(how[0]))
            del self.expected[content(how[0])]
        elif what == "pack":
            with working_folder(self.layout) as working:
                packing.pack(self.layout, working, everything=bool(how[0]))
        elif what == "prune":
            packing.prune(self.layout)
        elif what == "copy":  # as two processes that pack the same files leave it
            for path in list(self.layout.packed.glob("*.parquet"))[:1]:
                (self.layout.packed / f"{path.stem}x.parquet").write_bytes(path.read_bytes())
        elif what.endswith("keys"):
            for beside in sorted(self.layout.root.glob(f"*/*{keys.SUFFIX}"))[how[0] :][:1]:
                beside.unlink() if what == "lose keys" else beside.write_bytes(beside.read_bytes()[: how[1]])

    def versions(self) -> list[tuple[Episode, int, bool, str]]:
        """What should be there, in order."""
        found = []
        for place in sorted({place for place, _ in self.expected.values()}):
            ordered = sorted((at, of) for of, (its, at) in self.expected.items() if its == place)
            found += [(place, n, n == len(ordered), of) for n, (_, of) in enumerate(ordered, start=1)]
        return found


def told(version: Version) -> tuple[Episode, int, bool, str]:
    return version.episode, version.number, version.latest, version.content_id


@settings(max_examples=25, deadline=None)
@given(operations=OPERATIONS)
def test_any_order_of_adding_removing_and_packing_answers_as_a_dictionary(
    operations: list[tuple[str, *tuple[int, ...]]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Each content once, under its last episode, unless removed since; with keys or without."""
    shelf = Shelf(create(tmp_path_factory.mktemp("lib")))
    with pytest.MonkeyPatch.context() as patch:
        for name, value in (("FRESH", 2), ("STEP", 2), ("GRACE", -1.0)):
            patch.setattr(packing, name, value)
        for what, *how in operations:
            shelf.do(what, *how)
    expected = shelf.versions()
    with open_library(shelf.layout.root) as found:
        assert [told(version) for version in found.versions()] == expected
        assert found.series() == tuple(dict.fromkeys((each[0].series, each[0].season) for each in expected))
        for place in PLACES:
            of = [each for each in expected if each[0] == place]
            assert [told(v) for v in found.versions(place.series, place.season, place.number)] == of
            assert [told(v) for v in found.versions(place.series, place.season, place.number, latest=True)] == of[-1:]
        for version in found.versions():
            assert version == found.holder(version.content_id)
            assert version.added == BEGAN + timedelta(minutes=shelf.expected[version.content_id][1])
        assert all(found.holder(content(n)) is None for n in range(6) if content(n) not in shelf.expected)
        wanted = found.versions()[::-1]
        assert [(v, made.content_id) for v, made in found.inspections(wanted)] == [(v, v.content_id) for v in wanted]
        asked = found.rows("select content_id, version, latest, versions from store order by content_id")
    many = {place: sum(each[0] == place for each in expected) for place in PLACES}
    assert [tuple(each.values()) for each in asked] == sorted((of, n, last, many[p]) for p, n, last, of in expected)


def packed_once(folder: Path) -> Path:
    """A library of two versions in one packed file."""
    layout = library(folder, row(1, episode(1)), row(2, episode(2)))
    with working_folder(layout) as working:
        packing.pack(layout, working, everything=True)
    (path,) = (layout.packed / name for name in listing(layout).packed)
    return path


def test_every_file_has_its_keys_beside_it_before_it_has_its_name(tmp_path: Path) -> None:
    seen = []

    def put_and_look(aside: Path, final: Path) -> None:
        put_file(aside, final)
        seen.append((final.parent.name, final.suffix, keys_beside(final).exists()))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(files, "put_file", put_and_look)
        path = packed_once(tmp_path)
    fresh = [("fresh", keys.SUFFIX, True), ("fresh", ".parquet", True)]
    assert seen == [*fresh, *fresh, ("packed", keys.SUFFIX, True), ("packed", ".parquet", True)]
    kept = keys_of(path)
    assert (kept.all, kept.whole) == (None, True)
    assert (
        kept.telling().to_pylist() == keys_within(path).to_pylist() == pq.read_table(path).select(keys.KEYS).to_pylist()
    )


def test_a_library_is_opened_and_looked_up_without_opening_a_table(tmp_path: Path) -> None:
    """The tables are gone but for their size: what an addition asks is answered all the same."""
    path = packed_once(tmp_path)
    path.write_bytes(bytes(path.stat().st_size))
    with open_library(tmp_path) as found:
        assert [v.content_id for v in found.versions("Night Bus", 1)] == [content(1), content(2)]
        holder = found.holder(content(2))
        assert holder is not None
        assert holder.path == "/footage/2.mp4"


def test_files_of_a_version_that_wrote_no_keys_are_read_and_given_them(tmp_path: Path) -> None:
    path = packed_once(tmp_path)
    written = keys_beside(path).read_bytes()
    keys_beside(path).unlink()
    assert keys_of(path).whole, "all columns of today are there, and need not be looked for"
    with open_library(tmp_path) as found:
        assert len(found.versions()) == 2
    with working_folder(Layout(tmp_path)) as working:
        assert packing.pack(Layout(tmp_path), working, everything=True) == 0
    assert keys_beside(path).read_bytes() == written


def test_keys_of_another_file_are_not_believed_and_verify_tells_of_them(tmp_path: Path) -> None:
    path = packed_once(tmp_path)
    assert fault_beside(path) == ""
    other = library(tmp_path / "other", row(3, episode(3)), row(4, episode(4)))
    foreign = keys_within(other.fresh / listing(other).fresh[0])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(keys, "keys_within", lambda _: foreign)
        keys.write_keys(path, keys_beside(path))
    with open_library(tmp_path) as found:
        assert len(found.versions()) == 2
    (told_of,) = [c for c in check(Layout(tmp_path), lambda *_: "", "r0") if isinstance(c, Complaint)]
    assert (told_of.fault, told_of.file) == ("damaged", f"packed/{keys_beside(path).name}")
    assert told_of.remedy.startswith(f"delete packed/{keys_beside(path).name}; `timeline library compact`")


def test_verify_holds_keys_to_the_rows_of_their_file(tmp_path: Path) -> None:
    path = packed_once(tmp_path)
    whole = bytearray(keys_beside(path).read_bytes())
    at = whole.index(content(1).encode())
    whole[at] = ord("0") if whole[at] != ord("0") else ord("1")
    keys_beside(path).write_bytes(whole)
    complaints = [c for c in check(Layout(tmp_path), lambda *_: "", "r0") if isinstance(c, Complaint)]
    assert [c.what for c in complaints] == ["keys of 2 versions: they are not those of its rows"]
    keys_beside(path).unlink()
    assert fault_beside(path) == ""


def test_keys_that_a_killed_process_left_alone_go_in_time(tmp_path: Path) -> None:
    layout = library(tmp_path, row(1, episode()))
    lone = layout.fresh / f"{content(2)}-00{keys.SUFFIX}"
    lone.touch()
    packing.prune(layout)
    assert lone.exists(), "its file may be on its way"
    os.utime(lone, (0, 0))
    packing.prune(layout)
    assert not lone.exists()
    assert len(list(layout.fresh.iterdir())) == 2
