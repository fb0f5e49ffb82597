"""Whole edits out of clean shots, with their truth: shots are varied, joined, laid over, re-timed and recompressed."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from timeline.suite.synth.drawn import drawn_shot
from timeline.suite.synth.joins import JOINS, Rng
from timeline.suite.synth.material import SIDE, Edit, Pictures
from timeline.suite.synth.optics import BLACK, Frame, lit, soften, toward, view
from timeline.suite.synth.traps import INSIDE, OVER, bars, boxed_captions, flashes, strobe, whip_pan


@dataclass(frozen=True, slots=True, kw_only=True)
class Episode:
    """A synthetic edit: pictures (n, 3, SIDE, SIDE), its transitions, and frames at which no verdict is fair."""

    pictures: Pictures
    edits: tuple[Edit, ...]
    ignore: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Pool:
    """Clean shots to draw from: the clips' square pictures, and (clip, start, stop) of each shot."""

    pictures: Sequence[Pictures]
    shots: Sequence[tuple[int, int, int]]

    def draw(self, rng: Rng, wanted: int) -> tuple[Pictures, int]:
        """About ``wanted`` consecutive frames of some shot, and that shot's number; clips weigh alike, then shots."""
        clips = sorted({clip for clip, _, _ in self.shots})
        clip = clips[int(rng.integers(len(clips)))]
        number = int(rng.choice([i for i, shot in enumerate(self.shots) if shot[0] == clip]))
        _, start, stop = self.shots[number]
        length = min(wanted, stop - start)
        at = start + int(rng.integers(0, stop - start - length + 1))
        return self.pictures[clip][at : at + length], number


@dataclass(frozen=True, slots=True, kw_only=True)
class Manner:
    """How an edit is made: shot lengths (median in frames), shares of very short shots, of jumps, of traps."""

    median: float
    short: float
    jumps: float
    inserts: float
    traps: float
    plain: float

    def length(self, rng: Rng) -> int:
        """Length of a shot in frames."""
        if rng.random() < self.short:
            return int(rng.integers(1, 9))
        return int(np.clip(np.exp(rng.normal(np.log(self.median), 0.65)), 8, 220))

    def join(self, rng: Rng) -> str:
        """Name of a way of joining: a plain one (cut, dissolve, fade), or any by its share."""
        names = PLAIN if rng.random() < self.plain else list(JOINS)
        weights = np.array([JOINS[name][1] for name in names])
        return str(rng.choice(names, p=weights / weights.sum()))


PLAIN = ["cut", "dissolve", "fade"]
MOSTLY = (whip_pan, bars, boxed_captions, strobe, flashes)
"""Traps that takes are given twice as often."""
DENSE = Manner(median=33, short=0.08, jumps=0.25, inserts=0.08, traps=0.55, plain=0.0)
"""Social edits and trailers: short shots, effects, everything happens."""
DRAMA = Manner(median=48, short=0.02, jumps=0.15, inserts=0.02, traps=0.2, plain=0.8)
"""Drama: people, mostly cut hard."""


DRAWN = 0.18
"""Share of shots that are drawn instead of taken from the clips."""
FRAMED = 0.3
"""Share of edits that are a window in a larger picture."""
ALIKE = 8.0
"""Mean difference in codes below which two pictures are too alike to be joined."""


