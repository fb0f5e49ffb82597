"""A page that shows its next version by itself: it asks a small script beside it, from a disk and without a server."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Live:
    """``sidecar``: name of the script beside the page. ``stamp``: number of this version of it, rising.

    ``since``: what changed since the version before, in one line each.
    """

    sidecar: str
    stamp: int
    since: tuple[str, ...] = ()


def sidecar(stamp: int) -> str:
    """Text of the script beside a page, once its version ``stamp`` stands."""
    return f"timelineLive({stamp});\n"
