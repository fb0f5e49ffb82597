"""A Suggestion as its documented JSON and back; the layout of fields is that of its values (see ``codec``)."""

from __future__ import annotations

import json
from typing import Any

from timeline.errors import DocumentError
from timeline.model.codec import decode, encode_fields
from timeline.model.suggestion import SCHEMA, Suggestion


def dumps(suggestion: Suggestion) -> str:
    """Write the document as JSON text that ends in a newline and can be written as UTF-8."""
    data = {"schema": SCHEMA} | encode_fields(suggestion)
    text = json.dumps(data, ensure_ascii=False, indent=1, allow_nan=False) + "\n"
    return text.encode("utf-8", "backslashreplace").decode()


def loads(text: str) -> Suggestion:
    """Read a document back.

    Raises:
        DocumentError: no JSON, another schema, or a field that is wrong; the message names its path.
    """
    try:
        data: Any = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise DocumentError(f"this is no JSON document: {error}") from error
    if not isinstance(data, dict) or data.get("schema") != SCHEMA:
        found = data.get("schema") if isinstance(data, dict) else type(data).__name__
        raise DocumentError(f"not a suggestion of this version: schema is {found!r}, expected {SCHEMA!r}")
    return decode(Suggestion, {key: value for key, value in data.items() if key != "schema"})
