"""Reports of A/B tests as plain values: kept with a decision, answered by the command, exported."""

from __future__ import annotations

import dataclasses
import json
import math
from collections.abc import Mapping
from enum import Enum
from typing import Any

from learning.domain.experiments import TestReport


def plain(value: object) -> Any:
    """Return a record as plain values: enums by their value, what cannot be computed as null."""
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: plain(getattr(value, field.name)) for field in dataclasses.fields(value)}
    if isinstance(value, Mapping):
        return {str(key): plain(each) for key, each in value.items()}
    if isinstance(value, tuple | list):
        return [plain(each) for each in value]
    return value


def report_to_json(report: TestReport) -> str:
    """Return every number of a report as canonical JSON."""
    return json.dumps(plain(report), ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
