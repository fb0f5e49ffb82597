"""Runs one benchmark by name: ``python -m benchmarks media|accuracy|evaluators|speed|profiles ...``."""

from __future__ import annotations

import sys
from importlib import import_module

from timeline.errors import TimelineError

# name -> module with ``main(argv) -> exit code``, and what it does; a module is imported only when it is run.
COMMANDS = {
    "media": ("benchmarks.media", "check decoding against a folder of odd files and its manifest"),
    "accuracy": ("benchmarks.accuracy", "score the detectors on a folder of annotated clips"),
    "speed": ("benchmarks.speed", "compare an inspection with a bare decode of the same file"),
    "suggest": ("benchmarks.suggest", "trim 500 cuts drawn by lot onto limits drawn by lot and check every answer"),
    "evaluators": ("benchmarks.evaluators", "hold our published-style scores against the scripts they come from"),
    "interchange": ("benchmarks.interchange", "read a folder of timelines from other hands and check its manifest"),
    "library": ("benchmarks.library", "a library as it grows to 100,000, under kill -9, and against bare decodes"),
    "mutate": ("benchmarks.mutate", "read thousands of damaged timelines: no traceback, no hang, little memory"),
    "diff": ("benchmarks.diff", "compare thirty versions of an episode and check that every change is named, no other"),
    "speech": ("benchmarks.speech", "look for speech in sound with exact truth, under music, noise and silence"),
    "season": ("benchmarks.season", "learnt bands and changes of pace against drawn seasons; what the page costs"),
    "shared": ("benchmarks.shared", "find what episodes share in seasons of 10 to 100, and draw how the work grows"),
    "profiles": ("benchmarks.profiles", "compute the reference profiles from published shot lengths"),
}


def main(argv: list[str]) -> int:
    """Run the benchmark that ``argv`` names; 2 where it names none or cannot run."""
    if not argv or argv[0] not in COMMANDS:
        lines = [f"  {name:12}{words}" for name, (_, words) in COMMANDS.items()]
        asked_for_help = argv[:1] in (["-h"], ["--help"])
        print(
            "usage: python -m benchmarks COMMAND ...",
            *lines,
            sep="\n",
            file=sys.stdout if asked_for_help else sys.stderr,
        )
        return 0 if asked_for_help else 2
    module = import_module(COMMANDS[argv[0]][0])
    try:
        return int(module.main(argv[1:]))
    except TimelineError as error:
        print(f"error: {error}", file=sys.stderr)
        return error.exit_code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
