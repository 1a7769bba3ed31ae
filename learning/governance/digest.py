"""Which text stands for what is proposed, so that an approval names what was seen."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Final

from learning.domain.actions import ActionDraft

# Made once: a million rows of the trail are written so when it is verified.
_CANONICAL: Final = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def canonical_json(value: object) -> str:
    """Write a value so that equal values give equal texts.

    Args:
        value: Numbers, texts, lists and mappings.

    Returns:
        JSON with sorted keys, without spaces, not restricted to ASCII.
    """
    return _CANONICAL.encode(value)


def text_hash(text: str) -> str:
    """Return the hex SHA-256 of a text."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def digest_of(draft: ActionDraft) -> str:
    """Return the hash of what is proposed; who drafted it when is no part of it.

    Args:
        draft: The change.

    Returns:
        Hex SHA-256 of its canonical JSON.
    """
    return text_hash(canonical_json(dict(proposal_values(draft))))


def proposal_values(draft: ActionDraft) -> Mapping[str, object]:
    """Return what is proposed, part by part: what the digest covers and what a diff compares."""
    expected = draft.expected
    # Only where it is so: proposals of before keep their digests.
    by_hand: dict[str, object] = {"by_hand": True} if draft.by_hand else {}
    pinned: dict[str, object] = {} if draft.pin_until is None else {"pin_until": draft.pin_until}
    return (
        by_hand
        | pinned
        | {
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
            "expected": {"metric": expected.metric, "low": expected.low, "high": expected.high},
            "guardrails": [{"metric": guard.metric, "margin": guard.margin} for guard in draft.guardrails],
            "ramp": list(draft.ramp),
            "holdout": draft.holdout,
            "undo": draft.undo,
            "undo_of": draft.undo_of,
        }
    )


def difference(before: ActionDraft, after: ActionDraft) -> dict[str, list[object]]:
    """Say what an edit changed.

    Args:
        before: The proposal as it was.
        after: The proposal as it is.

    Returns:
        By part: the earlier and the later value.
    """
    one, two = proposal_values(before), proposal_values(after)
    return {name: [one.get(name), two.get(name)] for name in {**one, **two} if one.get(name) != two.get(name)}
