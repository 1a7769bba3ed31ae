"""A/B tests: their designs, their states and their short answers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, fields
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Connection,
    RowMapping,
    Select,
    Text,
    and_,
    case,
    cast,
    false,
    func,
    literal,
    or_,
    select,
    update,
)

from db.dialects import Dialect
from db.schema.experiments import experiment, experiment_event, experiment_sum, experiment_summary
from learning.domain.errors import NotFound
from learning.domain.experiment_records import (
    ExperimentDraft,
    ExperimentQuery,
    ExperimentRecord,
    ExperimentState,
    FinishedEffect,
    ListedExperiment,
    Origin,
    SummaryRecord,
)
from learning.domain.experiment_verdicts import VerdictWord

KEYS_PER_STATEMENT: Final = 500
_FINISHED: Final = (ExperimentState.DECIDED.value, ExperimentState.ARCHIVED.value)
_ANSWERS: Final = tuple(word.value for word in (VerdictWord.SHIP, VerdictWord.KEEP, VerdictWord.TOO_CLOSE))
_SUMMARY: Final = tuple(field.name for field in fields(SummaryRecord) if field.name != "experiment_id")


class Experiments:
    """The tests of each brand."""

    def __init__(self, connection: Connection, dialect: Dialect) -> None:
        """Work within a transaction."""
        self._connection = connection
        self._dialect = dialect

    def add(self, draft: ExperimentDraft) -> ExperimentRecord:
        """Store a test."""
        statement = experiment.insert().values(**_values(draft)).returning(*experiment.c)
        return _record(self._connection.execute(statement).mappings().one())

    def add_many(self, drafts: Sequence[ExperimentDraft]) -> None:
        """Store tests, thousands at once."""
        if drafts:
            self._connection.execute(experiment.insert(), [_values(draft) for draft in drafts])

    def get(self, brand_id: int, experiment_id: int) -> ExperimentRecord:
        """The test of an id, within its brand."""
        statement = select(experiment).where(experiment.c.id == experiment_id, experiment.c.brand_id == brand_id)
        row = self._connection.execute(statement).mappings().first()
        if row is None:
            raise NotFound("test", str(experiment_id))
        return _record(row)

    def find_key(self, brand_id: int, key: str) -> ExperimentRecord | None:
        """The test of a name in files and programs, if there is one."""
        statement = select(experiment).where(experiment.c.key == key, experiment.c.brand_id == brand_id)
        row = self._connection.execute(statement).mappings().first()
        return None if row is None else _record(row)

    def list_keys(self, brand_id: int, keys: Sequence[str]) -> dict[str, ExperimentRecord]:
        """Those tests of a list of names that are there."""
        found: dict[str, ExperimentRecord] = {}
        for part in _parts(keys):
            statement = select(experiment).where(experiment.c.brand_id == brand_id, experiment.c.key.in_(part))
            found |= {row["key"]: _record(row) for row in self._connection.execute(statement).mappings()}
        return found

    def list_ids(self, brand_id: int, ids: Sequence[int]) -> dict[int, ExperimentRecord]:
        """Those tests of a list of ids that are there."""
        found: dict[int, ExperimentRecord] = {}
        for part in _parts(ids):
            statement = select(experiment).where(experiment.c.brand_id == brand_id, experiment.c.id.in_(part))
            found |= {row["id"]: _record(row) for row in self._connection.execute(statement).mappings()}
        return found

    def list_page(
        self, brand_id: int, query: ExperimentQuery, *, limit: int | None = None, offset: int = 0
    ) -> tuple[ListedExperiment, ...]:
        """Tests with their short answers, those that want a person first, newest first within a state."""
        order = [_state_rank(), experiment.c.created_at.desc(), experiment.c.id.desc()]
        joined = experiment.outerjoin(experiment_summary, experiment_summary.c.experiment_id == experiment.c.id)
        # Numbers alone are sorted: designs of thousands of tests would go through the sort with them.
        wanted = select(experiment.c.id).select_from(joined).where(*_conditions(brand_id, query)).order_by(*order)
        wanted = wanted.offset(offset) if limit is None else wanted.limit(limit).offset(offset)
        statement = _joined().where(experiment.c.id.in_(wanted)).order_by(*order)
        rows = self._connection.execute(statement).mappings()
        return tuple(ListedExperiment(_record(row), _summary(row)) for row in rows)

    def count(self, brand_id: int, query: ExperimentQuery) -> int:
        """How many tests a query finds."""
        statement = (
            select(func.count())
            .select_from(
                experiment.outerjoin(experiment_summary, experiment_summary.c.experiment_id == experiment.c.id)
            )
            .where(*_conditions(brand_id, query))
        )
        return int(self._connection.execute(statement).scalar_one())

    def count_states(self, brand_id: int) -> dict[ExperimentState, int]:
        """How many tests stand in each state."""
        rows = self._connection.execute(
            select(experiment.c.state, func.count())
            .where(experiment.c.brand_id == brand_id)
            .group_by(experiment.c.state)
        )
        return {ExperimentState(state): int(count) for state, count in rows}

    def list_effects(self, brand_id: int, *, metric: str | None = None) -> tuple[FinishedEffect, ...]:
        """What the finished tests of a brand showed, oldest first."""
        test, summary = experiment.c, experiment_summary.c
        names = (test.id, test.name, test.metric, test.topic, test.hook, test.segment, test.design)
        values = (summary.rule, summary.effect, summary.effect_error, summary.n)
        joined = experiment.join(experiment_summary, summary.experiment_id == test.id)
        statement = (
            select(*names, *values)
            .select_from(joined)
            .where(*_conditions(brand_id, ExperimentQuery(finished=True, metric=metric)), summary.effect_error > 0)
        )
        return tuple(FinishedEffect(*row) for row in self._connection.execute(statement.order_by(test.id)))

    def list_tags(self, brand_id: int) -> Mapping[str, tuple[str, ...]]:
        """The metrics, topics, hooks and segments that tests of a brand carry."""
        found: dict[str, tuple[str, ...]] = {}
        for name in ("metric", "topic", "hook", "segment"):
            column = experiment.c[name]
            rows = self._connection.execute(
                select(column).distinct().where(experiment.c.brand_id == brand_id, column != "").order_by(column)
            )
            found[name] = tuple(row[0] for row in rows)
        return found

    def list_stale(self, brand_id: int, *, method: str, today: int) -> tuple[int, ...]:
        """The started tests whose short answer is missing or rests on other data, another design or method.

        A test that is run here and still running grows older by the day.
        """
        test, basis = experiment.c, experiment_summary.c.basis
        ages = (test.origin != Origin.IMPORTED.value) & (test.state == ExperimentState.RUNNING.value)
        day = case((ages & test.ended_at.is_(None), f".{today}"), else_="")
        numbers = (cast(test.data_version, Text), cast(test.row_version, Text))
        now = literal(f"{method}.") + numbers[0] + literal(".") + numbers[1] + day
        joined = experiment.outerjoin(experiment_summary, experiment_summary.c.experiment_id == test.id)
        statement = (
            select(test.id)
            .select_from(joined)
            .where(
                test.brand_id == brand_id,
                test.state != ExperimentState.DRAFT.value,
                or_(basis.is_(None), basis != now),
            )
        )
        return tuple(row[0] for row in self._connection.execute(statement.order_by(test.id)))

    def list_existing(self, ids: Sequence[int]) -> frozenset[int]:
        """Those of some ids that are tests."""
        found: set[int] = set()
        for part in _parts(ids):
            rows = self._connection.execute(select(experiment.c.id).where(experiment.c.id.in_(part)))
            found |= {row[0] for row in rows}
        return frozenset(found)

    def version(self, brand_id: int) -> int:
        """A number that grows with everything that happens to a test of the brand; for caches."""
        statement = select(func.coalesce(func.max(experiment_event.c.id), 0))
        return int(self._connection.execute(statement.where(experiment_event.c.brand_id == brand_id)).scalar_one())

    def update_where(
        self, record: ExperimentRecord, states: Iterable[ExperimentState], **values: str | int | None
    ) -> bool:
        """Change a test if it is still as it was read and in one of the states; says whether it was."""
        result = self._connection.execute(
            update(experiment)
            .where(
                experiment.c.id == record.id,
                experiment.c.row_version == record.row_version,
                experiment.c.state.in_([state.value for state in states]),
            )
            .values(row_version=experiment.c.row_version + 1, **values)
        )
        return int(result.rowcount) == 1

    def raise_data_versions(self, ids: Sequence[int]) -> None:
        """Say that the sums of tests changed."""
        for part in _parts(ids):
            self._connection.execute(
                update(experiment).where(experiment.c.id.in_(part)).values(data_version=experiment.c.data_version + 1)
            )

    def remove_many(self, ids: Sequence[int]) -> None:
        """Remove tests with all that belongs to them; their history stays with the brand."""
        for part in _parts(ids):
            # By hand as well: SQLite's cascade walks row by row.
            self._connection.execute(experiment_sum.delete().where(experiment_sum.c.experiment_id.in_(part)))
            self._connection.execute(experiment.delete().where(experiment.c.id.in_(part)))

    def put_summaries(self, summaries: Sequence[SummaryRecord]) -> None:
        """Store short answers in place of earlier ones."""
        if not summaries:
            return
        statement = self._dialect.upsert(experiment_summary)
        statement = statement.on_conflict_do_update(
            index_elements=["experiment_id"], set_={name: statement.excluded[name] for name in _SUMMARY}
        )
        self._connection.execute(statement, [asdict(summary) for summary in summaries])


def _values(draft: ExperimentDraft) -> dict[str, Any]:
    return asdict(draft) | {"state": draft.state.value, "origin": draft.origin.value}


def _joined() -> Select[Any]:
    summary = [experiment_summary.c[name].label(f"summary_{name}") for name in _SUMMARY]
    joined = experiment.outerjoin(experiment_summary, experiment_summary.c.experiment_id == experiment.c.id)
    return select(experiment, *summary).select_from(joined)


def _state_rank() -> ColumnElement[int]:
    states = (ExperimentState.RUNNING, ExperimentState.DRAFT, ExperimentState.DECIDED, ExperimentState.ARCHIVED)
    return case({state.value: rank for rank, state in enumerate(states)}, value=experiment.c.state, else_=9)


def _conditions(brand_id: int, query: ExperimentQuery) -> list[ColumnElement[bool]]:
    found = [experiment.c.brand_id == brand_id]
    if query.states:
        found.append(experiment.c.state.in_([state.value for state in query.states]))
    if query.finished is not None:
        over = or_(experiment.c.ended_at.is_not(None), experiment.c.state.in_(_FINISHED))
        found.append(over if query.finished else ~over)
    for name in ("metric", "topic", "hook", "segment"):
        wanted = getattr(query, name)
        if wanted is not None:
            found.append(experiment.c[name] == wanted)
    if query.verdict is not None:
        found.append(experiment_summary.c.verdict == query.verdict)
    if query.wants_decision is not None:
        answered = func.coalesce(experiment_summary.c.verdict.in_(_ANSWERS), false())
        wanting = and_(
            experiment.c.state == ExperimentState.RUNNING.value, or_(experiment.c.ended_at.is_not(None), answered)
        )
        found.append(wanting if query.wants_decision else ~wanting)
    found += [experiment.c.words.contains(word.lower(), autoescape=True) for word in query.text.split()]
    return found


def _parts(values: Sequence[Any]) -> Iterable[Sequence[Any]]:
    return (values[first : first + KEYS_PER_STATEMENT] for first in range(0, len(values), KEYS_PER_STATEMENT))


def _record(row: RowMapping) -> ExperimentRecord:
    values = {field.name: row[field.name] for field in fields(ExperimentRecord)}
    values |= {"state": ExperimentState(values["state"]), "origin": Origin(values["origin"])}
    return ExperimentRecord(**values)


def _summary(row: RowMapping) -> SummaryRecord | None:
    if row["summary_basis"] is None:
        return None
    return SummaryRecord(experiment_id=row["id"], **{name: row[f"summary_{name}"] for name in _SUMMARY})
