"""One post: what is said of it, and its running totals as of each capture."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, RowMapping, Table, select

from db.schema.contents import account, content
from db.schema.cuts import segment
from db.schema.observations import observation, observation_version
from learning.domain.dimensions import PEER
from learning.domain.facts import SCALE, Fact
from learning.domain.holdings import CutHolding
from learning.domain.posts import Capture, CaptureHistory, PostAttributes

PLAIN_DIMENSIONS = ("content",)
"""Of a cut whose totals of a post stand in one row."""


def read_attributes(connection: Connection, brand_id: int, content_id: int) -> PostAttributes | None:
    """What is known of a post of a brand beside its numbers; None where the brand has no such post."""
    names = ("topic", "hook", "generator", "strategy", "campaign", "length", "peer")
    row = connection.execute(
        select(*(content.c[name] for name in names))
        .join(account, account.c.id == content.c.account_id)
        .where(content.c.id == content_id, account.c.brand_id == brand_id)
    ).first()
    return None if row is None else PostAttributes(*row)


def read_captures(connection: Connection, brand_id: int, holding: CutHolding, content_id: int) -> CaptureHistory:
    """The captures of a post in a cut of lifetime totals by post and nothing else."""
    if tuple(name for name in holding.spec.dimensions if name != PEER) != PLAIN_DIMENSIONS:
        return CaptureHistory()
    key = _key(connection, brand_id, holding, content_id)
    current = _first(connection, observation, key)
    if current is None:
        return CaptureHistory()
    rows: Sequence[RowMapping] = [current]
    if current["versions"] > 1:
        table = observation_version
        matches = [table.c[name] == value for name, value in key.items()]
        order = (table.c.captured_at, table.c.import_order)
        rows = connection.execute(select(table).where(*matches).order_by(*order)).mappings().all()
    # Of two imports with one capture time the later one holds.
    by_time = {int(row["captured_at"]): _facts(row, holding) for row in rows}
    captures = tuple(Capture(moment, facts) for moment, facts in by_time.items() if facts)
    return CaptureHistory(captures, _facts(current, holding), str(current["currency"]))


def _key(connection: Connection, brand_id: int, holding: CutHolding, content_id: int) -> dict[str, int]:
    """The whole key of the one row, so that it is found by the index and not by a scan of the cut."""
    whole = select(segment.c.id).where(
        segment.c.brand_id == brand_id,
        *(segment.c[name] == "" for name in ("persona", "device", "channel", "strategy")),
        segment.c.named == "[]",
    )
    account_id = connection.execute(select(content.c.account_id).where(content.c.id == content_id)).scalar_one()
    segment_id = connection.execute(whole).scalar()
    found = {"cut_id": holding.cut_id, "start": 0, "account_id": account_id, "content_id": content_id, "finish": 0}
    return found if segment_id is None else found | {"segment_id": int(segment_id)}


def _first(connection: Connection, table: Table, key: Mapping[str, int]) -> RowMapping | None:
    matches = [table.c[name] == value for name, value in key.items()]
    return connection.execute(select(table).where(*matches)).mappings().first()


def _facts(row: RowMapping, holding: CutHolding) -> dict[Fact, float]:
    held = ((fact, row[fact.value]) for fact in Fact if fact in holding.facts)
    return {fact: value / SCALE for fact, value in held if value is not None}
