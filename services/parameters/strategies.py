"""What decides on the value of a parameter now: people, a rule, an action that is being tried, or a mechanism."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

from db.unit import UnitOfWork
from learning.domain.actions import LIVE_STATES, ActionRecord
from learning.domain.components import StrategyKind
from learning.domain.parameters import Adjustment, Parameter, ParameterKind, SettingVersion, Value
from learning.domain.policies import AutomaticRule, Gate, Policy
from learning.domain.shadows import ShadowRun, ShadowState
from learning.governance.envelopes import Envelope
from services.actions.adjusting import opened_envelope


@dataclass(frozen=True, slots=True)
class Strategy:
    """What decides on the value of a parameter."""

    kind: StrategyKind
    trial: ActionRecord | None = None
    """The action that is being tried: on the parameter, or on its envelope."""
    rule: AutomaticRule | None = None
    envelope: Envelope | None = None
    """The one that is open, or that will be once the stop is lifted."""
    stopped: bool = False
    """Whether the kill switch or the breaker keeps the mechanism of the envelope from adjusting."""
    adjusted: Adjustment | None = None
    """The newest adjustment that serves inside of the envelope."""
    shadow: ShadowRun | None = None
    """The run of a mechanism that only says what it would set."""


@dataclass(frozen=True, slots=True)
class ParameterView:
    """A parameter of a component as it stands."""

    parameter: Parameter
    version: int
    approved: Value
    """What serves everybody whom nothing else is tried on."""
    since: int | None
    """When that version was written, in UTC seconds; None while the base value serves."""
    who: str
    """Who wrote it; '' while the base value serves."""
    strategy: Strategy

    @property
    def serves(self) -> Value:
        """What serves: the adjusted value, where an envelope that was kept is open."""
        strategy = self.strategy
        is_kept = strategy.kind is StrategyKind.ENVELOPE and strategy.trial is None and not strategy.stopped
        return strategy.adjusted.value if is_kept and strategy.adjusted is not None else self.approved


def parameter_views(
    work: UnitOfWork, parameters: Collection[Parameter], *, gate: Gate, policy: Policy, now: int
) -> tuple[ParameterView, ...]:
    """Say of each parameter what serves and what decides; envelopes are told with the parameter that they are about."""
    return tuple(
        _view(work, each, gate=gate, policy=policy, now=now)
        for each in parameters
        if each.spec.kind is not ParameterKind.ENVELOPE
    )


def _view(work: UnitOfWork, parameter: Parameter, *, gate: Gate, policy: Policy, now: int) -> ParameterView:
    strategy = _strategy(work, parameter, gate=gate, policy=policy, now=now)
    live = _approved(work, parameter, strategy)
    return ParameterView(
        parameter=parameter,
        version=0 if live is None else live.version,
        approved=parameter.base_value if live is None else live.value,
        since=None if live is None else live.at,
        who="" if live is None else live.who,
        strategy=strategy,
    )


def _approved(work: UnitOfWork, parameter: Parameter, strategy: Strategy) -> SettingVersion | None:
    """While a change is tried, the newest version is what is tried; the one before serves all others."""
    if strategy.kind is not StrategyKind.TRIAL or strategy.trial is None:
        return work.parameters.find_live(parameter.id)
    before = strategy.trial.draft.base_version
    return next((each for each in work.parameters.list_versions(parameter.id) if each.version == before), None)


def _strategy(work: UnitOfWork, parameter: Parameter, *, gate: Gate, policy: Policy, now: int) -> Strategy:
    trial = _trial(work, parameter)
    if trial is not None:
        return Strategy(StrategyKind.TRIAL, trial)
    # Asked as if nothing were stopped: a stopped mechanism is told as one that is stopped.
    opened = opened_envelope(work, parameter, replace(gate, killed=False, breaker_open=False), now)
    if opened is not None:
        adjusted = opened.adjusted
        shadow = _shadow(work, parameter, opened.version)
        return Strategy(
            StrategyKind.SHADOW if shadow is not None and adjusted is None else StrategyKind.ENVELOPE,
            opened.trial,
            envelope=opened.envelope,
            stopped=gate.killed or gate.breaker_open,
            adjusted=adjusted,
            shadow=shadow,
        )
    rule = next((each for each in policy.automatic if _covers(each, parameter) and now <= each.until), None)
    return Strategy(StrategyKind.PEOPLE) if rule is None else Strategy(StrategyKind.RULE, rule=rule)


def _shadow(work: UnitOfWork, parameter: Parameter, version: int) -> ShadowRun | None:
    runs = work.shadows.list_of(parameter.id)
    return next((run for run in runs if run.envelope_version == version and run.state is ShadowState.RUNNING), None)


def _covers(rule: AutomaticRule, parameter: Parameter) -> bool:
    key = parameter.key
    return (rule.component, rule.operation, rule.name) == (key.component, key.operation, key.name)


def _trial(work: UnitOfWork, parameter: Parameter) -> ActionRecord | None:
    holder = work.parameters.find_lease(parameter.id)
    record = None if holder is None else work.actions.get(parameter.key.brand_id, holder)
    return record if record is not None and record.state in LIVE_STATES else None
