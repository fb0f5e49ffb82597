"""Sound with exact truth: lines spoken by a synthesiser, or by a voice of numbers, over music, noise and silence."""

from __future__ import annotations

import itertools
import shutil
import subprocess
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from timeline.kernels.voice import HOP, RATE

Samples: TypeAlias = npt.NDArray[np.float32]
Rng: TypeAlias = np.random.Generator

LINES = {
    "en": "You never told me why she left him here so late tonight.|We have to go now. What did the doctor say about "
    "my son?|I know everything! Stop it, please listen.|Wait. Who is that man at the door?|Forgive me once more.",
    "cmn": "你为什么从来没有告诉我？|我们现在必须走了，医生怎么说我的儿子？|我什么都知道，别说了。|"
    "等等，门口那个男人是谁？",
    "es": "Nunca me dijiste por qué ella lo dejó aquí tan tarde.|Lo sé todo. Para, por favor, escúchame.",
    "de": "Du hast mir nie gesagt, warum sie ihn verlassen hat.|Warte. Wer ist der Mann an der Tür?",
    "fr-fr": "Il faut partir maintenant. Qu'a dit le médecin ?|Pardonne-moi encore une fois.",
    "hi": "तुमने मुझे कभी नहीं बताया कि वह क्यों चली गई।|रुको, दरवाज़े पर वह आदमी कौन है?",
    "ru": "Ты никогда не говорил мне, почему она ушла.|Подожди. Кто этот человек у двери?",
}
FITTING, HELD_OUT = ("", "+f3", "+m3"), ("+f1", "+f4", "+m1", "+m7", "+croak")
"""Variants of the synthesiser's voices: those the measures are weighed on, and those they are then held against."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """Samples at ``RATE`` and, for each row of ``HOP``, whether somebody speaks, pauses up to 0.3 s included."""

    samples: Samples
    truth: npt.NDArray[np.bool_]


def scene(spoken: Sequence[Samples], bed: str, decibels: float, rng: Rng, seconds: int = 20) -> Scene:
    """Lines with pauses of 0.3 to 4 s over a bed, the voice ``decibels`` above it (root mean square)."""
    length = seconds * RATE
    voice, truth = np.zeros(length, np.float32), np.zeros(length // HOP, np.bool_)
    at = int(rng.uniform(0.5, 2) * RATE)
    while True:
        line = spoken[int(rng.integers(len(spoken)))] * np.float32(10 ** (rng.uniform(-3, 3) / 20))
        if at + len(line) > length:
            break
        voice[at : at + len(line)] += line
        active = _active(line)
        truth[at // HOP : at // HOP + len(active)] |= active[: len(truth) - at // HOP]
        at += len(line) + int(rng.uniform(0.3, 4) * RATE)
    under = BEDS[bed](length, rng)
    loud = _rms(voice[voice != 0]) / max(_rms(under), 1e-9) * 10 ** (-decibels / 20)
    mixed = voice + under * loud
    return Scene(samples=(mixed * rng.uniform(0.1, 0.9) / np.abs(mixed).max()).astype(np.float32), truth=truth)


def synthesised(variants: Sequence[str]) -> list[Samples]:
    """Every line by espeak-ng, in turn by these variants of its voice, at several speeds and pitches.

    Raises:
        FileNotFoundError: espeak-ng is not installed.
    """
    program = shutil.which("espeak-ng")
    if program is None:
        raise FileNotFoundError("espeak-ng")
    out = []
    for language, lines in LINES.items():
        for number, line in enumerate(lines.split("|")):
            voice = language + variants[number % len(variants)]
            manner = ["-s", str((135, 160, 200)[number % 3]), "-p", str((35, 50, 70)[number % 3])]
            run = subprocess.run([program, "-v", voice, *manner, "--stdout", line], capture_output=True, check=True)
            data = run.stdout[run.stdout.index(b"data") + 8 :]
            wave = np.frombuffer(data[: len(data) // 2 * 2], "<i2").astype(np.float32)
            out.append(_level(_resampled(wave, 22_050)))
    return out


def drawn(rng: Rng, count: int = 12) -> list[Samples]:
    """Lines of a voice made of numbers: a gliding buzz through moving formants, hiss, in syllables and words."""
    return [_level(_utterance(rng)) for _ in range(count)]


def _utterance(rng: Rng) -> Samples:
    parts, pitch = [], rng.uniform(95, 230)
    for word in range(int(rng.integers(2, 6))):
        for _ in range(int(rng.integers(1, 4))):
            parts += [_consonant(rng), _vowel(rng, pitch * rng.uniform(0.85, 1.2))]
        parts.append(np.zeros(int(rng.uniform(0.02, 0.12) * RATE)))
        pitch *= 0.97 if word else 1
    return np.concatenate(parts).astype(np.float32)


def _vowel(rng: Rng, pitch: float) -> npt.NDArray[np.float64]:
    """A buzz that glides a few per cent, through two formants that move, swelling and dying away."""
    t = np.arange(int(rng.uniform(0.09, 0.2) * RATE)) / RATE
    part = t / t[-1]
    hertz = pitch * (1 + rng.uniform(-0.12, 0.12) * part)
    phase = 2 * np.pi * np.cumsum(hertz) / RATE
    first = rng.uniform(300, 800) + part * rng.uniform(-150, 150)
    second = rng.uniform(900, 2300) + part * rng.uniform(-400, 400)
    out = np.zeros(len(t))
    for k in range(1, 24):
        gain = np.exp(-(((k * hertz - first) / 130) ** 2)) + 0.5 * np.exp(-(((k * hertz - second) / 220) ** 2)) + 0.02
        out += gain * np.sin(k * phase)
    return np.asarray(out * np.sin(np.pi * part) ** 0.5)


def _consonant(rng: Rng) -> npt.NDArray[np.float64]:
    length = int(rng.uniform(0.03, 0.09) * RATE)
    hiss = np.diff(rng.normal(0, 1, length + 1)) * np.sin(np.pi * np.arange(length) / length)
    return np.asarray(hiss * rng.choice([0.0, 0.1, 0.4]))


def _active(line: Samples) -> npt.NDArray[np.bool_]:
    """Rows within 38 dB of the loudest, and pauses up to 0.3 s between them."""
    rows = line[: len(line) // HOP * HOP].reshape(-1, HOP)
    power = (rows.astype(np.float64) ** 2).mean(axis=1)
    active: npt.NDArray[np.bool_] = power > power.max() * 10**-3.8
    loud = np.flatnonzero(active)
    for before, after in itertools.pairwise(loud):
        active[before:after] |= after - before <= 0.3 * RATE / HOP
    return active


def _chords(length: int, rng: Rng) -> npt.NDArray[np.float64]:
    """Struck chords that die away."""
    out, step = np.zeros(length), int(rng.uniform(0.4, 1.2) * RATE)
    for start in range(0, length, step):
        t = np.arange(min(2 * step, length - start)) / RATE
        root, decay = 110 * 2 ** (rng.integers(0, 12) / 12), rng.choice([0.5, 2, 5])
        for interval in (1, 1.26, 1.5, 2, 3):
            for k in range(1, 6):
                out[start : start + len(t)] += np.sin(2 * np.pi * root * interval * k * t) / k * np.exp(-t * decay)
    return out


def _pad(length: int, rng: Rng) -> npt.NDArray[np.float64]:
    """Held tones that swell slowly."""
    t = np.arange(length) / RATE
    out = np.zeros(length)
    for _ in range(6):
        hertz, swell, phase = 110 * 2 ** (rng.integers(0, 30) / 12), rng.uniform(0.05, 0.4), rng.uniform(0, 6, 2)
        out += np.sin(2 * np.pi * hertz * t + phase[0]) * (1 + 0.6 * np.sin(2 * np.pi * swell * t + phase[1]))
    return out


def _beat(length: int, rng: Rng) -> npt.NDArray[np.float64]:
    """Drum, snare and hat."""
    out, step = np.zeros(length), int(30 / rng.uniform(80, 150) * RATE)
    for number, start in enumerate(range(0, length, step)):
        t = np.arange(min(2 * step, length - start)) / RATE
        hit = 0.25 * rng.normal(0, 1, len(t)) * np.exp(-t * 60)
        if number % 2 == 0:
            hit += np.sin(2 * np.pi * (50 + 60 * np.exp(-t * 30)) * t) * np.exp(-t * 10)
        if number % 4 == 2:
            hit += 0.6 * rng.normal(0, 1, len(t)) * np.exp(-t * 18)
        out[start : start + len(t)] += hit
    return out


def _song(length: int, rng: Rng) -> npt.NDArray[np.float64]:
    return _beat(length, rng) + 0.15 * _chords(length, rng) + 0.15 * _pad(length, rng)


def _rain(length: int, rng: Rng) -> npt.NDArray[np.float64]:
    hiss = np.convolve(rng.normal(0, 1, length), np.ones(4) / 4, "same")
    return hiss * (1 + 0.3 * np.sin(2 * np.pi * 0.2 * np.arange(length) / RATE))


def _street(length: int, rng: Rng) -> npt.NDArray[np.float64]:
    """Low noise that comes and goes, as traffic does."""
    spectrum = np.fft.rfft(rng.normal(0, 1, length))
    hertz = np.arange(len(spectrum)) * RATE / length
    at = np.arange(0, length / RATE + 3, 1.3)
    swell = np.interp(np.arange(length) / RATE, at, np.abs(rng.normal(0.6, 0.5, len(at))))
    return np.asarray(np.fft.irfft(spectrum / np.maximum(hertz, 60), length) * (0.3 + swell))


BEDS: dict[str, Callable[[int, Rng], npt.NDArray[np.float64]]] = {
    "silence": lambda length, rng: rng.normal(0, 1, length),
    "noise": lambda length, rng: rng.normal(0, 1, length),
    "street": _street,
    "rain": _rain,
    "chords": _chords,
    "pad": _pad,
    "beat": _beat,
    "song": _song,
}
"""What goes on under the voice; ``silence`` is faint noise."""


def _rms(samples: npt.NDArray[np.floating]) -> float:
    return float(np.sqrt(np.mean(np.square(samples, dtype=np.float64))))


def _level(samples: Samples) -> Samples:
    return np.asarray(samples / max(_rms(samples), 1e-9) * 0.1, np.float32)


def _resampled(samples: Samples, rate: int) -> Samples:
    """At ``RATE``: the spectrum cut off above half of it."""
    length = len(samples) * RATE // rate
    spectrum = np.fft.rfft(samples)[: length // 2 + 1]
    return np.asarray(np.fft.irfft(spectrum, length) * length / len(samples), np.float32)
