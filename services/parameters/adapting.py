"""The rule strategy at work: each parameter whose approved envelope carries the rule follows how its operations go."""

from __future__ import annotations

import logging
from typing import Final

from db.engine import Store
from db.unit import UnitOfWork
from learning.domain.brands import Brand
from learning.domain.errors import RuleRefused
from learning.domain.parameters import Parameter, ParameterKind
from learning.domain.policies import DAY, Gate, SystemActor
from learning.domain.shadows import ShadowState
from learning.governance.success_rule import MECHANISM, Moved, Pace, next_value
from services.actions.adjusting import AdjustingService, opened_envelope
from services.actions.drafting import live_value
from services.actions.shadowing import shadow_before
from services.clock import Clock
from services.parameters.adaptation_settings import read_adaptation
from services.parameters.outcomes import operation_figures

log = logging.getLogger("bellwether.adapting")
LOOKED_BACK: Final = 30 * DAY
"""Operations of longer ago say nothing of now."""
_ADAPTED: Final = frozenset({ParameterKind.NUMBER, ParameterKind.INTEGER, ParameterKind.WEIGHTS})


def adapt_all(store: Store, adjusting: AdjustingService, clock: Clock) -> int:
    """Let the rule adjust whatever people let it adjust, and return how many steps it took, in shadow or not."""
    with store.read() as work:
        brands = work.brands.list_all()
    return sum(adapt(store, adjusting, clock, brand) for brand in brands)


def adapt(store: Store, adjusting: AdjustingService, clock: Clock, brand: Brand) -> int:
    """Let the rule adjust the parameters of one brand."""
    now = int(clock.now().timestamp())
    with store.read() as work:
        settings = read_adaptation(work, brand.id)
        if not settings.refinement:
            return 0
        gate = work.gates.find(brand.id)
        parameters = [each for each in work.parameters.list_of(brand.id) if each.spec.kind in _ADAPTED]
        wanted = [(each, _move(work, each, gate, now, settings.pace)) for each in parameters]
    steps = 0
    for parameter, found in wanted:
        if found is None:
            continue
        moved, place = found
        command = f"{MECHANISM}:{parameter.id}:{place}"
        try:
            adjusting.adjust(
                brand,
                parameter.key,
                moved.value,
                who=SystemActor.ENGINE,
                why=moved.why,
                command=command,
                mechanism=MECHANISM,
            )
        except RuleRefused as refused:
            # Somebody pinned, changed or stopped it since it was read; the next look sees that.
            log.info("%s of %s: %s", parameter.key.name, parameter.key.component, refused.message)
            continue
        steps += 1
    return steps


def _move(work: UnitOfWork, parameter: Parameter, gate: Gate, now: int, pace: Pace) -> tuple[Moved, str] | None:
    """Return the next step of a parameter with the place it is taken from; None where nothing is to be moved."""
    opened = opened_envelope(work, parameter, gate, now)
    if opened is None or opened.envelope.rule is None:
        return None
    if work.parameters.find_lease(parameter.id) is not None or work.pins.list_standing(parameter.id, now):
        return None
    runs = [run for run in work.shadows.list_of(parameter.id, MECHANISM) if run.envelope_version == opened.version]
    if any(run.state is ShadowState.STOPPED for run in runs):
        return None
    serves, newest = opened.value, 0 if opened.adjusted is None else opened.adjusted.at
    place = f"{opened.version}.{opened.base_version}.{0 if opened.adjusted is None else opened.adjusted.number}"
    running = next((run for run in runs if run.state is ShadowState.RUNNING), None)
    if running is not None:
        steps = work.shadows.list_steps(running.id)
        serves = shadow_before(work, running, opened.base_version, opened.value)
        newest = max((step.at for step in steps), default=newest)
        place += f".shadow {len(steps)}"
    rule = opened.envelope.rule
    # What happened before the last step says nothing of what it led to.
    since = max(now - LOOKED_BACK, newest + 1)
    found = operation_figures(work, parameter.key.brand_id, parameter.key.component, since, most=rule.operations)
    if found is None or not found.judged:
        return None
    moved = next_value(
        parameter.spec,
        opened.envelope,
        approved=live_value(work, parameter)[1],
        serves=serves,
        operations=found.judged,
        succeeded=found.succeeded,
        pace=pace,
    )
    return None if moved is None else (moved, place)
