"""Everything that figures are made from, in one place of a unit of work."""

from collections.abc import Sequence

from sqlalchemy import Connection

from db.figures.cards import read_cards
from db.figures.coverage import fact_coverage, measure_coverage, run_days
from db.figures.holdings import count_undated, day_span, list_accounts, list_holdings
from db.figures.units import read_measures, read_units
from learning.domain.holdings import (
    AccountName,
    ContentCard,
    Coverage,
    CutHolding,
    MeasureRows,
    UnitRequest,
    UnitRows,
)


class Figures:
    """Read-only questions to the rollups of a store."""

    def __init__(self, connection: Connection) -> None:
        """Work within a transaction."""
        self._connection = connection

    def list_accounts(self, brand_id: int) -> tuple[AccountName, ...]:
        """All accounts of a brand."""
        return list_accounts(self._connection, brand_id)

    def list_holdings(self, brand_id: int) -> tuple[CutHolding, ...]:
        """All cuts of a brand that an import wrote to."""
        return list_holdings(self._connection, brand_id)

    def find_span(self, holding: CutHolding) -> tuple[int, int] | None:
        """The first and the last epoch day of a cut, if it has dated rows."""
        return day_span(self._connection, holding)

    def count_undated(self, cut_id: int) -> int:
        """How many lifetime totals of a cut have no day of publication."""
        return count_undated(self._connection, cut_id)

    def list_coverage(self, holding: CutHolding, first: int, last: int) -> tuple[Coverage, ...]:
        """The days or periods for which a cut has facts, by account."""
        return fact_coverage(self._connection, holding, first, last)

    def list_run_days(self, holding: CutHolding) -> tuple[tuple[int, int], ...]:
        """First and last epoch day of each import that wrote to a cut of activity."""
        return run_days(self._connection, holding)

    def list_measure_coverage(
        self, holding: CutHolding, names: Sequence[str], first: int, last: int
    ) -> tuple[Coverage, ...]:
        """The days or periods for which a cut has measures, by account."""
        return measure_coverage(self._connection, holding, names, first, last)

    def read_units(self, request: UnitRequest) -> UnitRows:
        """Sums of facts."""
        return read_units(self._connection, request)

    def read_measures(self, request: UnitRequest) -> MeasureRows:
        """Sums of measures."""
        return read_measures(self._connection, request)

    def read_cards(self, content_ids: Sequence[int]) -> dict[int, ContentCard]:
        """What a list of contents shows of each."""
        return read_cards(self._connection, content_ids)
