"""The watch itself: looks, waits out whoever is writing, and hands each finished version on, once.

It asks the file system again and again in place of waiting for its notices: those do not come from network drives,
and they would say when a write begins, not when it is over, so that looking again would be needed all the same.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from timeline.interrupts import Interrupts
from timeline.watching.places import Beside, Found, look
from timeline.watching.settling import Settling
from timeline.watching.whole import unfinished

SHARE = 20
"""Times as long as a look took is waited before the next one: a folder of thousands costs little, too."""
SHORTEST, LONGEST = 0.05, 0.5
PATIENCE = 10.0
"""Seconds of rest after which it is said, once, that a file is not whole."""


class Loop:
    """Watches until it is interrupted. ``ready`` takes a finished file; ``say`` a word about one that is not."""

    def __init__(
        self,
        target: Path,
        wait: float,
        ready: Callable[[Path], None],
        say: Callable[[Path, str], None],
        beside: Beside = lambda path: (),
    ) -> None:
        self._target, self._wait, self._ready, self._say, self._beside = target, wait, ready, say, beside
        self._files: dict[Path, Settling] = {}
        self._unfinished: dict[Path, tuple[float, str]] = {}
        self._begun = True

    def run(self, interrupts: Interrupts) -> None:
        """Look for ever.

        Raises:
            KeyboardInterrupt: Ctrl-C.
        """
        while True:
            took = self.once(interrupts)
            interrupts.check()
            time.sleep(max(SHORTEST, min(self._wait / 4, LONGEST), SHARE * took))

    def once(self, interrupts: Interrupts) -> float:
        """Look at every file, and hand on those that are finished; seconds that the look alone took."""
        began = time.monotonic()
        found = {each.path: each for each in look(self._target, self._beside)}
        took = time.monotonic() - began
        for path in [*found, *(path for path in self._files if path not in found)]:
            interrupts.check()
            settling = self._files.setdefault(path, Settling(self._wait))
            if self._due(settling, found.get(path)):
                self._hand_on(path)
        self._begun = False
        self._remind()
        return took

    def _due(self, settling: Settling, found: Found | None) -> bool:
        """A file that is there when the watch begins and was not touched for long needs no waiting."""
        if found is None:
            return settling.look(None, time.monotonic())
        age = max(0.0, time.time() - found.changed) if self._begun else 0.0
        return settling.look(found.identity, time.monotonic(), age)

    def _hand_on(self, path: Path) -> None:
        self._unfinished.pop(path, None)
        try:
            reason = unfinished(path)
        except OSError as error:
            self._say(path, f"cannot be read: {error.strerror or error}")
            return
        if reason:
            self._unfinished[path] = time.monotonic(), reason
        else:
            self._ready(path)

    def _remind(self) -> None:
        """Say of a file that came to rest unfinished that it is waited for."""
        for path, (since, reason) in list(self._unfinished.items()):
            if time.monotonic() - since > PATIENCE:
                del self._unfinished[path]
                self._say(path, f"is not whole: {reason}; it is looked at again when it changes")
