"""Writes a record while a video is decoded: features to disk as they become final, pictures of what may matter."""

from __future__ import annotations

import contextlib
import zipfile
from collections import deque
from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt

from timeline.detect import candidate_frames, detect
from timeline.errors import OutputError
from timeline.kernels.features import COLUMNS, SIGNATURE_BYTES, FeatureStream, FeatureTable
from timeline.kernels.pictures import PictureBatch
from timeline.library import jpeg
from timeline.library.packing import to_columns, to_steps
from timeline.library.pictures import index_of
from timeline.library.record import Header, header_text

CHUNK = 512
"""Rows a member."""
CONTEXT = 96
"""Rows that a candidate is judged with on either side; its pictures are held for so long."""
STEP = 256
"""Rows judged at once."""
FAINT = 0.2
"""Confidence from which a transition's own frames are kept, counted or not."""
EVERY = 24
"""A picture is kept at least this often, so that every longer shot has one inside."""

_STORED, _DEFLATED = zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED


class RecordWriter:
    """A sink for decoded pictures that leaves a record at ``path``; ``finish`` it or ``abandon`` it.

    Memory: the features and pictures of one chunk, and the pictures between the newest frame and the last one judged.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._archive = zipfile.ZipFile(path, "w", compresslevel=1)
        self._features = FeatureStream()
        self._waiting: deque[PictureBatch] = deque()
        self._rows: list[npt.NDArray[np.float32]] = []
        self._signatures: list[npt.NDArray[np.uint8]] = []
        self._pictures: list[tuple[int, bytes]] = []
        self._held = 0
        self._chunks = 0
        self._window = np.empty((0, len(COLUMNS)), np.float32)
        self._window_signatures = np.empty((0, SIGNATURE_BYTES), np.uint8)
        self._window_first = 0
        self._judged = 0
        self._kept_last = -EVERY

    def push(self, batch: PictureBatch) -> None:
        """Take the next frames."""
        self._waiting.append(batch)
        self._features.push(batch)
        self._collect(done=False)

    def finish(self, header: Header) -> None:
        """Write what is left and the header; the file is whole after this."""
        self._features.finish()
        self._collect(done=True)
        with self._room():
            self._flush()
            self._archive.writestr("header.json", header_text(header), compress_type=_DEFLATED)
            self._archive.close()

    def abandon(self) -> None:
        """Leave nothing behind."""
        with contextlib.suppress(OSError, ValueError):
            self._archive.close()
        with contextlib.suppress(OSError):
            self.path.unlink()

    def _collect(self, *, done: bool) -> None:
        _, values, signatures = self._features.take()
        if len(values):
            self._rows.append(values)
            self._signatures.append(signatures)
            self._held += len(values)
            self._window = np.concatenate([self._window, values])
            self._window_signatures = np.concatenate([self._window_signatures, signatures])
        if len(values) or done:
            self._judge(done)
        if self._held >= CHUNK:
            with self._room():
                self._flush()

    def _judge(self, done: bool) -> None:
        """Decide which pictures to keep among the rows that have all the context they need."""
        end = self._window_first + len(self._window)
        ready = end if done else max(self._judged, end - CONTEXT)
        if ready - self._judged >= STEP or (done and ready > self._judged):
            found = (frame + self._window_first for frame in self._shown())
            self._keep(self._with_regular(sorted({f for f in found if self._judged <= f < ready}), ready))
            self._judged = ready
            past = max(0, ready - CONTEXT - self._window_first)
            self._window, self._window_signatures = self._window[past:], self._window_signatures[past:]
            self._window_first += past
        while self._waiting and self._waiting[0].first + self._waiting[0].frames <= self._judged:
            self._waiting.popleft()

    def _shown(self) -> set[int]:
        """Rows of the window that show a candidate: both sides of it, and of where its edit point would lie."""
        frames = {int(frame) for frame in candidate_frames(self._window)}
        table = FeatureTable(columns=COLUMNS, values=self._window)
        for t in detect(table, self._window_signatures, min_confidence=FAINT).transitions:
            frames |= {t.start - 1, t.stop}
            frames |= {t.edit_point - 1, t.edit_point} if t.edit_point is not None else set()
        return frames

    def _with_regular(self, wanted: list[int], ready: int) -> list[int]:
        """Add the frames that make a picture at least every EVERY frames, and the middle of short stretches."""
        kept: list[int] = []
        last = self._kept_last
        for frame in [*wanted, ready]:
            if 2 < frame - last <= EVERY and last >= self._judged:
                kept.append((last + frame) // 2)
            while frame - last > EVERY:
                last = last + EVERY
                if last >= self._judged:
                    kept.append(last)
            if frame < ready:
                kept.append(frame)
                last = frame
        self._kept_last = last
        return sorted(set(kept))

    def _keep(self, frames: Iterable[int]) -> None:
        batches = iter(self._waiting)
        batch = next(batches, None)
        for frame in frames:
            while batch is not None and frame >= batch.first + batch.frames:
                batch = next(batches, None)
            if batch is None:
                return
            at = frame - batch.first
            self._pictures.append((frame, jpeg.encode(batch.luma[at], batch.cb[at], batch.cr[at])))

    def _flush(self) -> None:
        name = f"{self._chunks:06d}"
        if self._held:
            self._archive.writestr(f"figures/{name}", to_columns(np.concatenate(self._rows)), compress_type=_STORED)
            steps = to_steps(np.concatenate(self._signatures))
            self._archive.writestr(f"signatures/{name}", steps, compress_type=_DEFLATED, compresslevel=1)
        if self._pictures:
            data = b"".join(data for _, data in self._pictures)
            self._archive.writestr(f"pictures/{name}.mjpeg", data, compress_type=_STORED)
            self._archive.writestr(f"places/{name}", index_of(self._pictures), compress_type=_STORED)
        self._rows, self._signatures, self._pictures, self._held = [], [], [], 0
        self._chunks += 1

    @contextlib.contextmanager
    def _room(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise OutputError(
                f"cannot write the stored record in '{self.path.parent}': {error.strerror or error}; "
                "free some room or set TIMELINE_CACHE to another folder"
            ) from error
