"""Plain JSON data out of frozen values and back, driven by their type hints; errors carry the path to the bad field.

Rationals are strings ("30000/1001"), and beside each stands a float under the same name with ``_decimal`` for readers
that need no more; reading ignores it. Nothing else is derived here.
"""

from __future__ import annotations

import dataclasses
import math
import re
import types
import typing
from collections.abc import Callable
from enum import StrEnum
from fractions import Fraction
from functools import cache, partial
from typing import Any, TypeVar

from timeline.errors import DocumentError

T = TypeVar("T")
DECIMAL = "_decimal"
_RATIONAL = re.compile(r"-?\d{1,300}(/\d{1,300})?", re.ASCII)


@cache
def field_types(cls: Any) -> dict[str, Any]:
    """Name and resolved type of each field that the constructor takes."""
    hints = typing.get_type_hints(cls)
    return {field.name: hints[field.name] for field in dataclasses.fields(cls) if field.init}


def encode(value: Any) -> Any:
    """Turn a value of the model into what ``json`` writes."""
    if isinstance(value, StrEnum):
        return value.value
    if value is None or isinstance(value, (bool, int, str)):
        return value
    if isinstance(value, float):
        if not math.isfinite(value):
            raise ValueError("a document holds finite numbers only")
        return value
    if isinstance(value, Fraction):
        return str(value)
    if isinstance(value, tuple):
        return [encode(item) for item in value]
    return encode_fields(value)


def encode_fields(value: Any) -> dict[str, Any]:
    """Encode a dataclass as an object, with decimals beside its rationals."""
    out: dict[str, Any] = {}
    kind: Any = type(value)
    for name in field_types(kind):
        item = getattr(value, name)
        out[name] = encode(item)
        if isinstance(item, Fraction):
            out[name + DECIMAL] = round(float(item), 9)
    return out


def decode(kind: type[T], data: Any, path: str = "document") -> T:
    """Build a value of ``kind`` from parsed JSON.

    Raises:
        DocumentError: naming the path of the field that is wrong, and what belongs there.
    """
    return typing.cast(T, _decode(kind, data, path))


def _decode(kind: Any, data: Any, path: str) -> Any:
    return _decoder(kind)(data, path)


@cache
def _decoder(kind: Any) -> Callable[[Any, str], Any]:
    """What reads a type; a document has thousands of values of a few types, so it is found once for each."""
    origin = typing.get_origin(kind)
    if origin in (typing.Union, types.UnionType):
        return partial(_decode_union, typing.get_args(kind))
    if origin is typing.Literal:
        return partial(_decode_literal, typing.get_args(kind))
    if origin is tuple:
        return partial(_decode_tuple, typing.get_args(kind))
    return partial(_decode_fields if dataclasses.is_dataclass(kind) else _decode_scalar, kind)


@cache
def _decoders(cls: Any) -> dict[str, Callable[[Any, str], Any]]:
    """What reads each field that the constructor takes."""
    return {name: _decoder(hint) for name, hint in field_types(cls).items()}


@cache
def _required(cls: Any) -> tuple[str, ...]:
    """Fields without which there is no value."""
    fields = [field for field in dataclasses.fields(cls) if field.init and field.default is dataclasses.MISSING]
    return tuple(field.name for field in fields if field.default_factory is dataclasses.MISSING)


def _decode_literal(allowed: tuple[Any, ...], data: Any, path: str) -> Any:
    if data not in allowed:
        raise DocumentError(f"{path}: {data!r} is not one of {', '.join(map(repr, allowed))}")
    return data


def _decode_scalar(kind: Any, data: Any, path: str) -> Any:
    if type(data) is kind and kind in (int, str, bool):
        return data
    if kind is Fraction and isinstance(data, str):
        return _fraction(data, path)
    if kind is float and isinstance(data, (int, float)) and not isinstance(data, bool):
        return float(data)
    if kind is type(None) and data is None:
        return None
    if isinstance(kind, type) and issubclass(kind, StrEnum) and data in list(kind):
        return kind(data)
    raise DocumentError(f"{path}: expected {_name(kind)}, found {_found(data)}")


def _decode_union(kinds: tuple[Any, ...], data: Any, path: str) -> Any:
    if data is None and type(None) in kinds:
        return None
    rest = [kind for kind in kinds if kind is not type(None)]
    if len(rest) == 1:
        return _decode(rest[0], data, path)
    by_json = {int: (int,), float: (float,), Fraction: (str,)}
    for kind in rest:
        if type(data) in by_json.get(kind, ()):
            return _decode(kind, data, path)
    raise DocumentError(f"{path}: expected {' or '.join(map(_name, kinds))}, found {_found(data)}")


def _decode_tuple(kinds: tuple[Any, ...], data: Any, path: str) -> tuple[Any, ...]:
    if not isinstance(data, list):
        raise DocumentError(f"{path}: expected a list, found {_found(data)}")
    if len(kinds) == 2 and kinds[1] is Ellipsis:
        read = _decoder(kinds[0])
        return tuple([read(item, f"{path}[{n}]") for n, item in enumerate(data)])
    if len(kinds) != len(data):
        raise DocumentError(f"{path}: expected {len(kinds)} items, found {len(data)}")
    return tuple(_decode(kind, item, f"{path}[{n}]") for n, (kind, item) in enumerate(zip(kinds, data, strict=True)))


def _decode_fields(kind: Any, data: Any, path: str) -> Any:
    if not isinstance(data, dict):
        raise DocumentError(f"{path}: expected an object, found {_found(data)}")
    fields = _decoders(kind)
    unknown = [key for key in data if key not in fields and key.removesuffix(DECIMAL) not in fields]
    if unknown:
        raise DocumentError(f"{path}: '{unknown[0]}' is unknown here; this version knows {', '.join(fields)}")
    values = {name: read(data[name], f"{path}.{name}") for name, read in fields.items() if name in data}
    missing = [name for name in _required(kind) if name not in values]
    if missing:
        raise DocumentError(f"{path}: '{missing[0]}' is missing")
    try:
        return kind(**values)
    except ValueError as error:
        raise DocumentError(f"{path}: {error}") from error


def _fraction(text: str, path: str) -> Fraction:
    try:
        if not _RATIONAL.fullmatch(text):  # Fraction would take 1e999999999 too, and compute it
            raise ValueError(text)
        return Fraction(text)
    except (ValueError, ZeroDivisionError) as error:
        raise DocumentError(f"{path}: '{text}' is no rational such as 1001/30000") from error


def _name(kind: Any) -> str:
    if kind is Fraction:
        return "a rational string"
    if dataclasses.is_dataclass(kind):
        return "an object"
    return "null" if kind is type(None) else str(getattr(kind, "__name__", kind))


def _found(data: Any) -> str:
    return f"{type(data).__name__} {str(data)[:40]!r}" if not isinstance(data, (dict, list)) else type(data).__name__
