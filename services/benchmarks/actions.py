"""How soon others see an approval, and how fast a thousand proposals are listed and a million audit rows verified."""

from __future__ import annotations

import hashlib
import hmac
import math
import time
from dataclasses import asdict, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from db.engine import Store, open_store
from learning.domain.actions import ActionCommand, ActionDraft, ActionState, ExpectedEffect, GuardrailMargin
from learning.domain.audit import AuditRow
from learning.domain.brands import Brand
from learning.domain.policies import Role
from learning.governance.chain import seal_of
from learning.governance.situation import Wish
from services.actions.action_json import action_summary
from services.actions.orders import Order
from services.actions.performing import ActionService
from services.actions.trail import PURPOSE, open_trail
from services.benchmarks.record import Measurement
from services.brands import add_brand
from services.clock import SystemClock
from services.master_key import derive_key, load_master_key
from services.people import PeopleService
from services.schema import migrate
from services.settings import Settings, load_settings

PROPOSALS: Final = 1_000
ROWS: Final = 1_000_000
TRIES: Final = 5
SEEN_WITHIN_S: Final = 2.0
LISTED_WITHIN_S: Final = 1.0
VERIFIED_WITHIN_S: Final = 30.0
BEGINS: Final = 1_700_000_000
AT_A_TIME: Final = 50_000


def time_actions(folder: Path) -> tuple[Measurement, ...]:
    """Time what a person waits for with a thousand open proposals, and the check of a million audit rows."""
    settings = load_settings({"BELLWETHER_DATA_DIR": str(folder / "data")})
    migrate(settings.database_url, backup_dir=folder / "backups")
    store, other = open_store(settings.database_url), open_store(settings.database_url)
    try:
        brand = add_brand(store, "Bench", SystemClock())
        service, first = _propose(store, settings, brand)
        seen = max(_approve(service, other, brand, first + place) for place in range(TRIES))
        listed = min(_list(other, brand) for _ in range(TRIES))
        verified, plain = _verify(store, settings)
    finally:
        store.close()
        other.close()
    bar = "the bar of the specification"
    return (
        Measurement("actions.seen", seen, "s", SEEN_WITHIN_S, f"{bar}: an approval seen by another process"),
        Measurement("actions.listed", listed, "s", LISTED_WITHIN_S, f"{bar}: {PROPOSALS:,} open proposals"),
        Measurement("actions.verified", verified, "s", VERIFIED_WITHIN_S, f"{bar}: {ROWS:,} rows of the audit trail"),
        Measurement("actions.verified.plain", verified, "s", plain, f"{ROWS:,} HMACs over such texts"),
    )


def _propose(store: Store, settings: Settings, brand: Brand) -> tuple[ActionService, int]:
    """Hand a thousand proposals in; the first of them is returned."""
    trail, clock = open_trail(settings), SystemClock()
    people = PeopleService(store, trail, clock)
    people.add(brand, "ann", Role.MARKETER)
    people.add(brand, "bob", Role.APPROVER)
    service = ActionService(store, trail, clock)
    draft = ActionDraft(
        brand_id=brand.id,
        component="bench",
        operation="set",
        name="",
        from_value=1,
        to_value=2,
        reason="A reason that is long enough.",
        evidence="bench",
        analysis_version="1",
        expected=ExpectedEffect("clicks", 0.0, 0.1),
        author="ann",
        created_at=int(datetime.now(UTC).timestamp()),
        command_key="",
        guardrails=(GuardrailMargin("clicks", 0.1),),
    )
    first = 0
    for number in range(PROPOSALS):
        wanted = replace(draft, name=f"parameter {number}")
        answer = service.perform(Order(brand, ActionCommand.PROPOSE, "ann", f"propose {number}", draft=wanted))
        service.perform(Order(brand, ActionCommand.SUBMIT, "ann", f"submit {number}", answer.action_id))
        first = first or answer.action_id
    return service, first


def _approve(service: ActionService, other: Store, brand: Brand, action_id: int) -> float:
    """Approve an action and wait until another connection sees it."""
    with other.read() as work:
        record = work.actions.get(brand.id, action_id)
    wish = Wish(seen_round=record.round, seen_digest=record.digest)
    began = time.perf_counter()
    service.perform(Order(brand, ActionCommand.APPROVE, "bob", f"approve {action_id}", action_id, wish))
    while True:
        with other.read() as work:
            if work.actions.get(brand.id, action_id).state is ActionState.APPROVED:
                return time.perf_counter() - began


def _list(store: Store, brand: Brand) -> float:
    began = time.perf_counter()
    with store.read() as work:
        records = work.actions.list_of(brand.id, {ActionState.IN_REVIEW})
        for record in records:
            action_summary(work, record)
    return time.perf_counter() - began


def _verify(store: Store, settings: Settings) -> tuple[float, float]:
    """Fill the trail up to a million rows and verify it; beside it the HMACs alone."""
    trail = open_trail(settings)
    key = derive_key(load_master_key(settings), PURPOSE)
    with store.write() as work:
        head = work.audit.lock_head()
        seal, rows = head.seal, []
        for number in range(head.sequence + 1, ROWS + 1):
            body = f'{{"after":"in_review","before":"draft","digest":"{number:064x}"}}'
            row = AuditRow(number, 1, BEGINS + number, "person:1", "submit", f"action:{number % 997}", body, "")
            seal = seal_of(key, seal, row)
            rows.append(replace(row, seal=seal))
        for first in range(0, len(rows), AT_A_TIME):
            work.audit.add(rows[first : first + AT_A_TIME])
        work.commit()
    began = time.perf_counter()
    found = trail.verify(store)
    verified = time.perf_counter() - began if found.sound and found.rows == ROWS else math.inf
    texts = [str(asdict(row)).encode() for row in rows[:AT_A_TIME]]
    began = time.perf_counter()
    for text in texts:
        hmac.new(key, text, hashlib.sha256).hexdigest()
    return verified, (time.perf_counter() - began) * ROWS / AT_A_TIME
