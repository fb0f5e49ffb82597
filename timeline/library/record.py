"""The stored record: all that later steps need of a video, so that nothing is decoded twice.

A ZIP of checked members, N counting from 0: ``header.json`` (clock, media facts, notices, versions), ``figures/N``
(feature rows, float32, column by column), ``signatures/N`` (steps from frame to frame, deflated), ``pictures/N.mjpeg``
(JPEG files end to end) with ``places/N`` (their frames and sizes). Streamed while decoding; another version, a damaged
or a half-written file is never trusted.
"""

from __future__ import annotations

import itertools
import json
import zipfile
import zlib
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from timeline.detect.learnt import weights_version
from timeline.errors import DocumentError
from timeline.kernels.features import COLUMNS, FEATURES_VERSION, SIGNATURE_BYTES, FeatureTable
from timeline.kernels.signature import SignatureRows
from timeline.library.chunks import Chunk, StoredFigures, StoredSignatures, data_offset
from timeline.library.packing import FIGURE, from_steps
from timeline.library.pictures import KeptPictures, Place, places_of
from timeline.model.clock import FrameClock
from timeline.model.codec import decode, encode
from timeline.model.media import Media
from timeline.model.notice import Notice

__all__ = ["RECORD_VERSION", "VERSION", "Header", "KeptPictures", "Record", "StaleRecord", "header_text"]

RECORD_VERSION = 3
"""Raise it with any change to what is stored of the same frames; a test holds it against what it last stood for."""
VERSION = f"r{RECORD_VERSION}f{FEATURES_VERSION}w{weights_version()}"
"""The weights count too: the detector chooses which pictures are kept."""
WHOLE = 16 * 1024
"""Frames up to which signatures are simply held, 19 MB."""
_DAMAGE = (OSError, EOFError, KeyError, ValueError, RuntimeError, NotImplementedError, zipfile.BadZipFile, zlib.error)


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


class Record:
    """A record that was read and found whole; close it when its pictures are no longer needed."""

    def __init__(self, path: Path) -> None:
        """Open and check a record.

        Raises:
            StaleRecord: there is none, or it is not to be trusted.
        """
        try:
            self._file = path.open("rb")
        except OSError as error:
            raise StaleRecord(str(error)) from error
        try:
            self._archive = zipfile.ZipFile(self._file)
            self._names = self._archive.namelist()
            self.header = self._read_header()
            self.table = FeatureTable(columns=COLUMNS, values=self._figures())
            self.signatures = self._signatures()
            self._places = self._pictures()
            if not self.table.frames == len(self.signatures) == self.header.clock.frames:
                raise StaleRecord("rows and frames do not add up")
        except BaseException as error:
            self._file.close()
            if isinstance(error, _DAMAGE):
                raise StaleRecord(str(error)) from error
            raise

    def close(self) -> None:
        """Let go of the file."""
        self._archive.close()
        self._file.close()

    @cached_property
    def pictures(self) -> KeptPictures:
        """The small pictures that were kept."""
        return KeptPictures(self._file, self._places)

    def _read_header(self) -> Header:
        data: Any = json.loads(self._archive.read("header.json"))
        version = data.get("version") if isinstance(data, dict) else None
        if version != VERSION:
            raise StaleRecord(f"made by version {version}")
        try:
            return decode(Header, data, "header")
        except DocumentError as error:
            raise StaleRecord(str(error)) from error

    def _members(self, folder: str) -> list[str]:
        return sorted(name for name in self._names if name.startswith(folder))

    def _chunks(self, names: list[str], row: int) -> list[Chunk]:
        """Where the rows of members lie, ``row`` bytes each once inflated."""
        infos = [self._archive.getinfo(name) for name in names]
        if any(info.file_size % row for info in infos):
            raise StaleRecord("half a row")
        edges = itertools.accumulate((info.file_size // row for info in infos), initial=0)
        return [
            Chunk(start=start, stop=stop, offset=data_offset(self._file, info))
            for info, (start, stop) in zip(infos, itertools.pairwise(edges), strict=True)
        ]

    def _figures(self) -> StoredFigures:
        """The feature rows, every chunk checked: ``read`` compares what it reads with its checksum."""
        names = self._members("figures/")
        self._check_stored(names)
        return StoredFigures(self._file, self._chunks(names, len(COLUMNS) * FIGURE.itemsize), len(COLUMNS))

    def _signatures(self) -> SignatureRows:
        names = self._members("signatures/")

        def read(number: int) -> Any:
            return from_steps(self._archive.read(names[number]), SIGNATURE_BYTES)

        stored = StoredSignatures(read, self._chunks(names, SIGNATURE_BYTES), SIGNATURE_BYTES)
        if len(stored) <= WHOLE:
            return stored.whole()
        for name in names:
            self._archive.read(name)
        return stored

    def _pictures(self) -> list[Place]:
        """Where pictures lie, all checked now: they are shown later, when it is too late to decode again."""
        found: list[Place] = []
        for name in self._members("pictures/"):
            self._check_stored([name])
            member = self._archive.getinfo(name)
            index = self._archive.read(name.replace("pictures/", "places/").replace(".mjpeg", ""))
            places = places_of(index, data_offset(self._file, member))
            if sum(place.size for place in places) != member.file_size or any(place.size < 1 for place in places):
                raise StaleRecord(f"{name} and its places do not add up")
            found += places
        if any(later.frame <= earlier.frame for earlier, later in itertools.pairwise(found)):
            raise StaleRecord("pictures out of order")
        return found

    def _check_stored(self, names: list[str]) -> None:
        """Read members whose bytes are later read in place."""
        for name in names:
            if self._archive.getinfo(name).compress_type != zipfile.ZIP_STORED:
                raise StaleRecord(f"{name} is packed another way")
            self._archive.read(name)


def header_text(header: Header) -> str:
    """The header as its member is written."""
    return json.dumps(encode(header), ensure_ascii=False)
