"""Warnings that travel with a result instead of stopping it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """Something the reader must know; ``frame`` where it has a place. ``code`` is stable, ``message`` for people."""

    code: str
    message: str
    frame: int | None = None
