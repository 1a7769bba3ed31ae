"""What follows a change of data: series are analysed, then insights are looked for, each loaded when it is needed."""

from __future__ import annotations

import importlib
import logging
import secrets
import threading
from collections.abc import Callable
from datetime import datetime
from typing import Final

from db.engine import Store
from learning.domain.errors import BellwetherError
from services.insights.upkeep import look_for_insights
from services.operations import track_operation

log = logging.getLogger("bellwether.analyses")

OnSeries = Callable[[int, int], None]
"""Told how many series are done, and of how many."""
METHODS: Final = "services.analyses.refresh"
"""Takes most of a second to load, which neither a page nor another verb should wait for."""


def analyse_behind(store: Store, now: datetime, *, on_series: OnSeries | None = None) -> int:
    """Analyse every brand whose data changed since its last analysis; return how many series were analysed."""
    with store.read() as work:
        brands = work.brands.list_all()
        behind = [brand.id for brand in brands if brand.data_version > (work.analyses.seen_version(brand.id) or 0)]
    return sum(_analyse(store, brand_id, now, on_series) for brand_id in behind)


def analyse_again(store: Store, now: datetime) -> int:
    """Analyse every brand though nothing changed; return how many series were analysed."""
    with store.read() as work:
        brands = [brand.id for brand in work.brands.list_all() if brand.data_version]
    return sum(_analyse(store, brand_id, now, None, again=True) for brand_id in brands)


def follow_change(
    store: Store, now: datetime, brand_id: int | None = None, *, on_series: OnSeries | None = None
) -> None:
    """Analyse a brand (None: every brand) after its data changed and look for insights; never fails."""
    try:
        if brand_id is None:
            analyse_behind(store, now, on_series=on_series)
        else:
            _analyse(store, brand_id, now, on_series)
    except BellwetherError as error:
        log.warning("the series could not be analysed: %s", error.message)
    except Exception:
        # The worker tries again; whoever changed the data has done so and must hear that it worked.
        log.exception("fault %s in the analysis of series", secrets.token_hex(4))
    look_for_insights(store, now, brand_id)


def follow_change_beside(store: Store, now: datetime, brand_id: int) -> None:
    """Do the same in a thread of its own, for a page that need not wait."""
    threading.Thread(
        target=follow_change, args=(store, now, brand_id), name=f"analyses-{brand_id}", daemon=True
    ).start()


def _analyse(store: Store, brand_id: int, now: datetime, on_series: OnSeries | None, *, again: bool = False) -> int:
    refresh: Callable[..., int] = importlib.import_module(METHODS).refresh_analyses
    with track_operation("analyses", "series"):
        return refresh(store, brand_id, now, on_series=on_series, again=again)
