"""Changing a brand's settings so that it can be seen later who changed what."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from db.engine import Store
from db.unit import UnitOfWork
from learning.domain.permissions import Permission
from learning.domain.settings import SettingChange
from services.callers import Caller


def change_settings(
    store: Store,
    brand_id: int,
    *changes: Callable[[UnitOfWork], None],
    who: Caller,
    now: datetime,
    permission: Permission = Permission.LEARNING,
) -> tuple[SettingChange, ...]:
    """Apply changes of settings, all or none, and keep in the same transaction what they changed; returns that.

    Raises:
        BadOption: One of them refuses a value; nothing is stored then.
    """
    with who.write(store, brand_id, permission) as (work, actor):
        before = work.settings.list_all(brand_id)
        for change in changes:
            change(work)
        after = work.settings.list_all(brand_id)
        moment = int(now.timestamp())
        found = tuple(
            SettingChange(brand_id, key, before.get(key), after.get(key), actor.name, moment)
            for key in sorted({*before, *after})
            if before.get(key) != after.get(key)
        )
        work.settings.add_changes(found)
        work.commit()
    return found
