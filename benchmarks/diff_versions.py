"""An episode drawn in code and versions of its cut, each with the changes that a comparison must name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cache
from pathlib import Path

import av
import cv2
import numpy as np
import numpy.typing as npt

Picture = npt.NDArray[np.uint8]
Key = tuple[str, tuple[int, ...], int | None]
"""Kind, shots of the earlier version (of the later one where a shot was added), frames where they mean something."""
HEIGHT, WIDTH = 320, 180
RATE = Fraction(25)


@dataclass(frozen=True, kw_only=True)
class Clip:
    """Frames of a take in an edit. ``set_up``: the room; ``take``: what moves in it; ``mix``: frames it is mixed in."""

    set_up: int
    take: int
    start: int
    frames: int
    speed: Fraction = Fraction(1)
    grade: tuple[float, float, float] = (1.0, 0.0, 0.0)
    caption: int = 0
    mix: int = 0
    still: bool = False


Edit = tuple[Clip, ...]


@dataclass(frozen=True, kw_only=True)
class Encoding:
    """How a version is written: height of the picture, quality, frame rate, bars, crop."""

    height: int = HEIGHT
    crf: int = 20
    rate: Fraction = RATE
    bars: int = 0
    crop: float = 1.0
    codec: str = "libx264"


@dataclass(frozen=True, kw_only=True)
class Revision:
    """A version: its cut, how it is written, and the changes that must be named, no other."""

    name: str
    edit: Edit
    expected: frozenset[Key]
    encoding: Encoding = field(default_factory=Encoding)


def episode(shots: int = 16, seed: int = 7) -> Edit:
    """A scene of shot and reverse shot with a wide, inserts and a still that comes again."""
    rng = np.random.default_rng(seed)
    clocks = dict.fromkeys(range(200), 0)
    made = []
    for n in range(shots):
        scene, place = divmod(n, 8)
        set_up = scene * 8 + (0, 1, 2, 1, 2, 3, 1, 4)[place]
        still = set_up % 8 == 3
        frames = int(rng.integers(28, 60))
        start = 0 if still else clocks[set_up] + int(rng.integers(5, 30))
        clocks[set_up] = start + frames
        mix = 12 if place == 0 and n else 0
        caption = n + 1 if n % 3 == 1 else 0
        made.append(Clip(set_up=set_up, take=0, start=start + 20, frames=frames, caption=caption, mix=mix, still=still))
    return tuple(made)


@cache
def _room(set_up: int) -> Picture:
    """A wide picture that the camera drifts over."""
    rng = np.random.default_rng(1000 + set_up)
    size = (HEIGHT + 80, WIDTH + 240)
    picture = np.full((*size, 3), rng.integers(40, 150, 3), np.float32)
    for cells, strength in ((3, 50), (7, 35), (19, 22), (41, 14)):
        noise = rng.normal(0, strength, (cells, cells, 3)).astype(np.float32)
        picture += cv2.resize(noise, (size[1], size[0]), interpolation=cv2.INTER_CUBIC)
    for _ in range(14):
        x, y = int(rng.integers(0, size[1])), int(rng.integers(0, size[0]))
        colour = tuple(float(c) for c in rng.integers(10, 245, 3))
        if rng.random() < 0.5:
            cv2.rectangle(picture, (x, y), (x + int(rng.integers(10, 90)), y + int(rng.integers(10, 120))), colour, -1)
        else:
            cv2.circle(picture, (x, y), int(rng.integers(8, 45)), colour, -1)
    return np.clip(picture, 0, 255).astype(np.uint8)


def shot_picture(clip: Clip, at: int) -> Picture:
    """Frame ``at`` of a take: the room seen from a drifting camera, and people who move in it."""
    t = 0.0 if clip.still else float(at)
    rng = np.random.default_rng(50 + 31 * clip.set_up + 977 * clip.take)
    pace, phase = rng.uniform(0.02, 0.06, 4), rng.uniform(0, 6.28, 4)
    drift = 0.25 if clip.set_up % 2 else 0.6
    left, top = 20 + drift * t % 200, 40 + 10 * np.sin(0.02 * t)
    matrix = np.array([[1, 0, -left], [0, 1, -top]], np.float32)
    picture = cv2.warpAffine(_room(clip.set_up), matrix, (WIDTH, HEIGHT), flags=cv2.INTER_LINEAR)
    for k in range(2):
        x = WIDTH / 2 + (50 - 20 * k) * np.sin(pace[k] * t + phase[k]) + 25 * (2 * k - 1)
        y = HEIGHT / 2 + 40 * np.sin(pace[k + 2] * t + phase[k + 2]) + 40 * k
        colour = tuple(float(c) for c in np.random.default_rng(7 + k + clip.set_up).integers(30, 230, 3))
        centre = (int(16 * x), int(16 * y))
        cv2.ellipse(picture, centre, (16 * 24, 16 * 60), 0, 0, 360, colour, -1, cv2.LINE_AA, 4)
        cv2.circle(picture, (centre[0], centre[1] - 16 * 75), 16 * 20, (200.0, 170.0, 150.0), -1, cv2.LINE_AA, 4)
    return np.asarray(picture, np.uint8)


def _finished(clip: Clip, picture: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    gain, level, warm = clip.grade
    out = (picture - 128) * gain + 128 + level
    if warm:
        out = out + np.array([warm, 0, -warm], np.float32)
    return np.asarray(np.clip(out, 0, 255), np.float32)


def _captioned(clip: Clip, picture: Picture) -> Picture:
    if not clip.caption:
        return picture
    out = picture.copy()
    words = np.random.default_rng(clip.caption)
    for line in range(2):
        text = "".join(chr(65 + int(words.integers(0, 26))) for _ in range(9))
        place = (14, HEIGHT - 66 + 26 * line)
        cv2.putText(out, text, place, cv2.FONT_HERSHEY_SIMPLEX, 0.85, (0, 0, 0), 6, cv2.LINE_AA)
        cv2.putText(out, text, place, cv2.FONT_HERSHEY_SIMPLEX, 0.85, (255, 255, 255), 2, cv2.LINE_AA)
    return out


def pictures(edit: Edit) -> Iterator[Picture]:
    """Every frame of an edit; a mixture is centred on the edit point and takes frames beyond both shots."""
    for n, clip in enumerate(edit):
        after = edit[n + 1] if n + 1 < len(edit) else None
        for k in range(clip.frames):
            own = _source(clip, k)
            half = after.mix // 2 if after else 0
            if after and k >= clip.frames - half:
                share = (k - (clip.frames - half) + 1) / (after.mix + 1)
                own = own * (1 - share) + _source(after, k - clip.frames) * share
            elif n and k < clip.mix - clip.mix // 2:
                share = (clip.mix // 2 + k + 1) / (clip.mix + 1)
                own = _source(edit[n - 1], edit[n - 1].frames + k) * (1 - share) + own * share
            yield _captioned(clip, np.asarray(np.rint(own), np.uint8))


def _source(clip: Clip, k: int) -> npt.NDArray[np.float32]:
    at = clip.start + k * clip.speed.numerator // clip.speed.denominator
    return _finished(clip, shot_picture(clip, at).astype(np.float32))


def write(revision: Revision, path: Path) -> Path:
    """Render a version."""
    how = revision.encoding
    width = 2 * round(how.height * WIDTH / HEIGHT / 2)
    with av.open(str(path), "w") as container:
        options = {"crf": str(how.crf), "preset": "veryfast"} if how.codec == "libx264" else {"qscale": "4"}
        stream = container.add_stream(how.codec, rate=how.rate, options=options)
        assert isinstance(stream, av.VideoStream)
        stream.width, stream.height, stream.pix_fmt = width + 2 * how.bars, how.height, "yuv420p"
        for picture in _at_rate(pictures(revision.edit), how.rate):
            cut = _cropped(picture, how.crop)
            small = cv2.resize(cut, (width, how.height), interpolation=cv2.INTER_AREA)
            framed = cv2.copyMakeBorder(small, 0, 0, how.bars, how.bars, cv2.BORDER_CONSTANT)
            container.mux(stream.encode(av.VideoFrame.from_ndarray(np.ascontiguousarray(framed), format="rgb24")))
        container.mux(stream.encode())
    return path


def _cropped(picture: Picture, share: float) -> Picture:
    high, wide = round(HEIGHT * share), round(WIDTH * share)
    top, left = (HEIGHT - high) // 2, (WIDTH - wide) // 2
    return picture[top : top + high, left : left + wide]


def _at_rate(frames: Iterator[Picture], rate: Fraction) -> Iterator[Picture]:
    shown = 0
    for number, picture in enumerate(frames):
        while Fraction(shown) / rate < Fraction(number + 1) / RATE - Fraction(1, 1000):
            yield picture
            shown += 1


def changed(edit: Edit, n: int, **fields: object) -> Edit:
    """The edit with one clip otherwise."""
    return (*edit[:n], replace(edit[n], **fields), *edit[n + 1 :])  # type: ignore[arg-type]  # fields of a Clip


def head(edit: Edit, n: int, frames: int) -> tuple[Edit, Key]:
    """A shot that begins later (earlier where negative)."""
    clip = edit[n]
    made = changed(edit, n, start=clip.start + frames, frames=clip.frames - frames)
    return made, ("trimmed head" if frames > 0 else "extended head", (n,), -frames)


def tail(edit: Edit, n: int, frames: int) -> tuple[Edit, Key]:
    """A shot that ends sooner (later where negative)."""
    made = changed(edit, n, frames=edit[n].frames - frames)
    return made, ("trimmed tail" if frames > 0 else "extended tail", (n,), -frames)


def without(edit: Edit, n: int) -> Edit:
    """The edit with one clip left out."""
    return (*edit[:n], *edit[n + 1 :])


NEW = Clip(set_up=90, take=0, start=0, frames=33)


def revisions(base: Edit) -> list[Revision]:
    """Thirty versions: every change alone, in other encodings, and mixed."""
    made: list[Revision] = []

    def add(name: str, edit: Edit, keys: Sequence[Key], **how: object) -> None:
        made.append(
            Revision(name=name, edit=edit, expected=frozenset(keys), encoding=Encoding(**how))  # type: ignore[arg-type]  # fields of an Encoding
        )

    def one(name: str, pair: tuple[Edit, Key], **how: object) -> None:
        add(name, pair[0], [pair[1]], **how)

    add("same", base, [], crf=23)
    add("half the size", base, [], height=160, crf=30)
    add("pillar box", base, [], bars=60, crf=23)
    add("cropped", base, [], crop=0.9, crf=23)
    add("another codec", base, [], codec="mpeg4")
    one("head trimmed", head(base, 3, 7))
    one("head trimmed by one", head(base, 9, 1), height=240, crf=28)
    one("tail trimmed", tail(base, 4, 9), crf=28)
    one("tail trimmed by one", tail(base, 10, 1))
    one("head extended", head(base, 6, -8))
    one("tail extended", tail(base, 2, -11), height=200)
    add("split", (*base[:6], replace(base[6], frames=14), NEW, _rest(base[6], 14, 0), *base[7:]), _split(6, 7, 33))
    add(
        "split, frames out",
        (*base[:9], replace(base[9], frames=12), NEW, _rest(base[9], 12, 5), *base[10:]),
        [("split", (9,), -5), ("added", (10,), 33)],
    )
    add("joined", *_joined(base))
    add("moved", (*base[:3], *base[4:8], base[3], *base[8:]), [("moved", (3,), None)])
    add("removed", without(base, 5), [("removed", (5,), -base[5].frames)])
    add("removed of a pair", without(base, 4), [("removed", (4,), -base[4].frames)], height=200, crf=30)
    add("added", (*base[:7], NEW, *base[7:]), [("added", (7,), 33)])
    add("replaced", changed(base, 7, set_up=91, take=3), [("replaced", (7,), 0)])
    add("another take", changed(base, 9, take=5), [("replaced", (9,), 0)])
    add("faster", *_sped(base, 2, Fraction(2)))
    add("slower", *_sped(base, 9, Fraction(1, 2)), crf=26)
    add("graded", changed(base, 6, grade=(1.2, 12.0, 0.0)), [("re-graded", (6,), None)])
    add(
        "graded throughout",
        tuple(replace(c, grade=(0.85, 0.0, 10.0)) for c in base),
        [("re-graded", tuple(range(len(base))), None)],
        height=200,
    )
    add("captioned", changed(base, 4, caption=77), [("re-captioned", (4,), None)])
    add(
        "another language",
        tuple(replace(c, caption=c.caption and 100 + c.caption) for c in base),
        [("re-captioned", (n,), None) for n, c in enumerate(base) if c.caption],
        height=240,
    )
    add("cut for a dissolve", changed(base, 8, mix=0), [("transition", (7, 8), -12)])
    add("dissolve for a cut", changed(base, 3, mix=10), [("transition", (2, 3), 10)])
    mixed, key = tail(base, 12, 6)
    mixed, other = head(mixed, 9, 4)
    add(
        "mixed",
        (*mixed[:5], *mixed[6:14], NEW, *mixed[14:]),
        [key, other, ("removed", (5,), -base[5].frames), ("added", (13,), 33)],
        height=200,
        crf=30,
    )
    mixed, key = head(base, 1, 5)
    mixed, other = tail(mixed, 11, -6)
    mixed = changed(mixed, 7, set_up=92)
    add(
        "mixed, another grade",
        tuple(replace(c, grade=(0.9, 8.0, 0.0)) for c in mixed),
        [key, other, ("replaced", (7,), 0), ("re-graded", tuple(n for n in range(len(base)) if n != 7), None)],
        height=240,
        crf=28,
    )
    return made


def _rest(clip: Clip, at: int, lost: int) -> Clip:
    return replace(clip, start=clip.start + at + lost, frames=clip.frames - at - lost, mix=0)


def _split(n: int, new: int, frames: int) -> list[Key]:
    return [("split", (n,), None), ("added", (new,), frames)]


def _joined(base: Edit) -> tuple[Edit, list[Key]]:
    """Shot, reverse shot, shot becomes one shot that runs on: what the base splits is made one again."""
    return without(base, len(base) - 2), [
        ("removed", (len(base) - 2,), -base[-2].frames),
        ("joined", (len(base) - 3, len(base) - 1), None),
    ]


def _sped(base: Edit, n: int, speed: Fraction) -> tuple[Edit, list[Key]]:
    clip = base[n]
    frames = int(clip.frames / speed)
    made = changed(base, n, speed=speed, frames=frames)
    return made, [("retimed", (n,), frames - clip.frames)]


def benchmark_base(shots: int = 16) -> Edit:
    """The episode with a shot at its end that an insert interrupts, so that two shots can be joined."""
    base = episode(shots)
    first = replace(base[-1], frames=30, mix=0, caption=0)
    return (*base[:-1], first, replace(NEW, set_up=95, frames=26), replace(first, start=first.start + 30, frames=31))
