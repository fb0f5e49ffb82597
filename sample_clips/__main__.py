"""``python -m sample_clips [NAMES] [--out DIR]``: render the sample clips with their truth."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from sample_clips.catalogue import CLIPS
from sample_clips.render import render


def main() -> None:
    """Parse the command line and render."""
    parser = argparse.ArgumentParser(
        prog="python -m sample_clips", description="Render the sample clips with their truth."
    )
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"clips to render (default: all): {', '.join(CLIPS)}")
    parser.add_argument(
        "--out", type=Path, default=Path(__file__).parent, metavar="DIR", help="folder to write to (default: this one)"
    )
    options = parser.parse_args()
    unknown = [name for name in options.names if name not in CLIPS]
    if unknown:
        parser.error(f"no clip named {', '.join(unknown)}; there are {', '.join(CLIPS)}")
    for name in options.names or CLIPS:
        path = render(CLIPS[name], options.out, progress=sys.stderr.isatty())
        print(f"{path} ({path.stat().st_size / 1e6:.2f} MB)")


if __name__ == "__main__":
    main()
