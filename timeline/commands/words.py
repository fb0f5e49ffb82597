"""Turns refusals, an interrupt and a closed output into one line and the exit code that the shell gets."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import typer

from timeline.errors import TimelineError


@contextmanager
def words() -> Iterator[None]:
    """Run a command's body; what goes wrong in a known way is said in one line on stderr.

    Raises:
        typer.Exit: with the exit code of what went wrong.
    """
    try:
        yield
        sys.stdout.flush()
    except TimelineError as error:
        from timeline.render.text import clean

        print(clean(f"timeline: {error}"), file=sys.stderr)
        raise typer.Exit(error.exit_code) from error
    except KeyboardInterrupt as error:
        print("timeline: interrupted; nothing half-written was left", file=sys.stderr)
        raise typer.Exit(130) from error
    except BrokenPipeError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # or Python complains again at exit
        raise typer.Exit(141) from error
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        print(f"timeline: cannot write to the output: {error.strerror or error}", file=sys.stderr)
        raise typer.Exit(2) from error
