"""What changed between two versions of a cut, from the small pictures of both; pure."""

from timeline.analyse.diff.compare import Version, compare

__all__ = ["Version", "compare"]
