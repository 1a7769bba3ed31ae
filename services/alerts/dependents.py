"""What an undo of an import does to the alerts that came from its rows."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from db.unit import UnitOfWork
from learning.domain.alerts import Alert, AlertKind, AlertRule, AlertStatus, Episode
from learning.domain.errors import BadOption
from learning.domain.insights import InsightStatus
from learning.domain.outbox import OutboxDraft, OutboxKind, OutboxStatus
from learning.insights.alert_episodes import find_episodes
from services.alerts.rules import draft_at
from services.alerts.sentences import mark_of, message_keys_of, withdrawn_message
from services.alerts.watching import read_watched
from services.delivery.channels import target_of
from services.imports.consequences import Consequences

STANDING: Final = (AlertStatus.OPEN, AlertStatus.ACKNOWLEDGED)
GONE: Final = "the import {file} was taken back, and what is left does not show it."


@dataclass(frozen=True, slots=True)
class AlertsOfBatch:
    """Withdraws the alerts that the remaining data would not have raised."""

    def blockers(self, work: UnitOfWork, batch_id: str) -> tuple[str, ...]:
        """Alerts forbid nothing."""
        del work, batch_id
        return ()

    def withdraw(self, work: UnitOfWork, batch_id: str) -> Consequences:
        """Judge every standing alert again by what is left; receivers of a withdrawn one are told."""
        batch = work.batches.get(batch_id)
        moment = batch.undone_at or batch.created_at
        rules = {rule.id: rule for rule in work.alerts.list_rules(batch.brand_id)}
        changes = {rule_id: work.alerts.list_rule_changes(rule_id) for rule_id in rules}
        known: dict[str, tuple[Episode, ...]] = {}
        withdrawn: list[str] = []
        for alert in work.alerts.list_of(batch.brand_id, STANDING):
            rule = rules[alert.rule_id]
            # By what the rule said when it was raised.
            said = replace(rule, draft=draft_at(rule, changes[rule.id], alert.raised_at))
            if _holds(work, said, alert, known):
                continue
            gone = replace(alert, status=AlertStatus.WITHDRAWN, note=GONE.format(file=batch.file), changed_at=moment)
            work.alerts.update(gone)
            work.annotations.remove_from_source(gone.brand_id, mark_of(gone.id))
            _tell(work, gone, moment)
            withdrawn.append(f"alert {alert.id}: {alert.title}")
        return Consequences(withdrawn=tuple(withdrawn))


def _holds(work: UnitOfWork, rule: AlertRule, alert: Alert, known: dict[str, tuple[Episode, ...]]) -> bool:
    if rule.draft.kind is AlertKind.INSIGHT:
        found = {one.id: one.status for one in work.insights.list_of(rule.brand_id)}
        named = [int(each) for each in alert.subject.split(",")]
        return any(found.get(each, InsightStatus.WITHDRAWN) is not InsightStatus.WITHDRAWN for each in named)
    if rule.draft.kind is AlertKind.FEEDBACK:
        # Notes do not come from imported rows.
        return True
    told = repr(rule.draft)
    if told not in known:
        try:
            known[told] = find_episodes(rule.draft, read_watched(work, rule.brand_id, rule.draft).series)
        except BadOption:
            # What the rule filters by is not in the data any more.
            known[told] = ()
    return any(one.first <= alert.day <= one.last for one in known[told])


def _tell(work: UnitOfWork, alert: Alert, moment: int) -> None:
    """Take back what waits, and tell whoever was told."""
    brand = work.brands.get(alert.brand_id)
    # A channel that was removed is told nothing, nor is the one that got its number.
    held = {target_of(one.id): one.created_at for one in work.channels.list_of(brand.id)}
    told = [one for one in work.outbox.list_under(message_keys_of(alert)) if one.status is OutboxStatus.SENT]
    sent = [one for one in told if one.target in held and held[one.target] <= one.created_at]
    work.outbox.withdraw(message_keys_of(alert), moment)
    payload = withdrawn_message(alert, brand.name).payload()
    for one in sent:
        key = f"withdrawn:{one.dedupe_key}"
        work.outbox.add(OutboxDraft(brand.id, key, OutboxKind.ALERT_WITHDRAWN, one.target, payload), moment)
