"""A VersionDiff as its documented JSON and back; the layout of fields is that of its values (see ``codec``)."""

from __future__ import annotations

from timeline.model.difference import SCHEMA, VersionDiff
from timeline.model.document import dump, load


def dumps(diff: VersionDiff) -> str:
    """Write the document as JSON text that ends in a newline and can be written as UTF-8."""
    return dump(diff, SCHEMA)


def loads(text: str) -> VersionDiff:
    """Read a document back.

    Raises:
        DocumentError: no JSON, another schema, or a field that is wrong; the message names its path.
    """
    return load(text, VersionDiff, SCHEMA, "a comparison")
