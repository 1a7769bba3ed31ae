"""Reports of A/B tests as plain values: kept with a decision, answered by the command, exported."""

from __future__ import annotations

import json

from learning.domain.experiments import TestReport
from learning.domain.plain_values import plain_values


def report_to_json(report: TestReport) -> str:
    """Return every number of a report as canonical JSON."""
    return json.dumps(plain_values(report), ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
