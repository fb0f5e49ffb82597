"""A Suggestion as its documented JSON and back; the layout of fields is that of its values (see ``codec``)."""

from __future__ import annotations

from timeline.model.document import dump, load
from timeline.model.suggestion import SCHEMA, Suggestion


def dumps(suggestion: Suggestion) -> str:
    """Write the document as JSON text that ends in a newline and can be written as UTF-8."""
    return dump(suggestion, SCHEMA)


def loads(text: str) -> Suggestion:
    """Read a document back.

    Raises:
        DocumentError: no JSON, another schema, or a field that is wrong; the message names its path.
    """
    return load(text, Suggestion, SCHEMA, "a suggestion")
