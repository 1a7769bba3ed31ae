"""Writing the audit trail: each row sealed together with the one before, in the transaction of its effect."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from db.engine import Store
from db.unit import UnitOfWork
from learning.domain.audit import AuditHead, AuditRow
from learning.governance.chain import ChainCheck, check_chain, seal_of
from learning.governance.digest import canonical_json
from services.master_key import derive_key, load_master_key
from services.settings import Settings

PURPOSE: Final = "audit"
REFUSED: Final = "refused"


class Trail:
    """Adds rows to the audit trail of a store, and checks it."""

    def __init__(self, key: bytes) -> None:
        """Seal with a key that only this installation has."""
        self._key = key

    def note(
        self,
        work: UnitOfWork,
        *,
        brand_id: int | None,
        at: int,
        actor: str,
        kind: str,
        subject: str,
        body: Mapping[str, object],
    ) -> int:
        """Add a row and return its sequence number; the actor is a pseudonym, and the body holds nothing personal."""
        head = work.audit.lock_head()
        row = AuditRow(head.sequence + 1, brand_id, at, actor, kind, subject, canonical_json(dict(body)), "")
        work.audit.add([replace(row, seal=seal_of(self._key, head.seal, row))])
        return row.sequence

    def hide(self, text: str) -> str:
        """Return what stands in the trail for a text of a person: it proves the text, and cannot be read."""
        return hmac.new(self._key, text.encode("utf-8", "surrogatepass"), hashlib.sha256).hexdigest() if text else ""

    def verify(self, store: Store, known: AuditHead | None = None) -> ChainCheck:
        """Walk along the whole trail; a head that was written down earlier shows an older copy of the store."""
        with store.read() as work:
            return check_chain(self._key, work.audit.read(), work.audit.find_head(), known)


def open_trail(settings: Settings) -> Trail:
    """Return the trail that the settings hold the key of."""
    return Trail(derive_key(load_master_key(settings), PURPOSE))
