"""The sound of an edit: a bed of music and rain, voices for the captions, hits and sweeps on the joins."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sample_clips.edit import Edit

SAMPLES = 44100
Sound = NDArray[np.float32]


def score(edit: Edit, rate: float) -> Sound:
    """Stereo sound ``(samples, 2)`` within -1..1, as long as the pictures."""
    length = round(edit.frames / rate * SAMPLES)
    t = np.arange(length) / SAMPLES
    mono = _bed(t) + _pluck(t) + 0.5 * _rain(length)
    for caption in edit.captions:
        if caption.style != "card":
            low = 108.0 if hash_of(caption.text) % 2 else 196.0
            _add(
                mono,
                caption.start / rate,
                _voice((caption.stop - caption.start) / rate * 0.8, low, hash_of(caption.text)),
            )
    for place in edit.placed[1:]:
        match place.row.join.kind:
            case "zoom" | "flash":
                _add(mono, place.start / rate, _hit())
            case "whip" | "slide" | "wipe":
                _add(mono, place.lead / rate - 0.1, _sweep())
    mono = np.tanh(mono * 1.3)
    fade = np.clip(np.minimum(t / 0.3, (t[-1] - t) / 0.6), 0, 1)
    mono *= fade
    shift = 260
    right = np.concatenate([np.zeros(shift), mono[:-shift]])
    return np.stack([mono, 0.7 * mono + 0.3 * right], 1).astype(np.float32) * np.float32(0.7)


def hash_of(text: str) -> int:
    """A small number that stays the same from run to run."""
    return sum((k + 1) * ord(c) for k, c in enumerate(text)) % 9973


def _bed(t: NDArray[np.float64]) -> NDArray[np.float64]:
    """A low chord that swells, with a heartbeat under it."""
    bed = np.zeros_like(t)
    for k, hz in enumerate((55.0, 82.41, 110.0, 130.81, 164.81)):
        bed += (
            np.sin(2 * np.pi * hz * t + 0.3 * np.sin(2 * np.pi * 0.21 * t + k))
            * (0.5 + 0.5 * np.sin(2 * np.pi * t / (9 + 2 * k) + k))
            / (k + 2)
        )
    beat = t % 0.96
    return 0.16 * bed + 0.30 * np.sin(2 * np.pi * 48 * beat) * np.exp(-beat * 14)


def _pluck(t: NDArray[np.float64]) -> NDArray[np.float64]:
    """A plucked figure that returns."""
    notes = (220.0, 261.63, 329.63, 261.63, 246.94, 329.63, 392.0, 329.63)
    step = 0.48
    at = t % step
    hz = np.array(notes)[(t / step).astype(int) % len(notes)]
    swell = 0.5 + 0.5 * np.sin(2 * np.pi * t / 21)
    out: NDArray[np.float64] = (
        0.07 * swell * np.sin(2 * np.pi * hz * at + 1.2 * np.sin(2 * np.pi * hz * 2 * at)) * np.exp(-at * 7)
    )
    return out


def _rain(length: int) -> NDArray[np.float64]:
    """Soft hiss."""
    hiss = np.random.default_rng(3).standard_normal(length)
    return 0.03 * np.convolve(hiss, np.ones(6) / 6, "same")


def _voice(seconds: float, low: float, seed: int) -> NDArray[np.float64]:
    """A voice-like murmur: a buzzing tone through two moving formants, in syllables."""
    n = max(1, int(seconds * SAMPLES))
    t = np.arange(n) / SAMPLES
    rng = np.random.default_rng(seed)
    syllable = (t / 0.17).astype(int)
    pitch = low * (1 + 0.10 * rng.standard_normal(int(syllable[-1]) + 1))[syllable] * (1 - 0.06 * t)
    phase = 2 * np.pi * np.cumsum(pitch) / SAMPLES
    first, second = (
        rng.uniform(350, 750, int(syllable[-1]) + 1)[syllable],
        rng.uniform(900, 1900, int(syllable[-1]) + 1)[syllable],
    )
    out = np.zeros(n)
    for k in range(1, 16):
        strength = (
            np.exp(-(((k * pitch - first) / 180) ** 2)) + 0.5 * np.exp(-(((k * pitch - second) / 260) ** 2)) + 0.06
        )
        out += strength * np.sin(k * phase)
    within = (t % 0.17) / 0.17
    return 0.16 * out * np.sin(np.pi * within) ** 0.6


def _hit() -> NDArray[np.float64]:
    """A boom with a noisy edge."""
    t = np.arange(int(0.8 * SAMPLES)) / SAMPLES
    edge = np.random.default_rng(8).standard_normal(t.size) * np.exp(-t * 40)
    boom: NDArray[np.float64] = (
        0.6 * np.sin(2 * np.pi * (38 * t + 3 * (1 - np.exp(-t * 18)))) * np.exp(-t * 5) + 0.18 * edge
    )
    return boom


def _sweep() -> NDArray[np.float64]:
    """Air that rushes by."""
    n = int(0.45 * SAMPLES)
    hiss = np.convolve(np.random.default_rng(9).standard_normal(n), np.ones(4) / 4, "same")
    out: NDArray[np.float64] = 0.5 * hiss * np.sin(np.pi * np.arange(n) / n) ** 3
    return out


def _add(mono: NDArray[np.float64], seconds: float, sound: NDArray[np.float64]) -> None:
    """Mix a sound in at a time, in place; what runs over the end is cut."""
    start = max(0, round(seconds * SAMPLES))
    room = mono.size - start
    if room > 0:
        mono[start : start + min(room, sound.size)] += sound[:room]
