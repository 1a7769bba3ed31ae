"""The components of a brand in a line each: how many parameters, what decides, what is live, what was changed last."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import Final

from db.unit import UnitOfWork
from learning.domain.actions import LIVE_STATES, ActionCommand
from learning.domain.components import StrategyKind
from learning.domain.parameters import Parameter
from learning.domain.policies import DAY
from services.actions.policies import policy_of
from services.parameters.strategies import parameter_views

LOOKED_BACK: Final = 28 * DAY
MADE_CHANGES: Final = frozenset(
    {ActionCommand.START, ActionCommand.BYPASS, ActionCommand.ADVANCE, ActionCommand.KEEP, ActionCommand.ROLLBACK}
)
"""What changes, or settles, what a program is told."""


@dataclass(frozen=True, slots=True)
class ComponentLine:
    """One component."""

    component: str
    parameters: int
    decides: tuple[tuple[StrategyKind, int], ...]
    """What decides, on how many parameters."""
    live: int
    """Changes that are being tried."""
    changes: int
    """Actions about it, whatever became of them."""
    last_change: int | None
    """UTC seconds of the last start, stage, keep or rollback; None where there was none."""
    decisions: int
    """Of the last 28 days."""
    newest_decision: int | None


def list_components(work: UnitOfWork, brand_id: int, now: int) -> tuple[ComponentLine, ...]:
    """Return the components of a brand: whatever has a parameter, and whatever decides without one.

    What people do by hand alone is no component: no program asks for it.
    """
    records = work.actions.list_of(brand_id)
    tried = {record.progress.parameter_id for record in records if not record.draft.by_hand}
    by_hand = {record.progress.parameter_id for record in records} - tried
    held: defaultdict[str, list[Parameter]] = defaultdict(list)
    for parameter in work.parameters.list_of(brand_id):
        if parameter.id not in by_hand:
            held[parameter.key.component].append(parameter)
    told = work.component_sums.count_decisions(brand_id, now - LOOKED_BACK)
    component_of = {record.id: record.draft.component for record in records}
    changes = Counter(component_of.values())
    live = Counter(record.draft.component for record in records if record.state in LIVE_STATES)
    last: dict[str, int] = {}
    for event in work.action_log.list_newest(brand_id, MADE_CHANGES, since=0):
        last.setdefault(component_of[event.action_id], event.at)
    gate, policy = work.gates.find(brand_id), policy_of(work, brand_id)
    found = []
    for component in sorted({*held, *told}):
        views = parameter_views(work, held[component], gate=gate, policy=policy, now=now)
        decisions, newest = told.get(component, (0, None))
        found.append(
            ComponentLine(
                component=component,
                parameters=len(views),
                decides=tuple(sorted(Counter(view.strategy.kind for view in views).items())),
                live=live[component],
                changes=changes[component],
                last_change=last.get(component),
                decisions=decisions,
                newest_decision=newest,
            )
        )
    return tuple(found)
