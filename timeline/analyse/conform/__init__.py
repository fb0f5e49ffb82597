"""Is this render that timeline? Edit points, transitions and pictures laid against each other; pure."""

from timeline.analyse.conform.footage import Footage, Take
from timeline.analyse.conform.pictures import HANDLES
from timeline.analyse.conform.verdict import conform

__all__ = ["HANDLES", "Footage", "Take", "conform"]
