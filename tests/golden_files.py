"""Golden files: what a renderer wrote when last looked at. ``UPDATE_GOLDEN=1 pytest tests`` writes them anew."""

from __future__ import annotations

import os
from pathlib import Path

FOLDER = Path(__file__).parent / "golden"


def check(name: str, written: str) -> None:
    """Hold ``written`` to the golden file of that name, or make it that file where ``UPDATE_GOLDEN`` is set."""
    path = FOLDER / name
    if os.environ.get("UPDATE_GOLDEN"):
        path.parent.mkdir(exist_ok=True)
        path.write_text(written, encoding="utf-8", newline="\n")
    assert written == path.read_text(encoding="utf-8"), f"{name} changed; look at it, then UPDATE_GOLDEN=1 keeps it"
