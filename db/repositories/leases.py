"""The lease of the worker: one holder at a time, with a number that only grows."""

from __future__ import annotations

from sqlalchemy import Connection, select

from db.dialects import Dialect
from db.schema.jobs import worker_lease
from learning.domain.errors import LeaseLost
from learning.domain.jobs import Lease

WORKER = "worker"


class Leases:
    """Who may run the jobs of a store."""

    def __init__(self, connection: Connection, dialect: Dialect) -> None:
        """Work within a transaction."""
        self._connection = connection
        self._dialect = dialect

    def find(self) -> Lease | None:
        """The lease as it stands, whether it has expired or not."""
        row = self._connection.execute(select(worker_lease).where(worker_lease.c.name == WORKER)).mappings().first()
        return None if row is None else Lease(row["holder"], row["fence"], row["expires_at"])

    def find_tick(self) -> int | None:
        """When a holder last took or renewed the lease, UTC seconds."""
        return self._connection.execute(select(worker_lease.c.ticked_at).where(worker_lease.c.name == WORKER)).scalar()

    def take(self, holder: str, now: int, seconds: int) -> Lease | None:
        """Take or renew the lease; None while another one holds it, or while the clock is behind an earlier tick."""
        values = {"holder": holder, "expires_at": now + seconds, "ticked_at": now}
        first = self._dialect.upsert(worker_lease).values(name=WORKER, fence=1, **values).on_conflict_do_nothing()
        # The row count of an insert that did nothing is not told by every driver; what it returns is.
        if self._connection.execute(first.returning(worker_lease.c.fence)).first():
            return Lease(holder, 1, now + seconds)
        row = worker_lease.c
        renewed = worker_lease.update().where(row.name == WORKER, row.holder == holder, row.ticked_at <= now)
        taken = worker_lease.update().where(
            row.name == WORKER, row.holder != holder, row.expires_at <= now, row.ticked_at <= now
        )
        changed = self._connection.execute(renewed.values(**values)).rowcount
        if not changed:
            changed = self._connection.execute(taken.values(**values, fence=row.fence + 1)).rowcount
        return self.find() if changed else None

    def require(self, lease: Lease) -> None:
        """Make sure that a lease still stands, and keep it from being taken until this transaction ends.

        Raises:
            LeaseLost: Another holder took over.
        """
        held = worker_lease.update().where(
            worker_lease.c.name == WORKER, worker_lease.c.holder == lease.holder, worker_lease.c.fence == lease.fence
        )
        if not self._connection.execute(held.values(fence=lease.fence)).rowcount:
            raise LeaseLost("the worker")

    def release(self, lease: Lease) -> None:
        """Let others take over at once."""
        row = worker_lease.c
        mine = (row.name == WORKER, row.holder == lease.holder, row.fence == lease.fence)
        self._connection.execute(worker_lease.update().where(*mine).values(expires_at=row.ticked_at))
