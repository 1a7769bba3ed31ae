"""One component with all that bears on it: what decides, what was changed, and what came of that, day by day."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from db.unit import UnitOfWork
from learning.domain.actions import LIVE_STATES, ActionCommand, ActionEvent, ActionRecord, LedgerRow
from learning.domain.brands import Brand
from learning.domain.components import ArmValue, DayValue, OperationFigures, Reported
from learning.domain.errors import BadOption, NotFound
from learning.domain.judgements import Judgement
from learning.domain.parameters import ParameterKind
from services.actions.judging import ADDITIVE, judge_action, report_from_text
from services.actions.policies import policy_of
from services.parameters.component_list import MADE_CHANGES
from services.parameters.outcomes import arms_of, days_of, operation_figures
from services.parameters.shadows import ShadowView, list_shadows
from services.parameters.strategies import ParameterView, parameter_views

SHOWN_DAYS: Final = (28, 90)
MARKED: Final = MADE_CHANGES | {ActionCommand.PAUSE}
MEASURED_AT_MOST: Final = 50
"""Of so many changes, the newest ones, the measurement is read along; of older ones their line of the ledger."""


@dataclass(frozen=True, slots=True)
class ComponentChange:
    """One action about a component."""

    record: ActionRecord
    ledger: LedgerRow | None
    measured: Judgement | None
    """The report at the end of the measurement, or a look at the data of just now while it is live."""


@dataclass(frozen=True, slots=True)
class ComponentArms:
    """The arms of a parameter that holds weights."""

    parameter: ParameterView
    arms: tuple[ArmValue, ...]


@dataclass(frozen=True, slots=True)
class ComponentPage:
    """One component at one moment."""

    component: str
    at: int
    parameters: tuple[ParameterView, ...]
    changes: tuple[ComponentChange, ...]
    """The newest first."""
    metrics: tuple[Reported, ...]
    """What programs report of it in the days shown."""
    metric: str
    """The one that is shown; '' where nothing is reported."""
    days: tuple[DayValue, ...]
    marks: tuple[ActionEvent, ...]
    """Starts, stages, pauses, keeps and rollbacks of those days, the oldest first."""
    arms: tuple[ComponentArms, ...]
    operations: OperationFigures | None
    newest_decision: int | None
    shadows: tuple[ShadowView, ...]
    """Runs of mechanisms in shadow, those that wait for a word first."""

    @property
    def decisions(self) -> int:
        """How many decisions fall into the days shown."""
        return sum(day.decisions for day in self.days)


def read_component(
    work: UnitOfWork, brand: Brand, component: str, now: int, *, metric: str = "", shown_days: int = SHOWN_DAYS[0]
) -> ComponentPage:
    """Read one component.

    Args:
        work: The transaction.
        brand: Whose component it is.
        component: Its name.
        now: UTC seconds.
        metric: Which of the reported metrics is shown; '' = the one by which its newest change is judged.
        shown_days: How many days are shown, today among them.

    Raises:
        NotFound: The brand has no such component.
        BadOption: The metric was not reported in these days.
    """
    first, last = _shown(brand, now, shown_days)
    since = int(datetime.combine(first, time(), ZoneInfo(brand.time_zone)).timestamp())
    held = work.parameters.list_of(brand.id, component)
    newest = work.component_sums.count_decisions(brand.id, since).get(component)
    if not held and newest is None:
        raise NotFound("component", component)
    records = [record for record in work.actions.list_of(brand.id) if record.draft.component == component]
    reported = work.component_sums.list_metrics(brand.id, component, since)
    chosen = choose_metric(metric, reported, records)
    slots = (
        work.component_sums.sum_metric(brand.id, component, chosen, since, adds=chosen in ADDITIVE)
        if newest is not None
        else ()
    )
    views = parameter_views(work, held, gate=work.gates.find(brand.id), policy=policy_of(work, brand.id), now=now)
    return ComponentPage(
        component=component,
        at=now,
        parameters=views,
        changes=_changes(work, brand, records, now),
        metrics=reported,
        metric=chosen,
        days=days_of(brand, slots, chosen, first, last),
        marks=_marks(work, brand, {record.id for record in records}, since),
        arms=tuple(
            ComponentArms(view, arms_of(slots, chosen, view.serves))
            for view in views
            if view.parameter.spec.kind is ParameterKind.WEIGHTS
        ),
        operations=operation_figures(work, brand.id, component, since),
        newest_decision=None if newest is None else newest[1],
        shadows=list_shadows(work, held, now),
    )


def _marks(work: UnitOfWork, brand: Brand, own: Collection[int], since: int) -> tuple[ActionEvent, ...]:
    newest = work.action_log.list_newest(brand.id, MARKED, since=since)
    return tuple(event for event in reversed(newest) if event.action_id in own)


def _shown(brand: Brand, now: int, shown_days: int) -> tuple[date, date]:
    if shown_days not in SHOWN_DAYS:
        raise BadOption("days", str(shown_days), " or ".join(map(str, SHOWN_DAYS)))
    today = datetime.fromtimestamp(now, UTC).astimezone(ZoneInfo(brand.time_zone)).date()
    return today - timedelta(days=shown_days - 1), today


def choose_metric(wanted: str, reported: Sequence[Reported], records: Sequence[ActionRecord]) -> str:
    """Return the metric that is asked for, else that of the newest change that was reported, else the commonest.

    Raises:
        BadOption: What is asked for was not reported.
    """
    names = [each.metric for each in reported]
    if wanted:
        if wanted not in names:
            raise BadOption("metric", wanted[:40], f"what was reported in these days: {', '.join(names) or 'nothing'}")
        return wanted
    judged = [record.draft.expected.metric for record in records]
    return next((name for name in (*judged, *names) if name in names), "")


def _changes(work: UnitOfWork, brand: Brand, records: Sequence[ActionRecord], now: int) -> tuple[ComponentChange, ...]:
    ledger = {row.action_id: row for row in work.action_log.list_ledger(brand.id)}
    return tuple(
        ComponentChange(
            record, ledger.get(record.id), _measured(work, record, now) if place < MEASURED_AT_MOST else None
        )
        for place, record in enumerate(sorted(records, key=lambda each: -each.id))
    )


def _measured(work: UnitOfWork, record: ActionRecord, now: int) -> Judgement | None:
    if record.progress.started_at is None:
        return None
    report = work.actions.find_report(record.id)
    if report is not None:
        return report_from_text(report)
    return judge_action(work, record, now) if record.state in LIVE_STATES else None
