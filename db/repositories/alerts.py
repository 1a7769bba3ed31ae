"""Alerts: the rules of each brand and what they raised."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from sqlalchemy import Connection, RowMapping, select

from db.dialects import Dialect
from db.record_json import dump_record, load_record
from db.schema.alerts import alert, alert_rule, alert_rule_change
from learning.domain.alerts import Alert, AlertDraft, AlertFinding, AlertRule, AlertStatus, RuleChange
from learning.domain.errors import NotFound


class Alerts:
    """Rules and alerts within a transaction."""

    def __init__(self, connection: Connection, dialect: Dialect) -> None:
        """Work within a transaction."""
        self._connection = connection
        self._dialect = dialect

    def add_rule(self, wanted: AlertRule) -> AlertRule:
        """Store a rule; returns it with its id."""
        stored = self._connection.execute(alert_rule.insert().values(**_rule_values(wanted)).returning(alert_rule.c.id))
        return replace(wanted, id=int(stored.scalar_one()))

    def get_rule(self, brand_id: int, rule_id: int) -> AlertRule:
        """The rule of an id, within its brand."""
        own = select(alert_rule).where(alert_rule.c.brand_id == brand_id, alert_rule.c.id == rule_id)
        row = self._connection.execute(own).mappings().first()
        if row is None:
            raise NotFound("alert rule", str(rule_id))
        return _rule(row)

    def list_rules(self, brand_id: int | None = None) -> tuple[AlertRule, ...]:
        """The rules of a brand, or of all, the oldest first."""
        wanted = select(alert_rule).order_by(alert_rule.c.id)
        if brand_id is not None:
            wanted = wanted.where(alert_rule.c.brand_id == brand_id)
        return tuple(_rule(row) for row in self._connection.execute(wanted).mappings())

    def update_rule(self, changed: AlertRule) -> None:
        """Store a rule in place of what it was."""
        own = (alert_rule.c.id == changed.id, alert_rule.c.brand_id == changed.brand_id)
        self._connection.execute(alert_rule.update().where(*own).values(**_rule_values(changed)))

    def note_evaluation(self, rule: AlertRule, *, version: int, day: int | None, due_at: int | None) -> bool:
        """Note what a rule has looked at; False where another look has come between, or the rule is gone."""
        as_read = (
            alert_rule.c.id == rule.id,
            alert_rule.c.evaluated_version == rule.evaluated_version,
            alert_rule.c.due_at.is_not_distinct_from(rule.due_at),
            # Somebody may have changed the rule meanwhile: it has not been looked at then.
            alert_rule.c.draft == dump_record(rule.draft),
        )
        values = {"evaluated_version": version, "evaluated_day": day, "due_at": due_at}
        return bool(self._connection.execute(alert_rule.update().where(*as_read).values(**values)).rowcount)

    def remove_rule(self, brand_id: int, rule_id: int) -> None:
        """Remove a rule of a brand with its alerts."""
        own = (alert_rule.c.brand_id == brand_id, alert_rule.c.id == rule_id)
        if not self._connection.execute(alert_rule.delete().where(*own)).rowcount:
            raise NotFound("alert rule", str(rule_id))

    def add_rule_change(self, change: RuleChange) -> None:
        """Keep what a rule said until somebody changed it."""
        values = {"draft": dump_record(change.before), "who": change.who, "changed_at": change.changed_at}
        self._connection.execute(alert_rule_change.insert().values(rule_id=change.rule_id, **values))

    def list_rule_changes(self, rule_id: int) -> tuple[RuleChange, ...]:
        """The changes of a rule, the oldest first."""
        own = select(alert_rule_change).where(alert_rule_change.c.rule_id == rule_id)
        rows = self._connection.execute(own.order_by(alert_rule_change.c.id)).mappings()
        return tuple(
            RuleChange(row["rule_id"], load_record(AlertDraft, row["draft"]), row["who"], row["changed_at"])
            for row in rows
        )

    def add(self, raised: Alert) -> Alert | None:
        """Store an alert and return it with its id; None where the same was raised of the same data before."""
        insert = self._dialect.upsert(alert).values(**_values(raised))
        kept = insert.on_conflict_do_nothing(index_elements=["rule_id", "day", "subject", "data_version"])
        found = self._connection.execute(kept.returning(alert.c.id)).first()
        return None if found is None else replace(raised, id=int(found[0]))

    def get(self, brand_id: int, alert_id: int) -> Alert:
        """The alert of an id, within its brand."""
        row = self._connection.execute(select(alert).where(alert.c.brand_id == brand_id, alert.c.id == alert_id))
        found = row.mappings().first()
        if found is None:
            raise NotFound("alert", str(alert_id))
        return _record(found)

    def list_of(
        self, brand_id: int, statuses: Collection[AlertStatus] = tuple(AlertStatus), *, limit: int = 200
    ) -> tuple[Alert, ...]:
        """The alerts of a brand with one of some statuses, the newest first."""
        wanted = (alert.c.brand_id == brand_id, alert.c.status.in_([status.value for status in statuses]))
        rows = self._connection.execute(select(alert).where(*wanted).order_by(alert.c.id.desc()).limit(limit))
        return tuple(_record(row) for row in rows.mappings())

    def list_of_rule(self, rule_id: int) -> tuple[Alert, ...]:
        """The alerts of a rule, the newest first."""
        rows = self._connection.execute(select(alert).where(alert.c.rule_id == rule_id).order_by(alert.c.id.desc()))
        return tuple(_record(row) for row in rows.mappings())

    def update(self, changed: Alert) -> None:
        """Store an alert in place of what it was."""
        own = (alert.c.id == changed.id, alert.c.brand_id == changed.brand_id)
        self._connection.execute(alert.update().where(*own).values(**_values(changed)))


def _rule_values(one: AlertRule) -> dict[str, object]:
    return {
        "brand_id": one.brand_id,
        "draft": dump_record(one.draft),
        "who": one.who,
        "created_at": one.created_at,
        "watch_from": one.watch_from,
        "evaluated_version": one.evaluated_version,
        "evaluated_day": one.evaluated_day,
        "due_at": one.due_at,
        "muted_until": one.muted_until,
    }


def _rule(row: RowMapping) -> AlertRule:
    return AlertRule(**{**row, "draft": load_record(AlertDraft, row["draft"])})


def _values(one: Alert) -> dict[str, object]:
    return {
        "brand_id": one.brand_id,
        "rule_id": one.rule_id,
        "day": one.day,
        "subject": one.subject,
        "data_version": one.data_version,
        "raised_at": one.raised_at,
        "title": one.title,
        "finding": dump_record(one.finding),
        "status": one.status.value,
        "who": one.who,
        "note": one.note,
        "changed_at": one.changed_at,
    }


def _record(row: RowMapping) -> Alert:
    return Alert(**{**row, "finding": load_record(AlertFinding, row["finding"]), "status": AlertStatus(row["status"])})
