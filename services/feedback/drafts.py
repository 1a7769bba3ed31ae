"""What a person is writing: kept sealed until it is saved, so that a reload or a failure loses nothing."""

from __future__ import annotations

import json
from collections.abc import Mapping

from db.engine import Store
from learning.domain.brands import Brand
from learning.domain.errors import Refused
from learning.domain.permissions import Permission
from services.callers import Caller
from services.clock import Clock
from services.feedback.sealing import seal_words, unseal_words
from services.settings import Settings

Fields = Mapping[str, object]
"""Name of a field -> text, list of texts, or true and false."""


class DraftKeeper:
    """The unsaved note of each person."""

    def __init__(self, store: Store, settings: Settings, brand: Brand, clock: Clock) -> None:
        """Keep what is written for a brand."""
        self._store = store
        self._settings = settings
        self._brand = brand
        self._clock = clock

    def keep(self, who: Caller, fields: Fields) -> None:
        """Keep what a person is writing, in place of what they wrote before."""
        sealed = seal_words(self._settings, json.dumps(dict(fields), sort_keys=True))
        with who.write(self._store, self._brand.id, Permission.FEEDBACK) as (work, actor):
            work.feedback_parts.put_draft(self._brand.id, actor.name, sealed, int(self._clock.now().timestamp()))
            work.commit()

    def find(self, who: str) -> Fields:
        """What a person was writing; nothing where there is none, or where its key is gone."""
        with self._store.read() as work:
            found = work.feedback_parts.find_draft(self._brand.id, who)
        if found is None:
            return {}
        try:
            fields: Fields = json.loads(unseal_words(self._settings, *found))
        except Refused:
            return {}
        return fields

    def drop(self, who: Caller) -> None:
        """Forget what a person was writing."""
        with who.write(self._store, self._brand.id, Permission.FEEDBACK) as (work, actor):
            work.feedback_parts.remove_draft(self._brand.id, actor.name)
            work.commit()
