"""Analyses of series that were computed beforehand."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from sqlalchemy import Connection, RowMapping, or_, select

from db.dialects import Dialect
from db.schema.dashboard import series_analysis
from learning.domain.analyses import AnalysisKind, SeriesKey, StoredAnalysis
from learning.domain.enums import Basis

EVERY_SERIES: Final = SeriesKey("", Basis.ACTIVITY)
"""Stands for all series of a brand in the row that says which data they were computed from."""


class Analyses:
    """The stored analyses of each brand."""

    def __init__(self, connection: Connection, dialect: Dialect) -> None:
        """Work within a transaction."""
        self._connection = connection
        self._dialect = dialect

    def find(self, brand_id: int, kind: AnalysisKind, series: SeriesKey) -> StoredAnalysis | None:
        """The stored analysis of a series, if there is one."""
        row = self._connection.execute(
            select(series_analysis).where(
                series_analysis.c.brand_id == brand_id,
                series_analysis.c.kind == kind.value,
                series_analysis.c.series == key_text(series),
            )
        )
        found = row.mappings().first()
        return None if found is None else _record(found)

    def list_of(self, brand_id: int, kind: AnalysisKind) -> tuple[StoredAnalysis, ...]:
        """All stored analyses of a kind."""
        rows = self._connection.execute(
            select(series_analysis)
            .where(series_analysis.c.brand_id == brand_id, series_analysis.c.kind == kind.value)
            .order_by(series_analysis.c.series)
        ).mappings()
        return tuple(_record(row) for row in rows)

    def seen_version(self, brand_id: int) -> int | None:
        """The data version that all series of a brand were last gone through with."""
        found = self.find(brand_id, AnalysisKind.RUN, EVERY_SERIES)
        return None if found is None else found.data_version

    def claim(self, brand_id: int, data_version: int, moment: int) -> bool:
        """Note that all series were gone through with some data; False if it was newer data already.

        Whoever got True may store results: the row is locked until the end of the transaction, so that results of older
        data never come after those of newer data.
        """
        insert = self._dialect.upsert(series_analysis).values(
            brand_id=brand_id,
            kind=AnalysisKind.RUN.value,
            series=key_text(EVERY_SERIES),
            data_version=data_version,
            computed_at=moment,
        )
        statement = insert.on_conflict_do_update(
            index_elements=["brand_id", "kind", "series"],
            set_={"data_version": insert.excluded.data_version, "computed_at": insert.excluded.computed_at},
            where=or_(
                series_analysis.c.data_version.is_(None),
                series_analysis.c.data_version <= insert.excluded.data_version,
            ),
        ).returning(series_analysis.c.brand_id)
        return self._connection.execute(statement).first() is not None

    def put(self, found: StoredAnalysis) -> None:
        """Store the outcome of an attempt: a result in place of the old one, or a failure beside it."""
        before = self.find(found.brand_id, found.kind, found.series)
        if found.failure is not None and before is not None:
            found = replace(before, failed_at=found.failed_at, failure=found.failure)
        values = {
            "data_version": found.data_version,
            "computed_at": found.computed_at,
            "result": found.result,
            "failed_at": found.failed_at,
            "failure": found.failure,
        }
        insert = self._dialect.upsert(series_analysis).values(
            brand_id=found.brand_id, kind=found.kind.value, series=key_text(found.series), **values
        )
        self._connection.execute(
            insert.on_conflict_do_update(
                index_elements=["brand_id", "kind", "series"], set_={name: insert.excluded[name] for name in values}
            )
        )

    def keep_only(self, brand_id: int, kind: AnalysisKind, series: Iterable[SeriesKey]) -> int:
        """Remove the analyses of series that the data no longer has; returns how many."""
        kept = [key_text(one) for one in series]
        statement = series_analysis.delete().where(
            series_analysis.c.brand_id == brand_id,
            series_analysis.c.kind == kind.value,
            series_analysis.c.series.not_in(kept),
        )
        return int(self._connection.execute(statement).rowcount)


def key_text(series: SeriesKey) -> str:
    """A series as canonical JSON: equal series give equal texts."""
    return json.dumps(
        {"basis": series.basis.value, "metric": series.metric, "platform": series.platform},
        ensure_ascii=False,
        separators=(",", ":"),
    )


def _record(row: RowMapping) -> StoredAnalysis:
    told = json.loads(row["series"])
    return StoredAnalysis(
        brand_id=int(row["brand_id"]),
        kind=AnalysisKind(row["kind"]),
        series=SeriesKey(told["metric"], Basis(told["basis"]), told["platform"]),
        data_version=row["data_version"],
        computed_at=row["computed_at"],
        result=row["result"],
        failed_at=row["failed_at"],
        failure=row["failure"],
    )
