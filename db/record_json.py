"""Frozen records as JSON text and back, by the types of their fields."""

from __future__ import annotations

import dataclasses
import functools
import json
import types
from datetime import date
from enum import Enum
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from learning.domain.plain_values import plain_values

R = TypeVar("R")


def dump_record(record: object) -> str:
    """Return a record (or a tuple of them) as canonical JSON; a number that is not finite becomes null."""
    return json.dumps(plain_values(record), ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def load_record(kind: type[R], text: str) -> R:
    """Return the record of a text; fields that the text does not know keep their defaults, others are passed over.

    Raises:
        TypeError: A field without a default is missing.
        ValueError: A text is no JSON, or no member of its enum.
    """
    found: R = _read(kind, json.loads(text))
    return found


def load_records(kind: type[R], text: str) -> tuple[R, ...]:
    """Return the records of the text of a tuple."""
    return tuple(_read(kind, each) for each in json.loads(text))


def _read(kind: Any, value: Any) -> Any:
    origin, inner = get_origin(kind), get_args(kind)
    if origin in (Union, types.UnionType):
        if value is None:
            return None
        return _read(next(each for each in inner if each is not types.NoneType), value)
    if origin is tuple:
        if len(inner) == 2 and inner[1] is Ellipsis:
            return tuple(_read(inner[0], each) for each in value)
        return tuple(_read(each, part) for each, part in zip(inner, value, strict=True))
    if origin is not None:
        return {key: _read(inner[1], each) for key, each in value.items()}
    if isinstance(kind, type) and dataclasses.is_dataclass(kind):
        hints = _hints(kind)
        return kind(**{name: _read(hints[name], each) for name, each in value.items() if name in hints})
    if kind is date:
        return date.fromisoformat(value)
    return kind(value) if isinstance(kind, type) and issubclass(kind, Enum | float) else value


@functools.cache
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)
