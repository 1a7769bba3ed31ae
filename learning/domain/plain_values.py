"""Records as plain values: what JSON can hold of them."""

from __future__ import annotations

import dataclasses
import functools
import math
from collections.abc import Mapping
from datetime import date
from enum import Enum
from typing import Any, Final

_PLAIN: Final = frozenset({str, int, bool, type(None)})


def plain_values(value: object) -> Any:
    """Return a record as plain values: enums by their value, days as text, what cannot be computed as null."""
    if type(value) in _PLAIN:
        return value
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, float):
        return float(value) if math.isfinite(value) else None
    if isinstance(value, date):
        return value.isoformat()
    names = _names(type(value))  # type: ignore[arg-type]
    if names is not None:
        return {name: plain_values(getattr(value, name)) for name in names}
    if isinstance(value, Mapping):
        return {str(key): plain_values(each) for key, each in value.items()}
    return [plain_values(each) for each in value] if isinstance(value, tuple | list) else value


@functools.cache
def _names(kind: type[Any]) -> tuple[str, ...] | None:
    """The fields of a kind of records; None of anything else."""
    return tuple(one.name for one in dataclasses.fields(kind)) if dataclasses.is_dataclass(kind) else None
