"""Words of changes: counts, shots and speeds."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction


def frames_text(count: int) -> str:
    """``1 frame``, ``12 frames``."""
    return f"{count} frame{'' if count == 1 else 's'}"


def at_frames(span: tuple[int, int]) -> str:
    """`` at frames 40 to 79``."""
    return f" at frames {span[0]} to {span[1] - 1}"


def shots_text(shots: Sequence[int]) -> str:
    """``Shot 3``, ``Shots 3, 4 and 9``, ``Shots 3 to 9``; from 0, told from 1."""
    names = [str(shot + 1) for shot in shots]
    if len(names) == 1:
        return f"Shot {names[0]}"
    if len(names) > 2 and list(shots) == list(range(shots[0], shots[-1] + 1)):
        return f"Shots {names[0]} to {names[-1]}"
    return f"Shots {', '.join(names[:-1])} and {names[-1]}"


def speed_text(speed: Fraction) -> str:
    """``200 %`` of the earlier speed."""
    return f"{float(100 * speed):.3g} %"
