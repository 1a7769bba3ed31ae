"""What keeps rows as they were written, in the words of each engine."""

from collections.abc import Mapping
from typing import Final

APPEND_ONLY: Final[Mapping[str, tuple[str, ...]]] = {
    "sqlite": (
        *(
            f"CREATE TRIGGER audit_no_{what} BEFORE {what} ON audit "
            "BEGIN SELECT RAISE(ABORT, 'the audit trail is only added to'); END"
            for what in ("update", "delete")
        ),
        # INSERT OR REPLACE removes the row that is in its way without asking the trigger of removals.
        (
            "CREATE TRIGGER audit_no_replace BEFORE INSERT ON audit "
            "WHEN EXISTS (SELECT 1 FROM audit WHERE sequence = NEW.sequence OR rowid = NEW.rowid) "
            "BEGIN SELECT RAISE(ABORT, 'the audit trail is only added to'); END"
        ),
    ),
    "postgresql": (
        (
            "CREATE OR REPLACE FUNCTION audit_only_added() RETURNS trigger LANGUAGE plpgsql AS "
            "'BEGIN RAISE EXCEPTION ''the audit trail is only added to''; END'"
        ),
        (
            "CREATE TRIGGER audit_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON audit "
            "FOR EACH STATEMENT EXECUTE FUNCTION audit_only_added()"
        ),
    ),
}
"""What keeps the rows of the audit trail as they are, by engine."""
