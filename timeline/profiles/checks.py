"""Reading one table of a profile key by key: every refusal names the line, the key and what is allowed."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, NoReturn

from timeline.errors import ProfileError
from timeline.profiles.lines import Path, line_of

MAX_TEXT = 400
MAX_NUMBER = Fraction(1_000_000)


@dataclass(slots=True)
class Place:
    """Where in which file a value stands."""

    file: str
    lines: dict[Path, int]
    path: Path = ()

    def at(self, *keys: str | int) -> Place:
        """Return the place of something inside this one."""
        return Place(self.file, self.lines, self.path + keys)

    def refuse(self, problem: str, allowed: str) -> NoReturn:
        """Refuse the profile: file, line, key, what is wrong, what is allowed."""
        key = _dotted(self.path) or "the file"
        raise ProfileError(f"{self.file}, line {line_of(self.lines, self.path)}: {key}: {problem}; {allowed}")


def _dotted(path: Path) -> str:
    """Such as ``band[2].max_seconds``, counting tables of one name from 1."""
    text = ""
    for key in path:
        text += f"[{key + 1}]" if isinstance(key, int) else f".{key}" if text else key
    return text


@dataclass(slots=True)
class Table:
    """One table being read; what was asked for is remembered, so that ``done`` can refuse the rest."""

    data: dict[str, Any]
    place: Place
    asked: dict[str, None] = field(default_factory=dict)

    def has(self, key: str) -> bool:
        """Whether the table has ``key``."""
        self.asked[key] = None
        return key in self.data

    def text(self, key: str, default: str | None = None) -> str:
        """Read a text of one line; required where there is no default."""
        value = self._value(key, default, "a text in quotes")
        if not isinstance(value, str):
            self.place.at(key).refuse(f"{_shown(value)} is no text", "write a text in quotes")
        if not value.strip() or len(value) > MAX_TEXT or not value.isprintable():
            self.place.at(key).refuse(
                "the text is empty, too long or has control characters", f"write 1 to {MAX_TEXT} characters on one line"
            )
        return value.strip()

    def choice(self, key: str, allowed: Iterable[str], default: str | None = None) -> str:
        """Read a text that is one of ``allowed``."""
        return one_of(self.text(key, default), list(allowed), self.place.at(key))

    def choices(self, key: str, allowed: Iterable[str]) -> tuple[str, ...]:
        """Read a list of texts, each one of ``allowed``."""
        return tuple(one_of(text, list(allowed), place) for text, place in self.texts(key))

    def texts(self, key: str) -> list[tuple[str, Place]]:
        """Read a list of texts, each with its place."""
        place = self.place.at(key)
        value = self._value(key, None, "a list of texts in quotes")
        if not isinstance(value, list) or not value or not all(isinstance(item, str) for item in value):
            place.refuse(f"{_shown(value)} is no list of texts", 'write a list such as ["cut", "dissolve"]')
        return [(item, place) for item in value]

    def number(self, key: str, low: Fraction = Fraction(0)) -> Fraction | None:
        """Read a number from ``low`` up, exactly as written; ``None`` where the key is absent."""
        return exact(self.data[key], self.place.at(key), low) if self.has(key) else None

    def pair(self, key: str) -> tuple[Fraction, Fraction]:
        """Read a list of two numbers of 0 or more."""
        value, place = self.data[key], self.place.at(key)
        if not isinstance(value, list) or len(value) != 2:
            place.refuse(f"{_shown(value)} is no pair", "write two numbers such as [0, 3]")
        return exact(value[0], place), exact(value[1], place)

    def tables(self, key: str, most: int) -> list[Table]:
        """Read the tables written as ``[[key]]``; none where there are none."""
        place = self.place.at(key)
        value = self.data[key] if self.has(key) else []
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            place.refuse("this is no list of tables", f"write each one under [[{_dotted(place.path)}]]")
        if len(value) > most:
            place.refuse(f"{len(value)} of them are too many", f"up to {most} are allowed")
        return [Table(item, place.at(n)) for n, item in enumerate(value)]

    def done(self) -> None:
        """Refuse the first key that nobody asked for, naming the nearest one known."""
        for key in self.data:
            if key not in self.asked:
                self.place.at(key).refuse(
                    f"unknown key{_hint(key, list(self.asked))}", f"allowed here: {', '.join(self.asked)}"
                )

    def _value(self, key: str, default: Any, wanted: str) -> Any:
        if self.has(key):
            return self.data[key]
        if default is None:
            self.place.refuse(f"'{key}' is missing", f"add {key} = {wanted}")
        return default


def one_of(text: str, allowed: Sequence[str], place: Place) -> str:
    """Check that a text is one of those allowed."""
    if text not in allowed:
        place.refuse(f"{_shown(text)} is unknown here{_hint(text, allowed)}", f"allowed: {', '.join(allowed)}")
    return text


def exact(value: Any, place: Place, low: Fraction = Fraction(0)) -> Fraction:
    """Check a number: an int or a decimal as written, from ``low`` up to ``MAX_NUMBER``."""
    if isinstance(value, bool) or not isinstance(value, (int, Fraction, float)):
        place.refuse(f"{_shown(value)} is no number", "write a number without quotes, such as 3 or 2.5")
    if isinstance(value, float) or not low <= value <= MAX_NUMBER:
        place.refuse(f"{_shown(value)} is out of range", f"write a number from {low} to {MAX_NUMBER}")
    return Fraction(value)


def _shown(value: Any) -> str:
    if isinstance(value, (dict, list)):
        return "a table" if isinstance(value, dict) else "a list"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, Fraction):
        return f"{float(value):g}"
    text = repr(value) if isinstance(value, str) else str(value)
    return text if len(text) <= 60 else text[:57] + "..."


def _hint(text: str, known: Sequence[str]) -> str:
    near = difflib.get_close_matches(text[:100], known, n=1, cutoff=0.6)
    return f" (did you mean '{near[0]}'?)" if near else ""
