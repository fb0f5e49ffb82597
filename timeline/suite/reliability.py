"""Geometry of a calibration plot (reliability diagram): confidence to the right, the share that is right upwards."""

from __future__ import annotations

from dataclasses import dataclass

from timeline.render.axis import Tick, share
from timeline.suite.results import Calibration

_QUARTERS = ("0", "0.25", "0.5", "0.75", "1")


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfidenceAxis:
    """Confidence 0 to 1 over the full width."""

    def ticks(self, most: int) -> tuple[Tick, ...]:
        """A label at every quarter, or at both ends and the middle where there is less room."""
        step = 1 if most >= len(_QUARTERS) else 2
        return tuple(
            Tick(place=share(25 * n), label=_QUARTERS[n], anchor="start" if n == 0 else "end" if n == 4 else "middle")
            for n in range(0, len(_QUARTERS), step)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareAxis:
    """Share right, 1 at the top."""

    def ticks(self) -> tuple[Tick, ...]:
        """A label at every quarter."""
        return tuple(Tick(place=share(100 - 25 * n), label=label) for n, label in enumerate(_QUARTERS))


@dataclass(frozen=True, slots=True, kw_only=True)
class Dot:
    """One bin: its place in per cent and what it holds in words."""

    x: str
    y: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReliabilityPlot:
    """The bins of one calibration, and the line through them on a grid of 1000 by 1000."""

    confidence: ConfidenceAxis
    right: ShareAxis
    dots: tuple[Dot, ...]
    path: str
    calibration: Calibration


def reliability_plot(calibration: Calibration) -> ReliabilityPlot:
    """Lay the bins out; a bin on the diagonal says what it means."""
    bins = calibration.bins
    places = (f"{1000 * bin.confidence:.1f} {1000 * (1 - bin.right):.1f}" for bin in bins)
    return ReliabilityPlot(
        confidence=ConfidenceAxis(),
        right=ShareAxis(),
        dots=tuple(
            Dot(
                x=share(100 * bin.confidence),
                y=share(100 * (1 - bin.right)),
                words=f"{bin.count} of confidence {bin.confidence:.3f}: {100 * bin.right:.1f} % right",
            )
            for bin in bins
        ),
        path="M" + "L".join(places),
        calibration=calibration,
    )
