"""The speed command: what it runs and in which order, what it measures, and when a comparison fails."""

from __future__ import annotations

import copy
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest

from benchmarks import measure, side_by_side, speed, speed_commands, speed_inputs, speed_measure, speed_report
from benchmarks.measure import Run, RunError, ratio
from benchmarks.speed_input import Size, make, shot_lengths
from timeline.errors import UsageError

MADE_ON = {"processor": "p", "cores": "2", "memory": "8 GiB", "system": "s"}


def python(code: str) -> list[str]:
    return [sys.executable, "-c", code]


def test_memory_and_processor_time_of_children_count() -> None:
    hold = "x = bytearray(b'1') * 60_000_000; t = time.process_time()\nwhile time.process_time() - t < 0.3: pass"
    child = f"import time\n{hold}"
    both = f"import subprocess, sys, time\np = subprocess.Popen([sys.executable, '-c', {child!r}])\n{hold}\np.wait()"
    made = measure.run(python(both))
    assert made.cpu >= 0.6
    assert made.wall >= 0.3
    assert made.peak >= 120_000_000


def test_a_failing_command_is_told_with_its_last_words() -> None:
    with pytest.raises(RunError, match=r"left with 3: the end"):
        measure.run(python("import sys; print('no\\nthe end', file=sys.stderr); sys.exit(3)"))
    assert measure.run(python("import sys; sys.exit(1)"), accept=(0, 1)).wall > 0
    with pytest.raises(RunError, match="cannot be started"):
        measure.run(["/nowhere/at/all"])


def of(wall: float, peak: int = 2**20) -> Run:
    return Run(wall=wall, cpu=wall / 2, peak=peak)


def test_a_ratio_is_the_median_over_pairs() -> None:
    found = ratio([of(1.0), of(2.0), of(9.0)], [of(2.0), of(2.0), of(3.0)])
    assert (found.median, found.low, found.high, found.pairs) == (1.0, 0.5, 3.0, 3)


STAGES: dict[str, dict[str, Any]] = {
    "record": {"detection": 4.0, "events": 1.0, "rhythm": 3.0, "whole": 9.0, "frames": 1125.0},
    "whole": {"features": 1.0, "decoder's threads, demuxing": 3.0, "all": 4.0},
    "shots": {"10": {"rhythm": 1.0, "page": 2.0}, "100": {"rhythm": 9.0, "page": 20.0}},
}


