"""Edge: the library of every episode, a folder of Parquet that any number of processes write and read at once."""

from timeline.catalogue.layout import Layout, create, find
from timeline.catalogue.reader import Library, open_library

__all__ = ["Layout", "Library", "create", "find", "open_library"]
