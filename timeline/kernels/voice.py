"""How likely each moment of sound is to be speech, from its energy in bands: level, pace of syllables, changing tone.

Five measures of a row (16 ms of sound, with what is around it), weighed by a logistic regression:

- ``level``: energy in the bands of speech against the loud parts of the same sound (Rabiner and Sambur, "An algorithm
  for determining the endpoints of isolated utterances", Bell System Technical Journal 54, 1975).
- ``syllables``: how deep bands are modulated at 2.5 to 9 Hz, the pace of syllables (Houtgast and Steeneken, JASA 77,
  1985; as a measure for speech against music: Scheirer and Slaney, ICASSP 1997).
- ``roughness``: the same at 10 to 22 Hz, where noise and strummed music have more of it than speech.
- ``tone_changes``: how much the spectral flatness varies: voiced and unvoiced sounds take turns in speech (flatness
  over time as a measure for speech: Ma and Nishihara, EURASIP Journal on Audio, Speech, and Music Processing 2013:21).
- ``attack``: whether sound comes up faster than it goes down, as struck and plucked sounds do and voices do not.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]

RATE, HOP, WINDOW = 16_000, 256, 512
BANDS = 20
FLATNESS = BANDS
"""Column of a row after its bands."""
ROWS_A_SECOND = RATE / HOP
MEASURES = ("level", "syllables", "roughness", "tone_changes", "attack")

_FULL_SCALE = 20 * np.log10(WINDOW / 4)  # what a sine of amplitude 1 gives under a Hann window
_FLOOR = -120.0
_MIDDLE = slice(2, 14)  # bands from 250 to 3000 Hz, about
_VOICE = slice(2, 16)
_SMOOTHING = 31
# Fitted by `python -m benchmarks speech --fit` on lines of a synthesiser over noise and music; docs/speech.md.
_MEAN = np.array([-18.83, 1.294, 0.772, -0.675, 0.144], np.float32)
_SPREAD = np.array([18.379, 0.971, 0.62, 0.975, 0.467], np.float32)
_WEIGHTS = np.array([2.591, 3.779, -0.867, 0.662, -1.507], np.float32)
_BIAS = -0.903


class Bands:
    """Turns a stream of samples into rows of band energies, whatever the blocks it comes in."""

    def __init__(self) -> None:
        self._rest = np.zeros(WINDOW // 2, np.float32)
        self._window = np.hanning(WINDOW + 1)[:-1].astype(np.float32)
        self._weights = mel_bands()

    def push(self, samples: Floats) -> Floats:
        """Rows (n, BANDS + 1) that the samples (m,), -1..1 at ``RATE``, complete.

        Row r of the whole stream is centred on sample r * HOP. Its bands are in decibels below full scale, its last
        column is the spectral flatness from 300 to 4000 Hz: logarithm of the geometric mean over the mean.
        """
        joined = np.concatenate([self._rest, samples])
        count = max(0, (len(joined) - WINDOW) // HOP + 1)
        self._rest = joined[count * HOP :]
        if not count:
            return np.zeros((0, BANDS + 1), np.float32)
        frames = np.lib.stride_tricks.sliding_window_view(joined, WINDOW)[: (count - 1) * HOP + 1 : HOP]
        power = np.abs(np.fft.rfft(frames * self._window, axis=1)) ** 2
        bands = 10 * np.log10(power @ self._weights + 1e-12) - _FULL_SCALE
        voice = power[:, 300 * WINDOW // RATE : 4000 * WINDOW // RATE] + 1e-6
        flatness = np.log(voice).mean(1) - np.log(voice.mean(1))
        return np.column_stack([np.maximum(bands, _FLOOR), flatness]).astype(np.float32)


def mel_bands() -> Floats:
    """Weights (WINDOW // 2 + 1, BANDS) of triangular bands from 100 to 7000 Hz, even on the mel scale."""
    mel = np.linspace(2595 * np.log10(1 + 100 / 700), 2595 * np.log10(1 + 7000 / 700), BANDS + 2)
    edges = 700 * (10 ** (mel / 2595) - 1)
    hertz = np.arange(WINDOW // 2 + 1) * RATE / WINDOW
    rise = (hertz[:, None] - edges[:-2]) / (edges[1:-1] - edges[:-2])
    fall = (edges[2:] - hertz[:, None]) / (edges[2:] - edges[1:-1])
    return np.clip(np.minimum(rise, fall), 0, None).astype(np.float32)


def levels(rows: Floats) -> Floats:
    """Mean level of the bands of speech, in decibels below full scale, (n,)."""
    return np.asarray(rows[:, _MIDDLE].mean(axis=1), np.float32)


def quiet_below_loud(rows: Floats) -> float:
    """Decibels between the loudest and the quietest twentieth of half seconds: how far sound falls back in pauses."""
    level = _smooth(levels(rows), _SMOOTHING)
    return float(np.quantile(level, 0.95) - np.quantile(level, 0.05)) if len(level) else 0.0


def log_odds(rows: Floats) -> Floats:
    """Logarithm of the odds that each row is speech, (n,), smoothed over half a second; ``rows`` as ``Bands`` gives."""
    z = np.clip((measures(rows) - _MEAN) / _SPREAD, -3, 3)
    return _smooth(z @ _WEIGHTS + np.float32(_BIAS), _SMOOTHING)


def measures(rows: Floats) -> Floats:
    """The MEASURES of each row, (n, 5)."""
    if not len(rows):
        return np.zeros((0, len(MEASURES)), np.float32)
    level = levels(rows)
    audible = np.maximum(rows[:, _VOICE], np.quantile(rows[:, :BANDS], 0.95) - 60)
    rise = np.diff(audible.mean(axis=1), prepend=audible[0].mean())
    flatness = rows[:, FLATNESS]
    return np.column_stack(
        [
            level - np.quantile(level, 0.95),
            _modulation(audible, 2.5, 9.0),
            _modulation(audible, 10.0, 22.0),
            np.log(np.sqrt(_smooth((flatness - _smooth(flatness, 31)) ** 2, 31)) + 0.05),
            _smooth(rise**3, 63) / (_smooth(np.abs(rise) ** 3, 63) + 1),
        ]
    ).astype(np.float32)


def _modulation(bands: Floats, low: float, high: float) -> Floats:
    """Logarithm of the depth, in decibels, to which bands (n, b) are modulated between two rates in hertz, (n,)."""
    taps = _band_pass(low, high)
    power = np.zeros(len(bands), np.float32)
    for column in bands.T:
        power += _filtered(column, taps) ** 2
    return np.asarray(np.log(np.sqrt(_smooth(power / bands.shape[1], 45)) + 0.3), np.float32)


def _band_pass(low: float, high: float, taps: int = 63) -> Floats:
    at, window = np.arange(taps) - taps // 2, np.hanning(taps + 2)[1:-1]
    edges = [2 * edge / ROWS_A_SECOND for edge in (low, high)]
    lower, upper = (np.sinc(edge * at) * edge * window for edge in edges)
    kernel = upper - lower
    return np.asarray(kernel - kernel.mean() * window / window.mean(), np.float32)


def _smooth(column: Floats, length: int) -> Floats:
    window = np.hanning(length + 2)[1:-1].astype(np.float32)
    return _filtered(column, window / window.sum())


def _filtered(column: Floats, taps: Floats) -> Floats:
    """Convolved with an odd number of taps, the ends held; as long as before."""
    half = len(taps) // 2
    if not len(column):
        return column
    return np.convolve(np.pad(np.asarray(column, np.float32), half, mode="edge"), taps, "valid")
