"""Small versions of a drawn episode as video files, for tests of what carries over from one to the next."""

from __future__ import annotations

from pathlib import Path

from benchmarks.diff_drawing import Drawn, write
from benchmarks.diff_edit import Edit, Encoding, changed, head, tail
from benchmarks.diff_versions import episode

EPISODE = episode(6)[2:]
"""Shots of 46, 54, 29 and 37 frames."""
SHOT, START, STOP = 2, 100, 129
"""The shot that is held on purpose."""
PROFILE = """[profile]
name = "house"
title = "House"
source = "made for a test"

[[shot]]
max_frames = 28
severity = "error"

[[band]]
figure = "cuts"
min = 1
max = 2
"""


def video(path: Path, edit: Edit = EPISODE, crf: int = 26) -> Path:
    """Write a version."""
    return write(edit, Drawn(), Encoding(height=160, crf=crf), path)


def others_trimmed() -> Edit:
    """Two other shots lose frames, one before and one after."""
    return head(tail(EPISODE, 0, 8)[0], 3, 9)[0]


def replaced() -> Edit:
    """Another take of the shot."""
    return changed(EPISODE, SHOT, take=5)


def held_longer() -> Edit:
    """The shot runs on for twice its length."""
    return tail(EPISODE, SHOT, -(STOP - START))[0]
