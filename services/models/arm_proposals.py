"""An arm that is recommended, as a proposal: a step of the weights by which it is drawn, which people decide on."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Final

import numpy as np

from db.engine import Store
from db.unit import UnitOfWork
from learning.domain.actions import ActionDraft, ActionRecord, ExpectedEffect, GuardrailMargin
from learning.domain.arm_models import ArmVersion
from learning.domain.brands import Brand
from learning.domain.errors import RuleRefused
from learning.domain.parameters import Parameter
from learning.domain.permissions import Permission
from learning.governance.values import step_towards
from learning.models.arms.model import unpack_arms
from learning.models.arms.ranking import Z95
from services.actions.damping import damped, holds_of
from services.actions.drafting import draft_action, live_value
from services.callers import Caller
from services.models.arm_lessons import weights_of
from services.models.recommending import advise

MARGIN: Final = 0.05
"""By so much the metric itself must not fall while the step is tried."""


def propose_arm(
    store: Store,
    brand: Brand,
    component: str,
    context: Mapping[str, str],
    *,
    who: Caller,
    command: str,
    reason: str = "",
) -> ActionRecord:
    """Draft a step of the weights towards the arm that is recommended; nothing changes before it is approved.

    Of the parameters that hold weights the one is taken whose context fits and says most; the arm has to be
    recommended in all of that parameter's context.

    Args:
        store: The store.
        brand: Whose component.
        component: Its name.
        context: For whom, as far as it is known.
        who: Who proposes.
        command: A key of the command: the same one drafts once.
        reason: Needed where a proposal like this failed before.

    Raises:
        RuleRefused: Nothing is recommended, no parameter knows the arm, no step is left, or they may not.
    """
    with who.write(store, brand.id, Permission.INSIGHT, f"component:{component}") as (work, actor):
        work.brands.lock(brand.id)
        now = int(who.clock.now().timestamp())
        parameter = _parameter(work, brand, component, context)
        told = advise(work, brand, component, parameter.key.context, now)
        here = advise(work, brand, component, context, now)
        if here.recommended and here.recommended != told.recommended:
            raise _needs_own_weights(parameter, here.recommended, here.context)
        if told.reason or told.version is None:
            raise RuleRefused(
                "nothing_recommended", f"No arm is recommended: {told.reason}.", "Wait for more outcomes."
            )
        draft = _draft(work, parameter, told.version, told.recommended, who=actor.name, at=now, command=command)
        (hold,) = holds_of(work, brand.id, [draft], now)
        if hold is not None and not reason.strip():
            raise damped(hold)
        record = draft_action(work, draft, who.trail, actor)
        work.commit()
    return record


def _parameter(work: UnitOfWork, brand: Brand, component: str, context: Mapping[str, str]) -> Parameter:
    fitting = [
        one
        for one in weights_of(work, brand.id, component)
        if all(context.get(name) == level for name, level in one.key.context.items())
    ]
    if not fitting:
        raise RuleRefused(
            "no_weights",
            f"{component} has no parameter that draws arms by weight for whom this is about.",
            "Define one: `bellwether parameters define --kind weights`.",
        )
    return max(fitting, key=lambda one: len(one.key.context))


def _needs_own_weights(parameter: Parameter, arm: str, context: Mapping[str, str]) -> RuleRefused:
    where = ", ".join(f"{name} {level}" for name, level in context.items())
    return RuleRefused(
        "wider_weights",
        f"{arm} fits {where}, but {parameter.key.name} draws its arms for more than that.",
        f"Define {parameter.key.name} for {where} first: `bellwether parameters define --context`.",
    )


def _draft(
    work: UnitOfWork, parameter: Parameter, version: ArmVersion, arm: str, *, who: str, at: int, command: str
) -> ActionDraft:
    key, (_, live) = parameter.key, live_value(work, parameter)
    wanted = step_towards(parameter.spec, live, arm, more=True)
    if not isinstance(wanted, Mapping) or not isinstance(live, Mapping):
        raise RuleRefused(
            "no_step",
            f"{arm} is what {key.name} draws always, or not among its arms.",
            "There is nothing to propose; look at the arms of the component.",
        )
    return ActionDraft(
        brand_id=key.brand_id,
        component=key.component,
        operation=key.operation,
        name=key.name,
        from_value=live,
        to_value=wanted,
        reason=f"{arm} is recommended by version {version.version}: {version.why}.",
        evidence=f"recommendation:{key.component}:{version.version}",
        analysis_version=f"arms-{version.version}",
        expected=_expected(version, live, wanted, key.context),
        author=who,
        created_at=at,
        command_key=command,
        context=dict(key.context),
        guardrails=(GuardrailMargin(version.metric, MARGIN),),
        undo="The weights of before serve again at once.",
    )


def _expected(
    version: ArmVersion, live: Mapping[str, float], wanted: Mapping[str, float], context: Mapping[str, str]
) -> ExpectedEffect:
    """The relative effect of other weights by what is believed of the arms; no range where one is not known."""
    model = unpack_arms(version.packed or b"")
    arms = model.columns.arms
    mean, covariance = model.believe(context)
    before, after = (np.array([weights.get(arm, 0.0) for arm in arms]) for weights in (live, wanted))
    base = abs(float(before @ mean))
    if {arm for arm, weight in {**live, **wanted}.items() if weight} - set(arms) or not base:
        return ExpectedEffect(version.metric, None, None)
    sign = -1.0 if version.less_is_better else 1.0
    diff = sign * float((after - before) @ mean)
    reach = Z95 * math.sqrt(float((after - before) @ covariance @ (after - before)))
    return ExpectedEffect(version.metric, (diff - reach) / base, (diff + reach) / base)
