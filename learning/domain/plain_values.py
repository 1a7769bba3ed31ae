"""Records as plain values: what JSON can hold of them."""

from __future__ import annotations

import dataclasses
import functools
import math
from collections.abc import Mapping
from datetime import date
from enum import Enum
from typing import Any, Final

_PLAIN: Final = frozenset({str, int, bool})


def plain_values(value: object) -> Any:
    """Return a record as plain values: enums by their value, days as text, what cannot be computed as null."""
    if value is None or type(value) in _PLAIN:
        return value
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, float):
        return float(value) if math.isfinite(value) else None
    if isinstance(value, date):
        return value.isoformat()
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {name: plain_values(getattr(value, name)) for name in _names(type(value))}
    if isinstance(value, Mapping):
        return {str(key): plain_values(each) for key, each in value.items()}
    if isinstance(value, tuple | list):
        return [plain_values(each) for each in value]
    return value


@functools.cache
def _names(kind: type) -> tuple[str, ...]:
    return tuple(field.name for field in dataclasses.fields(kind))
