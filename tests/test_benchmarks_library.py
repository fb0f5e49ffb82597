"""The library's benchmarks: a library that grows in slices, and throughput told as a ratio."""

from __future__ import annotations

import math
import sys
from pathlib import Path

import pytest

from benchmarks import catalogue, growth, synthetic, throughput
from benchmarks.measure import Run, run
from timeline.catalogue import create, open_library
from timeline.errors import UsageError


def test_a_library_grows_in_slices_to_the_same_versions(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in (("DRAWN", 2), ("ALONE", 3), ("REPEATS", 1), ("SEASON", 5)):
        monkeypatch.setattr(catalogue, name, value)
    monkeypatch.setattr(synthetic, "SEASON", 5)
    layout = create(tmp_path / "lib")
    assert list(catalogue.grow(layout, [40], stop=0.0)) == []
    (first,) = catalogue.grow(layout, [40])
    (second,) = catalogue.grow(layout, [45])
    assert [first.versions, second.versions] == [40, 45]
    with open_library(layout.root) as library:
        contents = {version.content_id for version in library.versions()}
        assert contents == {synthetic.content_of(number) for number in range(45)}
        (version, made), *_ = library.inspections(library.versions("Series 00001", 1, 1))
        assert made.content_id == version.content_id
    with pytest.raises(UsageError, match="holds 45 versions"):
        list(catalogue.grow(layout, [45], math.inf))
    assert all(name in first.cpu or name == "add_99" for name, _, _ in growth.CURVES)
    drawn = growth.drawing([first, second])
    assert drawn.count("<polyline") == 2 * len(growth.CURVES) - 1
    assert "| 45 |" in growth.table([first, second], {"cores": "2"})


def test_throughput_is_the_reference_s_time_over_ours() -> None:
    ours = Run(wall=20.0, cpu=40.0, peak=500 << 20, largest=200 << 20)
    reference = Run(wall=19.0, cpu=30.0, peak=100 << 20, largest=50 << 20)
    slower = Run(wall=25.0, cpu=40.0, peak=400 << 20, largest=210 << 20)
    text = throughput.table([(ours, reference), (slower, reference), (ours, reference)], 8, 2)
    assert "8 episodes of a minute, 1080x1920, 2 workers, 3 rounds" in text
    assert "0.95 (0.76 to 0.95)" in text
    assert "0.75 (0.75 to 0.75)" in text
    assert "210 MiB" in text


ORPHAN = """
import subprocess, sys
work = "import time; b = bytearray(60 << 20); end = time.process_time() + 0.3\\nwhile time.process_time() < end: pass"
child = subprocess.Popen([sys.executable, "-c", work], stdout=subprocess.PIPE)
child.stdout.read()
"""


def test_the_time_of_processes_that_nobody_waits_for_counts() -> None:
    made = run([sys.executable, "-c", ORPHAN])
    assert made.cpu > 0.25
    assert 60 << 20 < made.largest < made.peak
