"""The stored record: all that later steps need of a video, so that nothing is decoded twice.

A ZIP of checked members: ``header.json`` (clock, media facts, notices, versions), ``rows/N`` (feature rows, float32,
bytes of equal weight together, deflated), ``signatures/N`` (deflated), ``pictures/N.jpg``. Streamed while decoding;
another version, a damaged or a half-written file is never trusted.
"""

from __future__ import annotations

import bisect
import json
import re
import zipfile
import zlib
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from timeline.detect.learnt import weights_version
from timeline.errors import DocumentError
from timeline.kernels.features import COLUMNS, FEATURES_VERSION, SIGNATURE_BYTES, FeatureTable
from timeline.library import jpeg
from timeline.model.clock import FrameClock
from timeline.model.codec import decode, encode
from timeline.model.media import Media
from timeline.model.notice import Notice

RECORD_VERSION = 1
VERSION = f"r{RECORD_VERSION}f{FEATURES_VERSION}w{weights_version()}"
"""The weights count too: the detector chooses which pictures are kept."""
_DAMAGE = (OSError, EOFError, KeyError, ValueError, RuntimeError, NotImplementedError, zipfile.BadZipFile, zlib.error)
_PICTURE = re.compile(r"pictures/\d{9}\.jpg")


class StaleRecord(Exception):  # noqa: N818 - no error to the user: the video is decoded again
    """The file is damaged, half-written or of another version."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """The facts of a record. ``frame_threads``: how the frames were decoded, see ``timeline.decode``."""

    version: str
    content_id: str
    media: Media
    clock: FrameClock
    notices: tuple[Notice, ...]
    frame_threads: bool


class KeptPictures:
    """The pictures of a record, read one by one when asked for."""

    mime = jpeg.MIME

    def __init__(self, archive: zipfile.ZipFile, frames: list[int]) -> None:
        self._archive = archive
        self.frames = frames

    def get(self, frame: int) -> bytes | None:
        """Encoded picture of ``frame``, or ``None`` where none was kept."""
        place = bisect.bisect_left(self.frames, frame)
        if place == len(self.frames) or self.frames[place] != frame:
            return None
        return self._archive.read(picture_member(frame))

    def nearest(self, frame: int) -> tuple[int, bytes] | None:
        """Encoded picture of the kept frame nearest to ``frame``, with its number; the earlier of two."""
        if not self.frames:
            return None
        place = bisect.bisect_left(self.frames, frame)
        close = min(self.frames[max(0, place - 1) : place + 1], key=lambda kept: abs(kept - frame))
        return close, self._archive.read(picture_member(close))


class Record:
    """A record that was read and found whole; close it when its pictures are no longer needed."""

    def __init__(self, path: Path) -> None:
        """Open and check a record.

        Raises:
            StaleRecord: there is none, or it is not to be trusted.
        """
        try:
            self._archive = zipfile.ZipFile(path)
        except _DAMAGE as error:
            raise StaleRecord(str(error)) from error
        try:
            self._check()
            self.header = self._read_header()
            self.table = FeatureTable(columns=COLUMNS, values=self._rows())
            self.signatures = self._members("signatures/", np.uint8, SIGNATURE_BYTES)
            if not self.table.frames == len(self.signatures) == self.header.clock.frames:
                raise StaleRecord("rows and frames do not add up")
        except BaseException:
            self._archive.close()
            raise

    def close(self) -> None:
        """Let go of the file."""
        self._archive.close()

    @cached_property
    def pictures(self) -> KeptPictures:
        """The small pictures that were kept."""
        names = self._names("pictures/")
        return KeptPictures(self._archive, [int(name.rsplit("/", 1)[1].removesuffix(".jpg")) for name in names])

    def _check(self) -> None:
        """Read every member against its checksum: pictures are shown later, when it is too late to decode again."""
        try:
            damaged = self._archive.testzip()
        except _DAMAGE as error:
            raise StaleRecord(str(error)) from error
        if damaged or not all(map(_PICTURE.fullmatch, self._names("pictures/"))):
            raise StaleRecord(f"{damaged or 'the name of a picture'} is damaged")

    def _read_header(self) -> Header:
        data = self._load_json("header.json")
        if data.get("version") != VERSION:
            raise StaleRecord(f"made by version {data.get('version')}")
        try:
            return decode(Header, data, "header")
        except DocumentError as error:
            raise StaleRecord(str(error)) from error

    def _load_json(self, name: str) -> dict[str, Any]:
        try:
            data = json.loads(self._read(name))
        except ValueError as error:
            raise StaleRecord(str(error)) from error
        return data if isinstance(data, dict) else {}

    def _read(self, name: str) -> bytes:
        try:
            return self._archive.read(name)
        except _DAMAGE as error:
            raise StaleRecord(f"{name}: {error}") from error

    def _names(self, folder: str) -> list[str]:
        return sorted(name for name in self._archive.namelist() if name.startswith(folder))

    def _rows(self) -> npt.NDArray[np.float32]:
        parts = [unshuffle(self._read(name), len(COLUMNS)) for name in self._names("rows/")]
        return np.concatenate(parts) if parts else np.empty((0, len(COLUMNS)), np.float32)

    def _members(self, folder: str, dtype: type[np.uint8], width: int) -> npt.NDArray[np.uint8]:
        data = b"".join(self._read(name) for name in self._names(folder))
        if len(data) % width:
            raise StaleRecord(f"{folder} holds half a row")
        return np.frombuffer(data, dtype).reshape(-1, width)


def picture_member(frame: int) -> str:
    """Name of the member that holds a frame's picture; names sort as frames do."""
    return f"pictures/{frame:09d}.jpg"


def shuffle(values: npt.NDArray[np.float32]) -> bytes:
    """Rows (n, k) as bytes, column by column, bytes of equal weight together: they deflate by about a third more."""
    columns = np.ascontiguousarray(values.T, dtype="<f4")
    return columns.view(np.uint8).reshape(-1, 4).T.tobytes()


def unshuffle(data: bytes, width: int) -> npt.NDArray[np.float32]:
    """Undo ``shuffle``; raises StaleRecord for bytes that are no whole rows."""
    if len(data) % (4 * width):
        raise StaleRecord("half a feature row")
    columns = np.frombuffer(data, np.uint8).reshape(4, -1).T.copy().view("<f4")
    return np.ascontiguousarray(columns.reshape(width, -1).T, dtype=np.float32)


def header_text(header: Header) -> str:
    """The header as its member is written."""
    return json.dumps(encode(header), ensure_ascii=False)
