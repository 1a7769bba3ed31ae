"""Components as JSON has them: the same as on their pages."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from learning.domain.actions import ActionEvent
from learning.domain.parameters import Parameter
from services.parameters.component_list import ComponentLine
from services.parameters.components import ComponentChange, ComponentPage
from services.parameters.shadows import ShadowView
from services.parameters.strategies import ParameterView, Strategy


def line_to_json(line: ComponentLine) -> dict[str, Any]:
    """Return one line of the list."""
    return asdict(line) | {"decides": {kind.value: count for kind, count in line.decides}}


def component_to_json(page: ComponentPage) -> dict[str, Any]:
    """Return one component."""
    return {
        "component": page.component,
        "at": page.at,
        "decisions": page.decisions,
        "newest_decision": page.newest_decision,
        "parameters": [_parameter(view) for view in page.parameters],
        "arms": {each.parameter.parameter.key.name: [asdict(arm) for arm in each.arms] for each in page.arms},
        "metrics": {each.metric: each.n for each in page.metrics},
        "metric": page.metric,
        "days": [asdict(day) | {"day": day.day.isoformat()} for day in page.days],
        "marks": [_mark(event) for event in page.marks],
        "changes": [_change(change) for change in page.changes],
        "shadows": [shadow_to_json(view) for view in page.shadows],
        "operations": None if page.operations is None else asdict(page.operations),
    }


def parameter_to_json(parameter: Parameter) -> dict[str, Any]:
    """Return which parameter it is and what it may be."""
    key, spec = parameter.key, parameter.spec
    return {
        "component": key.component,
        "operation": key.operation,
        "name": key.name,
        "context": dict(key.context),
        "type": spec.kind.value,
        "low": spec.low,
        "high": spec.high,
        "step": spec.step,
        "options": list(spec.options),
        "base": parameter.base_value,
    }


def _parameter(view: ParameterView) -> dict[str, Any]:
    return parameter_to_json(view.parameter) | {
        "approved": view.approved,
        "serves": view.serves,
        "version": view.version,
        "since": view.since,
        "who": view.who,
        "strategy": _strategy(view.strategy),
    }


def _strategy(strategy: Strategy) -> dict[str, Any]:
    adjusted = strategy.adjusted
    return {
        "decides": strategy.kind.value,
        "action_id": None if strategy.trial is None else strategy.trial.id,
        "rule": None if strategy.rule is None else strategy.rule.title,
        "envelope": None if strategy.envelope is None else asdict(strategy.envelope),
        "stopped": strategy.stopped,
        "shadow": None if strategy.shadow is None else strategy.shadow.mechanism,
        "adjusted": None
        if adjusted is None
        else {"value": adjusted.value, "who": adjusted.who, "why": adjusted.why, "at": adjusted.at},
    }


def _change(change: ComponentChange) -> dict[str, Any]:
    record, judged = change.record, change.measured
    draft = record.draft
    primary = None if judged is None else asdict(judged.primary)
    return {
        "action_id": record.id,
        "state": record.state.value,
        "operation": draft.operation,
        "name": draft.name,
        "context": dict(draft.context),
        "from": draft.from_value,
        "to": draft.to_value,
        "author": draft.author,
        "created_at": draft.created_at,
        "started_at": record.progress.started_at,
        "cause": record.progress.cause,
        "measured": primary if judged is None else {**(primary or {}), "method": judged.method, **_sizes(change)},
        "ledger": None if change.ledger is None else asdict(change.ledger),
    }


def _sizes(change: ComponentChange) -> dict[str, int]:
    judged = change.measured
    return {} if judged is None else {"treated": judged.treated, "holdout": judged.holdout}


def _mark(event: ActionEvent) -> dict[str, Any]:
    told = {name: event.detail[name] for name in ("stage", "share") if name in event.detail}
    return {"action_id": event.action_id, "command": event.command.value, "at": event.at, "who": event.who, **told}


def shadow_to_json(view: ShadowView) -> dict[str, Any]:
    """Return a shadow run."""
    return {
        **asdict(view.run),
        "name": view.parameter.key.name,
        "steps": [asdict(step) for step in view.steps],
        "reported": view.reported,
        "served": None if view.served is None else asdict(view.served),
        "estimate": None if view.estimate is None else asdict(view.estimate) | {"diff": view.estimate.diff},
        "why_not": view.why_not,
        "held_back_by": None if view.refusal is None else view.refusal.message,
    }
