"""Frame-exact shots, cut rhythm and pacing reports for micro-dramas."""

__version__ = "0.1.0"
