"""Registering parameters: what each may be, and what it is until somebody changes it."""

from __future__ import annotations

from dataclasses import replace

from db.engine import Store
from learning.domain.errors import RuleRefused
from learning.domain.parameters import Parameter, ParameterKey, ParameterSpec, Value
from learning.domain.permissions import Permission
from learning.governance.proposals import same_value
from learning.governance.values import check_spec, check_value
from services.callers import Caller


def define_parameter(
    store: Store,
    key: ParameterKey,
    spec: ParameterSpec,
    base: Value,
    *,
    who: Caller,
) -> Parameter:
    """Register a parameter with type, bounds and base value, or change the bounds of one; values stay as they are.

    Raises:
        RuleRefused: The person is no administrator, or the parameter has another type or base value.
        BadOption: The bounds cannot be, or the base value does not fit.
    """
    check_spec(spec)
    now = int(who.clock.now().timestamp())
    with who.write(store, key.brand_id, Permission.PARAMETER) as (work, actor):
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
        who.trail.note(
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
