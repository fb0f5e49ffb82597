"""Workers of a Dask cluster that exists: the same tasks, a few handed over at a time, a killed worker's done again.

Every worker sees the videos and the library under the same paths, writes records straight into the library, and hands
back one row; the scheduler holds only the tasks that are under way.
"""

from __future__ import annotations

import contextlib
import dataclasses
import logging
from collections.abc import Generator, Sequence
from concurrent.futures import CancelledError
from typing import Any

from timeline.catalogue.layout import stamp
from timeline.cataloguing.pool import LOOK, Event
from timeline.cataloguing.study import Studied, Task, attempt
from timeline.errors import UsageError

AHEAD = 3
"""Tasks under way for every thread of the cluster: enough that none waits for this process."""
PATIENCE = 30
"""Seconds to wait for the scheduler, and for its first worker."""


def run(tasks: Sequence[Task], address: str) -> Generator[Event]:
    """Study every task on the cluster at ``address``; events as they come, ``None`` when there is none.

    Raises:
        UsageError: Dask is not installed, no cluster with a worker answers there, or its scheduler goes away.
    """
    client = _client(address)
    try:
        yield from _run(client, tasks)
    except (CancelledError, OSError) as error:
        raise UsageError(
            f"--cluster {address}: the scheduler went away or cancelled the run ({_line(error)}); "
            "what was finished is in the library; run it again once the cluster stands"
        ) from error
    finally:
        with contextlib.suppress(Exception):
            client.close()


def _client(address: str) -> Any:
    try:
        from distributed import Client
    except ImportError as error:
        raise UsageError("--cluster needs Dask: pip install 'timeline-inspector[cluster]'") from error
    _hush()
    try:
        client = Client(address, timeout=PATIENCE)
    except (OSError, ValueError) as error:
        raise UsageError(f"--cluster {address}: no scheduler answers there ({_line(error)})") from error
    try:
        client.wait_for_workers(1, timeout=PATIENCE)
    except (OSError, TimeoutError) as error:
        client.close()
        raise UsageError(f"--cluster {address}: it has no worker; start some with dask worker {address}") from error
    return client


def _hush() -> None:
    """Keep Dask's own log lines off the terminal: a lost worker's task is done again, a lost scheduler is refused."""
    for name in [name for name in logging.root.manager.loggerDict if name.split(".")[0] == "distributed"]:
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)


def _run(client: Any, tasks: Sequence[Task]) -> Generator[Event]:
    from distributed import wait

    waiting, run_name = list(reversed(tasks)), stamp()
    under_way: dict[Any, Task] = {}
    while waiting or under_way:
        room = AHEAD * max(1, sum(client.nthreads().values())) - len(under_way)
        for _ in range(min(room, len(waiting))):
            task = waiting.pop()
            future = client.submit(attempt, _anywhere(task), key=f"timeline-{run_name}-{task.number}", pure=False)
            under_way[future] = task
        try:
            done = wait(list(under_way), timeout=LOOK, return_when="FIRST_COMPLETED").done
        except TimeoutError:
            yield None
            continue
        while done:
            future = done.pop()
            yield _result(future, under_way.pop(future))
            future.release()  # now, so that the cluster keeps no row that the library has


def _anywhere(task: Task) -> Task:
    """A task whose paths mean the same whatever folder a worker was started in."""
    return dataclasses.replace(task, path=task.path.absolute(), library=task.library.absolute())


def _result(future: Any, task: Task) -> Studied:
    """What came of a task; one that ended every worker it was given to is reported, not tried for ever."""
    try:
        result = future.result()
    except CancelledError:  # of the run, not of this file
        raise
    except Exception as error:  # whatever the cluster met; the words of our own refusals come as a result
        reason = f"'{task.path}': the cluster could not read it: {_line(error)}"
        return Studied(number=task.number, refused=reason, exit_code=3)
    assert isinstance(result, Studied)
    return result


def _line(error: BaseException) -> str:
    return (str(error) or type(error).__name__).strip().splitlines()[0].rstrip(":")
