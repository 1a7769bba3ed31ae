"""What happened to A/B tests: history, predictions, decisions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, RowMapping, select

from db.dialects import Dialect
from db.schema.experiments import experiment, experiment_decision, experiment_event, experiment_prediction
from learning.domain.experiment_records import Choice, DecisionRecord, EventKind, HistoryEvent, PredictionRecord


class ExperimentLog:
    """History, predictions and decisions of the tests of each brand."""

    def __init__(self, connection: Connection, dialect: Dialect) -> None:
        """Work within a transaction."""
        self._connection = connection
        self._dialect = dialect

    def add_events(self, events: Sequence[HistoryEvent]) -> None:
        """Note what happened."""
        names = ("brand_id", "experiment_id", "who", "at", "note")
        rows = [{name: getattr(event, name) for name in names} | {"kind": event.kind.value} for event in events]
        if rows:
            self._connection.execute(experiment_event.insert(), rows)

    def list_events(self, brand_id: int, experiment_id: int) -> tuple[HistoryEvent, ...]:
        """What happened to a test, oldest first."""
        column = experiment_event.c
        statement = select(experiment_event).where(column.brand_id == brand_id, column.experiment_id == experiment_id)
        rows = self._connection.execute(statement.order_by(column.id)).mappings()
        return tuple(HistoryEvent(**(dict(row) | {"kind": EventKind(row["kind"])})) for row in rows)

    def add_prediction(self, prediction: PredictionRecord) -> bool:
        """Keep a prediction; the first one of a person stands, and False says that there was one."""
        names = ("experiment_id", "who", "at", "data_version", "arm", "lift", "chance", "skipped")
        statement = (
            self._dialect.upsert(experiment_prediction)
            .values({name: getattr(prediction, name) for name in names})
            .on_conflict_do_nothing(index_elements=["experiment_id", "who"])
            .returning(experiment_prediction.c.who)
        )
        return self._connection.execute(statement).first() is not None

    def add_predictions(self, predictions: Sequence[PredictionRecord]) -> None:
        """Keep the first prediction of each for many tests."""
        for prediction in predictions:
            self.add_prediction(prediction)

    def list_predictions(self, brand_id: int, experiment_id: int | None = None) -> tuple[PredictionRecord, ...]:
        """The predictions about one test, or about all of a brand, oldest first."""
        statement = (
            select(experiment_prediction)
            .join(experiment, experiment.c.id == experiment_prediction.c.experiment_id)
            .where(experiment.c.brand_id == brand_id)
            .order_by(experiment_prediction.c.at, experiment_prediction.c.experiment_id, experiment_prediction.c.who)
        )
        if experiment_id is not None:
            statement = statement.where(experiment_prediction.c.experiment_id == experiment_id)
        return tuple(PredictionRecord(**row) for row in self._connection.execute(statement).mappings())

    def add_decision(self, decision: DecisionRecord) -> int:
        """Keep a decision with all that was seen; returns its id."""
        names = ("experiment_id", "arm", "note", "who", "at", "data_version", "settings", "report")
        values: dict[str, Any] = {name: getattr(decision, name) for name in names}
        values["choice"] = decision.choice.value
        statement = experiment_decision.insert().values(**values).returning(experiment_decision.c.id)
        return int(self._connection.execute(statement).scalar_one())

    def list_decisions(self, brand_id: int, experiment_id: int | None = None) -> tuple[DecisionRecord, ...]:
        """The decisions about one test, or about all of a brand, oldest first."""
        statement = (
            select(experiment_decision)
            .join(experiment, experiment.c.id == experiment_decision.c.experiment_id)
            .where(experiment.c.brand_id == brand_id)
            .order_by(experiment_decision.c.id)
        )
        if experiment_id is not None:
            statement = statement.where(experiment_decision.c.experiment_id == experiment_id)
        return tuple(_decision(row) for row in self._connection.execute(statement).mappings())


def _decision(row: RowMapping) -> DecisionRecord:
    return DecisionRecord(**(dict(row) | {"choice": Choice(row["choice"])}))
