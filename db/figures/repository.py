"""Everything that figures are made from, in one place of a unit of work."""

from collections import OrderedDict
from collections.abc import Callable, Sequence
from typing import Final, TypeVar

from sqlalchemy import Connection

from db.figures.captures import read_attributes, read_captures
from db.figures.cards import account_contents, published_hours, read_cards, young_contents
from db.figures.coverage import fact_coverage, measure_coverage, run_days
from db.figures.holdings import count_undated, day_span, list_accounts, list_holdings
from db.figures.memory import FigureMemory, Recall
from db.figures.posts import captured_at, read_cell_sums, read_measure_cells, read_posts, read_segments
from db.figures.units import read_measures, read_raw_units, read_units
from db.figures.values import content_values, segment_values
from db.rollups.kept_sums import KeptSums
from learning.domain.dimension_values import DimensionValue
from learning.domain.holdings import (
    AccountName,
    ContentCard,
    Coverage,
    CutHolding,
    MeasureRows,
    UnitRequest,
    UnitRows,
)
from learning.domain.post_columns import CellSums, MeasureCells, PostColumns
from learning.domain.posts import CaptureHistory, PostAttributes

Answer = TypeVar("Answer")
LATEST: Final = 16
MOST_RECALLED: Final = 20_000
"""Rows of one answer."""


