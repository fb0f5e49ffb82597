"""Values as JSON documents that name their schema, and back: what every document of the product shares."""

from __future__ import annotations

import json
from typing import Any, TypeVar

from timeline.errors import DocumentError
from timeline.model.codec import decode, encode_fields

T = TypeVar("T")


def to_text(data: Any) -> str:
    """JSON text that ends in a newline and can be written as UTF-8.

    A file name that is no UTF-8 reaches Python as lone surrogates; they stand as escapes, which JSON reads back.
    """
    text = json.dumps(data, ensure_ascii=False, indent=1, allow_nan=False) + "\n"
    return text.encode("utf-8", "backslashreplace").decode()


def from_text(text: str) -> Any:
    """What a JSON text holds.

    Raises:
        DocumentError: it is no JSON.
    """
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise DocumentError(f"this is no JSON document: {error}") from error


def check_schema(data: Any, schema: str, called: str) -> None:
    """Refuse what is no document of this schema; ``called``: the document with its article, as ``a comparison``.

    Raises:
        DocumentError: another schema, or none.
    """
    if not isinstance(data, dict) or data.get("schema") != schema:
        found = data.get("schema") if isinstance(data, dict) else type(data).__name__
        raise DocumentError(f"not {called} of this version: schema is {found!r}, expected {schema!r}")


def dump(value: Any, schema: str) -> str:
    """Write a value, field by field, as a document of this schema."""
    return to_text({"schema": schema} | encode_fields(value))


def load(text: str, kind: type[T], schema: str, called: str) -> T:
    """Read a value back.

    Raises:
        DocumentError: no JSON, another schema, or a field that is wrong; the message names its path.
    """
    data = from_text(text)
    check_schema(data, schema, called)
    return decode(kind, {key: value for key, value in data.items() if key != "schema"})
