"""Lets a sink work in a thread of its own, beside the decoder: both leave Python's lock while they compute."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Generic, Protocol, TypeVar

from timeline.kernels.pictures import PictureBatch

DEPTH = 2
"""Batches that may wait for the sink; more cost memory and win nothing."""


class Sink(Protocol):
    """Takes the pictures of a video, batch after batch, in presentation order."""

    def push(self, batch: PictureBatch, /) -> None:
        """Take the next frames; the arrays are the sink's to keep."""


S = TypeVar("S", bound=Sink)


class Beside(Generic[S]):
    """One sink, made and fed in one thread that is not the caller's; ``finish`` it or ``abandon`` it.

    What the sink raises is raised by the next call here.
    """

    def __init__(self, make: Callable[[], S]) -> None:
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="sink")
        self._sink = self._thread.submit(make)
        self._due: deque[Future[None]] = deque()

    def push(self, batch: PictureBatch) -> None:
        """Hand over the next frames; waits only where ``DEPTH`` batches wait already."""
        self._due.append(self._thread.submit(self._give, batch))
        while len(self._due) > DEPTH:
            self._due.popleft().result()

    def _give(self, batch: PictureBatch) -> None:
        self._sink.result().push(batch)

    def finish(self) -> S:
        """Wait until the sink has taken everything; returns it."""
        while self._due:
            self._due.popleft().result()
        self._thread.shutdown()
        return self._sink.result()

    def abandon(self) -> None:
        """Give it nothing more, and wait until it rests."""
        self._thread.shutdown(cancel_futures=True)
