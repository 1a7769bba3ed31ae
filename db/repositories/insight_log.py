"""What surrounds insights: runs, kinds of finding that were dismissed, and candidates kept for the next run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Final

from sqlalchemy import Connection, RowMapping, func, select

from db.dialects import Dialect
from db.record_json import dump_record, load_records
from db.schema.insights import formula_set, insight_candidates, insight_damping, insight_run
from learning.domain.errors import NotFound
from learning.domain.formulas import Formula
from learning.domain.insight_log import Damping, InsightRun
from learning.domain.insights import Candidate, InsightKind

_RUN: Final = tuple(field.name for field in fields(InsightRun) if field.name != "id")


@dataclass(frozen=True, slots=True)
class KeptCandidates:
    """What one detector proposed last, and from what."""

    brand_id: int
    detector: str
    basis: str
    """Canonical text of what it looked at."""
    computed_at: int
    """UTC seconds."""
    candidates: tuple[Candidate, ...]


@dataclass(frozen=True, slots=True)
class KeptFormulas:
    """The winning formulas of a brand, and what they were made from."""

    brand_id: int
    basis: str
    computed_at: int
    """UTC seconds."""
    formulas: tuple[Formula, ...]


class InsightLog:
    """Runs, dampings and candidates of each brand."""

    def __init__(self, connection: Connection, dialect: Dialect) -> None:
        """Work within a transaction."""
        self._connection = connection
        self._dialect = dialect

    def add_run(self, run: InsightRun) -> InsightRun:
        """Note a run; returns it with its id."""
        values = {name: getattr(run, name) for name in _RUN}
        stored = self._connection.execute(insight_run.insert().values(**values).returning(insight_run.c.id))
        return replace(run, id=int(stored.scalar_one()))

    def find_run(self, brand_id: int, *, succeeded: bool | None = None) -> InsightRun | None:
        """The newest run of a brand; of those that succeeded, of those that failed, or of all."""
        statement = select(insight_run).where(insight_run.c.brand_id == brand_id)
        if succeeded is not None:
            statement = statement.where((insight_run.c.failure == "") == succeeded)
        row = self._connection.execute(statement.order_by(insight_run.c.id.desc()).limit(1)).mappings().first()
        return None if row is None else InsightRun(**row)

    def remove_runs_before(self, moment: int) -> int:
        """Forget runs that finished before a moment (UTC seconds), but for the newest good and bad one of a brand."""
        newest = select(func.max(insight_run.c.id)).group_by(insight_run.c.brand_id, insight_run.c.failure == "")
        statement = insight_run.delete().where(insight_run.c.finished_at < moment, insight_run.c.id.not_in(newest))
        return int(self._connection.execute(statement).rowcount)

    def add_damping(self, damping: Damping) -> Damping:
        """Note that a kind of finding was dismissed; returns it with its id."""
        names = ("brand_id", "insight_id", "metric", "about", "reason", "who", "created_at")
        values = {name: getattr(damping, name) for name in names} | {"kind": damping.kind.value}
        stored = self._connection.execute(insight_damping.insert().values(**values).returning(insight_damping.c.id))
        return replace(damping, id=int(stored.scalar_one()))

    def list_dampings(self, brand_id: int) -> tuple[Damping, ...]:
        """The dampings of a brand that hold, oldest first."""
        statement = select(insight_damping).where(
            insight_damping.c.brand_id == brand_id, insight_damping.c.lifted_at.is_(None)
        )
        rows = self._connection.execute(statement.order_by(insight_damping.c.id)).mappings()
        return tuple(_damping(row) for row in rows)

    def lift_damping(self, brand_id: int, damping_id: int, *, who: str, moment: int) -> Damping:
        """End a damping; one that has ended stays as it was."""
        own = (insight_damping.c.brand_id == brand_id) & (insight_damping.c.id == damping_id)
        self._connection.execute(
            insight_damping.update()
            .where(own, insight_damping.c.lifted_at.is_(None))
            .values(lifted_at=moment, lifted_by=who)
        )
        row = self._connection.execute(select(insight_damping).where(own)).mappings().first()
        if row is None:
            raise NotFound("dismissed kind of insight", str(damping_id))
        return _damping(row)

    def keep_candidates(self, kept: KeptCandidates) -> None:
        """Keep what a detector proposed in place of what it proposed before."""
        values = {"basis": kept.basis, "computed_at": kept.computed_at, "candidates": dump_record(kept.candidates)}
        insert = self._dialect.upsert(insight_candidates).values(
            brand_id=kept.brand_id, detector=kept.detector, **values
        )
        self._connection.execute(
            insert.on_conflict_do_update(
                index_elements=["brand_id", "detector"], set_={name: insert.excluded[name] for name in values}
            )
        )

    def list_candidates(self, brand_id: int, bases: Mapping[str, str] | None = None) -> dict[str, KeptCandidates]:
        """What the detectors proposed last, by name; where bases are given, only what rests on that of its detector."""
        kept = insight_candidates.c
        own = kept.brand_id == brand_id
        if bases is not None:
            known = self._connection.execute(select(kept.detector, kept.basis).where(own))
            own &= kept.detector.in_([name for name, basis in known if bases.get(name) == basis])
        rows = self._connection.execute(select(insight_candidates).where(own)).mappings()
        return {
            row["detector"]: KeptCandidates(
                brand_id,
                row["detector"],
                row["basis"],
                row["computed_at"],
                load_records(Candidate, row["candidates"]),
            )
            for row in rows
        }

    def keep_formulas(self, kept: KeptFormulas) -> None:
        """Keep the winning formulas of a brand in place of those before."""
        values = {"basis": kept.basis, "computed_at": kept.computed_at, "formulas": dump_record(kept.formulas)}
        insert = self._dialect.upsert(formula_set).values(brand_id=kept.brand_id, **values)
        self._connection.execute(
            insert.on_conflict_do_update(
                index_elements=["brand_id"], set_={name: insert.excluded[name] for name in values}
            )
        )

    def find_formulas(self, brand_id: int) -> KeptFormulas | None:
        """The winning formulas of a brand; None where none were looked for yet."""
        statement = select(formula_set).where(formula_set.c.brand_id == brand_id)
        row = self._connection.execute(statement).mappings().first()
        if row is None:
            return None
        return KeptFormulas(brand_id, row["basis"], row["computed_at"], load_records(Formula, row["formulas"]))


def _damping(row: RowMapping) -> Damping:
    return Damping(**(dict(row) | {"kind": InsightKind(row["kind"])}))
