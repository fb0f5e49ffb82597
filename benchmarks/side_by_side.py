"""Decodes files with the bundled FFmpeg, one thread each, some at a time: what a pool of inspections is held against.

``python -m benchmarks.side_by_side PROCESSES FILE...``
"""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor


def main(argv: list[str]) -> int:
    """Decode every file; 1 where one does not decode."""
    import imageio_ffmpeg

    ffmpeg = imageio_ffmpeg.get_ffmpeg_exe()

    def decode(path: str) -> int:
        return subprocess.run([ffmpeg, "-v", "error", "-threads", "1", "-i", path, "-an", "-f", "null", "-"]).returncode

    with ThreadPoolExecutor(int(argv[0])) as pool:
        return 1 if any(pool.map(decode, argv[1:])) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
