"""Restoring a backup and what follows: the trail says how far it goes back, and nothing starts or goes on by itself."""

from __future__ import annotations

import logging
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from db.engine import Store
from learning.domain.actions import ActionCommand, ActionState
from learning.domain.audit import AuditHead
from learning.domain.errors import RuleRefused
from learning.domain.policies import SystemActor
from learning.governance.chain import ChainCheck
from learning.governance.refusals import moment_words
from learning.governance.situation import Wish
from services.actions.orders import Order
from services.actions.performing import ActionService
from services.actions.ticking import READY_STATES
from services.actions.trail import Trail
from services.backups import BackupReport, restore
from services.callers import OPERATOR
from services.clock import Clock
from services.schema import SchemaState, state

log = logging.getLogger("bellwether.restores")
KIND: Final = "restored"
CAUSE: Final = "the database is a backup of {}: what programs were told and reported since then is not in it"


@dataclass(frozen=True, slots=True)
class Restored:
    """What a restore did beside filling the database."""

    backup: BackupReport
    paused: tuple[int, ...]
    """Actions that were being rolled out."""
    asked_anew: tuple[int, ...]
    """Actions that were approved or scheduled and wait for another yes."""
    before: AuditHead | None
    """Where the trail of what was there before ended; None = there was none."""
    restored: AuditHead
    """Where the trail of the backup ends."""
    trail: ChainCheck
    """A walk along the trail as it is now."""

    @property
    def goes_back(self) -> bool:
        """Whether what was there before had rows that the backup has not."""
        return self.before is not None and self.before != self.restored and self.before.sequence > 0


def restore_and_hold(store: Store, file: Path, *, backup_dir: Path, trail: Trail, clock: Clock) -> Restored:
    """Replace the database by a backup and compare its audit trail with what was there.

    Every ramp in it is paused, and what was approved or scheduled goes back into review: nothing starts or goes on
    before a person has looked.

    Raises:
        NotFound, InputError, Refused: As `restore`; nothing is touched then.
    """
    before = _head(store)
    report = restore(store, file, backup_dir=backup_dir)
    restored = _head(store) or AuditHead(0, "")
    service, made_at = ActionService(store, trail, clock), int(datetime.fromisoformat(report.created_at).timestamp())
    paused = _hold(store, service, ActionCommand.PAUSE, {ActionState.ROLLING}, made_at)
    asked_anew = _hold(store, service, ActionCommand.ASK_ANEW, READY_STATES, made_at)
    with store.write() as work:
        body = {
            "backup_of": report.created_at,
            "paused": list(paused),
            "asked_anew": list(asked_anew),
            "row_before": None if before is None else before.sequence,
            "row_of_backup": restored.sequence,
        }
        at = int(clock.now().timestamp())
        trail.note(work, brand_id=None, at=at, actor=OPERATOR, kind=KIND, subject="system:0", body=body)
        work.commit()
    return Restored(report, paused, asked_anew, before, restored, trail.verify(store))


def _head(store: Store) -> AuditHead | None:
    """Where the trail ends; None where there is no database of this program's schema."""
    if state(store) is not SchemaState.HEAD:
        return None
    with store.read() as work:
        return work.audit.find_head()


def _hold(
    store: Store, service: ActionService, command: ActionCommand, states: AbstractSet[ActionState], made_at: int
) -> tuple[int, ...]:
    """Give a command of the system about every action in some states, and return which were held by it."""
    with store.read() as work:
        found = [
            (brand, record)
            for brand in work.brands.list_all()
            for record in work.actions.list_of(brand.id, frozenset(states))
        ]
    held = []
    for brand, record in found:
        cause = CAUSE.format(moment_words(made_at, brand.time_zone))
        key = f"restore:{record.id}:{record.row_version}"
        order = Order(brand, command, SystemActor.SCHEDULER, key, record.id, Wish(cause=cause))
        try:
            service.perform(order)
        except RuleRefused:
            # A scheduler at work has led it elsewhere meanwhile, or it has expired: it does not go on either.
            continue
        held.append(record.id)
    log.info("restored: %s of %d actions", command.value, len(held))
    return tuple(held)
