"""Where sound is likely to be speech: energy over a floor, in the bands of speech, at the pace of syllables."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]

RATE = 16_000
HOP = 256
WINDOW = 512
BANDS = 20
ROWS_A_SECOND = RATE / HOP


def mel_bands() -> Floats:
    """Weights (WINDOW // 2 + 1, BANDS) of triangular bands from 100 to 7000 Hz, even on the mel scale."""
    mel = np.linspace(2595 * np.log10(1 + 100 / 700), 2595 * np.log10(1 + 7000 / 700), BANDS + 2)
    edges = 700 * (10 ** (mel / 2595) - 1)
    hertz = np.arange(WINDOW // 2 + 1) * RATE / WINDOW
    rise = (hertz[:, None] - edges[:-2]) / (edges[1:-1] - edges[:-2])
    fall = (edges[2:] - hertz[:, None]) / (edges[2:] - edges[1:-1])
    return np.clip(np.minimum(rise, fall), 0, None).astype(np.float32)


class Bands:
    """Turns a stream of samples into rows of band energies, whatever the blocks it comes in."""

    def __init__(self) -> None:
        self._rest = np.zeros(WINDOW - HOP, np.float32)
        self._window = np.hanning(WINDOW + 1)[:-1].astype(np.float32)
        self._weights = mel_bands()

    def push(self, samples: Floats) -> Floats:
        """Rows (n, BANDS) of energies in decibels; row r of the whole stream is centred on sample r * HOP."""
        joined = np.concatenate([self._rest, samples])
        rows = max(0, (len(joined) - WINDOW) // HOP + 1)
        self._rest = joined[rows * HOP :]
        if not rows:
            return np.zeros((0, BANDS), np.float32)
        frames = np.lib.stride_tricks.sliding_window_view(joined, WINDOW)[: (rows - 1) * HOP + 1 : HOP]
        power = np.abs(np.fft.rfft(frames * self._window, axis=1)) ** 2
        return np.asarray(10 * np.log10(power @ self._weights + 1e-6), np.float32)
