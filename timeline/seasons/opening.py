"""Opens whatever stands for an episode: a video, its inspection document, or a timeline file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from pathlib import Path

from timeline.errors import DocumentError, UsageError
from timeline.inputs import check_file
from timeline.interrupts import Interrupts
from timeline.model.inspection import Inspection
from timeline.model.profile import Profile

DOCUMENT = ".json"
LARGEST_DOCUMENT = 64 * 1024 * 1024


def open_all(
    paths: Sequence[Path], profile: Profile | None, *, rate: Fraction | None = None, quiet: bool
) -> Iterator[Inspection]:
    """Inspect one after the other, with a bar on a terminal. ``rate``: of timelines that state none.

    Raises:
        TimelineError: one of them cannot be read.
        KeyboardInterrupt: Ctrl-C.
    """
    from timeline.session import progress_bar

    interrupts = Interrupts()
    for number, path in enumerate(paths, start=1):
        with interrupts.watched(), progress_bar(f"{number}/{len(paths)} {path.name}", interrupts, quiet=quiet) as step:
            if path.suffix.lower() == DOCUMENT:
                found = read_document(path)
            else:
                from timeline.pipeline import Request, inspect

                with inspect(path, Request(profile=profile, rate=rate), step) as made:
                    found = made.inspection
        interrupts.check()
        yield found


def read_document(path: Path) -> Inspection:
    """Read an inspection document.

    Raises:
        DocumentError: it is none.
        MediaError: it is no file that could be one.
    """
    from timeline.model.wire import loads

    check_file(path)
    if path.stat().st_size > LARGEST_DOCUMENT:
        raise DocumentError(f"'{path}' is too large to be an inspection document")
    try:
        return loads(path.read_text(encoding="utf-8"))
    except UnicodeDecodeError as error:
        raise DocumentError(f"'{path}' is no UTF-8 text; give an inspection document, a video or a timeline") from error
    except DocumentError as error:
        raise DocumentError(f"'{path}': {error}") from error


def names_of(paths: Sequence[Path]) -> list[str]:
    """A short name for each path: its stem, with as much of its folders as tells it from the others.

    Raises:
        UsageError: the same path twice.
    """
    if len({path.resolve() for path in paths}) < len(paths):
        raise UsageError("the same file is named twice; name each episode once")
    stems = [(*path.resolve().parts[1:-1], _stem(path)) for path in paths]
    for depth in range(1, max(map(len, stems), default=0) + 1):
        names = ["/".join(own[-depth:]) for own in stems]
        if len(set(names)) == len(names):
            return names
    return [str(path) for path in paths]


def _stem(path: Path) -> str:
    return path.name.removesuffix(DOCUMENT).removesuffix(".inspection") if path.suffix == DOCUMENT else path.stem
