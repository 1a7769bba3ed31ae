"""What a proposal must be before it is written."""

from __future__ import annotations

import math
from typing import Final

from learning.domain.actions import ActionDraft
from learning.domain.errors import BadOption
from learning.domain.parameters import Value

MOST_HOLDOUT: Final = 0.5
LONGEST: Final = 2_000
MOST_STAGES: Final = 20
_TEXTS: Final = ("component", "operation", "name", "evidence", "analysis_version", "author", "command_key")


def check_draft(draft: ActionDraft) -> None:
    """Refuse a draft that could never be approved as it stands.

    Args:
        draft: The change.

    Raises:
        BadOption: With the part, its value and what it takes.
    """
    for name in _TEXTS:
        text = getattr(draft, name)
        if not text.strip() or len(text) > LONGEST:
            raise BadOption(name, text[:40], f"a text of 1 to {LONGEST:,} characters")
    if len(draft.reason) > LONGEST:
        raise BadOption("reason", draft.reason[:40], f"a text of at most {LONGEST:,} characters")
    if isinstance(draft.to_value, str) and not draft.to_value.strip():
        raise BadOption("to", draft.to_value, f"a text of 1 to {LONGEST:,} characters")
    if same_value(draft.from_value, draft.to_value):
        raise BadOption("to", str(draft.to_value), "a value other than the present one")
    if not 0 <= draft.holdout <= MOST_HOLDOUT:
        raise BadOption("holdout", f"{draft.holdout:g}", f"a share from 0 to {MOST_HOLDOUT:g}")
    ramp = list(draft.ramp)
    if not 0 < len(ramp) <= MOST_STAGES or ramp != sorted(set(ramp)) or not (ramp[0] > 0 and ramp[-1] == 1.0):
        raise BadOption("ramp", ", ".join(f"{share:g}" for share in ramp), "rising shares that end with 1")
    _check_by_hand(draft)
    bounds = (draft.expected.low, draft.expected.high)
    if any(bound is not None and not math.isfinite(bound) for bound in bounds):
        raise BadOption("expected", str(bounds), "finite bounds, or none")
    if bounds[0] is not None and bounds[1] is not None and bounds[0] > bounds[1]:
        raise BadOption("expected", f"{bounds[0]:g} to {bounds[1]:g}", "a low bound that is not above the high one")
    for guard in draft.guardrails:
        if not guard.metric.strip() or not 0 <= guard.margin < 1:
            raise BadOption("margin", f"{guard.metric}={guard.margin:g}", "a metric and a share from 0 up to 1")


def _check_by_hand(draft: ActionDraft) -> None:
    if draft.by_hand and (draft.holdout or tuple(draft.ramp) != (1.0,) or draft.guardrails):
        allowed = "no holdout, no stages and no guardrails: what a person applies elsewhere reaches everybody at once"
        raise BadOption("by_hand", "true", allowed)


def same_value(one: Value, other: Value) -> bool:
    """Say whether two values are the same; true and 1 are not, 1 and 1.0 are."""
    return one == other and isinstance(one, bool) == isinstance(other, bool)
