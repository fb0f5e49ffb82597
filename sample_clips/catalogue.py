"""Every sample clip by name."""

from __future__ import annotations

from fractions import Fraction

from sample_clips import episode
from sample_clips.render import Clip
from sample_clips.scenes import SCENES
from sample_clips.small import SMALL

CLIPS: dict[str, Clip] = {
    clip.name: clip
    for clip in (
        Clip(
            name="night-bus-ep01.mp4",
            shows="a whole vertical episode: every kind of transition, short shots, a freeze, black runs, traps",
            edit=episode.EPISODE,
            scenes=SCENES,
            height=episode.HEIGHT,
            width=episode.WIDTH,
            rate=Fraction(episode.RATE),
            crf=27,
            sound=True,
        ),
        *SMALL,
    )
}
