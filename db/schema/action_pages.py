"""What stood behind an action when somebody decided: the page as it was, kept for good."""

from sqlalchemy import Column, ForeignKey, Table

from db.schema.columns import StoredText, metadata

action_page = Table(
    "action_page",
    metadata,
    # The line of the history at which it was kept.
    Column("event_id", ForeignKey("action_event.id", ondelete="CASCADE"), primary_key=True),
    Column("action_id", ForeignKey("action.id", ondelete="CASCADE"), nullable=False, index=True),
    # A record as JSON: the evidence and the numbers of that moment.
    Column("body", StoredText, nullable=False),
)