class Figures:
    """Read-only questions to the rollups of a store; what only a change of data changes is recalled."""

    def __init__(self, connection: Connection, kept_sums: KeptSums, memory: FigureMemory | None = None) -> None:
        """Work within a transaction; one that writes has no memory."""
        self._connection = connection
        self._kept_sums = kept_sums
        self._recall = Recall(connection, memory)
        self._repeats = memory is not None
        self._latest: OrderedDict[tuple[object, ...], UnitRows] = OrderedDict()

    def recall(self, brand_id: int, question: str, read: Callable[[], Answer]) -> Answer:
        """What is made of many answers of one brand and nothing else; kept until its data change."""
        return self._recall.newest_of_brand(brand_id, (question,), read)

    def list_accounts(self, brand_id: int) -> tuple[AccountName, ...]:
        """All accounts of a brand."""
        return self._recall.of_brand(brand_id, ("accounts",), lambda: list_accounts(self._connection, brand_id))

    def list_holdings(self, brand_id: int, *, peers: bool = False) -> tuple[CutHolding, ...]:
        """The cuts of a brand that an import wrote to: its own, or those of its peers."""
        found = self._recall.of_brand(
            brand_id, ("holdings", peers), lambda: list_holdings(self._connection, brand_id, peers=peers)
        )
        self._recall.knows_cuts(brand_id, [one.cut_id for one in found])
        return found

    def find_span(self, holding: CutHolding) -> tuple[int, int] | None:
        """The first and the last epoch day of a cut, if it has dated rows."""
        return self._recall.of_cut(holding.cut_id, ("span",), lambda: day_span(self._connection, holding))

    def count_undated(self, cut_id: int) -> int:
        """How many lifetime totals of a cut have no day of publication."""
        return self._recall.of_cut(cut_id, ("undated",), lambda: count_undated(self._connection, cut_id))

    def list_coverage(self, holding: CutHolding, first: int, last: int) -> tuple[Coverage, ...]:
        """The days or periods for which a cut has facts, by account."""
        question = ("coverage", first, last)
        return self._recall.of_cut(
            holding.cut_id, question, lambda: fact_coverage(self._connection, holding, first, last)
        )

    def list_run_days(self, holding: CutHolding) -> tuple[tuple[int, int], ...]:
        """First and last epoch day of each import that wrote to a cut of activity."""
        return self._recall.of_cut(holding.cut_id, ("runs",), lambda: run_days(self._connection, holding))

    def list_measure_coverage(
        self, holding: CutHolding, names: Sequence[str], first: int, last: int
    ) -> tuple[Coverage, ...]:
        """The days or periods for which a cut has measures, by account."""
        question = ("measure coverage", tuple(names), first, last)
        return self._recall.of_cut(
            holding.cut_id, question, lambda: measure_coverage(self._connection, holding, names, first, last)
        )

    def read_units(self, request: UnitRequest) -> UnitRows:
        """Sums of facts; the latest small ones are recalled within a transaction that does not write.

        Questions for all platforms together and for each of them need the same sums of each.
        """
        where = tuple(sorted(request.where.items()))
        key = (request.cut_id, request.account_ids, request.spans, request.by, where, request.unit, request.facts)
        if key in self._latest:
            return self._latest[key]
        found = read_units(self._connection, request)
        if self._repeats and len(found.units) <= MOST_RECALLED:
            self._latest[key] = found
            while len(self._latest) > LATEST:
                self._latest.popitem(last=False)
        return found

    def read_yardstick(self, request: UnitRequest) -> UnitRows:
        """Sums that many questions need, and that do not depend on what they ask."""
        question = ("yardstick", request.spans, request.account_ids, request.unit, request.facts)
        return self._recall.of_cut(request.cut_id, question, lambda: read_units(self._connection, request))

    def read_raw_units(self, request: UnitRequest) -> UnitRows:
        """Sums of facts from every observation: slow, and what the rollups are measured against."""
        return read_raw_units(self._connection, request)

    def read_measures(self, request: UnitRequest) -> MeasureRows:
        """Sums of measures."""
        return read_measures(self._connection, request)

    def read_cards(self, content_ids: Sequence[int]) -> dict[int, ContentCard]:
        """What a list of contents shows of each."""
        return read_cards(self._connection, content_ids)

    def list_content_values(self, brand_id: int) -> dict[str, tuple[DimensionValue, ...]]:
        """The values of every attribute of contents, the most frequent first."""
        return self._recall.of_brand(brand_id, ("content values",), lambda: content_values(self._connection, brand_id))

    def list_segment_values(self, brand_id: int) -> dict[str, tuple[DimensionValue, ...]]:
        """The values of every dimension of segments, the most frequent first."""
        return self._recall.of_brand(brand_id, ("segment values",), lambda: segment_values(self._connection, brand_id))

    def list_account_contents(self, brand_id: int) -> frozenset[int]:
        """The contents that stand for an account itself."""
        return self._recall.of_brand(
            brand_id, ("account contents",), lambda: account_contents(self._connection, brand_id)
        )

    def find_attributes(self, brand_id: int, content_id: int) -> PostAttributes | None:
        """What is known of a post of a brand beside its numbers."""
        return read_attributes(self._connection, brand_id, content_id)

    def list_captures(self, brand_id: int, holding: CutHolding, content_id: int) -> CaptureHistory:
        """The captures of a post in a cut of lifetime totals, and its totals as they stand."""
        return read_captures(self._connection, brand_id, holding, content_id)

    def list_young(self, brand_id: int, cut_id: int, seconds: int) -> frozenset[int]:
        """The contents that were younger than this when the newest import of a cut was captured."""
        return self._recall.of_brand(
            brand_id, ("young", cut_id, seconds), lambda: young_contents(self._connection, brand_id, cut_id, seconds)
        )

    def list_published_hours(self, account_ids: Sequence[int]) -> dict[int, int]:
        """The local hour key of publication of every content of some accounts that has one."""
        return published_hours(self._connection, account_ids)

    def list_posts(self, brand_id: int, *, peers: bool = False) -> PostColumns:
        """What is said of every post of a brand, or of its peers, whose day is known."""
        return read_posts(self._connection, brand_id, peers=peers)

    def read_cell_sums(self, cut_id: int, *, by_post: bool) -> CellSums:
        """The sums of each post (or day) and segment of a cut, over all days that are known."""
        return read_cell_sums(self._connection, self._kept_sums, cut_id, by_post=by_post)

    def read_measure_cells(self, cut_id: int, measure_id: int) -> MeasureCells:
        """The sums of an additive measure by day and segment of a cut."""
        return read_measure_cells(self._connection, cut_id, measure_id)

    def list_segments(self, brand_id: int) -> dict[int, tuple[str, ...]]:
        """Persona, device, channel and strategy of every segment of a brand by its id."""
        return read_segments(self._connection, brand_id)

    def find_captured_at(self, cut_id: int) -> int | None:
        """UTC seconds as of which the newest import of a cut stands."""
        return captured_at(self._connection, cut_id)
