"""Registering parameters: what each may be, and what it is until somebody changes it."""

from __future__ import annotations

from dataclasses import replace

from db.engine import Store
from learning.domain.errors import RuleRefused
from learning.domain.parameters import Parameter, ParameterKey, ParameterSpec, Value
from learning.domain.policies import Role
from learning.governance.proposals import same_value
from learning.governance.values import check_spec, check_value
from services.actions.trail import Trail
from services.clock import Clock
from services.people import actor_of


def define_parameter(
    store: Store,
    key: ParameterKey,
    spec: ParameterSpec,
    base: Value,
    *,
    who: str,
    trail: Trail,
    clock: Clock,
) -> Parameter:
    """Register a parameter with type, bounds and base value, or change the bounds of one; values stay as they are.

    Raises:
        RuleRefused: The person is no administrator, or the parameter has another type or base value.
        BadOption: The bounds cannot be, or the base value does not fit.
    """
    check_spec(spec)
    now = int(clock.now().timestamp())
    with store.write() as work:
        actor = actor_of(work, key.brand_id, who)
        if not actor.active or actor.role is not Role.ADMINISTRATOR:
            raise RuleRefused(
                "not_allowed", f"{who} is no administrator of this brand.", "Ask an administrator of the brand."
            )
        value = check_value(spec, base, option="base")
        found = work.parameters.find(key)
        if found is None:
            found = work.parameters.add(key, spec, value, now=now)
        elif found.spec.kind is not spec.kind or not same_value(found.base_value, value):
            raise RuleRefused(
                "other_parameter",
                f"{key.name} of {key.component} is there already: {found.spec.kind.value}, from {found.base_value!r}.",
                "A value is changed by an action; only bounds, step and options can be defined anew.",
            )
        else:
            work.parameters.update_spec(found.id, spec)
        trail.note(
            work,
            brand_id=key.brand_id,
            at=now,
            actor=actor.pseudonym,
            kind="parameter",
            subject=f"parameter:{found.id}",
            body={"kind": spec.kind.value, "low": spec.low, "high": spec.high, "step": spec.step},
        )
        work.commit()
        return replace(found, spec=spec)
