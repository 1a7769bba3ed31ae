"""What nothing refers to any more after an undo goes too."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Connection, Table, delete, exists, select

from db.schema.batches import batch_cut, batch_measure, batch_segment
from db.schema.contents import account, content, content_edit, content_version
from db.schema.cuts import cut, measure, segment

OWN_NOTES: Final[tuple[Table, ...]] = (batch_measure, batch_segment, batch_cut)
"""What a run touched; measures refer to cuts of the same run."""


def remove_unused(connection: Connection, brand_id: int, import_order: int) -> None:
    """Forget what a run touched, then all that no other run touches."""
    for table in OWN_NOTES:
        connection.execute(delete(table).where(table.c.import_order == import_order))
    for table, notes, key in (
        (segment, batch_segment, batch_segment.c.segment_id),
        (measure, batch_measure, batch_measure.c.measure_id),
        (cut, batch_cut, batch_cut.c.cut_id),
    ):
        used = exists(select(notes.c.import_order).where(key == table.c.id))
        connection.execute(delete(table).where(table.c.brand_id == brand_id, ~used))
    accounts = select(account.c.id).where(account.c.brand_id == brand_id)
    # A content that a person edited stays for the day it is imported again; without rows no page shows it.
    told = exists(select(content_version.c.content_id).where(content_version.c.content_id == content.c.id))
    edited = exists(select(content_edit.c.content_id).where(content_edit.c.content_id == content.c.id))
    connection.execute(delete(content).where(content.c.account_id.in_(accounts), ~told, ~edited))
    filled = exists(select(content.c.id).where(content.c.account_id == account.c.id))
    connection.execute(delete(account).where(account.c.brand_id == brand_id, ~filled))
