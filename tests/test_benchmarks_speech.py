"""The benchmark of speech counts rightly, and its weights are those that fitting finds."""

from __future__ import annotations

import numpy as np
import pytest

from benchmarks import speech
from benchmarks.speech import Score, markdown, score
from benchmarks.speech_scenes import BEDS, drawn, scene
from timeline.kernels.voice import HOP


def test_rows_are_counted() -> None:
    truth, flagged = np.array([0, 1, 1, 0, 0], bool), np.array([1, 0, 1, 0, 0], bool)
    each = score(flagged, truth)
    assert each == Score(speech=2, found=1, flagged=2, rows=5)
    assert (each.recall, each.precision, each.false) == (0.5, 0.5, 1 / 3)
    assert (each + each).recall == 0.5


@pytest.mark.parametrize("bed", BEDS)
def test_a_scene_is_the_same_for_the_same_number_and_says_where_it_speaks(bed: str) -> None:
    lines = drawn(np.random.default_rng(1), 3)
    one, two = (scene(lines, bed, 40, np.random.default_rng(9), seconds=8) for _ in range(2))
    assert np.array_equal(one.samples, two.samples)
    rows = one.samples[: len(one.truth) * HOP].reshape(len(one.truth), HOP)
    power = (rows.astype(np.float64) ** 2).mean(axis=1)
    assert 0.1 < one.truth.mean() < 0.9
    assert np.median(power[one.truth]) > 100 * np.median(power[~one.truth])


def test_fitting_finds_weights_that_favour_the_pace_of_syllables(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = drawn(np.random.default_rng(1), 4)
    beds = {name: BEDS[name] for name in ("silence", "noise", "chords")}
    monkeypatch.setattr(speech, "BEDS", beds)
    monkeypatch.setattr(speech, "LEVELS", (8,))
    found = speech.fit(lines)
    level, syllables, roughness, _, attack = found["weights"]
    assert min(level, syllables) > 0 > max(roughness, attack)


def test_a_table_has_a_row_for_each_bed_and_one_for_all(capsys: pytest.CaptureFixture[str]) -> None:
    table = {
        ("rain", 3): Score(speech=100, found=90, flagged=120, rows=200),
        ("song", -2): Score(speech=100, found=100, flagged=200, rows=200),
    }
    assert markdown(table).splitlines()[2:] == [
        "| rain | 3 | 0.900 | 0.75 | 0.30 |",
        "| song | -2 | 1.000 | 0.50 | 1.00 |",
        "| all | | 0.950 | 0.59 | 0.65 |",
    ]
