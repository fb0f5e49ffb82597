"""When a file that is being written has come to rest, from what is seen of it now and then; pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

Identity: TypeAlias = tuple[int, ...]
"""Inode, size in bytes and time of the last change in nanoseconds: one of them moves with every write."""


@dataclass(slots=True)
class Settling:
    """One path. ``wait``: seconds for which nothing may change before a version counts as written.

    A writer that pauses for longer and then goes on has written another version; it is told again, once.
    """

    wait: float
    _seen: Identity | None = None
    _since: float = 0.0
    _told: Identity | None = None

    def look(self, seen: Identity | None, now: float, age: float = 0.0) -> bool:
        """Whether a version is ready now that was not told before.

        Args:
            seen: what the path is, or ``None`` where there is nothing.
            now: seconds of a clock that only goes forward.
            age: seconds for which it is known to have been as it is, when it is seen for the first time.
        """
        if seen != self._seen:
            self._seen, self._since = seen, now - age
        if seen is None or seen == self._told or now - self._since < self.wait:
            return False
        self._told = seen
        return True
