"""Timelines made to do harm: refused in words within limits, and nothing is opened or contacted but the file itself."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks import mutate, seeds
from tests.timeline_files import P25, put
from timeline.errors import SequenceError, TimelineError
from timeline.interchange import FORMATS, is_timeline, read
from timeline.interchange.reading import MOST_BYTES

ROOT = Path(__file__).parents[1]
BOMB = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
CLIP = "<clipitem><start>0</start><end>5</end><in>0</in><out>5</out><file><name>{}</name></file></clipitem>"
XMEML = (
    '<xmeml version="5"><sequence><rate><timebase>25</timebase></rate><media><video><track>{}</track></video></media>'
    "</sequence></xmeml>"
)


@pytest.mark.parametrize(
    "dtd",
    [
        f'<!DOCTYPE xmeml [<!ENTITY l0 "lol">{BOMB}]>',
        '<!DOCTYPE xmeml [<!ENTITY l9 SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE xmeml [<!ENTITY l9 SYSTEM "http://127.0.0.1:9/x">]>',
        '<!DOCTYPE xmeml [<!ENTITY % p SYSTEM "http://127.0.0.1:9/x"> %p;]>',
    ],
)
@pytest.mark.parametrize("name", ["cut.xml", "cut.fcpxml"])
def test_entities_are_refused(tmp_path: Path, dtd: str, name: str) -> None:
    with pytest.raises(SequenceError, match="declares entities"):
        read(put(tmp_path, name, dtd + XMEML.format(CLIP.format("&l9;"))))


def test_an_outside_dtd_is_not_fetched_and_encodings_that_hide_things_are_refused(tmp_path: Path) -> None:
    outside = '<!DOCTYPE xmeml SYSTEM "http://127.0.0.1:9/xmeml.dtd">'
    assert read(put(tmp_path, "cut.xml", outside + XMEML.format(CLIP.format("a")))).v1.items
    hidden = '<?xml version="1.0" encoding="UTF-7"?>+ADwAIQ-DOCTYPE x'
    with pytest.raises(SequenceError, match="declared as utf-7, which is not read"):
        read(put(tmp_path, "cut.xml", hidden))


@pytest.mark.parametrize("tag", ["track", "sequence", "spine"])
def test_deep_xml_is_refused(tmp_path: Path, tag: str) -> None:
    deep = f"<{tag}>" * 5000 + f"</{tag}>" * 5000
    with pytest.raises(SequenceError):
        read(put(tmp_path, "cut.xml", f"<xmeml>{deep}</xmeml>"))


def test_deep_and_wide_json_is_refused_before_the_library_sees_it(tmp_path: Path) -> None:
    for text in ("[" * 100_000, '{"a":' * 5000, "[[],[],[]" + ",[]" * 500_000):
        with pytest.raises(SequenceError, match="nested deeper or wider"):
            read(put(tmp_path, "cut.otio", text))


def test_gigantic_files_and_counts_are_refused(tmp_path: Path) -> None:
    with pytest.raises(SequenceError, match="is over 16 MB"):
        read(put(tmp_path, "cut.xml", b"<xmeml>" + b" " * MOST_BYTES))
    with pytest.raises(SequenceError, match="more elements than a timeline"):
        read(put(tmp_path, "cut.fcpxml", "<fcpxml>" + "<a/>" * 600_000 + "</fcpxml>"))
    with pytest.raises(SequenceError, match="more than 1,500,000 values"):
        read(put(tmp_path, "cut.otio", '{"a":[' + "0," * 1_600_000 + "0]}"))
    line = "001  A  V  C  01:00:00:00 01:00:00:01 01:00:00:00 01:00:00:01\n"
    with pytest.raises(SequenceError, match="more than 20,000 events"):
        read(put(tmp_path, "cut.edl", line * 20_001), P25)


@pytest.mark.parametrize("value", ["1e400", "1e300", "NaN", "Infinity", "-5", "9" * 400])
def test_times_that_are_none_are_refused(tmp_path: Path, value: str) -> None:
    path = seeds.write_seed("otio", tmp_path)
    path.write_text(path.read_text().replace('"value": 40.0', f'"value": {value}'))
    with pytest.raises(SequenceError):
        read(path)


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("fcpxml", 'duration="2s"', 'duration="99999999999999999999/1s"'),
        ("fcpxml", 'duration="2s"', 'duration="1/0s"'),
        ("fcpxml", 'duration="2s"', 'duration="-2s"'),
        ("fcpxml", 'frameDuration="100/2500s"', 'frameDuration="1/99999999s"'),
        ("fcpxml", 'lane="1"', 'lane="one"'),
        ("fcp7", "<timebase>30</timebase>", "<timebase>1e99</timebase>"),
        ("fcp7", "<timebase>30</timebase>", "<timebase></timebase>"),
    ],
)
def test_numbers_that_are_none_are_refused(tmp_path: Path, name: str, old: str, new: str) -> None:
    path = seeds.write_seed(name, tmp_path)
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))
    with pytest.raises(SequenceError):
        read(path)


def test_bytes_that_are_no_utf8_are_refused_where_the_format_is_utf8(tmp_path: Path) -> None:
    for name in ("otio", "fcp7", "fcpxml"):
        path = seeds.write_seed(name, tmp_path)
        path.write_bytes(path.read_bytes().replace(b"seed", b"se\xc3\x28ed"))
        with pytest.raises(SequenceError, match=r"is no UTF-8 text: byte [\d,]+ means nothing"):
            read(path)


def test_byte_order_marks_and_line_ends_change_nothing(tmp_path: Path) -> None:
    for name in ("fcp7", "fcpxml", "otio"):
        path = seeds.write_seed(name, tmp_path)
        plain = read(path)
        path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
        assert read(path).v1.items == plain.v1.items
    path = seeds.write_seed("fcpxml", tmp_path)
    path.write_bytes(path.read_text().replace("UTF-8", "UTF-16").encode("utf-16"))
    assert read(path).v1.items


def test_empty_files_folders_and_files_that_are_not_there(tmp_path: Path) -> None:
    for row in FORMATS:
        for suffix in row.suffixes:
            with pytest.raises(SequenceError):
                read(put(tmp_path, f"empty{suffix}", b""), P25)
            with pytest.raises(SequenceError):
                read(tmp_path / f"absent{suffix}", P25)
            folder = tmp_path / f"folder{suffix}"
            folder.mkdir()
            with pytest.raises(SequenceError):
                read(folder, P25)


def test_a_bundle_that_unpacks_without_end_is_refused(tmp_path: Path) -> None:
    import zipfile

    with zipfile.ZipFile(tmp_path / "cut.otioz", "w", zipfile.ZIP_DEFLATED) as bundle:
        bundle.writestr("content.otio", b" " * (MOST_BYTES + 2))
    with pytest.raises(SequenceError, match="is over 16 MB"):
        read(tmp_path / "cut.otioz")
    with pytest.raises(SequenceError, match="no OTIO bundle"):
        read(put(tmp_path, "no.otioz", b"PK\x03\x04 no bundle"))


PROBE = """
import sys
from pathlib import Path
from fractions import Fraction

