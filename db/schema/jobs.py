"""Scheduled work: the lease of the one worker, the runs by slot, the state of each job, and requests to run now."""

from sqlalchemy import BigInteger, Boolean, Column, Index, Integer, Table, UniqueConstraint

from db.dialects import Identifier
from db.schema.columns import StoredText, metadata

worker_lease = Table(
    "worker_lease",
    metadata,
    Column("name", StoredText, primary_key=True),
    Column("holder", StoredText, nullable=False),
    Column("fence", BigInteger, nullable=False),
    Column("expires_at", BigInteger, nullable=False),
    # The latest moment that any holder saw: a clock that goes back does nothing.
    Column("ticked_at", BigInteger, nullable=False),
)

job_run = Table(
    "job_run",
    metadata,
    Column("id", Identifier, primary_key=True),
    Column("job", StoredText, nullable=False),
    Column("slot", BigInteger, nullable=False),
    Column("state", StoredText, nullable=False),
    Column("attempt", Integer, nullable=False),
    Column("fence", BigInteger, nullable=False),
    Column("started_at", BigInteger, nullable=False),
    Column("finished_at", BigInteger),
    Column("rows", BigInteger),
    Column("outcome", StoredText),
    Column("retry_at", BigInteger),
    UniqueConstraint("job", "slot"),
    Index(None, "state", "retry_at"),
    Index(None, "started_at"),
)

job_state = Table(
    "job_state",
    metadata,
    Column("job", StoredText, primary_key=True),
    Column("paused", Boolean(create_constraint=False), nullable=False),
    Column("failures", Integer, nullable=False),
    Column("open_until", BigInteger),
    Column("every_seconds", Integer),
)

job_request = Table(
    "job_request",
    metadata,
    Column("id", Identifier, primary_key=True),
    Column("job", StoredText, nullable=False),
    Column("who", StoredText, nullable=False),
    Column("requested_at", BigInteger, nullable=False),
)
