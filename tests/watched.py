"""A watch that runs in a process of its own, read line by line."""

from __future__ import annotations

import queue
import signal
import subprocess
import threading
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

PATIENCE = 180.0
"""Seconds in which a busy machine must have said something."""


class Watch:
    """A watch that runs; what it says is read line by line."""

    def __init__(self, command: Sequence[str], folder: Path, environment: Mapping[str, str]) -> None:
        self._process = subprocess.Popen(
            command,
            cwd=folder,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.lines: list[str] = []
        self._queue: queue.Queue[str] = queue.Queue()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            self._queue.put(line.rstrip("\n"))

    def until(self, words: str) -> str:
        """Wait for a line with these words."""
        end = time.monotonic() + PATIENCE
        while True:
            try:
                line = self._queue.get(timeout=max(0.1, end - time.monotonic()))
            except queue.Empty:
                raise AssertionError(f"it never said {words!r}, but {self.lines}") from None
            self.lines.append(line)
            if words in line:
                return line

    def stop(self) -> int:
        """End it as a person does; its exit code."""
        self._process.send_signal(signal.SIGINT)
        code = self._process.wait(timeout=PATIENCE)
        self._reader.join(PATIENCE)
        while not self._queue.empty():
            self.lines.append(self._queue.get())
        return code

    def __enter__(self) -> Watch:
        return self

    def __exit__(self, *_: object) -> None:
        if self._process.poll() is None:
            self._process.kill()
            self._process.wait()
        self._reader.join(PATIENCE)
        assert self._process.stdout is not None
        self._process.stdout.close()
