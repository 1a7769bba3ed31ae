"""Has anybody changed, removed or added a row of the audit trail?"""

from __future__ import annotations

import hmac
from collections.abc import Iterable
from dataclasses import dataclass

from learning.domain.audit import AuditHead, AuditRow
from learning.governance.digest import canonical_json


@dataclass(frozen=True, slots=True)
class ChainCheck:
    """What a walk along the trail found."""

    rows: int
    broken_at: int | None
    """Sequence number of the first row that does not fit; None = all fit."""
    reason: str
    head: AuditHead
    """The last row that fits."""

    @property
    def sound(self) -> bool:
        """Whether every row fits."""
        return self.broken_at is None


def seal_of(key: bytes, before: str, row: AuditRow) -> str:
    """Seal a row together with all that came before.

    Args:
        key: The audit key of the installation.
        before: The seal of the row before; '' for the first.
        row: The row; its own seal is not looked at.

    Returns:
        Hex HMAC-SHA256 over the canonical JSON of the seal before and every field.
    """
    fields = [before, row.sequence, row.brand_id, row.at, row.actor, row.kind, row.subject, row.body]
    return hmac.digest(key, canonical_json(fields).encode("utf-8", "surrogatepass"), "sha256").hex()


def _fits(key: bytes, before: str, row: AuditRow) -> bool:
    try:
        return seal_of(key, before, row) == row.seal
    except (TypeError, ValueError):
        # What the store gives back is of no kind that was ever written: bytes, or no number.
        return False


def check_chain(key: bytes, rows: Iterable[AuditRow], head: AuditHead, known: AuditHead | None = None) -> ChainCheck:
    """Walk along the trail.

    Args:
        key: The audit key of the installation.
        rows: All rows in order.
        head: The newest row as the store keeps it apart: it shows that the end was cut off.
        known: A head that was written down earlier: it shows that an older copy of the store is in its place.

    Returns:
        The first row that does not fit, and why.
    """
    at, seal = 0, ""
    found_known = known is None or known.sequence == 0
    for row in rows:
        if row.sequence != at + 1:
            return ChainCheck(at, at + 1, f"row {at + 1} is missing", AuditHead(at, seal))
        if not _fits(key, seal, row):
            return ChainCheck(at, row.sequence, f"row {row.sequence} is not as it was written", AuditHead(at, seal))
        at, seal = row.sequence, row.seal
        if known is not None and known.sequence == at:
            found_known = True
            if known.seal != seal:
                return ChainCheck(at, at, f"row {at} is another one than was written down", AuditHead(at, seal))
    last = AuditHead(at, seal)
    if head != last:
        return ChainCheck(at, at + 1, f"the trail ends at row {at}, its head is {head.sequence}", last)
    if not found_known and known is not None:
        reason = f"the trail ends at row {at}; row {known.sequence} was written down earlier"
        return ChainCheck(at, at + 1, reason, last)
    return ChainCheck(at, None, "", last)