from timeline.sequences import Ask, inspect_sequence

inspect_sequence(Path(sys.argv[1]), Ask(rate=Fraction(25)))  # what is imported, is
target, touched = sys.argv[2], []

def hook(event, arguments):
    if event.startswith(("socket.", "subprocess.", "os.system", "os.exec", "urllib", "os.remove", "os.rename")):
        touched.append(event)
    if event == "open" and isinstance(arguments[0], str) and not arguments[0].endswith((".pyc", ".py", ".json")):
        touched.append(arguments[0])

sys.addaudithook(hook)
inspect_sequence(Path(target), Ask(rate=Fraction(25)))
print(sorted(set(touched)))
"""


@pytest.mark.parametrize("name", list(seeds.SEEDS))
def test_nothing_is_opened_or_contacted_but_the_file_itself(tmp_path: Path, name: str) -> None:
    """Paths that climb, that lie on another machine, or that name a device are text and stay text."""
    path = seeds.write_seed(name, tmp_path)
    hostile = tmp_path / f"hostile{path.suffix}"
    content = path.read_bytes()
    if name != "aaf":
        for old, new in (
            (b"file://localhost/a.mov", b"http://127.0.0.1:9/a.mov"),
            (b"first.mov", b"../../../etc/passwd"),
        ):
            content = content.replace(old, new)
        content = content.replace(b"file:///a.mov", b"file:///dev/zero").replace(b"a.mov", b"../../etc/shadow")
    hostile.write_bytes(content)
    done = subprocess.run(
        [sys.executable, "-c", PROBE, str(path), str(hostile)], capture_output=True, text=True, cwd=ROOT, check=True
    )
    assert done.stdout == f"{[str(hostile)]}\n"


@pytest.mark.parametrize("name", [name for name in seeds.SEEDS if name != "aaf"])
def test_a_hundred_damaged_files_of_each_format(tmp_path: Path, name: str) -> None:
    tally = mutate.run(name, [seeds.write_seed(name, tmp_path)], 100)
    assert tally.passes, tally.faults
    assert tally.read + tally.refused == 100
    assert min(tally.read, tally.refused) > 5
    assert tally.peak < mutate.MOST_MEMORY


def test_a_hundred_damaged_aafs(tmp_path: Path) -> None:
    tally = mutate.run("aaf", [seeds.write_seed("aaf", tmp_path)], 100)
    assert tally.passes, tally.faults
    assert tally.read + tally.refused == 100


def test_the_benchmark_names_what_dies_and_what_hangs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seed = seeds.write_seed("edl", tmp_path)
    for script, words in (
        ("import os; os._exit(3)", "ended with 3"),
        ("import time; time.sleep(60)", "nothing for 0.5 s"),
    ):
        monkeypatch.setattr(mutate, "SILENCE", 0.5)
        monkeypatch.setattr(mutate, "COMMAND", (sys.executable, "-c", script))
        tally = mutate.run("edl", [seed], 1)
        assert not tally.passes
        assert words in tally.faults[0].what
        assert "FAIL" in mutate.table([tally])


def test_a_folder_gives_the_seeds_and_one_without_timelines_is_refused(tmp_path: Path) -> None:
    seeds.write_seed("edl", tmp_path)
    assert list(mutate.seeds_of(tmp_path, tmp_path)) == ["edl"]
    empty = tmp_path / "empty"
    empty.mkdir()
    with pytest.raises(TimelineError, match="holds no timeline"):
        mutate.seeds_of(empty, tmp_path)


def test_the_benchmark_as_a_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert mutate.main(["--format", "edl", "--count", "5", "--out", str(tmp_path)]) == 0
    assert "| edl | pass |" in capsys.readouterr().out
    assert json.loads((tmp_path / "mutate.json").read_text())["tallies"][0]["format"] == "edl"


def test_names_of_timelines() -> None:
    assert is_timeline(Path("A.EDL"))
    assert not is_timeline(Path("a.mp4"))
    with pytest.raises(SequenceError, match=r"is no timeline file; they end in \.edl"):
        read(Path("a.mp4"))
