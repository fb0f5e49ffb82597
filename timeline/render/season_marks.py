"""Episodes as small drawings: the rhythm as a strip of shots, cumulative cuts as stairs, on grids of whole numbers."""

from __future__ import annotations

from timeline.model.edit import Timeline

GRID = 1000


def seconds_at(timeline: Timeline, frame: int) -> float:
    """Seconds from programme start to a frame."""
    return float(timeline.clock.time(frame) - timeline.clock.time(timeline.start))


def strip_path(timeline: Timeline, longest: float) -> str:
    """Every other shot as a box of width true to its length, ``longest`` seconds over the grid, 1 high."""
    boxes = []
    for shot in timeline.shots[::2]:
        left = round(GRID * seconds_at(timeline, shot.start) / longest)
        right = round(GRID * seconds_at(timeline, shot.stop) / longest)
        boxes.append(f"M{left} 0H{max(right, left + 1)}V1H{left}Z")
    return "".join(boxes)


def stairs_path(timeline: Timeline, longest: float, most: float) -> str:
    """Cumulative cuts from the lower left corner, ``longest`` seconds and ``most`` cuts over the grid."""
    steps = ["M0 1000"]
    for number, point in enumerate(timeline.edit_points, start=1):
        across = round(GRID * seconds_at(timeline, point) / longest)
        steps.append(f"H{across}V{round(GRID * (1 - number / most))}")
    return "".join(steps) + f"H{round(GRID * float(timeline.duration) / longest)}"