@pytest.fixture
def runs(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """What was run, in order; every command seems to take a second, an inspection two."""
    made: list[list[str]] = []

    def run(command: Sequence[str], env: object = None, *, accept: Sequence[int] = (0,)) -> Run:
        made.append(list(command))
        return of(2.0 if "inspect" in command or "add" in command else 1.0)

    monkeypatch.setattr(speed_measure, "run", run)
    monkeypatch.setattr(speed_inputs, "make", lambda folder: make(folder, SMALL))
    for module in (speed, speed_measure):
        monkeypatch.setattr(module, "staged", lambda what, video: STAGES[what])
    return made


SMALL = Size(width=96, height=160, frames=5)


def test_contenders_run_in_turn_and_the_report_is_written(
    runs: list[list[str]], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    assert speed.main(["--quick", "--cache", str(tmp_path), "--out", str(out), "--keep", str(tmp_path / "h")]) == 0
    kinds = ["inspect" if "inspect" in c else "scenedetect" if "scenedetect" in c else c[-1] for c in runs]
    assert kinds == ["inspect", "-", "scenedetect"] * 4 + ["inspect"] * 4 + ["--help"] * 4 + ["--version"] * 4
    assert "--no-cache" in runs[0]
    assert runs[1][1:3] == ["-v", "error"]
    assert "--profile" in runs[12]
    document = json.loads((out / "performance.json").read_text())
    assert [row["median"] for row in document["rows"]] == [2.0, 2.0, 2.0, 1.0, 1.0, 16.0]
    assert document["rows"][0]["reference"] == {"wall_s": 1.0, "cpu_s": 0.5, "peak_mib": 1.0}
    table = (out / "performance.md").read_text()
    assert table.strip() == capsys.readouterr().out.strip()
    assert "| 2.00 to 2.00 | 2.00 | 2.0 | 1.0 | 1.0 | 1.0 | 0.5 | 1.0 |" in table
    assert "| timeline --help | 0.15 s | 1.00 s | 1.00 to 1.00 |  | 1.0 | 0.5 | 1.0 |" in table
    assert "| detection and rhythm of 90 s, in a warm process | 20 ms | 16.0 ms |" in table
    assert "| features | 1.00 | 25.0% |" in table
    assert "| 100 | 9.0 | 20.0 |" in table
    kept = [json.loads(line) for line in (tmp_path / "h").read_text().splitlines()]
    assert [line["rows"]["timeline --help"] for line in kept] == [1.0]
    assert sorted(path.name for path in out.glob("*.svg")) == ["performance-shots.svg", "performance-stages.svg"]


def test_inputs_differ_in_one_thing_and_growth_is_told(runs: list[list[str]], tmp_path: Path) -> None:
    out = tmp_path / "out"
    parts = ["--parts", "base", "length", "size", "files", "--rounds", "2"]
    assert speed.main([*parts, "--cache", str(tmp_path), "--out", str(out)]) == 0
    names = [path.name.removeprefix(Path(SMALL.name).stem) for path in tmp_path.glob("*.mp4")]
    assert sorted(names) == sorted(
        [".mp4", "-3s.mp4", "-20s.mp4", "-180s.mp4", "-20min.mp4", "-720p.mp4", "-2160p.mp4"]
        + [f"-copy{number}.mp4" for number in range(8)]
    )
    rows = {row["name"]: row for row in json.loads((out / "performance.json").read_text())["rows"]}
    assert rows["length: 3 s"]["goal"] is None
    assert rows["length: 180 s"]["goal"] == 1.05
    assert rows["memory a minute, 1 to 20 min"]["median"] == 0
    assert "performance-length.svg" in {path.name for path in out.iterdir()}
    pooled = next(command for command in runs if "add" in command)
    assert pooled[pooled.index("--workers") + 1] == "2"
    with av.open(str(next(tmp_path.glob("*-720p.mp4")))) as container:
        assert (container.streams.video[0].width, container.streams.video[0].height) == (720, 1280)


def test_a_missing_peer_is_said(runs: list[list[str]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        speed_commands.importlib.util, "find_spec", lambda name: None if name == "scenedetect" else True
    )
    speed.main(["--quick", "--cache", str(tmp_path), "--out", str(tmp_path / "out")])
    assert "not measured: scenedetect is not installed" in (tmp_path / "out" / "performance.md").read_text()


def test_stages_of_a_real_inspection_add_up(tmp_path: Path) -> None:
    video = make(tmp_path, Size(width=96, height=160, frames=40, bits_per_second=300_000))
    whole = speed_measure.staged("whole", video)
    assert sum(value for name, value in whole.items() if name != "all") == pytest.approx(whole["all"])
    assert whole["features"] > 0
    assert whole["page and document"] > 0
    assert speed_measure.staged("record", video)["frames"] == 40
    with pytest.raises(RunError, match="cannot be measured"):
        speed_measure.staged("whole", tmp_path / "none.mp4")


def test_the_pool_files_every_copy_and_its_reference_decodes_them(tmp_path: Path, monkeypatch: Any) -> None:
    monkeypatch.setattr(speed_inputs, "make", lambda folder: make(folder, SMALL))
    field = speed_commands.pool(speed_inputs.copies(tmp_path, 2), tmp_path / "lib", 2)
    for name, command in field.commands.items():
        assert measure.run(command, accept=(0,)).wall > 0, name


def test_a_side_by_side_decode_fails_where_a_file_does(tmp_path: Path) -> None:
    video = make(tmp_path, SMALL)
    assert side_by_side.main(["2", str(video), str(video)]) == 0
    (tmp_path / "broken.mp4").write_bytes(b"nothing")
    assert side_by_side.main(["2", str(video), str(tmp_path / "broken.mp4")]) == 1


def document(**rows: tuple[str, float, float]) -> dict[str, Any]:
    return {
        "schema": speed_report.SCHEMA,
        "made_on": dict(MADE_ON),
        "rows": [
            {"name": name, "unit": unit, "median": median, "contender": {"peak_mib": peak}}
            for name, (unit, median, peak) in rows.items()
        ],
    }


def test_comparison_fails_only_beyond_the_band() -> None:
    old = document(a=("ratio", 1.0, 100.0), b=("s", 0.5, 50.0))
    assert speed_report.worse(old, document(a=("ratio", 1.09, 109.0), b=("s", 0.2, 50.0)), 0.1) == []
    told = speed_report.worse(old, document(a=("ratio", 1.2, 100.0), b=("s", 0.5, 60.0)), 0.1)
    assert told == [
        "a: 1.2 was 1.0, worse by 20% (band 10%)",
        "b, peak MiB: 60.0 was 50.0, worse by 20% (band 10%)",
    ]


def test_a_short_command_may_start_a_little_later() -> None:
    old = document(b=("s", 0.06, 50.0))
    assert speed_report.worse(old, document(b=("s", 0.10, 50.0)), 0.1) == []
    assert speed_report.worse(old, document(b=("s", 0.12, 50.0)), 0.1) == ["b: 0.12 was 0.06, worse by 100% (band 10%)"]


def test_seconds_of_another_machine_are_not_compared() -> None:
    old = document(a=("ratio", 1.0, 100.0), b=("s", 0.5, 50.0))
    new = document(a=("ratio", 1.2, 400.0), b=("s", 5.0, 400.0))
    new["made_on"]["processor"] = "q"
    assert [line.split(":")[0] for line in speed_report.worse(old, new, 0.1)] == ["a"]


def test_a_figure_that_is_gone_counts_as_worse() -> None:
    old = document(a=("ratio", 1.0, 100.0))
    new = copy.deepcopy(old)
    new["rows"][0]["median"] = None
    assert speed_report.worse(old, new, 0.1) == ["a: no figure to compare"]


def test_compare_sets_the_exit_code(runs: list[list[str]], tmp_path: Path) -> None:
    out = tmp_path / "out"
    speed.main(["--quick", "--cache", str(tmp_path), "--out", str(out)])
    same = ["--quick", "--cache", str(tmp_path), "--compare", str(out / "performance.json")]
    assert speed.main(same) == 0
    old = json.loads((out / "performance.json").read_text())
    old["rows"][0]["median"] = 1.5
    (out / "performance.json").write_text(json.dumps(old))
    assert speed.main(same) == 1
    (out / "performance.json").write_text("{}")
    with pytest.raises(UsageError, match="not a speed benchmark"):
        speed.main(same)


def test_the_input_is_made_once_and_holds_its_frames(tmp_path: Path) -> None:
    size = Size(width=96, height=160, frames=40, bits_per_second=300_000)
    path = make(tmp_path, size)
    assert [p.name for p in tmp_path.iterdir()] == [size.name]
    with av.open(str(path)) as container:
        stream = container.streams.video[0]
        assert (stream.codec_context.name, stream.width, stream.height) == ("h264", 96, 160)
        assert sum(1 for _ in container.decode(stream)) == 40
        assert len(container.streams.audio) == 1
    stamp = path.stat().st_mtime_ns
    assert make(tmp_path, size).stat().st_mtime_ns == stamp


def test_shots_fill_the_input() -> None:
    lengths = shot_lengths(1500, np.random.default_rng(3))
    assert sum(lengths) == 1500
    assert min(lengths) >= 1
