"""Where profiles come from: those built in, by name, and files, by path."""

from __future__ import annotations

import difflib
from functools import cache
from importlib.resources import files
from pathlib import Path

from timeline.errors import ProfileError
from timeline.model.profile import Profile
from timeline.profiles.reader import MAX_CHARACTERS, parse

BUILT_IN = ("micro-drama", "short-video", "film")


@cache
def _built_in(name: str) -> Profile:
    file = f"{name}.toml"
    return parse(files("timeline.profiles").joinpath(file).read_text(encoding="utf-8"), file)


def available() -> tuple[Profile, ...]:
    """Return the built-in profiles, the one for micro-dramas first."""
    return tuple(_built_in(name) for name in BUILT_IN)


def load(name_or_path: str | Path) -> Profile:
    """Load a built-in profile by its name, or any other by the path of its TOML file.

    Raises:
        ProfileError: no such profile or file, a file that cannot be read, or one that is wrong (file, line, key,
            what is allowed).
    """
    name = str(name_or_path)
    if name in BUILT_IN:
        return _built_in(name)
    path = Path(name_or_path)
    shown = _shown(name)
    if not _exists(path) and path.suffix != ".toml" and len(path.parts) == 1:
        near = difflib.get_close_matches(name, BUILT_IN, n=1)
        hint = f" (did you mean '{near[0]}'?)" if near else ""
        known = ", ".join(BUILT_IN)
        raise ProfileError(f"there is no profile '{shown}'{hint}; give {known} or the path of a TOML file")
    return parse(_text(path, shown), shown)


def _shown(name: str) -> str:
    """A name or path that may come from anywhere, safe and short enough for one line."""
    text = "".join(c if c.isprintable() else "?" for c in name)
    return text if len(text) <= 300 else f"{text[:150]}...{text[-100:]}"


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except (OSError, ValueError):  # longer than a file system takes, or holding a null character
        return False


def _text(path: Path, shown: str) -> str:
    if not _exists(path) or not path.is_file():
        problem = "is no file" if _exists(path) else "does not exist"
        raise ProfileError(f"profile {shown} {problem}; give the path of a TOML file, or one of {', '.join(BUILT_IN)}")
    try:
        with path.open("rb") as file:
            data = file.read(4 * MAX_CHARACTERS + 1)
    except OSError as error:
        raise ProfileError(f"profile {shown} cannot be read: {error.strerror}; check its permissions") from error
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        if len(data) <= 4 * MAX_CHARACTERS:
            raise ProfileError(f"profile {shown} is no UTF-8 text; save it as plain UTF-8 TOML") from error
        text = data.decode("utf-8", errors="replace")
    return text.replace("\r\n", "\n")
