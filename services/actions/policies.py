"""The policy of a brand: who has to approve, how much may change, how patiently it is measured."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Final

from db.engine import Store
from db.repositories.action_rows import policy_from_text, policy_to_text
from db.unit import UnitOfWork
from learning.domain.brands import Brand
from learning.domain.errors import BadOption
from learning.domain.permissions import Permission
from learning.domain.policies import Policy
from services.callers import Caller

SETTING: Final = "governance.policy"
_BOUNDS: Final[dict[str, tuple[int, int]]] = {
    "quorum": (1, 20),
    "expiry_seconds": (60, 365 * 86_400),
    "starts_a_day": (0, 1_000),
    "starts_a_cycle": (0, 1_000),
    "cycle_seconds": (1, 86_400),
    "bake_seconds": (0, 90 * 86_400),
    "minimum_sample": (2, 10_000_000),
    "window_seconds": (0, 365 * 86_400),
    "fresh_seconds": (60, 30 * 86_400),
    "start_attempts": (1, 20),
    "damp_seconds": (0, 365 * 86_400),
    "pin_seconds": (60, 365 * 86_400),
    "review_seconds": (0, 3_650 * 86_400),
    "shadow_seconds": (0, 90 * 86_400),
    "shadow_decisions": (1, 10_000_000),
}


def policy_of(work: UnitOfWork, brand_id: int) -> Policy:
    """Return the policy of a brand, the default one where nothing was set."""
    stored = work.settings.find(brand_id, SETTING)
    return Policy() if stored is None else policy_from_text(stored)


def check_policy(policy: Policy) -> Policy:
    """Return a policy whose numbers can be.

    Raises:
        BadOption: With the setting, its value and its range.
    """
    for name, (low, high) in _BOUNDS.items():
        value = getattr(policy, name)
        if not low <= value <= high:
            raise BadOption(name, f"{value}", f"a whole number from {low:,} to {high:,}")
    for rule in policy.automatic:
        if not 0 < rule.largest_step <= 1 or rule.per_day < 1 or not 0 < rule.record_kept <= 1 or rule.record < 1:
            raise BadOption(
                "automatic", rule.title, "a step and a share of kept ones above 0 and up to 1, and counts from 1"
            )
    return policy


def parse_policy(policy: Policy, changes: dict[str, str]) -> Policy:
    """Return a policy with settings given as text.

    Raises:
        BadOption: A name is none of it, or a value cannot be.
    """
    names = {each.name for each in fields(Policy)} - {"automatic"}
    values: dict[str, bool | int] = {}
    for name, text in changes.items():
        if name not in names:
            raise BadOption("--set", name, f"one of {', '.join(sorted(names))}")
        if name == "four_eyes":
            if text.lower() not in {"true", "false"}:
                raise BadOption(name, text, "true or false")
            values[name] = text.lower() == "true"
        elif not text.isascii() or not text.isdigit():
            raise BadOption(name, text, "a whole number")
        else:
            values[name] = int(text)
    return check_policy(replace(policy, **values))  # type: ignore[arg-type]  # the names are those of the fields


def change_policy(store: Store, brand: Brand, policy: Policy, *, who: Caller) -> Policy:
    """Store a policy; actions that were submitted before keep theirs.

    Raises:
        RuleRefused: The person is no administrator of the brand.
        BadOption: A number cannot be.
    """
    check_policy(policy)
    with who.write(store, brand.id, Permission.POLICY) as (work, actor):
        work.settings.put(brand.id, SETTING, policy_to_text(policy))
        who.trail.note(
            work,
            brand_id=brand.id,
            at=int(who.clock.now().timestamp()),
            actor=actor.pseudonym,
            kind="policy",
            subject=f"brand:{brand.id}",
            body={each.name: getattr(policy, each.name) for each in fields(Policy) if each.name != "automatic"}
            | {"automatic": [rule.title for rule in policy.automatic]},
        )
        work.commit()
    return policy
