"""An interrupt waits for the next safe place.

A KeyboardInterrupt raised while FFmpeg calls back for more bytes comes out as a read error: the file would look damaged
or short. So the first interrupt is only noted, and raised where ``check`` is called, after every batch of frames and
before anything is trusted or kept; a second one is raised at once.
"""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType


class Interrupts:
    """Notes interrupts while ``watched`` lasts."""

    def __init__(self) -> None:
        self._seen = False

    def check(self) -> None:
        """Raise KeyboardInterrupt if one came."""
        if self._seen:
            raise KeyboardInterrupt

    @contextmanager
    def watched(self) -> Iterator[None]:
        """Watch for interrupts while the context lasts."""
        before = signal.signal(signal.SIGINT, self._note)
        try:
            yield
        finally:
            signal.signal(signal.SIGINT, before)

    def _note(self, number: int, frame: FrameType | None) -> None:
        if self._seen:
            raise KeyboardInterrupt
        self._seen = True
