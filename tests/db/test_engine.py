"""What the store says when a statement fails."""

from __future__ import annotations

import pytest
from sqlalchemy.exc import IntegrityError

from db.engine import Store

CANARY = "the words of Thandolwethu Mkhabela"


def test_a_failed_statement_does_not_repeat_its_values(store: Store) -> None:
    with pytest.raises(IntegrityError) as raised, store.write() as work:
        work.feedback_entries.seal(99, b"key", CANARY.encode())
    assert CANARY not in str(raised.value)
