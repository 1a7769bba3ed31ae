"""The loop of feedback: reports, suggestions and the notes behind them, batches."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

from sqlalchemy import Connection, RowMapping, Select, select

from db.dialects import Dialect
from db.schema.feedback_loop import feedback_batch, feedback_report, feedback_suggestion, feedback_suggestion_note
from learning.domain.errors import NotFound
from learning.domain.feedback_loop import (
    Entity,
    EntityKind,
    LoopBatch,
    Report,
    ReportType,
    SuggestedChange,
    Suggestion,
    SuggestionState,
    SuggestionTarget,
)

_KEY: Final = ("brand_id", "entity_kind", "entity", "target")
_REPORT: Final = (
    "brand_id", "source", "target", "at", "content_id", "engagement_score", "benchmark_score", "processed_at",
)  # fmt: skip
_BATCH: Final = ("brand_id", "at", "notes", "reports", "entities", "used", "insight_run")


class FeedbackLoop:
    """Reports, suggestions and batches of each brand."""

    def __init__(self, connection: Connection, dialect: Dialect) -> None:
        """Work within a transaction."""
        self._connection = connection
        self._dialect = dialect

    def add_report(self, report: Report) -> Report:
        """Store a report; returns it with its id."""
        values = {name: getattr(report, name) for name in _REPORT} | {
            "entity_kind": report.entity.kind.value,
            "entity": report.entity.name,
            "type": report.type.value,
        }
        stored = self._connection.execute(feedback_report.insert().values(**values).returning(feedback_report.c.id))
        return replace(report, id=int(stored.scalar_one()))

    def list_from(self, brand_id: int, source: str) -> tuple[Report, ...]:
        """All reports of one part, the oldest first."""
        column = feedback_report.c
        own = select(feedback_report).where(column.brand_id == brand_id, column.source == source)
        return tuple(_report(row) for row in self._rows(own.order_by(column.at, column.id)))

    def put_reports(self, brand_id: int, source: str, wanted: Sequence[Report]) -> set[Entity]:
        """Let these be the reports of one part; returns what those that are gone were about.

        One about the same content, entity and type stays as it was taken up, with the figures of now.
        """
        stored = {_same(one): one for one in self.list_from(brand_id, source)}
        fresh = {_same(one): one for one in wanted}
        column = feedback_report.c
        gone = [one for key, one in stored.items() if key not in fresh]
        for one in gone:
            self._connection.execute(feedback_report.delete().where(column.id == one.id))
        for key, one in fresh.items():
            before = stored.get(key)
            if before is None:
                self.add_report(one)
            elif replace(one, id=before.id, processed_at=before.processed_at) != before:
                values = {name: getattr(one, name) for name in ("at", "engagement_score", "benchmark_score")}
                self._connection.execute(feedback_report.update().where(column.id == before.id).values(**values))
        return {one.entity for one in gone}

    def list_unprocessed(self, brand_id: int, limit: int) -> tuple[Report, ...]:
        """Reports that no batch has taken up, the oldest first."""
        column = feedback_report.c
        waiting = select(feedback_report).where(column.brand_id == brand_id, column.processed_at.is_(None))
        return tuple(_report(row) for row in self._rows(waiting.order_by(column.at, column.id).limit(limit)))

    def list_reports(self, brand_id: int, entity: Entity, since: int) -> tuple[Report, ...]:
        """All reports of an entity from a moment on, the oldest first."""
        column = feedback_report.c
        own = (column.brand_id == brand_id, column.entity_kind == entity.kind.value, column.entity == entity.name)
        wanted = select(feedback_report).where(*own, column.at >= since).order_by(column.at, column.id)
        return tuple(_report(row) for row in self._rows(wanted))

    def mark_processed(self, brand_id: int, ids: Sequence[int], moment: int) -> int:
        """Note that a batch took up reports; returns how many it was that none had taken up before."""
        column = feedback_report.c
        own = (column.brand_id == brand_id, column.id.in_(ids), column.processed_at.is_(None))
        marked = feedback_report.update().where(*own).values(processed_at=moment)
        return int(self._connection.execute(marked).rowcount)

    def put_open(self, brand_id: int, entity: Entity, found: Sequence[SuggestedChange], moment: int) -> None:
        """Let these be the open suggestions of an entity; what a person decided of stays as it was decided."""
        column = feedback_suggestion.c
        own = (column.brand_id == brand_id, column.entity_kind == entity.kind.value, column.entity == entity.name)
        rows = {row["target"]: row for row in self._rows(select(feedback_suggestion).where(*own))}
        for one in found:
            before = rows.pop(one.target.value, None)
            if before is None or before["state"] == SuggestionState.OPEN.value:
                self._put(brand_id, entity, one, moment)
        gone = [row["id"] for row in rows.values() if row["state"] == SuggestionState.OPEN.value]
        self._connection.execute(feedback_suggestion.delete().where(column.id.in_(gone)))

    def update(self, suggestion: Suggestion) -> None:
        """Store what a person decided of a suggestion."""
        values = {
            "state": suggestion.state.value,
            "who": suggestion.who,
            "action_id": suggestion.action_id,
            "experiment_id": suggestion.experiment_id,
            "made_at": suggestion.made_at,
        }
        own = (feedback_suggestion.c.id == suggestion.id, feedback_suggestion.c.brand_id == suggestion.brand_id)
        self._connection.execute(feedback_suggestion.update().where(*own).values(**values))

    def get(self, brand_id: int, suggestion_id: int) -> Suggestion:
        """A suggestion with its notes."""
        for one in self.list_of(brand_id):
            if one.id == suggestion_id:
                return one
        raise NotFound("suggestion", str(suggestion_id))

    def list_of(self, brand_id: int) -> tuple[Suggestion, ...]:
        """The suggestions of a brand, the surest first."""
        column = feedback_suggestion.c
        mine = select(feedback_suggestion).where(column.brand_id == brand_id)
        ties = select(feedback_suggestion_note).where(
            feedback_suggestion_note.c.suggestion_id.in_(select(column.id).where(column.brand_id == brand_id))
        )
        notes: dict[int, list[int]] = {}
        for row in self._rows(ties.order_by(feedback_suggestion_note.c.entry_id)):
            notes.setdefault(row["suggestion_id"], []).append(row["entry_id"])
        ordered = mine.order_by(column.confidence.desc(), column.id)
        return tuple(_suggestion(row, tuple(notes.get(row["id"], ()))) for row in self._rows(ordered))

    def add_batch(self, batch: LoopBatch) -> None:
        """Note a batch that was taken up."""
        values = {name: getattr(batch, name) for name in _BATCH}
        self._connection.execute(feedback_batch.insert().values(**values))

    def find_batch(self, brand_id: int) -> LoopBatch | None:
        """The newest batch of a brand."""
        return next(iter(self.list_batches(brand_id, limit=1)), None)

    def list_batches(self, brand_id: int, *, limit: int | None = None) -> tuple[LoopBatch, ...]:
        """The batches of a brand, the newest first."""
        own = select(feedback_batch).where(feedback_batch.c.brand_id == brand_id)
        rows = self._rows(own.order_by(feedback_batch.c.id.desc()).limit(limit))
        return tuple(LoopBatch(**row) for row in rows)

    def _put(self, brand_id: int, entity: Entity, one: SuggestedChange, moment: int) -> None:
        key = {
            "brand_id": brand_id,
            "entity_kind": entity.kind.value,
            "entity": entity.name,
            "target": one.target.value,
        }
        told = {name: getattr(one, name) for name in ("change", "confidence", "reasoning", "n", "of")}
        values = told | {"made_at": moment, "state": SuggestionState.OPEN.value, "who": ""}
        statement = self._dialect.upsert(feedback_suggestion).values(**key, **values)
        kept = statement.on_conflict_do_update(index_elements=list(_KEY), set_=values)
        number = int(self._connection.execute(kept.returning(feedback_suggestion.c.id)).scalar_one())
        tie = feedback_suggestion_note
        self._connection.execute(tie.delete().where(tie.c.suggestion_id == number))
        if one.notes:
            self._connection.execute(tie.insert(), [{"suggestion_id": number, "entry_id": note} for note in one.notes])

    def _rows(self, statement: Select[Any]) -> Sequence[RowMapping]:
        return self._connection.execute(statement).mappings().all()


def _same(report: Report) -> tuple[Entity, ReportType, str]:
    return report.entity, report.type, report.content_id


def _report(row: RowMapping) -> Report:
    entity = Entity(EntityKind(row["entity_kind"]), row["entity"])
    plain = {name: row[name] for name in _REPORT}
    return Report(id=row["id"], entity=entity, type=ReportType(row["type"]), **plain)


def _suggestion(row: RowMapping, notes: tuple[int, ...]) -> Suggestion:
    suggested = SuggestedChange(
        SuggestionTarget(row["target"]),
        row["change"],
        row["confidence"],
        row["reasoning"],
        row["n"],
        row["of"],
        notes,
    )
    return Suggestion(
        row["brand_id"],
        Entity(EntityKind(row["entity_kind"]), row["entity"]),
        suggested,
        row["made_at"],
        SuggestionState(row["state"]),
        row["who"],
        row["action_id"],
        row["experiment_id"],
        row["id"],
    )
