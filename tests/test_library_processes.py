"""Many processes on one library: two that add while a third asks, and a Dask cluster whose worker is killed."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from tests.shelves import NIGHT_BUS, ROOT, environment, held, library, season

MERGING = """
import sys
from timeline.catalogue import packing
packing.FRESH, packing.STEP, packing.GRACE = 4, 2, 5.0
from cli import main
main()
"""
ASKING = """
import sys
from pathlib import Path
from timeline.catalogue import open_library

counts = []
while True:
    with open_library(Path(sys.argv[1])) as found:
        versions = found.versions()
        documents = [made.content_id for _, made in found.inspections(versions)]
        shots = found.rows("select count(distinct content_id) as n from shots")[0]["n"]
    assert documents == [version.content_id for version in versions]
    assert len(set(documents)) == len(documents) == shots, (len(documents), shots)
    if not counts:
        print("asking", flush=True)
    counts.append(shots)
    if shots == int(sys.argv[2]):
        break
assert counts == sorted(counts), counts
print(len(counts))
"""


def start(cache: Path, *arguments: object) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, *map(str, arguments)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment(cache),
        cwd=ROOT,
        start_new_session=True,
    )


def test_two_add_at_once_while_a_third_asks(tmp_path: Path) -> None:
    """Nothing is lost, doubled or in anyone's way, though files are merged and deleted all the while."""
    files = season(tmp_path / "in", 12)
    lib = tmp_path / "lib"
    library(tmp_path, "add", files[0], "--library", lib, *NIGHT_BUS)
    third = start(tmp_path, "-c", ASKING, lib, 12)
    assert third.stdout is not None
    assert third.stdout.readline() == "asking\n"
    asked = ("--library", lib, *NIGHT_BUS, "--workers", 1)
    adding = [start(tmp_path, "-c", MERGING, "library", "add", *part, *asked) for part in (files[1:7], files[6:])]
    for process in adding:
        out, err = process.communicate(timeout=120)
        assert (process.returncode, err) == (0, "")
        assert re.match(r"6 files: ", out)
    out, err = third.communicate(timeout=120)
    assert (third.returncode, err) == (0, "")
    assert int(out) > 1
    assert held(lib) == [(number, 1, f"ep{number:02}.mp4") for number in range(1, 13)]
    done = library(tmp_path, "verify", "--library", lib)
    assert done.stdout == "12 versions, their documents and records: all whole\n"


CLUSTER = """
import os, signal, sys, time
from distributed import LocalCluster

if __name__ == "__main__":
    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None, host="127.0.0.1") as cluster:
        scheduler = cluster.scheduler
        print(scheduler.address, flush=True)
        most, kept, killed, done = 0, 0, None, set()
        while killed is None or scheduler.tasks:
            tasks = list(scheduler.tasks.values())
            most = max(most, len(tasks))
            kept = max(kept, sum(max(0, task.nbytes) for task in tasks))
            done |= {task.key for task in tasks if task.state == "memory"}
            busy = [address for address, worker in scheduler.workers.items() if worker.processing]
            if killed is None and busy and done:  # in the middle: something is done, something under way
                killed = next(nanny for nanny in cluster.workers.values() if nanny.worker_address == busy[0]).pid
                os.kill(killed, signal.SIGKILL)
            time.sleep(0.002)
        print(most, kept, flush=True)
        sys.stdin.read()
"""


def test_a_killed_worker_of_a_cluster_loses_no_episode(tmp_path: Path) -> None:
    """Rows stream in as they come: the scheduler has a few tasks of a run and their rows, never all of them."""
    folder = tmp_path / "in"
    files = season(folder, 12, frames=100)
    lib = tmp_path / "lib"
    cluster = start(tmp_path, "-W", "ignore", "-c", CLUSTER)
    assert cluster.stdout is not None
    address = cluster.stdout.readline().strip()
    (folder / "ep13.mp4").write_text("no video")
    names = [path.name for path in (*files, folder / "ep13.mp4")]
    done = library(tmp_path, "add", *names, "--library", "../lib", *NIGHT_BUS, "--cluster", address, cwd=folder)
    most, kept = map(int, cluster.stdout.readline().split())
    cluster.communicate("", timeout=60)
    assert done.returncode == 3
    assert done.stderr == f"timeline: '{folder / 'ep13.mp4'}' is a text file, not a video\n"
    assert done.stdout.startswith("13 files: 12 new episodes, 1 refused")
    assert held(lib) == [(number, 1, f"ep{number:02}.mp4") for number in range(1, 13)]
    assert most <= 6
    assert 0 < kept < 6 * 100_000
    assert library(tmp_path, "verify", "--library", lib).returncode == 0


def test_a_cluster_that_is_not_there_is_said_in_a_line(tmp_path: Path) -> None:
    (file,) = season(tmp_path / "in", 1)
    asked = ("add", file, "--library", tmp_path / "lib", *NIGHT_BUS, "--cluster")
    done = library(tmp_path, *asked, "nonsense://x")
    assert (done.returncode, done.stdout) == (2, "")
    assert len(done.stderr.splitlines()) == 1
    assert done.stderr.startswith("timeline: --cluster nonsense://x: no scheduler answers there")


LOST = """
import os, signal, time
from distributed import LocalCluster

if __name__ == "__main__":
    cluster = LocalCluster(n_workers=1, threads_per_worker=1, dashboard_address=None, host="127.0.0.1")
    print(cluster.scheduler.address, flush=True)
    while not any(worker.processing for worker in cluster.scheduler.workers.values()):
        time.sleep(0.002)
    os.killpg(0, signal.SIGKILL)
"""


def test_a_scheduler_that_goes_away_is_said_in_a_line(tmp_path: Path) -> None:
    files = season(tmp_path / "in", 2, frames=200)
    cluster = start(tmp_path, "-W", "ignore", "-c", LOST)
    assert cluster.stdout is not None
    address = cluster.stdout.readline().strip()
    done = library(tmp_path, "add", *files, "--library", tmp_path / "lib", *NIGHT_BUS, "--cluster", address)
    cluster.communicate(timeout=60)
    assert (done.returncode, done.stdout) == (2, "")
    (line,) = done.stderr.splitlines()
    assert line.startswith(f"timeline: --cluster {address}: the scheduler went away or cancelled the run (")
    assert library(tmp_path, "verify", "--library", tmp_path / "lib").returncode == 0
