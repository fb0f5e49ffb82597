"""Calls that run beside the caller, where both leave Python's lock or wait.

Without ``concurrent.futures``, whose import costs a second look at a record more than is won by it.
"""

from __future__ import annotations

from collections.abc import Callable
from threading import Thread
from typing import Generic, TypeVar

T = TypeVar("T")


class Begun(Generic[T]):
    """A call that was begun in a thread of its own; a process that ends does not wait for it."""

    def __init__(self, call: Callable[[], T]) -> None:
        self._call = call
        self._result: list[T] = []
        self._error: BaseException | None = None
        self._thread = Thread(target=self._run, daemon=True)
        self._thread.start()

    def _run(self) -> None:
        try:
            self._result.append(self._call())
        except BaseException as error:
            self._error = error

    def result(self) -> T:
        """Wait for it: what it returned, or raises what it raised."""
        self._thread.join()
        if self._error is not None:
            raise self._error
        return self._result[0]
