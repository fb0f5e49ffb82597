"""Material that episodes of a season share, found by picture from their signatures; pure."""

from timeline.analyse.shared.find import FOUND_BY, find
from timeline.analyse.shared.kinds import Reel

__all__ = ["FOUND_BY", "Reel", "find"]
