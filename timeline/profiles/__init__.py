"""Profiles as TOML: the built-in ones and the reader that refuses a wrong one in words."""

from timeline.profiles.describe import Row, describe
from timeline.profiles.reader import parse
from timeline.profiles.store import available, load

__all__ = ["Row", "available", "describe", "load", "parse"]
