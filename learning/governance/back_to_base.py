"""The proposal that brings a parameter back to its base value, written from what was kept and measured."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from learning.domain.actions import DEFAULT_RAMP, ActionDraft, ExpectedEffect, LedgerRow
from learning.domain.parameters import Value
from learning.governance.proposals import same_value

EVIDENCE: Final = "review"


def is_way_back(kept: ActionDraft, live: Value, base: Value) -> bool:
    """Say whether taking one kept change back is the whole way to the base value."""
    return same_value(kept.to_value, live) and same_value(kept.from_value, base)


def draft_to_base(kept: ActionDraft, live: Value, base: Value, reason: str, row: LedgerRow | None) -> ActionDraft:
    """Return the proposal, tried in stages like any change: it goes back over several.

    Args:
        kept: The newest change that was kept: whom it is about, and by which metric it is judged.
        live: What was approved last.
        base: What it is to be.
        reason: Why.
        row: What was measured of the newest change, if anything.
    """
    return replace(
        kept,
        from_value=live,
        to_value=base,
        reason=reason,
        evidence=EVIDENCE,
        expected=expected_back(kept.expected, row),
        ramp=kept.ramp if kept.by_hand else DEFAULT_RAMP,
        undo=f"Back to {live}.",
        undo_of=None,
        pin_until=None,
    )


def expected_back(expected: ExpectedEffect, row: LedgerRow | None) -> ExpectedEffect:
    """Return what the way back is expected to do: the measured effect turned round, else what was expected."""
    if row is None or row.low is None or row.high is None or min(row.low, row.high) <= -1:
        return expected
    return ExpectedEffect(row.metric, 1 / (1 + row.high) - 1, 1 / (1 + row.low) - 1)
