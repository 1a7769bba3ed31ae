"""Actions: what is proposed, where it stands, who said what, and what came of it."""

from sqlalchemy import BigInteger, Boolean, Column, Float, ForeignKey, Index, Table, UniqueConstraint, false

from db.dialects import Identifier
from db.schema.columns import StoredText, metadata

action = Table(
    "action",
    metadata,
    Column("id", Identifier, primary_key=True),
    Column("brand_id", ForeignKey("brand.id", ondelete="CASCADE"), nullable=False),
    # What it changes; goes with the brand as the parameter does.
    Column("parameter_id", BigInteger),
    Column("state", StoredText, nullable=False),
    Column("component", StoredText, nullable=False),
    Column("operation", StoredText, nullable=False),
    Column("name", StoredText, nullable=False),
    # JSON, like the others of these: whom it is about, the values, what is expected, and how it is tried.
    Column("context", StoredText, nullable=False),
    Column("from_value", StoredText, nullable=False),
    Column("to_value", StoredText, nullable=False),
    Column("reason", StoredText, nullable=False),
    # What it rests on, as in 'experiment:12', and the version of the analysis that said so.
    Column("evidence", StoredText, nullable=False),
    Column("analysis_version", StoredText, nullable=False),
    Column("base_version", BigInteger, nullable=False),
    Column("expected", StoredText, nullable=False),
    Column("guardrails", StoredText, nullable=False),
    Column("ramp", StoredText, nullable=False),
    Column("holdout", Float, nullable=False),
    Column("undo", StoredText, nullable=False),
    Column("undo_of", BigInteger),
    # A person applies it elsewhere.
    Column("by_hand", Boolean(create_constraint=False), nullable=False, server_default=false()),
    # Until when the new value is pinned from the start on; NULL = not at all.
    Column("pin_until", BigInteger),
    Column("digest", StoredText, nullable=False),
    Column("author", StoredText, nullable=False),
    Column("created_at", BigInteger, nullable=False),
    Column("round", BigInteger, nullable=False, server_default="0"),
    Column("row_version", BigInteger, nullable=False, server_default="0"),
    # The caller's own key: the same command twice drafts once.
    Column("command_key", StoredText, nullable=False),
    Column("expires_at", BigInteger, nullable=False, server_default="0"),
    # The brand's policy as JSON when it was submitted.
    Column("policy", StoredText),
    Column("scheduled_at", BigInteger),
    Column("stage", BigInteger),
    Column("stage_since", BigInteger),
    Column("started_at", BigInteger),
    Column("applied_version", BigInteger),
    Column("restored_version", BigInteger),
    Column("cause", StoredText, nullable=False, server_default=""),
    Column("attempts", BigInteger, nullable=False, server_default="0"),
    # The impact report as JSON, once its window is over.
    Column("report", StoredText),
    # Imports it rested on that were taken back since, as words; '' = none.
    Column("flag", StoredText, nullable=False, server_default=""),
    UniqueConstraint("brand_id", "command_key"),
    Index(None, "brand_id", "state", "created_at"),
    Index(None, "brand_id", "evidence"),
    Index(None, "brand_id", "started_at"),
)

action_vote = Table(
    "action_vote",
    metadata,
    Column("action_id", ForeignKey("action.id", ondelete="CASCADE"), primary_key=True),
    Column("round", BigInteger, primary_key=True, autoincrement=False),
    Column("voter", StoredText, primary_key=True),
    # What was shown.
    Column("digest", StoredText, nullable=False),
    Column("kind", StoredText, nullable=False),
    Column("reason", StoredText, nullable=False),
    Column("prediction", StoredText, nullable=False),
    Column("at", BigInteger, nullable=False),
)

action_event = Table(
    "action_event",
    metadata,
    Column("id", Identifier, primary_key=True),
    Column("action_id", ForeignKey("action.id", ondelete="CASCADE"), nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("who", StoredText, nullable=False),
    Column("command", StoredText, nullable=False),
    Column("before", StoredText),
    Column("after", StoredText, nullable=False),
    Column("round", BigInteger, nullable=False),
    Column("reason", StoredText, nullable=False),
    Column("detail", StoredText, nullable=False),
    # The audit row of the same effect.
    Column("sequence", BigInteger, nullable=False),
    UniqueConstraint("sequence"),
    Index(None, "action_id", "id"),
)

action_stage = Table(
    "action_stage",
    metadata,
    Column("action_id", ForeignKey("action.id", ondelete="CASCADE"), primary_key=True),
    Column("stage", BigInteger, primary_key=True, autoincrement=False),
    Column("share", Float, nullable=False),
    Column("started_at", BigInteger, nullable=False),
    Column("ended_at", BigInteger),
    Column("numbers", StoredText),
)

action_review = Table(
    "action_review",
    metadata,
    Column("action_id", ForeignKey("action.id", ondelete="CASCADE"), primary_key=True),
    Column("due_at", BigInteger, nullable=False),
    Column("bypassed_by", StoredText, nullable=False),
    Column("done_at", BigInteger),
    Column("done_by", StoredText),
)

action_hand_step = Table(
    "action_hand_step",
    metadata,
    Column("action_id", ForeignKey("action.id", ondelete="CASCADE"), primary_key=True),
    # 'apply' or 'undo'.
    Column("kind", StoredText, primary_key=True),
    Column("asked_at", BigInteger, nullable=False),
    Column("confirmed_at", BigInteger),
    Column("confirmed_by", StoredText),
)

action_command = Table(
    "action_command",
    metadata,
    Column("brand_id", ForeignKey("brand.id", ondelete="CASCADE"), primary_key=True),
    Column("key", StoredText, primary_key=True),
    Column("actor", StoredText, nullable=False),
    Column("arguments", StoredText, nullable=False),
    Column("result", StoredText, nullable=False),
    Column("at", BigInteger, nullable=False),
)

ledger = Table(
    "ledger",
    metadata,
    Column("action_id", ForeignKey("action.id", ondelete="CASCADE"), primary_key=True),
    Column("decision", StoredText, nullable=False),
    Column("metric", StoredText, nullable=False),
    Column("effect", Float),
    Column("low", Float),
    Column("high", Float),
    Column("n", BigInteger, nullable=False),
    Column("method", StoredText, nullable=False),
    Column("who", StoredText, nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("value", Float),
    Column("value_low", Float),
    Column("value_high", Float),
    Column("reason", StoredText, nullable=False),
)

governance_gate = Table(
    "governance_gate",
    metadata,
    # One row for each brand: every command locks it, so that a stop is seen by all that commit after it.
    Column("brand_id", ForeignKey("brand.id", ondelete="CASCADE"), primary_key=True),
    Column("killed", Boolean(create_constraint=False), nullable=False),
    Column("killed_by", StoredText, nullable=False),
    Column("killed_at", BigInteger),
    Column("reason", StoredText, nullable=False),
    Column("breaker_open", Boolean(create_constraint=False), nullable=False),
    Column("ticked_at", BigInteger, nullable=False),
)
