"""What a peer that reads the file itself is made of: how to run it, what decides its predictions, how to get it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Protocol

from timeline.model.edit import Kind, Transition, centre

Parameters = Mapping[str, float | str]
READING = tuple(f"decode/{name}.py" for name in ("filtered", "packets", "containers", "streams", "orientation"))
"""Parts of this package that decide which frames ``read_filtered`` yields."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What a peer says of one video: the frames it saw, and its transitions in order."""

    frames: int
    transitions: tuple[Transition, ...]


class Run(Protocol):
    """Runs the variants of one peer in one pass."""

    def __call__(self, video: Path, wanted: Mapping[str, Parameters], check: Callable[[], None]) -> dict[str, Seen]:
        """Say by name what each variant finds; ``check`` is called now and then and may raise to stop."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FileRow:
    """A detector that reads the file itself. Rows of one ``run`` are variants of one peer.

    ``version``: releases of whatever decides its predictions. ``sources``: parts of this package that do. ``modules``:
    what must be importable, given by the ``extra`` of this package.
    """

    run: Run
    parameters: Parameters
    summary: str
    version: Callable[[], str]
    sources: tuple[str, ...]
    modules: tuple[str, ...] = ()
    extra: str = ""
    needs: Literal["file"] = "file"


def run_together(video: Path, rows: Mapping[str, FileRow], check: Callable[[], None] = lambda: None) -> dict[str, Seen]:
    """What each row finds in a video, variants of one peer in one pass.

    Raises:
        InputError: the video cannot be decoded.
    """
    runs = {row.run: None for row in rows.values()}
    found: dict[str, Seen] = {}
    for run in runs:
        found |= run(video, {name: row.parameters for name, row in rows.items() if row.run is run}, check)
    return found


def cuts(frames: Iterable[int]) -> tuple[Transition, ...]:
    """A cut at each of these frames, first ones of new shots."""
    return tuple(Transition(kind=Kind.CUT, start=frame, stop=frame, edit_point=frame) for frame in frames)


def between(start: int, stop: int) -> Transition:
    """A transition by a peer that does not tell kinds: a cut, or some gradual change where it takes time."""
    if start == stop:
        return cuts([start])[0]
    return Transition(kind=Kind.OTHER, start=start, stop=stop, edit_point=centre(start, stop))
