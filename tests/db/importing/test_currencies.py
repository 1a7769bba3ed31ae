"""A currency that only an older version has: kept while that version can come back."""

from __future__ import annotations

import pytest

from db.engine import Store
from learning.domain.enums import Basis, Grain
from learning.domain.facts import Fact
from learning.domain.observations import ContentRecord, CutSpec, SegmentKey
from tests.db.world import Part, Row, add_brand, differences, import_parts, state_of, undo

BY_COUNTRY = CutSpec("ga4", Basis.PERIOD, Grain.PERIOD, ("country",))
NEWER, OLDER = 20, 10


def part(revenue: int | None, currency: str | None) -> Part:
    facts = ((Fact.LIKES, 3),) if revenue is None else ((Fact.LIKES, 3), (Fact.REVENUE, revenue))
    row = Row(
        content=ContentRecord("me", "1"),
        segment=SegmentKey("", "", "", "", ()),
        start=40,
        finish=41,
        facts=facts,
        extra=None,
        level=None,
    )
    return Part(BY_COUNTRY, (row,), currency)


@pytest.mark.parametrize("captured", [(NEWER, OLDER), (OLDER, NEWER)], ids=["an older one", "a newer one"])
@pytest.mark.parametrize("parts", [("EUR", "USD"), ("EUR", None), (None, "EUR")], ids=str)
@pytest.mark.parametrize("undone", [0, 1])
def test_an_undo_brings_back_the_currency_that_another_version_had_covered(
    store: Store, captured: tuple[int, int], parts: tuple[str | None, str | None], undone: int
) -> None:
    brand_id = add_brand(store, "both")
    files = [part(2 if currency else None, currency) for currency in parts]
    batches = [
        import_parts(store, brand_id, str(place), [file], captured_at=moment)[0]
        for place, (file, moment) in enumerate(zip(files, captured, strict=True))
    ]
    undo(store, batches[undone])
    kept = 1 - undone
    again = add_brand(store, "one")
    import_parts(store, again, str(kept), [files[kept]], captured_at=captured[kept])
    assert state_of(store, brand_id) == state_of(store, again)
    assert differences(store) == []
