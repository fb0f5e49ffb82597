"""Two mixtures of the same two shots told from how their pictures differ: where each begins and ends."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from timeline.kernels.pooling import Floats

Span: TypeAlias = tuple[int, int]
LONGEST = 72
"""Frames of a stretch at most in which mixtures are looked for."""
SCALE = 0.6, 1.5
"""How much less and more the shots may differ from each other within a mixture than beside it, as both move on."""
LIKE = 0.85
"""Share of what differs that a pair of mixtures must explain."""
ALONG = 0.3
"""Cosine between what differs and what is between the shots, at least: lettering and light go other ways."""
FEWEST = 2
"""Frames by which the bounds of the two must differ in all: less may be left by coding."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mixtures:
    """Frames ``[start, stop)`` of the stretch that are mixed, before and after; a cut is empty.

    ``like``: share of what differs that they explain, 0 to 1.
    """

    before: Span
    after: Span
    like: float

    @property
    def others(self) -> bool:
        """Whether one of them is a mixture, and the other one is another than that."""
        moved = sum(abs(one - other) for one, other in zip(self.before, self.after, strict=True))
        return moved >= FEWEST and max(stop - start for start, stop in (self.before, self.after)) >= FEWEST


def mixtures(differs: Floats, between: Floats, noise: float) -> Mixtures | None:
    """The two mixtures whose shares differ as the pictures do; ``None`` where there are no such two.

    ``differs`` (n, cells): later less earlier picture of a stretch that begins and ends alike. ``between`` (k, cells):
    the shot after it less the shot before, as taken in k ways. ``noise``: mean squared code that coding leaves.

    A mixture of n frames shows the shot that comes at shares of 1 / (n + 1) to n / (n + 1), so pictures p and q of the
    same two shots differ by (q - p) times what is between the shots. That changes as they move, so it is taken from the
    main direction of what differs, and only its size and sense from beside the stretch.
    """
    if not 2 <= len(differs) <= LONGEST:
        return None
    way = _main_way(differs)
    cosines = between @ way / np.maximum(np.linalg.norm(between, axis=1), 1.0)
    best = int(np.argmax(np.abs(cosines)))
    along, between = float(cosines[best]), between[best]
    if abs(along) < ALONG:
        return None
    away = np.sqrt(np.maximum((differs**2).mean(axis=1) - noise, 0))
    size = max(float(np.sqrt((between**2).mean())), 1.0)
    shares = np.sign(along) * np.sign(differs @ way) * away / size
    spans, ramps = _ramps(len(differs))
    gram = ramps @ ramps.T
    own, seen = np.diag(gram), ramps @ shares
    energy = own[:, None] + own[None, :] - 2 * gram
    fit = seen[None, :] - seen[:, None]
    scale = np.clip(fit / np.maximum(energy, 1e-6), *SCALE)
    left = scale * (scale * energy - 2 * fit)
    i, j = (int(place) for place in np.unravel_index(int(np.argmin(left)), left.shape))
    like = -float(left[i, j]) / max(float(shares @ shares), 1e-6)
    found = Mixtures(before=spans[i], after=spans[j], like=like)
    return found if like >= LIKE and found.others else None


def _main_way(differs: Floats) -> Floats:
    """The direction, (cells,) of length 1, along which most of what differs lies."""
    _, vectors = np.linalg.eigh(differs @ differs.T)
    way = vectors[:, -1] @ differs
    return np.asarray(way / max(float(np.linalg.norm(way)), 1e-6), np.float32)


def _ramps(frames: int) -> tuple[list[Span], npt.NDArray[np.float32]]:
    """Every span of a stretch, and the share of the shot that comes on each of its frames, (spans, frames)."""
    spans = [(start, stop) for start in range(frames + 1) for stop in range(start, frames + 1)]
    starts, stops = (np.array(column)[:, None] for column in zip(*spans, strict=True))
    shares = (np.arange(frames) - starts + 1) / (stops - starts + 1)
    return spans, np.asarray(np.clip(shares, 0, 1), np.float32)
