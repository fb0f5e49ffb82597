"""Shots as chapters in FFmpeg's metadata format, on the file's own time base, so that no time is rounded.

``ffmpeg -i EPISODE.mp4 -i cut.ffmetadata -map_metadata 1 -codec copy OUT.mp4`` puts them into a file.
"""

from __future__ import annotations

import re

from timeline.interchange.write.plan import Clip, Plan
from timeline.interchange.write.text import one_line


def write(plan: Plan) -> str:
    """The metadata file as text."""
    lines = [";FFMETADATA1", f"title={_escaped(plan.title)}"]
    base = plan.clock.time_base
    for clip in plan.clips:
        lines += [
            "",
            "[CHAPTER]",
            f"TIMEBASE={base.numerator}/{base.denominator}",
            f"START={plan.clock.pts(plan.origin + clip.start) - plan.clock.first_pts}",
            f"END={plan.clock.pts(plan.origin + clip.stop) - plan.clock.first_pts}",
            f"title={_escaped(_title(plan, clip))}",
        ]
    return "\n".join(lines) + "\n"


def _title(plan: Plan, clip: Clip) -> str:
    join = plan.into(clip)
    black = " (black)" if clip.black else ""
    return f"Shot {clip.number}{black}" + (f": {join.told}" if join is not None else "")


def _escaped(text: str) -> str:
    """Signs that mean something to FFmpeg's reader get a backslash."""
    return re.sub(r"([=;#\\])", r"\\\1", one_line(text))
