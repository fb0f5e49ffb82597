"""The JSON Schema of the inspection document, generated from the model's types.

``python -m timeline.model.schema`` prints it; ``timeline/model/inspection.schema.json`` is that output, shipped.
"""

from __future__ import annotations

import dataclasses
import json
import types
import typing
from enum import StrEnum
from fractions import Fraction
from typing import Any

from timeline.model.codec import DECIMAL, field_types
from timeline.model.inspection import SCHEMA
from timeline.model.wire import DERIVED, LAYOUT

RATIONAL = {"type": "string", "pattern": r"^-?\d+(/[1-9]\d*)?$"}
_SCALARS: dict[Any, dict[str, Any]] = {
    int: {"type": "integer"},
    float: {"type": "number"},
    str: {"type": "string"},
    bool: {"type": "boolean"},
    type(None): {"type": "null"},
    Fraction: RATIONAL,
}


def inspection_schema() -> dict[str, Any]:
    """Describe the whole document (JSON Schema 2020-12)."""
    definitions: dict[str, Any] = {}
    properties = {"schema": {"const": SCHEMA}} | {key: _derived(key, kind, definitions) for key, kind in LAYOUT.items()}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": SCHEMA,
        "title": "Inspection",
        "description": "Frames are integers from 0 in presentation order, ranges are [start, stop), rationals are "
        "strings with a decimal beside them.",
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
        "$defs": dict(sorted(definitions.items())),
    }


def _schema(kind: Any, definitions: dict[str, Any]) -> dict[str, Any]:
    origin, args = typing.get_origin(kind), typing.get_args(kind)
    if kind in _SCALARS:
        return _SCALARS[kind]
    if origin in (typing.Union, types.UnionType):
        return {"anyOf": [_schema(arg, definitions) for arg in args]}
    if origin is typing.Literal:
        return {"enum": list(args)}
    if origin is tuple and len(args) == 2 and args[1] is Ellipsis:
        return {"type": "array", "items": _schema(args[0], definitions)}
    if origin is tuple:
        items = [_schema(arg, definitions) for arg in args]
        return {"type": "array", "prefixItems": items, "items": False, "minItems": len(items)}
    if issubclass(kind, StrEnum):
        return {"enum": [member.value for member in kind]}
    if kind.__name__ not in definitions:
        definitions[kind.__name__] = {}
        definitions[kind.__name__] = _object(kind, definitions)
    return {"$ref": f"#/$defs/{kind.__name__}"}


def _object(kind: Any, definitions: dict[str, Any], extra: tuple[str, ...] = ()) -> dict[str, Any]:
    properties: dict[str, Any] = {}
    for name, hint in field_types(kind).items():
        properties[name] = _schema(hint, definitions)
        if hint is Fraction or Fraction in typing.get_args(hint):
            properties[name + DECIMAL] = {"type": "number"}
    required = list(field_types(kind))
    for name in extra:
        properties[name] = {"type": "integer"} if name in ("frames", "end_pts") else RATIONAL
        if properties[name] is RATIONAL:
            properties[name + DECIMAL] = {"type": "number"}
    doc = (kind.__doc__ or "").strip()
    return {
        "type": "object",
        "description": " ".join(doc.replace("``", "").split()),
        "properties": properties,
        "required": required,
        "additionalProperties": False,
    }


def _derived(key: str, kind: Any, definitions: dict[str, Any]) -> dict[str, Any]:
    extra = DERIVED.get("transitions" if key == "near_misses" else key, ())
    if not extra:
        return _schema(kind, definitions)
    inner = kind if dataclasses.is_dataclass(kind) else typing.get_args(kind)[0]
    described = _object(inner, definitions, extra)
    return described if inner is kind else {"type": "array", "items": described}


if __name__ == "__main__":
    print(json.dumps(inspection_schema(), indent=1, ensure_ascii=False))
