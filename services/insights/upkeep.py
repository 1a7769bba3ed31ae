"""When insights are looked for: after a change of data, and only then; the methods are loaded when they are needed."""

from __future__ import annotations

import importlib
import logging
import secrets
from datetime import datetime
from typing import Any, Final

from db.engine import Store
from learning.domain.errors import BellwetherError
from services.insights.renewing import fade
from services.insights.settings import read_settings
from services.operations import track_operation

log = logging.getLogger("bellwether.insights")

DAY_SECONDS: Final = 86_400
METHODS: Final = "services.insights.running"
"""Takes a second to load, which no page should wait for."""


def refresh_behind(store: Store, now: datetime) -> int:
    """Run for every brand whose data or settings changed since its last run; return how many insights were found."""
    running = _methods()
    with store.read() as work:
        behind = [brand.id for brand in work.brands.list_all() if running.is_behind(work, brand)]
    return sum(_run(store, brand_id, now) for brand_id in behind)


def look_again(store: Store, now: datetime) -> int:
    """Ask every detector of every brand though nothing changed; return how many insights were found."""
    running = _methods()
    with store.read() as work:
        brands = [brand.id for brand in work.brands.list_all() if running.has_data(work, brand)]
    return sum(_run(store, brand_id, now, whole=True) for brand_id in brands)


def look_at_operations(store: Store, now: datetime) -> int:
    """Look again at brands whose programs decided something since the last run; return how many insights there are."""
    running = _methods()
    with store.read() as work:
        brands = [brand.id for brand in work.brands.list_all() if running.has_new_decisions(work, brand)]
    return sum(_run(store, brand_id, now, again=True) for brand_id in brands)


def _run(store: Store, brand_id: int, now: datetime, *, whole: bool = False, again: bool = False) -> int:
    with track_operation("analyses", "insights"):
        run = _methods().run_insights(store, brand_id, now, whole=whole, again=again)
    return 0 if run is None else int(run.found)


def fade_all(store: Store, now: datetime, *, keep_days: int) -> int:
    """Let go of insights that nothing has renewed for long and of runs that are old; return how many insights went."""
    moment = int(now.timestamp())
    with store.write() as work:
        brands = work.brands.list_all()
        faded = sum(fade(work, brand.id, read_settings(work, brand.id), moment) for brand in brands)
        work.insight_log.remove_runs_before(moment - keep_days * DAY_SECONDS)
        work.commit()
    return faded


def look_for_insights(store: Store, now: datetime, brand_id: int | None = None) -> None:
    """Run for a brand (None: every brand) after its data changed, and never fail: what was stored stays stored."""
    try:
        if brand_id is None:
            refresh_behind(store, now)
        else:
            _run(store, brand_id, now)
    except BellwetherError as error:
        log.warning("insights could not be looked for: %s", error.message)
    except Exception:
        # The worker tries again; whoever changed the data has done so and must hear that it worked.
        log.exception("fault %s in the run of insights", secrets.token_hex(4))


def _methods() -> Any:
    return importlib.import_module(METHODS)
