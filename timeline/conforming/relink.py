"""Finds the media that a timeline names: where it says, beside it, or under a folder the user gives; nothing else."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath, PureWindowsPath
from urllib.parse import unquote, urlsplit

from timeline.model.sequence import Origin

MOST_FILES = 200_000
"""Files that are looked at under a media folder."""


@dataclass(slots=True, kw_only=True)
class Relinker:
    """Looks media up for one timeline file. ``root``: the user's folder; ``folder``: that of the timeline."""

    folder: Path
    root: Path | None = None
    _index: dict[str, Path] = field(default_factory=dict)
    _indexed: bool = False

    def find(self, origin: Origin) -> Path | None:
        """A file that is there, or ``None``. Of two of one name the user's folder decides, then the stated place."""
        name = _last(_local(origin.path)) or origin.name
        names = [n for n in (name, origin.name, origin.reel) if n]
        return self._under_root(names) or self._stated(_local(origin.path)) or self._beside(names)

    def _stated(self, path: str) -> Path | None:
        """The path as stated. A relative one is looked for beside the timeline and may not climb out of there."""
        if not path or "\0" in path:
            return None
        stated = Path(path)
        if not stated.is_absolute():
            stated = (self.folder / stated).resolve()
            if not stated.is_relative_to(self.folder.resolve()):
                return None
        return _file(stated)

    def _beside(self, names: list[str]) -> Path | None:
        return next((found for name in names if (found := _file(self.folder / (_last(name) or "-")))), None)

    def _under_root(self, names: list[str]) -> Path | None:
        if self.root is None:
            return None
        if not self._indexed:
            self._index, self._indexed = dict(_files(self.root)), True
        for name in names:
            key = (_last(name) or "").casefold()
            found = self._index.get(key) or self._index.get(f"{key}/")
            if found is not None:
                return found
        return None


def _local(stated: str) -> str:
    """Path of a local file from a path or a file URL; empty for an address elsewhere."""
    if "://" not in stated:
        return unquote(stated.removeprefix("file:")) if stated.startswith("file:") else stated
    try:
        parts = urlsplit(stated)
        host = parts.hostname
    except ValueError:
        return ""
    if parts.scheme.lower() != "file" or host not in (None, "", "localhost"):
        return ""
    return unquote(parts.path)


def _last(path: str) -> str:
    """File name at the end of a path of any system; empty for one that names a folder or none."""
    name = PureWindowsPath(PurePosixPath(path).name).name if path else ""
    return "" if name in (".", "..") or "\0" in name else name


def _file(path: Path) -> Path | None:
    try:
        return path if path.is_file() else None
    except (OSError, ValueError):
        return None


def _files(root: Path) -> Iterator[tuple[str, Path]]:
    """Names of the files under a folder, in lower case, and stems with a slash behind them; the first of a name stays.

    Walked in order of names, so that the same folder always gives the same file.
    """
    seen, count = set[str](), 0
    for folder, below, names in os.walk(root):
        below.sort()
        for name in sorted(names):
            count += 1
            if count > MOST_FILES:
                return
            path = Path(folder) / name
            for key in (name.casefold(), f"{path.stem.casefold()}/"):
                if key not in seen:
                    seen.add(key)
                    yield key, path
