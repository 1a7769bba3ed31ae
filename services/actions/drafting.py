"""The one place where actions are written: so far their first state, the draft."""

from __future__ import annotations

import hashlib
import json
import math
from typing import Final

from db.unit import UnitOfWork
from learning.domain.actions import ActionDraft, ActionRecord
from learning.domain.errors import BadOption, Refused

MOST_HOLDOUT: Final = 0.5
LONGEST: Final = 2_000


def draft_action(work: UnitOfWork, draft: ActionDraft) -> ActionRecord:
    """Write a draft in the caller's transaction; the same command twice gives the same draft.

    Raises:
        BadOption: A part of it cannot be.
        Refused: Another draft was made with the same command key.
    """
    check_draft(draft)
    digest = digest_of(draft)
    earlier = work.actions.find_command(draft.brand_id, draft.command_key)
    if earlier is None:
        return work.actions.add(draft, digest)
    if earlier.digest == digest:
        return earlier
    refusal = Refused(
        f"The command {draft.command_key!r} has drafted something else before.", "Give each command a key of its own."
    )
    refusal.code = "key_used"
    raise refusal


def check_draft(draft: ActionDraft) -> None:
    """Refuse a draft that could never be approved as it stands.

    Raises:
        BadOption: With the part, its value and what it takes.
    """
    for name in ("component", "operation", "name", "to_value", "evidence", "analysis_version", "author", "command_key"):
        text = getattr(draft, name)
        if not text.strip() or len(text) > LONGEST:
            raise BadOption(name, text[:40], f"a text of 1 to {LONGEST:,} characters")
    if draft.from_value == draft.to_value:
        raise BadOption("to", draft.to_value, "a value other than the present one")
    if not 0 <= draft.holdout <= MOST_HOLDOUT:
        raise BadOption("holdout", f"{draft.holdout:g}", f"a share from 0 to {MOST_HOLDOUT:g}")
    ramp = list(draft.ramp)
    if not ramp or ramp != sorted(set(ramp)) or not (ramp[0] > 0 and ramp[-1] == 1.0):
        raise BadOption("ramp", ", ".join(f"{share:g}" for share in ramp), "rising shares that end with 1")
    bounds = (draft.expected.low, draft.expected.high)
    if any(bound is not None and not math.isfinite(bound) for bound in bounds):
        raise BadOption("expected", str(bounds), "finite bounds, or none")
    for guard in draft.guardrails:
        if not 0 <= guard.margin < 1:
            raise BadOption("margin", f"{guard.metric}={guard.margin:g}", "a share from 0 up to 1")


def digest_of(draft: ActionDraft) -> str:
    """Return the hash of what is proposed, which an approval names; who drafted it when is no part of it."""
    values = {
        "component": draft.component,
        "operation": draft.operation,
        "name": draft.name,
        "context": dict(sorted(draft.context.items())),
        "from": draft.from_value,
        "to": draft.to_value,
        "reason": draft.reason,
        "evidence": draft.evidence,
        "analysis_version": draft.analysis_version,
        "base_version": draft.base_version,
        "expected": [draft.expected.metric, draft.expected.low, draft.expected.high],
        "guardrails": [[guard.metric, guard.margin] for guard in draft.guardrails],
        "ramp": list(draft.ramp),
        "holdout": draft.holdout,
        "undo": draft.undo,
    }
    text = json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