def _speed(rng: Rng, pictures: Pictures) -> Pictures:
    """Time reversed, sped up, slowed by repeats or ramped."""
    if rng.random() < 0.5:
        pictures = pictures[::-1]
    style, n = rng.random(), len(pictures)
    if style < 0.10:
        return pictures[:: int(rng.integers(2, 4))]
    if style < 0.16:
        return pictures[np.arange(n) // int(rng.integers(2, 4))]
    if style < 0.22:
        first, last = rng.uniform(0.4, 3.0, 2)
        rate = np.linspace(float(first), float(last), n)
        at = np.cumsum(rate) - rate[0]
        ramped: Pictures = pictures[at[at < n].astype(int)]
        return ramped
    return pictures


def _vary(rng: Rng, pictures: Pictures) -> Frame:
    """The shot flipped, reframed, under other light."""
    frames = pictures.astype(np.float32)
    if rng.random() < 0.5:
        frames = frames[..., ::-1]
    if rng.random() < 0.4:
        scale = rng.uniform(1.05, 1.7)
        room = 0.5 * (scale - 1)
        drift = rng.uniform(-room, room, 2) * (rng.random() < 0.3)
        dx, dy = rng.uniform(-room, room, 2) - drift / 2
        if drift.any():
            paths = np.array([dx, dy]) + drift * np.linspace(0, 1, len(frames))[:, None]
            frames = np.stack([view(frame, scale, *at) for frame, at in zip(frames, paths, strict=True)])
        else:
            frames = view(frames, scale, dx, dy)
    frames = lit(frames, float(np.exp(rng.normal(0, 0.25))))
    if rng.random() < 0.4:
        frames[:, 1:] += rng.normal(0, 6, (1, 2, 1, 1)).astype(np.float32)
    if rng.random() < 0.05:
        frames[:, 1:] = 128
    return np.ascontiguousarray(frames)


def make_shot(rng: Rng, pool: Pool, wanted: int, manner: Manner = DENSE) -> Frame:
    """One shot of an edit, traps and all, of about ``wanted`` frames, shape (n, 3, SIDE, SIDE)."""
    pictures = drawn_shot(rng, wanted) if rng.random() < DRAWN else pool.draw(rng, wanted)[0]
    frames = _vary(rng, _speed(rng, pictures))
    if len(frames) >= 8:
        for trap, chance in INSIDE.values():
            if rng.random() < manner.traps * chance:
                trap(rng, frames, pool.draw(rng, len(frames))[0])
    return frames


def _jump(rng: Rng, shot: Frame) -> tuple[Frame, int] | None:
    """Leave some frames out of a shot, perhaps with a change of framing; None where too little would be seen."""
    n = len(shot)
    if n < 24:
        return None
    at, gap = int(rng.integers(6, n // 2)), int(rng.integers(4, max(5, n // 3)))
    after = shot[at + gap :]
    if len(after) < 4:
        return None
    if rng.random() < 0.35:
        after = view(after, rng.uniform(1.1, 1.6), *rng.uniform(-0.05, 0.05, 2))
    inside = np.abs(np.diff(shot[max(0, at - 5) : at, 0], axis=0)).mean(axis=(1, 2)).max(initial=0.5)
    leap = float(np.abs(after[0, 0] - shot[at - 1, 0]).mean())
    if leap < 2.0 * inside + 1.5:
        return None
    return np.concatenate([shot[:at], after]), at


def _insert(rng: Rng, pool: Pool, shot: Frame) -> tuple[Frame, int, int]:
    """One to four frames of another picture in the middle of a shot that goes on behind them: a flash frame."""
    at = int(rng.integers(6, len(shot) - 6))
    other = _unlike(rng, pool, shot[at], int(rng.integers(1, 5)))
    return np.concatenate([shot[:at], other, shot[at:]]), at, len(other)


def _unlike(rng: Rng, pool: Pool, last: Frame, wanted: int, manner: Manner = DENSE) -> Frame:
    """A shot that begins with another picture than ``last``."""
    for _ in range(4):
        shot = make_shot(rng, pool, wanted, manner)
        if float(np.abs(shot[0] - last).mean(axis=(1, 2)).max()) >= ALIKE:
            break
    return shot


def join_shots(rng: Rng, pool: Pool, frames_wanted: int, manner: Manner = DENSE) -> tuple[Frame, list[Edit]]:
    """Shots joined one after the other until there are about ``frames_wanted`` frames."""
    parts, edits, total, burst = [], list[Edit](), 0, 0
    shot = make_shot(rng, pool, manner.length(rng), manner)
    while total < frames_wanted:
        leap = _jump(rng, shot) if rng.random() < manner.jumps else None
        if leap:
            shot, at = leap
            edits.append(Edit(kind="jump", start=total + at, stop=total + at, swap=total + at))
        if not leap and len(shot) >= 16 and rng.random() < manner.inserts:
            shot, at, count = _insert(rng, pool, shot)
            edits += [Edit(kind="cut", start=total + e, stop=total + e, swap=total + e) for e in (at, at + count)]
        burst = burst - 1 if burst else int(rng.integers(3, 9)) if rng.random() < 0.6 * manner.short else 0
        after = _unlike(rng, pool, shot[-1], int(rng.integers(1, 7)) if burst else manner.length(rng), manner)
        join = (
            JOINS[manner.join(rng)][0](rng, shot[1:], after[:-1])
            if min(len(shot), len(after)) > 4
            else JOINS["cut"][0](rng, shot, after)
        )
        kept = shot[: len(shot) - join.used_a]
        edits = [e for e in edits if e.stop <= total + len(kept)]
        parts += [kept, join.middle]
        total += len(kept)
        edits += [
            Edit(kind=e.kind, start=total + e.start, stop=total + e.stop, swap=total + e.swap) for e in join.edits
        ]
        total += len(join.middle)
        shot = after[join.used_b :]
    parts.append(shot)
    return np.concatenate(parts), edits


def _retime(rng: Rng, frames: Frame, edits: list[Edit]) -> tuple[Frame, list[Edit]]:
    """A rate conversion: frames repeated (24 or 25 in 30, drawn on twos) or blended."""
    style = rng.random()
    if style > 0.2:
        return frames, edits
    rate = float(rng.choice([24 / 30, 25 / 30, 24 / 25, 0.5, 2 / 3, 12.5 / 30]))
    at = np.arange(int(len(frames) / rate)) * rate
    low = np.floor(at).astype(int)
    high, share = np.minimum(low + 1, len(frames) - 1), (at - low).astype(np.float32)
    if style < 0.14 or rate < 0.7:
        high, share = low, np.zeros_like(share)
    share = np.where(share < 0.08, 0, np.where(share > 0.92, 1, share)).astype(np.float32)
    first, last = np.where(share < 1, low, high), np.where(share > 0, high, low)
    out = frames[low] * (1 - share[:, None, None, None]) + frames[high] * share[:, None, None, None]
    moved = []
    for e in edits:
        start, stop = int(np.searchsorted(last, e.start)), int(np.searchsorted(first, e.stop))
        kind = "dissolve" if e.start == e.stop and start != stop else e.kind
        moved.append(Edit(kind=kind, start=start, stop=stop, swap=int(np.searchsorted(last, e.swap))))
    return out, moved


def lay_over(rng: Rng, frames: Frame, pool: Pool) -> None:
    """Captions, bars, boxes and the like over stretches of an edit, in place."""
    for trap, chance in OVER.values():
        if rng.random() < chance:
            length = min(len(frames), int(rng.integers(40, 300)))
            at = int(rng.integers(0, len(frames) - length + 1))
            trap(rng, frames[at : at + length], pool.draw(rng, 60)[0])


def finish_picture(rng: Rng, frames: Frame) -> Pictures:
    """Grain and an H.264 pass at a random quality and keyframe distance."""
    if rng.random() < 0.4:
        grain = rng.standard_normal((8, 3, 2 * SIDE, 2 * SIDE), dtype=np.float32) * rng.uniform(0.5, 5)
        for frame in frames:
            which, top, left = rng.integers((8, SIDE, SIDE))
            frame += grain[which, :, top : top + SIDE, left : left + SIDE]
    codes = np.clip(np.rint(frames), 0, 255).astype(np.uint8)
    return recompress(codes, crf=int(rng.integers(16, 35)), keyframes=int(rng.choice([12, 30, 60, 250])))


def recompress(pictures: Pictures, *, crf: int, keyframes: int) -> Pictures:
    """Pictures through x264 (4:2:0) and back, (n, 3, SIDE, SIDE)."""
    import av

    store = io.BytesIO()
    options = {"crf": str(crf), "preset": "veryfast", "threads": "1", "g": str(keyframes)}
    with av.open(store, "w", format="mp4") as container:
        stream = container.add_stream("libx264", rate=25, options=options)
        stream.width, stream.height, stream.pix_fmt = SIDE, SIDE, "yuv420p"
        for picture in pictures:
            planes = [picture[0], picture[1, ::2, ::2], picture[2, ::2, ::2]]
            flat = np.concatenate([plane.ravel() for plane in planes]).reshape(-1, SIDE)
            container.mux(stream.encode(av.VideoFrame.from_ndarray(flat, format="yuv420p")))
        container.mux(stream.encode(None))
    store.seek(0)
    out = np.empty_like(pictures)
    with av.open(store, "r") as container:
        for i, frame in enumerate(container.decode(video=0)):
            samples = frame.to_ndarray().ravel()
            size, quarter = SIDE * SIDE, SIDE * SIDE // 4
            out[i, 0] = samples[:size].reshape(SIDE, SIDE)
            for plane in (1, 2):
                at = size + (plane - 1) * quarter
                out[i, plane] = samples[at : at + quarter].reshape(SIDE // 2, -1).repeat(2, 0).repeat(2, 1)
    return out


def _same_after(rng: Rng, frames: Frame) -> None:
    """The effect of a transition over a shot that goes on: a flash, zoom, whip or tear without a swap."""
    if len(frames) < 40:
        return
    at = int(rng.integers(12, len(frames) - 12))
    name = str(rng.choice(["flash", "zoom", "whip", "glitch"]))
    middle = JOINS[name][0](rng, frames[at - 10 : at], frames[at : at + 10]).middle
    first = at - len(middle) // 2
    kept = min(len(middle), len(frames) - first)
    frames[first : first + kept] = middle[:kept]


def _still(rng: Rng, frames: Frame) -> Frame:
    """A picture that stands still, or nearly."""
    still = np.repeat(frames[:1], len(frames), axis=0)
    if rng.random() < 0.3:
        still = still * 0 + np.array([rng.uniform(16, 60), 128, 128], np.float32)[:, None, None]
    if rng.random() < 0.5:
        scale = 1 + rng.uniform(0, 0.15) * np.linspace(0, 1, len(still))
        still = np.stack([view(frame, float(s)) for frame, s in zip(still, scale, strict=True)])
    return still


def make_take(rng: Rng, pool: Pool) -> Episode:
    """One shot and nothing else, moving or still, with one to three traps: whatever is reported in it is false."""
    frames = make_shot(rng, pool, int(rng.integers(60, 220)))
    if rng.random() < 0.15:
        frames = _still(rng, frames)
    traps = [*(trap for trap, _ in (*INSIDE.values(), *OVER.values())), *MOSTLY]
    for number in rng.choice(len(traps), int(rng.integers(1, 4)), replace=False):
        traps[int(number)](rng, frames, pool.draw(rng, 60)[0])
    if rng.random() < 0.2:
        _same_after(rng, frames)
    return Episode(pictures=finish_picture(rng, frames), edits=())


def _open_and_close(rng: Rng, frames: Frame, edits: list[Edit]) -> list[Edit]:
    """Sometimes fade the first shot in from black, and the last one out to it; changes ``frames`` in place."""
    n = len(frames)
    room = edits[0].start if edits else n // 2
    if room > 6 and rng.random() < 0.35:
        length = int(rng.integers(4, min(40, room)))
        for i in range(length):
            frames[i] = toward(frames[i], BLACK, 1 - (i + 1) / (length + 1))
        edits = [Edit(kind="fade_in", start=0, stop=length, swap=0), *edits]
    room = n - (edits[-1].stop if edits else n // 2)
    if room > 6 and rng.random() < 0.35:
        length = int(rng.integers(4, min(40, room)))
        for i in range(length):
            frames[n - length + i] = toward(frames[n - length + i], BLACK, (i + 1) / (length + 1))
        edits = [*edits, Edit(kind="fade_out", start=n - length, stop=n, swap=n)]
    return edits


def set_in_frame(rng: Rng, frames: Frame, other: Pictures) -> Frame:
    """The edit as a smaller window, with bars of black, a colour, its own blur or a picture around it."""
    style = rng.random()
    tall, wide = (1.0, 1.0)
    if style < 0.6:
        tall = rng.uniform(0.3, 0.8)
    elif style < 0.8:
        wide = rng.uniform(0.35, 0.8)
    else:
        tall, wide = rng.uniform(0.35, 0.85, 2)
    height, width = int(SIDE * tall), int(SIDE * wide)
    top, left = (int((SIDE - size) * np.clip(rng.normal(0.5, 0.12), 0, 1)) for size in (height, width))
    rows, columns = (((np.arange(size) + 0.5) * SIDE / size).astype(int) for size in (height, width))
    ground = rng.random()
    out = np.empty_like(frames)
    if ground < 0.5:
        out[:] = BLACK
    elif ground < 0.65:
        out[:] = np.array([rng.uniform(16, 235), *rng.normal(128, 20, 2)], np.float32)[:, None, None]
    elif ground < 0.85:
        out[:] = lit(soften(view(frames, rng.uniform(1.2, 3.0)), rng.uniform(0.1, 0.3)), rng.uniform(0.3, 1.0))
    else:
        out[:] = other[0]
    out[:, :, top : top + height, left : left + width] = frames[:, :, rows][:, :, :, columns]
    return out


def _trimmed(rng: Rng, frames: Frame, edits: list[Edit]) -> tuple[Frame, list[Edit]]:
    """Sometimes only a few frames of the first shot, or of the last, are left."""
    if edits and rng.random() < 0.2:
        first = max(0, edits[0].start - int(rng.integers(1, 5)))
        frames = frames[first:]
        edits = [replace(e, start=e.start - first, stop=e.stop - first, swap=e.swap - first) for e in edits]
    if edits and rng.random() < 0.1:
        frames = frames[: edits[-1].stop + int(rng.integers(1, 5))]
    return frames, [e for e in edits if e.stop < len(frames)]


def make_episode(rng: Rng, pool: Pool, frames_wanted: int) -> Episode:
    """A synthetic edit of about ``frames_wanted`` frames; it may begin or end inside a shot of a frame or two."""
    manner = DRAMA if rng.random() < 0.4 else DENSE
    frames, edits = join_shots(rng, pool, frames_wanted, manner)
    if rng.random() < FRAMED:
        frames = set_in_frame(rng, frames, pool.draw(rng, 1)[0])
    lay_over(rng, frames, pool)
    frames, edits = _retime(rng, frames, edits)
    frames, edits = _trimmed(rng, frames, edits)
    edits = _open_and_close(rng, frames, edits)
    return Episode(pictures=finish_picture(rng, frames), edits=tuple(edits))
