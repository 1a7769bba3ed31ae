from __future__ import annotations

import math
from dataclasses import replace

import pytest

from learning.domain.audit import AuditHead, AuditRow
from learning.governance.chain import check_chain, seal_of

KEY = b"audit"


def trail(n: int = 5) -> list[AuditRow]:
    rows: list[AuditRow] = []
    for sequence in range(1, n + 1):
        row = AuditRow(sequence, 1, 100 + sequence, "person:1", "approve", "action:7", '{"a":1}', "")
        rows.append(replace(row, seal=seal_of(KEY, rows[-1].seal if rows else "", row)))
    return rows


def head(rows: list[AuditRow]) -> AuditHead:
    return AuditHead(rows[-1].sequence, rows[-1].seal)


def test_an_untouched_trail_is_sound_and_so_is_an_empty_one():
    assert check_chain(KEY, trail(), head(trail())).sound
    assert check_chain(KEY, [], AuditHead(0, "")).sound


@pytest.mark.parametrize(
    "change",
    [
        {"at": 1},
        {"actor": "person:2"},
        {"kind": "reject"},
        {"subject": "action:8"},
        {"body": '{"a":2}'},
        {"brand_id": 2},
        {"body": b"{}"},
        {"at": math.inf},
        {"seal": "é"},
        {"seal": b"ab"},
    ],
)
def test_any_changed_field_is_found_at_its_row(change):
    rows = trail()
    rows[2] = replace(rows[2], **change)
    found = check_chain(KEY, rows, head(rows))
    assert (found.broken_at, found.rows) == (3, 2)


def test_a_removed_row_a_cut_end_and_another_key_are_found():
    rows = trail()
    assert check_chain(KEY, rows[:2] + rows[3:], head(rows)).broken_at == 3
    assert check_chain(KEY, rows[:-1], head(rows)).broken_at == 5
    assert check_chain(b"other", rows, head(rows)).broken_at == 1


def test_an_older_copy_of_the_store_is_found_by_a_head_that_was_written_down():
    rows = trail()
    written = head(rows)
    assert check_chain(KEY, rows, head(rows), written).sound
    older = check_chain(KEY, rows[:3], head(rows[:3]), written)
    assert older.broken_at == 4
    assert "written down earlier" in older.reason
    replaced = replace(rows[-1], body="{}")
    replaced = replace(replaced, seal=seal_of(KEY, rows[-2].seal, replaced))
    other = [*rows[:-1], replaced]
    assert check_chain(KEY, other, head(other), written).broken_at == 5
